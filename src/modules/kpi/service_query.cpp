#include <algorithm>

#include "modules/kpi/rules_lines.hpp"
#include "modules/kpi/rules_term.hpp"
#include "modules/kpi/service_view.hpp"
#include "modules/kpi/store_entry.hpp"
#include "modules/kpi/store_target.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"
#include "platform/events/events.hpp"

namespace twinrail::kpi {
namespace {

constexpr std::int64_t page_default = 100;
/// Stored periods among which the twelve before a point are looked for.
constexpr std::int64_t outlier_looks_back = 24;

std::optional<Date> until(Date to) { return to == Date::last() ? std::nullopt : std::optional(to); }

std::optional<BreachSetting> setting_of(const AssignmentRow& a) {
  if (!a.breach_op || !a.breach_value) return std::nullopt;
  BreachSetting s{.op = *a.breach_op, .value = *a.breach_value, .value_to = a.breach_value_to};
  if (a.recover_op) s.recover_op = Text<8>(*a.recover_op);
  s.recover_value = a.recover_value;
  s.recover_value_to = a.recover_value_to;
  s.n = a.n;
  s.m = a.m;
  s.grace_days = a.grace_days;
  return s;
}

std::vector<StoryLine> story_of(const Catalogue& c, const rules::AssignmentWithTargets& assignment,
                                const BreachRow& breach, const PointRow* latest) {
  const Date newest = latest ? latest->end_on : breach.fired_on;
  const AssignmentRow a = rules::held_on(assignment, breach.ended_on.value_or(newest));
  const AssignmentRow fired = rules::held_on(assignment, breach.fired_on);
  std::vector<StoryLine> story;
  story.push_back({.on = breach.fired_on,
                   .kind = StoryKind::fired,
                   .value = fired.breach_value,
                   .value_to = fired.breach_value_to,
                   .of = fired.n,
                   .op = fired.breach_op});
  if (breach.accepted_at)
    story.push_back({.on = local_date(*breach.accepted_at, c.company_calendar.zone),
                     .kind = StoryKind::acknowledged,
                     .value = breach.accepted_value,
                     .until = breach.accepted_until,
                     .reason = breach.accepted_reason});
  if (breach.ended_on)
    story.push_back(
        {.on = breach.ended_on,
         .kind = breach.state == "corrected" ? StoryKind::corrected : StoryKind::cleared});
  else
    story.push_back(
        {.kind = StoryKind::condition,
         .value = a.recover_value ? a.recover_value : a.breach_value,
         .value_to = a.recover_value ? a.recover_value_to : a.breach_value_to,
         .count = latest && latest->phase == rules::BreachPhase::recovering ? latest->streak : 0,
         .of = a.m,
         .op = a.recover_op ? a.recover_op : a.breach_op});
  return story;
}

void name_who_acknowledged(Read& db, people::Service& people,
                           const std::vector<BreachRow>& breaches, std::vector<StoryLine>& story) {
  if (breaches.empty() || !breaches.front().accepted_person) return;
  const auto names = people.person_names(db, {*breaches.front().accepted_person});
  for (StoryLine& line : story)
    if (line.kind == StoryKind::acknowledged && !names.empty())
      line.by_name = names.begin()->second;
}

PointLine line_of(const Catalogue& c, const rules::AssignmentWithTargets& assignment,
                  const PointRow& p) {
  const rules::Definition& d = c.definitions.at(assignment.row.kpi);
  const TargetRow* target = rules::target_on(assignment, p.end_on);
  const AssignmentRow held = rules::held_on(assignment, p.end_on);
  PointLine line{.start = p.start_on,
                 .end = p.end_on,
                 .label = label_of({p.start_on, p.end_on + 1}, d.kpi.frequency),
                 .value = p.value,
                 .achievement = p.achievement,
                 .colour = p.colour,
                 .light = rules::light_of(p),
                 .state = p.phase,
                 .no_data = p.missing > 0,
                 .limit = held.breach_value,
                 .limit_to = held.breach_value_to,
                 .limit_op = held.breach_op,
                 .recover = held.recover_value,
                 .recover_to = held.recover_value_to,
                 .open = !p.judged,
                 .null_reason = p.null_reason};
  if (p.rows_seen > 0) line.coverage = Fraction::of(p.rows_used, p.rows_seen).to_ratio();
  if (target) line.target = target->target;
  if (const auto lines = rules::lines_of(d.kpi.direction, held, target)) {
    line.green = lines->green.at;
    line.green_to = lines->green.to;
    if (lines->amber) line.amber = lines->amber->at;
    tell_red_line(line, d.kpi.direction, lines->amber);
  }
  return line;
}

/// The days of which periods are told. Throws Error "kpi.span_too_long" where both ends are named
/// and lie further apart than is told at once.
store::DaySpan span_of(const Catalogue& c, const PointsOf& request, const rules::Definition& d,
                       Date today) {
  static constexpr std::int64_t days_of[] = {1, 7, 31, 92, 366};
  const std::int64_t most = request.known_at
                                ? known_days_max
                                : points_max * days_of[static_cast<std::size_t>(d.kpi.frequency)];
  const std::string& zone = c.company_calendar.zone;
  const Date now = request.known_at ? std::min(today, local_date(*request.known_at, zone)) : today;
  Date to = request.to.value_or(now);
  if (!request.to && request.from && *request.from > now)
    to = Date::last() - *request.from > most ? *request.from + most : Date::last();
  const Date earliest = to - Date::first() > most ? to - most : Date::first();
  const std::int64_t usual = request.known_at ? known_days_default : most;
  const Date from = request.from.value_or(to - std::min<std::int64_t>(usual, to - Date::first()));
  if (from < earliest)
    throw Error(Fault::unprocessable, "kpi.span_too_long",
                Arguments{{"days", std::to_string(most)}});
  return {from, to};
}

/// The points, behind those among which the first of them looks for what is usual. As known at an
/// earlier moment nothing stands before them: what is stored is as it is known now.
std::vector<PointRow> with_earlier(Read& db, const PointsOf& request, Date from,
                                   const std::vector<PointRow>& rows) {
  std::vector<PointRow> all;
  if (!request.known_at && !rows.empty())
    all = store::points_before(db, request.assignment, from, outlier_looks_back);
  all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

AssignmentView named(const Catalogue& c, AssignmentId id) {
  const AssignmentRow& a = c.assignments.at(id).row;
  const rules::Definition& d = c.definitions.at(a.kpi);
  const KpiRow& k = d.kpi;
  return {.id = a.id,
          .kpi = a.kpi,
          .org_unit = a.org_unit,
          .owner = a.owner,
          .names = {k.name_zh, k.name_en},
          .unit = unit_shown(c, a, Date::last()),
          .decimals = k.decimals,
          .direction = k.direction,
          .actual = {},
          .limit = a.breach_value,
          .limit_to = a.breach_value_to,
          .limit_op = a.breach_op,
          .updated_on = {},
          .frequency = k.frequency,
          .grace_days = a.grace_days,
          .may_run = rules::may_run(d)};
}

}  // namespace

std::map<KpiId, std::int64_t> readable_assignments(const Context& ctx, const Catalogue& c) {
  std::map<KpiId, std::int64_t> count;
  for (const auto& [id, assignment] : c.assignments) {
    const AssignmentRow& a = assignment.row;
    if (a.valid_to < ctx.today()) continue;
    count[a.kpi] += ctx.may(permission::read, a.org_unit, a.owner.value_or(PersonId{}));
  }
  return count;
}

Kpi kpi_view(const Catalogue& c, KpiId id, std::int64_t assignments) {
  const rules::Definition& d = c.definitions.at(id);
  const KpiRow& k = d.kpi;
  Kpi view{k.id,        k.code,      {k.name_zh, k.name_en},
           k.formula,   k.unit,      k.decimals,
           k.direction, k.frequency, k.time_agg,
           k.org_agg,   k.lead_lag,  {k.category_zh, k.category_en},
           {},          assignments, k.version,
           {},          {}};
  view.retired_from = k.retired_from;
  view.rate = k.rate;
  view.money = d.ever_money();
  if (const auto words = c.words.find(id); words != c.words.end()) view.words = words->second;
  for (const MeasureId m : d.measures) {
    if (!m) continue;
    const MeasureRow& row = c.measures.at(m);
    view.measures.push_back(
        {m, row.code, {row.name_zh, row.name_en}, row.unit, row.kind, row.money});
  }
  return view;
}

const rules::AssignmentWithTargets& assignment_or_refuse(const Catalogue& c, AssignmentId id) {
  const auto found = c.assignments.find(id);
  if (found == c.assignments.end())
    throw Error(Fault::not_found, "kpi.unknown_assignment",
                Arguments{{"id", std::to_string(id.value)}});
  return found->second;
}

void require_read(const Context& ctx, const AssignmentRow& a) {
  // Whoever may not see an assignment is not told that there is one.
  if (!ctx.may(permission::read, a.org_unit, a.owner.value_or(PersonId{})))
    throw Error(Fault::not_found, "kpi.unknown_assignment",
                Arguments{{"id", std::to_string(a.id.value)}});
}

Page<KpiView> Service::rows(const Context& ctx, Read& db, const RowsQuery& request) {
  ctx.require(permission::read);
  const auto c = catalogue(db);
  std::vector<OrgUnitId> units;
  if (request.org_unit)
    units = request.below.value_or(false) ? people_.subtree(db, *request.org_unit, ctx.today())
                                          : std::vector{*request.org_unit};
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  const std::int64_t after =
      request.cursor ? std::strtoll(request.cursor->c_str(), nullptr, 10) : 0;
  std::vector<AssignmentId> ids;
  for (const auto& [id, assignment] : c->assignments) {
    const AssignmentRow& a = assignment.row;
    if (id.value <= after || (request.kpi && a.kpi != *request.kpi)) continue;
    if (a.valid_to < ctx.today() && !request.retired.value_or(false)) continue;
    if (request.org_unit && std::ranges::find(units, a.org_unit) == units.end()) continue;
    if (request.lines_differ.value_or(false) && !lines_differ(*c, assignment, ctx.today()))
      continue;
    if (ctx.may(permission::read, a.org_unit, a.owner.value_or(PersonId{}))) ids.push_back(id);
  }
  Page<KpiView> page;
  if (!request.light && static_cast<std::int64_t>(ids.size()) > limit) {
    ids.resize(static_cast<std::size_t>(limit));
    page.next = std::to_string(ids.back().value);
  }
  page.items = row_views(*c, db, ids, people_, ctx.today(), ctx.now);
  if (request.light)
    std::erase_if(page.items, [&](const KpiView& row) { return row.light != *request.light; });
  return page;
}

std::vector<KpiView> Service::rows_of_units(const Context& ctx, Read& db,
                                            const std::vector<OrgUnitId>& units) {
  const auto c = catalogue(db);
  std::vector<AssignmentId> ids;
  for (const OrgUnitId unit : units)
    for (const auto& [kpi, definition] : c->definitions)
      if (const auto found = c->assigned.find({kpi, unit}); found != c->assigned.end()) {
        const AssignmentRow& a = c->assignments.at(found->second).row;
        if (a.valid_to >= ctx.today() &&
            ctx.may(permission::read, unit, a.owner.value_or(PersonId{})))
          ids.push_back(found->second);
      }
  return row_views(*c, db, ids, people_, ctx.today(), ctx.now);
}

std::vector<AssignmentView> Service::views(Read& db, const std::vector<AssignmentId>& ids) {
  const auto c = catalogue(db);
  std::vector<AssignmentId> known;
  for (const AssignmentId id : ids)
    if (c->assignments.contains(id)) known.push_back(id);
  std::vector<AssignmentView> views;
  for (const PointRow& p : store::last_judged_before(db, known, Date::last())) {
    AssignmentView& view = views.emplace_back(named(*c, p.assignment));
    view.actual = p.value;
    view.light = rules::light_of(p);
    view.in_breach = rules::state_of(p).confirmed();
    view.updated_on = p.end_on;
    std::erase(known, p.assignment);
  }
  for (const AssignmentId id : known) views.push_back(named(*c, id));
  return views;
}

std::vector<LightDay> Service::lights_between(Read& db, const std::vector<AssignmentId>& ids,
                                              Date from, Date to) {
  std::vector<LightDay> lights;
  if (ids.empty()) return lights;
  for (const PointRow& p : store::points(db, ids, from, to))
    if (p.judged) lights.push_back({p.assignment, p.end_on, rules::light_of(p)});
  return lights;
}

std::vector<PointView> Service::points_between(Read& db, AssignmentId id, Date from, Date to) {
  return std::move(points_between(db, std::vector{id}, from, to, true)[id]);
}

std::map<AssignmentId, std::vector<PointView>> Service::points_between(
    Read& db, const std::vector<AssignmentId>& ids, Date from, Date to, bool with_parts) {
  const auto c = catalogue(db);
  std::map<std::pair<AssignmentId, Date>, std::map<MeasureId, Decimal>> sums;
  std::vector<AssignmentId> tallied;
  for (const AssignmentId id : with_parts ? ids : std::vector<AssignmentId>())
    if (rules::ever_quotient(c->definition_of(id))) tallied.push_back(id);
  if (!tallied.empty())
    for (const TallyRow& t : store::tallies(db, tallied, from, to))
      if (const auto sum = t.sum().decimal()) sums[{t.assignment, t.start_on}][t.measure] = *sum;
  std::map<AssignmentId, std::vector<PointView>> views;
  for (const PointRow& p : store::points(db, ids, from, to)) {
    PointView view{p.assignment, p.start_on, p.end_on, p.value, {}, {}, p.judged};
    const rules::Definition& d = c->definition_of(p.assignment).on(p.end_on);
    view.may_run = rules::may_run(d);
    const auto own = sums.find({p.assignment, p.start_on});
    // Over several periods a quotient is the quotient of the sums, when it is one of two plain
    // measures.
    if (p.value && own != sums.end() && rules::is_summed_quotient(d)) {
      const auto& [above, below] = rules::quotient_parts(d);
      if (const auto sum = own->second.find(above); sum != own->second.end())
        view.numerator = sum->second;
      if (const auto sum = own->second.find(below); sum != own->second.end())
        view.denominator = sum->second;
    }
    views[p.assignment].push_back(view);
  }
  return views;
}

Assignment Service::assignment(const Context& ctx, Read& db, const AssignmentOf& request) {
  const auto c = catalogue(db);
  const rules::AssignmentWithTargets& assignment = assignment_or_refuse(*c, request.assignment);
  const AssignmentRow& a = assignment.row;
  require_read(ctx, a);
  Assignment view;
  view.row = row_views(*c, db, {a.id}, people_, ctx.today(), ctx.now).front();
  view.kpi = kpi_view(*c, a.kpi, readable_assignments(ctx, *c)[a.kpi]);
  view.kpi.unit = view.row.unit;
  for (const TargetRow& t : assignment.targets)
    if (t.valid_from <= t.valid_to) view.targets.push_back({t, t.valid_from, until(t.valid_to)});
  view.breach_rule = setting_of(a);
  view.veto = a.veto;
  view.weight = a.weight;
  view.valid_from = a.valid_from;
  view.valid_to = until(a.valid_to);
  const auto breaches = store::newest_breaches(db, a.id, 1);
  const auto latest = store::last_judged_before(db, {a.id}, Date::last());
  if (!breaches.empty())
    view.story =
        story_of(*c, assignment, breaches.front(), latest.empty() ? nullptr : &latest.front());
  name_who_acknowledged(db, people_, breaches, view.story);
  std::vector<AssignmentId> below;
  for (const OrgUnitId unit : people_.children(db, a.org_unit, ctx.today()))
    if (const auto found = c->assigned.find({a.kpi, unit}); found != c->assigned.end())
      if (c->assignments.at(found->second).row.valid_to >= ctx.today() &&
          ctx.may(permission::read, unit))
        below.push_back(found->second);
  view.children = row_views(*c, db, below, people_, ctx.today(), ctx.now);
  view.version = a.version;
  return view;
}

Points Service::points(const Context& ctx, Read& db, const PointsOf& request) {
  const auto c = catalogue(db);
  const rules::AssignmentWithTargets& assignment = assignment_or_refuse(*c, request.assignment);
  require_read(ctx, assignment.row);
  const auto [from, to] = span_of(*c, request, c->definitions.at(assignment.row.kpi), ctx.today());
  const auto rows = request.known_at ? points_as_known(db, *c, request.assignment, from, to,
                                                       *request.known_at, ctx.today())
                                     : store::points(db, {request.assignment}, from, to);
  const auto history = with_earlier(db, request, from, rows);
  const std::size_t earlier = history.size() - rows.size();
  Points list;
  std::map<Date, TargetChangeView> retargeted;
  for (const TargetChangeRow& row : store::target_changes(db, {request.assignment}, from, to))
    if (row.mode == TargetMode::correction) retargeted.insert_or_assign(row.start_on, view_of(row));
  for (const PointRow& p : rows) {
    PointLine& line = list.items.emplace_back(line_of(*c, assignment, p));
    if (const auto found = retargeted.find(p.start_on); found != retargeted.end())
      line.retargeted = found->second;
    const std::size_t at = earlier + static_cast<std::size_t>(&p - rows.data());
    const std::size_t first = at - std::min<std::size_t>(at, outlier_looks_back);
    line.outlier = outlier_of(std::span(history).subspan(first, at - first), p);
  }
  return list;
}

BreachView Service::acknowledge(const Context& ctx, Tx& tx, const Acknowledge& request) {
  auto row = store::breach(tx, request.breach);
  if (!row) throw Error(Fault::not_found, "kpi.unknown_breach");
  const auto c = catalogue(tx);
  const rules::AssignmentWithTargets& assignment = assignment_or_refuse(*c, row->assignment);
  require_read(ctx, assignment.row);
  ctx.require(permission::acknowledge, assignment.row.org_unit,
              assignment.row.owner.value_or(PersonId{}));
  if (row->state != "firing" && row->state != "recovering")
    throw Error(Fault::conflict, "kpi.breach_over");
  if (request.last_day < ctx.today())
    throw Error(Fault::invalid, "request.invalid",
                std::vector<Problem>{{"/last_day", "kpi.day_past", {}}});
  if (request.reason.empty())
    throw Error(Fault::invalid, "request.invalid",
                std::vector<Problem>{{"/reason", "kpi.reason_required", {}}});
  row->accepted_by = ctx.viewer().account;
  if (ctx.viewer().person) row->accepted_person = ctx.viewer().person;
  row->accepted_at = ctx.now;
  row->accepted_value = request.accepted_value;
  row->accepted_until = request.last_day;
  row->accepted_reason = request.reason;
  store::update_breaches(tx, {*row});
  announce(tx, BreachChanged{{{row->id, row->assignment, assignment.row.org_unit, row->state}}});
  const auto latest = store::last_judged_before(tx, {row->assignment}, Date::last());
  BreachView view =
      *breach_view(*c, assignment, latest.empty() ? nullptr : &latest.front(), &*row, ctx.today());
  if (row->accepted_person)
    view.acknowledged->by_name =
        people_.person_names(tx, {*row->accepted_person})[*row->accepted_person];
  return view;
}

}  // namespace twinrail::kpi
