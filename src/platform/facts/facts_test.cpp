#include "platform/facts/facts.hpp"

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"

namespace twinrail {
namespace {

const Permission see{"kitchen.see"};

/// A fact that answers one meal for each unit that is asked for.
Fact meals() {
  return {.code = "kitchen.meals",
          .unit = "meal",
          .permission = see,
          .read = [](Read&, const FactQuery& query) {
            std::vector<FactValue> values;
            for (const OrgUnitId unit : query.units)
              values.push_back({unit, {}, query.from, Decimal::whole(1)});
            return values;
          }};
}

Context viewer_of_unit(std::int64_t unit) {
  auto viewer = std::make_shared<Viewer>();
  viewer->held.add(see, relation::unit);
  viewer->reach = {{OrgUnitId{unit}, relation::unit}};
  return {Instant{}, viewer};
}

std::string refusal(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& e) {
    return e.key();
  }
  return "";
}

const FactQuery asked{Date::of(2026, 3, 2), Date::of(2026, 3, 2), {OrgUnitId{1}, OrgUnitId{2}}, {}};

}  // namespace

TEST_CASE("a fact is read for a set of units and cut to what the viewer may see") {
  TestTenant tenant(false);
  Facts facts;
  facts.add("kitchen", {meals()});
  tenant.read([&](Read& db) {
    CHECK(facts.read_all(db, "kitchen.meals", asked, {}).size() == 2);
    const auto seen = facts.read(viewer_of_unit(2), db, "kitchen.meals", asked, {});
    REQUIRE(seen.size() == 1);
    CHECK(seen.front().org_unit == OrgUnitId{2});
    const Context nobody(Instant{}, std::make_shared<Viewer>());
    CHECK(refusal([&] { (void)facts.read(nobody, db, "kitchen.meals", asked, {}); }) ==
          "access.forbidden");
  });
}

TEST_CASE("a fact of a module that is off is not available, and an unknown one is unknown") {
  TestTenant tenant(false);
  Facts facts;
  facts.add("kitchen", {meals()});
  tenant.read([&](Read& db) {
    CHECK(refusal([&] { (void)facts.read_all(db, "kitchen.meals", asked, {"kitchen"}); }) ==
          "facts.not_available");
    CHECK(refusal([&] { (void)facts.read_all(db, "kitchen.soups", asked, {}); }) ==
          "facts.unknown");
  });
}

TEST_CASE("a fact belongs to its module and is declared once") {
  Facts facts;
  facts.add("kitchen", {meals()});
  CHECK(refusal([&] { facts.add("kitchen", {meals()}); }) == "facts.twice");
  CHECK(refusal([&] { facts.add("garden", {meals()}); }) == "facts.foreign");
}

}  // namespace twinrail
