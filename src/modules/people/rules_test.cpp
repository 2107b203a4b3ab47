#include "modules/people/rules.hpp"

#include <string>

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace twinrail::people::rules {

namespace {

constexpr OrgUnitId company{1};
constexpr OrgUnitId sales{2};
constexpr OrgUnitId team{3};
const Date new_year = Date::of(2026, 1, 1);
const Date april = Date::of(2026, 4, 1);

Placement from_on(OrgUnitId unit, std::optional<OrgUnitId> parent, Date from,
                  Date to = Date::last()) {
  return {unit, parent, from, to};
}

/// "1>2 2026-01-01 1": ancestor, unit, first day and depth of each path, a line each.
std::string lines(const std::vector<Placement>& placements) {
  std::string text;
  try {
    for (const Path& p : paths(placements))
      text += std::to_string(p.ancestor.value) + ">" + std::to_string(p.unit.value) + " " +
              p.from.to_string() + (p.to == Date::last() ? "" : ".." + p.to.to_string()) + " " +
              std::to_string(p.depth) + "\n";
  } catch (const Error& error) {
    return error.key();
  }
  return text;
}

}  // namespace

TEST_CASE("a unit stands under itself and everything above it") {
  CHECK(lines({}).empty());
  CHECK(lines({from_on(company, {}, new_year), from_on(sales, company, new_year),
               from_on(team, sales, new_year)}) ==
        "1>1 2026-01-01 0\n"
        "1>2 2026-01-01 1\n"
        "1>3 2026-01-01 2\n"
        "2>2 2026-01-01 0\n"
        "2>3 2026-01-01 1\n"
        "3>3 2026-01-01 0\n");
}

TEST_CASE("a move ends one path on the day before, and leaves whole what did not move") {
  CHECK(lines({from_on(company, {}, new_year), from_on(sales, company, new_year),
               from_on(team, company, new_year, april - 1), from_on(team, sales, april)}) ==
        "1>1 2026-01-01 0\n"
        "1>2 2026-01-01 1\n"
        "1>3 2026-01-01..2026-03-31 1\n"
        "1>3 2026-04-01 2\n"
        "2>2 2026-01-01 0\n"
        "2>3 2026-04-01 1\n"
        "3>3 2026-01-01 0\n");
}

TEST_CASE("a tree that is none is refused") {
  CHECK(lines({from_on(sales, team, new_year), from_on(team, sales, new_year)}) == "people.cycle");
  CHECK(lines({from_on(company, {}, april), from_on(sales, company, new_year)}) ==
        "people.parent_not_there");
  std::vector<Placement> chain{from_on(company, {}, new_year)};
  for (int depth = 1; depth <= depth_max; ++depth)
    chain.push_back(from_on(OrgUnitId{depth + 1}, OrgUnitId{depth}, new_year));
  CHECK(lines(chain).ends_with(" 0\n"));
  chain.push_back(from_on(OrgUnitId{depth_max + 2}, OrgUnitId{depth_max + 1}, new_year));
  CHECK(lines(chain) == "people.too_deep");
}

}  // namespace twinrail::people::rules
