#include <chrono>
#include <future>
#include <thread>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "modules/identity/identity.hpp"

/// Who gets in, who is shut out, and what is kept of it, through the front of a whole installation.
namespace twinrail::testing {
namespace {

const std::string wrong = "not the right password";

Response call(Installation& i, Method method, const std::string& target, const std::string& body,
              const std::string& from, Headers headers = {}, const std::string& tenant = "north") {
  Request request{.method = method, .target = "/api/v1" + target, .body = body};
  request.headers = std::move(headers);
  request.headers.emplace_back("Twinrail-Tenant", tenant);
  if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  request.client = from;
  return i.app().front().call(std::move(request));
}

int sign_in(Installation& i, const std::string& login, const std::string& password,
            const std::string& from, const std::string& tenant = "north", Headers headers = {}) {
  const std::string body = R"({"login":")" + login + R"(","password":")" + password + R"("})";
  return call(i, Method::post, "/session", body, from, std::move(headers), tenant).status;
}

/// The header of a session that nobody else uses.
Headers fresh(Installation& i, const std::string& login) {
  const std::string body =
      R"({"login":")" + login + R"(","password":")" + Installation::password + R"("})";
  const Response r = call(i, Method::post, "/session", body, "192.0.2.40");
  for (const auto& [name, value] : r.headers)
    if (name == "Set-Cookie") return {{"Cookie", value.substr(0, value.find(';'))}};
  return {};
}

/// An account of its own for each test; its login.
std::string newcomer(Installation& i, std::vector<std::string> roles = {"hr"}) {
  static int count = 0;
  const std::string login = "newcomer" + std::to_string(++count);
  i.north().lanes().write({.name = "test"}, "test", [&](Tx& tx) {
    i.app().identity().add_account(tx, {login, login, Installation::password, {}, roles},
                                   now_utc());
  });
  return login;
}

std::string account_id(Installation& i, const std::string& login) {
  std::int64_t id = 0;
  i.north().lanes().read([&](Read& db) { id = i.app().identity().account_named(db, login).value; });
  return std::to_string(id);
}

int status_as(Installation& i, const Headers& who, const std::string& target = "/units") {
  return call(i, Method::get, target, "", "192.0.2.50", who).status;
}

/// Changes an account as the administrator, at the version that it has.
Answer change(Installation& i, const std::string& login, const std::string& what,
              const std::string& body) {
  const std::string at = "/accounts/" + account_id(i, login);
  const Answer now = i.get(at, "admin");
  return i.send(Method::put, at + what, "admin", body, {{"If-Match", now.header("ETag")}});
}

struct Kept {
  std::string op;
  std::string values;
};
DESCRIBE(Kept, op, values);

std::vector<Kept> kept_of(Installation& i, const std::string& account) {
  std::vector<Kept> rows;
  i.north().lanes().read([&](Read& db) {
    rows = db.all<Kept>(R"(
      SELECT r.op, COALESCE(v.new_values, '') AS "values"
        FROM audit_row r JOIN audit_value v ON v.id = r.id
       WHERE r.place = 'identity_account' AND r.key = ? AND r.op NOT IN ('insert', 'update')
       ORDER BY r.id)"_sql,
                        account);
  });
  return rows;
}

}  // namespace

TEST_CASE("wrong passwords slow down who sends them, and nobody else") {
  for_each_installation([](Installation& i) {
    int slowed = 0;
    for (int n = 0; n < 11; ++n) slowed += sign_in(i, "admin", wrong, "192.0.2.1") == 429;
    CHECK(slowed > 0);
    CHECK(slowed <= 5);  // the first ones are free
    CHECK(sign_in(i, "admin", Installation::password, "192.0.2.2") == 200);
    CHECK(sign_in(i, "admin", Installation::password, "192.0.2.1", "south") == 200);
    CHECK(sign_in(i, "hr", Installation::password, "192.0.2.1") == 200);
  });
}

TEST_CASE("an office signs in through one address, as often as it likes") {
  for_each_installation([](Installation& i) {
    for (int n = 0; n < 12; ++n)
      CHECK(sign_in(i, n % 2 == 0 ? "hr" : "manager", Installation::password, "192.0.2.3") == 200);
  });
}

TEST_CASE("wrong tokens of an address do not shut out its good ones") {
  for_each_installation([](Installation& i) {
    const Headers guess{{"Authorization", "Bearer t_guess"}};
    const auto ask = [&](const Headers& who) {
      return call(i, Method::get, "/units", "", "192.0.2.4", who).status;
    };
    int slowed = 0;
    for (int n = 0; n < 1500; ++n) slowed += ask(guess) == 429;
    CHECK(slowed > 0);
    CHECK(ask(i.token("north", "hr", all_scopes())) == 200);
  });
}

