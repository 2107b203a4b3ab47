#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"

/// What cannot be meant is refused where it is typed, and a day is a day of the company's calendar.
namespace twinrail::kpi {

TEST_CASE("a breach rule that cannot be meant is refused at its field") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    struct Line {
      const char* op;
      std::optional<Decimal> to;
      const char* key;
    };
    const Line lines[] = {{"outside", std::nullopt, "kpi.range_needs_end"},
                          {"outside", "5"_dec, "kpi.range_reversed"},
                          {"inside", "10"_dec, "kpi.range_reversed"},
                          {">", "12"_dec, "kpi.end_without_range"}};
    for (const Line& line : lines) {
      const BreachSetting rule{.op = line.op, .value = "10"_dec, .value_to = line.to};
      CAPTURE(line.key);
      CHECK(key_of([&] { c.assign(c.team, rule); }) == line.key);
    }
    BreachSetting recovery{.op = "outside", .value = "10"_dec, .value_to = "12"_dec};
    recovery.recover_op = Text<8>("inside");
    recovery.recover_value = "10"_dec;
    CHECK(key_of([&] { c.assign(c.team, recovery); }) == "kpi.range_needs_end");
    recovery.recover_value_to = "12"_dec;
    CHECK_NOTHROW(c.assign(c.team, recovery));
  });
}

TEST_CASE("a KPI that asks for what nobody reports is refused at its field") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    tenant.write([&](Tx& tx) {
      NewMeasure plan{.code = "plan", .names = {"计划", "Plan"}, .unit = "pcs"};
      plan.grain = Grain::month;
      (void)c.service.add_measure(c.ctx(), tx, plan);
    });
    const auto refused = [&](const char* formula, Frequency frequency, TimeAgg time_agg) {
      return key_of([&] {
        tenant.write([&](Tx& tx) {
          NewKpi request{.code = "k", .names = {"数", "Figure"}, .formula = formula, .unit = "pcs"};
          request.frequency = frequency;
          request.time_agg = time_agg;
          request.org_agg = OrgAgg::min;
          (void)c.service.add_kpi(c.ctx(), tx, request);
        });
      });
    };
    CHECK(refused("good / plan", Frequency::week, TimeAgg::recompute) == "kpi.finer_than_measure");
    CHECK(refused("open(good)", Frequency::month, TimeAgg::avg) == "kpi.looks_back_by_parts");
    CHECK(refused("good / plan", Frequency::month, TimeAgg::recompute).empty());
  });
}

TEST_CASE("a measure in % takes a ratio or per cent, never a number that could be either") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    MeasureId rate;
    tenant.write([&](Tx& tx) {
      const NewMeasure request{.code = "pass", .names = {"合格率", "Pass"}, .unit = "%"};
      rate = c.service.add_measure(c.ctx(), tx, request).id;
      NewKpi kpi{.code = "p", .names = {"合格率", "Pass"}, .formula = "pass", .unit = "%"};
      kpi.frequency = Frequency::day;
      c.kpi = c.service.add_kpi(c.ctx(), tx, kpi).id;
    });
    const AssignmentId id = c.assign(c.team);
    const auto said = [&](const char* amount, const char* key) {
      return key_of([&] { c.report(rate, c.team, Date::of(2026, 3, 9), amount, key); });
    };
    CHECK(said("96", "a") == "kpi.percent_or_ratio");
    CHECK(said("96%", "a").empty());
    CHECK(c.points(id).back().value == "0.96"_dec);
    CHECK(c.report(rate, c.team, Date::of(2026, 3, 9), "0.96", "a").already_known == 1);
  });
}

TEST_CASE("a reading has a key, or nothing could correct it") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    for (const char* key : {"", "  "})
      CHECK(key_of([&] { c.report(c.good, c.team, Date::of(2026, 3, 9), "1", key); }) ==
            "kpi.key_empty");
  });
}

TEST_CASE("a day more than two years ahead is a slip of the year") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const auto said = [&](Date on) {
      return key_of([&] { c.report(c.good, c.team, on, "1", on.to_string()); });
    };
    CHECK(said(Date::of(2126, 1, 5)) == "kpi.day_far_ahead");
    CHECK(said(c.ctx().today() + 732) == "kpi.day_far_ahead");
    CHECK(said(c.ctx().today() + 731).empty());
  });
}

TEST_CASE("a breach that is acknowledged at night has the day of the company's clock") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    tenant.write([&](Tx& tx) {
      CalendarRule clock;
      clock.zone = "Asia/Shanghai";
      c.people.set_calendar(tx, clock);
    });
    const AssignmentId id = c.assign(c.team, below_90());
    c.day(c.team, 6, "80", "100");
    c.day(c.team, 9, "85", "100");
    Assignment found;
    tenant.write([&](Tx& tx) {
      const BreachRow breach = store::newest_breaches(tx, id, 1).at(0);
      Context ctx = c.ctx();
      ctx.now = Instant::from_text("2026-03-09T19:13:00Z");
      Acknowledge request{.breach = breach.id, .accepted_value = "0.8"_dec};
      request.last_day = ctx.today();
      request.reason = "new staff";
      (void)c.service.acknowledge(ctx, tx, request);
      found = c.service.assignment(ctx, tx, {id});
    });
    REQUIRE(found.story.size() == 3);
    CHECK(found.story.at(1).kind == StoryKind::acknowledged);
    CHECK(found.story.at(1).on == c.ctx().today());
  });
}

}  // namespace twinrail::kpi
