#include "base/calendar.hpp"

#include <string>

#include <doctest/doctest.h>

namespace twinrail {

namespace {

std::string refusal_of(auto&& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.key();
  }
  return "";
}

/// "start..end #index q quarter".
std::string text_of(const Period& p) {
  return p.start.to_string() + ".." + p.end.to_string() + " #" + std::to_string(p.index) + " q" +
         std::to_string(p.quarter);
}

CalendarRule fiscal(int month) {
  CalendarRule rule;
  rule.fiscal_start_month = month;
  return rule;
}

CalendarRule retail(WeekPattern pattern, int weeks) {
  CalendarRule rule;
  rule.pattern = pattern;
  rule.year_start = Date::of(2026, 2, 1);
  rule.weeks = weeks;
  return rule;
}

std::string cut(const char* day, Grid grid, const CalendarRule& rule) {
  return text_of(period_of(Date::from_text(day), grid, rule));
}

}  // namespace

TEST_CASE("fiscal years shift months, quarters and years") {
  CHECK(cut("2026-05-10", Grid::month, fiscal(1)) == "2026-05-01..2026-06-01 #5 q0");
  CHECK(cut("2026-05-10", Grid::month, fiscal(4)) == "2026-05-01..2026-06-01 #2 q0");
  CHECK(cut("2026-03-31", Grid::month, fiscal(4)) == "2026-03-01..2026-04-01 #12 q0");
  CHECK(cut("2026-05-10", Grid::quarter, fiscal(4)) == "2026-04-01..2026-07-01 #1 q0");
  CHECK(cut("2026-02-28", Grid::quarter, fiscal(4)) == "2026-01-01..2026-04-01 #4 q0");
  CHECK(cut("2026-01-15", Grid::quarter, fiscal(12)) == "2025-12-01..2026-03-01 #1 q0");
  CHECK(cut("2026-01-15", Grid::quarter, fiscal(2)) == "2025-11-01..2026-02-01 #4 q0");
  CHECK(cut("2026-03-31", Grid::year, fiscal(4)) == "2025-04-01..2026-04-01 #1 q0");
  CHECK(cut("2024-02-29", Grid::year, fiscal(1)) == "2024-01-01..2025-01-01 #1 q0");
}

TEST_CASE("weeks begin where the calendar says") {
  CalendarRule rule;
  CHECK(cut("2026-11-24", Grid::week, rule) == "2026-11-23..2026-11-30 #0 q0");
  rule.week_start = Weekday::sunday;
  CHECK(cut("2026-11-24", Grid::week, rule) == "2026-11-22..2026-11-29 #0 q0");
  rule.week_start = Weekday::saturday;
  CHECK(cut("2026-11-24", Grid::week, rule) == "2026-11-21..2026-11-28 #0 q0");
  CHECK(cut("2026-11-21", Grid::week, rule) == "2026-11-21..2026-11-28 #0 q0");
  CHECK(cut("2026-11-20", Grid::week, rule) == "2026-11-14..2026-11-21 #0 q0");
  CHECK(cut("2026-11-24", Grid::day, rule) == "2026-11-24..2026-11-25 #0 q0");
}

TEST_CASE("a 4-4-5 year is twelve periods of whole weeks") {
  const auto p445 = retail(WeekPattern::p445, 52);
  CHECK(cut("2026-02-01", Grid::four_four_five, p445) == "2026-02-01..2026-03-01 #1 q1");
  CHECK(cut("2026-04-05", Grid::four_four_five, p445) == "2026-03-29..2026-05-03 #3 q1");
  CHECK(cut("2026-05-03", Grid::four_four_five, p445) == "2026-05-03..2026-05-31 #4 q2");
  CHECK(cut("2027-01-30", Grid::four_four_five, p445) == "2026-12-27..2027-01-31 #12 q4");
  const auto p454 = retail(WeekPattern::p454, 52);
  CHECK(cut("2026-03-30", Grid::four_four_five, p454) == "2026-03-01..2026-04-05 #2 q1");
  const auto p544 = retail(WeekPattern::p544, 52);
  CHECK(cut("2026-03-05", Grid::four_four_five, p544) == "2026-02-01..2026-03-08 #1 q1");
  const auto longer = retail(WeekPattern::p445, 53);
  CHECK(cut("2027-01-31", Grid::four_four_five, longer) == "2026-12-27..2027-02-07 #12 q4");
  const auto outside = [](const char* day, const CalendarRule& rule) {
    return refusal_of([&] { (void)cut(day, Grid::four_four_five, rule); });
  };
  CHECK(outside("2026-01-31", p445) == "outside_calendar");
  CHECK(outside("2027-01-31", p445) == "outside_calendar");
  CHECK(outside("2027-02-07", longer) == "outside_calendar");
}

