#include <algorithm>
#include <set>

#include "modules/okr/service_standing.hpp"
#include "modules/okr/store.hpp"
#include "modules/people/people.hpp"
#include "platform/events/events.hpp"

namespace twinrail::okr {
namespace {

/// Everything that a plan looks at, loaded in a fixed number of queries.
struct Material {
  std::map<ObjectiveId, ObjectiveStored> objectives;  ///< affected ones and their children
  std::set<ObjectiveId> affected;
  std::map<CycleId, CycleRow> cycles;
  std::map<ObjectiveId, std::vector<KeyResultStored>> key_results;
  std::map<KeyResultId, std::vector<MilestoneRow>> milestones;
  std::map<KeyResultId, std::vector<CheckInRow>> check_ins;
  std::map<KeyResultId, LinkRow> drivers;
  std::map<KeyResultId, KeyResultStanding> stood;
  std::map<ObjectiveId, Standing> stored;
  std::map<ObjectiveId, std::vector<ContributionRow>> children;
};

Material load(Read& db, const std::vector<ObjectiveId>& touched) {
  Material m;
  const auto affected = store::upwards(db, touched);
  m.affected.insert(affected.begin(), affected.end());
  std::vector<ObjectiveId> ids = affected;
  for (ContributionRow& c : store::contributions_to(db, affected)) {
    ids.push_back(c.child);
    m.children[c.parent].push_back(std::move(c));
  }
  for (ObjectiveStored& o : store::objectives(db, ids)) m.objectives[o.id] = std::move(o);
  for (Standing& s : store::standings(db, ids)) m.stored[s.objective] = s;
  for (CycleRow& c : store::cycles(db)) m.cycles[c.id] = std::move(c);
  for (KeyResultStored& k : store::key_results(db, affected))
    m.key_results[k.objective].push_back(k);
  for (KeyResultStanding& s : store::key_result_standings(db, affected)) m.stood[s.key_result] = s;
  for (MilestoneRow& r : store::milestones(db, touched)) m.milestones[r.key_result].push_back(r);
  for (CheckInRow& c : store::check_ins(db, touched)) m.check_ins[c.key_result].push_back(c);
  for (LinkRow& l : store::links(db, touched))
    if (l.key_result) m.drivers[*l.key_result] = std::move(l);
  return m;
}

/// Puts the check-in where it would stand: after those of its day, or in the place of another.
void suppose(Material& m, const Hypothesis& extra) {
  auto& said = m.check_ins[extra.row.key_result];
  if (extra.replaces) {
    for (CheckInRow& c : said)
      if (c.id == *extra.replaces) c = extra.row;
    return;
  }
  const auto later = [&](const CheckInRow& c) { return c.day > extra.row.day; };
  said.insert(std::ranges::find_if(said, later), extra.row);
}

/// KPI points by assignment and cycle, read once each.
class Points {
 public:
  Points(Read& db, kpi::Service& kpi) : db_(db), kpi_(kpi) {}
  std::span<const kpi::PointView> of(kpi::AssignmentId id, const CycleRow& cycle) {
    const auto [at, added] = read_.try_emplace({id, cycle.id});
    if (added) at->second = kpi_.points_between(db_, id, cycle.start_on, cycle.end_on);
    return at->second;
  }

