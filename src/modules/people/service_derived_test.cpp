#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "modules/people/company_fixture.hpp"
#include "modules/people/store.hpp"

namespace twinrail::people {
namespace {

std::int64_t differing(TestTenant& tenant, Date today) {
  std::int64_t n = 0;
  tenant.write([&](Tx& tx) { n = Service().recompute(tx, today, test_now(), false); });
  return n;
}

std::string number(const char* prefix, int n) { return prefix + std::to_string(n); }

/// One random change: of a unit's parent or head, of a person's unit, manager or name, or a new
/// day.
void change(Tx& tx, Date& today) {
  const auto pick = [](int from, int to) { return *rc::gen::inRange(from, to); };
  const std::string from = Date::of(2026, 1, pick(2, 29)).to_string();
  switch (pick(0, 4)) {
    case 0: {  // a unit moves below one with a smaller number, so that there is no circle
      const int u = pick(2, 8);
      Cells cells = unit(number("U", u), number("U", pick(1, u)), from);
      if (pick(0, 2)) cells[5] = number("P", pick(0, 10));
      CHECK(taken(tx, "people.unit", {cells}).find('r') == std::string::npos);
      return;
    }
    case 1: {  // managed by a smaller number, for the same reason
      const int p = pick(1, 10);
      Cells cells = person(number("P", p), number("U", pick(1, 8)), number("P", pick(0, p)),
                           pick(0, 2) ? "车工" : "班长");
      cells.back() = from;
      CHECK(taken(tx, "people.person", {cells}).find('r') == std::string::npos);
      return;
    }
    case 2: {
      Cells cells = person(number("P", pick(0, 10)), "U1");
      cells[1] = pick(0, 2) ? "李四" : "欧阳修";
      CHECK(taken(tx, "people.person", {cells}).find('r') == std::string::npos);
      return;
    }
    default:
      today = Date::of(2026, pick(1, 3), pick(1, 29));
      Service().daily(tx, today);
  }
}

}  // namespace

TEST_CASE("what is derived step by step is what a full computation gives, after any changes") {
  for_each_engine([](TestTenant& tenant) {
    std::vector<Cells> tree{unit("U1", "", "2026-01-01")};
    for (int u = 2; u < 8; ++u)
      tree.push_back(unit(number("U", u), number("U", u / 2), "2026-01-01"));
    CHECK(units(tenant, tree) == "sssssss");
    std::vector<Cells> staff;
    for (int p = 0; p < 10; ++p) {
      staff.push_back(person(number("P", p), number("U", 1 + p % 7), p ? number("P", p / 2) : ""));
      staff.back().back() = "2026-01-01";
    }
    CHECK(people(tenant, staff) == "ssssssssss");
    Date today = Date::of(2026, 3, 2);
    tenant.write([&](Tx& tx) { Service().daily(tx, today); });
    CHECK(differing(tenant, today) == 0);
    CHECK(rc::check("random changes", [&] {
      const int steps = *rc::gen::inRange(1, 12);
      Date day = today;
      tenant.write([&](Tx& tx) {
        for (int i = 0; i < steps; ++i) change(tx, day);
        Service().daily(tx, day);
      });
      today = day;
      RC_ASSERT(differing(tenant, today) == 0);
    }));
  });
}

TEST_CASE("what was changed behind the product's back is found and put right") {
  for_each_engine([](TestTenant& tenant) {
    CHECK(units(tenant, {unit("C", "", "2026-01-01"), unit("S", "C", "2026-01-01")}) == "ss");
    CHECK(people(tenant, {person("1", "C"), person("2", "S", "1")}) == "ss");
    const Date today = Date::of(2026, 3, 2);
    CHECK(differing(tenant, today) == 0);
    tenant.write([&](Tx& tx) {
      const PersonId one = *Service().person_by_number(tx, "1");
      store::remove_reach(tx, store::reach_of(tx, {one}));
      store::add_tokens(tx, {{one, "zzz"}});
      store::remove_manager_paths(
          tx, store::manager_paths_of(tx, {*Service().person_by_number(tx, "2")}));
    });
    // Two units in reach, a token too many, a manager lost.
    CHECK(differing(tenant, today) == 4);
    tenant.write([&](Tx& tx) { CHECK(Service().recompute(tx, today, test_now(), true) == 4); });
    CHECK(differing(tenant, today) == 0);
  });
}

TEST_CASE("the chain of managers is known by day, the own one first") {
  for_each_engine([](TestTenant& tenant) {
    CHECK(units(tenant, {unit("C", "", "2026-01-01")}) == "s");
    CHECK(people(tenant, {person("1", "C"), person("2", "C", "1"), person("3", "C", "2"),
                          person("4", "C", "3")}) == "ssss");
    Service service;
    const auto chain = [&](const std::string& who, Date on) {
      std::string numbers;
      tenant.read([&](Read& db) {
        for (const PersonId m : service.managers(db, *service.person_by_number(db, who), on))
          for (const char* n : {"1", "2", "3", "4"})
            if (service.person_by_number(db, n) == m) numbers += n;
      });
      return numbers;
    };
    const Date today = Date::of(2026, 3, 2);
    CHECK(chain("4", today) == "321");
    CHECK(chain("1", today).empty());
    CHECK(chain("4", Date::of(2026, 1, 31)).empty());  // nobody had begun
    CHECK(people(tenant, {person("3", "C", "1")}) == "c");
    CHECK(chain("4", today) == "31");
  });
}

}  // namespace twinrail::people
