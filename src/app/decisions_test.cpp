#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"

/// Who may write down, change and finish what a weekly meeting decides.
namespace twinrail::testing {
namespace {

std::string decision(const std::string& unit, const std::string& more = "") {
  return R"({"org_unit":)" + unit + R"(,"note":"A second jig")" + more + "}";
}

const Headers first_version{{"If-Match", "\"v1\""}};

}  // namespace

TEST_CASE("a decision is written by who leads the unit, and finished by its owner, too") {
  for (const bool on_postgres : {false, true}) {
    Installation i(on_postgres);
    CHECK(i.send(Method::post, "/decisions", "employee", decision(i.id("T1"))).status == 403);
    CHECK(i.send(Method::post, "/decisions", "manager", decision(i.id("C"))).status == 403);
    const Answer made = i.send(Method::post, "/decisions", "manager",
                               decision(i.id("T1"), R"(,"owner":)" + i.id("P-employee")));
    REQUIRE(made.status == 201);
    CHECK(made.at("/owner_name") == "Eve");
    const std::string target = "/decisions/" + made.at("/id");
    CHECK(i.send(Method::patch, target, "employee", R"({"note":"Two"})", first_version).key() ==
          "okr.decision_not_yours");
    CHECK(i.send(Method::patch, target, "employee", R"({"done":true})").status == 428);
    const Answer done =
        i.send(Method::patch, target, "employee", R"({"done":true})", first_version);
    CHECK(done.status == 200);
    CHECK(done.at("/done_on") == i.day(0));
    CHECK(i.send(Method::patch, target, "manager", R"({"done":false})", first_version).key() ==
          "request.stale");
    CHECK(i.send(Method::patch, target, "operator", R"({"done":true})", first_version).key() ==
          "okr.unknown_decision");
    CHECK(i.send(Method::del, target, "manager", "", {{"If-Match", "\"v2\""}}).status < 300);
  }
}

TEST_CASE("who only reads a decision neither finishes nor rewords it, nor takes it back") {
  for_each_installation([](Installation& i) {
    const Answer made = i.send(Method::post, "/decisions", "hr", decision(i.id("C")));
    REQUIRE(made.status == 201);
    const std::string target = "/decisions/" + made.at("/id");
    for (const char* change : {R"({"done":true})", R"({"note":"Two"})"})
      CHECK(i.send(Method::patch, target, "manager", change, first_version).key() ==
            "okr.decision_not_yours");
    CHECK(i.send(Method::del, target, "manager", "", first_version).key() ==
          "okr.decision_not_yours");
    CHECK(i.send(Method::del, target, "hr", "", first_version).status < 300);
  });
}

TEST_CASE("a decision names its day and its person, or is refused at the field") {
  for_each_installation([](Installation& i) {
    const auto refused = [&](const std::string& more) {
      return i.send(Method::post, "/decisions", "manager", decision(i.id("T1"), more));
    };
    CHECK(refused(R"(,"due":")" + i.day(-1) + "\"").key() == "okr.decision_due_before");
    CHECK(refused(R"(,"owner":999999)").body.find("/owner") != std::string::npos);
    CHECK(i.send(Method::post, "/decisions", "manager",
                 R"({"org_unit":)" + i.id("T1") + R"(,"note":"  "})")
              .key() == "okr.decision_empty");
  });
}

}  // namespace twinrail::testing