TEST_CASE("what is revoked, signed out or closed is dead with the answer") {
  for_each_installation([](Installation& i) {
    const std::string login = newcomer(i);
    const std::string at = "/accounts/" + account_id(i, login);
    const Headers token = i.token("north", login, {"people.read"});
    Headers session = fresh(i, login);
    CHECK(status_as(i, token) == 200);
    CHECK(status_as(i, session) == 200);
    CHECK(call(i, Method::del, "/session", "", "192.0.2.50", session).status == 200);
    CHECK(status_as(i, session) == 401);
    CHECK(call(i, Method::del, at + "/tokens", "", "192.0.2.50", i.session("north", "admin"))
              .status == 200);
    CHECK(status_as(i, token) == 401);

    session = fresh(i, login);
    CHECK(status_as(i, session) == 200);
    CHECK(change(i, login, "/roles", R"({"roles":["employee"]})").at("/roles/0") == "employee");
    CHECK(status_as(i, session) == 401);

    session = fresh(i, login);
    const Headers other = i.token("north", login, {"people.read"});
    CHECK(status_as(i, session, "/session") == 200);
    CHECK(status_as(i, other, "/session") == 200);
    CHECK(change(i, login, "/state", R"({"state":"closed"})").at("/state") == "closed");
    CHECK(status_as(i, session, "/session") == 401);
    CHECK(status_as(i, other, "/session") == 401);
    CHECK(sign_in(i, login, Installation::password, "192.0.2.5") == 401);
    CHECK(change(i, login, "/state", R"({"state":"active"})").status == 200);
    CHECK(status_as(i, other, "/session") == 401);
    CHECK(sign_in(i, login, Installation::password, "192.0.2.5") == 200);
  });
}

TEST_CASE("a new password ends tokens and other sessions, and asks for the old one") {
  for_each_installation([](Installation& i) {
    const std::string login = newcomer(i);
    const Headers here = fresh(i, login);
    const Headers there = fresh(i, login);
    const Headers token = i.token("north", login, {"people.read"});
    const auto choose = [&](const std::string& current, const std::string& next) {
      return call(i, Method::put, "/me/password",
                  R"({"current":")" + current + R"(","password":")" + next + R"("})", "192.0.2.6",
                  here)
          .status;
    };
    CHECK(choose(wrong, "quite another secret") == 400);
    CHECK(choose(Installation::password, "密码密码") == 400);
    CHECK(choose(Installation::password, "my " + login + "!") == 400);
    CHECK(choose(Installation::password, "quite another secret") == 200);
    CHECK(status_as(i, here) == 200);
    CHECK(status_as(i, there) == 401);
    CHECK(status_as(i, token) == 401);
    CHECK(sign_in(i, login, Installation::password, "192.0.2.7") == 401);
    CHECK(sign_in(i, login, "quite another secret", "192.0.2.7") == 200);
  });
}

TEST_CASE("sessions are listed, ended one by one, and end when they lie idle") {
  for_each_installation([](Installation& i) {
    const std::string login = newcomer(i);
    const auto listed = [&](const Headers& who) {
      const Response r = call(i, Method::get, "/me/sessions", "", "192.0.2.8", who);
      return Answer{r.status, r.body, r.headers};
    };
    const Headers first = fresh(i, login);
    const Headers second = fresh(i, login);
    const Answer both = listed(second);
    REQUIRE(both.size("/items") == 2);
    CHECK(both.at("/items/0/current") == "false");
    CHECK(both.at("/items/1/current") == "true");
    const auto end = [&](const std::string& id, const Headers& who) {
      return call(i, Method::del, "/me/sessions/" + id, "", "192.0.2.8", who).status;
    };
    CHECK(end(both.at("/items/0/id"), i.session("north", "hr")) == 404);  // somebody else's
    CHECK(end(both.at("/items/0/id"), second) == 200);
    CHECK(status_as(i, first) == 401);

    CHECK(sign_in(i, login, Installation::password, "192.0.2.8", "north", second) == 200);
    CHECK(status_as(i, second) == 401);  // the same browser has signed in again
    const Headers idle = fresh(i, login);
    i.north().lanes().write({.name = "test"}, "test", [&](Tx& tx) {
      tx.run("UPDATE identity_session SET used_at = ? WHERE account = ?"_sql,
             now_utc().plus_seconds(-25 * 3600), i.app().identity().account_named(tx, login));
    });
    CHECK(status_as(i, idle) == 401);
  });
}

