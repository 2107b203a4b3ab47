#include "modules/kpi/service_entry.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "modules/kpi/service_source.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

namespace twinrail::kpi {
namespace {

/// Units and columns that one sheet shows; beyond them people choose a smaller unit or span.
constexpr std::size_t units_max = 200;
constexpr std::size_t columns_max = 31;
/// Duties that one sheet reads: a dozen measures of each unit.
constexpr std::int64_t duties_max = 2400;
constexpr std::int64_t columns_default = 7;

std::vector<MeasureId> measures_of(const std::vector<DutyRow>& duties) {
  std::set<MeasureId> found;
  for (const DutyRow& duty : duties) found.insert(duty.measure);
  return {found.begin(), found.end()};
}

std::vector<OrgUnitId> units_of(const std::vector<DutyRow>& duties) {
  std::set<OrgUnitId> found;
  for (const DutyRow& duty : duties) found.insert(duty.org_unit);
  return {found.begin(), found.end()};
}

constexpr std::array all_grains{DutyGrain::day, DutyGrain::week, DutyGrain::month,
                                DutyGrain::workday};

/// The duties of a sheet: of every grain whose periods its columns are.
store::DutySpan span_of(Date from, Date to, std::optional<DutyGrain> shown = {}) {
  store::DutySpan span{from, to, {}, duties_max};
  for (const DutyGrain grain : all_grains)
    if (!shown || rules::grid_of(grain) == rules::grid_of(*shown))
      span.grains.emplace_back(enum_name(grain));
  return span;
}

/// What the caller reports: by name, and in the units that are his to enter for.
std::vector<DutyRow> own_duties(const Context& ctx, Read& db, const store::DutySpan& span) {
  std::vector<DutyRow> rows;
  const Scope scope = ctx.scope(permission::enter);
  if (ctx.viewer().person && scope.own())
    rows = store::duties_of_person(db, ctx.viewer().person, span);
  if (!scope.relations().empty())
    for (DutyRow& row : store::duties_in_reach(db, scope, span)) rows.push_back(std::move(row));
  return rows;
}

/// The columns of a sheet. Throws Error "kpi.entry_span" where there are too many.
std::vector<Period> columns_of(const EntryQuery& request, Date today,
                               const CalendarRule& calendar) {
  const Grid grid = rules::grid_of(request.grain.value_or(DutyGrain::day));
  const Date to = request.to.value_or(today);
  if (request.from) {
    // Before the periods are counted out one by one.
    constexpr std::int64_t days_max = 31L * static_cast<std::int64_t>(columns_max);
    std::vector<Period> columns;
    if (*request.from <= to && to - *request.from <= days_max)
      columns = periods_between(*request.from, to, grid, calendar);
    if (columns.empty() || columns.size() > columns_max)
      throw Error(Fault::unprocessable, "kpi.entry_span",
                  Arguments{{"columns", std::to_string(columns_max)}});
    return columns;
  }
  std::vector<Period> columns{period_of(to, grid, calendar)};
  while (std::ssize(columns) < columns_default)
    columns.insert(columns.begin(), previous(columns.front(), grid, calendar));
  return columns;
}

/// Keeps the duties of the first units, a bounded number.
bool cut(std::vector<DutyRow>& duties) {
  const std::vector<OrgUnitId> units = units_of(duties);
  const bool whole = std::ssize(duties) < duties_max;
  if (units.size() <= units_max && whole) return false;
  const OrgUnitId last = units[std::min(units.size(), units_max) - 1];
  std::erase_if(duties, [&](const DutyRow& duty) { return duty.org_unit > last; });
  return true;
}

/// Adds up a measure's columns of those units that have a figure.
class Totals {
 public:
  explicit Totals(const std::vector<Period>& columns) : totals_(columns.size()) {
    for (std::size_t i = 0; i < columns.size(); ++i) totals_[i].day = columns[i].last_day();
    sums_.resize(columns.size());
  }
  void take(std::size_t column, const EntryBook::Cell& cell) {
    EntryTotal& total = totals_[column];
    rules::count_in(total.count, cell.state);
    total.of += cell.state != EntryState::off;
    if (!cell.amount) return;
    ++total.units;
    sums_[column] += *cell.amount;
  }
  [[nodiscard]] std::vector<EntryTotal> done() {
    for (std::size_t i = 0; i < totals_.size(); ++i)
      if (totals_[i].units > 0) totals_[i].amount = sums_[i].decimal();
    return totals_;
  }

