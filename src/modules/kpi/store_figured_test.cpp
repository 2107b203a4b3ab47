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

}  // namespace twinrail::kpi
