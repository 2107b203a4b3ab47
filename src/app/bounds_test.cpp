#include <set>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "platform/json/document.hpp"
#include "platform/openapi/openapi.hpp"

/// How long, how many, how large: what is said once in a type holds for requests, for files and in
/// the document.
namespace twinrail::testing {
namespace {

Import imported(Installation& i, const std::string& inlet, const std::string& table) {
  const StartImport request{.inlet = inlet, .dry_run = false, .body = {"text/csv", table}};
  return i.app().imports().run(i.app().operator_context(i.north(), "test"), i.north().lanes(),
                               request);
}

/// "row column key" of the only problem.
std::string problem_of(const Import& import) {
  if (import.problems.size() != 1) return std::to_string(import.problems.size()) + " problems";
  const ImportProblem& p = import.problems.front();
  return std::to_string(p.row) + " " + p.column + " " + p.key;
}

/// "status key pointer"
std::string outcome(const Answer& answer) {
  return std::to_string(answer.status) + " " + answer.key() + " " + answer.at("/errors/0/pointer");
}

std::string add_measure(Installation& i, const std::string& code, const std::string& more = "") {
  const Answer made = i.send(Method::post, "/measures", "hr",
                             R"({"code":")" + code +
                                 R"(","names":{"en":"Bounded"},"kind":"flow",)"
                                 R"("unit":"h","grain":"day")" +
                                 more + "}");
  CHECK(made.status == 201);
  return made.at("/id");
}

std::string a_reading(Installation& i, const std::string& key, const std::string& amount) {
  return R"({"readings":[{"org_unit":)" + i.id("T1") + R"(,"on":")" + Installation::day(-2) +
         R"(","amount":")" + amount + R"(","source_key":")" + key + "\"}]}";
}

struct Path {
  const char* path;
  std::string rest;
};

std::vector<Path> what_has_a_code(Installation& i) {
  return {{"/units", R"(,"kind":"team","valid_from":")" + Installation::day(-3) + R"(","parent":)" +
                         i.id("C") + "}"},
          {"/measures", R"(,"kind":"flow","unit":"","grain":"day"})"},
          {"/legal-entities", R"(,"country":"CN","currency":"CNY"})"}};
}

/// Every text says how long it may be and every list how many it may hold, below this place.
void require_bounds(const json::Value& node, const std::string& at, int& seen) {
  if (node.kind() == json::ValueKind::list)
    for (const json::Value item : node) require_bounds(item, at + "/-", seen);
  if (node.kind() != json::ValueKind::object) return;
  std::set<std::string> says;
  for (const json::Value member : node) {
    says.emplace(member.name());
    if (member.name() != "type") continue;
    const bool one = member.kind() == json::ValueKind::text;
    if (one && member.text() == "string") says.insert("is text");
    if (one && member.text() == "array") says.insert("is list");
    if (member.kind() == json::ValueKind::list)
      for (const json::Value type : member) says.insert(type.text() == "string" ? "is text" : "");
  }
  if (says.contains("is text") && !says.contains("enum") && !says.contains("const"))
    CHECK_MESSAGE(says.contains("maxLength"), at);
  if (says.contains("is list")) CHECK_MESSAGE(says.contains("maxItems"), at);
  seen += says.contains("is text") || says.contains("is list") ? 1 : 0;
  for (const json::Value member : node)
    require_bounds(member, at + "/" + std::string(member.name()), seen);
}

}  // namespace

TEST_CASE("a code is seen from its first sign to its last, in requests and in files") {
  struct Row {
    const char* code;
    const char* key;
  };
  for_each_installation([](Installation& i) {
    for (const Row& row :
         {Row{"", "request.empty_text"}, Row{" ", "request.bad_code"},
          Row{" X", "request.bad_code"}, Row{"X ", "request.bad_code"},
          Row{"X\\u200bY", "request.bad_code"}, Row{"X\\u3000Y", "request.bad_code"},
          Row{"X\\tY", "request.bad_code"}, Row{"X\\u202eY", "request.bad_character"},
          Row{"\\ufeff", "request.bad_code"}})
      for (const Path& to : what_has_a_code(i)) {
        CAPTURE(to.path);
        CAPTURE(row.code);
        const std::string body = R"({"names":{"en":"N"},"code":")" + std::string(row.code) + "\"";
        CHECK(outcome(i.send(Method::post, to.path, "hr", body + to.rest)) ==
              "400 " + std::string(row.key) + " /code");
      }
    CHECK(problem_of(imported(i, "people.unit",
                              "code,parent,name_en,kind,valid_from\nA\u200bB,C,N,team," +
                                  Installation::day(-3) + "\n")) == "2 code request.bad_code");
    (void)add_measure(i, "车间 1/A");
  });
}

