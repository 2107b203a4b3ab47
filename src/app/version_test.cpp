#include <algorithm>
#include <map>
#include <set>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"

/// Whoever changes or removes what others can change too says which version is meant: read from the
/// table of routes, so that a new route cannot be without it unseen.
namespace twinrail::testing {
namespace {

using RouteNames = std::set<std::string>;

bool in_place(const Route& route) {
  return route.method != Method::get && route.method != Method::post &&
         route.path.starts_with("/api/v1");
}

/// They change or remove something that has no version.
const RouteNames& without_version() {
  static const RouteNames names{"removeSession",  // the caller's own; whatever it was, it is over
                                "changeSession",  // the caller's own language
                                "replaceMePassword",         // proved by the old one
                                "removeMeSessionsOne",       // made and ended, never changed
                                "removeTokensOne",           //
                                "removeAccountsTokens",      //
                                "removeAccountsTokensOne",   //
                                "replaceUnitsCalendar",      // dated: a further one from a day on
                                "replaceKpisTargets",        // each cell names what its author saw
                                "replaceUnitsWorkCalendar",  // the same
                                "removeInvitationsOne",      // made and ended, never changed
                                "replaceModulesOne",
                                "replaceNoticesReadMark",  // read, and never unread again
                                "replaceNoticesReadMarks"};
  return names;
}

/// POSTs about a thing that is there: they add to it, and nothing that another has seen is lost.
const RouteNames& adding() {
  static const RouteNames names{"createMeasuresReadings",
                                "createKpiAssignmentsTargets",
                                "createKpiAssignmentsTargetProposals",  // one at a time
                                "createObjectivesKeyResults",
                                "createKeyResultsCheckIns",
                                "createCheckInsCorrections",      // of a revision that it names
                                "createBreachesAcknowledgement",  // one of a breach, the rest 409
                                "createInletsImports",
                                "createMeasuresDuties",
                                "createKpisAssignments",
                                "createObjectivesCopies",
                                "createObjectivesScores",
                                "createObjectivesComments"};
  return names;
}

struct Change {
  std::string who;
  std::string body;
};

constexpr const char* kpi_words =
    R"({"purpose_zh":"","purpose_en":"Why","counted_zh":"","counted_en":"","left_out_zh":"",)"
    R"("left_out_en":"","origin_zh":"","origin_en":"","answers_zh":"","answers_en":""})";

std::map<std::string, Change> changes_of_others() {
  const std::string unit = R"({"valid_from":")" + Installation::day(0) + R"(","names":{"en":"X"}})";
  const std::string day = Installation::day(0);
  const std::string last = R"({"last_day":")" + day + "\"";
  const std::string post = R"(")" + day + R"(","unit":1})";
  std::map<std::string, Change> known{
      {"changeUnitsOne", {"hr", unit}},
      {"createUnitsClosure", {"hr", last + "}"}},
      {"changePeopleOne", {"hr", R"({"name":"X"})"}},
      {"createPeoplePosts", {"hr", R"({"valid_from":)" + post}},
      {"createPeopleDeparture", {"hr", last + R"(,"kind":"resigned"})"}},
      {"removePeopleDeparture", {"hr", ""}},
      {"createPeopleEmployments", {"hr", R"({"start":)" + post}},
      {"changeCyclesOne", {"hr", R"({"names":{"en":"Another"}})"}},
      {"changeObjectivesOne", {"hr", R"({"why":"because"})"}},
      {"createObjectivesActivation", {"hr", "{}"}},
      {"createObjectivesReview", {"hr", "{}"}},
      {"createObjectivesClose", {"hr", "{}"}},
      {"createObjectivesAbandonment", {"hr", R"({"reason":"too early"})"}},
      {"createObjectivesWithdrawal", {"hr", "{}"}},
      {"changeObjectivesReview", {"hr", R"({"cause":"because"})"}},
      {"changeCommentsOne", {"hr", R"({"text":"again"})"}},
      {"removeCommentsOne", {"hr", ""}},
      {"changeDecisionsOne", {"hr", R"({"done":true})"}},
      {"removeDecisionsOne", {"hr", ""}},
      {"changeCyclesUnitsMeeting", {"hr", R"({"notes":"agreed"})"}},
      {"replaceMeNoticeSettings", {"hr", R"({"kinds":[]})"}},
      {"replaceCompany",
       {"hr", R"({"names":{"en":"X"},"zone":"Asia/Shanghai",)"
              R"("week_start":"monday","fiscal_start_month":1})"}},
      {"replaceWorkCalendarsOne", {"hr", R"({"names":{"en":"X"},"weekdays":["monday"]})"}},
      {"changeWorkCalendarsDays", {"hr", R"({"days":[]})"}},
      {"createWorkCalendarsHolidays", {"hr", R"({"year":2026})"}},
      {"changeExchangeRatesOne", {"hr", R"({"closing":"7","reason":"typing error"})"}},
      {"changeApprovalsOne", {"executive", R"({"act":"refuse","word":"no"})"}},
      {"changeApprovalChainsOne", {"hr", R"({"steps":[{"who":"unit_head","mode":"any"}]})"}},
      {"removeApprovalChainsOne", {"hr", ""}},
      {"removeApprovalDelegationsOne", {"executive", ""}},
      {"changeKeyResultsOne", {"hr", R"({"weight":"2"})"}},
      {"removeContributionsOne", {"hr", ""}},
      {"removeLinksOne", {"hr", ""}},
      {"createContributionProposalsAcceptance", {"hr", "{}"}},
      {"createContributionProposalsRefusal", {"hr", "{}"}},
      {"removeContributionProposalsOne", {"hr", ""}},
      {"createImportsUndo", {"hr", ""}},
      {"replaceRolesOne",
       {"admin", R"({"names":{"en":"X"},"sees":[],)"
                 R"("rights":[{"permission":"okr.read","through":["self"]}]})"}},
      {"replaceAccountsRoles", {"admin", R"({"roles":["hr"]})"}},
      {"replaceAccountsState", {"admin", R"({"state":"closed"})"}}};
  return known;
}

/// Requests about KPIs and their figures.
std::map<std::string, Change> changes_of_kpi() {
  const std::string day = Installation::day(0);
  return {
      {"replaceMeasuresOne", {"hr", R"({"names":{"en":"X"}})"}},
      {"replaceSourcesOne",
       {"hr", R"({"names":{"en":"X"},"writers":{"whole_company":true,"accounts":[],"roles":[]}})"}},
      {"createSourcesClosure", {"hr", R"({"from":")" + day + R"("})"}},
      {"removeSourcesClosure", {"hr", ""}},
      {"replaceMeasuresRetirement", {"hr", R"({"reason":"over"})"}},
      {"changeKpisOne", {"hr", R"({"from":")" + day + R"(","reason":"agreed","decimals":2})"}},
      {"replaceKpisWords", {"hr", kpi_words}},
      {"replaceKpisRetirement", {"hr", R"({"reason":"over"})"}},
      {"changeKpiAssignmentsOne",
       {"hr", R"({"from":")" + day + R"(","reason":"agreed","veto":true})"}},
      {"replaceKpiAssignmentsRetirement", {"hr", R"({"reason":"over"})"}},
      {"changeDutiesOne", {"hr", R"({"grace_days":1})"}}};
}

/// A request that each versioned route would take, if its version were the newest one.
const std::map<std::string, Change>& changes() {
  static const std::map<std::string, Change> known = [] {
    std::map<std::string, Change> all = changes_of_others();
    all.merge(changes_of_kpi());
    return all;
  }();
  return known;
}

/// What the installation has none of, by the name that it has in a path.
std::map<std::string, std::string> made_for(Installation& i) {
  const auto made = [&](const std::string& target, const char* who, const std::string& body) {
    const Answer answer = i.send(Method::post, target, who, body);
    CAPTURE(answer.body);
    CHECK(answer.status == 201);
    return answer;
  };
  (void)made("/roles", "admin",
             R"({"code":"versioned","names":{"en":"X"},"sees":[],)"
             R"("rights":[{"permission":"okr.read","through":["self"]}]})");
  const Answer duty = made("/measures/" + i.id("measure") + "/duties", "hr",
                           R"({"org_units":[)" + i.id("T1") + R"(],"valid_from":")" +
                               Installation::day(0) + R"(","grain":"day"})");
  const Answer chain = made("/approval-chains", "hr",
                            R"({"kind":"okr.objective_review","org_unit":)" + i.id("T2") +
                                R"(,"steps":[{"who":"unit_head","mode":"any"}]})");
  const Answer deputy =
      made("/approval-delegations", "executive",
           R"({"deputy":)" + i.id("P-hr") + R"(,"from":")" + Installation::day(0) + R"(","to":")" +
               Installation::day(1) + R"("})");
  const std::string draft = made("/objectives", "hr",
                                 R"({"cycle":)" + i.id("cycle") + R"(,"org_unit":)" + i.id("C") +
                                     R"(,"title":{"en":"Asked for"},"type":"committed"})")
                                .at("/row/id");
  (void)made("/objectives/" + draft + "/key-results", "hr",
             R"({"title":{"en":"Less"},"kind":"move","start":"9","target":"3"})");
  const Answer asked = i.send(Method::post, "/objectives/" + draft + "/review", "hr", "{}",
                              {{"If-Match", i.get("/objectives/" + draft, "hr").header("ETag")}});
  return {{"role", "versioned"},
          {"approval", asked.at("/review")},
          {"duty", duty.at("/items/0/id")},
          {"chain", chain.at("/id")},
          {"delegation", deputy.at("/id")}};
}

