#include "modules/kpi/rules_point.hpp"

#include <string>

#include <doctest/doctest.h>

namespace twinrail::kpi::rules {
namespace {

constexpr MeasureId good{1};
constexpr MeasureId all{2};
constexpr MeasureId stock{3};
constexpr MeasureId monthly{4};
const Date day = Date::of(2026, 3, 2);
const Period period{day, day + 1};

const std::map<std::string, MeasureRow> measures{
    {"good", {.id = good, .code = "good"}},
    {"all", {.id = all, .code = "all"}},
    {"stock", {.id = stock, .code = "stock", .kind = MeasureKind::stock}},
    {"monthly", {.id = monthly, .code = "monthly", .grain = Grain::month}}};

Definition defined(const char* formula, TimeAgg time_agg = TimeAgg::ratio_of_sums,
                   OrgAgg org_agg = OrgAgg::ratio_of_sums) {
  return define({.formula = formula, .time_agg = time_agg, .org_agg = org_agg}, measures, "UTC");
}

TargetRow target(const char* from, const char* to, const char* aim) {
  return {{.target = Decimal::from_text(aim)},
          1,
          AssignmentId{1},
          Date::from_text(from),
          Date::from_text(to),
          {}};
}

}  // namespace

TEST_CASE("running sums carry a value only for flows, plain names and sums before the formula") {
  CHECK(defined("good / all").tallied);
  CHECK(defined("good", TimeAgg::sum, OrgAgg::sum).tallied);
  CHECK_FALSE(defined("good * 2", TimeAgg::sum, OrgAgg::sum).tallied);
  CHECK_FALSE(defined("good / all", TimeAgg::ratio_of_sums, OrgAgg::min).tallied);
  CHECK_FALSE(defined("good / stock").tallied);
  CHECK_FALSE(defined("good / days_in_period").tallied);
  const Definition by_month = defined("good / monthly");
  CHECK_FALSE(by_month.tallied);
  CHECK(by_month.monthly_rows);
  CHECK(defined("good / days_in_period").measures == std::vector<MeasureId>{MeasureId{}, good});
  CHECK_THROWS_WITH_AS((void)defined("good / nothing"), "unknown_measure", Error);
}

TEST_CASE("the target of a period is the one in force on its last day") {
  const AssignmentWithTargets assignment{
      {},
      {target("2026-01-01", "2026-01-31", "1"), target("2026-02-01", "2026-03-31", "2"),
       target("2026-03-15", "9999-12-31", "3")}};
  const auto aim_on = [&](const char* last_day) {
    const TargetRow* found = target_on(assignment, Date::from_text(last_day));
    return found ? found->target->to_string() : "none";
  };
  CHECK(aim_on("2025-12-31") == "none");
  CHECK(aim_on("2026-01-31") == "1");
  CHECK(aim_on("2026-02-01") == "2");
  CHECK(aim_on("2026-03-20") == "3");  // of two the later one
}

TEST_CASE("thresholds begin with green, and a breach rule with a known operator and a value") {
  const TargetValues bare{.target = Decimal::whole(1), .amber = Decimal::whole(2)};
  CHECK_FALSE(thresholds_of(&bare));
  CHECK_FALSE(thresholds_of(nullptr));
  const TargetValues banded{.green = "0.9"_dec, .amber = "0.8"_dec};
  REQUIRE(thresholds_of(&banded));
  CHECK(thresholds_of(&banded)->green.at == "0.9"_dec);
  CHECK(thresholds_of(&banded)->amber->at == "0.8"_dec);

  AssignmentRow row{.breach_op = "<", .breach_value = "0.9"_dec, .n = 3, .m = 1};
  const auto rule = breach_rule_of(row);
  REQUIRE(rule);
  CHECK(rule->breach.op == Compare::below);
  CHECK_FALSE(rule->recover);
  CHECK(rule->n == 3);
  CHECK(rule->m == 1);
  row.recover_op = ">=";
  row.recover_value = "0.95"_dec;
  CHECK(breach_rule_of(row)->recover->value == "0.95"_dec);
  row.breach_op = "~";
  CHECK_FALSE(breach_rule_of(row));
  row.breach_op = "<";
  row.breach_value.reset();
  CHECK_FALSE(breach_rule_of(row));
}

TEST_CASE("a value that is no decimal is none, and one that is stays exact") {
  ValueVerdict verdict{.value = Fraction::of(1, 3), .rows_used = 2, .rows_seen = 3};
  CHECK(storable(verdict).value == Fraction::of(1, 3));
  verdict.value = Fraction::whole(std::int64_t{1} << 62);
  CHECK_FALSE(storable(verdict).value);
  CHECK(storable(verdict).null_reason == NullReason::overflow);
  CHECK(storable(verdict).rows_used == 2);
}

TEST_CASE("a point is rounded, and judged only when its period is over") {
  const Definition d = defined("good / all");
  const AssignmentWithTargets assignment{
      {.id = AssignmentId{1}, .breach_op = "<", .breach_value = "0.9"_dec, .n = 1},
      {target("2026-01-01", "9999-12-31", "1")}};
  const BreachState before{.phase = BreachPhase::ok, .streak = 0, .missing = 2};
  const ValueVerdict third{.value = Fraction::of(1, 3), .rows_used = 1, .rows_seen = 1};

  const PointRow open = point_of(d, assignment, period, third, before, false);
  CHECK(open.value == "0.333333"_dec);
  CHECK(open.achievement == "0.3333"_dec);
  CHECK_FALSE(open.judged);
  CHECK_FALSE(open.colour);
  CHECK(state_of(open) == before);

  const PointRow over = point_of(d, assignment, period, third, before, true);
  CHECK(over.judged);
  CHECK(over.colour == Colour::red);
  CHECK(over.rule == "thresholds");  // the breach rule draws a red line
  const AssignmentWithTargets calm{{.id = AssignmentId{1}}, assignment.targets};
  CHECK(point_of(d, calm, period, third, before, true).rule == "bands");
  CHECK(state_of(over) == BreachState{.phase = BreachPhase::firing, .streak = 0, .missing = 0});

  const ValueVerdict nothing{.null_reason = NullReason::no_data};
  const PointRow missing = point_of(d, assignment, period, nothing, before, true);
  CHECK(missing.null_reason == "no_data");
  CHECK(missing.missing == 3);
}

TEST_CASE("a light follows the phase before the colour") {
  struct Line {
    bool judged;
    BreachPhase phase;
    std::optional<Decimal> value;
    std::optional<Colour> colour;
    Light light;
  };
  const Decimal one = Decimal::whole(1);
  const Line lines[] = {
      {false, BreachPhase::firing, one, Colour::red, Light::plain},
      {true, BreachPhase::firing, {}, {}, Light::breach},
      {true, BreachPhase::recovering, one, Colour::green, Light::rec},
      {true, BreachPhase::ok, {}, Colour::no_data, Light::none},
      {true, BreachPhase::pending, one, Colour::green, Light::watch},
      {true, BreachPhase::ok, one, {}, Light::plain},
      {true, BreachPhase::ok, one, Colour::green, Light::ok},
      {true, BreachPhase::ok, one, Colour::amber, Light::watch},
      {true, BreachPhase::ok, one, Colour::red, Light::watch},
  };
  for (const Line& line : lines)
    CHECK(light_of({.value = line.value,
                    .colour = line.colour,
                    .judged = line.judged,
                    .phase = line.phase}) == line.light);
}

TEST_CASE("a running period is told beside closed ones where its value does not grow with it") {
  CHECK(may_run(defined("good / all")));
  CHECK(may_run(defined("good", TimeAgg::avg, OrgAgg::sum)));
  CHECK(may_run(defined("good", TimeAgg::last, OrgAgg::sum)));
  CHECK(may_run(defined("stock")));
  CHECK_FALSE(may_run(defined("good", TimeAgg::sum, OrgAgg::sum)));
  CHECK_FALSE(may_run(defined("good / stock")));
  CHECK_FALSE(may_run(defined("good / days_in_period")));
  CHECK_FALSE(may_run(defined("good * all")));
}

TEST_CASE("a plain quotient is one measure over another") {
  CHECK(is_plain_quotient(defined("good / all")));
  CHECK(quotient_parts(defined("good / all")) == std::pair{good, all});
  CHECK(quotient_parts(defined("all/good")) == std::pair{all, good});
  CHECK_FALSE(is_plain_quotient(defined("good", TimeAgg::sum, OrgAgg::sum)));
  CHECK_FALSE(is_plain_quotient(defined("good / all * 100")));
  CHECK_FALSE(is_plain_quotient(defined("(good + all) / all")));
}

TEST_CASE("a definition knows what held on other days") {
  const KpiRow now{.formula = "good / all"};
  const std::vector<KpiTermRow> terms{
      {.valid_from = Date::first(), .valid_to = day - 1, .formula = "stock - open(stock)"},
      {.valid_from = day, .valid_to = Date::last(), .formula = "good / all"}};
  const Definition d = define(now, terms, measures, "UTC");
  CHECK(d.on(day - 1).kpi.formula == "stock - open(stock)");
  CHECK(d.on(day).kpi.formula == "good / all");
  CHECK(d.ever_looks_back());
  CHECK_FALSE(d.looks_back());
  CHECK(d.all_measures() == std::vector<MeasureId>{good, all, stock});
  CHECK(is_summed_quotient(d.on(day)));
  CHECK_FALSE(is_summed_quotient(d.on(day - 1)));
  CHECK(ever_quotient(d));
  CHECK_FALSE(ever_quotient(define({.formula = "stock"}, {}, measures, "UTC")));
  CHECK_FALSE(defined("good").ever_looks_back());
}

}  // namespace twinrail::kpi::rules
