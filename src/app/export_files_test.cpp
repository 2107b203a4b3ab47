#include <doctest/doctest.h>

#include "app/export_fixture.hpp"
#include "platform/inlets/workbook.hpp"

/// Long lists as files that a job makes.
namespace twinrail::testing {
namespace {

/// Pieces of some rows, and the reader is told after each page.
ExportSizes small() { return {.piece = 300, .told_every = std::chrono::milliseconds(0)}; }

/// Asks for a file, and gives its path.
std::string asked(Installation& i, const std::string& list, const std::string& who,
                  const std::string& format = "csv") {
  const Answer answer =
      i.send(Method::post, "/export-files", who,
             R"({"list":")" + list + R"(","format":")" + format + R"(","title":"A long list"})");
  CAPTURE(answer.body);
  REQUIRE(answer.status == 202);
  CHECK(answer.at("/state") == "waiting");
  return "/export-files/" + answer.at("/id");
}

Answer removed(Installation& i, const std::string& path, const std::string& who) {
  return i.send(Method::del, path, who, "", {{"If-Match", i.get(path, who).header("ETag")}});
}

void set_roles(Installation& i, const std::string& login, const std::string& roles) {
  const Answer found = i.get("/accounts?q=" + login, "admin");
  const std::string account = "/accounts/" + found.at("/items/0/id");
  const Answer set =
      i.send(Method::put, account + "/roles", "admin", R"({"roles":[)" + roles + "]}",
             {{"If-Match", i.get(account, "admin").header("ETag")}});
  CAPTURE(set.body);
  REQUIRE(set.status == 200);
  i.app().settle(i.north());
}

TEST_CASE("a file has the rows that the list has, as text and as workbook, for its maker alone") {
  for_each_fresh([](Installation& i) {
    const std::string list = "/people?unit=" + i.id("S") + "&limit=2";
    const Answer whole = i.get("/exports?list=/people?unit%3D" + i.id("S"), "hr");
    REQUIRE(whole.status == 200);
    const std::string text = asked(i, list, "hr");
    const std::string book = asked(i, list, "hr", "xlsx");
    CHECK(i.get(text + "/content", "hr").key() == "export.not_ready");
    CHECK(make_files(i.app(), i.north(), {.sizes = small()}) == 0);
    for (const std::string& path : {text, book}) {
      const Answer state = i.get(path, "hr");
      CHECK(state.at("/state") == "ready");
      CHECK(state.at("/title") == "A long list");
      CHECK(state.at("/as_of") != "null");
      CHECK(std::stoi(state.at("/written")) >= 3);
      for (const char* other : {"english", "admin", "executive"})
        for (const std::string& target : {path, path + "/content"})
          CHECK(i.get(target, other).status == 404);
      CHECK(i.send(Method::del, path, "english", "", {{"If-Match", "*"}}).status >= 400);
    }
    const Answer file = i.get(text + "/content", "hr");
    CHECK(file.status == 200);
    CHECK(file.body == whole.body);
    CHECK(file.header("Content-Disposition") == "attachment; filename=\"people.csv\"");
    const auto table = twinrail::inlets::read_workbook(i.get(book + "/content", "hr").body);
    CHECK(table.text.find("P-operator") != std::string::npos);
    const Answer mine = i.get("/export-files?limit=1", "hr");
    CHECK(mine.size("/items") == 1);
    CHECK("/export-files/" + mine.at("/items/0/id") == book);
    const Answer rest = i.get("/export-files?limit=1&cursor=" + mine.at("/next"), "hr");
    CHECK("/export-files/" + rest.at("/items/0/id") == text);
    const Answer notice = i.get("/notices", "hr");
    CHECK(notice.body.find("A long list") != std::string::npos);
    const Answer trail = i.get("/trail?what=exported", "admin");
    CHECK(trail.at("/items/0/actor").starts_with("hr"));
    CHECK(trail.at("/items/0/key") == "getPeople");
  });
}

TEST_CASE("the rows are those of one moment, and what begins a formula is told as text") {
  for_each_fresh([](Installation& i) {
    const auto add = [&](const std::string& code) {
      const Answer made = i.send(Method::post, "/measures", "hr",
                                 R"({"code":")" + code + R"(","names":{"en":"=)" + code +
                                     R"("},"kind":"flow","unit":"pcs","grain":"day"})");
      REQUIRE(made.status == 201);
    };
    add("before");
    const std::string path = asked(i, "/measures?limit=1", "hr");
    CHECK(make_files(i.app(), i.north(), {.sizes = small(), .meanwhile = [&] { add("later"); }}) ==
          0);
    const Answer file = i.get(path + "/content", "hr");
    CHECK(file.body.find("'=before") != std::string::npos);
    CHECK(file.body.find("later") == std::string::npos);
    CHECK(i.get("/measures?limit=200", "hr").body.find("later") != std::string::npos);
  });
}

