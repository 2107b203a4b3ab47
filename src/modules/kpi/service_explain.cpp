#include <algorithm>
#include <array>
#include <charconv>

#include "modules/kpi/rules_lines.hpp"
#include "modules/kpi/rules_term.hpp"
#include "modules/kpi/service_view.hpp"
#include "modules/kpi/store_target.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

namespace twinrail::kpi {
namespace {

constexpr std::int64_t page_default = 50;

/// The figures behind a point, as they were known at a moment.
struct Behind {
  std::vector<store::BehindSum> sums;
  rules::PeriodDays days;
};

std::vector<MeasureId> measures_of(const rules::Definition& d) {
  std::vector<MeasureId> measures = d.measures;
  std::erase(measures, MeasureId{});
  return measures;
}

/// The sums of all sources by unit, day and measure.
std::vector<DayRow> by_day(const std::vector<store::BehindSum>& sums) {
  std::map<std::tuple<OrgUnitId, Date, MeasureId>, std::pair<WideSum, std::int64_t>> days;
  for (const store::BehindSum& r : sums) {
    auto& [sum, readings] = days[{r.org_unit, r.day, r.measure}];
    sum += r.sum();
    readings += r.readings;
  }
  std::vector<DayRow> rows;
  for (const auto& [place, day] : days) {
    const auto& [unit, on, measure] = place;
    rows.push_back({measure, unit, on, day.first.exact().rounded(), day.second});
  }
  return rows;
}

/// What the formula of a period looks back at.
void look_back(Read& db, const rules::JudgedBy& by, const Period& period, Instant known_at,
               rules::PeriodDays& days) {
  const rules::Definition& d = by.definition.on(period.last_day());
  const OrgUnitId unit = by.assignment.row.org_unit;
  if (d.needs_opening)
    days.opening = by_day(store::opening_behind(db, unit, measures_of(d), period.start, known_at));
  if (!d.needs_last_year) return;
  const Period before = by.calendar.year_before(period, d.grid);
  days.last_year = by_day(
      store::sums_behind(db, unit, measures_of(d), before.start, before.last_day(), known_at));
}

/// Of measures, in a span of days.
Behind behind(Read& db, const rules::JudgedBy& by, const std::vector<MeasureId>& measures,
              const Period& period, Instant known_at) {
  Behind found;
  const AssignmentRow& a = by.assignment.row;
  const Date from = std::max(period.start, a.valid_from);
  found.days.money = by.money;
  found.days.looking = a.org_unit;
  found.sums = store::sums_behind(db, a.org_unit, measures, from, period.last_day(), known_at);
  found.days.days = by_day(found.sums);
  return found;
}

/// What went into the value, beside the readings of each measure.
void take_used(const rules::Definition& d, const Period& period, const Behind& b,
               std::map<MeasureId, MeasureUsed>& measures) {
  const auto used = rules::used_figures(d, period, b.days);
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!d.measures[i]) continue;
    MeasureUsed& measure = measures.at(d.measures[i]);
    measure.amount = used[i].amount;
    measure.opening = used[i].opening;
    measure.opening_on = used[i].opening_on;
    measure.last_year = used[i].last_year;
  }
}

/// A source that came after the catalogue was loaded is called by its code.
Names source_names(const Catalogue& c, const std::string& code) {
  const auto known = c.sources.find(code);
  return known == c.sources.end() ? Names{code, code}
                                  : Names{known->second.name_zh, known->second.name_en};
}

ExplainRead read_step(const Catalogue& c, const rules::Definition& d, const Period& period,
                      const Behind& b) {
  ExplainRead step;
  std::set<OrgUnitId> units;
  std::map<std::string, SourceUse> sources;
  std::map<MeasureId, MeasureUsed> measures;
  for (const MeasureId m : measures_of(d)) {
    const MeasureRow& row = c.measures.at(m);
    measures[m] = {
        .measure = m, .code = row.code, .names = {row.name_zh, row.name_en}, .unit = row.unit};
  }
  for (const store::BehindSum& r : b.sums) {
    units.insert(r.org_unit);
    step.readings += r.readings;
    SourceUse& source =
        sources.try_emplace(r.source, SourceUse{r.source, source_names(c, r.source), 0, {}})
            .first->second;
    source.readings += r.readings;
    source.last_recorded_at =
        std::max(source.last_recorded_at.value_or(r.last_recorded_at), r.last_recorded_at);
    MeasureUsed& used = measures[r.measure];
    used.readings += r.readings;
    used.revisions += r.corrections;
    used.last_recorded_at =
        std::max(used.last_recorded_at.value_or(r.last_recorded_at), r.last_recorded_at);
  }
  take_used(d, period, b, measures);
  for (rules::UsedRate& used : rules::rates_used(d, period, b.days))
    step.rates.push_back(
        {std::move(used.from), std::move(used.to), d.kpi.rate, used.rate, used.day});
  step.units = static_cast<std::int64_t>(units.size());
  for (auto& [code, source] : sources) step.sources.push_back(source);
  for (const MeasureId m : measures_of(d))
    if (std::ranges::find(step.measures, m, &MeasureUsed::measure) == step.measures.end())
      step.measures.push_back(measures.at(m));
  return step;
}

