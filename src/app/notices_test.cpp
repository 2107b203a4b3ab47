#include <algorithm>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "modules/kpi/kpi.hpp"
#include "platform/events/events.hpp"
#include "platform/module.hpp"

/// Notices from the breach to the bell, through the front door. In the fixture T1 has a breach: its
/// owner is "employee", S above it is led by "manager", C above that by "executive".
namespace twinrail::testing {
namespace {

/// "kpi.breach_fired: why" of each notice of somebody about T1's breach, the newest first.
std::vector<std::string> told(Installation& i, const std::string& who,
                              const std::string& more = "") {
  const Answer list = i.get("/notices" + more, who);
  REQUIRE(list.status == 200);
  std::vector<std::string> found;
  for (std::size_t n = 0; n < list.size("/items"); ++n) {
    const std::string at = "/items/" + std::to_string(n);
    if (list.at(at + "/link") == "/kpi/" + i.id("assignment"))
      found.push_back(list.at(at + "/kind") + ": " + list.at(at + "/why"));
  }
  return found;
}

std::int64_t unread(Installation& i, const std::string& who) {
  return std::stoll(i.get("/notices/count", who).at("/unread"));
}

using Lines = std::vector<std::string>;

TEST_CASE("a breach tells its owner and who leads the unit, once, and nobody else") {
  for_each_fresh([](Installation& i) {
    CHECK(told(i, "employee") == Lines{"kpi.breach_fired: 你负责这个指标"});
    CHECK(told(i, "manager") == Lines{"kpi.breach_fired: 你管理一组"});
    for (const char* other : {"executive", "operator", "hr", "nobody", "admin"})
      CHECK_MESSAGE(told(i, other).empty(), other);
    const Answer list = i.get("/notices", "employee");
    CHECK(list.at("/items/0/link") == "/kpi/" + i.id("assignment"));
    CHECK(list.at("/items/0/group") == "alarm");
    CHECK(list.at("/items/0/title") == "一组 合格率 80.0%");
    CHECK(list.at("/items/0/text") == "低于 90.0%，等人确认");
    // The sweep finds the same breach again: it is no further edge.
    i.north().lanes().write({.name = "test"}, "again", [&](Tx& tx) {
      std::vector<Event> events = events_after(tx, 0, 10'000);
      std::erase_if(events, [](const Event& e) { return e.topic != kpi::BreachChanged::topic; });
      REQUIRE_FALSE(events.empty());
      i.app().kpi().tell_breaches(tx, events);
    });
    CHECK(told(i, "employee").size() == 1);
  });
}

TEST_CASE("an alarm that nobody acknowledges goes one level up, once and in time") {
  for_each_fresh([](Installation& i) {
    i.app().settle(i.north());
    const auto escalate = [&](std::int64_t days) {
      i.north().lanes().write({.name = "test"}, "escalate", [&](Tx& tx) {
        const Instant later = now_utc().plus_seconds(days * 86'400);
        i.app().kpi().escalate(tx, later, later.utc_date());
      });
    };
    escalate(2);
    CHECK(told(i, "executive").empty());
    escalate(4);
    escalate(5);
    CHECK(told(i, "executive") == Lines{"kpi.breach_escalated: 3 天无人确认，你是上一级负责人"});
    CHECK(told(i, "manager").size() == 1);
  });
}

TEST_CASE("whoever acknowledges a breach settles what others were told of it") {
  for_each_fresh([](Installation& i) {
    const std::int64_t before = unread(i, "manager");
    REQUIRE(told(i, "manager", "?unread=true").size() == 1);
    const Answer done =
        i.send(Method::post, "/breaches/" + i.id("breach") + "/acknowledgement", "employee",
               R"({"accepted_value":"0.7","last_day":")" + Installation::day(20) +
                   R"(","reason":"a new machine"})");
    REQUIRE(done.status < 300);
    i.app().settle(i.north());
    CHECK(unread(i, "manager") == before - 1);
    CHECK(told(i, "manager").size() == 1);
    CHECK(told(i, "manager", "?unread=true").empty());
  });
}

TEST_CASE("reading is everybody's own: by one, by all up to one, and never somebody else's") {
  for_each_fresh([](Installation& i) {
    i.app().settle(i.north());
    const std::string mine = i.get("/notices", "employee").at("/items/0/id");
    const std::string theirs = i.get("/notices", "manager").at("/items/0/id");
    const Answer refused =
        i.send(Method::put, "/notices/" + theirs + "/read-mark", "employee", "{}");
    CHECK(refused.status == 404);
    CHECK(refused.key() == "notices.unknown");
    const Answer read = i.send(Method::put, "/notices/" + mine + "/read-mark", "employee", "{}");
    CHECK(read.at("/unread") == "0");  // a half reported day is told to nobody
    CHECK(i.get("/notices", "employee").at("/items/0/read_at") != "null");
    const Answer all =
        i.send(Method::put, "/notices/read-marks", "executive", R"({"newest":)" + theirs + "}");
    CHECK(all.status == 200);
    CHECK(i.get("/notices", "manager").at("/items/0/read_at") == "null");
  });
}

TEST_CASE("a notice says nothing of a thing that its reader may not see any more") {
  for_each_fresh([](Installation& i) {
    i.app().settle(i.north());
    const PersonId outsider{std::stoll(i.id("P-operator"))};
    const OrgUnitId unit{std::stoll(i.id("T1"))};
    i.north().lanes().write({.name = "test"}, "tell", [&](Tx& tx) {
      notices::tell(tx, "kpi.breach_cleared",
                    {{.key = "outside",
                      .org_unit = unit,
                      .owner = {},
                      .link = "/kpi/1",
                      .words = {{"metric", "秘密", "Secret"}},
                      .readers = {{outsider, "kpi.because_owner"}}}},
                    now_utc());
    });
    CHECK(told(i, "operator").empty());
    CHECK(unread(i, "operator") == 0);
    CHECK(i.get("/notices", "operator").body.find("Secret") == std::string::npos);
  });
}

TEST_CASE("a person chooses how to be told, on the version that was read") {
  for_each_fresh([](Installation& i) {
    const Answer before = i.get("/me/notice-settings", "employee");
    const std::string version = before.at("/version");
    CHECK(before.at("/kinds/0/kind") == "kpi.breach_fired");
    const auto choose = [&](const std::string& body, const std::string& based_on) {
      return i.send(Method::put, "/me/notice-settings", "employee", body,
                    {{"If-Match", "\"v" + based_on + "\""}});
    };
    const std::string body =
        R"({"kinds":[{"kind":"kpi.breach_fired","mail":"none"}],"quiet_from":1320,"quiet_to":420})";
    const Answer chosen = choose(body, version);
    CHECK(chosen.status == 200);
    CHECK(chosen.at("/kinds/0/mail") == "none");
    CHECK(chosen.at("/quiet_from") == "1320");
    CHECK(choose(body, version).status == 412);
    const std::string now = chosen.at("/version");
    CHECK(choose(R"({"kinds":[],"quiet_from":60})", now).key() == "notices.both_hours");
    CHECK(choose(R"({"kinds":[{"kind":"made.up","mail":"now"}]})", now).key() ==
          "notices.unknown_kind");
    CHECK(i.get("/me/notice-settings", "manager").at("/kinds/0/mail") == "now");
  });
}

}  // namespace
}  // namespace twinrail::testing
