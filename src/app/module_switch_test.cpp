#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"

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