std::string exact_text(const Fraction& value) {
  return value.den() == 1 ? to_string(value.num())
                          : to_string(value.num()) + "/" + to_string(value.den());
}

/// The whole numbers of a cursor, "day.id" and the like. Throws Error "request.bad_cursor".
template <std::size_t N>
std::array<std::int64_t, N> numbers_of(std::string_view cursor) {
  std::array<std::int64_t, N> numbers{};
  for (std::size_t i = 0; i < N; ++i) {
    const auto end = i + 1 < N ? cursor.find('.') : cursor.size();
    const std::string_view word = cursor.substr(0, end);
    const auto [stop, fault] = std::from_chars(word.data(), word.data() + word.size(), numbers[i]);
    if (end == std::string_view::npos || fault != std::errc() || stop != word.data() + word.size())
      throw Error(Fault::invalid, "request.bad_cursor");
    cursor.remove_prefix(std::min(end + 1, cursor.size()));
  }
  return numbers;
}

/// How readings are shown, with their revisions.
std::vector<ReadingView> reading_views(const Context& ctx, Read& db, people::Service& people,
                                       const Catalogue& c,
                                       const std::vector<store::BehindRow>& rows) {
  std::vector<std::int64_t> ids;
  std::vector<OrgUnitId> units;
  for (const store::BehindRow& r : rows) {
    ids.push_back(r.id);
    units.push_back(r.org_unit);
  }
  auto names = people.unit_names(db, units, ctx.today());
  std::map<std::int64_t, std::vector<RevisionView>> revisions;
  if (!ids.empty())
    // A reading may have stood in another unit before; what it said there is seen by who sees that.
    for (const store::RevisionRow& r : store::revisions_of(db, ids))
      if (ctx.may(permission::read, r.org_unit))
        revisions[r.newest].push_back(
            {r.revision, r.amount, r.day, r.recorded_at, r.recorded_by, r.reason});
  std::vector<ReadingView> views;
  for (const store::BehindRow& r : rows)
    views.push_back({r.id, r.org_unit, names[r.org_unit], r.day, r.amount, r.source,
                     source_names(c, r.source), r.source_key, r.revision, revisions[r.id]});
  return views;
}

/// Cuts to a page. True when there is more.
bool cut(std::vector<store::BehindRow>& rows, std::int64_t limit) {
  const auto most = static_cast<std::size_t>(limit);
  if (rows.size() <= most) return false;
  rows.resize(most);
  return true;
}

/// Where a day of a unit stands among those behind a point.
auto place_of(const DayRow& cell) { return std::tuple{cell.org_unit, cell.day, cell.measure}; }

/// So many of the days behind a point, from one on, as hold the readings of a page.
std::vector<DayRow> cells_for(std::vector<DayRow> cells, std::int64_t wanted) {
  std::int64_t held = 0;
  std::size_t used = 0;
  while (used < cells.size() && held < wanted) {
    // Of the first one some may have been shown already: it is not relied on.
    if (used > 0) held += cells[used].readings;
    ++used;
  }
  cells.resize(used);
  return cells;
}

void tell_lines(ExplainJudge& judge, const std::optional<rules::Thresholds>& lines) {
  if (!lines) return;
  judge.green = lines->green.at;
  judge.green_to = lines->green.to;
  if (!lines->amber) return;
  judge.amber = lines->amber->at;
  judge.amber_to = lines->amber->to;
}

}  // namespace

