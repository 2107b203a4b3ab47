#pragma once

#include "modules/okr/rules_rollup.hpp"
#include "modules/okr/rules_standing.hpp"

/// How a change of key results goes up to every objective that they count towards, for now and for
/// each day of the past.
namespace twinrail::okr::rules {

/// Rows of the history of one thing.
template <class Row>
using DayRows = std::map<Date, Row>;

/// Absent: now. A day: at its end.
using Moment = std::optional<Date>;

/// How key results and objectives stand and stood.
struct Standings {
  std::map<KeyResultId, KeyResultStandingRow> key_results;
  std::map<ObjectiveId, ObjectiveStandingRow> objectives;
  std::map<KeyResultId, DayRows<KeyResultDayRow>> key_result_days;
  std::map<ObjectiveId, DayRows<ObjectiveDayRow>> objective_days;

  /// Absent where nothing is known of it here.
  [[nodiscard]] std::optional<Figure> figure(KeyResultId id, Moment when) const;
  [[nodiscard]] std::optional<Figure> figure(ObjectiveId id, Moment when) const;
};

/// A child as its parent counts it.
struct CountedChild {
  ObjectiveId id;
  Decimal weight;
  Decimal share;
  bool counts = false;  ///< active; a child that only supports is not among these at all
};

/// An objective whose progress may change.
struct CountedObjective {
  ObjectiveId id;
  OrgUnitId org_unit;
  bool closed = false;  ///< keeps its standing and its past
  Date cycle_start;
  Date cycle_end;
  std::vector<KeyResultRow> key_results;
  std::vector<CountedChild> children;
};

/// What a roll-up is made from.
struct RollupInputs {
  /// Whether everything that counts in the objectives is here. Otherwise it is only what changes:
  /// its difference is taken from the sums that are stored.
  bool all_parts = true;
  Date since = Date::first();  ///< no fact before that day changed
  bool dated = true;           ///< false: nothing that has a day changed, so the past stays
  std::map<ObjectiveId, CountedObjective> objectives;
  std::map<KeyResultId, std::vector<KeyResultTermRow>> terms;  ///< of all key results here
  std::map<KeyResultId, Evidence> evidence;  ///< of the key results whose facts changed
  /// Of the objectives, of their key results, and of the children that count in them. Days: from
  /// the last row by `since` on.
  Standings stored;
};

/// What a change comes to: every row that is other than stored.
struct ProgressPlan {
  std::vector<MilestoneRow> milestones;
  std::vector<KeyResultStandingRow> key_results;
  std::vector<ObjectiveStandingRow> objectives;
  std::vector<KeyResultDayRow> key_result_days;
  std::vector<KeyResultDayRow> key_result_days_gone;  ///< no fact is dated on them any more
  std::vector<ObjectiveDayRow> objective_days;
  std::vector<ObjectiveDayRow> objective_days_gone;
  Standings after;          ///< of the key results with evidence and of every objective
  ProgressChanged changed;  ///< what live boards are told

  [[nodiscard]] std::int64_t rows() const;
};

/// The plan of a change. Nothing where a difference is not enough: a row of the past would go, or
/// sums are missing. With all parts there is always one.
[[nodiscard]] std::optional<ProgressPlan> propagate(const RollupInputs& inputs);

}  // namespace twinrail::okr::rules