TEST_CASE("every text of the document has a longest length, and every list a most of items") {
  Installation i(false);
  const std::string document = openapi_document(i.app().router(), i.app().inlets());
  const json::Document read = json::Document::parse(document);
  int seen = 0;
  require_bounds(read.root(), "", seen);
  CHECK(seen > 500);
}

TEST_CASE("a figure past what a reading of its measure may be is refused, typed or in a file") {
  for_each_installation([](Installation& i) {
    const std::string at = "/measures/" + add_measure(i, "bounded");
    const std::string path = at + "/readings";
    const auto change = [&](const char* who, const char* version, const std::string& rest) {
      return i.send(Method::put, at, who, R"({"names":{"zh":"有界","en":"Bounded"})" + rest + "}",
                    {{"If-Match", version}});
    };
    const auto report = [&](const char* key, const char* amount) {
      return i.send(Method::post, path, "english", a_reading(i, key, amount));
    };
    CHECK(outcome(change("hr", "\"v1\"", R"(,"least":"0","most":"-1")")) ==
          "400 kpi.bounds_crossed /most");
    CHECK(change("hr", "\"v9\"", "").status == 412);
    CHECK(change("employee", "\"v1\"", "").status == 403);
    const Answer changed = change("hr", "\"v1\"", R"(,"least":"0","most":"24")");
    CHECK(changed.status == 200);
    CHECK(changed.at("/most") == "24");
    CHECK(changed.at("/version") == "2");
    CHECK(outcome(report("long", "24.5")) == "422 kpi.above_most /readings/0/amount");
    CHECK(outcome(report("short", "-0.5")) == "422 kpi.below_least /readings/0/amount");
    CHECK(report("long", "24.5").at("/errors/0/detail").starts_with("24.5 is more than 24,"));
    const std::string row = "\nbounded,T1," + Installation::day(-2);
    CHECK(problem_of(imported(i, "kpi.reading",
                              "measure,unit,day,amount,source_key" + row + ",8,near" + row +
                                  ",240,far\n")) == "3 amount kpi.above_most");
    CHECK(report("edge", "24").status == 200);
    CHECK(change("hr", "\"v2\"", "").at("/most") == "null");
    CHECK(report("long", "24.5").status == 200);
  });
}

TEST_CASE("a file of measures brings their bounds, and one without the columns leaves them") {
  for_each_installation([](Installation& i) {
    const std::string head = "code,name_en,kind,unit,grain";
    const std::string row = "\nhours,Hours,flow,h,day";
    CHECK(imported(i, "kpi.measure", head + ",least,most" + row + ",0,24\n").stored == 1);
    CHECK(imported(i, "kpi.measure", head + row + "\n").known == 1);
    CHECK(imported(i, "kpi.measure", head + ",most" + row + ",12\n").corrected == 1);
    CHECK(problem_of(imported(i, "kpi.measure", head + ",most" + row + ",-1\n")) ==
          "2 most kpi.bounds_crossed");
    const Answer list = i.get("/measures?limit=200", "hr");
    int found = 0;
    for (std::size_t n = 0; n < list.size("/items"); ++n) {
      const std::string at = "/items/" + std::to_string(n);
      if (list.at(at + "/code") != "hours") continue;
      ++found;
      CHECK(list.at(at + "/least") == "0");
      CHECK(list.at(at + "/most") == "12");
      CHECK(list.at(at + "/version") == "2");
    }
    CHECK(found == 1);
  });
}

}  // namespace twinrail::testing
