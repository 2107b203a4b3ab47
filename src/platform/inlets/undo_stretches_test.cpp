#include "platform/inlets/undo_stretches.hpp"

#include <algorithm>
#include <utility>

#include <doctest/doctest.h>

namespace twinrail::inlets {
namespace {

using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;

Pairs merged(const std::vector<Stretch>& any) {
  Pairs found;
  const Stretches together(any);
  for (const Stretch& s : together.all()) found.emplace_back(s.after, s.to);
  return found;
}

TEST_CASE("stretches that touch or overlap become one, and empty ones none") {
  CHECK(merged({}).empty());
  CHECK(merged({{0, 0}, {7, 7}, {9, 3}}).empty());
  CHECK(merged({{5, 8}, {0, 2}}) == Pairs{{0, 2}, {5, 8}});
  CHECK(merged({{2, 4}, {0, 2}}) == Pairs{{0, 4}});
  CHECK(merged({{0, 9}, {3, 5}, {4, 12}}) == Pairs{{0, 12}});
  CHECK(merged({{0, 2}, {3, 5}}) == Pairs{{0, 2}, {3, 5}});  // 3 lies between them
}

TEST_CASE("a number lies in the stretches where it lies in any of them") {
  const std::vector<Stretch> any{{20, 24}, {3, 6}, {0, 0}, {5, 9}, {9, 10}, {12, 13}};
  const Stretches together(any);
  for (std::int64_t number = -1; number < 30; ++number) {
    CAPTURE(number);
    CHECK(together.has(number) ==
          std::ranges::any_of(any, [&](const Stretch& s) { return s.has(number); }));
  }
  CHECK_FALSE(Stretches().has(1));
}

}  // namespace
}  // namespace twinrail::inlets
