#include <doctest/doctest.h>

#include "modules/kpi/rules_period.hpp"

namespace twinrail::kpi::rules {
namespace {

CalendarRule counting(Weekday week_start, int fiscal_start_month, const char* zone = "UTC") {
  CalendarRule rule;
  rule.zone = zone;
  rule.week_start = week_start;
  rule.fiscal_start_month = fiscal_start_month;
  return rule;
}

std::string days(const Period& period) {
  return period.start.to_string() + ".." + period.last_day().to_string();
}

}  // namespace

TEST_CASE("a week in which the week start changes is cut there, and the days stay in one each") {
  // 2026-03-04 is a Wednesday.
  const DatedCalendar calendar(counting(Weekday::monday, 1),
                               {{Date::of(2026, 3, 4), counting(Weekday::sunday, 1)}});
  const auto week = [&](int day) { return calendar.period_of(Date::of(2026, 3, day), Grid::week); };
  CHECK(days(week(1)) == "2026-02-23..2026-03-01");
  CHECK(days(week(3)) == "2026-03-02..2026-03-03");
  CHECK(days(week(4)) == "2026-03-04..2026-03-07");
  CHECK(days(week(8)) == "2026-03-08..2026-03-14");
  CHECK(calendar.next(week(3), Grid::week) == week(4));
  CHECK(calendar.previous(week(4), Grid::week) == week(3));
}

TEST_CASE("periods follow one another without a gap whatever changes in them") {
  const DatedCalendar calendar(counting(Weekday::monday, 1),
                               {{Date::of(2026, 3, 4), counting(Weekday::sunday, 4)},
                                {Date::of(2026, 3, 6), counting(Weekday::monday, 1)},
                                {Date::of(2026, 5, 20), counting(Weekday::friday, 2)},
                                {Date::of(2026, 5, 20) + 1, counting(Weekday::friday, 7)}});
  for (const Grid grid : {Grid::day, Grid::week, Grid::month, Grid::quarter, Grid::year}) {
    Date expected = calendar.period_of(Date::of(2025, 1, 1), grid).start;
    for (Date day = Date::of(2025, 1, 1); day < Date::of(2028, 1, 1); day = day + 1) {
      const Period period = calendar.period_of(day, grid);
      REQUIRE(period.contains(day));
      CHECK(days(period) == days(calendar.period_of(period.start, grid)));
      if (period.start == day) CHECK(day == expected);
      expected = period.end;
    }
  }
}

TEST_CASE("a change that begins no period elsewhere cuts none") {
  const Date middle = Date::of(2026, 3, 4);
  const DatedCalendar zone(counting(Weekday::monday, 1),
                           {{middle, counting(Weekday::monday, 1, "Asia/Tokyo")}});
  const DatedCalendar quarters(counting(Weekday::monday, 1),
                               {{middle, counting(Weekday::monday, 4)}});
  for (const Grid grid : {Grid::week, Grid::month, Grid::quarter, Grid::year})
    CHECK(zone.period_of(middle, grid) == zone.period_of(middle - 1, grid));
  CHECK(days(quarters.period_of(middle, Grid::quarter)) == "2026-01-01..2026-03-31");
  CHECK(days(quarters.period_of(middle, Grid::week)) == "2026-03-02..2026-03-08");
  CHECK(days(quarters.period_of(middle - 1, Grid::year)) == "2026-01-01..2026-03-03");
  CHECK(days(quarters.period_of(middle, Grid::year)) == "2026-03-04..2026-03-31");
  CHECK(zone.on(middle - 1).zone == "UTC");
  CHECK(zone.on(middle).zone == "Asia/Tokyo");
}

TEST_CASE("of a rebuild the rows that differ are left, and what is not due any more is dropped") {
  const AssignmentId id{3};
  const auto point = [&](int day, const char* value) {
    return PointRow{.assignment = id,
                    .start_on = Date::of(2026, 3, day),
                    .end_on = Date::of(2026, 3, day),
                    .value = Decimal::from_text(value)};
  };
  Judged judged;
  judged.units[id] = OrgUnitId{1};
  judged.points = {point(1, "1"), point(2, "2"), point(3, "3")};
  for (const PointRow& p : judged.points)
    judged.values.changes.push_back(
        {.assignment = id, .start = p.start_on, .end = p.end_on, .value = p.value});
  leave_out(judged, {point(1, "1"), point(2, "9"), point(4, "4")});
  REQUIRE(judged.points.size() == 2);
  CHECK(judged.points[0].value == "2"_dec);
  CHECK(judged.points[1].value == "3"_dec);
  REQUIRE(judged.dropped.size() == 1);
  CHECK(judged.dropped[0].start_on == Date::of(2026, 3, 4));
  REQUIRE(judged.values.changes.size() == 3);
  CHECK(judged.values.changes[2].start == Date::of(2026, 3, 4));
  CHECK(judged.values.changes[2].org_unit == OrgUnitId{1});
  CHECK_FALSE(judged.values.changes[2].value);
}

TEST_CASE("hours are counted where the unit is") {
  const Definition d = define({.formula = "made / hours_in_period", .frequency = Frequency::day},
                              {{"made", {.id = MeasureId{1}, .code = "made"}}}, "Asia/Shanghai");
  CHECK(counts_hours(d));
  const Date summer = Date::of(2026, 3, 29);  // 23 hours in Berlin
  const Period day{summer, summer + 1};
  const std::vector<DayRow> made{{MeasureId{1}, OrgUnitId{1}, summer, Decimal::whole(552), 1}};
  const auto value = [&](const char* zone) {
    const DatedCalendar calendar(counting(Weekday::monday, 1, zone));
    return value_of_days(d, calendar, day, {made, {}, {}}).value;
  };
  CHECK(value("Asia/Shanghai") == Fraction::whole(23));
  CHECK(value("Europe/Berlin") == Fraction::whole(24));
}

}  // namespace twinrail::kpi::rules
