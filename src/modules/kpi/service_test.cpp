#include <algorithm>
#include <array>
#include <thread>

#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"

namespace twinrail::kpi {

TEST_CASE("a figure at the bottom moves every level above it, as a ratio of sums") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const AssignmentId top = c.assign(c.company);
    const AssignmentId bottom = c.assign(c.team);
    c.day(c.team, 2, "95", "100");
    c.day(c.other, 2, "10", "50");
    CHECK(c.points(top).at(0).value == "0.7"_dec);
    CHECK(c.points(bottom).at(0).value == "0.95"_dec);
    CHECK(c.points(top).at(0).rows_used == 2);
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a row tells the change since the period right before it, never over a gap") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const AssignmentId steady = c.assign(c.team);
    const AssignmentId gappy = c.assign(c.other);
    const auto change_of = [&](AssignmentId id) {
      std::optional<Decimal> found;
      tenant.read([&](Read& db) { found = c.service.assignment(c.ctx(), db, {id}).row.change; });
      return found;
    };
    c.day(c.team, 8, "80", "100");
    CHECK_FALSE(change_of(steady));
    c.day(c.team, 9, "75", "100");
    CHECK(change_of(steady) == "-0.05"_dec);
    c.day(c.other, 6, "80", "100");
    c.day(c.other, 9, "90", "100");
    CHECK_FALSE(change_of(gappy));
  });
}

TEST_CASE("the same figure again is known, another one needs a reason") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const AssignmentId id = c.assign(c.team);
    c.day(c.team, 2, "80", "100");
    const std::string key = std::to_string(c.team.value) + "/2026-03-02";
    CHECK(c.report(c.good, c.team, Date::of(2026, 3, 2), "80.00", key).already_known == 1);
    CHECK(key_of([&] { c.report(c.good, c.team, Date::of(2026, 3, 2), "85", key); }) ==
          "kpi.reason_required");
    CHECK(c.points(id).at(0).value == "0.8"_dec);
    CHECK(c.report(c.good, c.team, Date::of(2026, 3, 2), "85", key, "recounted").corrected == 1);
    CHECK(c.points(id).at(0).value == "0.85"_dec);
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a refused reading of a batch leaves nothing of the batch behind") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const AssignmentId id = c.assign(c.team, below_90());
    const auto send = [&](OrgUnitId unit, Date on, const char* amount) {
      return key_of([&] { c.report(c.good, unit, on, amount, "k"); });
    };
    CHECK(send(c.team, Date::of(2026, 3, 2), "1.1234567") == "kpi.too_many_decimals");
    CHECK(send(c.team, Date::of(2026, 3, 2), "99999999999999999999") == "kpi.overflow");
    CHECK(send(c.team, Date::of(2025, 3, 2), "1") == "kpi.unit_not_there");
    CHECK(send(OrgUnitId{999}, Date::of(2026, 3, 2), "1") == "kpi.unit_not_there");
    CHECK(c.points(id).empty());
  });
}

TEST_CASE("two bad days fire, two good ones clear, and a correction takes a breach back") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const AssignmentId id = c.assign(c.team, below_90());
    c.day(c.team, 2, "80", "100");
    c.day(c.team, 3, "85", "100");
    const auto breaches = [&] {
      std::vector<BreachRow> rows;
      tenant.read([&](Read& db) { rows = store::newest_breaches(db, id, 10); });
      return rows;
    };
    REQUIRE(breaches().size() == 1);
    CHECK(breaches()[0].state == "firing");
    CHECK(breaches()[0].fired_on == Date::of(2026, 3, 3));
    c.day(c.team, 4, "95", "100");
    CHECK(breaches()[0].state == "recovering");
    c.day(c.team, 5, "95", "100");
    CHECK(breaches()[0].state == "cleared");
    c.report(c.good, c.team, Date::of(2026, 3, 3), "99",
             std::to_string(c.team.value) + "/2026-03-03", "late pieces");
    CHECK(breaches()[0].state == "corrected");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a period that only begins leaves a breach as the last judged one left it") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const AssignmentId id = c.assign(c.team, below_90());
    c.day(c.team, 7, "80", "100");
    c.day(c.team, 8, "85", "100");
    c.day(c.team, 9, "95", "100");
    const auto state = [&] {
      std::vector<BreachRow> rows;
      tenant.read([&](Read& db) { rows = store::newest_breaches(db, id, 10); });
      return rows.at(0).state;
    };
    REQUIRE(state() == "recovering");
    c.day(c.team, 10, "10", "100");  // today
    CHECK(state() == "recovering");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a running period is shown but not judged until it is over") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const AssignmentId id = c.assign(c.team, below_90());
    c.day(c.team, 10, "10", "100");
    CHECK(c.points(id).at(0).value == "0.1"_dec);
    CHECK_FALSE(c.points(id).at(0).colour);
    tenant.write([&](Tx& tx) { (void)c.service.sweep(tx, Date::of(2026, 3, 11)); });
    CHECK(c.points(id).at(0).colour == Colour::red);
  });
}

