#include "platform/http/rate_limit.hpp"

#include <doctest/doctest.h>

namespace twinrail {
namespace {

Instant at(std::int64_t milliseconds) { return Instant::from_micros(milliseconds * 1000); }

}  // namespace

TEST_CASE("tokens come back at a steady rate, up to the burst") {
  RateLimit limit({.per_second = 4, .burst = 2});
  CHECK(limit.take("a", at(0)).left == 1);
  CHECK(limit.take("a", at(0)).left == 0);
  const RateLimit::Verdict none = limit.take("a", at(0));
  CHECK_FALSE(none.allowed);
  CHECK(none.retry_seconds == 1);
  CHECK_FALSE(limit.take("a", at(249)).allowed);
  CHECK(limit.look("a", at(250)).allowed);
  CHECK(limit.take("a", at(250)).allowed);
  CHECK_FALSE(limit.take("a", at(251)).allowed);
  CHECK(limit.take("a", at(1'000'000)).left == 1);
}

TEST_CASE("a clock that goes back gives nothing away") {
  RateLimit limit({.per_second = 1, .burst = 1});
  CHECK(limit.take("a", at(10'000)).allowed);
  CHECK_FALSE(limit.take("a", at(9'000)).allowed);
  CHECK_FALSE(limit.take("a", at(9'999)).allowed);
  CHECK(limit.take("a", at(10'000)).allowed);
}

TEST_CASE("callers do not take from each other, however many there are") {
  RateLimit limit({.per_second = 1, .burst = 1});
  for (int i = 0; i < 50'000; ++i) CHECK(limit.take("caller " + std::to_string(i), at(0)).allowed);
}

TEST_CASE("without a rate there is no limit") {
  RateLimit limit({});
  for (int i = 0; i < 1000; ++i) CHECK(limit.take("a", at(0)).allowed);
}

}  // namespace twinrail
