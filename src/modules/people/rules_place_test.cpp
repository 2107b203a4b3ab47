#include "modules/people/rules_place.hpp"

#include <doctest/doctest.h>

namespace twinrail::people::rules {
namespace {

struct Version {
  Date valid_from;
  Date valid_to;
  std::optional<OrgUnitId> parent;
  std::optional<LegalEntityId> legal_entity;
};

Date day(int n) { return Date::of(2026, 1, 1) + n; }

Version version(int from, int to, int parent, int entity = 0) {
  Version v{day(from), to < 0 ? Date::last() : day(to), OrgUnitId{parent}, {}};
  if (entity != 0) v.legal_entity = LegalEntityId{entity};
  return v;
}

}  // namespace

TEST_CASE("places: a version that says neither another parent nor another employer is no place") {
  const auto stood = places_from(std::vector{version(0, -1, 1, 7)}, day(0));
  REQUIRE(stood.size() == 1);
  CHECK(stood.front() == UnitPlace{day(0), Date::last(), OrgUnitId{1}, LegalEntityId{7}});
  CHECK(places_from(std::vector{version(0, 4, 1, 7), version(5, -1, 1, 7)}, day(0)) == stood);
  CHECK(places_from(std::vector{version(0, 4, 1, 7), version(5, -1, 2, 7)}, day(0)) != stood);
  CHECK(places_from(std::vector{version(0, 4, 1, 7), version(5, -1, 1, 8)}, day(0)) != stood);
  CHECK(places_from(std::vector{version(0, 4, 1, 7), version(5, -1, 1)}, day(0)) != stood);
  CHECK(places_from(std::vector{version(0, 9, 1, 7)}, day(0)) != stood);
  CHECK(places_from(std::vector{version(0, 4, 1, 7), version(6, -1, 1, 7)}, day(0)).size() == 2);
}

TEST_CASE("places: what was before the day is left out") {
  const std::vector<Version> moved{version(0, 4, 1), version(5, -1, 2)};
  CHECK(places_from(moved, day(5)) == places_from(std::vector{version(0, -1, 2)}, day(5)));
  CHECK(places_from(moved, day(4)).size() == 2);
  CHECK(places_from(std::vector{version(0, 4, 1)}, day(5)).empty());
}

}  // namespace twinrail::people::rules
