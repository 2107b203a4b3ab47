#include <doctest/doctest.h>

#include "modules/people/company_fixture.hpp"
#include "platform/events/events.hpp"

namespace twinrail::people {
namespace {

Person found(TestTenant& tenant, const std::string& number) {
  Service service;
  Person view;
  tenant.read([&](Read& db) {
    view = service.person(writer(), db, {*service.person_by_number(db, number)});
  });
  return view;
}

/// New units below C, every seventh right below it.
std::vector<Cells> many_units(const std::string& prefix, int count) {
  std::vector<Cells> table;
  for (int i = 0; i < count; ++i) {
    const std::string above = i % 7 ? table.back().front() : "C";
    table.push_back(unit(prefix + std::to_string(i), above, "2026-01-01"));
  }
  return table;
}

std::vector<Cells> many_people(int from, int to) {
  std::vector<Cells> table;
  for (int i = from; i < to; ++i)
    table.push_back(
        person("P" + std::to_string(i), "C", i + 1 < to ? "P" + std::to_string(i + 1) : ""));
  return table;
}

}  // namespace

TEST_CASE("a unit may stand under one further up in the file, and change in it") {
  for_each_engine([](TestTenant& tenant) {
    CHECK(units(tenant, {unit("C", "", "2026-01-01"), unit("S", "C", "2026-01-01"),
                         unit("T", "S", "2026-01-01"), unit("X", "nowhere", "2026-01-01"),
                         unit("T", "C", "2026-02-01", "新名")}) == "sssrc");
    Service service;
    tenant.read([&](Read& db) {
      const OrgUnitId t = *service.unit_by_code(db, "T");
      CHECK(service.unit_view(db, t, Date::of(2026, 1, 31))->names.zh == "名");
      CHECK(service.unit_view(db, t, Date::of(2026, 2, 1))->names.zh == "新名");
      CHECK(service.unit_view(db, t, Date::of(2026, 1, 31))->parent ==
            service.unit_by_code(db, "S"));
      CHECK(service.unit_view(db, t, Date::of(2026, 2, 1))->parent ==
            service.unit_by_code(db, "C"));
      CHECK_FALSE(service.unit_by_code(db, "X"));
      CHECK(service.subtree(db, *service.unit_by_code(db, "C"), Date::of(2026, 3, 1)).size() == 3);
    });
    CHECK(units(tenant, {unit("C", "", "2026-01-01"), unit("T", "C", "2026-02-01", "新名"),
                         unit("T", "C", "2026-02-02", "又改")}) == "kkc");
  });
}

TEST_CASE("a unit goes from and to what the caller may write, and is led by whom he may name") {
  for_each_engine([](TestTenant& tenant) {
    units(tenant, {unit("C", "", "2026-01-01"), unit("S", "C", "2026-01-01"),
                   unit("T", "C", "2026-01-01"), unit("T1", "T", "2026-01-01")});
    people(tenant, {person("1", "S"), person("2", "T")});
    Service service;
    std::map<std::string, OrgUnitId> ids;
    std::map<std::string, PersonId> who;
    tenant.read([&](Read& db) {
      ids = service.units_by_code(db, {"C", "S", "T", "T1"});
      who = service.people_by_number(db, {"1", "2"});
    });
    auto viewer = std::make_shared<Viewer>();
    viewer->held.everything(relation::chain);
    viewer->reach = {{ids["T"], relation::chain}, {ids["T1"], relation::chain}};
    Context ctx(test_now(), viewer);
    ctx.set_today(Date::of(2026, 3, 2));
    ctx.if_match = 1;
    const auto refusal = [&](const auto& act) -> std::string {
      try {
        tenant.write([&](Tx& tx) { act(tx); });
      } catch (const Error& e) {
        return e.problems().empty() ? e.key() : e.problems().front().key;
      }
      return "";
    };
    const auto change = [&](const char* code, std::optional<OrgUnitId> parent,
                            std::optional<PersonId> head) {
      return refusal([&](Tx& tx) {
        ChangeUnit request{.unit = ids[code], .valid_from = ctx.today(), .parent = parent};
        request.head = head;
        (void)service.change_unit(ctx, tx, request);
      });
    };
    const auto add = [&](const char* code, std::optional<OrgUnitId> parent) {
      return refusal([&](Tx& tx) {
        (void)service.add_unit(
            ctx, tx,
            {.code = code, .names = {code, code}, .parent = parent, .valid_from = ctx.today()});
      });
    };
    CHECK(change("T1", ids["S"], {}) == "access.forbidden");  // to where
    CHECK(change("T", ids["T1"], {}) == "access.forbidden");  // from where
    CHECK(change("T1", {}, who["1"]) == "people.unknown_person");
    CHECK(change("T1", {}, PersonId{INT64_MAX}) == "people.unknown_person");
    CHECK(change("T1", {}, who["2"]) == "");
    CHECK(add("S9", ids["S"]) == "access.forbidden");
    CHECK(add("X", {}) == "access.forbidden");
    CHECK(add("T9", ids["T"]) == "");
    for (const std::string code : {"people.unit", "people.person", "people.legal_entity"})
      CHECK(refusal([&](Tx& tx) { (void)inlet_named(code).accept(ctx, tx, {}); }) ==
            "access.forbidden");
  });
}

TEST_CASE("who oversees whom is made anew on the days on which a post or a unit begins or ends") {
  for_each_engine([](TestTenant& tenant) {
    CHECK(units(tenant, {unit("C", "", "2026-01-01")}) == "s");
    Cells later = person("7", "C");
    const Date first = Date::of(2100, 1, 1);
    later.back() = first.to_string();
    CHECK(people(tenant, {person("6", "C"), later}) == "ss");
    Service service;
    const auto made_on = [&](Date day) {
      bool made = false;
      tenant.write([&](Tx& tx) {
        const std::int64_t before = newest_event(tx);
        service.daily(tx, day);
        made = newest_event(tx) > before;
      });
      return made;
    };
    (void)made_on(first - 1);
    CHECK_FALSE(made_on(first - 1));
    CHECK(made_on(first));
    CHECK_FALSE(made_on(first));
    CHECK_FALSE(made_on(first + 1));
    CHECK(made_on(first - 1));  // a clock that went back
  });
}

TEST_CASE("a manager may stand below in the file; each person gets the own number and post") {
  for_each_engine([](TestTenant& tenant) {
    CHECK(units(tenant, {unit("C", "", "2026-01-01"), unit("S", "C", "2026-01-01")}) == "ss");
    CHECK(people(tenant, {person("7", "S", "9"), person("8", "S", "7"), person("9", "C"),
                          person("10", "nowhere"), person("11", "C", "12")}) == "sssrr");
    CHECK(found(tenant, "7").name == "王7");
    CHECK(found(tenant, "7").manager == found(tenant, "9").id);
    CHECK(found(tenant, "8").manager == found(tenant, "7").id);
    CHECK(found(tenant, "8").employee_no == "8");
    CHECK(found(tenant, "9").email == "9@x.example");
    CHECK(people(tenant, {person("7", "S", "9"), person("8", "S", "9"),
                          person("9", "C", "", "班长")}) == "kcc");
    CHECK(people(tenant, {person("9", "S", "", "组长")}) == "c");
    CHECK(found(tenant, "8").manager == found(tenant, "9").id);
    CHECK(found(tenant, "9").post.zh == "组长");
    CHECK(found(tenant, "9").posts.size() == 1);
    CHECK(found(tenant, "7").version == 1);
    CHECK(found(tenant, "9").version == 3);
  });
}

TEST_CASE("a long file takes as many statements as a short one") {
  for_each_engine([](TestTenant& tenant) {
    const auto count = [&](const std::string& inlet, const std::vector<Cells>& table) {
      std::string letters;
      const std::int64_t n = tenant.statements([&](Tx& tx) { letters = taken(tx, inlet, table); });
      CHECK(letters.size() == table.size());
      CHECK(letters.find('r') == std::string::npos);
      return n;
    };
    (void)units(tenant, {unit("C", "", "2026-01-01")});
    (void)people(tenant, {person("P0", "C")});
    CHECK(count("people.unit", many_units("A", 4)) == count("people.unit", many_units("B", 200)));
    CHECK(count("people.person", many_people(100, 110)) ==
          count("people.person", many_people(1000, 1400)));
    auto moved = many_people(1000, 1400);
    for (Cells& cells : moved) cells[4] = "班长";
    const std::vector<Cells> few(moved.begin() + 380, moved.end());
    CHECK(count("people.person", few) == count("people.person", moved));
  });
}

}  // namespace twinrail::people
