#include <cctype>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "modules/identity/identity.hpp"

/// How somebody comes to an account: it is given, its code is printed, and opens it once.
namespace twinrail::testing {
namespace {

Headers admin_of(Installation& i) {
  Headers headers = i.session("north", "admin");
  headers.emplace_back("Twinrail-Tenant", "north");
  headers.emplace_back("Content-Type", "application/json");
  return headers;
}

Answer as_admin(Installation& i, Method method, const std::string& path, const std::string& body) {
  return i.ask(method, "/api/v1" + path, body, admin_of(i));
}

Answer activate(Installation& i, const std::string& login, const std::string& code,
                const std::string& password = "a quite long password") {
  return i.ask(
      Method::post, "/api/v1/activation",
      R"({"login":")" + login + R"(","code":")" + code + R"(","password":")" + password + "\"}",
      {{"Twinrail-Tenant", "north"}, {"Content-Type", "application/json"}});
}

int sign_in(Installation& i, const std::string& login, const std::string& password) {
  return i
      .ask(Method::post, "/api/v1/session",
           R"({"login":")" + login + R"(","password":")" + password + "\"}",
           {{"Twinrail-Tenant", "north"}, {"Content-Type", "application/json"}})
      .status;
}

std::string fresh_login() {
  static int count = 0;
  return "given" + std::to_string(++count);
}

/// The employee number of somebody of "south" who has no account.
std::string newcomer(Installation& i) {
  static int count = 0;
  const std::string number = "N-" + std::to_string(++count);
  const auto south = i.app().tenants().open("south");
  const auto take = [&](const char* inlet, const std::string& table) {
    const StartImport request{.inlet = inlet, .dry_run = false, .body = {"text/csv", table}};
    const Context ctx = i.app().operator_context(*south, "test");
    REQUIRE(i.app().imports().run(ctx, south->lanes(), request).state == ImportState::done);
  };
  const std::string day = Installation::day(-1);
  take("people.unit",
       "code,parent,name_zh,name_en,kind,head,valid_from\nX,,南,South,company,," + day + "\n");
  take("people.person",
       "employee_no,name,latin_name,unit,post_zh,post_en,manager_no,email,employment_type,start\n" +
           number + ",Ned,Ned,X,,Sewer,,,regular," + day + "\n");
  return number;
}

}  // namespace

TEST_CASE("a given account opens once with its code, and then with the password alone") {
  for_each_installation([](Installation& i) {
    const std::string login = fresh_login();
    const Answer given =
        as_admin(i, Method::post, "/accounts",
                 R"({"login":")" + login + R"(","name":"Given","roles":["employee"]})");
    REQUIRE(given.status == 201);
    CHECK(given.at("/account/has_password") == "false");
    const std::string code = given.at("/code");
    CHECK(code.size() == 14);  // twelve characters in three groups
    CHECK(sign_in(i, login, "") != 200);
    CHECK(sign_in(i, login, code) == 401);
    CHECK(activate(i, login, code, "short").status == 400);  // the code is not used up by it
    std::string typed = code;
    for (char& c : typed) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    CHECK(activate(i, login, typed).at("/login") == login);
    CHECK(activate(i, login, code).status == 401);
    CHECK(sign_in(i, login, "a quite long password") == 200);
    const Answer now = i.get("/accounts/" + given.at("/account/id"), "admin");
    CHECK(now.at("/has_password") == "true");
    CHECK(now.at("/code_expires_at") != given.at("/account/code_expires_at"));
    CHECK_FALSE(now.at("/last_sign_in").empty());
  });
}

TEST_CASE("a new code lets somebody choose another password; the old one is good until then") {
  for_each_installation([](Installation& i) {
    const std::string login = fresh_login();
    const Answer given = as_admin(i, Method::post, "/accounts",
                                  R"({"login":")" + login + R"(","name":"G","roles":[]})");
    const std::string id = given.at("/account/id");
    REQUIRE(activate(i, login, given.at("/code")).status == 200);
    const std::string body = R"({"accounts":[)" + id + "]}";
    const Answer first = as_admin(i, Method::post, "/accounts/codes", body);
    const Answer second = as_admin(i, Method::post, "/accounts/codes", body);
    REQUIRE(second.status == 200);
    CHECK(activate(i, login, first.at("/items/0/code")).status == 401);
    CHECK(sign_in(i, login, "a quite long password") == 200);
    CHECK(activate(i, login, second.at("/items/0/code"), "another long one").status == 200);
    CHECK(sign_in(i, login, "a quite long password") == 401);
    CHECK(sign_in(i, login, "another long one") == 200);
  });
}

TEST_CASE("a closed account has no code, and one that is closed gets none") {
  for_each_installation([](Installation& i) {
    const std::string login = fresh_login();
    const Answer given = as_admin(i, Method::post, "/accounts",
                                  R"({"login":")" + login + R"(","name":"G","roles":[]})");
    const std::string at = "/accounts/" + given.at("/account/id");
    const Answer now = i.get(at, "admin");
    CHECK(i.send(Method::put, at + "/state", "admin", R"({"state":"closed"})",
                 {{"If-Match", now.header("ETag")}})
              .status == 200);
    CHECK(activate(i, login, given.at("/code")).status == 401);
    CHECK(as_admin(i, Method::post, "/accounts/codes",
                   R"({"accounts":[)" + given.at("/account/id") + "]}")
              .key() == "identity.account_closed");
  });
}

