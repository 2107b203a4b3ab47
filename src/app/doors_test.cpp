#include <algorithm>
#include <set>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "app/module_list.hpp"

namespace twinrail::testing {
namespace {

using Names = std::set<std::string>;

/// Doors for everybody who is signed in, each with its reason.
const Names& signed_in_only() {
  static const Names names{
      "getSession",           // who I am
      "getFacts",             // names and units of the facts that I may see; no figure
      "removeSession",        // ending my own session
      "changeSession",        // my own language
      "getTokens",            // my own tokens, by session: a token can do no more than its owner
      "createTokens",         //
      "removeTokensOne",      //
      "getMeSessions",        // where I am signed in, by session
      "removeMeSessionsOne",  //
      "replaceMePassword",    // my own password
      "getExports",           // a list as a file, let in as the list's own route is
      "createExportFiles",    // the same, made by a job
      "getExportFiles",       // my own files, each let in again as its list is
      "getExportFilesOne",    //
      "getExportFilesContent",
      "removeExportFilesOne",
      "getNotices",       // what I was told myself, each cut by my rights to its subject
      "getNoticesCount",  //
      "replaceNoticesReadMark",
      "replaceNoticesReadMarks",
      "getMeNoticeSettings",  // how I am told
      "replaceMeNoticeSettings",
  };
  return names;
}

/// Doors whose permission depends on what is asked for: an inlet names its own. The service checks
/// it, so whoever holds no permission of any inlet gets nothing here either.
const Names& by_inlet() {
  static const Names names{"createInletsImports", "createImportsUndo",   "getImports",
                           "getImportsOne",       "getImportsProblems",  "getInlets",
                           "getInletsTemplate",   "getImportsHindrances"};
  return names;
}

const std::vector<std::unique_ptr<Route>>& routes_of(Installation& i) {
  return i.app().router().routes();
}

Headers in(const std::string& tenant, Headers headers) {
  headers.emplace_back("Twinrail-Tenant", tenant);
  return headers;
}

bool is_closed(const Answer& answer) { return answer.status == 403 || answer.status == 404; }

bool holds(Installation& i, const Route& route, std::string_view role) {
  const Rights::Row* row = i.app().services().rights.find(route.permission->name);
  REQUIRE(row != nullptr);
  return row->grant.held[built_in_role(role).value()] != relation::none;
}

}  // namespace

TEST_CASE("every route is open, needs a permission, or stands on a list with its reason") {
  for_each_installation([](Installation& i) {
    Names open;
    Names without;
    for (const auto& route : routes_of(i)) {
      if (route->is_open)
        open.insert(route->name);
      else if (!route->permission)
        without.insert(route->name);
    }
    CHECK(open == Names{"createActivation", "createFirstStart", "createSession"});
    Names listed = signed_in_only();
    listed.insert(by_inlet().begin(), by_inlet().end());
    for (const std::string& name : without) CHECK_MESSAGE(listed.contains(name), name);
    for (const std::string& name : listed) CHECK_MESSAGE(without.contains(name), name);
  });
}

TEST_CASE("no door opens without a secret, or with one that proves nothing") {
  for_each_installation([](Installation& i) {
    const Headers made_up[] = {{},
                               {{"Authorization", "Bearer t_made-up"}},
                               {{"Authorization", "Bearer "}},
                               {{"Authorization", "Basic YWRtaW46YWRtaW4="}},
                               {{"Cookie", "__Host-twinrail=s_made-up"}}};
    for (const auto& route : routes_of(i)) {
      if (route->is_open) continue;
      for (const Headers& headers : made_up)
        CHECK_MESSAGE(i.knock(*route, in("north", headers)).status == 401, route->name);
    }
  });
}

TEST_CASE("a company that is not there answers strangers as one that is") {
  for_each_installation([](Installation& i) {
    const auto ask = [&](Method method, const std::string& path, const std::string& body,
                         const std::string& company) {
      Headers headers = in(company, {});
      if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
      const Answer answer = i.ask(method, "/api/v1" + path, body, headers);
      return std::to_string(answer.status) + " " + answer.key();
    };
    const std::string wrong = R"({"login":"admin","password":"not the right password"})";
    for (const std::string company : {"south", "nobodys"}) {
      CAPTURE(company);
      CHECK(ask(Method::get, "/session", "", company) == "401 access.sign_in");
      CHECK(ask(Method::post, "/session", wrong, company) == "401 identity.wrong_login");
    }
  });
}

TEST_CASE("an account without roles and a token without scopes find every door closed") {
  for_each_installation([](Installation& i) {
    const Headers callers[] = {i.session("north", "nobody"),
                               i.token("north", "nobody", all_scopes()), i.token("north", "hr", {}),
                               i.token("north", "admin", {})};
    for (const Headers& headers : callers) {
      for (const auto& route : routes_of(i)) {
        if (route->is_open || signed_in_only().contains(route->name)) continue;
        const Answer answer = i.knock(*route, in("north", headers));
        CHECK_MESSAGE(is_closed(answer), route->name << " " << answer.status);
        if (route->permission) CHECK_MESSAGE(answer.status == 403, route->name);
      }
      CHECK(i.ask(Method::get, "/api/v1/session", "", in("north", headers)).status == 200);
    }
  });
}

TEST_CASE("tokens, sessions and passwords open to a session, and to no API token at all") {
  for_each_installation([](Installation& i) {
    const Names expected{"changeSession",
                         "removeSession",
                         "getTokens",
                         "createTokens",
                         "removeTokensOne",
                         "getMeSessions",
                         "removeMeSessionsOne",
                         "replaceMePassword",
                         "removeAccountsTokens",
                         "removeAccountsTokensOne",
                         "createAccounts",
                         "createAccountsTogether",
                         "createAccountsCodes",
                         "createInvitations",
                         "removeInvitationsOne"};
    Names by_session;
    const std::vector<Headers> tokens{i.token("north", "hr", all_scopes()),
                                      i.token("north", "admin", all_scopes())};
    const auto before = i.counts();
    for (const Headers& token : tokens) {
      const Headers by_token = in("north", token);
      for (const auto& route : routes_of(i)) {
        if (!route->is_by_session) continue;
        by_session.insert(route->name);
        const Answer answer = i.knock(*route, by_token);
        CHECK_MESSAGE(answer.status == 403, route->name);
        CHECK(answer.key() == "access.needs_session");
      }
    }
    CHECK(by_session == expected);
    CHECK(i.counts() == before);
    const Headers signed_in = in("north", i.session("north", "hr"));
    CHECK(i.ask(Method::get, "/api/v1/tokens", "", signed_in).status == 200);
  });
}

TEST_CASE("a token's secret is shown once: it is not kept for a repeated request") {
  for_each_installation([](Installation& i) {
    Headers headers = in("north", i.session("north", "hr"));
    headers.insert(headers.end(),
                   {{"Content-Type", "application/json"}, {"Idempotency-Key", "make one"}});
    const auto make = [&] {
      return i.ask(Method::post, "/api/v1/tokens",
                   R"({"label":"feed","scopes":["kpi.read"],"expires_on":")" +
                       Installation::day(10) + R"("})",
                   headers);
    };
    const std::int64_t kept = i.counts().at("answers");
    const Answer first = make();
    const Answer again = make();
    CHECK(first.status == 201);
    CHECK(again.at("/secret") != first.at("/secret"));
    CHECK(i.counts().at("answers") == kept);
    for (const Answer& made : {first, again}) {
      const Headers by_token{{"Authorization", "Bearer " + made.at("/secret")},
                             {"Twinrail-Tenant", "north"}};
      CHECK(i.ask(Method::get, "/api/v1/kpis", "", by_token).status == 200);
      CHECK(i.ask(Method::del, "/api/v1/tokens/" + made.at("/token/id"), "", headers).status ==
            200);
    }
  });
}

