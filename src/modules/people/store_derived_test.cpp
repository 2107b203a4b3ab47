#include <doctest/doctest.h>

#include "modules/people/company_fixture.hpp"
#include "modules/people/store.hpp"

namespace twinrail::people {

TEST_CASE("a change writes the rows that it changes and no others") {
  for_each_engine([](TestTenant& tenant) {
    CHECK(units(tenant, {unit("C", "", "2026-01-01"), unit("S", "C", "2026-01-01"),
                         unit("T", "S", "2026-01-01"), unit("X", "C", "2026-01-01")}) == "ssss");
    CHECK(people(tenant, {person("1", "S"), person("2", "X")}) == "ss");
    const auto old_rows = [&](Instant before) {
      std::int64_t n = 0;
      tenant.read([&](Read& db) {
        n = *db.one<std::int64_t>(
            R"(
          SELECT (SELECT COUNT(*) FROM org_path WHERE recorded_at < ?) +
                 (SELECT COUNT(*) FROM reach WHERE recorded_at < ?) AS n)"_sql,
            before, before);
      });
      return n;
    };
    const Instant later = test_now().plus_seconds(60);
    const std::int64_t all = old_rows(later);
    Service service;
    tenant.write([&](Tx& tx) {
      Context ctx = writer();
      ctx.now = later;
      const OrgUnitId t = *service.unit_by_code(tx, "T");
      ctx.if_match = service.unit(ctx, tx, {t}).version;
      (void)service.change_unit(
          ctx, tx,
          {.unit = t, .valid_from = ctx.today(), .parent = *service.unit_by_code(tx, "X")});
    });
    // The path from T to S is cut off and so written anew, and who is in S oversees T no more. The
    // company stays two levels above T: nothing is written there.
    CHECK(old_rows(later) == all - 2);
  });
}

}  // namespace twinrail::people
