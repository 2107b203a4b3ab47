#include "modules/okr/service_view.hpp"

#include <algorithm>

#include "base/wide_sum.hpp"
#include "modules/okr/rules_standing.hpp"
#include "modules/okr/store_close.hpp"
#include "modules/people/people.hpp"

namespace twinrail::okr {
namespace {

Pace pace_of(rules::PaceStatus status) {
  switch (status) {
    case rules::PaceStatus::not_assessed:
      return Pace::not_assessed;
    case rules::PaceStatus::pending:
      return Pace::pending;
    case rules::PaceStatus::too_early:
      return Pace::too_early;
    case rules::PaceStatus::on_track:
      return Pace::on_track;
    case rules::PaceStatus::at_risk:
      return Pace::at_risk;
    case rules::PaceStatus::off_track:
      return Pace::off_track;
  }
  return Pace::pending;
}

const LinkRow* driver_of(const ListData& data, ObjectiveId objective, KeyResultId id) {
  const auto links = data.links.find(objective);
  if (links == data.links.end()) return nullptr;
  for (const LinkRow& link : links->second)
    if (link.key_result == id) return &link;
  return nullptr;
}

/// A key result that a KPI drives is late when the KPI's next period is.
rules::FreshnessAnswer freshness_of(const ListData& data, const KeyResultStandingRow& s,
                                    const LinkRow* driver, Date today) {
  rules::FreshnessQuestion question{
      .today = today, .cadence_days = cadence_days, .grace_days = grace_days};
  if (s.checked_on) question.last_check_in = std::min(*s.checked_on, today);
  if (driver)
    if (const auto k = data.kpis.find(driver->assignment); k != data.kpis.end()) {
      question.cadence_days = rules::cadence_of(k->second.frequency);
      question.grace_days = std::max(grace_days, k->second.grace_days);
    }
  return rules::freshness(question);
}

/// Everybody sees that a KPI drives the key result; which one, only who may read it.
void show_driver(const Context& ctx, KeyResultView& row, const ListData& data,
                 const LinkRow& link) {
  row.value_mode = ValueMode::kpi;
  DrivenByView by{.link = link.id,
                  .baseline = link.baseline,
                  .value_rule = link.value_rule,
                  .version = link.version};
  const auto k = data.kpis.find(link.assignment);
  if (k != data.kpis.end() && may_read(ctx, k->second)) {
    by.assignment = shown(ctx, k->second, link.assignment);
    by.kpi = shown(ctx, k->second, k->second.kpi);
    by.kpi_names = shown(ctx, k->second, k->second.names);
    by.updated_at = k->second.updated_on;
    if (const auto u = data.unit_names.find(k->second.org_unit); u != data.unit_names.end())
      by.kpi_unit_names = shown(ctx, k->second, u->second);
  }
  row.driven_by = by;
}

void show_score(KeyResultView& row, const KeyResultRow& kr) {
  if (!kr.stretch_value) return;
  row.anchors = AnchorsView{kr.commit_value, kr.target_value, kr.stretch_value};
  if (!row.start || !row.current) return;
  const auto scored = within_range([&] {
    return rules::anchored_score({*row.start, kr.commit_value, kr.target_value, *kr.stretch_value},
                                 *row.current);
  });
  if (!scored) return;
  row.score = scored->score;
  row.zone = scored->zone;
}

void show_standing(KeyResultView& row, const KeyResultStandingRow& s, Date today) {
  row.current = s.current_value;
  row.done_on = s.done_on;
  row.progress = s.progress;
  row.raw = s.raw;
  row.coverage = s.coverage;
  row.state = s.state;
  row.confidence = s.confidence;
  row.frozen = s.frozen;
  if (s.checked_on) row.last_check_in = std::min(*s.checked_on, today);
  if (s.overridden) row.flags.emplace_back("override");
  if (s.raw && s.raw->parts() < 0) row.flags.emplace_back("regressed");
}

/// A key result is judged from its objective's start to its own due day.
void show_pace(KeyResultView& row, const KeyResultStandingRow& s, PacedFigure figure, Date start,
               const CycleRow& cycle, Date today) {
  figure.kind = pace_kind(row.kind);
  figure.reported = s.reported;
  if (s.state == ProgressState::measured) figure.progress = s.progress.to_decimal();
  const Date due = std::min(row.due.value_or(cycle.end_on), cycle.end_on);
  const Paced p = paced(figure, start, std::max(start, due), today);
  row.expected = p.expected;
  row.gap = p.gap;
  row.pace = p.pace;
}

void show_terms(KeyResultView& row, const ListData& data, const KeyResultRow& kr) {
  const auto found = data.terms.find(kr.id);
  if (found == data.terms.end()) return;
  if (rules::rebaselined(kr, found->second)) row.flags.emplace_back("rebaselined");
  for (const KeyResultTermRow& t : found->second) {
    TermView& view = row.changes.emplace_back(
        TermView{t.until, t.start_value, t.target_value, {}, t.weight, t.reason, {}});
    if (t.stretch_value)
      view.anchors = AnchorsView{t.commit_value, t.target_value, t.stretch_value};
    if (!t.by_person) continue;
    if (const auto p = data.people.find(*t.by_person); p != data.people.end())
      view.by_name = p->second;
  }
}

/// What has ended is expected to be where it was on its last day.
Date ended_by(const ListData& data, ObjectiveId id, Date today) {
  const auto found = data.closed_on.find(id);
  return found == data.closed_on.end() ? today : std::min(today, found->second);
}

KeyResultView key_result_view(const Context& ctx, const ListData& data, const ObjectiveRow& o,
                              const KeyResultRow& kr) {
  const Date today = ctx.today();
  KeyResultView row{.id = kr.id,
                    .title = {kr.title_zh, kr.title_en},
                    .kind = kr.kind,
                    .unit = kr.unit,
                    .decimals = kr.decimals,
                    .start = kr.start_value,
                    .target = kr.target_value,
                    .lower = kr.lower,
                    .upper = kr.upper,
                    .weight = kr.weight,
                    .due = kr.due,
                    .owner = kr.owner,
                    .version = kr.version};
  if (const auto steps = data.milestones.find(kr.id); steps != data.milestones.end())
    for (const MilestoneRow& m : steps->second)
      row.milestones.push_back({m.id, {m.title_zh, m.title_en}, m.weight, m.done_on});
  if (kr.owner)
    if (const auto p = data.people.find(*kr.owner); p != data.people.end())
      row.owner_name = p->second;
  const LinkRow* link = driver_of(data, o.id, kr.id);
  if (link) {
    show_driver(ctx, row, data, *link);
    if (link->baseline) row.start = link->baseline;
  }
  KeyResultStandingRow s;
  if (const auto found = data.key_result_standings.find(kr.id);
      found != data.key_result_standings.end())
    s = found->second;
  show_standing(row, s, today);
  show_score(row, kr);
  show_terms(row, data, kr);
  const auto fresh = freshness_of(data, s, link, today);
  show_pace(row, s,
            {.outdated = fresh.state == rules::Freshness::outdated,
             .closed = is_closed(o.state, data.cycles.at(o.cycle).state)},
            start_of(o.active_on, data.cycles.at(o.cycle)), data.cycles.at(o.cycle),
            ended_by(data, o.id, today));
  return row;
}

/// Everybody sees that there is a guardrail, and its cap; which KPI it is, only who may read it.
void show_cap(const Context& ctx, ObjectiveView& row, const ListData& data) {
  const auto links = data.links.find(row.id);
  if (links == data.links.end()) return;
  for (const LinkRow& link : links->second) {
    if (link.kind != LinkKind::guards) continue;
    const Decimal limit = link.cap.value_or(links::Guardrail{}.cap);
    const auto k = data.kpis.find(link.assignment);
    if (k == data.kpis.end()) continue;
    row.guarded_by.push_back(
        {link.id, shown(ctx, k->second, link.assignment), limit, link.version});
    if (!k->second.in_breach) continue;
    if (row.cap && *row.cap <= limit) continue;
    row.cap = limit;
    row.capped_by = shown(ctx, k->second, k->second.names);
  }
}

/// The mean of what is expected of an objective's parts, as they weigh in its progress. Nothing
/// where all have the same days as the objective itself.
std::optional<Ratio> expected_of(const ObjectiveView& row, const ListData& data,
                                 const CycleRow& cycle, Date today) {
  const auto own = paced({}, start_of(row.active_on, cycle), cycle.end_on, today).expected;
  std::vector<rules::RollupItem> parts;
  bool other = false;
  const auto add = [&](std::optional<Ratio> expected, Decimal weight, Decimal share) {
    other = other || expected != own;
    parts.push_back({.progress = expected.value_or(Ratio::zero()).to_decimal(),
                     .coverage = Decimal::whole(1),
                     .weight = weight,
                     .share = share});
  };
  for (const KeyResultView& kr : row.key_results) add(kr.expected, kr.weight, Decimal::whole(1));
  if (const auto below = data.children.find(row.id); below != data.children.end())
    for (const ChildRow& c : below->second) {
      if (c.relation != Relation::contributes || !rules::has_begun(c.state)) continue;
      const CycleRow& its = data.cycles.at(c.cycle);
      add(paced({}, start_of(c.active_on, its), its.end_on,
                std::min(today, c.closed_on.value_or(today)))
              .expected,
          c.weight, c.share);
    }
  return other ? rules::roll_up(parts).progress : std::nullopt;
}

void show_pace(ObjectiveView& row, const ListData& data, const CycleRow& cycle, Date today) {
  std::optional<std::int64_t> late;
  for (const KeyResultView& kr : row.key_results) {
    if (kr.last_check_in)
      row.last_check_in =
          std::max(row.last_check_in.value_or(*kr.last_check_in), *kr.last_check_in);
    if (kr.confidence)
      row.confidence = std::min(row.confidence.value_or(*kr.confidence), *kr.confidence);
    const auto s = data.key_result_standings.find(kr.id);
    if (s == data.key_result_standings.end() || !s->second.checked_on) continue;
    const auto fresh = freshness_of(data, s->second, driver_of(data, row.id, kr.id), today);
    late = std::min(late.value_or(fresh.days_late), fresh.days_late);
  }
  const bool closed = is_closed(row.state, cycle.state);
  row.days_late = closed ? 0 : late.value_or(0);
  PacedFigure figure{.reported = row.reported, .outdated = row.days_late > 0, .closed = closed};
  if (row.progress && row.coverage > Ratio::zero()) figure.progress = row.progress->to_decimal();
  const Date day = ended_by(data, row.id, today);
  figure.expected = expected_of(row, data, cycle, day);
  const Paced p = paced(figure, start_of(row.active_on, cycle), cycle.end_on, day);
  row.expected = p.expected;
  row.gap = p.gap;
  row.pace = p.pace;
  row.disagrees = p.disagrees;
}

template <class Key, class Value>
std::vector<Key> keys(const std::map<Key, Value>& map) {
  std::vector<Key> found;
  for (const auto& [key, value] : map) found.push_back(key);
  return found;
}

void load_parents(Read& db, ListData& data, const std::vector<ObjectiveId>& ids) {
  const auto edges = store::contributions_of(db, ids);
  std::vector<ObjectiveId> above;
  for (const ContributionRow& c : edges) above.push_back(c.parent);
  for (ObjectiveRow& o : store::objectives(db, above)) data.parent_objectives[o.id] = std::move(o);
  for (const ContributionRow& c : edges) {
    const ObjectiveRow& o = data.parent_objectives.at(c.parent);
    data.parents[c.child].push_back(
        {c.id, c.parent, {o.title_zh, o.title_en}, c.share, c.relation, false, c.version});
  }
}

}  // namespace

rules::PaceKind pace_kind(KeyResultKind kind) {
  if (kind == KeyResultKind::binary) return rules::PaceKind::binary;
  return kind == KeyResultKind::keep || kind == KeyResultKind::baseline ? rules::PaceKind::keep
                                                                        : rules::PaceKind::move;
}

Date start_of(std::optional<Date> active_on, const CycleRow& cycle) {
  return std::clamp(active_on.value_or(cycle.start_on), cycle.start_on, cycle.end_on);
}

Paced paced(const PacedFigure& figure, Date start, Date end, Date today) {
  rules::PaceQuestion question{
      .start = start, .end = end, .as_of = today, .progress = figure.progress, .kind = figure.kind};
  question.expected = figure.expected;
  if (figure.reported) question.reported = std::string(enum_name(*figure.reported));
  const rules::Pace answer = rules::pace(question);
  Paced p{answer.expected, answer.gap, pace_of(answer.status), answer.disagrees};
  if (figure.outdated && figure.progress) p.pace = Pace::outdated;
  if (figure.closed) p.pace = Pace::closed;
  if (p.pace == Pace::outdated || p.pace == Pace::closed) p.disagrees = false;
  return p;
}

CycleView cycle_view(const CycleRow& row) {
  return {row.id,       {row.name_zh, row.name_en},
          row.start_on, row.end_on,
          row.state,    row.kind,
          row.parent,   row.version};
}

LinkView link_view(const LinkRow& r) {
  return {r.id, r.kind, r.assignment, r.objective, r.key_result,  r.value_rule,
          r.k,  r.agg,  r.cap,        r.baseline,  r.baseline_on, r.version};
}

ContributionView contribution_view(const ContributionRow& r) {
  return {r.id, r.child, r.parent, r.share, r.relation, {}, r.version};
}

ListData load_list(Read& db, people::Service& people, kpi::Service& kpi,
                   const std::vector<ObjectiveId>& ids, Date today) {
  ListData data;
  if (ids.empty()) return data;
  data.objectives = store::objectives(db, ids);
  for (CycleRow& c : store::cycles(db)) data.cycles[c.id] = std::move(c);
  std::map<OrgUnitId, bool> units;
  std::map<PersonId, bool> persons;
  for (const ObjectiveRow& o : data.objectives) {
    units[o.org_unit] = true;
    if (o.owner) persons[*o.owner] = true;
  }
  for (KeyResultRow& k : store::key_results(db, ids)) {
    if (k.owner) persons[*k.owner] = true;
    data.key_results[k.objective].push_back(std::move(k));
  }
  auto [terms, children] = db.all_of(store::ask_terms(ids), store::ask_children(ids));
  for (KeyResultTermRow& t : terms) {
    if (t.by_person) persons[*t.by_person] = true;
    data.terms[t.key_result].push_back(std::move(t));
  }
  for (ChildRow& c : children) data.children[c.parent].push_back(std::move(c));
  for (const ClosingRow& c : store::closings(db, ids)) data.closed_on[c.objective] = c.closed_on;
  for (MilestoneRow& m : store::milestones(db, ids))
    data.milestones[m.key_result].push_back(std::move(m));
  for (KeyResultStandingRow& s : store::key_result_standings(db, ids))
    data.key_result_standings[s.key_result] = s;
  for (ObjectiveStandingRow& s : store::objective_standings(db, ids))
    data.objective_standings[s.objective] = s;
  std::map<kpi::AssignmentId, bool> assignments;
  for (LinkRow& l : store::links(db, ids)) {
    assignments[l.assignment] = true;
    data.links[l.objective].push_back(std::move(l));
  }
  for (kpi::AssignmentView& v : kpi.views(db, keys(assignments))) {
    units[v.org_unit] = true;
    data.kpis[v.id] = std::move(v);
  }
  load_parents(db, data, ids);
  data.unit_names = people.unit_names(db, keys(units), today);
  data.people = people.person_names(db, keys(persons));
  return data;
}

ObjectiveView objective_view(const Context& ctx, const ListData& data, const ObjectiveRow& o) {
  const Date today = ctx.today();
  ObjectiveView row{.id = o.id,
                    .code = o.code,
                    .title = {o.title_zh, o.title_en},
                    .type = o.type,
                    .state = o.state,
                    .org_unit = o.org_unit,
                    .person = o.person,
                    .owner = o.owner,
                    .cycle = o.cycle,
                    .weight = o.weight,
                    .reported = o.reported,
                    .active_on = o.active_on,
                    .recovers = o.recovers,
                    .version = o.version};
  const CycleRow& cycle = data.cycles.at(o.cycle);
  if (const auto u = data.unit_names.find(o.org_unit); u != data.unit_names.end())
    row.unit_names = u->second;
  if (o.owner)
    if (const auto p = data.people.find(*o.owner); p != data.people.end())
      row.owner_name = p->second;
  if (const auto s = data.objective_standings.find(o.id); s != data.objective_standings.end()) {
    row.progress = s->second.progress;
    row.coverage = s->second.coverage;
  }
  if (const auto own = data.key_results.find(o.id); own != data.key_results.end())
    for (const KeyResultRow& kr : own->second)
      row.key_results.push_back(key_result_view(ctx, data, o, kr));
  if (const auto up = data.parents.find(o.id); up != data.parents.end())
    for (const ParentView& p : up->second) {
      const ObjectiveRow& parent = data.parent_objectives.at(p.objective);
      if (!may_read(ctx, parent)) continue;
      row.parents.push_back(p);
      row.parents.back().may_write = may_write(ctx, parent);
    }
  show_pace(row, data, cycle, today);
  show_cap(ctx, row, data);
  return row;
}

namespace {

/// Whose unit, owner or person it is may read it; a stored objective and one on its way alike.
template <class Objective>
bool holds_read(const Context& ctx, const Objective& o) {
  return ctx.may(permission::read, o.org_unit, o.owner.value_or(PersonId{})) ||
         (o.person && ctx.may(permission::read, o.org_unit, *o.person));
}

}  // namespace

bool may_read(const Context& ctx, const ObjectiveRow& o) { return holds_read(ctx, o); }
bool may_read(const Context& ctx, const ObjectiveView& o) { return holds_read(ctx, o); }

bool may_read(const Context& ctx, const kpi::AssignmentView& k) {
  return ctx.may(kpi::permission::read, k.org_unit, k.owner.value_or(PersonId{}));
}

ObjectiveRow objective_or_refuse(const Context& ctx, Read& db, ObjectiveId id) {
  const Error unknown(Fault::not_found, "okr.unknown_objective",
                      Arguments{{"id", std::to_string(id.value)}});
  auto found = store::objective(db, id);
  if (!found) throw unknown;
  if (!may_read(ctx, *found)) throw unknown;
  return *found;
}

ObjectiveRow objective_behind(const Context& ctx, Read& db, ObjectiveId id, const char* unknown) {
  auto found = store::objective(db, id);
  if (!found || !may_read(ctx, *found)) throw Error(Fault::not_found, unknown);
  return *found;
}

void require_open(ObjectiveState objective, CycleState cycle) {
  if (cycle == CycleState::closed) throw Error(Fault::conflict, "okr.cycle_closed");
  if (has_ended(objective)) throw Error(Fault::conflict, "okr.closed");
}

void require_open(Read& db, const ObjectiveRow& o) {
  require_open(o.state, store::cycle(db, o.cycle)->state);
}

void require_plannable(Read& db, const ObjectiveRow& o) {
  require_open(db, o);
  if (store::cycle(db, o.cycle)->state == CycleState::closing)
    throw Error(Fault::conflict, "okr.cycle_closing");
}

bool may_write(const Context& ctx, const ObjectiveRow& o) {
  return ctx.may(permission::write, o.org_unit, o.owner.value_or(PersonId{})) ||
         (o.person && ctx.may(permission::write, o.org_unit, *o.person));
}

void require_write(const Context& ctx, const ObjectiveRow& o) {
  if (!may_write(ctx, o)) ctx.require(permission::write, o.org_unit, o.owner.value_or(PersonId{}));
}

Error refuse_field(const char* pointer, const char* key) {
  return {Fault::invalid, "request.invalid", std::vector<Problem>{{pointer, key, {}}}};
}

}  // namespace twinrail::okr