std::string target_of(Installation& i, const Route& route,
                      const std::map<std::string, std::string>& more = {}) {
  std::string target = route.path.substr(std::string_view("/api/v1").size());
  for (auto at = target.find('{'); at != std::string::npos; at = target.find('{')) {
    const auto end = target.find('}', at);
    const std::string name = target.substr(at + 1, end - at - 1);
    const auto own = more.find(name);
    target.replace(at, end - at + 1, own == more.end() ? i.id(name) : own->second);
  }
  return target;
}

bool is_settings(const Route& route) { return route.name.starts_with("replaceSettings"); }

}  // namespace

TEST_CASE("every route that changes or removes a thing demands its version, before the body") {
  for_each_installation([](Installation& i) {
    for (const char* who : {"hr", "admin"}) (void)i.get("/session", who);  // makes their tokens
    const auto before = i.counts();
    for (const auto& route : i.app().router().routes()) {
      if (!route->is_versioned) continue;
      CAPTURE(route->name);
      std::set<int> found;
      for (const char* who : {"hr", "admin"}) {
        const Answer answer = i.send(route->method, target_of(i, *route), who, "");
        found.insert(answer.status);
        if (answer.status == 428) CHECK(answer.key() == "request.if_match_missing");
      }
      found.erase(403);
      CHECK(found == std::set<int>{428});
    }
    CHECK(i.counts() == before);
  });
}

