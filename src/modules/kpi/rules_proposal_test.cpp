#include "modules/kpi/rules_proposal.hpp"

#include <doctest/doctest.h>

namespace twinrail::kpi::rules {
namespace {

TargetRow row(Date from, Date to, std::int64_t target) {
  TargetRow made;
  made.target = Decimal::whole(target);
  made.valid_from = from;
  made.valid_to = to;
  return made;
}

}  // namespace

TEST_CASE("a target that touches the running period needs consent where the company says so") {
  const Date end = Date::of(2026, 3, 31);
  CHECK(needs_review(TargetReview::everybody, end, end));
  CHECK(needs_review(TargetReview::everybody, Date::of(2026, 1, 1), end));
  CHECK_FALSE(needs_review(TargetReview::everybody, end + 1, end));
  CHECK_FALSE(needs_review(TargetReview::nobody, end, end));
}

TEST_CASE("a target takes the place of what was aimed at, until something later begins") {
  const Date begin = Date::of(2026, 1, 1), april = Date::of(2026, 4, 1);
  const std::vector<TargetRow> series{row(begin, april - 1, 10), row(april, Date::last(), 20)};
  const auto now = replaced(series, row(Date::of(2026, 3, 1), Date::last(), 15));
  REQUIRE(now.size() == 3);
  CHECK(now[0].valid_to == Date::of(2026, 2, 28));
  CHECK(now[1].target == Decimal::whole(15));
  CHECK(now[1].valid_to == april - 1);
  CHECK(now[2].target == Decimal::whole(20));
  CHECK(replaced(series, row(begin, Date::last(), 15)).size() == 2);
}

}  // namespace twinrail::kpi::rules
