#include "modules/kpi/rules_calendar.hpp"

#include <algorithm>

namespace twinrail::kpi::rules {

DatedCalendar::DatedCalendar(CalendarRule first, std::vector<Since> later)
    : first_(std::move(first)), later_(std::move(later)) {}

const CalendarRule& DatedCalendar::on(Date day) const {
  const auto after = std::ranges::upper_bound(later_, day, {}, &Since::from);
  return after == later_.begin() ? first_ : std::prev(after)->rule;
}

Period DatedCalendar::uncut(Date day, Grid grid) const {
  return twinrail::period_of(day, grid, on(day));
}

/// A change of the zone, or of what another grid goes by, cuts nothing.
bool DatedCalendar::cut_at(Date day, Grid grid) const {
  const Period before = uncut(day - 1, grid);
  const Period after = uncut(day, grid);
  return before.start != after.start || before.end != after.end;
}

Period DatedCalendar::period_of(Date day, Grid grid) const {
  Period period = uncut(day, grid);
  for (const Since& since : later_) {
    if (since.from <= period.start || period.end <= since.from) continue;
    if (!cut_at(since.from, grid)) continue;
    (since.from <= day ? period.start : period.end) = since.from;
  }
  return period;
}

Period DatedCalendar::next(const Period& period, Grid grid) const {
  return period_of(period.end, grid);
}

Period DatedCalendar::previous(const Period& period, Grid grid) const {
  return period_of(period.start - 1, grid);
}

Period DatedCalendar::year_before(const Period& period, Grid grid) const {
  constexpr int days_of_52_weeks = 364;
  if (grid == Grid::week) return period_of(period.start - days_of_52_weeks, grid);
  return period_of(period.start.plus_months(-12), grid);
}

bool DatedCalendar::works(Date day) const {
  return works_ ? works_(day) : day.weekday() < Weekday::saturday;
}

bool counts_hours(const Definition& definition) {
  const auto& names = definition.rule.formula.measures();
  return std::ranges::find(names, "hours_in_period") != names.end();
}

}  // namespace twinrail::kpi::rules
