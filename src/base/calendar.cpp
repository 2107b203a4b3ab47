#include "base/calendar.hpp"

#include <array>
#include <chrono>
#include <stdexcept>
#include <utility>

#include <date/tz.h>

namespace twinrail {

namespace {

namespace chr = std::chrono;

constexpr int months_per_year = 12;
constexpr int days_per_week = 7;
constexpr int quarters_per_year = 4;

Error outside() { return {Fault::invalid, "outside_calendar"}; }

const date::time_zone& zone_named(std::string_view name) {
  try {
    return *date::locate_zone(std::string(name));
  } catch (const std::runtime_error&) {
    throw Error(Fault::invalid, "unknown_zone",
                Arguments{{"zone", std::string(name.substr(0, 64))}});
  }
}

/// As Date's own arithmetic, but in the words of a calendar.
template <class Make>
auto inside_calendar(Make make) {
  try {
    return make();
  } catch (const Error& error) {
    if (error.key() == "base.date_out_of_range") throw outside();
    throw;
  }
}

Period week_of(Date day, Weekday week_start) {
  const int since = static_cast<int>(day.weekday()) - static_cast<int>(week_start);
  const Date start = day - (since + days_per_week) % days_per_week;
  return {start, start + days_per_week, 0, 0};
}

/// A stretch of `months` months, counted from the fiscal year's first month.
Period months_of(Date day, int months, int fiscal_start_month) {
  const int into_year = (day.month() - fiscal_start_month + months_per_year) % months_per_year;
  const Date start = day.first_of_month().plus_months(-(into_year % months));
  return {start, start.plus_months(months), into_year / months + 1, 0};
}

std::array<int, 3> weeks_of_quarter(WeekPattern pattern) {
  if (pattern == WeekPattern::p454) return {4, 5, 4};
  if (pattern == WeekPattern::p544) return {5, 4, 4};
  return {4, 4, 5};
}

Period weeks_period_of(Date day, const CalendarRule& rule) {
  const auto weeks = weeks_of_quarter(rule.pattern);
  Date start = rule.year_start;
  if (day < start) throw outside();
  for (int index = 1; index <= months_per_year; ++index) {
    int length = weeks[static_cast<std::size_t>((index - 1) % 3)];
    if (index == months_per_year && rule.weeks == 53) ++length;
    const Date end = start + std::int64_t{length} * days_per_week;
    if (day < end) return {start, end, index, (index - 1) / 3 + 1};
    start = end;
  }
  throw outside();
}

Period cut(Date day, Grid grid, const CalendarRule& rule) {
  switch (grid) {
    case Grid::day:
      return {day, day + 1, 0, 0};
    case Grid::week:
      return week_of(day, rule.week_start);
    case Grid::month:
      return months_of(day, 1, rule.fiscal_start_month);
    case Grid::quarter:
      return months_of(day, months_per_year / quarters_per_year, rule.fiscal_start_month);
    case Grid::year:
      return months_of(day, months_per_year, rule.fiscal_start_month);
    case Grid::four_four_five:
      return weeks_period_of(day, rule);
  }
  throw outside();
}

constexpr std::array<std::pair<Grid, std::string_view>, 6> grid_names{{
    {Grid::day, "day"},
    {Grid::week, "week"},
    {Grid::month, "month"},
    {Grid::quarter, "quarter"},
    {Grid::year, "year"},
    {Grid::four_four_five, "4-4-5"},
}};

}  // namespace

std::optional<WeekPattern> week_pattern(std::string_view text) {
  if (text == "4-4-5") return WeekPattern::p445;
  if (text == "4-5-4") return WeekPattern::p454;
  if (text == "5-4-4") return WeekPattern::p544;
  return std::nullopt;
}

std::optional<Grid> grid_from(std::string_view text) {
  for (const auto& [grid, name] : grid_names) {
    if (name == text) return grid;
  }
  return std::nullopt;
}

std::string_view name_of(Grid grid) {
  for (const auto& [known, name] : grid_names) {
    if (known == grid) return name;
  }
  return {};
}

void require_zone(std::string_view zone) { (void)zone_named(zone); }

bool is_zone(std::string_view zone) {
  try {
    require_zone(zone);
    return true;
  } catch (const Error&) {
    return false;
  }
}

Date local_date(Instant instant, std::string_view zone) {
  const auto& rules = zone_named(zone);
  const date::sys_seconds moment{chr::seconds{instant.seconds()}};
  const auto offset = rules.get_info(moment).offset;
  return inside_calendar([&] { return instant.plus_seconds(offset.count()).utc_date(); });
}

Instant start_of_day(Date day, std::string_view zone) {
  const auto& rules = zone_named(zone);
  const date::local_days local{chr::days{day.days()}};
  const auto moment = rules.to_sys(local, date::choose::earliest);
  const auto seconds = chr::floor<chr::seconds>(moment).time_since_epoch().count();
  return Instant::from_micros(0).plus_seconds(seconds);
}

Period period_of(Date day, Grid grid, const CalendarRule& rule) {
  return inside_calendar([&] { return cut(day, grid, rule); });
}

Period period_of(Instant instant, Grid grid, const CalendarRule& rule) {
  return period_of(local_date(instant, rule.zone), grid, rule);
}

Period next(const Period& period, Grid grid, const CalendarRule& rule) {
  return period_of(period.end, grid, rule);
}

Period previous(const Period& period, Grid grid, const CalendarRule& rule) {
  return inside_calendar([&] { return cut(period.start - 1, grid, rule); });
}

std::vector<Period> periods_between(Date first, Date last, Grid grid, const CalendarRule& rule) {
  std::vector<Period> found;
  if (last < first) return found;
  found.push_back(period_of(first, grid, rule));
  while (!found.back().contains(last)) found.push_back(next(found.back(), grid, rule));
  return found;
}

Fraction hours_in(const Period& period, std::string_view zone) {
  constexpr int seconds_per_hour = 3'600;
  const Instant start = start_of_day(period.start, zone);
  const Instant end = start_of_day(period.end, zone);
  return Fraction::of(end.seconds() - start.seconds(), seconds_per_hour);
}

std::optional<Period> period_of_label(std::string_view label) {
  if (const auto day = Date::parse(label)) {
    if (*day == Date::last()) return std::nullopt;
    return Period{*day, *day + 1, 0, 0};
  }
  const CalendarRule civil;
  const auto within = [&](const std::string& first_day, Grid grid) -> std::optional<Period> {
    const auto day = Date::parse(first_day);
    if (!day || day->year() == 9999) return std::nullopt;
    return cut(*day, grid, civil);
  };
  const std::string text(label);
  if (text.size() == 4) return within(text + "-01-01", Grid::year);
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  if (text[5] != 'Q') return within(text + "-01", Grid::month);
  if (text[6] < '1' || text[6] > '4') return std::nullopt;
  constexpr std::array<std::string_view, quarters_per_year> first_months{"01", "04", "07", "10"};
  const auto quarter = static_cast<std::size_t>(text[6] - '1');
  return within(text.substr(0, 5) + std::string(first_months[quarter]) + "-01", Grid::quarter);
}

std::string label_of(const Period& period, Grid grid) {
  std::string first_day = period.start.to_string();
  if (grid == Grid::month) return first_day.substr(0, 7);
  const bool civil_year = period.start.month() % 3 == 1;
  if (grid == Grid::quarter && civil_year) {
    return first_day.substr(0, 5) + "Q" + std::to_string(period.start.month() / 3 + 1);
  }
  if (grid == Grid::year && period.start.month() == 1) return first_day.substr(0, 4);
  return first_day;
}

}  // namespace twinrail
