#include <algorithm>

#include "modules/kpi/service_view.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

namespace twinrail::kpi {
namespace {

constexpr std::int64_t page_default = 50;

/// The figures behind a point, as they were known at a moment.
struct Behind {
  std::vector<store::BehindRow> readings;
  std::vector<DayRow> days;
};

Behind behind(Read& db, const rules::Definition& d, const AssignmentRow& a, const Period& period,
              Instant known_at) {
  Behind found;
  std::vector<MeasureId> measures = d.measures;
  std::erase(measures, MeasureId{});
  const Date from = std::max(period.start, a.valid_from);
  found.readings =
      store::readings_behind(db, a.org_unit, measures, from, period.last_day(), known_at);
  std::map<std::tuple<OrgUnitId, Date, MeasureId>, std::pair<WideSum, std::int64_t>> days;
  for (const store::BehindRow& r : found.readings) {
    auto& [sum, readings] = days[{r.org_unit, r.day, r.measure}];
    sum += r.amount;
    ++readings;
  }
  for (const auto& [place, day] : days) {
    const auto& [unit, on, measure] = place;
    found.days.push_back({measure, unit, on, day.first.exact().rounded(), day.second});
  }
  return found;
}

ExplainRead read_step(const Catalogue& c, const rules::Definition& d, const Behind& b) {
  ExplainRead step;
  std::set<OrgUnitId> units;
  std::map<std::string, SourceUse> sources;
  std::map<MeasureId, MeasureUsed> measures;
  std::map<MeasureId, WideSum> sums;
  for (const MeasureId m : d.measures) {
    if (!m) continue;
    const MeasureRow& row = c.measures.at(m);
    measures[m] = {m, row.code,    {row.name_zh, row.name_en}, row.unit, std::nullopt, 0,
                   0, std::nullopt};
  }
  for (const store::BehindRow& r : b.readings) {
    units.insert(r.org_unit);
    SourceUse& source =
        sources.try_emplace(r.source, SourceUse{r.source, 0, std::nullopt}).first->second;
    ++source.readings;
    source.last_recorded_at =
        std::max(source.last_recorded_at.value_or(r.recorded_at), r.recorded_at);
    MeasureUsed& used = measures[r.measure];
    sums[r.measure] += r.amount;
    ++used.readings;
    used.revisions += r.revision - 1;
    used.last_recorded_at = std::max(used.last_recorded_at.value_or(r.recorded_at), r.recorded_at);
  }
  for (const auto& [measure, sum] : sums) measures[measure].amount = sum.decimal();
  step.readings = static_cast<std::int64_t>(b.readings.size());
  step.units = static_cast<std::int64_t>(units.size());
  for (auto& [code, source] : sources) step.sources.push_back(source);
  for (const MeasureId m : d.measures)
    if (m && std::ranges::find(step.measures, m, &MeasureUsed::measure) == step.measures.end())
      step.measures.push_back(measures.at(m));
  return step;
}

/// The formula with the figures in the places of the names.
std::string substituted(const rules::Definition& d, const std::vector<MeasureUsed>& measures) {
  const std::string& text = d.rule.formula.text();
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto word = [](char ch) {
      return std::isalnum(static_cast<unsigned char>(ch)) != 0 || ch == '_';
    };
    std::size_t end = i;
    while (end < text.size() && word(text[end])) ++end;
    if (end == i) {
      out += text[i++];
      continue;
    }
    const std::string name = text.substr(i, end - i);
    const auto used = std::ranges::find(measures, name, &MeasureUsed::code);
    out += used == measures.end() ? name : used->amount ? used->amount->to_string() : "—";
    i = end;
  }
  return out;
}

std::string exact_text(const Fraction& value) {
  return value.den() == 1 ? to_string(value.num())
                          : to_string(value.num()) + "/" + to_string(value.den());
}

Page<ReadingView> reading_page(const Context& ctx, Read& db, people::Service& people,
                               std::vector<store::BehindRow> rows, std::int64_t limit) {
  Page<ReadingView> page;
  std::vector<std::int64_t> ids;
  std::vector<OrgUnitId> units;
  if (static_cast<std::int64_t>(rows.size()) > limit) {
    rows.resize(static_cast<std::size_t>(limit));
    page.next = std::to_string(rows.back().id);
  }
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
  for (const store::BehindRow& r : rows)
    page.items.push_back({r.id, r.org_unit, names[r.org_unit], r.day, r.amount, r.source,
                          r.source_key, r.revision, revisions[r.id]});
  return page;
}

}  // namespace

