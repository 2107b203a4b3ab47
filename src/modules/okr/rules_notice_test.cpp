#include "modules/okr/rules_notice.hpp"

#include <doctest/doctest.h>

namespace twinrail::okr::rules {

TEST_CASE("an update is due once a cadence, counted from the last one") {
  const Date since = Date::of(2026, 3, 2);
  CHECK_FALSE(due_day(since, 7, Date::of(2026, 3, 8)));
  CHECK(due_day(since, 7, Date::of(2026, 3, 9)) == Date::of(2026, 3, 9));
  CHECK(due_day(since, 7, Date::of(2026, 3, 15)) == Date::of(2026, 3, 9));
  CHECK(due_day(since, 7, Date::of(2026, 3, 16)) == Date::of(2026, 3, 16));
  CHECK_FALSE(due_day(since, 7, Date::of(2026, 2, 1)));  // it begins later
}

TEST_CASE("the days on which an update was due are all that have come") {
  const Date since = Date::of(2026, 3, 2);
  CHECK(due_days(since, 7, Date::of(2026, 3, 8)).empty());
  CHECK(due_days(since, 7, Date::of(2026, 3, 20)) ==
        std::vector{Date::of(2026, 3, 9), Date::of(2026, 3, 16)});
}

TEST_CASE("nobody is told as a leader of what is their own") {
  const PersonId one{1}, two{2};
  CHECK(leader_of({one, two}, one) == two);
  CHECK(leader_of({one, two}, {}) == one);
  CHECK_FALSE(leader_of({one}, one));
  CHECK_FALSE(leader_of({}, one));
}

}  // namespace twinrail::okr::rules
