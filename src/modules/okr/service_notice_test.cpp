#include <doctest/doctest.h>

#include "modules/okr/company_fixture.hpp"
#include "modules/okr/store_close.hpp"
#include "platform/notices/notices.hpp"
#include "support/person.hpp"

namespace twinrail::okr {
namespace {

/// A goal that somebody owns, and what of a kind was told and is not dealt with.
struct Owned : TestCompany {
  explicit Owned(TestTenant& t) : TestCompany(t), tenant(t) {
    goal = objective("Goal");
    amount = key_result(goal);
    const PersonId owner = made_person(tenant);
    write([&](Tx& tx) {
      ObjectiveRow row = *store::objective(tx, goal);
      row.owner = owner;
      store::update_objective(tx, row);
      return 0;
    });
    activate(goal, Date::of(2026, 1, 1));
  }

  void remind(Date on) {
    write([&](Tx& tx) {
      okr.remind(tx, Instant::midnight(on), on);
      return 0;
    });
  }
  std::vector<std::string> unread(const char* kind) {
    return read([&](Read& db) { return notices::unread_keys(db, kind); });
  }
  std::size_t told(const char* kind, const std::vector<std::string>& keys) {
    return read([&](Read& db) { return notices::told(db, kind, keys).size(); });
  }

  TestTenant& tenant;
  ObjectiveId goal;
  KeyResultId amount;
};

using Keys = std::vector<std::string>;

}  // namespace

TEST_CASE("an update is asked for once a due day, and no longer once it has come") {
  for_each_engine([](TestTenant& tenant) {
    Owned c(tenant);
    const std::string id = std::to_string(c.amount.value);
    c.remind(Date::of(2026, 1, 7));
    CHECK(c.unread("okr.check_in_due").empty());
    c.remind(Date::of(2026, 1, 8));
    c.remind(Date::of(2026, 1, 9));
    CHECK(c.unread("okr.check_in_due") == Keys{id + "/2026-01-08"});
    c.remind(Date::of(2026, 1, 15));
    CHECK(c.unread("okr.check_in_due").size() == 2);
    c.tell(c.amount, "10");  // today, the 7th of March
    CHECK(c.unread("okr.check_in_due").empty());
    CHECK(c.told("okr.check_in_due", {id + "/2026-01-08", id + "/2026-01-15"}) == 2);
    c.remind(c.today + 6);
    CHECK(c.unread("okr.check_in_due").empty());
    c.remind(c.today + 7);
    CHECK(c.unread("okr.check_in_due").size() == 1);
  });
}

TEST_CASE("nobody is reminded of a goal that has ended") {
  for_each_engine([](TestTenant& tenant) {
    Owned c(tenant);
    c.remind(Date::of(2026, 1, 8));
    CHECK(c.unread("okr.check_in_due").size() == 1);
    c.write([&](Tx& tx) {
      const std::int64_t version = c.okr.objective(c.ctx(), tx, {c.goal}).version;
      return c.okr
          .abandon(c.ctx(version), tx, {.objective = c.goal, .reason = Text<500>("no more")})
          .version;
    });
    c.remind(Date::of(2026, 1, 16));
    CHECK(c.unread("okr.check_in_due").empty());
  });
}

TEST_CASE("a cycle that begins to close asks each owner for the review, once, until it is there") {
  for_each_engine([](TestTenant& tenant) {
    Owned c(tenant);
    const std::string id = std::to_string(c.goal.value);
    c.remind(c.today);
    CHECK(c.unread("okr.review_waiting").empty());
    c.write([&](Tx& tx) {
      const CycleRow cycle = *store::cycle(tx, c.cycle);
      return c.okr
          .change_cycle(c.ctx(cycle.version), tx, {.cycle = c.cycle, .state = CycleState::closing})
          .version;
    });
    CHECK(c.unread("okr.review_waiting") == Keys{id});
    c.remind(c.today + 1);
    CHECK(c.unread("okr.review_waiting") == Keys{id});
    CHECK(c.unread("okr.check_in_due").empty());  // its days are over
    c.write([&](Tx& tx) {
      ChangeReview review{.objective = c.goal};
      review.cause = Text<4000>("late");
      review.learned = Text<4000>("begin earlier");
      review.decision = Decision::abandon;
      review.submit = true;
      return c.okr.change_review(c.ctx(c.okr.review(c.ctx(), tx, {c.goal}).version), tx, review)
          .version;
    });
    CHECK(c.unread("okr.review_waiting").empty());
    c.remind(c.today + 2);
    CHECK(c.unread("okr.review_waiting").empty());
  });
}

}  // namespace twinrail::okr
