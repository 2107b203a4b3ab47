#include <algorithm>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "modules/people/people.hpp"
#include "platform/db/work.hpp"

/// What one caller asks for costs as much as is shown, however much the company has written. The
/// engine's steps are counted, not time, so the answer is the same on every machine.
namespace twinrail::testing {
namespace {

/// Further work that is taken for none: of SQLite some thousand steps, of PostgreSQL some dozens of
/// statements and of rows that come back.
std::int64_t free_of(const Installation& i) { return i.on_postgres() ? 60 : 3'000; }

/// Work so far: inside of SQLite, or what PostgreSQL was asked and gave.
std::int64_t work_of(const Installation& i) {
  const DbWork work = db_work();
  return i.on_postgres() ? work.statements + work.rows : work.steps;
}

struct Question {
  std::string name;
  std::string target;
  std::string who;
};

struct Cost {
  std::int64_t work = 0;
  std::size_t bytes = 0;
};

/// Reports readings of a measure in both teams, spread over the days from -60 to -6.
void add_readings(Installation& i, const std::string& measure, int from, int to) {
  std::string lines;
  for (int n = from; n < to; ++n)
    for (const char* unit : {"T1", "T2"})
      lines += (lines.empty() ? "" : ",") + (R"({"org_unit":)" + i.id(unit)) + R"(,"on":")" +
               Installation::day(-6 - n % 55) + R"(","amount":"90","source_key":"cost/)" + unit +
               "/" + std::to_string(n) + "\"}";
  const Answer answer = i.send(Method::post, "/measures/" + i.id(measure) + "/readings", "hr",
                               R"({"readings":[)" + lines + "]}");
  REQUIRE(answer.status < 300);
}

void add_people(Installation& i, int from, int to) {
  std::string table =
      "employee_no,name,latin_name,unit,post_zh,post_en,manager_no,email,employment_type,start\n";
  for (int n = from; n < to; ++n) {
    const std::string no = "X-" + std::to_string(n);
    table += no + "," + no + "," + no + ",T2,,Sewer,P-manager," + no + "@north.example,regular," +
             Installation::day(-150) + "\n";
  }
  const StartImport request{
      .inlet = "people.person", .dry_run = false, .body = {"text/csv", table}};
  const Import done = i.app().imports().run(i.app().operator_context(i.north(), "fixture"),
                                            i.north().lanes(), request);
  REQUIRE(done.state == ImportState::done);
}

/// A goal of the second team, and its id.
std::string added_goal(Installation& i, const std::string& title) {
  const Answer goal = i.send(Method::post, "/objectives", "hr",
                             R"({"cycle":)" + i.id("cycle") + R"(,"org_unit":)" + i.id("T2") +
                                 R"(,"title":{"en":")" + title + R"("},"type":"committed"})");
  REQUIRE(goal.status == 201);
  return goal.at("/row/id");
}

/// Makes one goal contribute to another, or only support it.
void link_goals(Installation& i, const std::string& child, const std::string& parent,
                const std::string& relation) {
  const Answer link = i.send(
      Method::post, "/contributions", "hr",
      R"({"child":)" + child + R"(,"parent":)" + parent + R"(,"relation":")" + relation + "\"}");
  REQUIRE(link.status == 201);
}

void add_goals(Installation& i, int from, int to) {
  for (int n = from; n < to; ++n)
    link_goals(i, added_goal(i, "Goal " + std::to_string(n)), i.id("goal/C"), "supports");
}

/// The work of linking two goals that had no edge.
std::int64_t work_of_link(Installation& i) {
  const std::string child = added_goal(i, "Below");
  const std::string parent = added_goal(i, "Above");
  const std::int64_t before = work_of(i);
  link_goals(i, child, parent, "contributes");
  return work_of(i) - before;
}

/// What the reader's own pages list: tokens, sessions, and files that were tried.
void add_own(Installation& i, int from, int to) {
  const std::string table = "code,name_en,kind,unit,grain\n";
  for (int n = from; n < to; ++n)
    for (const char* who : {"english", "admin"}) {
      (void)i.token("north", who, {"people.read"});
      (void)i.ask(
          Method::post, "/api/v1/session",
          R"({"login":")" + std::string(who) + R"(","password":")" + Installation::password + "\"}",
          {{"Twinrail-Tenant", "north"}, {"Content-Type", "application/json"}});
      Headers upload = i.session("north", "english");
      upload.emplace_back("Twinrail-Tenant", "north");
      upload.emplace_back("Content-Type", "text/csv");
      const Answer sent = i.ask(Method::post, "/api/v1/inlets/kpi.measure/imports?dry_run=true",
                                table + "m" + std::to_string(n) + ",M,flow,h,day\n", upload);
      REQUIRE(sent.status == 202);
    }
}

