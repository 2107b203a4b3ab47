#include "modules/kpi/rules_money.hpp"

#include <doctest/doctest.h>

#include "modules/kpi/rules_figures.hpp"

namespace twinrail::kpi::rules {
namespace {

constexpr MeasureId sales{1};
constexpr MeasureId heads{2};
constexpr OrgUnitId group{1};
constexpr OrgUnitId china{2};
constexpr OrgUnitId america{3};
constexpr OrgUnitId nobody{4};
const Period march{Date::of(2026, 3, 1), Date::of(2026, 4, 1)};

const std::map<std::string, MeasureRow> measures{
    {"sales", {.id = sales, .code = "sales", .money = true}},
    {"heads", {.id = heads, .code = "heads", .kind = MeasureKind::stock}}};

Definition defined(const char* formula, RateKind rate = RateKind::closing,
                   OrgAgg org_agg = OrgAgg::ratio_of_sums) {
  return define({.formula = formula, .unit = "CNY", .org_agg = org_agg, .rate = rate}, measures,
                "UTC");
}

people::DatedRate dated(const char* base, const char* quote, const char* day,
                        std::optional<Decimal> closing, std::optional<Decimal> average = {}) {
  return {base, quote, Date::from_text(day), closing, average};
}

MoneyBook book() {
  using Said = people::Currencies::Said;
  return {people::Currencies({Said{group, 0, Date::first(), Date::last(), "CNY"},
                              Said{china, 0, Date::first(), Date::last(), "CNY"},
                              Said{america, 0, Date::first(), Date::last(), "USD"}}),
          {dated("USD", "CNY", "2026-02-28", "7"_dec), dated("USD", "CNY", "2026-03-10", "7.1"_dec),
           dated("USD", "CNY", "2026-03-31", "7.123456"_dec, "7.2"_dec),
           dated("USD", "CNY", "2026-04-01", "9"_dec),
           dated("CNY", "USD", "2026-03-31", {}, "0.14"_dec)}};
}

DayRow on(int day, MeasureId measure, OrgUnitId unit, const char* amount) {
  return {measure, unit, Date::of(2026, 3, day), Decimal::from_text(amount), 1};
}

std::string value(const Definition& d, std::vector<DayRow> days, OrgUnitId looking = group) {
  const MoneyBook money = book();
  const ValueVerdict verdict =
      value_of_days(d, DatedCalendar{}, march, {std::move(days), {}, {}, &money, looking});
  CHECK(verdict.coverage.has_value() == verdict.value.has_value());
  CHECK(verdict.rows_seen > 0);
  if (verdict.value) return verdict.value->rounded().to_string();
  return std::string(enum_name(*verdict.null_reason));
}

}  // namespace

TEST_CASE("the newest rate of the kind counts that is dated inside the period") {
  const MoneyBook money = book();
  const UsedRate closing = money.rate("USD", "CNY", RateKind::closing, march);
  CHECK(closing == UsedRate{"USD", "CNY", "7.123456"_dec, Date::of(2026, 3, 31)});
  CHECK(money.rate("USD", "CNY", RateKind::average, march).rate == "7.2"_dec);
  CHECK_FALSE(money.rate("CNY", "USD", RateKind::closing, march).rate);
  CHECK_FALSE(money.rate("EUR", "CNY", RateKind::closing, march).rate);
  const Period may{Date::of(2026, 5, 1), Date::of(2026, 6, 1)};
  CHECK_FALSE(money.rate("USD", "CNY", RateKind::closing, may).rate);
}

TEST_CASE("a newer rate of the other kind hides none, and one from before the period is none") {
  const Period april{march.end, Date::of(2026, 5, 1)};
  const MoneyBook money({}, {dated("EUR", "CNY", "2026-02-28", {}, "7.5"_dec),
                             dated("EUR", "CNY", "2026-03-01", "7.6"_dec),
                             dated("EUR", "CNY", "2026-03-20", {}, "7.7"_dec),
                             dated("EUR", "CNY", "2026-04-30", {}, "7.8"_dec)});
  const UsedRate closing = money.rate("EUR", "CNY", RateKind::closing, march);
  CHECK(closing == UsedRate{"EUR", "CNY", "7.6"_dec, march.start});
  CHECK(money.rate("EUR", "CNY", RateKind::average, march).rate == "7.7"_dec);
  CHECK(money.rate("EUR", "CNY", RateKind::average, april).rate == "7.8"_dec);
  CHECK_FALSE(money.rate("EUR", "CNY", RateKind::closing, april).rate);
}

TEST_CASE("money is converted before it is added, exactly, and everything else stays") {
  const std::vector<DayRow> days{on(3, sales, china, "100"), on(4, sales, america, "10"),
                                 on(4, sales, america, "0.000001"), on(4, heads, america, "2"),
                                 on(5, heads, china, "3")};
  CHECK_FALSE(defined("sales").tallied);
  CHECK(defined("heads").has_money() == false);
  CHECK(defined("sales").ever_money());
  CHECK(value(defined("sales"), days) == "171.234567");
  CHECK(value(defined("sales", RateKind::average), days) == "172.000007");
  CHECK(value(defined("sales / heads"), days) == "34.246913");
  CHECK(value(defined("heads"), days) == "5");
  CHECK(value(defined("sales", RateKind::closing, OrgAgg::max), days) == "100");
  // In its own currency nothing is converted.
  CHECK(value(defined("sales"), {on(4, sales, america, "10")}, america) == "10");
}

TEST_CASE("a rate that is missing leaves the whole figure without a value, never a part of it") {
  const std::vector<DayRow> days{on(3, sales, china, "100"), on(4, sales, america, "10")};
  CHECK(value(defined("sales"), days, america) == "no_rate");
  CHECK(value(defined("sales"), {on(4, sales, nobody, "10")}) == "no_rate");
  CHECK(value(defined("sales", RateKind::average), days, america) == "24");
  // A unit without a currency looks in that of its figures, where there is one alone.
  CHECK(value(defined("sales"), {on(4, sales, america, "10")}, nobody) == "10");
  CHECK(value(defined("sales"), days, nobody) == "no_rate");
  const MoneyBook money = book();
  const PeriodDays behind{days, {}, {}, &money, america};
  const auto used = rates_used(defined("sales"), march, behind);
  REQUIRE(used.size() == 1);
  CHECK(used.front() == UsedRate{"CNY", "USD", {}, {}});
  CHECK(substituted(defined("sales"), DatedCalendar{}, march, behind) == "—");
}

TEST_CASE("a unit of measurement that is a currency is the one in which the unit looks") {
  const MoneyBook money = book();
  const Date day = Date::of(2026, 3, 31);
  CHECK(shown_unit("CNY", &money, america, day) == "USD");
  CHECK(shown_unit("CNY", &money, nobody, day) == "CNY");
  CHECK(shown_unit("CNY", nullptr, america, day) == "CNY");
  CHECK(shown_unit("%", &money, america, day) == "%");
}

}  // namespace twinrail::kpi::rules
