#include "modules/okr/service_progress.hpp"

#include <algorithm>

#include "platform/events/events.hpp"

namespace twinrail::okr {
namespace {

/// Goes up when the rules of standings change: what is stored is computed anew once.
constexpr std::int64_t figured_by_now = 1;

}  // namespace

rules::ProgressPlan plan_progress(Read& db, kpi::Service& kpi, ChangeCause cause) {
  if (const auto path = load_path(db, kpi, cause))
    if (auto plan = rules::propagate(*path)) return std::move(*plan);
  return std::move(*rules::propagate(load_all_parts(db, kpi, cause)));
}

void save_progress(Tx& tx, const rules::ProgressPlan& plan) {
  store::save_milestones(tx, plan.milestones);
  store::save_standings(tx, plan.key_results);
  store::save_standings(tx, plan.objectives);
  store::remove_days(tx, plan.key_result_days_gone);
  store::remove_days(tx, plan.objective_days_gone);
  store::save_days(tx, plan.key_result_days);
  store::save_days(tx, plan.objective_days);
  if (!plan.changed.changes.empty()) announce(tx, plan.changed);
}

void update_progress(Tx& tx, kpi::Service& kpi, std::vector<ObjectiveId> objectives) {
  save_progress(tx, plan_progress(tx, kpi, ObjectivesChanged{std::move(objectives)}));
}

void Service::follow_kpi(Tx& tx, const std::vector<Event>& events) {
  // A point counts from the last day of its period on.
  std::map<kpi::AssignmentId, kpi::ValueChange> earliest;
  for (const Event& event : events)
    for (const kpi::ValueChange& c : from_json<kpi::ValuesChanged>(event.payload).changes) {
      const auto [at, added] = earliest.try_emplace(c.assignment, c);
      if (!added && c.start < at->second.start) at->second = c;
    }
  std::vector<kpi::AssignmentId> assignments;
  for (const auto& [id, change] : earliest) assignments.push_back(id);
  KpisMoved moved{store::drivers(tx, assignments), Date::last(), Date::last()};
  // What drives no more follows only a change of the days on which it did.
  std::erase_if(moved.drivers, [&](const LinkRow& link) {
    return link.ended_on && *link.ended_on <= earliest.at(link.assignment).end;
  });
  if (moved.drivers.empty()) return;
  for (const LinkRow& link : moved.drivers) {
    const kpi::ValueChange& change = earliest.at(link.assignment);
    moved.since = std::min(moved.since, change.end);
    moved.period_start = std::min(moved.period_start, change.start);
  }
  save_progress(tx, plan_progress(tx, kpi_, std::move(moved)));
}

void Service::refigure(Tx& tx) {
  if (store::figured_by(tx) >= figured_by_now) return;
  save_progress(tx, plan_progress(tx, kpi_, ObjectivesChanged{store::all_objective_ids(tx)}));
  store::set_figured_by(tx, figured_by_now);
}

std::int64_t Service::recompute(Tx& tx, bool repair) {
  refigure(tx);
  const auto plan = plan_progress(tx, kpi_, ObjectivesChanged{store::all_objective_ids(tx)});
  if (repair) save_progress(tx, plan);
  return plan.rows();
}

}  // namespace twinrail::okr