TEST_CASE("the zone decides the day") {
  const Instant instant = Instant::from_text("2026-06-30T23:30:00Z");
  CHECK(local_date(instant, "Asia/Tokyo").to_string() == "2026-07-01");
  CHECK(local_date(instant, "America/New_York").to_string() == "2026-06-30");
  CHECK(local_date(Instant::from_text("2026-06-30T23:59:59.9Z"), "UTC").to_string() ==
        "2026-06-30");
  CHECK(local_date(Instant::from_text("1969-12-31T23:59:59.9Z"), "UTC").to_string() ==
        "1969-12-31");
  CHECK(refusal_of([&] { (void)local_date(instant, "Mars/Base"); }) == "unknown_zone");
  CHECK(refusal_of([&] { (void)local_date(instant, ""); }) == "unknown_zone");
  CHECK(refusal_of([&] { (void)local_date(instant, "../../etc/passwd"); }) == "unknown_zone");
  const Instant end = Instant::from_text("9999-12-31T23:30:00Z");
  CHECK(refusal_of([&] { (void)local_date(end, "Asia/Tokyo"); }) == "outside_calendar");
  CHECK(refusal_of([&] { (void)period_of(end, Grid::month, CalendarRule{}); }) ==
        "outside_calendar");
}

TEST_CASE("hours count summer time exactly") {
  struct Row {
    const char* zone;
    const char* day;
    Grid grid;
    const char* hours;
  };
  const Row rows[] = {
      {"Asia/Tokyo", "2026-07-01", Grid::month, "744.0000"},
      {"Europe/Berlin", "2026-03-29", Grid::day, "23.0000"},
      {"Europe/Berlin", "2026-10-25", Grid::day, "25.0000"},
      {"Europe/Berlin", "2026-10-01", Grid::month, "745.0000"},
      {"Europe/Berlin", "2026-06-01", Grid::year, "8760.0000"},
      {"Australia/Lord_Howe", "2026-04-05", Grid::day, "24.5000"},  // half an hour of summer time
      {"America/Sao_Paulo", "2018-11-04", Grid::day, "23.0000"},    // midnight does not exist
      {"America/Havana", "2025-11-02", Grid::day, "25.0000"},       // midnight comes twice
      {"Pacific/Apia", "2011-12-29", Grid::week, "144.0000"},       // a Friday was skipped
  };
  for (const Row& row : rows) {
    CAPTURE(row.zone);
    const Period period = period_of(Date::from_text(row.day), row.grid, CalendarRule{});
    CHECK(hours_in(period, row.zone).to_fixed(4) == row.hours);
  }
}

TEST_CASE("periods follow each other without a gap") {
  for (const Grid grid : {Grid::day, Grid::week, Grid::month, Grid::quarter, Grid::year}) {
    const auto rule = fiscal(7);
    const auto periods = periods_between(Date::of(2023, 11, 5), Date::of(2026, 3, 1), grid, rule);
    CHECK(periods.front().contains(Date::of(2023, 11, 5)));
    CHECK(periods.back().contains(Date::of(2026, 3, 1)));
    for (std::size_t i = 1; i < periods.size(); ++i) {
      CHECK(periods[i].start == periods[i - 1].end);
      CHECK(previous(periods[i], grid, rule) == periods[i - 1]);
      CHECK(next(periods[i - 1], grid, rule) == periods[i]);
    }
  }
  CHECK(periods_between(Date::of(2026, 2, 1), Date::of(2026, 1, 1), Grid::day, {}).empty());
}

TEST_CASE("labels name their days") {
  const auto days = [](const char* label) {
    const auto period = period_of_label(label);
    return period ? period->start.to_string() + ".." + period->end.to_string() : "none";
  };
  CHECK(days("2026-02") == "2026-02-01..2026-03-01");
  CHECK(days("2024-02-29") == "2024-02-29..2024-03-01");
  CHECK(days("2026-Q3") == "2026-07-01..2026-10-01");
  CHECK(days("2026") == "2026-01-01..2027-01-01");
  for (const char* label : {"2026-13", "2026-Q5", "26-01", "", "2026-2", "May 2026"}) {
    CHECK(days(label) == "none");
  }
  const auto again = [](const char* label, Grid grid) {
    return label_of(*period_of_label(label), grid);
  };
  CHECK(again("2026-02", Grid::month) == "2026-02");
  CHECK(again("2026-Q4", Grid::quarter) == "2026-Q4");
  CHECK(again("2026", Grid::year) == "2026");
  CHECK(again("2026-02-03", Grid::day) == "2026-02-03");
}

}  // namespace twinrail