 private:
  std::vector<EntryTotal> totals_;
  std::vector<WideSum> sums_;
};

EntryRow row_of(const Context& ctx, const Catalogue& c, const EntryBook& book, const DutyRow& duty,
                const std::vector<Period>& columns, Totals& totals) {
  EntryRow row{duty.measure, duty.org_unit, {}, {}};
  const bool mine = may_enter(ctx, duty);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const EntryBook::Cell cell = book.at(duty, columns[i]);
    totals.take(i, cell);
    const bool open = mine && cell.state != EntryState::several &&
                      book.may_be_typed(duty, columns[i]) &&
                      (!cell.sole || may_correct(ctx, c, cell.sole->source));
    row.cells.push_back({columns[i].last_day(), cell.state, cell.amount, cell.revision(), open});
  }
  return row;
}

/// The head of a measure on the sheet, without its totals.
EntryMeasure head_of(const Context& ctx, const Catalogue& c, MeasureId id,
                     const std::vector<DutyRow>& duties) {
  const MeasureRow& m = c.measures.at(id);
  EntryMeasure head{m.id, m.code, {m.name_zh, m.name_en}, m.unit, m.kind, minute_max, 0, {}, {}};
  for (const DutyRow& duty : duties) {
    if (duty.measure != id) continue;
    head.open_minute = std::min(head.open_minute, duty.open_minute);
    head.due_minute = std::max(head.due_minute, duty.due_minute);
  }
  const auto fed = c.fed.find(id);
  if (fed != c.fed.end() && ctx.viewer().holds(permission::read))
    for (const KpiId kpi : fed->second) {
      const KpiRow& row = c.definitions.at(kpi).kpi;
      head.kpis.push_back({row.name_zh, row.name_en});
    }
  return head;
}

/// The KPIs of the sheet's unit that are judged by its columns.
std::vector<EntryRate> rates_of(const Context& ctx, const Catalogue& c, Read& db, OrgUnitId unit,
                                const std::vector<MeasureId>& measures,
                                const std::vector<Period>& columns, Grid grid) {
  std::map<AssignmentId, EntryRate> rates;
  if (!ctx.may(permission::read, unit)) return {};
  for (const MeasureId measure : measures) {
    const auto fed = c.fed.find(measure);
    if (fed == c.fed.end()) continue;
    for (const KpiId kpi : fed->second) {
      const auto assigned = c.assigned.find({kpi, unit});
      const rules::Definition& d = c.definitions.at(kpi);
      if (assigned == c.assigned.end() || d.grid != grid) continue;
      rates.try_emplace(assigned->second, assigned->second, measure,
                        Names{d.kpi.name_zh, d.kpi.name_en}, d.kpi.unit, d.kpi.decimals,
                        std::vector<EntryPoint>{});
    }
  }
  std::vector<AssignmentId> ids;
  for (const auto& [id, rate] : rates) ids.push_back(id);
  if (ids.empty()) return {};
  for (const PointRow& p : store::points(db, ids, columns.front().start, columns.back().last_day()))
    rates.at(p.assignment)
        .points.push_back({p.end_on, p.value, rules::light_of(p), p.rows_used, p.rows_seen});
  std::vector<EntryRate> list;
  for (auto& [id, rate] : rates) list.push_back(std::move(rate));
  return list;
}

}  // namespace

bool may_enter(const Context& ctx, const DutyRow& duty) {
  if (ctx.may_everywhere(permission::enter)) return true;
  // Who reports any figure of the unit may report this one, whoever is asked for it.
  if (ctx.may(permission::write_reading, duty.org_unit)) return true;
  if (duty.person) return ctx.may(permission::enter, OrgUnitId{}, *duty.person);
  return ctx.may(permission::enter, duty.org_unit);
}

EntryBook::EntryBook(Read& db, people::Service& people, const std::vector<DutyRow>& duties,
                     Date from, Date to, Instant now) {
  const std::vector<OrgUnitId> units = units_of(duties);
  if (units.empty()) return;
  const std::vector<MeasureId> measures = measures_of(duties);
  for (const DayRow& row : store::days(db, measures, units, from, to))
    if (row.readings > 0) sums_[{row.measure, row.org_unit, row.day}] = row;
  for (store::SoleReading& row : store::sole_readings(db, measures, units, from, to))
    soles_[{row.measure, row.org_unit, row.day}] = std::move(row);
  if (std::ranges::any_of(duties, [](const DutyRow& d) { return d.grain == DutyGrain::workday; }))
    workdays_ = people.workdays_of(db, units, from, to);
  const people::Calendars calendars = people.calendars_of(db, units);
  std::map<std::string, rules::UnitMoment> clocks;
  for (const OrgUnitId unit : units) {
    const std::string zone = calendars.of(unit, now.utc_date()).zone;
    if (!clocks.contains(zone)) clocks[zone] = rules::moment_in(now, zone);
    clocks_[unit] = clocks.at(zone);
  }
}

