#include "modules/people/rules_company.hpp"

#include <numeric>

#include <doctest/doctest.h>

namespace twinrail::people::rules {
namespace {

constexpr std::int64_t monday_to_friday = 31;

std::map<Date, DayKind> kinds_of_year(std::int64_t year) {
  std::map<Date, DayKind> kinds;
  for (const SpecialDay& day : holidays_of(year)) kinds[day.day] = day.kind;
  return kinds;
}

std::int64_t workdays_in(std::int64_t year, const std::map<Date, DayKind>& special) {
  const auto months = workdays_by_month(monday_to_friday, {}, special, year);
  return std::accumulate(months.begin(), months.end(), std::int64_t{0});
}

std::string keys(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& p : problems) text += p.pointer + " " + p.key + ";";
  return text;
}

}  // namespace

TEST_CASE("days of a week are bits from Monday on") {
  const std::vector<Weekday> days{Weekday::saturday, Weekday::monday};
  CHECK(weekday_bits(days) == 33);
  CHECK(weekdays_of(33) == std::vector{Weekday::monday, Weekday::saturday});
}

TEST_CASE("what is said of a day counts before its day of the week") {
  const Date sunday = Date::of(2026, 1, 4);
  const Date monday = Date::of(2026, 1, 5);
  CHECK(is_workday(monday_to_friday, {}, monday));
  CHECK_FALSE(is_workday(monday_to_friday, {}, sunday));
  CHECK(is_workday(monday_to_friday, {{sunday, DayKind::workday}}, sunday));
  for (const DayKind kind :
       {DayKind::rest, DayKind::statutory, DayKind::substitute, DayKind::adjusted_rest})
    CHECK_FALSE(is_workday(monday_to_friday, {{monday, kind}}, monday));
}

TEST_CASE("a week that was changed holds from its day on") {
  const std::map<Date, std::int64_t> earlier{{Date::of(2026, 1, 31), 63},
                                             {Date::of(2026, 2, 28), 127}};
  CHECK(week_on(31, earlier, Date::of(2026, 1, 31)) == 63);
  CHECK(week_on(31, earlier, Date::of(2026, 2, 1)) == 127);
  CHECK(week_on(31, earlier, Date::of(2026, 3, 1)) == 31);
  const auto months = workdays_by_month(31, earlier, {}, 2026);
  CHECK(months.at(0) == 27);
  CHECK(months.at(1) == 28);
  CHECK(months.at(2) == 22);
}

TEST_CASE("the years that are known have as many workdays as the State Council announced") {
  CHECK(holiday_years() == std::vector<std::int64_t>{2024, 2025, 2026});
  const std::map<std::int64_t, std::pair<int, int>> years{
      {2024, {251, 11}}, {2025, {248, 13}}, {2026, {248, 13}}};
  for (const auto& [year, counts] : years) {
    CAPTURE(year);
    CHECK(workdays_in(year, kinds_of_year(year)) == counts.first);
    std::int64_t statutory = 0;
    for (const SpecialDay& day : holidays_of(year)) {
      statutory += day.kind == DayKind::statutory;
      // A day that is worked in exchange lies on a weekend, a day off in exchange does not.
      const bool weekend = day.day.weekday() >= Weekday::saturday;
      if (day.kind == DayKind::workday || day.kind == DayKind::rest) CHECK(weekend);
      if (day.kind == DayKind::substitute || day.kind == DayKind::adjusted_rest)
        CHECK_FALSE(weekend);
    }
    CHECK(statutory == counts.second);
  }
  CHECK(holidays_of(2023).empty());
}

TEST_CASE("workdays are counted by month") {
  const auto months = workdays_by_month(monday_to_friday, {}, kinds_of_year(2026), 2026);
  REQUIRE(months.size() == 12);
  CHECK(months[1] == 16);  // February: 20 weekdays, 6 off, 2 Saturdays worked
  CHECK(months[6] == 23);
  CHECK(workdays_in(2027, {}) == 261);
}

TEST_CASE("a choice holds until the day before the unit's next one") {
  const Date may = Date::of(2026, 5, 1);
  const std::vector<CalendarUseRow> rows{{OrgUnitId{1}, may, WorkCalendarId{1}},
                                         {OrgUnitId{1}, may + 9, std::nullopt},
                                         {OrgUnitId{2}, may, WorkCalendarId{1}}};
  CHECK(last_days(rows) == std::vector<std::optional<Date>>{may + 8, std::nullopt, std::nullopt});
}

TEST_CASE("a rate is of two currencies, has a figure, and lies above zero") {
  const Decimal seven = Decimal::whole(7);
  CHECK(keys(rate_problems("USD", "CNY", seven, {})) == "");
  CHECK(keys(rate_problems("USD", "CNY", {}, seven)) == "");
  CHECK(keys(rate_problems("USD", "USD", seven, {})) == "/quote people.rate_of_itself;");
  CHECK(keys(rate_problems("RMB", "CNY", seven, {})) == "/base base.unknown_currency;");
  CHECK(keys(rate_problems("USD", "CNY", {}, {})) == "/closing people.rate_without_figure;");
  CHECK(keys(rate_problems("USD", "CNY", Decimal(), -seven)) ==
        "/closing people.rate_not_above_zero;/average people.rate_not_above_zero;");
}

}  // namespace twinrail::people::rules
