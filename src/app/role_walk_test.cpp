#include <set>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "app/module_list.hpp"
#include "modules/identity/identity.hpp"

/// A role of the company's own gives what it says and nothing else: walked through every GET route.
namespace twinrail::testing {
namespace {

using Held = std::set<std::string>;

/// Somebody in the team T1 with this role alone; the account has the person of the employee.
Headers with_role(Installation& i, const std::string& code, const std::string& role) {
  const Answer made = i.send(Method::post, "/roles", "admin", role);
  CAPTURE(made.body);
  REQUIRE(made.status == 201);
  i.north().lanes().write({.name = "test"}, "add_account", [&](Tx& tx) {
    (void)i.app().identity().add_account(tx,
                                         {.login = code,
                                          .name = code,
                                          .password = Installation::password,
                                          .person = PersonId{std::stoll(i.id("P-employee"))},
                                          .roles = {code}},
                                         now_utc());
  });
  Headers headers = i.token("north", code, all_scopes());
  headers.emplace_back("Twinrail-Tenant", "north");
  return headers;
}

/// Every reading route opens exactly where the role holds the route's permission.
void walk(Installation& i, const Headers& caller, const Held& held) {
  int open = 0;
  for (const auto& route : i.app().router().routes()) {
    if (route->method != Method::get || !route->permission) continue;
    const Answer answer = i.knock(*route, caller);
    CAPTURE(route->name);
    CAPTURE(answer.body);
    const bool may = held.contains(std::string(route->permission->name));
    if (may)
      CHECK_FALSE((answer.status >= 400 && answer.key() == "access.forbidden"));
    else
      CHECK(answer.key() == "access.forbidden");
    open += may && answer.status == 200;
  }
  CHECK((open > 0) == !held.empty());
}

std::set<std::string> all_of(const Answer& list, const std::string& field) {
  std::set<std::string> found;
  for (std::size_t n = 0; n < list.size("/items"); ++n)
    found.insert(list.at("/items/" + std::to_string(n) + field));
  return found;
}

std::string account_of(Installation& i, const std::string& login) {
  return i.get("/accounts?q=" + login, "admin").at("/items/0/id");
}

}  // namespace

TEST_CASE("a role of its own opens the doors that it names, and shows the rows that it says") {
  for_each_installation([](Installation& i) {
    const Headers caller = with_role(i, "reader",
                                     R"({"code":"reader","names":{"en":"Reader"},)"
                                     R"("sees":[{"field_class":"contact","through":["self"]}],)"
                                     R"("rights":[{"permission":"people.read","through":["unit"]},)"
                                     R"({"permission":"okr.read","through":["company"]}]})");
    walk(i, caller, {"people.read", "okr.read"});
    const Answer people = i.ask(Method::get, "/api/v1/people", "", caller);
    CHECK(all_of(people, "/unit") == std::set<std::string>{i.id("T1")});
    for (std::size_t n = 0; n < people.size("/items"); ++n) {
      const std::string at = "/items/" + std::to_string(n);
      CAPTURE(at);
      const bool own = people.at(at + "/id") == i.id("P-employee");
      CHECK((people.at(at + "/email") != "null") == own);
    }
    const Answer units = i.ask(Method::get, "/api/v1/units", "", caller);
    CHECK(all_of(units, "/code") == std::set<std::string>{"T1"});
    const Answer goals =
        i.ask(Method::get, "/api/v1/objectives?cycle=" + i.id("cycle"), "", caller);
    CHECK(goals.status == 200);
  });
}

TEST_CASE("a role that keeps the company's affairs sees those and no person") {
  for_each_installation([](Installation& i) {
    const Headers caller = with_role(i, "keeper",
                                     R"({"code":"keeper","names":{"en":"Keeper"},"sees":[],)"
                                     R"("rights":[{"permission":"people.company",)"
                                     R"("through":["company"]}]})");
    walk(i, caller, {"people.company"});
  });
}

TEST_CASE("what a unit decided is for whoever reads its goals, and so is that there is the unit") {
  for_each_installation([](Installation& i) {
    const Headers caller =
        with_role(i, "watcher",
                  R"({"code":"watcher","names":{"en":"Watcher"},"sees":[],)"
                  R"("rights":[{"permission":"people.read","through":["company"]},)"
                  R"({"permission":"dashboard.read","through":["company"]},)"
                  R"({"permission":"okr.read","through":["unit"]},)"
                  R"({"permission":"okr.write","through":["unit"]}]})");
    const auto decision = [&](const char* unit) {
      return R"({"org_unit":)" + i.id(unit) + R"(,"note":"A second jig"})";
    };
    REQUIRE(i.send(Method::post, "/decisions", "hr", decision("T1")).status == 201);
    REQUIRE(i.send(Method::post, "/decisions", "hr", decision("C")).status == 201);
    const auto decided = [&](const char* unit) {
      const Answer sheet = i.ask(Method::get, "/api/v1/week?unit=" + i.id(unit), "", caller);
      CHECK(sheet.status == 200);
      return sheet.size("/decisions");
    };
    CHECK(decided("T1") == 1);
    CHECK(decided("C") == 0);
    Headers writer = caller;
    writer.emplace_back("Content-Type", "application/json");
    CHECK(i.ask(Method::post, "/api/v1/decisions", decision("C"), writer).key() ==
          "okr.unknown_unit");
  });
}

TEST_CASE("what an account is said to see is what its gate holds") {
  for_each_installation([](Installation& i) {
    (void)with_role(i, "seer",
                    R"({"code":"seer","names":{"en":"Seer"},)"
                    R"("sees":[{"field_class":"work","through":["unit"]}],)"
                    R"("rights":[{"permission":"kpi.read","through":["unit","self"]}]})");
    const Answer said = i.get("/accounts/" + account_of(i, "seer") + "/sight", "admin");
    CHECK(said.size("/rights") == 1);
    CHECK(said.at("/rights/0/permission") == "kpi.read");
    CHECK(said.at("/rights/0/through/0") == "self");
    CHECK(said.at("/rights/0/through/1") == "unit");
    CHECK(said.size("/sees") == 1);
    CHECK(said.at("/sees/0/field_class") == "work");
    CHECK(said.at("/units") == "1");
    CHECK(i.get("/accounts/" + account_of(i, "seer") + "/sight", "hr").status == 403);
  });
}

TEST_CASE("a token for what is no permission is not made by command either") {
  for_each_installation([](Installation& i) {
    std::string refusal;
    try {
      i.north().lanes().write({.name = "test"}, "make_token", [&](Tx& tx) {
        (void)i.app().identity().make_token(tx, "hr", "x", {"people.read", "foo"}, now_utc(),
                                            now_utc());
      });
    } catch (const Error& e) {
      refusal = e.key();
    }
    CHECK(refusal == "identity.unknown_permission");
  });
}

}  // namespace twinrail::testing
