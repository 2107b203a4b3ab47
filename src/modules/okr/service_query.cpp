#include <algorithm>

#include "modules/okr/model_map.hpp"
#include "modules/okr/service_view.hpp"
#include "modules/people/people.hpp"

namespace twinrail::okr {
namespace {

constexpr std::int64_t page_default = 100;
/// Check-ins that a page of an objective or key result shows.
constexpr std::int64_t check_ins_shown = 50;
/// How long the page of an objective tells that an edge was declined: four weeks.
constexpr std::int64_t declined_shown_seconds = std::int64_t{28} * 24 * 3600;

std::optional<std::string> name_in(const std::map<PersonId, std::string>& people,
                                   const std::optional<PersonId>& person) {
  const auto found = person ? people.find(*person) : people.end();
  return found == people.end() ? std::nullopt : std::optional(found->second);
}

CheckInBeforeView earlier_view(const CheckInRow& row,
                               const std::map<PersonId, std::string>& people) {
  return {row.revision,    row.value, row.confidence, row.note, name_in(people, row.by_person),
          row.recorded_at, row.reason};
}

CheckInView view_of(const CheckInRow& row, const Names& title,
                    const std::map<PersonId, std::string>& people) {
  CheckInView view{row.id,       row.key_result,  title,         row.day,
                   row.value,    row.done,        row.milestone, row.confidence,
                   row.reported, row.note,        row.blocker,   row.by_person,
                   {},           row.recorded_at, row.revision,  row.override_reason,
                   row.reason,   row.source,      row.progress,  {}};
  view.by_name = name_in(people, row.by_person);
  return view;
}

std::vector<CheckInView> newest_check_ins(Read& db, people::Service& people,
                                          const ObjectiveView& objective,
                                          std::optional<KeyResultId> only) {
  const auto rows = store::newest_check_ins(db, objective.id, only, check_ins_shown);
  std::vector<CheckInId> corrected;
  for (const CheckInRow& r : rows)
    if (r.first) corrected.push_back(*r.first);
  const auto before = store::corrected_check_ins(db, corrected);
  std::vector<PersonId> by;
  for (const auto* list : {&rows, &before})
    for (const CheckInRow& r : *list)
      if (r.by_person) by.push_back(*r.by_person);
  const auto names = people.person_names(db, by);
  std::map<KeyResultId, Names> titles;
  for (const KeyResultView& kr : objective.key_results) titles[kr.id] = kr.title;
  std::vector<CheckInView> list;
  for (const CheckInRow& r : rows) {
    CheckInView view = view_of(r, titles[r.key_result], names);
    for (const CheckInRow& old : before)
      if (r.first && old.first.value_or(old.id) == *r.first)
        view.before.push_back(earlier_view(old, names));
    list.push_back(std::move(view));
  }
  return list;
}

std::vector<GuardView> guards_of(const Context& ctx, const ListData& data, ObjectiveId id) {
  std::vector<GuardView> guards;
  const auto links = data.links.find(id);
  if (links == data.links.end()) return guards;
  for (const LinkRow& link : links->second) {
    const auto k = data.kpis.find(link.assignment);
    if (link.kind != LinkKind::guards || k == data.kpis.end()) continue;
    const kpi::AssignmentView& v = k->second;
    GuardView& guard = guards.emplace_back();
    guard.link = link.id;
    guard.version = link.version;
    guard.cap = link.cap.value_or(links::Guardrail{}.cap);
    if (!may_read(ctx, v)) continue;
    guard.assignment = shown(ctx, v, link.assignment);
    guard.kpi_names = shown(ctx, v, v.names);
    if (const auto unit = data.unit_names.find(v.org_unit); unit != data.unit_names.end())
      guard.unit_names = shown(ctx, v, unit->second);
    guard.light = v.light;
    guard.actual = v.actual;
    guard.limit = v.limit;
    guard.limit_to = v.limit_to;
    guard.limit_op = v.limit_op;
    guard.unit = v.unit;
    guard.decimals = v.decimals;
  }
  return guards;
}

std::optional<ForecastView> forecast_of(const std::vector<HistoryPointView>& history,
                                        const ObjectiveRow& o, const CycleRow& cycle, Date today) {
  const Date start = start_of(o.active_on, cycle);
  rules::ProgressTimeline timeline;
  for (const HistoryPointView& p : history) timeline[p.on] = {p.progress, p.coverage};
  const rules::Forecast answer = rules::progress_forecast(
      rules::weekly(timeline, start, cycle.end_on, today), start, cycle.end_on, today);
  if (answer.trend == rules::Trend::insufficient_data) return std::nullopt;
  return ForecastView{answer.forecast, answer.trend};
}

/// A page of objectives is read with one more than it shows; that one only tells that there is
/// more.
std::optional<std::string> cut(std::vector<ObjectiveId>& ids, std::int64_t limit) {
  if (std::ssize(ids) <= limit) return std::nullopt;
  ids.pop_back();
  return std::to_string(ids.back().value);
}

ObjectiveId after_of(const std::optional<Text<200>>& cursor) {
  return {cursor ? std::strtoll(cursor->c_str(), nullptr, 10) : 0};
}

MapNodeView node_of(ObjectiveView& o) {
  MapNodeView node{.id = o.id,
                   .title = std::move(o.title),
                   .type = o.type,
                   .state = o.state,
                   .org_unit = o.org_unit,
                   .unit_names = std::move(o.unit_names),
                   .person = o.person,
                   .owner_name = std::move(o.owner_name),
                   .progress = o.progress,
                   .expected = o.expected,
                   .gap = o.gap,
                   .pace = o.pace,
                   .cap = o.cap,
                   .key_results = std::ssize(o.key_results)};
  for (const ParentView& p : o.parents) node.parents.push_back({p.objective, p.share, p.relation});
  return node;
}

/// Of what contains the words; "%" and "_" in them mean themselves (LIKE … ESCAPE '!').
std::string pattern_of(const std::string& words) {
  std::string pattern = "%";
  for (const char c : words) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    // SQLite and PostgreSQL agree on the lower case of ASCII only.
    pattern += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return pattern + "%";
}

/// Throws "kpi.unknown_assignment" for a KPI that the viewer may not read, as for none at all.
void require_metric(const Context& ctx, Read& db, kpi::Service& kpi, kpi::AssignmentId metric) {
  const auto found = kpi.views(db, {metric});
  if (found.empty() || !may_read(ctx, found.front()))
    throw Error(Fault::not_found, "kpi.unknown_assignment");
}

}  // namespace

CycleList Service::cycles(const Context& ctx, Read& db, const NoRequest&) {
  ctx.require(permission::read);
  CycleList list;
  for (const CycleRow& row : store::cycles(db)) list.items.push_back(cycle_view(row));
  return list;
}

Page<ObjectiveView> Service::objectives(const Context& ctx, Read& db,
                                        const ObjectivesQuery& request) {
  const Scope scope = ctx.scope(permission::read);
  store::ObjectiveFilter filter{
      .cycle = request.cycle, .owner = request.owner, .metric = request.metric};
  if (request.metric) require_metric(ctx, db, kpi_, *request.metric);
  if (request.org_unit) {
    filter.everywhere = false;
    filter.units = request.below.value_or(false)
                       ? people_.subtree(db, *request.org_unit, ctx.today())
                       : std::vector{*request.org_unit};
  }
  if (request.q && !request.q->empty()) filter.like = pattern_of(*request.q);
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  filter.after = after_of(request.cursor);
  filter.limit = limit + 1;
  auto ids = store::objective_ids(db, scope, filter);
  Page<ObjectiveView> page;
  page.next = cut(ids, limit);
  page.items = objective_views(ctx, db, ids);
  return page;
}

Page<MapNodeView> Service::map(const Context& ctx, Read& db, const MapQuery& request) {
  const Scope scope = ctx.scope(permission::read);
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  store::ObjectiveFilter filter{
      .cycle = request.cycle, .after = after_of(request.cursor), .limit = limit + 1};
  if (request.org_unit) {
    filter.everywhere = false;
    filter.units = people_.subtree(db, *request.org_unit, ctx.today());
  }
  auto ids = store::objective_ids(db, scope, filter);
  Page<MapNodeView> page;
  page.next = cut(ids, limit);
  for (ObjectiveView& row : objective_views(ctx, db, ids)) page.items.push_back(node_of(row));
  return page;
}

std::vector<ObjectiveView> Service::objective_views(const Context& ctx, Read& db,
                                                    const std::vector<ObjectiveId>& ids) {
  const ListData data = load_list(db, people_, kpi_, ids, ctx.today());
  std::vector<ObjectiveView> rows;
  for (const ObjectiveRow& o : data.objectives) rows.push_back(objective_view(ctx, data, o));
  return rows;
}

ObjectiveDetailView Service::objective(const Context& ctx, Read& db, const ObjectiveOf& request) {
  (void)objective_or_refuse(ctx, db, request.objective);
  return detail_view(ctx, db, request.objective);
}

ObjectiveDetailView Service::detail_view(const Context& ctx, Read& db, ObjectiveId id) {
  const ListData data = load_list(db, people_, kpi_, {id}, ctx.today());
  ObjectiveDetailView view;
  view.row = objective_view(ctx, data, data.objectives.front());
  view.why = data.objectives.front().why;
  view.may_write = may_write(ctx, data.objectives.front());
  view.needs_review = needs_review(ctx, db, data.objectives.front());
  view.review = review_of(db, data.objectives.front());
  view.guards = guards_of(ctx, data, id);
  view.check_ins = newest_check_ins(db, people_, view.row, std::nullopt);
  for (const StandingDay& s : store::history(db, {id}, ctx.today()))
    view.history.push_back({s.day, s.progress, s.coverage});
  // Today is not over: what a running period of a KPI has moved shows here and on no earlier day.
  if (!view.history.empty() && view.history.back().on == ctx.today()) view.history.pop_back();
  view.history.push_back({ctx.today(), view.row.progress, view.row.coverage});
  view.forecast = forecast_of(view.history, data.objectives.front(), data.cycles.at(view.row.cycle),
                              ctx.today());
  const auto edges = db.all(store::ask_children({id}));
  std::vector<ObjectiveId> below;
  for (const ChildRow& c : edges) below.push_back(c.child);
  std::map<ObjectiveId, ObjectiveView> rows;
  for (ObjectiveView& row : objective_views(ctx, db, below))
    if (may_read(ctx, row)) rows[row.id] = std::move(row);
  for (const ChildRow& c : edges)
    if (const auto row = rows.find(c.child); row != rows.end())
      view.children.push_back({c.id, c.share, c.relation, row->second, c.version});
  view.proposals = proposal_views(
      ctx, db, store::proposals_of(db, id, ctx.now.plus_seconds(-declined_shown_seconds)));
  view.version = view.row.version;
  return view;
}

KeyResultDetailView Service::key_result(const Context& ctx, Read& db, const KeyResultOf& request) {
  const auto kr = store::key_result(db, request.key_result);
  if (!kr) throw Error(Fault::not_found, "okr.unknown_key_result");
  (void)objective_behind(ctx, db, kr->objective, "okr.unknown_key_result");
  KeyResultDetailView view;
  view.objective = objective_views(ctx, db, {kr->objective}).front();
  for (const KeyResultView& row : view.objective.key_results)
    if (row.id == kr->id) view.row = row;
  view.check_ins = newest_check_ins(db, people_, view.objective, kr->id);
  view.version = kr->version;
  return view;
}

KeyResultView Service::key_result_view(const Context& ctx, Read& db, ObjectiveId objective,
                                       KeyResultId id) {
  const auto rows = objective_views(ctx, db, {objective});
  for (const KeyResultView& row : rows.front().key_results)
    if (row.id == id) return row;
  throw Error(Fault::not_found, "okr.unknown_key_result");
}

CheckInView Service::check_in_view(Read& db, const CheckInRow& row, const KeyResultRow& kr) {
  std::vector<PersonId> by;
  if (row.by_person) by.push_back(*row.by_person);
  return view_of(row, {kr.title_zh, kr.title_en}, people_.person_names(db, by));
}

std::vector<ObjectiveView> Service::objectives_of_units(const Context& ctx, Read& db,
                                                        const std::vector<OrgUnitId>& units,
                                                        CycleId cycle) {
  const Scope scope = ctx.scope(permission::read);
  // A board shows one unit and those below it; the limit only guards against a mistake.
  constexpr std::int64_t board_max = 2000;
  return objective_views(
      ctx, db,
      store::objective_ids(
          db, scope, {.cycle = cycle, .everywhere = false, .units = units, .limit = board_max}));
}

std::vector<CycleView> Service::all_cycles(Read& db) {
  std::vector<CycleView> list;
  for (const CycleRow& row : store::cycles(db))
    if (row.kind != CycleKind::backlog) list.push_back(cycle_view(row));
  return list;
}

std::optional<CycleView> Service::cycle_on(Read& db, Date day) {
  std::optional<CycleView> found;
  for (CycleView& c : all_cycles(db)) {
    if (day < c.start || c.end < day) continue;
    if (!found || c.end - c.start < found->end - found->start) found = std::move(c);
  }
  return found;
}

std::vector<StandingDay> Service::history(Read& db, const std::vector<ObjectiveId>& objectives,
                                          Date to) {
  return store::history(db, objectives, to);
}

std::vector<LinkView> Service::links_of(Read& db, const std::vector<ObjectiveId>& objectives) {
  std::vector<LinkView> views;
  for (const LinkRow& link : store::links(db, objectives)) views.push_back(link_view(link));
  return views;
}

std::optional<Ratio> Service::projected(const std::vector<std::pair<Date, Ratio>>& weeks,
                                        const CycleView& cycle, Date today) const {
  std::vector<rules::ProgressDay> points;
  for (const auto& [day, progress] : weeks) points.push_back({day, progress});
  return rules::progress_forecast(points, cycle.start, cycle.end, today).forecast;
}

Headline Service::headline(const std::vector<ObjectiveView>& rows, const CycleView& cycle,
                           Date today) const {
  std::vector<rules::RailObjective> rail;
  std::vector<rules::RollupItem> expected;
  Headline h;
  bool outdated = true;
  for (const ObjectiveView& row : rows) {
    rules::RailObjective o{.coverage = row.coverage.to_decimal(),
                           .weight = row.weight,
                           .state = row.state,
                           .recovers = row.recovers};
    if (row.progress) o.progress = row.progress->to_decimal();
    rail.push_back(o);
    if (!rules::has_begun(row.state)) continue;
    if (!row.recovers)
      expected.push_back({.progress = row.expected.value_or(Ratio::zero()).to_decimal(),
                          .coverage = Decimal::whole(1),
                          .weight = row.weight});
    outdated = outdated && row.pace == Pace::outdated;
    for (const KeyResultView& kr : row.key_results) {
      ++h.key_results;
      h.covered += kr.state == ProgressState::measured;
    }
  }
  const rules::RailHeadline answer = rules::rail_headline(rail);
  h.progress = answer.headline.progress;
  h.coverage = answer.headline.coverage;
  h.counted = static_cast<std::int64_t>(answer.counted);
  h.recovery = static_cast<std::int64_t>(answer.recovery);
  h.recovery_progress = answer.recovery_progress;
  PacedFigure figure{.outdated = outdated, .closed = cycle.state == CycleState::closed};
  if (h.progress && h.coverage > Ratio::zero()) figure.progress = h.progress->to_decimal();
  // What began later pulls nobody off track: the rail is expected where its parts are.
  const auto differs = [&](const rules::RollupItem& i) {
    return i.progress != expected[0].progress;
  };
  const auto linear = paced({}, cycle.start, cycle.end, today).expected;
  if (!expected.empty() &&
      (std::ranges::any_of(expected, differs) || expected[0].progress != linear->to_decimal()))
    figure.expected = rules::roll_up(expected).progress;
  const Paced p = paced(figure, cycle.start, cycle.end, today);
  h.expected = p.expected.value_or(Ratio::zero());
  h.gap = p.gap;
  h.pace = p.pace;
  return h;
}

}  // namespace twinrail::okr
