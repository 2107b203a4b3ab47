#include <set>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "platform/db/testing.hpp"

namespace twinrail::testing {
namespace {

/// What may be made without a count of its own, each with what bounds it besides the rate.
const std::set<std::string>& without_quota() {
  static const std::set<std::string> names{
      "createRoles",     // by who keeps the accounts
      "createAccounts",  //
      "createAccountsTogether",
      "createUnits",           // by who keeps the organisation
      "createLegalEntities",   //
      "createWorkCalendars",   // by who keeps the company's affairs
      "createExchangeRates",   // one of two currencies and a day
      "createPeople",          //
      "createMeasures",        // by who defines KPIs
      "createKpis",            //
      "createSources",         // by who keeps the sources
      "createKpiAssignments",  // one of a KPI and a unit
      "createKpisAssignments",
      "createImportsUndo",  // one of an import
      "createKpiAssignmentsTargets",
      "createKpiAssignmentsTargetProposals",  // one at a time of an assignment
      "createMeasuresDuties",           // one at a time of a measure and a unit, which are counted
      "createBreachesAcknowledgement",  // one of a breach
      "createCycles",                   // by who defines cycles
      "createKeyResultsCheckIns",       // the newest of a day counts
      "createCheckInsCorrections",      //
      "createLinks"                     // one of a KPI and a key result, which are counted
  };
  return names;
}

/// Every route of the program in front of somebody without any right.
class Limited {
 public:
  explicit Limited(const Router& router, FrontOptions options)
      : tenant_(std::make_shared<Tenant>("t", Names{}, test_.engine(), 1)),
        front_(router, hooks(), std::move(options)) {}
  ~Limited() {
    front_.stop();
    tenant_->lanes().stop();
  }
  Limited(const Limited&) = delete;
  Limited& operator=(const Limited&) = delete;

  int ask(const Route& route) {
    Request request{.method = route.method, .target = route.path, .headers = {}, .body = {}};
    request.client = "192.0.2.1";
    return front_.call(std::move(request)).status;
  }

 private:
  FrontHooks hooks() {
    return {.identify =
                [this](const Request&, bool must, const FrontHooks::Known& known) {
                  Identity who{.tenant = tenant_};
                  if (must) who.viewer = std::make_shared<Viewer>();
                  known(std::move(who), nullptr);
                },
            .module_on = [](const Tenant&, const std::string&) { return true; },
            .now = [] { return Instant(); },
            .today = [](const Tenant&, Instant) { return Date::of(2026, 11, 24); },
            .log = {},
            .steady = [] { return RateLimit::Time(); }};
  }

  TestTenant test_{false};
  std::shared_ptr<Tenant> tenant_;
  Front front_;
};

}  // namespace

TEST_CASE("every route is under the rate of its caller") {
  for_each_installation([](Installation& i) {
    const RatePolicy once{.per_second = 1, .burst = 1};
    Limited limited(i.app().router(), {.rate = once, .company_rate = {}, .open_rate = once});
    std::set<bool> begun;
    for (const auto& route : i.app().router().routes())
      if (begun.insert(route->is_open).second) (void)limited.ask(*route);
    for (const auto& route : i.app().router().routes()) {
      CAPTURE(route->name);
      CHECK(limited.ask(*route) == 429);
    }
  });
}

TEST_CASE("whatever may be made has a count, or stands on a list with its reason") {
  for_each_installation([](Installation& i) {
    std::set<std::string> seen;
    for (const auto& route : i.app().router().routes()) {
      if (route->ok_status != 201 && route->ok_status != 202) continue;
      CAPTURE(route->name);
      CHECK(route->quota.has_value() != without_quota().contains(route->name));
      seen.insert(route->name);
    }
    for (const std::string& name : without_quota()) {
      CAPTURE(name);
      CHECK(seen.contains(name));
    }
  });
}

TEST_CASE("an account has at most so many tokens that let somebody in") {
  for_each_installation([](Installation& i) {
    Headers me = i.session("north", "employee");
    me.emplace_back("Twinrail-Tenant", "north");
    const std::string body =
        R"({"label":"x","scopes":["people.read"],"expires_on":")" + i.day(5) + "\"}";
    Headers json = me;
    json.emplace_back("Content-Type", "application/json");
    const auto make = [&] { return i.ask(Method::post, "/api/v1/tokens", body, json); };
    Answer answer = make();
    for (int n = 0; n < 60 && answer.status == 201; ++n) answer = make();
    CHECK(answer.status == 409);
    CHECK(answer.key() == "identity.too_many_tokens");
    CHECK(answer.at("/title").find("50") != std::string::npos);
    const Answer mine = i.ask(Method::get, "/api/v1/tokens", "", me);
    CHECK(mine.size("/items") == 50);
    const std::string last = "/api/v1/tokens/" + mine.at("/items/49/id");
    CHECK(i.ask(Method::del, last, "", me).status == 200);
    CHECK(make().status == 201);
    for (std::size_t n = 10; n < 49; ++n)  // others of this installation make some too
      (void)i.ask(Method::del, "/api/v1/tokens/" + mine.at("/items/" + std::to_string(n) + "/id"),
                  "", me);
  });
}

}  // namespace twinrail::testing
