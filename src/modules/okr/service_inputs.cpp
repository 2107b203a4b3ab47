#include <algorithm>
#include <set>

#include "modules/okr/service_progress.hpp"

/// What a roll-up is made from, loaded in a fixed number of queries: all parts, or the path up.
namespace twinrail::okr {
namespace {

using rules::Evidence;
using rules::RollupInputs;

std::vector<ObjectiveId> unique(std::vector<ObjectiveId> ids) {
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  return ids;
}

std::vector<ObjectiveId> changed_objectives(const ChangeCause& cause) {
  if (const auto* changed = std::get_if<ObjectivesChanged>(&cause)) return changed->objectives;
  if (const auto* proposed = std::get_if<ProposedCheckIn>(&cause)) return {proposed->objective};
  std::vector<ObjectiveId> ids;
  for (const LinkRow& link : std::get<KpisMoved>(cause).drivers) ids.push_back(link.objective);
  return unique(std::move(ids));
}

/// The day from which on the cause changes anything, and whether it changes any day at all.
void date(RollupInputs& in, const ChangeCause& cause) {
  if (const auto* moved = std::get_if<KpisMoved>(&cause)) in.since = moved->since;
  if (const auto* proposed = std::get_if<ProposedCheckIn>(&cause)) {
    in.since = proposed->row.day;
    in.dated = rules::changes_figure(proposed->row);
  }
}

/// Puts a check-in in its place: after those of its day, or where the one that it corrects was.
void apply_check_in(std::vector<CheckInRow>& check_ins, const ProposedCheckIn& proposed) {
  if (proposed.replaces) {
    for (CheckInRow& c : check_ins)
      if (c.id == *proposed.replaces) c = proposed.row;
    return;
  }
  const auto later = [&](const CheckInRow& c) { return c.day > proposed.row.day; };
  check_ins.insert(std::ranges::find_if(check_ins, later), proposed.row);
}

bool takes_one_period(const LinkRow& link) {
  return link.value_rule == ValueSpan::period || link.value_rule == ValueSpan::running;
}

/// The points that drive the key results, one query a cycle: of the periods that begin in it, and
/// not before a day.
void load_points(Read& db, kpi::Service& kpi, RollupInputs& in, Date from = Date::first()) {
  struct Driven {
    const LinkRow* link;
    std::vector<kpi::PointView>* points;
  };
  std::map<std::pair<Date, Date>, std::vector<Driven>> by_cycle;
  bool over_several = false;
  for (const auto& [id, objective] : in.objectives)
    for (const KeyResultRow& kr : objective.key_results) {
      const auto found = in.evidence.find(kr.id);
      if (found == in.evidence.end()) continue;
      Evidence& e = found->second;
      auto& driven = by_cycle[{objective.cycle_start, objective.cycle_end}];
      if (e.driver) driven.push_back({&*e.driver, &e.points});
      for (rules::FormerDriver& f : e.former) driven.push_back({&f.link, &f.points});
      for (const Driven& d : driven) over_several = over_several || !takes_one_period(*d.link);
    }
  for (const auto& [cycle, driven] : by_cycle) {
    std::set<kpi::AssignmentId> ids;
    for (const Driven& d : driven) ids.insert(d.link->assignment);
    if (ids.empty()) continue;
    const auto points = kpi.points_between(db, {ids.begin(), ids.end()},
                                           std::max(from, cycle.first), cycle.second, over_several);
    for (const Driven& d : driven)
      if (const auto mine = points.find(d.link->assignment); mine != points.end()) {
        *d.points = mine->second;
        std::erase_if(*d.points, [&](const auto& p) { return !rules::counts(*d.link, p); });
      }
  }
}

// --- all parts ----------------------------------------------------------------------------------

/// The objectives, what counts in them, and how everything stands.
void load_tree(Read& db, RollupInputs& in, const std::vector<ObjectiveId>& ids) {
  auto [children, key_results, key_result_standings, cycles, objectives, standings, terms] =
      db.all_of(store::ask_children(ids), store::ask_key_results(ids),
                store::ask_key_result_standings(ids), store::ask_cycles(),
                store::ask_objectives(ids), store::ask_objective_standings(ids),
                store::ask_terms(ids));
  for (KeyResultTermRow& t : terms) in.terms[t.key_result].push_back(std::move(t));
  std::map<CycleId, const CycleRow*> cycle_of;
  for (const CycleRow& c : cycles) cycle_of[c.id] = &c;
  for (const ObjectiveRow& o : objectives) {
    const CycleRow& cycle = *cycle_of.at(o.cycle);
    in.objectives[o.id] = {
        o.id, o.org_unit, is_closed(o.state, cycle.state), cycle.start_on, cycle.end_on, {}, {}};
  }
  for (const ChildRow& c : children) {
    if (c.coverage) in.stored.objectives[c.child] = {c.child, c.progress, *c.coverage, {}};
    if (c.relation != Relation::contributes) continue;
    const bool counts = has_begun(c.state);
    in.objectives.at(c.parent).children.push_back({c.child, c.weight, c.share, counts});
  }
  for (ObjectiveStandingRow& s : standings) in.stored.objectives[s.objective] = std::move(s);
  for (KeyResultRow& k : key_results)
    in.objectives.at(k.objective).key_results.push_back(std::move(k));
  for (KeyResultStandingRow& s : key_result_standings) in.stored.key_results[s.key_result] = s;
}

void load_days(Read& db, RollupInputs& in, const std::vector<ObjectiveId>& ids) {
  std::set<ObjectiveId> counted(ids.begin(), ids.end());
  for (const auto& [id, objective] : in.objectives)
    for (const rules::CountedChild& child : objective.children)
      if (child.counts) counted.insert(child.id);
  auto [key_result_days, objective_days] =
      db.all_of(store::ask_key_result_days_from(ids, in.since),
                store::ask_objective_days_from({counted.begin(), counted.end()}, in.since));
  for (KeyResultDayRow& d : key_result_days) in.stored.key_result_days[d.key_result][d.day] = d;
  for (ObjectiveDayRow& d : objective_days)
    in.stored.objective_days[d.objective][d.day] = std::move(d);
}

/// What is aimed at decides the figure of a key result and its weight above.
void hand_out_terms(RollupInputs& in) {
  for (auto& [id, e] : in.evidence)
    if (const auto found = in.terms.find(id); found != in.terms.end()) e.terms = found->second;
}

/// All that was reported on the key results of objectives, and what drives them.
void load_evidence(Read& db, kpi::Service& kpi, RollupInputs& in,
                   const std::vector<ObjectiveId>& ids) {
  for (const ObjectiveId id : ids)
    if (const auto objective = in.objectives.find(id); objective != in.objectives.end())
      for (const KeyResultRow& kr : objective->second.key_results) in.evidence[kr.id];
  for (MilestoneRow& m : store::milestones(db, ids))
    in.evidence[m.key_result].milestones.push_back(std::move(m));
  for (CheckInRow& c : store::check_ins(db, ids))
    in.evidence[c.key_result].check_ins.push_back(std::move(c));
  for (LinkRow& l : store::links(db, ids))
    if (l.key_result) in.evidence[*l.key_result].driver = std::move(l);
  for (LinkRow& l : db.all(store::ask_former_drivers(ids)))
    in.evidence[*l.key_result].former.push_back({std::move(l), {}});
  hand_out_terms(in);
  load_points(db, kpi, in);
}

// --- the path up --------------------------------------------------------------------------------

RollupInputs inputs_of(ProgressPath path, const ChangeCause& cause) {
  RollupInputs in{.all_parts = false};
  date(in, cause);
  std::map<ObjectiveId, const ObjectivePathRow*> row_of;
  for (ObjectivePathRow& r : path.objectives) {
    row_of[r.objective] = &r;
    const bool closed = is_closed(r.state, r.cycle_state);
    in.objectives[r.objective] = {r.objective, r.org_unit, closed, r.start_on, r.end_on, {}, {}};
    if (r.coverage)
      in.stored.objectives[r.objective] = {r.objective, r.progress, *r.coverage,
                                           r.sums.value_or("")};
  }
  for (const ObjectivePathRow& r : path.objectives) {
    if (!r.child) continue;
    const ObjectivePathRow& child = *row_of.at(*r.child);
    const bool counts = has_begun(child.state);
    in.objectives.at(r.objective).children.push_back({*r.child, child.weight, *r.share, counts});
  }
  for (KeyResultRow& k : path.key_results)
    in.objectives.at(k.objective).key_results.push_back(std::move(k));
  for (KeyResultStandingRow& s : path.key_result_standings) in.stored.key_results[s.key_result] = s;
  for (KeyResultTermRow& t : path.terms) in.terms[t.key_result].push_back(std::move(t));
  if (!in.dated) return in;
  for (KeyResultDayRow& d : path.key_result_days)
    in.stored.key_result_days[d.key_result][d.day] = d;
  for (ObjectiveDayRow& d : path.objective_days)
    in.stored.objective_days[d.objective][d.day] = std::move(d);
  return in;
}

/// Whether a check-in comes after all others of its key result, so that it can be added to what
/// stands.
bool is_last_word(const ProposedCheckIn& proposed) {
  if (!proposed.last_word_counts || proposed.replaces) return false;
  for (const ObjectivePathRow& r : proposed.path.objectives)
    if (!r.child && proposed.row.day < r.start_on) return false;
  return std::ranges::all_of(proposed.path.key_result_standings,
                             [&](const KeyResultStandingRow& s) {
                               return !s.checked_on || *s.checked_on <= proposed.row.day;
                             });
}

std::optional<RollupInputs> load_path_of(const ChangeCause& cause, ProposedCheckIn& proposed) {
  if (!is_last_word(proposed)) return std::nullopt;
  const KeyResultId id = proposed.row.key_result;
  RollupInputs in = inputs_of(std::move(proposed.path), cause);
  Evidence& e = in.evidence[id];
  const auto stored = in.stored.key_results.find(id);
  e.earlier = stored == in.stored.key_results.end() ? KeyResultStandingRow{.key_result = id}
                                                    : stored->second;
  e.check_ins = {proposed.row};
  hand_out_terms(in);
  return in;
}

/// Whether KPIs moved only on days on which they drive already: then check-ins before these matter
/// only where a figure was typed in the place of the KPI's.
bool drive_all_along(const KpisMoved& moved) {
  return std::ranges::all_of(moved.drivers, [&](const LinkRow& link) {
    return !link.ended_on && link.baseline_on && *link.baseline_on <= moved.since;
  });
}

/// Whether each key result stands where the newest figure of its KPI is, whatever came before.
bool newest_point_counts(const RollupInputs& in) {
  for (const auto& [id, objective] : in.objectives)
    for (const KeyResultRow& kr : objective.key_results)
      if (kr.kind != KeyResultKind::move || !takes_one_period(*in.evidence.at(kr.id).driver))
        return false;
  return true;
}

/// Whether the points that are loaded tell where each key result stood at the end of a day.
bool points_reach_back_to(const RollupInputs& in, Date day) {
  const auto tells = [&](const kpi::PointView& p) { return p.value && p.end <= day; };
  return std::ranges::all_of(
      in.evidence, [&](const auto& of) { return std::ranges::any_of(of.second.points, tells); });
}

ProgressPath read_path(Read& db, const std::vector<KeyResultId>& ids, Date since) {
  auto [key_results, key_result_standings, key_result_days, objectives, objective_days, terms] =
      db.all_of(store::ask_key_results_by_id(ids), store::ask_key_result_standings_by_id(ids),
                store::ask_key_result_days_by_id(ids, since), store::ask_path(ids),
                store::ask_path_days(ids, since), store::ask_terms_by_id(ids));
  return {std::move(key_results), std::move(key_result_standings), std::move(key_result_days),
          std::move(objectives),  std::move(objective_days),       std::move(terms)};
}

std::optional<RollupInputs> load_path_of(Read& db, kpi::Service& kpi, const ChangeCause& cause,
                                         const KpisMoved& moved) {
  if (!drive_all_along(moved)) return std::nullopt;
  std::vector<KeyResultId> ids;
  for (const LinkRow& link : moved.drivers) ids.push_back(*link.key_result);
  RollupInputs in = inputs_of(read_path(db, ids, moved.since), cause);
  for (const LinkRow& link : moved.drivers) {
    Evidence& e = in.evidence[*link.key_result];
    e.driver = link;
    const auto stored = in.stored.key_results.find(*link.key_result);
    if (stored == in.stored.key_results.end()) continue;
    e.earlier = stored->second;
    e.only_figures = true;
  }
  for (CheckInRow& c : store::check_ins_beside_kpi(db, ids, moved.since))
    in.evidence[c.key_result].check_ins.push_back(std::move(c));
  load_points(db, kpi, in, newest_point_counts(in) ? moved.period_start : Date::first());
  if (!points_reach_back_to(in, moved.since)) load_points(db, kpi, in);
  hand_out_terms(in);
  return in;
}

}  // namespace

RollupInputs load_all_parts(Read& db, kpi::Service& kpi, const ChangeCause& cause) {
  RollupInputs in;
  date(in, cause);
  const auto changed = changed_objectives(cause);
  const auto affected = store::with_ancestors(db, changed);
  load_tree(db, in, affected);
  if (in.dated) load_days(db, in, affected);
  load_evidence(db, kpi, in, changed);
  if (const auto* proposed = std::get_if<ProposedCheckIn>(&cause))
    apply_check_in(in.evidence[proposed->row.key_result].check_ins, *proposed);
  return in;
}

std::optional<RollupInputs> load_path(Read& db, kpi::Service& kpi, ChangeCause& cause) {
  if (auto* proposed = std::get_if<ProposedCheckIn>(&cause)) return load_path_of(cause, *proposed);
  if (const auto* moved = std::get_if<KpisMoved>(&cause))
    return load_path_of(db, kpi, cause, *moved);
  return std::nullopt;
}

}  // namespace twinrail::okr
