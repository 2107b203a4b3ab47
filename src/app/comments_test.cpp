#include <algorithm>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"

/// Comments through the front door: who may be mentioned is what people's accounts may see.
namespace twinrail::testing {
namespace {

std::vector<std::string> found(Installation& i, const std::string& objective,
                               const std::string& q) {
  const Answer list = i.get("/objectives/" + objective + "/comment-readers?q=" + q, "employee");
  REQUIRE(list.status == 200);
  std::vector<std::string> names;
  for (std::size_t n = 0; n < list.size("/items"); ++n)
    names.push_back(list.at("/items/" + std::to_string(n) + "/name"));
  return names;
}

}  // namespace

TEST_CASE("the chooser finds only people who may see the objective") {
  for_each_installation([](Installation& i) {
    using Found = std::vector<std::string>;
    // Oz may see the goals of T2 alone.
    CHECK(found(i, i.id("goal/T1"), "Mo") == Found{"Mo"});
    CHECK(found(i, i.id("goal/T1"), "Oz").empty());
    CHECK(found(i, i.id("goal/T1"), "Eve").empty());  // oneself
    const Answer refused =
        i.send(Method::post, "/objectives/" + i.id("goal/T1") + "/comments", "employee",
               R"({"text":"see @Oz","mentions":[)" + i.id("P-operator") + "]}");
    CHECK(refused.status == 400);
    CHECK(refused.key() == "okr.mention_cannot_see");
    CHECK(refused.body.find("/mentions/0") != std::string::npos);
  });
}

TEST_CASE("a mention is told to the person with the reason, and leads to the comment") {
  for (const bool on_postgres : {false, true}) {
    Installation i(on_postgres);
    const Answer said =
        i.send(Method::post, "/objectives/" + i.id("goal/T1") + "/comments", "employee",
               R"({"text":"see @Mo","mentions":[)" + i.id("P-manager") + "]}");
    REQUIRE(said.status == 201);
    const Answer list = i.get("/notices?unread=true", "manager");
    CHECK(list.at("/items/0/kind") == "okr.mentioned");
    CHECK(list.at("/items/0/title") == "Eve 提到了你");
    CHECK(list.at("/items/0/why") == "评论里 @ 了你");
    CHECK(list.at("/items/0/link") == "/okr/" + i.id("goal/T1") + "?comment=" + said.at("/id"));
  }
}

TEST_CASE("whoever does not see an objective neither reads nor writes what is said of it") {
  for_each_installation([](Installation& i) {
    const std::string target = "/objectives/" + i.id("goal/T1") + "/comments";
    CHECK(i.get(target, "operator").status == 404);
    CHECK(i.send(Method::post, target, "operator", R"({"text":"hello"})").status == 404);
    CHECK(i.get("/objectives/" + i.id("goal/T1") + "/comment-readers", "operator").status == 404);
    CHECK(i.get(target, "admin").status == 403);
    const Answer hidden = i.send(Method::patch, "/comments/" + i.id("comment"), "operator",
                                 R"({"solved":true})", {{"If-Match", "\"v1\""}});
    CHECK(hidden.key() == "okr.unknown_comment");
  });
}

}  // namespace twinrail::testing
