#include <algorithm>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"

/// Who is told of a request, through the front door: "employee" asks, "manager" agrees.
namespace twinrail::testing {
namespace {

using Lines = std::vector<std::string>;

/// "kind: why" of what somebody was told of a request and has not dealt with.
Lines told(Installation& i, const std::string& who, const std::string& approval) {
  i.app().settle(i.north());
  const Answer list = i.get("/notices?unread=true", who);
  REQUIRE(list.status == 200);
  Lines found;
  for (std::size_t n = 0; n < list.size("/items"); ++n) {
    const std::string at = "/items/" + std::to_string(n);
    if (list.at(at + "/link") == "/inbox/" + approval)
      found.push_back(list.at(at + "/kind") + ": " + list.at(at + "/why"));
  }
  return found;
}

std::string asked_for(Installation& i) {
  const Answer made =
      i.send(Method::post, "/objectives", "employee",
             R"({"cycle":)" + i.id("cycle") + R"(,"org_unit":)" + i.id("T1") + R"(,"owner":)" +
                 i.id("P-employee") + R"(,"title":{"en":"Fewer stops"},"type":"committed"})");
  const std::string target = "/objectives/" + made.at("/row/id");
  REQUIRE(i.send(Method::post, target + "/key-results", "employee",
                 R"({"title":{"en":"Stops"},"kind":"move","start":"9","target":"3"})")
              .status == 201);
  const Answer seen = i.get(target, "employee");
  return i
      .send(Method::post, target + "/review", "employee", R"({"reason":"now"})",
            {{"If-Match", seen.header("ETag")}})
      .at("/review");
}

void act(Installation& i, const std::string& approval, const std::string& who,
         const std::string& body) {
  const Answer seen = i.get("/approvals/" + approval, who);
  const Answer done = i.send(Method::patch, "/approvals/" + approval, who, body,
                             {{"If-Match", "\"v" + seen.at("/version") + "\""}});
  REQUIRE_MESSAGE(done.status == 200, done.body);
}

}  // namespace

TEST_CASE("a request tells whom it waits for, and then who asked; each once") {
  for (const bool on_postgres : {false, true}) {
    Installation i(on_postgres);
    const std::string approval = asked_for(i);
    CHECK(told(i, "manager", approval) == Lines{"approval.asked: 你是Eve的上级"});
    CHECK(told(i, "manager", approval).size() == 1);
    for (const char* other : {"employee", "executive", "hr", "operator", "admin"})
      CHECK_MESSAGE(told(i, other, approval).empty(), other);
    act(i, approval, "manager", R"({"act":"refuse","word":"say how"})");
    CHECK(told(i, "manager", approval).empty());
    CHECK(told(i, "employee", approval) == Lines{"approval.decided: 这是你提交的申请"});
    CHECK(i.get("/notices?unread=true", "employee").at("/items/0/title") == "已退回：Fewer stops");
  }
}

TEST_CASE("a request that is passed on tells the other person, by whom; a deputy, for whom") {
  for (const bool on_postgres : {false, true}) {
    Installation i(on_postgres);
    const std::string approval = asked_for(i);
    act(i, approval, "manager", R"({"act":"pass_on","to":)" + i.id("P-hr") + "}");
    CHECK(told(i, "manager", approval).empty());
    CHECK(told(i, "hr", approval) == Lines{"approval.asked: Mo 转给了你"});
    const Answer stands_in =
        i.send(Method::post, "/approval-delegations", "hr",
               R"({"deputy":)" + i.id("P-executive") + R"(,"from":")" + Installation::day(0) +
                   R"(","to":")" + Installation::day(3) + R"("})");
    REQUIRE(stands_in.status == 201);
    const std::string further = asked_for(i);
    act(i, further, "manager", R"({"act":"pass_on","to":)" + i.id("P-hr") + "}");
    CHECK(told(i, "executive", further) == Lines{"approval.asked: 你是Hu的代理人"});
    act(i, further, "executive", R"({"act":"approve"})");
    CHECK(told(i, "executive", further).empty());
    CHECK(told(i, "hr", further).empty());
  }
}

}  // namespace twinrail::testing
