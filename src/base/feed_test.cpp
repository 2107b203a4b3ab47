#include "base/feed.hpp"

#include <doctest/doctest.h>

namespace twinrail {
namespace {

Instant moment(const char* text) { return Instant::from_text(text); }

}  // namespace

TEST_CASE("a list goes on after the last one that was shown, also within one moment") {
  const Instant noon = moment("2026-03-10T12:00:00Z");
  const FeedPlace place{noon, 2, 7};
  CHECK(place.before({moment("2026-03-10T11:59:59Z"), 9, 99}));
  CHECK_FALSE(place.before({moment("2026-03-10T12:00:01Z"), 9, 1}));
  CHECK(place.before({noon, 2, 6}));
  CHECK_FALSE(place.before({noon, 2, 7}));
  CHECK_FALSE(place.before({noon, 1, 1}));  // of a list that came first
  CHECK(place.before({noon, 3, 1'000'000}));
  CHECK(place.id_below(1) == 0);
  CHECK(place.id_below(2) == 7);
}

TEST_CASE("a place is read back from its text; what no list has given is refused") {
  const FeedPlace place{moment("2026-03-10T12:00:00.25Z"), 12, 345};
  CHECK(FeedPlace::from_text(place.to_text()) == place);
  for (const char* text :
       {"", "1", "1.2", "1.2.", "1.2.3.4", "a.2.3", "1.2.3 ", "-5.1.1", "9223372036854775807.0.0"})
    CHECK_THROWS_AS((void)FeedPlace::from_text(text), Error);
}

TEST_CASE("what holds of a day is known when that day is over, in the company's zone") {
  const FeedSpan span{Date::of(2026, 3, 9), "Asia/Shanghai", {}, 10};
  CHECK(span.since() == moment("2026-03-08T16:00:00Z"));
  CHECK(span.end_of(Date::of(2026, 3, 9)) == moment("2026-03-09T16:00:00Z"));
}

}  // namespace twinrail
