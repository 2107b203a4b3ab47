#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"
#include "modules/kpi/inlets.hpp"
#include "platform/audit/audit.hpp"

namespace twinrail::kpi {
namespace {

std::optional<std::int64_t> differ(TestTenant& tenant) {
  std::optional<std::int64_t> found;
  tenant.read([&](Read& db) { found = readings_differ(db); });
  return found;
}

std::vector<std::int64_t> batches(TestTenant& tenant) {
  std::vector<std::int64_t> rows;
  tenant.read([&](Read& db) {
    for (const audit::Batch& batch : audit::batches(db, "kpi_reading", 0, 100))
      rows.push_back(batch.id);
  });
  return rows;
}

TEST_CASE("readings that were edited, removed or added past the product are found by their batch") {
  const std::vector<std::pair<std::string, std::size_t>> ways{
      {"UPDATE kpi_reading SET amount = amount + 1 WHERE id = 3", 2},
      {"UPDATE kpi_reading SET reason = 'recounted' WHERE id = 1", 0},
      {"UPDATE kpi_reading SET recorded_by = 99 WHERE id = 2", 1},
      {"DELETE FROM kpi_reading WHERE id = 2", 1}};
  for (const auto& [sql, batch] : ways)
    for_each_engine([&](TestTenant& tenant) {
      CAPTURE(tenant.engine_name());
      CAPTURE(sql);
      TestCompany c(tenant);
      c.left_damaged = true;
      c.day(c.team, 2, "80", "100");  // a batch a measure
      c.day(c.team, 3, "90.5", "100");
      const auto rows = batches(tenant);
      REQUIRE(rows.size() == 4);
      CHECK_FALSE(differ(tenant));
      tenant.write([&](Tx& tx) { tx.connection().script(sql); });
      CHECK(differ(tenant) == rows[batch]);
    });
}

TEST_CASE("corrections and several requests at once stand in their batches; strangers do not") {
  for_each_engine([](TestTenant& tenant) {
    CAPTURE(tenant.engine_name());
    TestCompany c(tenant);
    c.left_damaged = true;
    const Date on = Date::of(2026, 3, 2);
    c.report(c.good, c.team, on, "80", "k");
    c.report(c.good, c.team, on, "80.0", "k");  // known: no row
    c.report(c.good, c.team, on, "85", "k", "recounted");
    const Context ctx = c.ctx();
    const auto request = [&](const std::string& key, MeasureId measure) {
      return ReportReadings{
          .measure = measure,
          .readings = {Reading{.org_unit = c.other, .on = on, .amount = "1", .source_key = key}}};
    };
    const std::array asked{request("a", c.good), request("b", c.all), request("c", c.good)};
    tenant.write([&](Tx& tx) {
      const std::vector<Asked<ReportReadings>> all{
          {ctx, asked[0]}, {ctx, asked[1]}, {ctx, asked[2]}};
      (void)c.service.record_together(all, tx);
    });
    CHECK(batches(tenant).size() == 5);
    CHECK_FALSE(differ(tenant));
    tenant.write([](Tx& tx) {
      tx.connection().script(
          "INSERT INTO kpi_reading (measure, source, source_key, revision, org_unit, day, amount, "
          "recorded_at, recorded_by) SELECT measure, source, 'x', 1, org_unit, day, amount, "
          "recorded_at, recorded_by FROM kpi_reading WHERE id = 1");
    });
    CHECK(differ(tenant) == 0);
  });
}

TEST_CASE("of a batch of 0.2.0 the number of readings and their measure are compared") {
  for_each_engine([](TestTenant& tenant) {
    CAPTURE(tenant.engine_name());
    TestCompany c(tenant);
    c.left_damaged = true;
    c.report(c.good, c.team, Date::of(2026, 3, 2), "80", "k");
    const auto rows = batches(tenant);
    tenant.write([](Tx& tx) {
      tx.connection().script(R"(UPDATE audit_value SET new_values = '{"count":1,"hash":"ab"}'
                                 WHERE new_values LIKE '{"count"%')");
    });
    CHECK_FALSE(differ(tenant));
    tenant.write([](Tx& tx) { tx.run("DELETE FROM kpi_reading"_sql); });
    CHECK(differ(tenant) == rows.front());
  });
}

}  // namespace
}  // namespace twinrail::kpi