TEST_CASE("a turn that is cut off begins anew, and one that never ends is given up") {
  for_each_fresh([](Installation& i) {
    const std::string list = "/people?limit=1";
    const std::string path = asked(i, list, "hr");
    int parts = 0;
    const auto cut = [&parts] { return ++parts > 5; };
    CHECK(make_files(i.app(), i.north(), {.sizes = small(), .stopping = cut}, 1) == 0);
    const Answer half = i.get(path, "hr");
    CHECK(half.at("/state") == "writing");
    CHECK(half.at("/written") != "0");
    CHECK(i.get(path + "/content", "hr").key() == "export.not_ready");
    CHECK(make_files(i.app(), i.north(), {.sizes = small()}) == 0);
    CHECK(i.get(path + "/content", "hr").body == i.get("/exports?list=/people", "hr").body);

    const std::string lost = asked(i, list, "hr");
    ExportSizes never = small();
    never.turns = 0;
    CHECK(make_files(i.app(), i.north(), {.sizes = never}) == 0);
    const Answer given_up = i.get(lost, "hr");
    CHECK(given_up.at("/state") == "failed");
    CHECK(given_up.at("/problem") != "");
  });
}

TEST_CASE("whoever has lost a right is given no file, when it is made and when it is fetched") {
  for_each_fresh([](Installation& i) {
    const std::string ready = asked(i, "/people", "hr");
    CHECK(make_files(i.app(), i.north()) == 0);
    const std::string waiting = asked(i, "/people", "hr");
    const std::string account = asked(i, "/facts", "hr");
    set_roles(i, "hr", R"("hr","executive")");
    CHECK(i.get(ready + "/content", "hr").status == 200);  // more rights do not matter
    set_roles(i, "hr", R"("employee")");
    const Answer fetched = i.get(ready + "/content", "hr");
    CHECK(fetched.status == 403);
    CHECK(fetched.key() == "export.rights_lost");
    CHECK(make_files(i.app(), i.north()) == 0);
    const Answer less = i.get(waiting + "/content", "hr");
    CHECK(less.status == 200);
    CHECK(less.body == i.get("/exports?list=/people", "hr").body);
    CHECK(less.body.find("ada@north.example") == std::string::npos);
    CHECK(i.get(account, "hr").at("/state") == "ready");
    const std::string gone = asked(i, "/people", "hr");
    set_roles(i, "hr", "");
    CHECK(i.get(waiting + "/content", "hr").status == 403);
    CHECK(make_files(i.app(), i.north()) == 0);
    const Answer failed = i.get(gone, "hr");
    CHECK(failed.at("/state") == "failed");
    CHECK(failed.at("/problem") != "");
    CHECK(i.get(gone + "/content", "hr").key() == "export.not_ready");
  });
}

TEST_CASE("a file has what its maker was allowed when it was asked for, and not what came since") {
  for_each_fresh([](Installation& i) {
    const std::string path = asked(i, "/people", "employee");
    const std::string then = i.get("/exports?list=/people", "employee").body;
    set_roles(i, "employee", R"("hr")");
    CHECK(i.get("/exports?list=/people", "employee").body != then);
    CHECK(make_files(i.app(), i.north()) == 0);
    const Answer file = i.get(path + "/content", "employee");
    CHECK(file.status == 200);
    CHECK(file.body == then);
  });
}

