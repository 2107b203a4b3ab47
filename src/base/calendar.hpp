#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/error.hpp"

namespace twinrail {

/// The periods that a calendar divides time into. `four_four_five` has twelve of whole weeks.
enum class Grid { day, week, month, quarter, year, four_four_five };

/// The order of the long period in each quarter of a 4-4-5 year.
enum class WeekPattern { p445, p454, p544 };

/// "4-4-5", "4-5-4", "5-4-4"; nothing for another text.
[[nodiscard]] std::optional<WeekPattern> week_pattern(std::string_view text);
/// "day", "week", "month", "quarter", "year", "4-4-5"; nothing for another text.
[[nodiscard]] std::optional<Grid> grid_from(std::string_view text);
[[nodiscard]] std::string_view name_of(Grid grid);

/// How a unit counts its time.
struct CalendarRule {
  std::string zone = "UTC";              ///< IANA name
  int fiscal_start_month = 1;            ///< 1..12, for quarter and year
  Weekday week_start = Weekday::monday;  ///< for week
  WeekPattern pattern = WeekPattern::p445;
  Date year_start;  ///< first day of the 4-4-5 year
  int weeks = 52;   ///< of the 4-4-5 year: 52, or 53 with a longer last period
};

/// One period of a grid.
struct Period {
  Date start;
  Date end;         ///< first day after
  int index = 0;    ///< month, quarter or period of the year, 1 for a year; 0 for day and week
  int quarter = 0;  ///< 1..4 for 4-4-5, else 0
  friend bool operator==(const Period&, const Period&) = default;
  [[nodiscard]] int days() const { return end - start; }
  [[nodiscard]] Date last_day() const { return end - 1; }
  [[nodiscard]] bool contains(Date day) const { return start <= day && day < end; }
};

/// Throws Error "unknown_zone" for a name that is no IANA zone.
void require_zone(std::string_view zone);
[[nodiscard]] bool is_zone(std::string_view zone);

/// The wall-clock day of a moment. Throws Error "unknown_zone", "outside_calendar" (year > 9999).
[[nodiscard]] Date local_date(Instant instant, std::string_view zone);
/// When a day begins in a zone: its first moment that exists. Throws Error "unknown_zone".
[[nodiscard]] Instant start_of_day(Date day, std::string_view zone);

/// The period of a day. Throws Error "outside_calendar" if the 4-4-5 year does not hold the day, or
/// the period would leave the years 1 to 9999.
[[nodiscard]] Period period_of(Date day, Grid grid, const CalendarRule& rule);
/// The period of a moment, by the rule's zone. Also throws Error "unknown_zone".
[[nodiscard]] Period period_of(Instant instant, Grid grid, const CalendarRule& rule);

/// The neighbours of a period. Throws Error "outside_calendar" as `period_of`.
[[nodiscard]] Period next(const Period& period, Grid grid, const CalendarRule& rule);
[[nodiscard]] Period previous(const Period& period, Grid grid, const CalendarRule& rule);
/// From the period of `first` to that of `last`, both included; empty if `last` is before `first`.
[[nodiscard]] std::vector<Period> periods_between(Date first, Date last, Grid grid,
                                                  const CalendarRule& rule);

/// Real hours from the start of the first day to the start of the day after, summer time counted as
/// far as the zone files list its changes (to the end of 2037).
[[nodiscard]] Fraction hours_in(const Period& period, std::string_view zone);

/// The days behind a label: "2026-05-10", "2026-05", "2026-Q2", "2026". Nothing for another text.
[[nodiscard]] std::optional<Period> period_of_label(std::string_view label);
/// The label of a period: the first day, "2026-05" for a calendar month, "2026-Q2", "2026".
[[nodiscard]] std::string label_of(const Period& period, Grid grid);

}  // namespace twinrail
