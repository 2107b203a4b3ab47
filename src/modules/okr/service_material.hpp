#pragma once

#include <set>
#include <span>

#include "modules/okr/rules_history.hpp"
#include "modules/okr/service_standing.hpp"
#include "modules/okr/store.hpp"

/// What a plan of standings is made from.
namespace twinrail::okr {

/// Everything that a plan looks at, loaded in a fixed number of queries. A plan by difference looks
/// at the key results that changed and at the way up, any other at all that counts in it.
struct Material {
  std::vector<ObjectiveId> touched;                ///< those whose own facts changed
  std::set<ObjectiveId> affected;                  ///< they and all that they count towards
  std::map<ObjectiveId, ObjectiveRow> objectives;  ///< affected ones and their children
  std::map<CycleId, CycleRow> cycles;
  std::map<ObjectiveId, std::vector<KeyResultRow>> key_results;   ///< of affected ones
  std::map<KeyResultId, std::vector<MilestoneRow>> milestones;    ///< of touched ones
  std::map<KeyResultId, std::vector<CheckInRow>> check_ins;       ///< of touched ones
  std::map<KeyResultId, LinkRow> drivers;                         ///< of touched ones
  std::map<KeyResultId, std::span<const kpi::PointView>> points;  ///< of touched ones
  std::map<KeyResultId, KeyResultStandingRow> stood;
  std::map<ObjectiveId, ObjectiveStandingRow> stored;
  std::map<ObjectiveId, std::vector<ContributionRow>> children;
  std::vector<ObjectiveId> order;  ///< affected ones, children before their parents
  bool figures_only = false;       ///< nothing was said: confidence and reported status stand
  /// Before a check-in that comes after all others, which are not loaded: this says the rest.
  std::optional<KeyResultStandingRow> stood_before;

  /// KPI points by assignment and cycle, read once each.
  std::map<std::pair<kpi::AssignmentId, CycleId>, std::vector<kpi::PointView>> series;

  [[nodiscard]] bool is_closed(ObjectiveId id) const {
    return objectives.at(id).state == ObjectiveState::closed;
  }
  [[nodiscard]] const CycleRow& cycle_of(ObjectiveId id) const {
    return cycles.at(objectives.at(id).cycle);
  }
  /// What speaks about a key result of a touched objective.
  [[nodiscard]] Evidence evidence_of(KeyResultId id) const;
};

/// Everything that counts in what is touched and above it.
[[nodiscard]] Material load(Read& db, kpi::Service& kpi, const Touch& touch);

/// The points that drive the touched key results, one look a cycle: of the periods that begin in
/// it, and not before a day.
void load_points(Read& db, kpi::Service& kpi, Material& m, Date from = Date::first());

/// Puts the affected objectives in their order.
void put_in_order(Material& m);

/// Puts a check-in where it would stand: after those of its day, or in the place of another.
void suppose(Material& m, const Hypothesis& extra);

/// Whether a child counts in its parent now.
[[nodiscard]] inline bool counts(const Material& m, const ContributionRow& c) {
  return c.relation == Relation::contributes &&
         m.objectives.at(c.child).state == ObjectiveState::active;
}

/// A key result, or a child by an edge, as a part of what it counts in.
[[nodiscard]] rules::RollupItem part(const KeyResultRow& kr, const rules::Figure& figure);
[[nodiscard]] rules::RollupItem part(const ObjectiveRow& child, const ContributionRow& edge,
                                     const rules::Figure& figure);

/// What one objective rolls up. `own(key result)` and `below(child)` tell the rules::Figure that
/// each of them hands on.
template <class Own, class Below>
[[nodiscard]] rules::Sums summed(const Material& m, ObjectiveId id, const Own& own,
                                 const Below& below) {
  std::vector<rules::RollupItem> items;
  if (const auto mine = m.key_results.find(id); mine != m.key_results.end())
    for (const KeyResultRow& kr : mine->second) items.push_back(part(kr, own(kr.id)));
  if (const auto children = m.children.find(id); children != m.children.end())
    for (const ContributionRow& c : children->second)
      items.push_back(part(m.objectives.at(c.child), c, below(c.child)));
  return rules::sums_of(items);
}

[[nodiscard]] inline rules::Figure figure_of(const ObjectiveStandingRow& s) {
  return {s.progress, s.coverage};
}
[[nodiscard]] ObjectiveStandingRow standing_by(ObjectiveId id, const rules::Sums& sums);
[[nodiscard]] ObjectiveDayRow standing_by(ObjectiveId id, Date day, const rules::Sums& sums);

/// Rows of the history of one thing.
template <class Row>
using Days = std::map<Date, Row>;

/// What must be written to turn the stored rows into the made ones.
template <class Row>
void compare(const Days<Row>& stored, const Days<Row>& made, std::vector<Row>& save,
             std::vector<Row>& gone) {
  for (const auto& [day, row] : made) {
    const auto before = stored.find(day);
    if (before == stored.end() || before->second != row) save.push_back(row);
  }
  for (const auto& [day, row] : stored)
    if (!made.contains(day)) gone.push_back(row);
}

[[nodiscard]] Days<KeyResultDayRow> rows_of(KeyResultId id, const rules::Course& course);

/// Works the key results out anew, as far as they are loaded.
void stand_key_results(Material& m, Plan& plan);

/// What people on the board are told.
[[nodiscard]] ProgressChanged changes_of(const Material& m, const Plan& plan);

/// Adds to the plan every row of the history that is other than stored, from the touch's day on.
/// Facts before that day are as they were.
void plan_history(Read& db, const Material& m, Plan& plan, const Touch& touch);

/// The plan of a touch that changes nothing but some key results' figures, from what lies on the
/// way up alone (service_lift.cpp). Nothing when it takes more than that.
[[nodiscard]] std::optional<Plan> plan_by_difference(Read& db, kpi::Service& kpi,
                                                     const Touch& touch);

}  // namespace twinrail::okr