TEST_CASE("many writers of readings and corrections end in the bytes that recompute gives") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    for (const OrgUnitId unit : {c.company, c.sewing, c.team, c.other}) c.assign(unit, below_90());
    std::vector<std::thread> writers;
    for (int w = 0; w < 8; ++w)
      writers.emplace_back([&, w] {
        for (int i = 0; i < 20; ++i) {
          const OrgUnitId at = i % 2 ? c.team : c.other;
          const Date on = Date::of(2026, 3, 1 + i % 9);
          const std::string key = std::to_string(w) + "/" + std::to_string(i % 7);
          const MeasureId m = i % 3 ? c.good : c.all;
          c.report(m, at, on, std::to_string(50 + (w * 7 + i) % 50).c_str(), key, "counted again");
        }
      });
    for (std::thread& t : writers) t.join();
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("days of a period are asked for once, however many levels need them") {
  for_each_engine([](TestTenant& t) {
    TestCompany c(t);
    c.kpi = c.worst_unit();
    c.day(c.team, 2, "95", "100");
    c.day(c.other, 2, "80", "100");
    const auto statements = [&](const char* amount, const char* key) {
      Reading reading{.org_unit = c.team, .on = Date::of(2026, 3, 2), .amount = amount};
      reading.source_key = key;
      return t.statements([&](Tx& tx) {
        (void)c.service.record_readings(c.ctx(), tx, {c.good, std::nullopt, {{reading}}});
      });
    };
    const AssignmentId of_team = c.assign(c.team);
    const std::int64_t one = statements("1", "first");
    const AssignmentId of_sewing = c.assign(c.sewing);
    const AssignmentId of_company = c.assign(c.company);
    CHECK(statements("1", "second") == one);
    CHECK(c.points(of_team).at(0).value == "0.97"_dec);
    CHECK(c.points(of_sewing).at(0).value == "0.8"_dec);
    CHECK(c.points(of_company).at(0).value == "0.8"_dec);
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("requests that are taken in together come to what they come to one by one") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    TestCompany c(t);
    const AssignmentId of_team = c.assign(c.team);
    const AssignmentId of_company = c.assign(c.company);
    const auto said = [&](MeasureId measure, const char* amount, const char* key) {
      Reading reading{
          .org_unit = c.team, .on = Date::of(2026, 3, 3), .amount = amount, .source_key = key};
      return ReportReadings{measure, std::nullopt, {{reading}}};
    };
    const std::array requests{said(c.good, "7", "a"), said(c.all, "8", "a"),
                              said(c.good, "1.5", "b"), said(c.all, "2", "b"),
                              said(c.good, "7", "a")};
    const std::vector<Context> contexts(requests.size(), c.ctx());
    std::vector<Asked<ReportReadings>> asked;
    for (std::size_t i = 0; i < requests.size(); ++i) asked.push_back({contexts[i], requests[i]});
    std::vector<ReadingsReport> told;
    t.write([&](Tx& tx) { told = c.service.record_together(asked, tx); });
    REQUIRE(told.size() == 5);
    CHECK(told[0].stored == 1);
    CHECK(told[3].stored == 1);
    CHECK(told[4].already_known == 1);
    for (const AssignmentId id : {of_team, of_company}) {
      REQUIRE_FALSE(c.points(id).empty());
      CHECK(c.points(id)[0].value == "0.85"_dec);
    }
    CHECK(c.differing() == 0);

    // One that is refused refuses all: the lanes then make each alone.
    const std::array wrong{said(c.good, "3", "c"), said(c.good, "9", "a")};
    const std::vector<Asked<ReportReadings>> both{{contexts[0], wrong[0]}, {contexts[1], wrong[1]}};
    CHECK_THROWS_AS(t.write([&](Tx& tx) { (void)c.service.record_together(both, tx); }), Error);
    CHECK(c.points(of_team)[0].value == "0.85"_dec);
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("the list of measures counts what the job has counted and what came after") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const auto list = [&](MeasuresQuery query = {}) {
      Page<Measure> page;
      tenant.read([&](Read& db) { page = c.service.measures(c.ctx(), db, query); });
      return page;
    };
    const auto count = [&] { tenant.write([&](Tx& tx) { c.service.count_readings(tx); }); };
    CHECK(list().items.at(1).code == "good");
    CHECK(list().items.at(1).readings == 0);
    CHECK_FALSE(list().items.at(1).last_day);
    c.day(c.team, 3, "80", "100");
    c.day(c.team, 2, "85", "100");
    const std::string key = std::to_string(c.team.value) + "/2026-03-02";
    c.report(c.good, c.team, Date::of(2026, 3, 2), "86", key, "recounted");
    for (int turn = 0; turn < 3; ++turn) {  // before the job, after it, and when it finds nothing
      CHECK(list().items.at(1).readings == 2);
      CHECK(list().items.at(1).last_day == Date::of(2026, 3, 3));
      CHECK(list().items.at(0).readings == 2);
      CHECK(c.differing() == 0);
      count();
    }
    c.day(c.other, 5, "1", "2");
    CHECK(list().items.at(1).readings == 3);
    CHECK(list().items.at(1).last_day == Date::of(2026, 3, 5));
    count();
    CHECK(list().items.at(1).readings == 3);
    const Page<Measure> first = list({.cursor = {}, .limit = 1});
    CHECK(first.items.at(0).code == "all");
    const Page<Measure> second = list({.cursor = first.next, .limit = 1});
    CHECK(second.items.at(0).code == "good");
    CHECK_FALSE(second.next);
  });
}

TEST_CASE("a list of measures asks as much as it shows, and the rest is counted once") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    c.day(c.team, 2, "85", "100");
    tenant.write([&](Tx& tx) {
      c.service.count_readings(tx);
      CHECK(store::uncounted(tx, store::counted_to(tx), 10).empty());
      store::add_use(tx, {{c.good, 7, Date::of(2026, 3, 2)}}, store::counted_to(tx));
    });
    CHECK(c.differing() == 1);
    tenant.write([&](Tx& tx) { (void)c.service.recompute(tx, c.ctx().today(), true); });
    CHECK(c.differing() == 0);
  });
}

}  // namespace twinrail::kpi
