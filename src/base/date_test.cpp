#include "base/date.hpp"

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

}  // namespace

TEST_CASE("only days that exist are dates") {
  for (const char* text : {"2026-02-29", "2026-13-01", "2026-00-10", "0000-01-01", "2026-1-01",
                           "2026-01-32", "26-01-01", "2026/01/01", "2026-01-01 ", "", "20260101"}) {
    CAPTURE(text);
    CHECK_FALSE(Date::parse(text).has_value());
  }
  CHECK(Date::from_text("2024-02-29").to_string() == "2024-02-29");
  CHECK(Date::parse("0001-01-01") == Date::first());
  CHECK(Date::parse("9999-12-31") == Date::last());
  CHECK(Date::of(1970, 1, 1).days() == 0);
  CHECK(refusal_of([] { (void)Date::from_text("2026-02-30"); }) == "base.not_a_date");
}

TEST_CASE("days are counted, months are walked") {
  const Date day = Date::of(2026, 1, 31);
  CHECK((day + 1).to_string() == "2026-02-01");
  CHECK((day - 31).to_string() == "2025-12-31");
  CHECK(Date::of(2026, 3, 1) - Date::of(2026, 2, 1) == 28);
  CHECK(day.plus_months(1).to_string() == "2026-02-28");
  CHECK(day.plus_months(-11).to_string() == "2025-02-28");
  CHECK(day.plus_months(25).to_string() == "2028-02-29");
  CHECK(day.first_of_month().to_string() == "2026-01-01");
  CHECK(Date::of(2026, 11, 24).weekday() == Weekday::tuesday);
  CHECK(Date::of(1, 1, 1).weekday() == Weekday::monday);
}

TEST_CASE("dates stay between the years 1 and 9999") {
  CHECK(refusal_of([] { (void)(Date::last() + 1); }) == "base.date_out_of_range");
  CHECK(refusal_of([] { (void)(Date::first() - 1); }) == "base.date_out_of_range");
  CHECK(refusal_of([] { (void)(Date{} + INT64_MAX); }) == "base.date_out_of_range");
  CHECK(refusal_of([] { (void)Date::last().plus_months(1); }) == "base.date_out_of_range");
}

TEST_CASE("an instant needs its offset") {
  struct Row {
    const char* text;
    const char* utc;
  };
  const Row rows[] = {
      {"2026-05-10T12:00:00+08:00", "2026-05-10T04:00:00Z"},
      {"2026-05-10T12:00Z", "2026-05-10T12:00:00Z"},
      {"2026-01-01T00:30:00-0330", "2026-01-01T04:00:00Z"},
      {"2026-01-01T00:30:00+14", "2025-12-31T10:30:00Z"},
      {"2026-05-10 12:00:00.5Z", "2026-05-10T12:00:00.500000Z"},
      {"1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(Instant::from_text(row.text).to_string() == row.utc);
  }
  CHECK(refusal_of([] { (void)Instant::from_text("2026-05-10T12:00:00"); }) ==
        "instant_without_offset");
  CHECK(refusal_of([] { (void)Instant::from_text("2026-05-10T12:00"); }) ==
        "instant_without_offset");
  for (const char* text : {"2026-05-10", "2026-05-10T25:00:00Z", "2026-05-10T12:60:00Z",
                           "2026-05-10T12:00:00+8", "2026-05-10T12:00:00+24:00", "now",
                           "2026-05-10T12:00:00.1234567Z", "2026-05-10T12:00:00X"}) {
    CAPTURE(text);
    CHECK(refusal_of([&] { (void)Instant::from_text(text); }) == "base.not_an_instant");
  }
}

}  // namespace twinrail