Explanation Service::explain(const Context& ctx, Read& db, const ExplainPoint& request) {
  const auto c = catalogue(db);
  const rules::AssignmentWithTargets& assignment = assignment_or_refuse(*c, request.assignment);
  const AssignmentRow& a = assignment.row;
  require_read(ctx, a);
  const rules::Definition& d = c->definitions.at(a.kpi);
  const rules::DatedCalendar& calendar = c->calendar_of(a.org_unit);
  const Period period = calendar.period_of(request.start, d.grid);
  const auto stored = store::points(db, {a.id}, period.start, period.start);
  const Behind b = behind(db, d, a, period, request.known_at.value_or(ctx.now));
  const rules::ValueVerdict value =
      rules::value_of_rows(d, calendar, period, rules::rows_of(d, period, b.days));
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
  e.read = read_step(*c, d, b);
  e.period = {calendar.on(period.start).zone, d.kpi.frequency, period.start, period.last_day(),
              !over};
  e.compute = {.formula = d.kpi.formula,
               .substituted = substituted(d, e.read.measures),
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
             .n = a.n,
             .m = a.m,
             .limit = a.breach_value,
             .limit_op = a.breach_op};
  if (target) {
    e.judge.target = target->target;
    e.judge.green = target->green;
    e.judge.amber = target->amber;
  }
  return e;
}

std::vector<PointRow> points_as_known(Read& db, const Catalogue& c, AssignmentId id, Date from,
                                      Date to, Instant known_at, Date today) {
  const rules::AssignmentWithTargets& assignment = c.assignments.at(id);
  const rules::Definition& d = c.definition_of(id);
  const rules::DatedCalendar& calendar = c.calendar_of(assignment.row.org_unit);
  std::vector<PointRow> points;
  rules::BreachState state;
  const Behind all =
      behind(db, d, assignment.row, {assignment.row.valid_from, Date::last()}, known_at);
  std::map<Date, std::vector<DayRow>> by_period;
  for (const DayRow& day : all.days)
    by_period[calendar.period_of(day.day, d.grid).start].push_back(day);
  const Date then = std::min(today, local_date(known_at, c.company_calendar.zone));
  for (const auto& [start, days] : by_period) {
    const Period period = calendar.period_of(start, d.grid);
    const auto value = rules::value_of_rows(d, calendar, period, rules::rows_of(d, period, days));
    PointRow point = rules::point_of(d, assignment, period, value, state, period.last_day() < then);
    if (point.judged) state = rules::state_of(point);
    if (start >= from && start <= to) points.push_back(std::move(point));
  }
  return points;
}

Page<ReadingView> Service::readings(const Context& ctx, Read& db, const ReadingsOf& request) {
  const Scope scope = ctx.scope(permission::read);
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  const std::int64_t before =
      request.cursor ? std::strtoll(request.cursor->c_str(), nullptr, 10) : INT64_MAX;
  return reading_page(ctx, db, people_,
                      store::newest_readings(db, scope, request.measure, request.org_unit,
                                             request.from.value_or(Date::first()),
                                             request.to.value_or(Date::last()), before, limit + 1),
                      limit);
}

Page<ReadingView> Service::point_readings(const Context& ctx, Read& db,
                                          const ReadingsBehind& request) {
  const auto c = catalogue(db);
  const AssignmentRow& a = assignment_or_refuse(*c, request.assignment).row;
  require_read(ctx, a);
  const rules::Definition& d = c->definitions.at(a.kpi);
  const Period period = c->calendar_of(a.org_unit).period_of(request.start, d.grid);
  std::vector<MeasureId> measures;
  for (const MeasureId m : d.measures)
    if (m && (!request.measure || m == *request.measure)) measures.push_back(m);
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  const std::int64_t after =
      request.cursor ? std::strtoll(request.cursor->c_str(), nullptr, 10) : 0;
  auto rows = store::readings_behind(db, a.org_unit, measures, std::max(period.start, a.valid_from),
                                     period.last_day(), ctx.now);
  // Whose KPI it is sees what it came to; single figures are of the units that one reads.
  std::erase_if(rows, [&](const store::BehindRow& r) {
    return r.id <= after || !ctx.may(permission::read, r.org_unit);
  });
  return reading_page(ctx, db, people_, std::move(rows), limit);
}

}  // namespace twinrail::kpi
