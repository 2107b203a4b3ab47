#pragma once

#include <set>
#include <span>

#include "modules/okr/rules_history.hpp"
#include "modules/okr/service_standing.hpp"
#include "modules/okr/store.hpp"

/// What a plan of standings is made from.
namespace twinrail::okr {

/// Everything that a plan looks at, loaded in a fixed number of queries.
struct Material {
  std::vector<ObjectiveId> touched;                   ///< those whose own facts changed
  std::set<ObjectiveId> affected;                     ///< they and all that they count towards
  std::map<ObjectiveId, ObjectiveStored> objectives;  ///< affected ones and their children
  std::map<CycleId, CycleRow> cycles;
  std::map<ObjectiveId, std::vector<KeyResultStored>> key_results;  ///< of affected ones
  std::map<KeyResultId, std::vector<MilestoneRow>> milestones;      ///< of touched ones
  std::map<KeyResultId, std::vector<CheckInRow>> check_ins;         ///< of touched ones
  std::map<KeyResultId, LinkRow> drivers;                           ///< of touched ones
  std::map<KeyResultId, std::span<const kpi::PointView>> points;    ///< of touched ones
  std::map<KeyResultId, KeyResultStanding> stood;
  std::map<ObjectiveId, Standing> stored;
  std::map<ObjectiveId, std::vector<ContributionRow>> children;
  std::vector<ObjectiveId> order;  ///< affected ones, children before their parents
  /// The key results to work out again; empty: all of the touched objectives'.
  std::set<KeyResultId> only;
  bool is_next = false;                ///< a check-in after all others; what stood says the rest
  bool figures_only = false;           ///< nothing was said: confidence and reported status stand
  std::vector<KeyResultDay> own_days;  ///< from the touch's day on, when it is a check-in
  std::vector<StandingDay> days;
  KeyResultStanding stood_before;  ///< of a check-in that is next

  /// KPI points by assignment and cycle, read once each.
  std::map<std::pair<kpi::AssignmentId, CycleId>, std::vector<kpi::PointView>> series;

  [[nodiscard]] bool is_closed(ObjectiveId id) const {
    return objectives.at(id).state == ObjectiveState::closed;
  }
  [[nodiscard]] const CycleRow& cycle_of(ObjectiveId id) const {
    return cycles.at(objectives.at(id).cycle);
  }
  [[nodiscard]] bool concerns(KeyResultId id) const { return only.empty() || only.contains(id); }
  /// What speaks about a key result of a touched objective.
  [[nodiscard]] Evidence evidence_of(KeyResultId id) const;
};

[[nodiscard]] Material load(Read& db, kpi::Service& kpi, const Touch& touch);

/// Puts a check-in where it would stand: after those of its day, or in the place of another.
void suppose(Material& m, const Hypothesis& extra);

/// Whether a child counts in its parent now.
[[nodiscard]] inline bool counts(const Material& m, const ContributionRow& c) {
  return c.relation == Relation::contributes &&
         m.objectives.at(c.child).state == ObjectiveState::active;
}

/// The roll-up of one objective. `own(key result)` and `below(child)` tell the rules::Figure that
/// each of them hands on.
template <class Own, class Below>
[[nodiscard]] rules::Figure rolled_up(const Material& m, ObjectiveId id, const Own& own,
                                      const Below& below) {
  std::vector<rules::RollupItem> items;
  const auto add = [&](const rules::Figure& figure, rules::RollupItem item) {
    item.coverage = figure.progress ? figure.coverage.to_decimal() : Decimal();
    if (figure.progress) item.progress = figure.progress->to_decimal();
    items.push_back(item);
  };
  if (const auto mine = m.key_results.find(id); mine != m.key_results.end())
    for (const KeyResultStored& kr : mine->second) add(own(kr.id), {.weight = kr.weight});
  if (const auto children = m.children.find(id); children != m.children.end())
    for (const ContributionRow& c : children->second) {
      const ObjectiveStored& child = m.objectives.at(c.child);
      add(below(c.child), {.weight = child.weight,
                           .share = c.share,
                           .relation = c.relation,
                           .active = child.state == ObjectiveState::active});
    }
  const rules::Rollup rollup = rules::roll_up(items);
  return {rollup.progress, rollup.coverage};
}

/// Adds to the plan every row of the history that is other than stored, from the touch's day on.
/// Facts before that day are as they were.
void plan_history(Read& db, const Material& m, Plan& plan, const Touch& touch);

}  // namespace twinrail::okr