 private:
  Read& db_;
  kpi::Service& kpi_;
  std::map<std::pair<kpi::AssignmentId, CycleId>, std::vector<kpi::PointView>> read_;
};

void stand_key_results(Material& m, Plan& plan, Points& points,
                       const std::vector<ObjectiveId>& touched) {
  for (const ObjectiveId id : touched) {
    const ObjectiveStored& o = m.objectives.at(id);
    for (const KeyResultStored& kr : m.key_results[id]) {
      Evidence e{m.milestones[kr.id], m.check_ins[kr.id], nullptr, {}};
      if (const auto link = m.drivers.find(kr.id); link != m.drivers.end()) {
        e.driver = &link->second;
        e.points = points.of(link->second.assignment, m.cycles.at(o.cycle));
      }
      const auto before = m.stood.find(kr.id);
      const bool closed = o.state == ObjectiveState::closed && before != m.stood.end();
      const KeyResultStanding now = closed ? before->second : standing_of(kr, e);
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

Standing rolled_up(const Material& m, const Plan& plan, ObjectiveId id) {
  std::vector<rules::RollupItem> items;
  if (const auto own = m.key_results.find(id); own != m.key_results.end())
    for (const KeyResultStored& kr : own->second) {
      rules::RollupItem item{.coverage = Decimal(), .weight = kr.weight};
      const auto s = m.stood.find(kr.id);
      if (s != m.stood.end() && s->second.state == ProgressState::measured) {
        item.progress = s->second.progress.to_decimal();
        item.coverage = s->second.coverage.to_decimal();
      }
      items.push_back(item);
    }
  if (const auto below = m.children.find(id); below != m.children.end())
    for (const ContributionRow& c : below->second) {
      const ObjectiveStored& child = m.objectives.at(c.child);
      rules::RollupItem item{.coverage = Decimal(),
                             .weight = child.weight,
                             .share = c.share,
                             .relation = c.relation,
                             .active = child.state == ObjectiveState::active};
      const auto now = plan.objectives_now.find(c.child);
      const auto stored = m.stored.find(c.child);
      const Standing* s = now != plan.objectives_now.end() ? &now->second
                          : stored != m.stored.end()       ? &stored->second
                                                           : nullptr;
      if (s && s->progress) {
        item.progress = s->progress->to_decimal();
        item.coverage = s->coverage.to_decimal();
      }
      items.push_back(item);
    }
  const rules::Rollup rollup = rules::roll_up(items);
  return {id, rollup.progress, rollup.coverage};
}

/// Children before their parents, each once. The graph has no loop: contributions are checked.
void in_order(const Material& m, ObjectiveId id, std::set<ObjectiveId>& seen,
              std::vector<ObjectiveId>& order) {
  if (!m.affected.contains(id) || !seen.insert(id).second) return;
  if (const auto below = m.children.find(id); below != m.children.end())
    for (const ContributionRow& c : below->second)
      if (c.relation == Relation::contributes) in_order(m, c.child, seen, order);
  order.push_back(id);
}

ProgressChanged changes_of(const Material& m, const Plan& plan) {
  std::map<ObjectiveId, ObjectiveChange> changes;
  const auto change_of = [&](ObjectiveId id) -> ObjectiveChange& {
    const Standing& s = plan.objectives_now.at(id);
    return changes
        .try_emplace(id,
                     ObjectiveChange{id, m.objectives.at(id).org_unit, s.progress, s.coverage, {}})
        .first->second;
  };
  for (const Standing& s : plan.objectives) change_of(s.objective);
  for (const auto& [id, key_results] : m.key_results)
    for (const KeyResultStored& kr : key_results)
      for (const KeyResultStanding& s : plan.key_results)
        if (s.key_result == kr.id)
          change_of(id).key_results.push_back({s.key_result, s.progress, s.current_value});
  ProgressChanged changed;
  for (auto& [id, change] : changes) changed.changes.push_back(std::move(change));
  return changed;
}

std::vector<ObjectiveId> unique(std::vector<ObjectiveId> ids) {
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  return ids;
}

}  // namespace

Plan Service::plan(Read& db, const std::vector<ObjectiveId>& touched, const Hypothesis* extra) {
  Plan plan;
  Material m = load(db, touched);
  if (extra) suppose(m, *extra);
  Points points(db, kpi_);
  stand_key_results(m, plan, points, touched);
  std::set<ObjectiveId> seen;
  std::vector<ObjectiveId> order;
  for (const ObjectiveId id : m.affected) in_order(m, id, seen, order);
  for (const ObjectiveId id : order) {
    const auto before = m.stored.find(id);
    const bool closed = m.objectives.at(id).state == ObjectiveState::closed;
    const Standing now =
        closed && before != m.stored.end() ? before->second : rolled_up(m, plan, id);
    plan.objectives_now[id] = now;
    if (before == m.stored.end() || before->second != now) plan.objectives.push_back(now);
  }
  plan.changed = changes_of(m, plan);
  return plan;
}

void Service::settle(Tx& tx, const Plan& plan, Date today) {
  store::save_milestones(tx, plan.milestones);
  store::save_standings(tx, plan.key_results);
  store::save_standings(tx, plan.objectives, today);
  if (!plan.changed.changes.empty()) announce(tx, plan.changed);
}

void Service::follow_kpi(Tx& tx, const std::vector<Event>& events) {
  std::set<kpi::AssignmentId> assignments;
  for (const Event& event : events)
    for (const kpi::ValueChange& c : from_json<kpi::ValuesChanged>(event.payload).changes)
      assignments.insert(c.assignment);
  std::vector<ObjectiveId> touched;
  for (const LinkRow& link : store::drivers(tx, {assignments.begin(), assignments.end()}))
    touched.push_back(link.objective);
  if (touched.empty()) return;
  settle(tx, plan(tx, unique(std::move(touched))), kpi_.today(tx, events.back().at));
}

std::int64_t Service::recompute(Tx& tx, Date today, bool repair) {
  const Plan found = plan(tx, store::all_objective_ids(tx));
  if (repair) settle(tx, found, today);
  return static_cast<std::int64_t>(found.key_results.size() + found.objectives.size() +
                                   found.milestones.size());
}

}  // namespace twinrail::okr