Explanation Service::explain(const Context& ctx, Read& db, const ExplainPoint& request) {
  const auto c = catalogue(db);
  const rules::AssignmentWithTargets& assignment = assignment_or_refuse(*c, request.assignment);
  const AssignmentRow& a = assignment.row;
  require_read(ctx, a);
  const rules::DatedCalendar& calendar = c->calendar_of(a.org_unit);
  const Period period = calendar.period_of(request.start, c->definitions.at(a.kpi).grid);
  const rules::Definition& d = c->definitions.at(a.kpi).on(period.last_day());
  const AssignmentRow held = rules::held_on(assignment, period.last_day());
  const rules::JudgedBy by = judged_by(*c, a.id, ctx.today());
  const Instant known_at = request.known_at.value_or(ctx.now);
  Behind b = behind(db, by, measures_of(d), period, known_at);
  look_back(db, by, period, known_at, b.days);
  const rules::ValueVerdict value = rules::value_of_days(d, calendar, period, b.days);
  rules::BreachState before;
  for (const PointRow& p : store::last_judged_before(db, {a.id}, period.start))
    before = rules::state_of(p);
  const bool over = period.last_day() < ctx.today();
  const PointRow point = rules::point_of(d, assignment, period, value, before, over);
  Explanation e{.assignment = a.id,
                .start = period.start,
                .end = period.last_day(),
                .label = label_of(period, d.kpi.frequency),
                .value = point.value};
  if (const auto words = c->words.find(a.kpi); words != c->words.end()) e.words = words->second;
  e.read = read_step(*c, d, period, b);
  e.period = {calendar.on(period.start).zone, d.kpi.frequency, period.start, period.last_day(),
              !over};
  e.compute = {.formula = d.kpi.formula,
               .substituted = rules::substituted(d, calendar, period, b.days),
               .value = point.value,
               .null_reason = point.null_reason,
               .coverage = value.coverage,
               .rows_used = point.rows_used,
               .rows_seen = point.rows_seen};
  if (value.value) e.compute.exact = exact_text(*value.value);
  const TargetRow* target = rules::target_on(assignment, period.last_day());
  std::optional<rules::ColourRule> rule;
  if (point.rule) rule = enum_named<rules::ColourRule>(*point.rule);
  e.judge = {.rule = rule,
             .achievement = point.achievement,
             .colour = point.colour,
             .state = point.phase,
             .count = point.streak,
             .n = held.n,
             .m = held.m,
             .limit = held.breach_value,
             .limit_to = held.breach_value_to,
             .limit_op = held.breach_op};
  if (target) e.judge.target = target->target;
  tell_lines(e.judge, rules::lines_of(d.kpi.direction, held, target));
  for (const TargetChangeRow& row :
       store::target_changes(db, {a.id}, period.start, period.last_day()))
    if (row.mode == TargetMode::correction) e.judge.retargeted = view_of(row);
  return e;
}

namespace {

/// The days of a span as they stand, without what came after the moment.
std::vector<DayRow> days_undone(Read& db, const rules::JudgedBy& by, const Period& span,
                                Instant known_at) {
  const AssignmentRow& a = by.assignment.row;
  const Date from = std::max(span.start, a.valid_from);
  const auto measures = by.definition.all_measures();
  std::map<std::tuple<OrgUnitId, Date, MeasureId>, std::pair<WideSum, std::int64_t>> days;
  for (const DayRow& r : store::days_under(db, a.org_unit, measures, from, span.last_day()))
    days[{r.org_unit, r.day, r.measure}] = {r.amount, r.readings};
  for (const store::MovedSum& m :
       store::moved_since(db, a.org_unit, measures, {from, span.last_day()}, known_at)) {
    auto& [sum, readings] = days[{m.org_unit, m.day, m.measure}];
    if (m.now != 0) {
      sum -= m.sum();
      readings -= m.readings;
    } else {
      sum += m.sum();
      readings += m.readings;
    }
  }
  std::vector<DayRow> found;
  for (const auto& [place, day] : days)
    if (day.second > 0)
      found.push_back({std::get<MeasureId>(place), std::get<OrgUnitId>(place),
                       std::get<Date>(place), day.first.exact().rounded(), day.second});
  return found;
}

/// How the days of a span were known at a moment. The newest sums are taken back by what came
/// since, where less time has passed since then than the span has days; else the span's readings
/// are added up. Either way reads what its shorter side holds, and both come to the same.
std::vector<DayRow> days_as_known(Read& db, const rules::JudgedBy& by, const Period& span,
                                  Instant known_at, Date today) {
  if (today - known_at.utc_date() < span.last_day() - span.start)
    return days_undone(db, by, span, known_at);
  return behind(db, by, by.definition.all_measures(), span, known_at).days.days;
}

}  // namespace

