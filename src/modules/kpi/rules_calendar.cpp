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

namespace {

/// What a definition makes no sense for with these rows (a level added over several periods) is no
/// error of whoever reports one of them.
ValueVerdict value_or_reason(const ValueRule& rule, std::span<const Row> rows) {
  try {
    require_sound(rule, rows);
  } catch (const Error&) {
    return {.null_reason = NullReason::not_derivable, .rows_seen = static_cast<int>(rows.size())};
  }
  return storable(evaluate(rule, rows));
}

}  // namespace

ValueVerdict value_of_rows(const Definition& definition, const DatedCalendar& calendar,
                           const Period& period, std::span<const Row> rows) {
  const std::string& zone = calendar.on(period.start).zone;
  if (zone == definition.rule.zone) return value_or_reason(definition.rule, rows);
  ValueRule there = definition.rule;
  there.zone = zone;
  return value_or_reason(there, rows);
}

bool counts_hours(const Definition& definition) {
  const auto& names = definition.rule.formula.measures();
  return std::ranges::find(names, "hours_in_period") != names.end();
}

}  // namespace twinrail::kpi::rules
