#include "platform/inlets/rules_parts.hpp"

#include <string>

#include <doctest/doctest.h>

namespace twinrail::inlets::rules {

namespace {

std::vector<Group> groups(std::vector<NamingRow> rows) { return groups_of(rows); }

}  // namespace

TEST_CASE("rows that name nobody in the file stay as they stand") {
  CHECK(groups({}).empty());
  CHECK(groups({{"a", ""}, {"b", "elsewhere"}, {"c", ""}}) == std::vector<Group>{{0}, {1}, {2}});
}

TEST_CASE("whatever a row names is written before it") {
  CHECK(groups({{"a", "b"}, {"b", "c"}, {"c", ""}, {"d", "a"}}) ==
        std::vector<Group>{{2}, {1}, {0}, {3}});
}

TEST_CASE("rows of one key stay together, in the order of the file") {
  CHECK(groups({{"a", "b"}, {"b", ""}, {"a", "c"}, {"c", ""}}) ==
        std::vector<Group>{{1}, {3}, {0, 2}});
}

TEST_CASE("rows that name each other in a circle are one group, and who stands outside is not") {
  CHECK(groups({{"a", "b"}, {"b", "a"}, {"c", "a"}}) == std::vector<Group>{{0, 1}, {2}});
  CHECK(groups({{"x", "a"}, {"a", "b"}, {"b", "c"}, {"c", "a"}, {"y", ""}}) ==
        std::vector<Group>{{1, 2, 3}, {0}, {4}});
  CHECK(groups({{"a", "a"}}) == std::vector<Group>{{0}});
}

TEST_CASE("a chain as long as the file ends") {
  constexpr std::size_t rows = 50'000;
  std::vector<std::string> names;
  for (std::size_t i = 0; i <= rows; ++i) names.push_back(std::to_string(i));
  std::vector<NamingRow> chain;
  for (std::size_t i = 0; i < rows; ++i) chain.push_back({names[i], names[i + 1]});
  const auto found = groups(chain);
  REQUIRE(found.size() == rows);
  CHECK(found.front() == Group{rows - 1});
  CHECK(found.back() == Group{0});
}

TEST_CASE("a part takes whole groups, and a group that is too large for one is a part") {
  const std::vector<Group> some{{0}, {1, 2}, {3}, {4, 5, 6, 7}, {8}};
  CHECK(part_end(some, 0, 3) == 2);
  CHECK(part_end(some, 0, 4) == 3);
  CHECK(part_end(some, 1, 1) == 2);
  CHECK(part_end(some, 3, 3) == 4);
  CHECK(part_end(some, 4, 3) == 5);
  CHECK(part_end(some, 5, 3) == 5);
}

}  // namespace twinrail::inlets::rules
