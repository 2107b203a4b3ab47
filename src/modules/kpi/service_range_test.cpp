#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"

/// Figures that leave the range of a decimal: nobody's write is refused for what others said.
namespace twinrail::kpi {
namespace {

constexpr const char* huge = "9223372036000";

/// Two teams that report; KPIs of the company over both.
struct HugeFigures : TestCompany {
  explicit HugeFigures(TestTenant& tenant) : TestCompany(tenant), tenant(tenant) {}

  AssignmentId assign_formula(const char* formula, OrgAgg org_agg = OrgAgg::ratio_of_sums,
                              TimeAgg time_agg = TimeAgg::ratio_of_sums) {
    tenant.write([&](Tx& tx) {
      NewKpi request{.code = Text<64>("k" + std::to_string(++made_)),
                     .names = {"数", "Figure"},
                     .formula = formula,
                     .unit = "pcs",
                     .frequency = Frequency::day,
                     .time_agg = time_agg,
                     .org_agg = org_agg};
      kpi = service.add_kpi(ctx(), tx, request).id;
    });
    return assign(company);
  }

  PointRow point(AssignmentId id) { return points(id).at(0); }

  Explanation explain(AssignmentId id) {
    Explanation found;
    tenant.read([&](Read& db) { found = service.explain(ctx(), db, {id, on, std::nullopt}); });
    return found;
  }

  const Date on = Date::of(2026, 3, 2);
  TestTenant& tenant;

 private:
  int made_ = 0;
};

void check_overflow(const PointRow& point) {
  CHECK_FALSE(point.value);
  CHECK(point.null_reason == "overflow");
  CHECK_FALSE(point.achievement);
  CHECK(point.colour == Colour::no_data);
}

}  // namespace

TEST_CASE("one team's absurd figure leaves the company without a value, and refuses nobody") {
  for_each_engine([](TestTenant& tenant) {
    HugeFigures c(tenant);
    const AssignmentId of_company = c.assign_formula("good", OrgAgg::sum, TimeAgg::sum);
    c.report(c.good, c.team, c.on, huge, "a");
    CHECK(c.point(of_company).value == Decimal::from_text(huge));
    CHECK(c.report(c.good, c.other, c.on, "1000", "b").stored == 1);
    check_overflow(c.point(of_company));
    CHECK(c.report(c.good, c.other, c.on, "9223372035000", "c").stored == 1);
    check_overflow(c.point(of_company));
    CHECK(c.differing() == 0);
    const Explanation told = c.explain(of_company);
    CHECK_FALSE(told.value);
    CHECK(told.compute.null_reason == "overflow");

    // What is corrected brings all back to the last digit.
    c.report(c.good, c.team, c.on, "7", "a", "mistyped");
    c.report(c.good, c.other, c.on, "0.5", "c", "mistyped");
    CHECK(c.point(of_company).value == "1007.5"_dec);
    CHECK(c.point(of_company).colour == Colour::green);
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("formulas, quotients and shares that leave the range refuse nobody") {
  for_each_engine([](TestTenant& tenant) {
    HugeFigures c(tenant);
    const AssignmentId product = c.assign_formula("good*good*good*good*good*good*good*good*good");
    const AssignmentId quotient = c.assign_formula("good / all");
    const AssignmentId worst = c.assign_formula("good / all", OrgAgg::min);
    c.report(c.good, c.team, c.on, "123456.789", "a");
    c.report(c.all, c.team, c.on, "0.000001", "a");
    c.report(c.good, c.other, c.on, huge, "b");
    c.report(c.all, c.other, c.on, "0.000001", "b");
    for (const AssignmentId id : {product, quotient, worst}) {
      check_overflow(c.point(id));
      CHECK_NOTHROW(c.explain(id));
    }
    CHECK(c.differing() == 0);
    c.report(c.all, c.team, c.on, huge, "a", "mistyped");
    c.report(c.all, c.other, c.on, huge, "b", "mistyped");
    CHECK(c.point(quotient).value == "0.5"_dec);  // both sums are too large for a decimal
    CHECK(c.explain(quotient).value == "0.5"_dec);
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a value that fits while its achievement does not is judged all the same") {
  for_each_engine([](TestTenant& tenant) {
    HugeFigures c(tenant);
    const AssignmentId id = c.assign_formula("good", OrgAgg::sum, TimeAgg::sum);
    tenant.write([&](Tx& tx) {
      NewTarget target;
      target.target = "0.000001"_dec;
      target.assignment = id;
      target.from = c.on;
      target.mode = TargetMode::correction;
      target.reason = Text<500>("mistyped");
      (void)c.service.add_target(c.ctx(), tx, target);
    });
    c.report(c.good, c.team, c.on, huge, "a");
    CHECK(c.point(id).value == Decimal::from_text(huge));
    CHECK_FALSE(c.point(id).achievement);
    CHECK(c.point(id).colour == Colour::green);
    c.report(c.good, c.team, c.on + 1, "-9223372036000", "b");
    tenant.read([&](Read& db) {
      const auto list = c.service.rows(c.ctx(), db, {});  // the change between both does not fit
      CHECK_FALSE(list.items.at(0).change);
    });
  });
}

TEST_CASE("a unit's own day that leaves the range is refused at its reading") {
  for_each_engine([](TestTenant& tenant) {
    HugeFigures c(tenant);
    c.report(c.good, c.team, c.on, huge, "a");
    CHECK(key_of([&] { c.report(c.good, c.team, c.on, huge, "b"); }) == "kpi.day_overflow");
    c.report(c.good, c.team, c.on, "-9223372036000", "c");
    c.report(c.good, c.team, c.on, huge, "b");
    // Taken to another day, the negative one would leave too much behind.
    CHECK(key_of([&] { c.report(c.good, c.team, c.on + 1, "-9223372036000", "c", "late"); }) ==
          "kpi.day_overflow");
    c.report(c.good, c.team, c.on, "-9223372036854.775808", "c", "the least there is");
    c.report(c.good, c.team, c.on, "-9223372036000", "c", "and back: one step, not two");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a level whose periods cannot be added is no value, and refuses nobody") {
  for_each_engine([](TestTenant& tenant) {
    HugeFigures c(tenant);
    MeasureId stock;
    AssignmentId id;
    tenant.write([&](Tx& tx) {
      NewMeasure level{.code = "level", .names = {"存", "Level"}, .kind = MeasureKind::stock};
      level.unit = "pcs";
      stock = c.service.add_measure(c.ctx(), tx, level).id;
      NewKpi request{.code = "stock",
                     .names = {"存", "Stock"},
                     .formula = "level",
                     .unit = "pcs",
                     .time_agg = TimeAgg::sum,
                     .org_agg = OrgAgg::sum};
      c.kpi = c.service.add_kpi(c.ctx(), tx, request).id;
    });
    id = c.assign(c.team);
    c.report(stock, c.team, c.on, "5", "a");
    CHECK(c.report(stock, c.team, c.on + 1, "6", "b").stored == 1);
    CHECK(c.points(id).back().null_reason == "not_derivable");
    CHECK_NOTHROW(c.explain(id));
    CHECK(c.differing() == 0);
  });
}

}  // namespace twinrail::kpi
