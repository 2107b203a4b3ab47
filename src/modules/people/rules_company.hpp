#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "base/error.hpp"
#include "modules/people/model_company.hpp"

/// Working days and exchange rates. Pure.
namespace twinrail::people::rules {

/// The days of a week as bits: Monday is 1, Sunday 64.
[[nodiscard]] std::int64_t weekday_bits(std::span<const Weekday> days);
[[nodiscard]] std::vector<Weekday> weekdays_of(std::int64_t bits);

/// Whether a day is worked: what is said of the day itself counts before its day of the week.
[[nodiscard]] bool is_workday(std::int64_t weekdays, const std::map<Date, DayKind>& special,
                              Date day);
/// The days of a week on a day: `now`, or what held up to the first of `earlier` that is no earlier
/// than the day.
[[nodiscard]] std::int64_t week_on(std::int64_t now, const std::map<Date, std::int64_t>& earlier,
                                   Date day);
/// How many days are worked in each month of a year, January first.
[[nodiscard]] std::vector<std::int64_t> workdays_by_month(
    std::int64_t weekdays, const std::map<Date, std::int64_t>& earlier,
    const std::map<Date, DayKind>& special, std::int64_t year);

/// Years whose holidays in China, with the days that are worked in exchange, are known here.
[[nodiscard]] std::vector<std::int64_t> holiday_years();
/// The holidays of such a year, in order, as the State Council has announced them; none of another.
[[nodiscard]] std::vector<SpecialDay> holidays_of(std::int64_t year);

/// From when to when each choice of a calendar holds: until the day before the unit's next one.
/// `rows` are in order of unit and day.
[[nodiscard]] std::vector<std::optional<Date>> last_days(const std::vector<CalendarUseRow>& rows);

/// What is wrong with a rate: a currency is none, both are the same, neither figure is there, one
/// is not above zero.
[[nodiscard]] std::vector<Problem> rate_problems(const std::string& base, const std::string& quote,
                                                 const std::optional<Decimal>& closing,
                                                 const std::optional<Decimal>& average);

}  // namespace twinrail::people::rules
