#include "modules/okr/service_material.hpp"

#include <algorithm>

namespace twinrail::okr {
namespace {

/// Children before their parents, each once. The graph has no loop: contributions are checked.
void in_order(Material& m, ObjectiveId id, std::set<ObjectiveId>& seen) {
  if (!m.affected.contains(id) || !seen.insert(id).second) return;
  if (const auto below = m.children.find(id); below != m.children.end())
    for (const ContributionRow& c : below->second)
      if (c.relation == Relation::contributes) in_order(m, c.child, seen);
  m.order.push_back(id);
}

/// The points that drive the touched key results, one look a cycle.
void load_points(Read& db, kpi::Service& kpi, Material& m) {
  std::map<CycleId, std::set<kpi::AssignmentId>> wanted;
  for (const ObjectiveId id : m.touched)
    for (const KeyResultStored& kr : m.key_results[id])
      if (const auto link = m.drivers.find(kr.id); link != m.drivers.end())
        wanted[m.objectives.at(id).cycle].insert(link->second.assignment);
  for (const auto& [cycle, ids] : wanted) {
    const CycleRow& span = m.cycles.at(cycle);
    for (auto& [id, points] :
         kpi.points_between(db, {ids.begin(), ids.end()}, span.start_on, span.end_on))
      m.series[{id, cycle}] = std::move(points);
  }
  for (const ObjectiveId id : m.touched)
    for (const KeyResultStored& kr : m.key_results[id])
      if (const auto link = m.drivers.find(kr.id); link != m.drivers.end())
        m.points[kr.id] = m.series[{link->second.assignment, m.objectives.at(id).cycle}];
}

template <class Map, class Key>
auto span_of(const Map& map, Key key) {
  const auto found = map.find(key);
  return found == map.end() ? std::span<const typename Map::mapped_type::value_type>()
                            : std::span(found->second);
}

}  // namespace

Evidence Material::evidence_of(KeyResultId id) const {
  Evidence e{span_of(milestones, id), span_of(check_ins, id), nullptr, {}};
  if (const auto link = drivers.find(id); link != drivers.end()) e.driver = &link->second;
  if (const auto mine = points.find(id); mine != points.end()) e.points = mine->second;
  return e;
}

Material load(Read& db, kpi::Service& kpi, const std::vector<ObjectiveId>& touched) {
  Material m;
  m.touched = touched;
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
  load_points(db, kpi, m);
  std::set<ObjectiveId> seen;
  for (const ObjectiveId id : m.affected) in_order(m, id, seen);
  return m;
}

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

}  // namespace twinrail::okr
