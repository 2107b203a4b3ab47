#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"

namespace twinrail::kpi {
namespace {

struct Recomputed : TestCompany {
  explicit Recomputed(TestTenant& tenant) : TestCompany(tenant), tenant(tenant) {
    of_team = assign(team);
    of_company = assign(company);
    worst_unit_kpi();
    day(team, 2, "80", "100");
    day(other, 2, "90", "100");
    day(team, 3, "70", "100");
    report(good, team, Date::of(2026, 3, 3), "75", key(3), "recounted");
    tenant.write([&](Tx& tx) {
      unused =
          service.add_measure(ctx(), tx, {.code = "unused", .names = {"无", "None"}, .unit = "pcs"})
              .id;
    });
    report(unused, team, Date::of(2026, 3, 2), "1", "unused");
    REQUIRE(differing() == 0);
  }

  Differing recompute(bool repair) {
    Differing found;
    tenant.write([&](Tx& tx) { found = service.recompute(tx, ctx().today(), repair); });
    return found;
  }

  template <SqlText T>
  void damage(Sql<T> sql) {
    left_damaged = true;
    tenant.write([&](Tx& tx) { tx.run(sql); });
  }

  TestTenant& tenant;
  AssignmentId of_team, of_company, worst;
  MeasureId unused;  ///< by any KPI

 private:
  std::string key(int day_of_march) const {
    return std::to_string(team.value) + "/" + Date::of(2026, 3, day_of_march).to_string();
  }
  void worst_unit_kpi() {
    kpi = worst_unit();
    worst = assign(company);
  }
};

}  // namespace

TEST_CASE("recompute begins at the readings: damaged sums of days are told and mended") {
  for_each_engine([](TestTenant& tenant) {
    Recomputed c(tenant);
    const auto points = [&] { return std::tuple{c.points(c.of_company), c.points(c.worst)}; };
    const auto right = points();
    c.damage("UPDATE kpi_day SET amount = amount + 1000000 WHERE readings > 0"_sql);
    const Differing wrong = c.recompute(false);
    CHECK(wrong.days == 7);  // also of what no assignment counts
    CHECK(wrong.points == 0);
    CHECK(wrong.tallies == 0);
    c.damage("DELETE FROM kpi_day WHERE day > 20514"_sql);  // after 2026-03-02
    CHECK(c.recompute(false).days == 7);
    CHECK(c.recompute(false).points == 0);
    c.damage("UPDATE kpi_point SET value = 1"_sql);
    CHECK(c.recompute(false).points == std::ssize(std::get<0>(right)) * 3);
    CHECK(c.recompute(true).days == 7);
    CHECK(points() == right);
    CHECK(c.recompute(false).all() == 0);
    c.day(c.team, 4, "60", "100");
    CHECK(c.recompute(false).all() == 0);
  });
}

TEST_CASE("sums of days without a reading, and damaged running sums, are told and mended") {
  for_each_engine([](TestTenant& tenant) {
    Recomputed c(tenant);
    c.damage(
        "INSERT INTO kpi_day (measure, org_unit, day, amount, readings) "
        "VALUES (1, 3, 20000, 5, 1)"_sql);
    CHECK(c.recompute(false).days == 1);
    c.damage("UPDATE kpi_tally SET amount = amount + 1 WHERE measure = 1"_sql);
    c.damage("UPDATE kpi_tally SET wraps = wraps + 1 WHERE measure = 2"_sql);
    const Differing wrong = c.recompute(false);
    CHECK(wrong.tallies == 8);  // both measures on both days, of the team and the company
    CHECK(wrong.points == 0);
    CHECK(c.recompute(true).all() == 9);
    CHECK(c.recompute(false).all() == 0);
    c.damage("DELETE FROM kpi_tally"_sql);
    CHECK(c.recompute(true).tallies == 8);
    c.day(c.other, 3, "1", "100");
    CHECK(c.recompute(false).all() == 0);
    CHECK(c.points(c.of_company).at(1).value == "0.38"_dec);
  });
}

TEST_CASE("a reading that was changed behind the program's back shows in all that rests on it") {
  for_each_engine([](TestTenant& tenant) {
    Recomputed c(tenant);
    c.damage("UPDATE kpi_reading SET amount = 10000000 WHERE revision = 2"_sql);
    const Differing wrong = c.recompute(false);
    CHECK(wrong.days == 1);
    CHECK(wrong.tallies == 2);
    CHECK(wrong.points == 3);
    c.damage("UPDATE kpi_reading SET amount = 9223372036854775807 WHERE org_unit = 3"_sql);
    c.damage("UPDATE kpi_reading SET day = 20000 WHERE org_unit = 3"_sql);
    CHECK(key_of([&] { (void)c.recompute(false); }) == "kpi.day_anew_overflow");
  });
}

}  // namespace twinrail::kpi
