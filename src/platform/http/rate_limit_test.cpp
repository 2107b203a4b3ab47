#include "platform/http/rate_limit.hpp"

#include <doctest/doctest.h>

namespace twinrail {
namespace {

using Time = RateLimit::Time;

Time at(std::int64_t milliseconds) { return Time(std::chrono::milliseconds(milliseconds)); }
Time second(std::int64_t seconds) { return at(seconds * 1000); }

}  // namespace

TEST_CASE("tokens come back at a steady rate, up to the burst") {
  RateLimit limit({.per_second = 4, .burst = 2});
  CHECK(limit.take("a", at(0)).left == 1);
  CHECK(limit.take("a", at(0)).left == 0);
  const RateLimit::Verdict none = limit.take("a", at(0));
  CHECK_FALSE(none.allowed);
  CHECK(none.retry_seconds == 1);
  CHECK_FALSE(limit.take("a", at(249)).allowed);
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

TEST_CASE("failures are free at first, then each makes its caller wait twice as long") {
  FailureLimit limit({.free = 2});
  for (int i = 0; i < 2; ++i) limit.failed("a", second(0));
  CHECK(limit.wait("a", second(0)) == 0);
  limit.failed("a", second(0));
  CHECK(limit.wait("a", second(0)) == 1);
  CHECK(limit.wait("a", second(1)) == 0);
  limit.failed("a", second(1));
  CHECK(limit.wait("a", second(1)) == 2);
  limit.failed("a", second(3));
  CHECK(limit.wait("a", at(3100)) == 4);
  CHECK(limit.wait("b", at(3100)) == 0);
  for (int i = 0; i < 100; ++i) limit.failed("a", second(3));
  CHECK(limit.wait("a", second(3)) == 300);
}

TEST_CASE("what went well, or lies far back, ends the count of failures") {
  FailureLimit limit({.free = 1});
  for (int i = 0; i < 5; ++i) limit.failed("a", second(0));
  limit.succeeded("a");
  CHECK(limit.wait("a", second(0)) == 0);
  limit.failed("a", second(0));
  CHECK(limit.wait("a", second(0)) == 0);
  limit.failed("a", second(900));
  CHECK(limit.wait("a", second(900)) == 0);
}

TEST_CASE("made-up callers do not make room for the one who guesses") {
  FailureLimit limit({.free = 1});
  for (int i = 0; i < 20; ++i) limit.failed("guesser", second(0));
  for (int i = 0; i < 50'000; ++i) limit.failed("caller " + std::to_string(i), second(1));
  CHECK(limit.wait("guesser", second(1)) > 0);
}

}  // namespace twinrail
