#include "modules/kpi/service_reported.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "modules/kpi/store_entry.hpp"
#include "modules/people/people.hpp"

namespace twinrail::kpi {
namespace {

using DutiesBelow = std::map<AssignmentId, std::vector<store::DutyBelow>>;

/// What duties ask for below the assignments of a list, and which days have figures.
struct Reported {
  DutiesBelow duties;
  std::set<std::tuple<MeasureId, OrgUnitId, Date>> there;
  people::Workdays worked;  ///< asked of working days alone
  std::map<OrgUnitId, rules::UnitMoment> clocks;
};

/// Duties, and cells of duties and days, that a list looks into at most. Of the assignments beyond
/// them nothing is told.
constexpr std::int64_t cells_looked_into = 50'000;
/// A period that is longer than a month is not looked into day by day.
constexpr std::int64_t reported_days_max = 31;

bool is_looked_into(const KpiView& row) {
  return row.period && row.period->end - row.period->start < reported_days_max;
}

/// The rows that are looked into, the newest periods first.
std::vector<const KpiView*> rows_looked_into(const std::vector<KpiView>& rows) {
  std::vector<const KpiView*> list;
  for (const KpiView& row : rows)
    if (is_looked_into(row)) list.push_back(&row);
  std::ranges::sort(list, {}, [](const KpiView* row) {
    return std::pair(-row->period->end.days(), row->assignment);
  });
  return list;
}

const std::vector<MeasureId>& measures_used(const Catalogue& c, const KpiView& row) {
  return c.definition_of(row.assignment).on(row.period->end).measures;
}

/// Whether a duty that was read for the whole list can ask for a figure of this row.
bool concerns(const Catalogue& c, const store::DutyBelow& duty, const KpiView& row) {
  const auto& used = measures_used(c, row);
  return std::ranges::find(used, duty.measure) != used.end() &&
         std::max(duty.valid_from, duty.under_from) <= row.period->end &&
         row.period->start <= std::min(duty.valid_to, duty.under_to);
}

/// Of each assignment all its duties, or none of them: where there are too many to read, the last
/// ones, which came in part or not at all, are left out.
DutiesBelow duties_of(const Catalogue& c, Read& db, const std::vector<const KpiView*>& rows) {
  std::map<AssignmentId, const KpiView*> by_id;
  std::vector<AssignmentId> ids;
  std::set<MeasureId> measures;
  Date from = Date::last();
  Date to = Date::first();
  for (const KpiView* row : rows) {
    by_id[row->assignment] = row;
    ids.push_back(row->assignment);
    for (const MeasureId m : measures_used(c, *row))
      if (m) measures.insert(m);
    from = std::min(from, row->period->start);
    to = std::max(to, row->period->end);
  }
  if (measures.empty()) return {};
  const auto read = store::duties_below(db, ids, {measures.begin(), measures.end()}, from, to,
                                        cells_looked_into + 1);
  DutiesBelow found;
  const bool cut = std::ssize(read) > cells_looked_into;
  for (const store::DutyBelow& duty : read)
    if (!(cut && duty.assignment == read.back().assignment) &&
        concerns(c, duty, *by_id.at(duty.assignment)))
      found[duty.assignment].push_back(duty);
  return found;
}

/// The span of days and the duties of some rows.
struct Cells {
  Date from = Date::last();
  Date to = Date::first();
  std::int64_t duties = 0;
  /// Takes a row with its duties, unless there would be too many cells.
  bool take(const PeriodView& period, std::int64_t more) {
    const Cells wider{std::min(from, period.start), std::max(to, period.end), duties + more};
    if (wider.duties * (wider.to - wider.from + 1) > cells_looked_into) return false;
    *this = wider;
    return true;
  }
};

/// Leaves the duties of those rows that fit, the newest periods first.
Cells keep_what_fits(DutiesBelow& duties, const std::vector<const KpiView*>& rows) {
  Cells cells;
  for (const KpiView* row : rows)
    if (const auto own = duties.find(row->assignment); own != duties.end())
      if (!cells.take(*row->period, std::ssize(own->second))) duties.erase(own);
  return cells;
}

std::map<OrgUnitId, rules::UnitMoment> clocks_of(Read& db, people::Service& people,
                                                 const std::vector<OrgUnitId>& units,
                                                 const Moment& at) {
  std::map<OrgUnitId, rules::UnitMoment> clocks;
  for (const OrgUnitId unit : units) clocks[unit] = at.day;
  if (!at.now) return clocks;
  const people::Calendars calendars = people.calendars_of(db, units);
  std::map<std::string, rules::UnitMoment> by_zone;
  for (auto& [unit, clock] : clocks) {
    const std::string zone = calendars.of(unit, at.now->utc_date()).zone;
    if (!by_zone.contains(zone)) by_zone[zone] = rules::moment_in(*at.now, zone);
    clock = by_zone.at(zone);
  }
  return clocks;
}

Reported reported_of(const Catalogue& c, Read& db, people::Service& people,
                     const std::vector<KpiView>& all, const Moment& at) {
  const std::vector<const KpiView*> rows = rows_looked_into(all);
  Reported found{.duties = duties_of(c, db, rows)};
  const Cells cells = keep_what_fits(found.duties, rows);
  std::set<MeasureId> measures;
  std::set<OrgUnitId> below;
  bool by_workday = false;
  for (const auto& [id, duties] : found.duties)
    for (const store::DutyBelow& duty : duties) {
      measures.insert(duty.measure);
      below.insert(duty.org_unit);
      by_workday = by_workday || duty.grain == DutyGrain::workday;
    }
  if (below.empty()) return found;
  const std::vector<OrgUnitId> units(below.begin(), below.end());
  for (const DayRow& day :
       store::days(db, {measures.begin(), measures.end()}, units, cells.from, cells.to))
    if (day.readings > 0) found.there.insert({day.measure, day.org_unit, day.day});
  if (by_workday) found.worked = people.workdays_of(db, units, cells.from, cells.to);
  found.clocks = clocks_of(db, people, units, at);
  return found;
}

/// The days of a period on which a duty asks for a figure while its unit stands below.
std::vector<Date> days_asked(const Catalogue& c, const people::Workdays& worked,
                             const store::DutyBelow& duty, const PeriodView& period) {
  // The catalogue knows the working days of units that have an assignment, and of no others.
  rules::DatedCalendar calendar = c.calendar_of(duty.org_unit);
  if (duty.grain == DutyGrain::workday)
    calendar.work_by([&](Date day) { return worked.works(duty.org_unit, day); });
  std::vector<Date> days = rules::asked_days(duty, calendar, {period.start, period.end + 1});
  std::erase_if(days, [&](Date day) { return day < duty.under_from || duty.under_to < day; });
  return days;
}

}  // namespace

void add_ages(const Catalogue& c, std::vector<KpiView>& rows, Date today) {
  for (KpiView& row : rows) {
    if (!row.period || (row.open && row.open->value)) continue;
    const auto last = row.actual ? std::optional(row.period->end) : row.last_figure_on;
    if (!last) continue;
    row.age = today - *last;
    row.behind = rules::periods_behind(judged_by(c, row.assignment, today), *last);
  }
}

void add_reported(const Catalogue& c, Read& db, people::Service& people, std::vector<KpiView>& rows,
                  const Moment& at) {
  const Reported reported = reported_of(c, db, people, rows, at);
  for (KpiView& row : rows) {
    const auto own = reported.duties.find(row.assignment);
    if (own == reported.duties.end()) continue;
    EntryCount count;
    for (const store::DutyBelow& duty : own->second)
      for (const Date day : days_asked(c, reported.worked, duty, *row.period)) {
        const bool in = reported.there.contains({duty.measure, duty.org_unit, day});
        const auto& clock = reported.clocks.at(duty.org_unit);
        rules::count_in(
            count, in ? EntryState::filled : rules::empty_state(duty, {day, day + 1}, true, clock));
      }
    if (count.due > 0) row.reported = count;
  }
}

}  // namespace twinrail::kpi
