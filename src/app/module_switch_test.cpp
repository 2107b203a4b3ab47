#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "modules/okr/okr.hpp"

namespace twinrail::testing {
namespace {

void turn(Installation& i, const std::string& module, bool on) {
  const Answer answer = i.send(Method::put, "/modules/" + module, "admin",
                               std::string(R"({"on":)") + (on ? "true" : "false") + "}");
  CHECK_MESSAGE(answer.status == 200, answer.body);
  i.app().settle(i.north());  // the switch is an event: what follows it has learnt of it
}

/// Every route of a module, asked as somebody who may.
void each_answers(Installation& i, const std::string& module, bool on) {
  for (const auto& route : i.app().router().routes()) {
    if (route->module_ != module || route->method != Method::get) continue;
    Headers headers = i.token("north", "hr", all_scopes());
    headers.emplace_back("Twinrail-Tenant", "north");
    const Answer answer = i.knock(*route, headers);
    CHECK_MESSAGE((answer.status == 404) == !on, route->name << " " << answer.body);
    if (!on) CHECK(answer.key() == "request.module_off");
  }
}

}  // namespace

TEST_CASE("okr and dashboard go off and on at run time; what is off is not there") {
  for_each_installation([](Installation& i) {
    const auto before = i.counts();
    for (const std::string module : {"dashboard", "okr"}) {
      each_answers(i, module, true);
      turn(i, module, false);
      each_answers(i, module, false);
    }
    const Answer answer = i.send(Method::post, "/cycles", "hr", "{}");
    CHECK(answer.status == 404);
    CHECK(i.get("/kpi-assignments", "hr").status == 200);
    const std::string off = i.get("/session", "hr").body;  // no menu entry for what is off
    CHECK(off.find("\"dashboard\"") == std::string::npos);
    CHECK(off.find(R"("tenant":{"code":"north")") != std::string::npos);
    for (const std::string module : {"okr", "dashboard"}) {
      turn(i, module, true);
      each_answers(i, module, true);
    }
    CHECK(i.counts().at("objectives") == before.at("objectives"));
    CHECK(i.get("/objectives", "hr").size("/items") == 3);
  });
}

TEST_CASE("a module that is off gives nobody a right, and the board has no rail of it") {
  for_each_installation([](Installation& i) {
    CHECK(i.get("/session", "hr").body.find("\"okr.") != std::string::npos);
    const Answer whole = i.get("/board", "hr");
    CHECK(whole.size("/objectives") > 0);
    turn(i, "okr", false);
    for (const char* login : {"hr", "executive", "admin"})
      CHECK(i.get("/session", login).body.find("\"okr.") == std::string::npos);
    const Answer board = i.get("/board", "hr");
    CHECK(board.status == 200);
    CHECK(board.size("/objectives") == 0);
    CHECK(board.size("/links") == 0);
    CHECK(board.size("/kpis") == whole.size("/kpis"));
    turn(i, "okr", true);
    CHECK(i.get("/board", "hr").size("/objectives") == whole.size("/objectives"));
  });
}

TEST_CASE("imports belong to no module that can be switched off") {
  for_each_installation([](Installation& i) {
    turn(i, "dashboard", false);
    CHECK(i.get("/inlets", "hr").status == 200);
    CHECK(i.get("/imports", "hr").status == 200);
    turn(i, "dashboard", true);
  });
}

TEST_CASE("a goal that a KPI drives has caught up when its module is on again") {
  for_each_installation([](Installation& i) {
    const auto sent = [&](const std::string& target, const std::string& body) {
      const Answer answer = i.send(Method::post, target, "hr", body);
      REQUIRE_MESSAGE(answer.status < 300, answer.body);
      return answer;
    };
    const std::string result =
        sent("/objectives/" + i.id("goal/S") + "/key-results",
             R"({"title":{"en":"Pass rate"},"kind":"move","unit":"%","decimals":1,"start":"0",)"
             R"("target":"1"})")
            .at("/id");
    sent("/links", R"({"kind":"drives","value_rule":"period","assignment":)" + i.id("rate/T2") +
                       R"(,"key_result":)" + result + "}");
    turn(i, "okr", false);
    for (const std::string measure : {"good", "all"})
      sent("/measures/" + i.id(measure) + "/readings",
           R"({"readings":[{"org_unit":)" + i.id("T2") + R"(,"on":")" + Installation::day(-1) +
               R"(","amount":")" + (measure == "all" ? "100" : "42") +
               R"(","source_key":"while off"}]})");
    i.app().settle(i.north());
    turn(i, "okr", true);
    CHECK(i.get("/key-results/" + result, "hr").body.find("\"0.42\"") != std::string::npos);
    i.north().lanes().write({.name = "test"}, "test",
                            [&](Tx& tx) { CHECK(i.app().okr().recompute(tx, false) == 0); });
  });
}

TEST_CASE("a board without okr has no rail of goals") {
  for_each_installation([](Installation& i) {
    CHECK(i.get("/board", "hr").size("/objectives") > 0);
    turn(i, "okr", false);
    const Answer board = i.get("/board", "hr");
    CHECK(board.status == 200);
    CHECK(board.size("/objectives") == 0);
    turn(i, "okr", true);
  });
}

TEST_CASE("what the house needs cannot be switched off, and nobody else switches") {
  for_each_installation([](Installation& i) {
    for (const std::string module : {"people", "kpi", "identity", "tenancy", "nothing"}) {
      const Answer answer = i.send(Method::put, "/modules/" + module, "admin", R"({"on":false})");
      CHECK_MESSAGE((answer.status >= 400 && answer.status < 500), module);
    }
    CHECK(i.send(Method::put, "/modules/okr", "hr", R"({"on":false})").status == 403);
    CHECK(i.get("/units", "hr").status == 200);
    CHECK(i.get("/objectives", "hr").status == 200);
  });
}

}  // namespace twinrail::testing
