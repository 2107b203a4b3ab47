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

}  // namespace

void load_points(Read& db, kpi::Service& kpi, Material& m, Date from) {
  std::map<CycleId, std::set<kpi::AssignmentId>> wanted;
  bool over_several = false;
  for (const ObjectiveId id : m.touched)
    for (const KeyResultRow& kr : m.key_results[id])
      if (const auto link = m.drivers.find(kr.id); link != m.drivers.end()) {
        wanted[m.objectives.at(id).cycle].insert(link->second.assignment);
        over_several = over_several || link->second.value_rule != ValueSpan::period;
      }
  for (const auto& [cycle, ids] : wanted) {
    const CycleRow& span = m.cycles.at(cycle);
    for (auto& [id, points] :
         kpi.points_between(db, {ids.begin(), ids.end()}, std::max(from, span.start_on),
                            span.end_on, over_several))
      m.series[{id, cycle}] = std::move(points);
  }
  for (const ObjectiveId id : m.touched)
    for (const KeyResultRow& kr : m.key_results[id])
      if (const auto link = m.drivers.find(kr.id); link != m.drivers.end())
        m.points[kr.id] = m.series[{link->second.assignment, m.objectives.at(id).cycle}];
}

namespace {

template <class Map, class Key>
auto span_of(const Map& map, Key key) {
  const auto found = map.find(key);
  return found == map.end() ? std::span<const typename Map::mapped_type::value_type>()
                            : std::span(found->second);
}

/// The objectives above the touched ones, what counts in them, and how everything stands.
void load_tree(Read& db, Material& m) {
  const auto affected = store::upwards(db, m.touched);
  m.affected.insert(affected.begin(), affected.end());
  auto [children, key_results, stood, cycles, objectives, stored] =
      db.all_of(store::ask_children(affected), store::ask_key_results(affected),
                store::ask_key_result_standings(affected), store::ask_cycles(),
                store::ask_objectives(affected), store::ask_standings(affected));
  for (const ChildRow& c : children) {
    m.children[c.parent].push_back({c.id, c.child, c.parent, c.relation, c.share});
    ObjectiveRow& o = m.objectives[c.child];
    o.id = c.child;
    o.state = c.state;
    o.weight = c.weight;
    if (c.coverage) m.stored[c.child] = {c.child, c.progress, *c.coverage, {}};
  }
  for (ObjectiveRow& o : objectives) m.objectives[o.id] = std::move(o);
  for (const ObjectiveStandingRow& s : stored) m.stored[s.objective] = s;
  for (CycleRow& c : cycles) m.cycles[c.id] = std::move(c);
  for (KeyResultRow& k : key_results) m.key_results[k.objective].push_back(std::move(k));
  for (KeyResultStandingRow& s : stood) m.stood[s.key_result] = s;
  put_in_order(m);
}

void hand_on(rules::RollupItem& item, const rules::Figure& figure) {
  if (!figure.progress) return;
  item.progress = figure.progress->to_decimal();
  item.coverage = figure.coverage.to_decimal();
}

/// All that was said of the touched objectives, and what drives them.
void load_said(Read& db, Material& m) {
  for (MilestoneRow& r : store::milestones(db, m.touched)) m.milestones[r.key_result].push_back(r);
  for (CheckInRow& c : store::check_ins(db, m.touched)) m.check_ins[c.key_result].push_back(c);
  for (LinkRow& l : store::links(db, m.touched))
    if (l.key_result) m.drivers[*l.key_result] = std::move(l);
}

}  // namespace

Evidence Material::evidence_of(KeyResultId id) const {
  Evidence e{span_of(milestones, id), span_of(check_ins, id), nullptr, {}, nullptr};
  if (stood_before) e.stood = &*stood_before;
  if (const auto link = drivers.find(id); link != drivers.end()) e.driver = &link->second;
  if (const auto mine = points.find(id); mine != points.end()) e.points = mine->second;
  return e;
}

void put_in_order(Material& m) {
  std::set<ObjectiveId> seen;
  for (const ObjectiveId id : m.affected) in_order(m, id, seen);
}

Material load(Read& db, kpi::Service& kpi, const Touch& touch) {
  Material m;
  m.touched = touch.objectives;
  load_tree(db, m);
  load_said(db, m);
  load_points(db, kpi, m);
  if (touch.said) suppose(m, *touch.said);
  return m;
}

rules::RollupItem part(const KeyResultRow& kr, const rules::Figure& figure) {
  rules::RollupItem item{.coverage = Decimal(), .weight = kr.weight};
  hand_on(item, figure);
  return item;
}

rules::RollupItem part(const ObjectiveRow& child, const ContributionRow& edge,
                       const rules::Figure& figure) {
  rules::RollupItem item{.coverage = Decimal(),
                         .weight = child.weight,
                         .share = edge.share,
                         .relation = edge.relation,
                         .active = child.state == ObjectiveState::active};
  hand_on(item, figure);
  return item;
}

ObjectiveStandingRow standing_by(ObjectiveId id, const rules::Sums& sums) {
  const rules::Rollup rollup = rules::roll_up(sums);
  return {id, rollup.progress, rollup.coverage, rules::to_text(sums)};
}

ObjectiveDayRow standing_by(ObjectiveId id, Date day, const rules::Sums& sums) {
  const rules::Rollup rollup = rules::roll_up(sums);
  return {id, day, rollup.progress, rollup.coverage, rules::to_text(sums)};
}

Days<KeyResultDayRow> rows_of(KeyResultId id, const rules::Course& course) {
  Days<KeyResultDayRow> rows;
  for (const auto& [day, figure] : course) rows[day] = {id, day, figure.progress, figure.coverage};
  return rows;
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
