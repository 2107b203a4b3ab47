#include <algorithm>

#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"
#include "modules/kpi/inlets.hpp"
#include "support/person.hpp"

/// What a caller of one team may write and read beside another one's figures.
namespace twinrail::kpi {
namespace {

const Date on = Date::of(2026, 3, 2);

Reading figure(OrgUnitId unit, const char* amount, const char* key, const char* reason = nullptr) {
  Reading reading{.org_unit = unit, .on = on, .amount = amount, .source_key = key};
  if (reason) reading.reason = Text<500>(reason);
  return reading;
}

/// What is said of readings that are reported together: "0 source_key kpi.key_not_free", and the
/// figures that the words would hold.
std::string told(TestTenant& tenant, TestCompany& c, const Context& ctx,
                 std::vector<Reading> readings) {
  std::string text;
  try {
    tenant.write([&](Tx& tx) {
      (void)c.service.record_readings(ctx, tx, {c.good, std::nullopt, {std::move(readings)}});
    });
  } catch (const Error& e) {
    if (e.problems().empty()) return e.key();
    for (const Problem& p : e.problems()) {
      text += (text.empty() ? "" : "; ") + p.pointer.substr(10) + " " + p.key;
      for (const Argument& a : p.args) text += " " + a.second;
    }
  }
  return text;
}

/// The readings behind the day of an assignment.
std::vector<ReadingView> behind(TestTenant& tenant, TestCompany& c, const Context& ctx,
                                AssignmentId id) {
  std::vector<ReadingView> items;
  tenant.read([&](Read& db) {
    items = c.service.point_readings(ctx, db, {.assignment = id, .start = on}).items;
  });
  return items;
}

}  // namespace

TEST_CASE("a key that stands in a unit out of reach is refused, and nothing is told of it") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const AssignmentId of_other = c.assign(c.other);
    c.day(c.other, 2, "80", "100");
    c.report(c.good, c.other, on, "0.5", "theirs");
    const Context lead = lead_of(c, c.team);
    const std::string refusal = "0/source_key kpi.key_not_free";
    // Neither another figure nor the very same one, with a reason or without.
    CHECK(told(tenant, c, lead, {figure(c.team, "0", "theirs", "mine")}) == refusal);
    CHECK(told(tenant, c, lead, {figure(c.team, "0.5", "theirs", "mine")}) == refusal);
    CHECK(told(tenant, c, lead, {figure(c.team, "7", "theirs")}) == refusal);
    CHECK(told(tenant, c, lead, {figure(c.team, "much", "theirs")}) == refusal);
    CHECK(told(tenant, c, lead, {figure(c.team, "1", "a"), figure(c.team, "7", "theirs")}) ==
          "1/source_key kpi.key_not_free");
    CHECK(c.points(of_other).at(0).value == "0.805"_dec);
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a file is held to the same: the row whose key stands elsewhere is refused") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    tenant.write([&](Tx& tx) {
      const Reading theirs = figure(c.other, "80", "theirs");
      (void)c.service.record_readings(c.ctx(), tx, {c.good, Text<64>("file"), {{theirs}}});
    });
    const std::vector<Inlet> all = inlets(c.service);
    const auto inlet = std::ranges::find(all, "kpi.reading", &Inlet::code);
    const auto row = [](const char* key, const char* source) {
      // measure, unit, day, amount, source, source_key, reason
      return InletRow{.line = 2,
                      .values = {"good", "S1", on.to_string(), "0", source, key, "mine"}};
    };
    std::vector<InletRow> rows{row("theirs", ""), row("mine", ""), row("own", "mes")};
    tenant.write([&](Tx& tx) {
      const auto verdicts = inlet->accept(lead_of(c, c.team), tx, rows);
      REQUIRE(verdicts.size() == 3);
      CHECK(verdicts[0].column + " " + verdicts[0].key == "source_key kpi.key_not_free");
      CHECK(verdicts[0].args.empty());
      CHECK(verdicts[1].verdict == Verdict::stored);
      CHECK(verdicts[2].column + " " + verdicts[2].key == "source kpi.source_not_yours");
    });
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("one's own figures are corrected within one's units, and the known figure is told") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const Context lead = lead_of(c, c.team);
    CHECK(told(tenant, c, lead, {figure(c.team, "80", "mine")}) == "");
    CHECK(told(tenant, c, lead, {figure(c.team, "85", "mine")}) ==
          "0/reason kpi.reason_required 80 mine");
    CHECK(told(tenant, c, lead, {figure(c.team, "85", "mine", "recounted")}) == "");
    CHECK(told(tenant, c, lead, {figure(c.other, "85", "mine", "moved")}) == "access.forbidden");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("revisions that stood in a unit out of reach are not shown") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const AssignmentId id = c.assign(c.team);
    c.report(c.good, c.other, on, "80", "moved");
    c.report(c.good, c.team, on, "81", "moved", "wrong team");
    const auto whole = behind(tenant, c, c.ctx(), id);
    REQUIRE(whole.size() == 1);
    CHECK(whole[0].revisions.size() == 2);
    const auto cut = behind(tenant, c, lead_of(c, c.team), id);
    REQUIRE(cut.size() == 1);
    REQUIRE(cut[0].revisions.size() == 1);
    CHECK(cut[0].revisions[0].revision == 2);
  });
}

TEST_CASE("who owns a KPI sees what it came to, and single figures only of units in reach") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const PersonId owner = made_person(tenant);
    NewAssignment request{.kpi = c.kpi, .org_unit = c.sewing, .valid_from = Date::of(2026, 1, 1)};
    request.target.target = Decimal::whole(1);
    const auto assign = [&](PersonId to) {
      request.owner = to;
      AssignmentId id;
      tenant.write(
          [&](Tx& tx) { id = c.service.add_assignment(c.ctx(), tx, request).row.assignment; });
      return id;
    };
    CHECK(key_of([&] { assign(PersonId{INT64_MAX}); }) == "people.unknown_person");
    const AssignmentId id = assign(owner);
    c.day(c.team, 2, "95", "100");
    c.day(c.other, 2, "10", "50");
    auto viewer = std::make_shared<Viewer>(lead_of(c, c.team).viewer());
    viewer->person = owner;
    Context ctx(c.ctx().now, viewer);
    ctx.set_today(c.ctx().today());
    CHECK(behind(tenant, c, c.ctx(), id).size() == 4);
    const auto cut = behind(tenant, c, ctx, id);
    REQUIRE(cut.size() == 2);
    for (const ReadingView& r : cut) CHECK(r.org_unit == c.team);
    tenant.read([&](Read& db) {
      CHECK(c.service.explain(ctx, db, {.assignment = id, .start = on}).value == "0.7"_dec);
    });
  });
}

}  // namespace twinrail::kpi
