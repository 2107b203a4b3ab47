#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"

namespace twinrail::kpi {

TEST_CASE("points of earlier rules are computed anew before anything else is written") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const AssignmentId id = c.assign(c.team);
    c.report(c.all, c.team, Date::of(2026, 3, 5), "1000", "a");
    c.report(c.good, c.team, Date::of(2026, 3, 5), "10", "a");
    // As 0.2 left it: nothing was counted beside the sums, and a row of gaps came to nothing.
    tenant.write([](Tx& tx) {
      tx.run("UPDATE kpi_tally SET amount = 0, days = 0"_sql);
      tx.run("UPDATE kpi_point SET value = NULL, rows_used = 0"_sql);
      tx.run("UPDATE kpi_stamp SET figured_by = 0, stamp = stamp + 1"_sql);
    });
    c.report(c.good, c.team, Date::of(2026, 3, 6), "10", "b");
    c.report(c.all, c.team, Date::of(2026, 3, 6), "1000", "b");
    REQUIRE_FALSE(c.points(id).empty());
    CHECK(c.points(id).at(0).value == "0.01"_dec);
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("points of an earlier release take the rule's red line, and what differed is listed") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const TargetValues lined{.target = "1"_dec, .green = "0.98"_dec};
    const auto assign = [&](OrgUnitId unit) {
      NewAssignment request{.kpi = c.kpi, .org_unit = unit, .valid_from = Date::of(2026, 1, 1)};
      request.target = lined;
      request.breach = BreachSetting{.op = "<", .value = "0.97"_dec};
      AssignmentId id;
      tenant.write(
          [&](Tx& tx) { id = c.service.add_assignment(c.ctx(), tx, request).row.assignment; });
      return id;
    };
    const auto differing_rows = [&] {
      std::vector<KpiView> rows;
      tenant.read(
          [&](Read& db) { rows = c.service.rows(c.ctx(), db, {.lines_differ = true}).items; });
      return rows;
    };
    const AssignmentId id = assign(c.team);
    (void)assign(c.other);
    c.day(c.team, 2, "965", "1000");
    // As it stood then: amber down to a line of the target's own.
    tenant.write([&](Tx& tx) {
      tx.run("UPDATE kpi_target SET amber = 930000 WHERE assignment = ?"_sql, id);
      tx.run("UPDATE kpi_point SET colour = 'amber' WHERE assignment = ?"_sql, id);
      tx.run("UPDATE kpi_stamp SET figured_by = 1, stamp = stamp + 1"_sql);
    });
    tenant.write([&](Tx& tx) { (void)c.service.sweep(tx, c.ctx().today()); });
    CHECK(c.points(id).at(0).colour == Colour::red);
    CHECK(c.differing() == 0);
    REQUIRE(differing_rows().size() == 1);
    CHECK(differing_rows().front().assignment == id);
    CHECK(differing_rows().front().lines_differ == LineDifference::other_red_line);
    // A target without a line of its own ends it.
    tenant.write([&](Tx& tx) {
      (void)c.service.add_target(c.ctx(), tx, {lined, id, c.ctx().today(), {}, {}});
    });
    CHECK(differing_rows().empty());
  });
}

}  // namespace twinrail::kpi
