#include "modules/people/rules_change.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace twinrail::people::rules {
namespace {

Date day(int n) { return Date::of(2026, 1, 1) + n; }

PostRow post(int unit, int manager, int from, int to) {
  PostRow p;
  p.person = {7};
  p.employment = 1;
  p.unit = {unit};
  if (manager != 0) p.manager = PersonId{manager};
  p.valid_from = day(from);
  p.valid_to = to < 0 ? Date::last() : day(to);
  return p;
}

}  // namespace

TEST_CASE("moved: what is planned takes over what had not changed") {
  const std::vector<PostRow> stood{post(1, 1, 0, 9), post(2, 1, 10, -1)};
  CHECK(moved(stood, post(1, 5, 5, -1)) ==
        std::vector{post(1, 1, 0, 4), post(1, 5, 5, 9), post(2, 5, 10, -1)});
  CHECK(moved(stood, post(3, 1, 5, -1)) ==
        std::vector{post(1, 1, 0, 4), post(3, 1, 5, 9), post(2, 1, 10, -1)});
  CHECK(moved(stood, post(1, 1, 10, -1)) == std::vector{post(1, 1, 0, -1)});
  CHECK_THROWS_AS((void)moved(stood, post(1, 1, -1, -1)), Error);
}

TEST_CASE("ended: later posts are gone, the last one is cut or lengthened") {
  const std::vector<PostRow> stood{post(1, 1, 0, 9), post(2, 1, 10, 20)};
  CHECK(ended(stood, day(5)) == std::vector{post(1, 1, 0, 5)});
  CHECK(ended(stood, day(30)) == std::vector{post(1, 1, 0, 9), post(2, 1, 10, 30)});
  CHECK_THROWS_AS((void)ended(stood, day(-1)), Error);
}

TEST_CASE("handed_over: the successor comes under the manager above") {
  const std::vector<PostRow> stood{post(1, 4, 0, -1)};
  CHECK(handed_over(stood, {4}, {5}, PersonId{3}, day(6)) ==
        std::vector{post(1, 4, 0, 5), post(1, 5, 6, -1)});
  CHECK(handed_over(stood, {4}, {7}, PersonId{3}, day(6)) ==
        std::vector{post(1, 4, 0, 5), post(1, 3, 6, -1)});
  CHECK(handed_over(stood, {9}, {5}, {}, day(6)) == stood);
}

TEST_CASE("known_since: a fact is known since it was first recorded, and corrects another") {
  const auto at = [](int n) { return Instant::midnight(day(n)); };
  const std::vector<Recorded> rows{{"a", day(0), Date::last(), day(0), at(0), true},
                                   {"a", day(0), day(4), day(8), at(8)},
                                   {"b", day(5), Date::last(), day(8), at(8)}};
  CHECK(known_since(rows, 1).on == day(0));
  CHECK_FALSE(known_since(rows, 1).corrected);
  CHECK(known_since(rows, 2).on == day(8));
  CHECK(known_since(rows, 2).corrected);
}

TEST_CASE("state_on: by the first and the last day") {
  CHECK(state_on(day(5), Date::last(), day(4)) == PeopleState::starting);
  CHECK(state_on(day(5), Date::last(), day(5)) == PeopleState::in_service);
  CHECK(state_on(day(5), day(9), day(9)) == PeopleState::leaving);
  CHECK(state_on(day(5), day(9), day(10)) == PeopleState::left);
}

}  // namespace twinrail::people::rules
