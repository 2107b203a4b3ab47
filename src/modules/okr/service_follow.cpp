#include <algorithm>

#include "modules/okr/service_material.hpp"
#include "modules/people/people.hpp"
#include "platform/events/events.hpp"

namespace twinrail::okr {

void stand_key_results(Material& m, Plan& plan) {
  for (const ObjectiveId id : m.touched) {
    for (const KeyResultRow& kr : m.key_results[id]) {
      const Evidence e = m.evidence_of(kr.id);
      const auto before = m.stood.find(kr.id);
      const bool closed = m.is_closed(id) && before != m.stood.end();
      KeyResultStandingRow now = closed ? before->second : standing_of(kr, e);
      if (m.figures_only && before != m.stood.end()) {
        now.confidence = before->second.confidence;
        now.reported = before->second.reported;
      }
      plan.key_results_now[kr.id] = now;
      if (closed) continue;
      for (MilestoneRow step : e.milestones) {
        const auto day = done_on(step.id, e.check_ins);
        if (day == step.done_on) continue;
        step.done_on = day;
        plan.milestones.push_back(step);
      }
      if (before != m.stood.end() && before->second == now) continue;
      plan.key_results.push_back(now);
      m.stood[kr.id] = now;
    }
  }
}

namespace {

void stand_objectives(Material& m, Plan& plan) {
  const auto own = [&](KeyResultId id) {
    const auto s = m.stood.find(id);
    return s == m.stood.end() ? rules::Figure{} : figure_of(s->second);
  };
  const auto below = [&](ObjectiveId id) {
    const auto s = m.stored.find(id);
    return s == m.stored.end() ? rules::Figure{} : figure_of(s->second);
  };
  for (const ObjectiveId id : m.order) {
    const auto before = m.stored.find(id);
    const bool is_known = before != m.stored.end();
    const ObjectiveStandingRow now =
        m.is_closed(id) && is_known ? before->second : standing_by(id, summed(m, id, own, below));
    plan.objectives_now[id] = now;
    if (is_known && before->second == now) continue;
    plan.objectives.push_back(now);
    if (!is_known || figure_of(before->second) != figure_of(now)) plan.moved.push_back(id);
    m.stored[id] = now;
  }
}

}  // namespace

ProgressChanged changes_of(const Material& m, const Plan& plan) {
  std::map<ObjectiveId, ObjectiveChange> changes;
  const auto change_of = [&](ObjectiveId id) -> ObjectiveChange& {
    const ObjectiveStandingRow& s = plan.objectives_now.at(id);
    return changes
        .try_emplace(id,
                     ObjectiveChange{id, m.objectives.at(id).org_unit, s.progress, s.coverage, {}})
        .first->second;
  };
  for (const ObjectiveId id : plan.moved) change_of(id);
  std::map<KeyResultId, const KeyResultStandingRow*> moved;
  for (const KeyResultStandingRow& s : plan.key_results) moved[s.key_result] = &s;
  for (const auto& [id, key_results] : m.key_results)
    for (const KeyResultRow& kr : key_results)
      if (const auto found = moved.find(kr.id); found != moved.end())
        change_of(id).key_results.push_back(
            {kr.id, found->second->progress, found->second->current_value});
  ProgressChanged changed;
  for (auto& [id, change] : changes) changed.changes.push_back(std::move(change));
  return changed;
}

namespace {

std::vector<ObjectiveId> unique(std::vector<ObjectiveId> ids) {
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  return ids;
}

}  // namespace

Plan Service::plan(Read& db, const Touch& touch) {
  if (auto found = plan_by_difference(db, kpi_, touch)) return std::move(*found);
  Plan plan;
  Material m = load(db, kpi_, touch);
  stand_key_results(m, plan);
  stand_objectives(m, plan);
  plan.changed = changes_of(m, plan);
  plan_history(db, m, plan, touch);
  return plan;
}

void Service::settle(Tx& tx, const Plan& plan) {
  store::save_milestones(tx, plan.milestones);
  store::save_standings(tx, plan.key_results);
  store::save_standings(tx, plan.objectives);
  store::remove_days(tx, plan.key_result_days_gone);
  store::remove_days(tx, plan.days_gone);
  store::save_days(tx, plan.key_result_days);
  store::save_days(tx, plan.days);
  if (!plan.changed.changes.empty()) announce(tx, plan.changed);
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
  for (const auto& [id, day] : earliest) assignments.push_back(id);
  Touch touch{.objectives = {}, .followed = store::drivers(tx, assignments), .said = nullptr};
  touch.since = touch.period_start = Date::last();
  for (const LinkRow& link : touch.followed) {
    const kpi::ValueChange& change = earliest.at(link.assignment);
    touch.objectives.push_back(link.objective);
    touch.since = std::min(touch.since, change.end);
    touch.period_start = std::min(touch.period_start, change.start);
  }
  if (touch.followed.empty()) return;
  touch.objectives = unique(std::move(touch.objectives));
  settle(tx, plan(tx, touch));
}

std::int64_t Service::recompute(Tx& tx, bool repair) {
  const Plan found = plan(tx, {.objectives = store::all_objective_ids(tx)});
  if (repair) settle(tx, found);
  return found.rows();
}

}  // namespace twinrail::okr