TEST_CASE("an administrator of another company is nobody here, by session and by token") {
  for_each_installation([](Installation& i) {
    const Headers callers[] = {i.session("south", "admin"),
                               i.token("south", "admin", all_scopes())};
    for (const Headers& headers : callers) {
      CHECK(i.ask(Method::get, "/api/v1/units", "", in("south", headers)).status == 200);
      for (const auto& route : routes_of(i)) {
        if (route->is_open) continue;
        CHECK_MESSAGE(i.knock(*route, in("north", headers)).status == 401, route->name);
      }
    }
  });
}

TEST_CASE("a role that does not hold a route's permission is refused, as the rights table says") {
  for_each_installation([](Installation& i) {
    for (const std::string& role : role_names()) {
      const Headers token = i.token("north", role, all_scopes());
      const Headers session = i.session("north", role);
      for (const auto& route : routes_of(i)) {
        if (!route->permission || holds(i, *route, role)) continue;
        const Answer answer = i.knock(*route, in("north", route->is_by_session ? session : token));
        CHECK_MESSAGE(answer.status == 403, route->name << " " << role);
        CHECK(answer.key() == "access.forbidden");
      }
    }
  });
}

TEST_CASE("a scope that the owner holds and the token lacks is refused") {
  for_each_installation([](Installation& i) {
    for (const auto& route : routes_of(i)) {
      if (!route->permission || !holds(i, *route, "hr")) continue;
      std::vector<std::string> scopes = all_scopes();
      std::erase(scopes, std::string(route->permission->name));
      const Answer answer = i.knock(*route, in("north", i.token("north", "hr", scopes)));
      CHECK_MESSAGE(answer.status == 403, route->name);
    }
  });
}

TEST_CASE("behind every reading door stands something for who holds the key") {
  for_each_installation([](Installation& i) {
    for (const auto& route : routes_of(i)) {
      if (route->method != Method::get || !route->permission) continue;
      const auto& fields = route->request->fields;
      const bool asks_more = std::ranges::any_of(fields, [&](const FieldInfo& f) {
        const bool in_path = route->path.find("{" + std::string(f.name) + "}") != std::string::npos;
        return !in_path && f.type().kind != Kind::optional && f.type().kind != Kind::list;
      });
      if (asks_more) continue;  // a required parameter of its own; called in the tests of scope
      const std::string who = holds(i, *route, "hr") ? "hr" : "admin";
      const Answer answer = i.knock(*route, in("north", i.token("north", who, all_scopes())));
      CHECK_MESSAGE(answer.status == 200, route->name << " " << answer.body);
    }
  });
}

}  // namespace twinrail::testing
