#include <algorithm>
#include <map>
#include <set>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "app/tables.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/inlets/csv.hpp"
#include "platform/inlets/workbook.hpp"

/// Every list of the program as a table.
namespace twinrail::testing {
namespace {

using RouteNames = std::map<std::string, std::string>;

/// Lists that cannot be exported, each with its reason.
const RouteNames& not_exported() {
  static const RouteNames names{
      {"getTokens", "by session alone: about secrets"},
      {"getMeSessions", "by session alone: about secrets"},
  };
  return names;
}

bool is_list(const Route& route) {
  return route.method == Method::get &&
         std::ranges::find(route.reply->fields, "items", &FieldInfo::name) !=
             route.reply->fields.end();
}

std::string target_of(Installation& i, const Route& route) {
  std::string target = route.path.substr(std::string_view("/api/v1").size());
  for (auto at = target.find('{'); at != std::string::npos; at = target.find('{')) {
    const auto end = target.find('}', at);
    target.replace(at, end - at + 1, i.id(target.substr(at + 1, end - at - 1)));
  }
  if (route.path.ends_with("{assignment}/readings")) target += "?start=" + Installation::day(-3);
  return target;
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '&' ? "%26" : c == '?' ? "%3F" : std::string(1, c);
  return out;
}

Answer exported(Installation& i, const std::string& list, const std::string& who,
                const std::string& format = "csv") {
  return i.get("/exports?format=" + format + "&list=" + escaped(list), who);
}

/// Lines below the head; no text of the fixture has a line break.
std::vector<std::string> lines_of(const Answer& file) {
  std::vector<std::string> lines;
  std::string line;
  for (const char c : file.body) {
    if (c == '\n') {
      if (line.ends_with('\r')) line.pop_back();
      lines.push_back(std::exchange(line, {}));
    } else {
      line += c;
    }
  }
  return lines;
}

const ExportParts* parts_of(const Route& route) {
  static const std::map<std::string, ExportParts> all = export_parts();
  const auto found = all.find(route.name);
  return found == all.end() ? nullptr : &found->second;
}

/// Rows of the table of a list: each part of a row is one.
std::size_t rows_of_list(Installation& i, const std::string& target, const std::string& who,
                         const ExportParts* parts) {
  std::size_t rows = 0;
  std::string cursor;
  do {
    const char* glue = target.find('?') == std::string::npos ? "?" : "&";
    const Answer page = i.get(target + (cursor.empty() ? "" : glue + ("cursor=" + cursor)), who);
    REQUIRE_MESSAGE(page.status == 200, target);
    for (std::size_t n = 0; n < page.size("/items"); ++n) {
      const std::string list = "/items/" + std::to_string(n) + "/" + (parts ? parts->list : "-");
      rows += std::max<std::size_t>(parts ? page.size(list) : 0, 1);
    }
    cursor = page.at("/next") == "null" || page.at("/next") == "-" ? "" : page.at("/next");
  } while (!cursor.empty());
  return rows;
}

TEST_CASE("each list can be exported, or is named with its reason, and each head has its word") {
  Installation i(false);
  RouteNames without;
  std::set<std::string> wordless;
  for (const auto& route : i.app().router().routes()) {
    if (!is_list(*route)) continue;
    const std::vector<ExportColumn> columns = export_columns(*route, parts_of(*route));
    if (columns.empty()) {
      without[route->name];
      continue;
    }
    for (const ExportColumn& column : columns)
      for (const std::string& word : head_words(column))
        for (const Locale locale : {Locale::zh, Locale::en})
          if (!i18n::has(locale, word)) wordless.insert(word);
  }
  for (const std::string& word : wordless) CHECK_MESSAGE(false, word);
  for (const auto& [name, reason] : without) CHECK_MESSAGE(not_exported().contains(name), name);
  for (const auto& [name, reason] : not_exported()) CHECK_MESSAGE(without.contains(name), name);
}

TEST_CASE("an export has the rows of its list, and lets in whom the list lets in") {
  for_each_installation([](Installation& i) {
    for (const auto& route : i.app().router().routes()) {
      if (!is_list(*route) || not_exported().contains(route->name)) continue;
      const std::string target = target_of(i, *route);
      CAPTURE(target);
      for (const char* who : {"hr", "admin", "employee"}) {
        const Answer list = i.get(target, who);
        const Answer file = exported(i, target, who);
        CHECK(file.status == list.status);
        if (list.status != 200 || route->name == "getTrail") continue;
        CHECK(lines_of(file).size() == rows_of_list(i, target, who, parts_of(*route)) + 1);
      }
    }
  });
}

TEST_CASE("an export keeps to the list's filters and to what its reader may see") {
  for_each_installation([](Installation& i) {
    const Answer some = exported(i, "/people?unit=" + i.id("T1"), "english");
    REQUIRE(some.status == 200);
    CHECK(some.header("Content-Disposition") == "attachment; filename=\"people.csv\"");
    CHECK(lines_of(some).at(0).find("Employee number") != std::string::npos);
    CHECK(some.body.find("P-employee") != std::string::npos);
    CHECK(some.body.find("P-operator") == std::string::npos);
    CHECK(some.body.find("eve@north.example") != std::string::npos);
    CHECK(exported(i, "/people", "hr").body.find("工号") != std::string::npos);
    const Answer mine = exported(i, "/people", "employee");
    CHECK(mine.body.find("ada@north.example") == std::string::npos);
    CHECK(exported(i, "/people?colour=red", "hr").status == 400);
    for (const char* other :
         {"/nothing", "/people/1", "people", "/exports?list=/people", "/session"})
      CHECK_MESSAGE(exported(i, other, "hr").status == 404, other);
  });
}

TEST_CASE("a workbook has the same rows, and numbers as numbers") {
  Installation i(false);
  const Answer file = exported(i, "/measures/" + i.id("good") + "/readings", "english", "xlsx");
  REQUIRE(file.status == 200);
  CHECK(file.header("Content-Disposition").find("measures-readings.xlsx") != std::string::npos);
  const twinrail::inlets::WorkbookTable table = twinrail::inlets::read_workbook(file.body);
  CHECK(table.text.find("Amount") != std::string::npos);
  CHECK(table.text.find("97") != std::string::npos);
}

TEST_CASE("what begins a formula is told as text, and each export stands in the trail") {
  Installation i(false);
  const Answer made = i.send(Method::post, "/measures", "hr",
                             R"({"code":"guarded","names":{"en":"=1+1"},"kind":"flow",)"
                             R"("unit":"pcs","grain":"day"})");
  REQUIRE(made.status == 201);
  const Answer file = exported(i, "/measures", "hr");
  CHECK(file.body.find("'=1+1") != std::string::npos);
  const Answer trail = i.get("/trail?what=exported", "admin");
  REQUIRE(trail.status == 200);
  CHECK(trail.at("/items/0/actor").starts_with("hr"));
  CHECK(trail.at("/items/0/key") == "getMeasures");
  CHECK(trail.body.find("\"rows\\\":") + trail.body.find("\"rows\":") != std::string::npos);
}

TEST_CASE("parts of a row are rows of the table, beside what their row says") {
  for_each_installation([](Installation& i) {
    const Answer goals = exported(i, "/objectives?cycle=" + i.id("cycle"), "english");
    REQUIRE(goals.status == 200);
    const Answer list = i.get("/objectives?cycle=" + i.id("cycle"), "english");
    const std::string title = list.at("/items/0/key_results/0/title/en");
    CHECK(lines_of(goals).at(0).find("Key results · ") != std::string::npos);
    CHECK(goals.body.find(list.at("/items/0/title/en")) != std::string::npos);
    CHECK(goals.body.find(title) != std::string::npos);
    const std::string targets = "/kpis/" + i.id("kpi") + "/targets";
    const Answer sheet = i.get(targets, "english");
    const Answer table = exported(i, targets, "english");
    REQUIRE(table.status == 200);
    CHECK(lines_of(table).size() == sheet.size("/items") * sheet.size("/columns") + 1);
    CHECK(table.body.find(sheet.at("/columns/1/start")) != std::string::npos);
  });
}

TEST_CASE("a list that is too long is refused, and nothing is cut off") {
  Installation i(false);
  ExportService small(
      i.app().router(),
      {.module_on = [](const Context&, const std::string&) { return true; },
       .units = [](Read&,
                   const std::vector<OrgUnitId>&) { return std::map<OrgUnitId, std::string>{}; }},
      3);
  Context ctx = i.app().operator_context(i.north(), "test");
  CHECK_THROWS_AS((void)small.table(ctx, i.north().lanes(), {.list = std::string("/people")}),
                  Error);
}

}  // namespace
}  // namespace twinrail::testing