TEST_CASE("accounts are given by employee number, once each, and to nobody who is not there") {
  for_each_installation([](Installation& i) {
    const auto give = [&](const std::string& numbers) {
      Headers headers = i.session("south", "admin");
      headers.emplace_back("Twinrail-Tenant", "south");
      headers.emplace_back("Content-Type", "application/json");
      return i.ask(Method::post, "/api/v1/accounts/together",
                   R"({"employee_nos":[)" + numbers + R"(],"roles":["operator"]})", headers);
    };
    const std::string number = newcomer(i);
    const Answer mixed = give("\"" + number + R"(","nobody at all")");
    CHECK(mixed.status == 400);
    CHECK(mixed.at("/errors/0/pointer") == "/employee_nos/1");
    const Answer given = give("\"" + number + "\"");
    REQUIRE(given.status == 201);
    CHECK(given.at("/items/0/account/login") == number);
    CHECK_FALSE(given.at("/items/0/account/name").empty());
    CHECK(give("\"" + number + "\"").key() == "identity.has_account");
    CHECK(give("").key() == "identity.nobody_chosen");
  });
}

TEST_CASE("a browser that is signed in names its company by a cookie, a stranger does not") {
  for_each_installation([](Installation& i) {
    const Answer in =
        i.ask(Method::post, "/api/v1/session",
              std::string(R"({"login":"hr","password":")") + Installation::password + "\"}",
              {{"Twinrail-Tenant", "north"}, {"Content-Type", "application/json"}});
    REQUIRE(in.status == 200);
    std::string cookies;
    for (const auto& [name, value] : in.headers)
      if (name == "Set-Cookie")
        cookies += (cookies.empty() ? "" : "; ") + value.substr(0, value.find(';'));
    const Answer me = i.ask(Method::get, "/api/v1/session", "", {{"Cookie", cookies}});
    CHECK(me.status == 200);
    CHECK(me.at("/tenant/code") == "north");
    const std::string alone = cookies.substr(0, cookies.find(';'));
    CHECK(i.ask(Method::get, "/api/v1/session", "", {{"Cookie", alone}}).key() == "tenant.name_it");
  });
}

TEST_CASE("the administrator sees the jobs, asks for a turn of one, and the trail says who did") {
  for_each_installation([](Installation& i) {
    const Answer jobs = i.get("/jobs", "admin");
    REQUIRE(jobs.status == 200);
    std::size_t found = 0;
    for (std::size_t n = 0; n < jobs.size("/items"); ++n)
      found += jobs.at("/items/" + std::to_string(n) + "/name") == "platform.verify_trail";
    CHECK(found == 1);
    CHECK(i.send(Method::post, "/jobs/turns", "admin", R"({"job":"no such"})").status == 404);
    CHECK(i.send(Method::post, "/jobs/turns", "admin", R"({"job":"platform.prune"})").status ==
          200);
    const Answer trail = i.get("/trail?place=job&thing=platform.prune&limit=1", "admin");
    REQUIRE(trail.size("/items") == 1);
    CHECK(trail.at("/items/0/op") == "run");
    CHECK(trail.at("/items/0/actor").starts_with("admin"));
    CHECK(i.get("/trail?who=nobody+has+this+name", "admin").size("/items") == 0);
  });
}

TEST_CASE("the trail is read page by page from the newest, without a gap, and secrets stay out") {
  for_each_installation([](Installation& i) {
    std::string cursor;
    std::int64_t before = 0;
    for (int page = 0; page < 3; ++page) {
      const Answer answer = i.get("/trail?limit=7" + cursor, "admin");
      REQUIRE(answer.size("/items") == 7);
      for (int n = 0; n < 7; ++n) {
        const std::string at = "/items/" + std::to_string(n);
        const std::int64_t id = std::stoll(answer.at(at + "/id"));
        if (before != 0) CHECK(id == before - 1);
        before = id;
      }
      CHECK(answer.body.find("password_hash") == std::string::npos);
      CHECK(answer.body.find("argon2id") == std::string::npos);
      cursor = "&cursor=" + answer.at("/next");
    }
  });
}

TEST_CASE("how the installation stands is told to who looks after it") {
  for_each_installation([](Installation& i) {
    const Answer found = i.get("/overview", "admin");
    REQUIRE(found.status == 200);
    CHECK(std::stoll(found.at("/disk_total")) > 0);
    CHECK(found.at("/on_postgres") == (i.on_postgres() ? "true" : "false"));
    CHECK(std::stoll(found.at("/trail/rows")) > 0);
    CHECK(i.get("/overview", "hr").status == 403);
  });
}

}  // namespace twinrail::testing