TEST_CASE("a route without a version stands on a list with its reason") {
  for_each_installation([](Installation& i) {
    RouteNames bare, posts;
    for (const auto& route : i.app().router().routes()) {
      if (route->is_versioned || !route->path.starts_with("/api/v1")) continue;
      if (in_place(*route)) bare.insert(route->name);
      const bool about = route->path.find('{') != std::string::npos;
      if (route->method == Method::post && about) posts.insert(route->name);
    }
    for (const auto& [found, known] :
         {std::pair{bare, without_version()}, std::pair{posts, adding()}}) {
      for (const std::string& name : found) CHECK_MESSAGE(known.contains(name), name);
      for (const std::string& name : known) CHECK_MESSAGE(found.contains(name), name);
    }
  });
}

TEST_CASE("a change that is based on an older version is refused, by every versioned route") {
  for_each_installation([](Installation& i) {
    const std::map<std::string, Change>& known = changes();
    const std::map<std::string, std::string> made = made_for(i);
    i.app().settle(i.north());  // what follows an event
    const auto before = i.counts();
    for (const auto& route : i.app().router().routes()) {
      if (!route->is_versioned || is_settings(*route)) continue;
      CAPTURE(route->name);
      const auto change = known.find(route->name);
      REQUIRE(change != known.end());
      const auto ask = [&](const char* tag) {
        return i.send(route->method, target_of(i, *route, made), change->second.who,
                      change->second.body, {{"If-Match", tag}});
      };
      const Answer old = ask("\"v999\"");
      CAPTURE(old.body);
      CHECK(old.status == 412);
      CHECK(old.key() == "request.stale");
      CHECK(ask("*").key() == "request.bad_if_match");
    }
    CHECK(i.counts() == before);
  });
}

}  // namespace twinrail::testing