TEST_CASE("a page that follows what changes does not keep a session from lying idle") {
  for_each_installation([](Installation& i) {
    const std::string login = newcomer(i);
    const Headers session = fresh(i, login);
    const Instant before = now_utc().plus_seconds(-3600);
    const auto used_at = [&](const std::optional<Instant>& set) {
      std::int64_t at = 0;
      i.north().lanes().write({.name = "test"}, "test", [&](Tx& tx) {
        const AccountId id = i.app().identity().account_named(tx, login);
        if (set) tx.run("UPDATE identity_session SET used_at = ? WHERE account = ?"_sql, *set, id);
        at =
            *tx.one<std::int64_t>("SELECT used_at FROM identity_session WHERE account = ?"_sql, id);
      });
      return at;
    };
    (void)used_at(before);
    Request live{.method = Method::get, .target = "/api/v1/live", .headers = session};
    live.headers.emplace_back("Twinrail-Tenant", "north");
    std::promise<bool> known;
    i.app().front().identify(live, true, [&](const Identity&, const std::exception_ptr& failed) {
      known.set_value(failed == nullptr);
    });
    CHECK(known.get_future().get());
    CHECK(used_at({}) == before.micros());
    CHECK(status_as(i, session, "/session") == 200);  // by what is remembered
    for (int n = 0; n < 100 && used_at({}) == before.micros(); ++n)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    CHECK(used_at({}) > before.micros());
  });
}

TEST_CASE("a token says when it was used, and the trail names it by its number") {
  for_each_installation([](Installation& i) {
    const std::string login = newcomer(i, {"admin"});
    i.north().lanes().write({.name = "test"}, "test", [&](Tx& tx) {
      (void)i.app().identity().make_token(tx, login, "x) (admin", {"identity.manage"},
                                          now_utc().plus_seconds(3600), now_utc());
    });
    const Headers who = i.token("north", login, {"identity.manage"});
    Headers json = who;
    CHECK(call(i, Method::post, "/roles",
               R"({"code":")" + login +
                   R"(","names":{"en":"R"},"sees":[],)"
                   R"("rights":[{"permission":"okr.read","through":["self"]}]})",
               "192.0.2.9", json)
              .status == 201);
    std::string actor;
    std::optional<std::int64_t> used;
    for (int n = 0; n < 100 && !used; ++n) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      i.north().lanes().read([&](Read& db) {
        used = db.one<std::int64_t>(R"(
          SELECT COALESCE(MAX(t.last_used_at), 0) AS at FROM identity_token t
            JOIN identity_account a ON a.id = t.account WHERE a.login = ?)"_sql,
                                    login);
        if (used == 0) used.reset();
        actor = *db.one<std::string>(R"(
          SELECT actor FROM audit_row WHERE place = 'identity_role' AND key = ?)"_sql,
                                     login);
      });
    }
    CHECK(used);
    CHECK(actor.starts_with(login + " token "));
  });
}

TEST_CASE("the door keeps who came, who failed and who left, and from where") {
  for_each_installation([](Installation& i) {
    const std::string login = newcomer(i);
    const std::string id = account_id(i, login);
    CHECK(sign_in(i, login, wrong, "192.0.2.10") == 401);
    CHECK(sign_in(i, "nobody knows", wrong, "192.0.2.10") == 401);
    const Headers session = fresh(i, login);
    CHECK(call(i, Method::del, "/session", "", "192.0.2.11", session).status == 200);
    CHECK(change(i, login, "/roles", R"({"roles":["employee"]})").status == 200);
    const auto kept = kept_of(i, id);
    REQUIRE(kept.size() == 4);
    CHECK(kept[0].op == "sign_in_failed");
    CHECK(kept[0].values.find("192.0.2.10") != std::string::npos);
    CHECK(kept[1].op == "sign_in");
    CHECK(kept[2].op == "sign_out");
    CHECK(kept[2].values.find("192.0.2.11") != std::string::npos);
    CHECK(kept[3].op == "role");
    const auto unknown = kept_of(i, "");
    REQUIRE(!unknown.empty());
    CHECK(unknown.back().values.find("knows") == std::string::npos);
  });
}

TEST_CASE("the last account that manages accounts stays") {
  for_each_installation([](Installation& i) {
    Headers admin = i.session("south", "admin");
    const auto put = [&](const std::string& what, const std::string& body) {
      const Response one = call(i, Method::get, "/accounts/1", "", "192.0.2.12", admin, "south");
      Headers headers = admin;
      for (const auto& [name, value] : one.headers)
        if (name == "ETag") headers.emplace_back("If-Match", value);
      const Response r =
          call(i, Method::put, "/accounts/1" + what, body, "192.0.2.12", headers, "south");
      return Answer{r.status, r.body, r.headers};
    };
    CHECK(put("/state", R"({"state":"closed"})").key() == "identity.last_manager");
    CHECK(put("/roles", R"({"roles":["hr"]})").key() == "identity.last_manager");
    CHECK(call(i, Method::get, "/session", "", "192.0.2.12", admin, "south").status == 200);
  });
}

TEST_CASE("the trusted proxies are a list of addresses") {
  const auto read = [](const std::string& list) {
    return read_config("", {{"TWINRAIL_HTTP_TRUSTED_PROXIES", list}}).trusted_proxies;
  };
  CHECK(read("10.0.0.1, ::1") == std::vector<std::string>{"10.0.0.1", "::1"});
  CHECK(read("").empty());
  CHECK_THROWS_AS(read("proxy.example"), Error);
}

}  // namespace twinrail::testing
