#pragma once

#include <optional>
#include <span>
#include <vector>

#include "modules/kpi/service_judge.hpp"

namespace twinrail::kpi {

/// What became of one of several new assignments.
struct AssignmentVerdict {
  AssignmentId id;
  std::optional<Error> refused;
};

/// Several new assignments as one set: every list is asked for and written once, and what is
/// defined is read anew once. No pair of KPI and unit may stand in it twice.
struct Service::Assignments {
  /// What would become of them, without writing anything. A pair that stands twice is refused.
  static std::vector<AssignmentVerdict> check(Service& kpi, const Context& ctx, Tx& tx,
                                              std::span<const NewAssignment> requests);
  static std::vector<AssignmentVerdict> add(Service& kpi, const Context& ctx, Tx& tx,
                                            std::span<const NewAssignment> requests);

  /// From a day on something else is aimed at; what is aimed at from a later day on stays. The
  /// periods from then on are judged anew, all at once. The caller has asked for the right.
  static void aim(Service& kpi, Tx& tx, std::span<const NewTarget> requests, Date today,
                  Instant now);
  /// The same as each request is meant: a correction marks the points of ended periods that it
  /// judges anew; one that counts from the running period on leaves them. The mode of a request for
  /// ended periods is there, and its reason.
  static void aim_as_meant(Service& kpi, const Context& ctx, Tx& tx,
                           std::span<const NewTarget> requests);
  /// A proposed target that was agreed to. The breach rule may be another since: whoever agrees can
  /// change nothing of the proposal, so it leaves the red line to the rule, and what the rule still
  /// contradicts is a conflict.
  static void aim_as_agreed(Service& kpi, Tx& tx, NewTarget proposed, Date today, Instant now);
  /// A red line that a breach rule draws does not move with the target: beside it a target from
  /// that day on has no line of its own.
  static void leave_one_red_line(const rules::Definition& d,
                                 const rules::AssignmentWithTargets& assignment, Date from,
                                 TargetValues& target);
  /// The period that is running, and its first day.
  static Period running_period(const Catalogue& c, AssignmentId id, Date today);
  static Date running(const Catalogue& c, AssignmentId id, Date today);
  /// Whether a target from that day on reaches periods that have ended, with a figure or without:
  /// then it says how it is meant, and why.
  static bool ended(const Catalogue& c, AssignmentId id, Date from, Date today);
  /// Throws for what no figure could be judged by.
  static void require_aim(const rules::Definition& d,
                          const rules::AssignmentWithTargets& assignment,
                          const TargetValues& target, Date from);
};

}  // namespace twinrail::kpi
