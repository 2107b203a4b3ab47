#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"
#include "modules/kpi/store.hpp"

namespace twinrail::kpi {

TEST_CASE("a source that was there before keeps who reports for the whole company as its writer") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    tenant.write([&](Tx& tx) {  // as the columns' defaults leave a row of an earlier release
      tx.run("INSERT INTO kpi_source (code) VALUES ('old')"_sql);
      store::renew_stamp(tx, 77);
    });
    const auto sent = [&](const Context& ctx, const char* key) {
      return key_of([&] {
        tenant.write([&](Tx& tx) {
          const Reading reading{
              .org_unit = c.team, .on = Date::of(2026, 3, 2), .amount = "1", .source_key = key};
          (void)c.service.record_readings(ctx, tx, {c.good, CodeText<64>("old"), {{reading}}});
        });
      });
    };
    CHECK(sent(c.ctx(), "k") == "");
    CHECK(sent(lead_of(c, c.team), "other") == "kpi.source_not_yours");
  });
}

}  // namespace twinrail::kpi