EntryBook::Cell EntryBook::at(const DutyRow& duty, const Period& period) const {
  const Key key{duty.measure, duty.org_unit, period.last_day()};
  const auto sum = sums_.find(key);
  if (sum == sums_.end())
    return {rules::empty_state(duty, period, worked(duty, period), clock_of(duty.org_unit)),
            {},
            nullptr};
  const auto sole = soles_.find(key);
  if (sole == soles_.end() || sole->second.dim1)
    return {EntryState::several, sum->second.amount, nullptr};
  return {sole->second.revision > 1 ? EntryState::corrected : EntryState::filled,
          sum->second.amount, &sole->second};
}

EntrySheet Service::entry(const Context& ctx, Read& db, const EntryQuery& request) {
  ctx.require(permission::enter);
  const auto c = catalogue(db);
  EntrySheet sheet{.today = ctx.today(), .grain = request.grain.value_or(DutyGrain::day)};
  const std::vector<Period> columns = columns_of(request, ctx.today(), c->company_calendar);
  for (const Period& p : columns) sheet.columns.push_back({p.start, p.last_day()});
  const Date from = columns.front().start;
  const Date to = columns.back().last_day();
  const store::DutySpan span = span_of(from, to, sheet.grain);
  sheet.unit = request.unit;
  if (!sheet.unit && ctx.may_everywhere(permission::enter)) sheet.unit = people_.root(db, to);
  std::vector<DutyRow> duties = sheet.unit ? store::duties_under(db, *sheet.unit, ctx.today(), span)
                                           : own_duties(ctx, db, span);
  std::erase_if(duties, [&](const DutyRow& duty) {
    return !may_enter(ctx, duty) && !ctx.may(permission::read, duty.org_unit);
  });
  sheet.more = cut(duties);
  const EntryBook book(db, people_, duties, from, to, ctx.now);
  std::vector<PersonId> persons;
  for (const DutyRow& duty : duties)
    if (duty.person) persons.push_back(*duty.person);
  const auto person_names = people_.person_names(db, persons);
  for (const MeasureId measure : measures_of(duties)) {
    EntryMeasure head = head_of(ctx, *c, measure, duties);
    Totals totals(columns);
    for (const DutyRow& duty : duties) {
      if (duty.measure != measure) continue;
      EntryRow& row = sheet.rows.emplace_back(row_of(ctx, *c, book, duty, columns, totals));
      if (duty.person && person_names.contains(*duty.person))
        row.person_name = person_names.at(*duty.person);
    }
    head.totals = totals.done();
    sheet.measures.push_back(std::move(head));
  }
  std::vector<OrgUnitId> named = units_of(duties);
  for (const auto& [unit, names] : people_.unit_names(db, named, to))
    sheet.units.push_back({unit, names});
  if (!sheet.unit) return sheet;
  if (const auto view = people_.unit_view(db, *sheet.unit, to); view && !duties.empty())
    sheet.unit_names = view->names;
  sheet.rates =
      rates_of(ctx, *c, db, *sheet.unit, measures_of(duties), columns, rules::grid_of(sheet.grain));
  return sheet;
}

EntryDue Service::entry_due(const Context& ctx, Read& db, const NoRequest&) {
  ctx.require(permission::enter);
  const CalendarRule calendar = people_.calendar(db);
  const Date since = ctx.today() - (columns_default - 1);
  const Date until = period_of(ctx.today(), Grid::month, calendar).last_day() + columns_default;
  const auto duties = own_duties(ctx, db, span_of(since, until));
  const EntryBook book(db, people_, duties, since, until, ctx.now);
  EntryDue due{.duties = std::ssize(duties)};
  for (const DutyRow& duty : duties)
    for (const Period& p :
         periods_between(since, ctx.today(), rules::grid_of(duty.grain), calendar)) {
      const EntryState state = book.at(duty, p).state;
      const bool missing = state == EntryState::due || state == EntryState::late;
      if (p.contains(ctx.today()))
        due.missing += missing;
      else
        due.late += missing;
    }
  return due;
}

}  // namespace twinrail::kpi