TEST_CASE("a token that may do less than its account gets no more by waiting") {
  for_each_fresh([](Installation& i) {
    const auto as = [&](const std::vector<std::string>& scopes) {
      Headers headers = i.token("north", "hr", scopes);
      headers.emplace_back("Twinrail-Tenant", "north");
      headers.emplace_back("Content-Type", "application/json");
      return headers;
    };
    const Headers narrow = as({"people.read"});
    const std::string body = R"({"list":"/measures"})";
    CHECK(i.ask(Method::post, "/api/v1/export-files", body, narrow).status == 403);
    const Answer asks =
        i.ask(Method::post, "/api/v1/export-files", R"({"list":"/people"})", narrow);
    REQUIRE(asks.status == 202);
    const std::string wide = asked(i, "/people", "hr");
    CHECK(make_files(i.app(), i.north()) == 0);
    const std::string own = "/api/v1/export-files/" + asks.at("/id") + "/content";
    const Answer direct = i.ask(Method::get, "/api/v1/exports?list=/people", "", narrow);
    const Answer file = i.ask(Method::get, own, "", narrow);
    CHECK(file.status == 200);
    CHECK(file.body == direct.body);
    CHECK(i.ask(Method::get, "/api/v1" + wide + "/content", "", narrow).key() ==
          "export.rights_lost");
  });
}

TEST_CASE("a file counts in the limits of a company, and goes away by itself") {
  for_each_fresh([](Installation& i) {
    const std::string path = asked(i, "/people", "hr");
    ExportSizes one_row;
    one_row.rows = 1;
    CHECK(make_files(i.app(), i.north(), {.sizes = one_row}) == 0);
    CHECK(i.get(path, "hr").at("/state") == "failed");
    CHECK(i.get(path, "hr").at("/problem").find('1') != std::string::npos);
    const std::string large = asked(i, "/people", "hr");
    ExportSizes few_bytes;
    few_bytes.bytes = 10;
    CHECK(make_files(i.app(), i.north(), {.sizes = few_bytes}) == 0);
    CHECK(i.get(large, "hr").at("/state") == "failed");

    const std::string kept = asked(i, "/people", "hr");
    CHECK(make_files(i.app(), i.north()) == 0);
    const std::string full = asked(i, "/people", "hr");
    i.north().lanes().bound_storage(1);
    // So much that the database is looked at once more.
    CHECK_THROWS_AS(i.north().lanes().write({.name = "test"}, "test",
                                            [](Tx& tx) { tx.require_storage(1LL << 58); }),
                    Error);
    CHECK(make_files(i.app(), i.north()) == 0);
    CHECK(i.get(full, "hr").at("/state") == "failed");
    CHECK(i.get(full, "hr").at("/problem").find("MB") != std::string::npos);
    i.north().lanes().bound_storage(0);

    CHECK(i.get(kept + "/content", "hr").status == 200);
    const auto later = [] { return now_utc().plus_seconds(8 * 24 * 3600); };
    CHECK(make_files(i.app(), i.north(), {.now = later}, 1) == 0);
    CHECK(i.get(kept, "hr").status == 404);
    CHECK(i.get("/export-files", "hr").size("/items") == 0);

    Answer answer;
    for (int n = 0; n <= 20; ++n)
      answer = i.send(Method::post, "/export-files", "hr", R"({"list":"/people"})");
    CHECK(answer.status == 409);
    CHECK(answer.key() == "export.too_many_files");
  });
}

TEST_CASE("a file that is given up is not made, and the version has to be the newest") {
  Installation i(false);
  const std::string path = asked(i, "/people", "hr");
  CHECK(i.send(Method::del, path, "hr", "", {{"If-Match", "\"v9\""}}).status == 412);
  const std::string other = asked(i, "/people", "hr");
  CHECK(removed(i, path, "hr").status == 200);
  CHECK(i.get(path, "hr").status == 404);
  const auto give_up = [&] {
    if (i.get(other, "hr").status == 200) CHECK(removed(i, other, "hr").status == 200);
  };
  CHECK(make_files(i.app(), i.north(), {.sizes = small(), .meanwhile = give_up}) == 0);
  CHECK(i.get(other, "hr").status == 404);
  CHECK(i.send(Method::post, "/export-files", "hr", R"({"list":"/nothing"})").status == 404);
  CHECK(i.send(Method::post, "/export-files", "hr", R"({"list":"/people?colour=red"})").status ==
        400);
  CHECK(i.send(Method::post, "/export-files", "employee", R"({"list":"/trail"})").status == 403);
}

}  // namespace
}  // namespace twinrail::testing
