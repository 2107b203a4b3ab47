#include "platform/notices/rules_mail.hpp"

#include <doctest/doctest.h>

namespace twinrail::notices::rules {
namespace {

constexpr const char* zone = "Asia/Shanghai";

Instant at(const char* text) {
  return Instant::from_text(std::string("2026-05-") + text + "+08:00");
}

TEST_CASE("quiet hours end in the zone of the company, over midnight and within a day") {
  const QuietHours night{22 * 60, 7 * 60};
  struct Case {
    const char* at;
    const char* due;
  };
  for (const Case& c : {Case{"10T21:59:59", "10T21:59:59"}, Case{"10T22:00:00", "11T07:00:00"},
                        Case{"10T23:30:00", "11T07:00:00"}, Case{"11T00:00:00", "11T07:00:00"},
                        Case{"11T06:59:59", "11T07:00:00"}, Case{"11T07:00:00", "11T07:00:00"}}) {
    CHECK_MESSAGE(after_quiet(at(c.at), night, zone) == at(c.due), c.at);
  }
  const QuietHours noon{12 * 60, 13 * 60};
  CHECK(after_quiet(at("10T12:30:00"), noon, zone) == at("10T13:00:00"));
  CHECK(after_quiet(at("10T13:00:00"), noon, zone) == at("10T13:00:00"));
  CHECK(after_quiet(at("10T23:30:00"), {}, zone) == at("10T23:30:00"));
  CHECK(after_quiet(at("10T12:30:00"), QuietHours{60, 60}, zone) == at("10T12:30:00"));
}

TEST_CASE("the day's letter goes in the morning, or when the quiet hours end") {
  CHECK(due_daily(at("10T07:59:00"), {}, zone) == at("10T08:00:00"));
  CHECK(due_daily(at("10T08:00:01"), {}, zone) == at("11T08:00:00"));
  CHECK(due_daily(at("10T20:00:00"), QuietHours{22 * 60, 9 * 60}, zone) == at("11T09:00:00"));
}

}  // namespace
}  // namespace twinrail::notices::rules
