#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"

/// Approvals through the front door: managers and accounts are those of people and identity.
namespace twinrail::testing {
namespace {

/// A draft of the first team that an employee owns, ready to start.
std::string draft_of_employee(Installation& i) {
  const Answer made =
      i.send(Method::post, "/objectives", "employee",
             R"({"cycle":)" + i.id("cycle") + R"(,"org_unit":)" + i.id("T1") + R"(,"owner":)" +
                 i.id("P-employee") + R"(,"title":{"en":"Fewer stops"},"type":"committed"})");
  REQUIRE(made.status == 201);
  const std::string id = made.at("/row/id");
  const Answer result =
      i.send(Method::post, "/objectives/" + id + "/key-results", "employee",
             R"({"title":{"en":"Stops"},"kind":"move","start":"9","target":"3"})");
  REQUIRE(result.status == 201);
  return id;
}

Headers at(const Answer& seen) { return {{"If-Match", "\"v" + seen.at("/version") + "\""}}; }

std::string submitted(Installation& i, const std::string& objective) {
  const std::string target = "/objectives/" + objective;
  const Answer asked = i.send(Method::post, target + "/review", "employee", R"({"reason":"now"})",
                              at(i.get(target, "employee")));
  REQUIRE(asked.status == 200);
  CHECK(asked.at("/row/state") == "review");
  return asked.at("/review");
}

/// The state of the answer and, of a refusal, its key.
std::string act(Installation& i, const std::string& approval, const std::string& who,
                const std::string& body) {
  const Answer seen = i.get("/approvals/" + approval, who);
  if (seen.status != 200) return seen.key();
  const Answer done = i.send(Method::patch, "/approvals/" + approval, who, body, at(seen));
  return done.status == 200 ? done.at("/row/state") : done.key();
}

std::size_t waiting(Installation& i, const std::string& who) {
  return i.get("/approvals?box=mine", who).size("/items");
}

}  // namespace

TEST_CASE("an employee's objective of a unit starts when the line manager agrees") {
  for (const bool on_postgres : {false, true}) {
    Installation i(on_postgres);
    const std::string objective = draft_of_employee(i);
    CHECK(i.get("/objectives/" + objective, "employee").at("/needs_review") == "true");
    CHECK(i.get("/objectives/" + objective, "manager").at("/needs_review") == "false");
    const std::string start = "/objectives/" + objective + "/activation";
    CHECK(i.send(Method::post, start, "employee", "{}",
                 at(i.get("/objectives/" + objective, "employee")))
              .key() == "okr.review_needed");
    const std::string approval = submitted(i, objective);
    CHECK(waiting(i, "manager") == 1);
    CHECK(waiting(i, "employee") == 0);
    CHECK(waiting(i, "executive") == 0);
    CHECK(act(i, approval, "employee", R"({"act":"approve"})") == "approvals.not_yours");
    CHECK(act(i, approval, "manager", R"({"act":"refuse"})") == "approvals.word_needed");
    CHECK(act(i, approval, "manager", R"({"act":"approve"})") == "approved");
    CHECK(i.get("/objectives/" + objective, "employee").at("/row/state") == "active");
    CHECK(i.get("/approvals?box=sent", "employee").at("/items/0/state") == "approved");
    CHECK(i.get("/approvals?box=done", "manager").size("/items") == 1);
  }
}

TEST_CASE("a request is seen by whom it concerns and by who stands in, and by nobody else") {
  Installation i(false);
  const std::string approval = submitted(i, draft_of_employee(i));
  for (const std::string who : {"employee", "manager", "hr", "executive"})
    CHECK_MESSAGE(i.get("/approvals/" + approval, who).status == 200, who);
  for (const std::string who : {"operator", "admin"})
    CHECK_MESSAGE(i.get("/approvals/" + approval, who).key() == "approvals.unknown", who);
  CHECK(act(i, approval, "hr", R"({"act":"approve"})") == "approvals.not_yours");
  const Answer blind =
      i.send(Method::patch, "/approvals/" + approval, "manager", R"({"act":"approve"})");
  CHECK(blind.status == 428);
}

TEST_CASE("a manager whose account is closed is skipped up") {
  Installation i(false);
  const std::string draft = draft_of_employee(i);
  const Answer accounts = i.get("/accounts?q=manager", "admin");
  const Answer closed = i.send(Method::put, "/accounts/" + accounts.at("/items/0/id") + "/state",
                               "admin", R"({"state":"closed"})",
                               {{"If-Match", "\"v" + accounts.at("/items/0/version") + "\""}});
  REQUIRE(closed.status == 200);
  CHECK(act(i, submitted(i, draft), "executive", R"({"act":"approve"})") == "approved");
}

TEST_CASE("a company's own chain asks the unit's head and then hr") {
  Installation i(false);
  const Answer chain = i.send(Method::post, "/approval-chains", "hr",
                              R"({"kind":"okr.objective_review","org_unit":)" + i.id("S") +
                                  R"(,"steps":[{"who":"unit_head","mode":"any"},)"
                                  R"({"who":"role","role":"hr","mode":"any"}]})");
  REQUIRE(chain.status == 201);
  const std::string approval = submitted(i, draft_of_employee(i));
  CHECK(act(i, approval, "manager", R"({"act":"approve"})") == "open");
  CHECK(waiting(i, "hr") == 1);
  CHECK(act(i, approval, "hr", R"({"act":"approve"})") == "approved");
  CHECK(i.send(Method::del, "/approval-chains/" + chain.at("/id"), "hr", "", at(chain)).status ==
        200);
  CHECK(i.get("/approval-chains", "hr").size("/items") == 0);
}

}  // namespace twinrail::testing