std::vector<PointRow> points_as_known(Read& db, const Catalogue& c, AssignmentId id, Date from,
                                      Date to, Instant known_at, Date today) {
  const rules::AssignmentWithTargets& assignment = c.assignments.at(id);
  const rules::Definition& d = c.definition_of(id);
  const rules::DatedCalendar& calendar = c.calendar_of(assignment.row.org_unit);
  std::vector<PointRow> points;
  const Date begin = std::max(from, assignment.row.valid_from);
  const Date end = std::min(to, today + known_days_max);
  if (begin > end) return points;
  const Period first = calendar.period_of(begin, d.grid);
  const Period last = calendar.period_of(end, d.grid);
  rules::BreachState state;
  const auto before = store::last_judged_before(db, {id}, first.start);
  if (!before.empty()) state = rules::state_of(before.front());
  const Date then = std::min(today, local_date(known_at, c.company_calendar.zone));
  const rules::JudgedBy by{d, assignment, calendar, then, c.money_book()};
  std::map<Date, rules::PeriodDays> by_period;
  for (const DayRow& day :
       days_as_known(db, by, {first.start, last.last_day() + 1}, known_at, today))
    by_period[calendar.period_of(day.day, d.grid).start].days.push_back(day);
  bool had_figures = !before.empty();
  for (Period period = first; period.start <= last.start; period = calendar.next(period, d.grid)) {
    const auto own = by_period.find(period.start);
    if (!rules::counts(assignment.row, period)) break;
    if (own == by_period.end() && !rules::is_missing(by, period, had_figures)) continue;
    rules::PeriodDays& days = by_period[period.start];
    days.money = by.money;
    days.looking = assignment.row.org_unit;
    if (d.on(period.last_day()).looks_back()) look_back(db, by, period, known_at, days);
    const auto value = rules::value_of_days(d, calendar, period, days);
    PointRow point = rules::point_of(d, assignment, period, value, state, period.last_day() < then);
    if (point.judged) state = rules::state_of(point);
    had_figures = true;
    if (period.start >= from && period.start <= to) points.push_back(std::move(point));
  }
  return points;
}

Page<ReadingView> Service::readings(const Context& ctx, Read& db, const ReadingsOf& request) {
  const Scope scope = ctx.scope(permission::read);
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  const store::DaySpan days{request.from.value_or(Date::first()),
                            request.to.value_or(Date::last())};
  store::ReadingPlace before{Date::last(), INT64_MAX};
  if (request.cursor) {
    const auto [day, id] = numbers_of<2>(*request.cursor);
    before = {Date::from_days(day), id};
  }
  std::vector<store::BehindRow> rows;
  if (scope.everything() != 0 && !request.org_unit) {
    rows = store::newest_readings(db, request.measure, days, before, limit + 1);
  } else {
    std::vector<OrgUnitId> units;
    if (!request.org_unit) units = store::units_reached(db, scope);
    if (request.org_unit && ctx.may(permission::read, *request.org_unit))
      units = {*request.org_unit};
    rows = store::newest_readings(db, request.measure, units, days, before, limit + 1);
    std::ranges::sort(rows, std::greater(),
                      [](const store::BehindRow& r) { return std::pair(r.day, r.id); });
  }
  Page<ReadingView> page;
  if (cut(rows, limit))
    page.next = std::to_string(rows.back().day.days()) + "." + std::to_string(rows.back().id);
  page.items = reading_views(ctx, db, people_, *catalogue(db), rows);
  return page;
}

Page<ReadingView> Service::point_readings(const Context& ctx, Read& db,
                                          const ReadingsBehind& request) {
  const auto c = catalogue(db);
  const AssignmentRow& a = assignment_or_refuse(*c, request.assignment).row;
  require_read(ctx, a);
  const rules::Definition& dated = c->definitions.at(a.kpi);
  const Period period = c->calendar_of(a.org_unit).period_of(request.start, dated.grid);
  std::vector<MeasureId> measures;
  for (const MeasureId m : measures_of(dated.on(period.last_day())))
    if (!request.measure || m == *request.measure) measures.push_back(m);
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  auto cells = store::days_under(db, a.org_unit, measures, std::max(period.start, a.valid_from),
                                 period.last_day());
  // Whose KPI it is sees what it came to; single figures are of the units that one reads.
  std::erase_if(cells, [&](const DayRow& d) { return !ctx.may(permission::read, d.org_unit); });
  std::int64_t after = 0;
  if (request.cursor) {
    const auto [unit, day, measure, id] = numbers_of<4>(*request.cursor);
    const std::tuple place{OrgUnitId{unit}, Date::from_days(day), MeasureId{measure}};
    std::erase_if(cells, [&](const DayRow& d) { return place_of(d) < place; });
    if (!cells.empty() && place_of(cells.front()) == place) after = id;
  }
  auto rows = store::readings_in(db, cells_for(std::move(cells), limit + 1), after, limit + 1);
  Page<ReadingView> page;
  if (cut(rows, limit)) {
    const store::BehindRow& last = rows.back();
    page.next = std::to_string(last.org_unit.value) + "." + std::to_string(last.day.days()) + "." +
                std::to_string(last.measure.value) + "." + std::to_string(last.id);
  }
  page.items = reading_views(ctx, db, people_, *c, rows);
  return page;
}

}  // namespace twinrail::kpi
