#pragma once

#include <variant>

#include "modules/okr/rules_propagation.hpp"
#include "modules/okr/store.hpp"

/// How a change reaches the progress of all objectives above it: what caused it says what has to be
/// read, rules::propagate works it out.
namespace twinrail::okr {

/// Weights, targets, links, states or the tree changed. Whatever of these is not dated counts for
/// every day as it is now.
struct ObjectivesChanged {
  std::vector<ObjectiveId> objectives;
};

/// Nothing but the figures of KPIs that drive key results.
struct KpisMoved {
  std::vector<LinkRow> drivers;  ///< links to those key results
  Date since;                    ///< last day of the earliest period that changed
  Date period_start;             ///< its first day
};

/// The objectives above some key results, and how all of it stands.
struct ProgressPath {
  std::vector<KeyResultRow> key_results;
  std::vector<KeyResultStandingRow> key_result_standings;
  std::vector<KeyResultDayRow> key_result_days;  ///< from the last row by the day of the change on
  std::vector<ObjectivePathRow> objectives;
  std::vector<ObjectiveDayRow> objective_days;  ///< from the last row by the day of the change on
  std::vector<KeyResultTermRow> terms;          ///< what the key results aimed at before
};

/// Nothing but a check-in, which is not stored (yet): for what it would do.
struct ProposedCheckIn {
  CheckInRow row;
  ObjectiveId objective;
  ProgressPath path;                  ///< above its key result
  std::optional<CheckInId> replaces;  ///< the check-in that it corrects
  /// Of a key result without a KPI, of which only the last figure counts.
  bool last_word_counts = false;
};

using ChangeCause = std::variant<ObjectivesChanged, KpisMoved, ProposedCheckIn>;

/// Everything that counts in what changed and above it.
[[nodiscard]] rules::RollupInputs load_all_parts(Read& db, kpi::Service& kpi,
                                                 const ChangeCause& cause);

/// What changes and the path up from it, with the sums that its difference is taken from. Nothing
/// where the cause needs all parts. Takes a check-in's path out of the cause.
[[nodiscard]] std::optional<rules::RollupInputs> load_path(Read& db, kpi::Service& kpi,
                                                           ChangeCause& cause);

/// What a change comes to.
[[nodiscard]] rules::ProgressPlan plan_progress(Read& db, kpi::Service& kpi, ChangeCause cause);

/// Writes a plan and announces what changed.
void save_progress(Tx& tx, const rules::ProgressPlan& plan);

/// Both, for objectives whose own facts changed.
void update_progress(Tx& tx, kpi::Service& kpi, std::vector<ObjectiveId> objectives);

}  // namespace twinrail::okr
