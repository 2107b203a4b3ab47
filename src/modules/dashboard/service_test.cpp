#include <doctest/doctest.h>

#include "modules/dashboard/model.hpp"
#include "modules/okr/okr.hpp"
#include "modules/people/model.hpp"
#include "modules/people/people.hpp"
#include "platform/approvals/approvals.hpp"
#include "platform/context.hpp"
#include "platform/db/testing.hpp"

namespace twinrail::dashboard {
namespace {

/// A company in the tenth of thirteen weeks, with one goal from 0 to 100.
struct TestCompany {
  explicit TestCompany(TestTenant& tenant) : tenant(tenant), viewer(std::make_shared<Viewer>()) {
    viewer->account = AccountId{1};
    viewer->held.everything();
    viewer->seen.fill(relation::company);
    tenant.write([&](Tx& tx) {
      const auto unit = people
                            .add_unit(ctx(), tx,
                                      {.code = "C",
                                       .names = {"公司", "Company"},
                                       .kind = people::UnitKind::company,
                                       .valid_from = Date::of(2026, 1, 1)})
                            .id;
      const auto cycle = okr.add_cycle(ctx(), tx,
                                       {.names = {"一季度", "Q1"},
                                        .start = Date::of(2026, 1, 1),
                                        .end = Date::of(2026, 3, 31),
                                        .state = okr::CycleState::active});
      const auto goal = okr.add_objective(
          ctx(), tx, {.cycle = cycle.id, .org_unit = unit, .title = {"目标", "Goal"}});
      okr::NewKeyResult kr{.objective = goal.row.id, .title = {"量", "Amount"}};
      kr.start = Decimal();
      kr.target = Decimal::whole(100);
      key_result = okr.add_key_result(ctx(), tx, kr).id;
      Context started = ctx();
      started.if_match = goal.version;
      (void)okr.activate(started, tx, {goal.row.id, {}});
    });
  }

  [[nodiscard]] Context ctx() const {
    Context context(Instant::midnight(today), viewer);
    context.set_today(today);
    return context;
  }
  void tell(Date on, int value) {
    okr::NewCheckIn check_in{.key_result = key_result, .value = Decimal::whole(value), .on = on};
    tenant.write([&](Tx& tx) { (void)okr.check_in(ctx(), tx, check_in); });
  }
  Board board() {
    Board shown;
    tenant.read([&](Read& db) { shown = service.board(ctx(), db, {}); });
    return shown;
  }

  TestTenant& tenant;
  std::shared_ptr<Viewer> viewer;
  const Date today = Date::of(2026, 3, 7);
  people::Service people;
  kpi::Service kpi{people};
  approvals::Service approvals{nullptr};
  okr::Service okr{people, kpi, approvals};
  Service service{people, kpi, okr, approvals};
  okr::KeyResultId key_result;
};

}  // namespace

TEST_CASE("the headline's weeks follow the days of the check-ins, told in any order") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    CHECK_FALSE(c.board().weeks.at(9).progress);  // nothing is known: no zero
    c.tell(Date::of(2026, 3, 6), 60);
    c.tell(Date::of(2026, 1, 20), 20);
    c.tell(Date::of(2026, 2, 11), 30);
    const Board b = c.board();
    REQUIRE(b.weeks.size() == 13);
    CHECK_FALSE(b.weeks.at(1).progress);                       // until 14 January
    CHECK(b.weeks.at(2).progress == Ratio::from_text("0.2"));  // until 21 January
    CHECK(b.weeks.at(4).progress == Ratio::from_text("0.2"));  // until 4 February
    CHECK(b.weeks.at(5).progress == Ratio::from_text("0.3"));  // until 11 February
    CHECK(b.weeks.at(8).progress == Ratio::from_text("0.3"));  // until 4 March
    CHECK(b.weeks.at(9).now);
    CHECK(b.weeks.at(9).progress == b.okr.progress);
    CHECK_FALSE(b.weeks.at(10).progress);
  });
}

TEST_CASE("the headline's forecast is the line through the last four weeks that are over") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    c.tell(Date::of(2026, 2, 18), 30);
    c.tell(Date::of(2026, 2, 25), 40);
    CHECK_FALSE(c.board().okr.forecast);  // three weeks show no trend
    c.tell(Date::of(2026, 2, 11), 20);
    c.tell(Date::of(2026, 3, 4), 50);
    c.tell(Date::of(2026, 3, 6), 90);  // the running week does not pull at it
    const Board b = c.board();
    CHECK(b.okr.progress == Ratio::from_text("0.9"));
    // 50 on 4 March and 10 more in each of 27 / 7 weeks.
    CHECK(b.okr.forecast == Ratio::from_text("0.8857"));
  });
}

}  // namespace twinrail::dashboard