/// The company's data from one size to another.
void grow(Installation& i, int from, int to) {
  for (const char* measure : {"good", "all"}) add_readings(i, measure, from * 55, to * 55);
  add_people(i, from * 8, to * 8);
  add_goals(i, from * 8, to * 8);
  add_own(i, from * 4, to * 4);
  i.app().settle(i.north());
}

/// Parameters without which a route is no question.
std::string parameters_of(const Route& route) {
  if (route.path.ends_with("/explanation") || route.path.ends_with("{assignment}/readings"))
    return "?start=" + Installation::day(-3);
  if (route.path.ends_with("/kpis/check")) return "?formula=good";
  if (route.path.ends_with("/preview")) return "?value=1";
  if (route.path.ends_with("/exports")) return "?list=/facts";
  return "";
}

std::string target_of(Installation& i, const Route& route) {
  std::string target = route.path.substr(std::string_view("/api/v1").size());
  for (auto at = target.find('{'); at != std::string::npos; at = target.find('{')) {
    const auto end = target.find('}', at);
    target.replace(at, end - at + 1, i.id(target.substr(at + 1, end - at - 1)));
  }
  return target + parameters_of(route);
}

Answer answer_of(Installation& i, const std::string& target, const std::string& who) {
  Headers headers = i.session("north", who);
  headers.emplace_back("Twinrail-Tenant", "north");
  return i.ask(Method::get, "/api/v1" + target, "", headers);
}

/// Every route that reads, by its default parameters, and those of which a part grew once.
std::vector<Question> questions(Installation& i) {
  std::vector<Question> list;
  for (const auto& route : i.app().router().routes())
    if (route->method == Method::get && route->path.starts_with("/api/v1")) {
      const std::string target = target_of(i, *route);
      const bool for_admin = answer_of(i, target, "english").status == 403;
      list.push_back({route->name, target, for_admin ? "admin" : "english"});
    }
  const std::string assignment = "/kpi-assignments/" + i.id("assignment");
  const std::string measure = "/measures/" + i.id("measure") + "/readings";
  const std::string known = "T00:00:00Z";
  for (const char* who : {"employee", "manager", "operator", "hr"}) {
    list.push_back({std::string("readings of ") + who, measure + "?limit=1", who});
    list.push_back(
        {std::string("days of ") + who, measure + "?limit=1&to=" + Installation::day(-300), who});
  }
  list.push_back({"points as known",
                  assignment + "/points?known_at=" + Installation::day(-90) + known, "employee"});
  return list;
}

/// Today's days as they were known a moment ago, over the whole span: however many readings it has.
Question known_a_moment_ago(Installation& i) {
  const std::string now = now_utc().plus_seconds(1).to_string();
  return {"a long span as known lately",
          "/kpi-assignments/" + i.id("assignment") + "/points?from=" + Installation::day(-90) +
              "&known_at=" + now,
          "employee"};
}

/// What the second of two equal requests costs: the first fills what is remembered.
Cost cost_of(Installation& i, const Question& q) {
  (void)answer_of(i, q.target, q.who);
  const std::int64_t before = work_of(i);
  const Answer answer = answer_of(i, q.target, q.who);
  CAPTURE(q.target);
  CAPTURE(answer.body.substr(0, 300));
  CHECK(answer.status == 200);
  return {work_of(i) - before, answer.body.size()};
}

}  // namespace

TEST_CASE("no route costs more because the company has written more") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    Installation i(on_postgres);
    grow(i, 0, 1);
    const std::vector<Question> asked = questions(i);
    std::vector<Cost> small;
    for (const Question& q : asked) small.push_back(cost_of(i, q));
    const Cost known = cost_of(i, known_a_moment_ago(i));
    (void)work_of_link(i);
    const std::int64_t linked = work_of_link(i);
    grow(i, 1, 8);
    CHECK(cost_of(i, known_a_moment_ago(i)).work <= known.work * 3 / 2 + free_of(i));
    CHECK(work_of_link(i) <= linked * 3 / 2 + free_of(i));
    for (std::size_t n = 0; n < asked.size(); ++n) {
      const Cost large = cost_of(i, asked[n]);
      const double shown =
          std::max(1.0, static_cast<double>(large.bytes) /
                            static_cast<double>(std::max<std::size_t>(small[n].bytes, 1)));
      const double most =
          1.5 * shown * static_cast<double>(small[n].work) + static_cast<double>(free_of(i));
      CHECK_MESSAGE(static_cast<double>(large.work) <= most,
                    asked[n].name << " " << asked[n].target << ": work " << small[n].work << " to "
                                  << large.work << ", " << small[n].bytes << " to " << large.bytes
                                  << " bytes");
    }
  }
}

}  // namespace twinrail::testing
