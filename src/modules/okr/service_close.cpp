#include "modules/okr/service_close.hpp"

#include <algorithm>

#include "modules/okr/service_progress.hpp"
#include "modules/people/people.hpp"

namespace twinrail::okr {
namespace {

constexpr std::int64_t page_default = 100;

bool lacking(const std::vector<Lack>& lacks, Lack one) {
  return std::ranges::find(lacks, one) != lacks.end();
}

std::optional<Decimal> manager_score(const CloseData& data, ObjectiveId id) {
  const auto given = data.scores.find(id);
  if (given == data.scores.end()) return std::nullopt;
  std::optional<Decimal> newest;
  for (const ScoreRow& s : given->second)
    if (s.role == ScoreRole::manager) newest = s.score;
  return newest;
}

/// A key result counts with its anchored score where it has anchors, else with its progress.
std::vector<rules::GradedItem> items_of(const ObjectiveView& o) {
  std::vector<rules::GradedItem> items;
  for (const KeyResultView& kr : o.key_results) {
    rules::GradedItem item{.weight = kr.weight};
    if (kr.state == ProgressState::measured)
      item.score = kr.score.value_or(kr.progress).to_decimal();
    items.push_back(item);
  }
  return items;
}

/// The lowest guardrail in breach now; of equals the first.
std::optional<ClosingRow> worst_guard(const ListData& data, ObjectiveId id) {
  std::optional<ClosingRow> worst;
  const auto links = data.links.find(id);
  if (links == data.links.end()) return worst;
  for (const LinkRow& link : links->second) {
    const auto k = data.kpis.find(link.assignment);
    if (link.kind != LinkKind::guards || k == data.kpis.end() || !k->second.in_breach) continue;
    const Decimal cap = link.cap.value_or(links::Guardrail{}.cap);
    if (worst && *worst->cap <= cap) continue;
    worst = ClosingRow{.guard = link.assignment,
                       .cap = cap,
                       .guard_value = k->second.actual,
                       .guard_limit = k->second.limit};
  }
  return worst;
}

std::optional<GuardView> guard_view(const Context& ctx, const ListData& data, const Standing& s) {
  if (!s.guard || !s.guard->guard) return std::nullopt;
  GuardView view;
  view.cap = *s.guard->cap;
  const auto k = data.kpis.find(*s.guard->guard);
  if (k == data.kpis.end() || !may_read(ctx, k->second)) return view;
  const kpi::AssignmentView& v = k->second;
  view.assignment = shown(ctx, v, v.id);
  view.kpi_names = shown(ctx, v, v.names);
  if (const auto u = data.unit_names.find(v.org_unit); u != data.unit_names.end())
    view.unit_names = shown(ctx, v, u->second);
  view.light = kpi::Light::breach;
  view.actual = s.guard->guard_value;
  view.limit = s.guard->guard_limit;
  view.limit_op = v.limit_op;
  // The second end was not kept at the close: it is told where the rule still is the one of then.
  if (view.limit == v.limit) view.limit_to = v.limit_to;
  view.unit = v.unit;
  view.decimals = v.decimals;
  return view;
}

void count(CloseCounts& c, const CloseRowView& row, const ObjectiveView& o, const CycleRow& cycle) {
  ++c.all;
  c.ready += row.lacks.empty();
  c.graded += row.grade.has_value();
  c.reviewed += !lacking(row.lacks, Lack::review);
  c.capped += row.capped;
  const Date last_week = cycle.end_on - (cadence_days - 1);
  c.told += o.last_check_in && *o.last_check_in >= last_week;
  AmbitionCount& of = row.type == Ambition::aspirational ? c.aspirational : c.committed;
  ++of.all;
  of.graded += row.grade.has_value();
  of.achieved += row.success;
}

/// Where a row stands in the list: those that are not ready first, then by id.
std::pair<bool, std::int64_t> place_of(const CloseRowView& row) {
  return {row.lacks.empty(), row.id.value};
}

std::pair<bool, std::int64_t> place_in(const std::string& cursor) {
  if (cursor.size() < 3 || cursor[1] != '.') throw refuse_field("/cursor", "request.invalid");
  return {cursor[0] == '1', std::strtoll(cursor.c_str() + 2, nullptr, 10)};
}

void cut(CloseView& view, const CloseQuery& request) {
  std::ranges::sort(view.items, {}, place_of);
  if (request.cursor) {
    const auto after = place_in(*request.cursor);
    std::erase_if(view.items, [&](const CloseRowView& r) { return place_of(r) <= after; });
  }
  const auto limit = static_cast<std::size_t>(request.limit ? request.limit->value : page_default);
  if (view.items.size() <= limit) return;
  view.items.resize(limit);
  const auto [ready, id] = place_of(view.items.back());
  view.next = (ready ? "1." : "0.") + std::to_string(id);
}

}  // namespace

CloseData load_close(Read& db, people::Service& people, kpi::Service& kpi,
                     const std::vector<ObjectiveId>& ids, Date today) {
  CloseData data;
  if (ids.empty()) return data;
  data.list = load_list(db, people, kpi, ids, today);
  for (ScoreRow& s : store::scores(db, ids)) data.scores[s.objective].push_back(std::move(s));
  for (ClosingRow& c : store::closings(db, ids)) data.closings[c.objective] = std::move(c);
  for (ReviewRow& r : store::reviews(db, ids)) data.reviews[r.objective] = std::move(r);
  std::vector<kpi::AssignmentId> gone;  // guarded at the close, and the link was taken away since
  for (const auto& [id, c] : data.closings)
    if (c.guard && !data.list.kpis.contains(*c.guard)) gone.push_back(*c.guard);
  if (!gone.empty())
    for (kpi::AssignmentView& v : kpi.views(db, gone)) data.list.kpis[v.id] = std::move(v);
  return data;
}

Standing standing_of(const CloseData& data, const ObjectiveView& o) {
  Standing s;
  const auto closed = data.closings.find(o.id);
  s.guard = closed == data.closings.end() ? worst_guard(data.list, o.id) : closed->second;
  std::vector<links::Guardrail> rails;
  if (s.guard && s.guard->guard)
    rails.push_back({std::to_string(s.guard->guard->value), true, *s.guard->cap});
  const auto items = items_of(o);
  if (!items.empty()) s.suggested = rules::decided_grade(o.type, items, {}, rails);
  const auto score = manager_score(data, o.id);
  if (score) s.decided = rules::decided_grade(o.type, items, score, rails);
  const auto review = data.reviews.find(o.id);
  const bool written = review != data.reviews.end();
  s.lacks = rules::lacks({.graded = score.has_value(),
                          .needs_cause = s.decided && s.decided->needs_cause,
                          .has_cause = written && !review->second.cause.empty(),
                          .reviewed = written && review->second.submitted_at.has_value()});
  return s;
}

CloseRowView close_row(const Context& ctx, const CloseData& data, const ObjectiveView& o,
                       const Standing& s) {
  CloseRowView row{.id = o.id,
                   .title = o.title,
                   .type = o.type,
                   .state = o.state,
                   .org_unit = o.org_unit,
                   .unit_names = o.unit_names,
                   .owner = o.owner,
                   .owner_name = o.owner_name,
                   .progress = o.progress,
                   .lacks = s.lacks};
  if (s.suggested) row.suggested = s.suggested->raw;
  if (s.decided) {
    row.raw = s.decided->raw;
    row.grade = s.decided->grade;
    row.success = s.decided->success;
    row.capped = s.decided->capped_by.has_value();
  }
  row.guard = guard_view(ctx, data.list, s);
  if (const auto r = data.reviews.find(o.id); r != data.reviews.end()) row.cause = r->second.cause;
  return row;
}

ClosingRow closing_row(const Context& ctx, const ObjectiveView& o, const Standing& s) {
  ClosingRow row = s.guard.value_or(ClosingRow{});
  row.objective = o.id;
  row.closed_on = ctx.today();
  if (ctx.viewer().person) row.by_person = ctx.viewer().person;
  if (!s.decided) return row;
  row.raw = s.decided->raw;
  row.final_grade = s.decided->final;
  row.grade = s.decided->grade;
  row.outcome = s.decided->success ? Outcome::achieved : Outcome::missed;
  return row;
}

CloseView Service::close_of(const Context& ctx, Read& db, const CloseQuery& request) {
  const Scope scope = ctx.scope(permission::read);
  const auto cycle = store::cycle(db, request.cycle);
  if (!cycle) throw Error(Fault::not_found, "okr.unknown_cycle");
  std::optional<std::vector<OrgUnitId>> units;
  if (request.org_unit) units = people_.subtree(db, *request.org_unit, ctx.today());
  const auto ids = store::ending_ids(db, scope, cycle->id, units);
  const CloseData data = load_close(db, people_, kpi_, ids, ctx.today());
  CloseView view{.cycle = cycle_view(*cycle), .may_close = ctx.may_everywhere(permission::define)};
  view.told_until = cycle->kind == CycleKind::backlog ? cycle->end_on : cycle->end_on + told_days;
  view.close_on = cycle->kind == CycleKind::backlog ? cycle->end_on : cycle->end_on + close_days;
  for (const ObjectiveRow& o : data.list.objectives) {
    const ObjectiveView shown = objective_view(ctx, data.list, o);
    view.items.push_back(close_row(ctx, data, shown, standing_of(data, shown)));
    count(view.counts, view.items.back(), shown, *cycle);
  }
  view.company_lacks = view.counts.all - view.counts.ready;
  if (view.may_close && units) {
    const CloseData company =
        load_close(db, people_, kpi_, store::ending_ids(db, cycle->id), ctx.today());
    view.company_lacks = 0;
    for (const ObjectiveRow& o : company.list.objectives)
      view.company_lacks +=
          standing_of(company, objective_view(ctx, company.list, o)).lacks.empty() ? 0 : 1;
  }
  view.counts.drafts = store::drafts_in(db, cycle->id);
  cut(view, request);
  return view;
}

void Service::write_closing(const Context& ctx, Tx& tx, ObjectiveId id) {
  const CloseData data = load_close(tx, people_, kpi_, {id}, ctx.today());
  const ObjectiveView view = objective_view(ctx, data.list, data.list.objectives.front());
  ClosingRow row = closing_row(ctx, view, standing_of(data, view));
  if (const auto before = data.closings.find(id); before != data.closings.end())
    row.closed_on = before->second.closed_on;
  store::save_closings(tx, {row});
  store::freeze_key_results(tx, id);
}

ReviewView Service::close_objective(const Context& ctx, Tx& tx, const CloseObjective& request) {
  ObjectiveRow o = objective_or_refuse(ctx, tx, request.objective);
  require_write(ctx, o);
  ctx.expect_version(o.version);
  require_open(tx, o);
  if (o.state != ObjectiveState::active) throw Error(Fault::conflict, "okr.state_not_possible");
  if (request.cause && !request.cause->empty()) {
    const auto known = store::reviews(tx, {o.id});
    ReviewRow review = known.empty() ? ReviewRow{.objective = o.id} : known.front();
    review.cause = *request.cause;
    ++review.version;
    store::save_review(tx, review);
  }
  const CloseData data = load_close(tx, people_, kpi_, {o.id}, ctx.today());
  const auto lacks = standing_of(data, objective_view(ctx, data.list, o)).lacks;
  if (lacking(lacks, Lack::grade)) throw Error(Fault::conflict, "okr.score_missing");
  if (lacking(lacks, Lack::cause)) throw refuse_field("/cause", "okr.cause_required");
  o.state = ObjectiveState::closed;
  store::update_objective(tx, o);
  write_closing(ctx, tx, o.id);
  update_progress(tx, kpi_, {o.id});
  return review_view(ctx, tx, o.id);
}

ReviewView Service::abandon(const Context& ctx, Tx& tx, const AbandonObjective& request) {
  ObjectiveRow o = objective_or_refuse(ctx, tx, request.objective);
  require_write(ctx, o);
  ctx.expect_version(o.version);
  require_open(tx, o);
  if (o.state != ObjectiveState::active) throw Error(Fault::conflict, "okr.state_not_possible");
  if (request.reason.find_first_not_of(" \t\r\n") == std::string::npos)
    throw refuse_field("/reason", "okr.reason_to_abandon");
  o.state = ObjectiveState::abandoned;
  store::update_objective(tx, o);
  ClosingRow row{.objective = o.id,
                 .closed_on = ctx.today(),
                 .outcome = Outcome::abandoned,
                 .reason = request.reason};
  if (ctx.viewer().person) row.by_person = ctx.viewer().person;
  store::save_closings(tx, {row});
  store::freeze_key_results(tx, o.id);
  update_progress(tx, kpi_, {o.id});
  return review_view(ctx, tx, o.id);
}

Done Service::withdraw(const Context& ctx, Tx& tx, const ObjectiveOf& request) {
  ObjectiveRow o = objective_or_refuse(ctx, tx, request.objective);
  require_write(ctx, o);
  ctx.expect_version(o.version);
  require_open(tx, o);
  require_free(tx, o);
  if (o.state == ObjectiveState::active) throw Error(Fault::conflict, "okr.state_not_possible");
  o.state = ObjectiveState::withdrawn;
  store::update_objective(tx, o);
  ClosingRow row{.objective = o.id, .closed_on = ctx.today(), .outcome = Outcome::withdrawn};
  if (ctx.viewer().person) row.by_person = ctx.viewer().person;
  store::save_closings(tx, {row});
  update_progress(tx, kpi_, {o.id});
  return {};
}

}  // namespace twinrail::okr
