#include <algorithm>
#include <chrono>
#include <map>
#include <regex>
#include <set>
#include <thread>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "modules/kpi/kpi.hpp"
#include "modules/people/people.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/inlets/import.hpp"

/// Imports of every inlet are taken back through the front door, as if they had never been.
namespace twinrail::testing {
namespace {

/// Takes a table in and gives the import's path.
std::string taken_in(Installation& i, const std::string& inlet, const std::string& table) {
  StartImport request{
      .inlet = inlet, .dry_run = false, .file = "table.csv", .body = {"text/csv", table}};
  const Import done = i.app().imports().run(i.app().operator_context(i.north(), "fixture"),
                                            i.north().lanes(), request);
  CAPTURE(table);
  CAPTURE(done.problems.empty() ? "" : done.problems.front().key + done.problems.front().column);
  REQUIRE(done.state == ImportState::done);
  REQUIRE(done.stored + done.corrected == done.rows);
  return "/imports/" + std::to_string(done.id.value);
}

Answer finished(Installation& i, const std::string& path) {
  Answer answer = i.get(path, "hr");
  for (int tries = 0; tries < 2000 && answer.at("/finished_at") == "null"; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    answer = i.get(path, "hr");
  }
  return answer;
}

Answer taken_back(Installation& i, const std::string& path, const std::string& who = "hr") {
  const Answer begun = i.send(Method::post, path + "/undo", who, "",
                              {{"If-Match", i.get(path, "hr").header("ETag")}});
  CAPTURE(begun.body);
  REQUIRE(begun.status == 202);
  return finished(i, path);
}

/// All that is shown of the company, without what only says that something was written.
std::string shown(Installation& i) {
  i.app().settle(i.north());
  std::string all;
  for (const std::string& target : std::vector<std::string>{
           "/legal-entities", "/units", "/people?limit=200", "/measures", "/sources", "/kpis",
           "/board", "/kpi-assignments/" + i.id("rate/T1"), "/people?q=newcomer",
           "/objectives?cycle=" + i.id("cycle"), "/exchange-rates",
           "/work-calendars/1/years/" + Installation::day(-2).substr(0, 4)})
    all += target + " " + i.get(target, "hr").body + "\n";
  return std::regex_replace(all, std::regex(R"re("(version|updated_at|last_day)":[^,}]*)re"), "");
}

std::string in_days(int n) { return Installation::day(n); }

/// The first place where two such texts differ; empty: none.
std::string difference(const std::string& a, const std::string& b) {
  const auto [at, other] = std::ranges::mismatch(a, b);
  if (at == a.end() && other == b.end()) return {};
  const auto from = static_cast<std::size_t>(std::max<std::ptrdiff_t>(at - a.begin() - 100, 0));
  return a.substr(from, 200) + " <> " + b.substr(from, 200);
}

/// A table for each inlet that has something new and, where that can be, something corrected.
std::map<std::string, std::string> tables() {
  return {
      {"people.legal_entity", "code,name_zh,name_en,country,currency\nEU,欧洲,Europe,DE,EUR\n"},
      {"people.unit",
       "code,parent,name_zh,name_en,kind,head,valid_from\nT3,S,三组,Three,team,"
       "P-manager," +
           in_days(-20) + "\nT31,T3,三一组,Three one,team,," + in_days(-20) +
           "\nT2,C,二组,Second,team,," + in_days(-10) + "\n"},
      {"people.person",
       "employee_no,name,latin_name,unit,post_zh,post_en,manager_no,email,start\n"
       "N-1,Newcomer,Newcomer,T1,,Sewer,N-2,n1@north.example," +
           in_days(-9) + "\nN-2,Second,Second,T1,,Lead,P-manager,," + in_days(-9) +
           "\nP-operator,Oz,Oz,T1,,Cutter,P-manager,oz@north.example," + in_days(-5) + "\n"},
      {"kpi.measure",
       "code,name_zh,name_en,kind,unit,grain,least,most\n"
       "scrap,废品,Scrap,flow,pcs,day,0,\ngood,good,,flow,pcs,day,0,1000\n"},
      {"kpi.kpi",
       "code,name_zh,name_en,formula,unit,decimals,direction,frequency,time_agg,org_agg,"
       "lead_lag,category_zh,category_en\n"
       "made,产量,Output,good,pcs,0,higher,day,sum,sum,lag,质量,Quality\n"},
      {"kpi.assignment", "kpi,unit,from,target,breach_op,breach_value,n,m,mode,reason\nrate,T1," +
                             in_days(-4) + ",0.5,,,,,correction,mistyped\nspare,T1," +
                             in_days(-30) + ",200,<,90,1,1,,\n"},
      {"kpi.reading", "measure,unit,day,amount,source,source_key,reason\ngood,T1," + in_days(-1) +
                          ",60,file,new-1,\nall,T1," + in_days(-1) + ",100,file,new-2,\ngood,T1," +
                          in_days(-2) + ",99,api,T1/2,counted again\n"},
      {"people.work_day", "calendar,day,kind,name\nstandard," + in_days(-3) +
                              ",statutory,厂休\nstandard," + in_days(-2) + ",workday,\n"},
      {"people.rate", "base,quote,day,closing,average\nUSD,CNY," + in_days(-2) + ",7.1,\nUSD,CNY," +
                          in_days(-1) + ",7.2,7.15\n"},
      {"kpi.source", "code,name_zh,name_en,whole_company\nerp,资源系统,Resources,yes\n"},
  };
}

/// A KPI that no unit has.
void add_spare(Installation& i) {
  (void)taken_in(i, "kpi.kpi",
                 "code,name_zh,name_en,formula,unit,decimals,direction,frequency,time_agg,org_agg,"
                 "lead_lag,category_zh,category_en\n"
                 "spare,备用,Spare,good,pcs,0,higher,day,sum,sum,lag,质量,Quality\n");
}

void check_derived(Installation& i) {
  i.north().lanes().write({.name = "test"}, "test", [&](Tx& tx) {
    const Date today = Date::parse(in_days(0)).value();
    const kpi::Differing differing = i.app().kpi().recompute(tx, today, false);
    CHECK(differing.counts == 0);
    CHECK(differing.days == 0);
    CHECK(differing.tallies == 0);
    CHECK(differing.points == 0);
    CHECK(i.app().people().recompute(tx, today, now_utc(), false) == 0);
  });
}

std::string hindrances(Installation& i, const std::string& path) {
  const Answer page = i.get(path + "/hindrances", "english");
  REQUIRE(page.status == 200);
  std::string told;
  for (std::size_t n = 0; n < page.size("/items"); ++n) {
    const std::string at = "/items/" + std::to_string(n);
    told += page.at(at + "/kind") + " " + page.at(at + "/thing") + ": " + page.at(at + "/place") +
            " by " + page.at(at + "/by") + "\n";
  }
  return told;
}

TEST_CASE("every inlet says how its imports are taken back, and the client is told before") {
  Installation i(false);
  const std::map<std::string, std::string> files = tables();
  for (const Inlet& inlet : i.app().inlets().all()) {
    CAPTURE(inlet.code);
    if (inlet.undo.how == UndoHow::never) continue;  // the list of inlets says so
    CHECK_MESSAGE(files.contains(inlet.code), "a table of it is to be taken back below");
    for (const std::string& table : inlet.undo.tables)
      for (const Locale locale : {Locale::zh, Locale::en})
        CHECK_MESSAGE(i18n::has(locale, "inlet.place." + table), table);
  }
  const Answer list = i.get("/inlets", "hr");
  for (std::size_t n = 0; n < list.size("/items"); ++n) {
    const std::string at = "/items/" + std::to_string(n);
    const Inlet* inlet = i.app().inlets().find(list.at(at + "/code"));
    const auto names = type_of<UndoHow>().names;
    CHECK(list.at(at + "/undo") == names[static_cast<std::size_t>(inlet->undo.how)]);
  }
}

TEST_CASE("an import of each inlet is taken back as if it had never been") {
  for_each_fresh([](Installation& i) {
    add_spare(i);
    for (const auto& [inlet, table] : tables()) {
      CAPTURE(inlet);
      const std::string before = shown(i);
      const std::string path = taken_in(i, inlet, table);
      CHECK(difference(shown(i), before) != "");
      const Answer import = i.get(path, "hr");
      CHECK(import.at("/can_undo") == "true");
      CHECK(hindrances(i, path) == "");
      const Answer undone = taken_back(i, path);
      CHECK(undone.at("/state") == "undone");
      CHECK(undone.at("/undone") == import.at("/rows"));
      CHECK(undone.at("/can_undo") == "false");
      CHECK(difference(shown(i), before) == "");
      check_derived(i);
      const Answer again =
          i.send(Method::post, path + "/undo", "hr", "", {{"If-Match", undone.header("ETag")}});
      CHECK(again.key() == "inlet.undo_nothing");
      // And it may come again.
      (void)taken_back(i, taken_in(i, inlet, table));
      CHECK(difference(shown(i), before) == "");
    }
    const TrailReport trail = i.app().tenants().look_at_trail("north", "");
    CHECK(trail.verdict.well());
    CHECK_FALSE(trail.differs);
  });
}

TEST_CASE("readings that are taken back stay as revisions, and the key may be used again") {
  for_each_fresh([](Installation& i) {
    check_derived(i);
    const std::string table =
        "measure,unit,day,amount,source_key\ngood,T1," + in_days(-1) + ",60,w-1\n";
    const std::string path = taken_in(i, "kpi.reading", table);
    (void)taken_back(i, path);
    const std::string list = "/measures/" + i.id("good") + "/readings?org_unit=" + i.id("T1");
    CHECK(i.get(list, "hr").body.find("w-1") == std::string::npos);
    const std::string other =
        "measure,unit,day,amount,source_key\ngood,T1," + in_days(-1) + ",61,w-1\n";
    (void)taken_in(i, "kpi.reading", other);
    const Answer now = i.get(list, "hr");
    CHECK(now.at("/items/0/source_key") == "w-1");
    CHECK(now.at("/items/0/amount") == "61");
    CHECK(now.at("/items/0/revision") == "3");
    check_derived(i);
  });
}

TEST_CASE("a row that was changed or used since refuses the whole, and is named") {
  for_each_fresh([](Installation& i) {
    add_spare(i);
    const std::string people = taken_in(i, "people.person", tables().at("people.person"));
    const Answer found = i.get("/people?q=newcomer", "hr");
    const std::string person = found.at("/items/0/id");
    const Answer renamed = i.send(Method::patch, "/people/" + person, "hr", R"({"name":"Other"})",
                                  {{"If-Match", i.get("/people/" + person, "hr").header("ETag")}});
    REQUIRE(renamed.status == 200);
    CHECK(hindrances(i, people) == "changed Other N-1: Person by hr token 1\n");
    const std::string before = shown(i);
    const Answer refused = taken_back(i, people);
    CHECK(refused.at("/state") == "done");
    CHECK(refused.at("/hindered") == "true");
    CHECK(refused.at("/undone") == "0");
    CHECK(difference(shown(i), before) == "");

    const std::string unit = taken_in(i, "people.unit", tables().at("people.unit"));
    (void)taken_in(i, "kpi.reading",
                   "measure,unit,day,amount,source_key\ngood,T3," + in_days(-1) + ",1,u-1\n");
    (void)taken_in(i, "kpi.assignment", "kpi,unit,from,target\nspare,T31," + in_days(-5) + ",3\n");
    CHECK(hindrances(i, unit) ==
          "used T31: KPI of a unit by fixture\n"
          "used T3: Reading by \n");
    CHECK(taken_back(i, unit).at("/hindered") == "true");

    const std::string readings = taken_in(i, "kpi.reading", tables().at("kpi.reading"));
    (void)taken_in(
        i, "kpi.reading",
        "measure,unit,day,amount,source_key,reason\ngood,T1," + in_days(-1) + ",70,new-1,late\n");
    CHECK(hindrances(i, readings) == "changed good new-1: Readings by \n");
    CHECK(taken_back(i, readings).at("/hindered") == "true");
    check_derived(i);
  });
}

TEST_CASE("a later import that was taken back stands in nobody's way, what came beside it does") {
  for_each_fresh([](Installation& i) {
    const std::string before = shown(i);
    const std::string first = taken_in(i, "people.person", tables().at("people.person"));
    const std::string head =
        "employee_no,name,latin_name,unit,post_zh,post_en,manager_no,email,start\n";
    const std::string second = taken_in(
        i, "people.person",
        head + "N-1,Renamed,Newcomer,T1,,Sewer,N-2,n1@north.example," + in_days(-9) + "\n");
    CHECK(hindrances(i, first).starts_with("changed "));
    CHECK(taken_back(i, second).at("/state") == "undone");
    CHECK(hindrances(i, first) == "");
    CHECK(taken_back(i, first).at("/state") == "undone");
    CHECK(difference(shown(i), before) == "");

    const std::string row = "measure,unit,day,amount,source_key,reason\ngood,T1," + in_days(-1);
    const std::string figure = taken_in(i, "kpi.reading", row + ",60,w-1,\n");
    const std::string again = taken_in(i, "kpi.reading", row + ",61,w-1,late\n");
    CHECK(hindrances(i, figure) != "");
    CHECK(taken_back(i, again).at("/state") == "undone");
    CHECK(hindrances(i, figure) == "");
    CHECK(taken_back(i, figure).at("/state") == "undone");
    CHECK(difference(shown(i), before) == "");

    const std::string third = taken_in(i, "people.person", tables().at("people.person"));
    const std::string fourth = taken_in(
        i, "people.person", head + "N-2,Renamed,Second,T1,,Lead,P-manager,," + in_days(-9) + "\n");
    const std::string person = i.get("/people?q=N-1", "hr").at("/items/0/id");
    const Answer renamed = i.send(Method::patch, "/people/" + person, "hr", R"({"name":"Other"})",
                                  {{"If-Match", i.get("/people/" + person, "hr").header("ETag")}});
    REQUIRE(renamed.status == 200);
    CHECK(taken_back(i, fourth).at("/state") == "undone");
    CHECK(hindrances(i, third) == "changed Other N-1: Person by hr token 1\n");
    CHECK(taken_back(i, third).at("/hindered") == "true");
    check_derived(i);
  });
}

TEST_CASE("a unit that works by a calendar, and a person who is named in a comment, are used") {
  for_each_fresh([](Installation& i) {
    const std::string unit = taken_in(i, "people.unit", tables().at("people.unit"));
    const Answer units = i.get("/units", "hr");
    std::string id;
    for (std::size_t n = 0; n < units.size("/items"); ++n)
      if (const std::string at = "/items/" + std::to_string(n); units.at(at + "/code") == "T3")
        id = units.at(at + "/id");
    REQUIRE(i.send(Method::put, "/units/" + id + "/work-calendar", "hr",
                   R"({"valid_from":")" + in_days(0) + R"(","calendar":1})")
                .status == 200);
    CHECK(hindrances(i, unit) == "used T3: Calendar of the unit by \n");
    const std::string people = taken_in(i, "people.person", tables().at("people.person"));
    const std::string person = i.get("/people?q=newcomer", "hr").at("/items/0/id");
    i.north().lanes().write({.name = "test"}, "test", [&](Tx& tx) {
      tx.run(
          "INSERT INTO okr_comment_mention (comment, person, name) "
          "SELECT MIN(id), ?, 'Newcomer' FROM okr_comment"_sql,
          std::stoll(person));
    });
    CHECK(hindrances(i, people).starts_with("used Newcomer N-1: Comment by "));
  });
}

TEST_CASE("a rate that was corrected since, and a day that was said otherwise, are named") {
  for_each_fresh([](Installation& i) {
    const std::string rates = taken_in(i, "people.rate", tables().at("people.rate"));
    const Answer list = i.get("/exchange-rates", "hr");
    std::string row = "/items/0";
    for (std::size_t n = 0; n < list.size("/items"); ++n)
      if (const std::string at = "/items/" + std::to_string(n); list.at(at + "/day") == in_days(-1))
        row = at;
    const std::string path = "/exchange-rates/" + list.at(row + "/id");
    REQUIRE(i.send(Method::patch, path, "hr", R"({"closing":"7.3","reason":"typing error"})",
                   {{"If-Match", "\"v" + list.at(row + "/version") + "\""}})
                .status == 200);
    CHECK(hindrances(i, rates) ==
          "changed USD/CNY " + in_days(-1) + ": Exchange rate by hr token 1\n");
    CHECK(taken_back(i, rates).at("/hindered") == "true");
    const std::string days = taken_in(i, "people.work_day", tables().at("people.work_day"));
    (void)taken_in(i, "people.work_day",
                   "calendar,day,kind,name\nstandard," + in_days(-2) + ",rest,\n");
    CHECK(hindrances(i, days) ==
          "changed standard " + in_days(-2) + ": Day of a calendar by fixture\n");
    CHECK(taken_back(i, days).at("/hindered") == "true");
  });
}

TEST_CASE("whoever may not import takes nothing back, and the version has to be the newest") {
  Installation i(false);
  const std::string path = taken_in(i, "people.legal_entity", tables().at("people.legal_entity"));
  const std::string tag = i.get(path, "hr").header("ETag");
  for (const char* who : {"employee", "operator", "nobody"})
    CHECK(i.send(Method::post, path + "/undo", who, "", {{"If-Match", tag}}).status >= 403);
  CHECK(i.send(Method::post, path + "/undo", "hr", "").status == 428);
  CHECK(i.send(Method::post, path + "/undo", "hr", "", {{"If-Match", "\"v77\""}}).status == 412);
  CHECK(taken_back(i, path).at("/state") == "undone");
}

}  // namespace
}  // namespace twinrail::testing
