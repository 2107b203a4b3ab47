#include <random>
#include <set>

#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"

/// Pages of readings, and figures as they were known: each asks for as much as it shows.
namespace twinrail::kpi {
namespace {

Date march(int day) { return Date::of(2026, 3, day); }

/// All pages of a measure's readings, two at a time: "day source_key" of each.
std::vector<std::string> pages(TestTenant& tenant, TestCompany& c, const Context& ctx,
                               ReadingsOf request) {
  std::vector<std::string> seen;
  request.limit = 2;
  do {
    Page<ReadingView> page;
    tenant.read([&](Read& db) { page = c.service.readings(ctx, db, request); });
    for (const ReadingView& r : page.items)
      seen.push_back(r.on.to_string().substr(8) + " " + r.source_key + " " + r.amount.to_string());
    request.cursor.reset();
    if (page.next) request.cursor = Text<200>(*page.next);
  } while (request.cursor);
  return seen;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("pages of readings go by day, show each once, and only those of units in reach") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    c.report(c.good, c.team, march(2), "1", "a");
    c.report(c.good, c.team, march(4), "2", "b");
    c.report(c.good, c.other, march(3), "3", "c");
    c.report(c.good, c.team, march(3), "4", "d");
    c.report(c.good, c.team, march(3), "5", "e");
    c.report(c.good, c.team, march(2), "6", "a", "recounted");
    CHECK(pages(tenant, c, c.ctx(), {.measure = c.good}) ==
          Lines{"04 b 2", "03 e 5", "03 d 4", "03 c 3", "02 a 6"});
    CHECK(pages(tenant, c, c.ctx(), {.measure = c.good, .org_unit = c.team}) ==
          Lines{"04 b 2", "03 e 5", "03 d 4", "02 a 6"});
    CHECK(pages(tenant, c, c.ctx(), {.measure = c.good, .from = march(3), .to = march(3)}) ==
          Lines{"03 e 5", "03 d 4", "03 c 3"});
    const Context lead = lead_of(c, c.other);
    CHECK(pages(tenant, c, lead, {.measure = c.good, .org_unit = c.other}) == Lines{"03 c 3"});
    CHECK(pages(tenant, c, lead, {.measure = c.good, .org_unit = c.team}).empty());
    CHECK(pages(tenant, c, lead, {.measure = c.good}).empty());  // no row of reach: nothing
  });
}

TEST_CASE("pages of the readings behind a point show each once") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const AssignmentId id = c.assign(c.sewing);
    for (const char* key : {"a", "b", "c"}) c.report(c.good, c.team, march(2), "1", key);
    for (const char* key : {"d", "e"}) c.report(c.all, c.other, march(2), "1", key);
    c.report(c.good, c.team, march(2), "2", "b", "recounted");
    for (const int limit : {1, 2, 3, 5, 6}) {
      std::multiset<std::string> seen;
      ReadingsBehind request{.assignment = id, .start = march(2), .limit = limit};
      do {
        Page<ReadingView> page;
        tenant.read([&](Read& db) { page = c.service.point_readings(c.ctx(), db, request); });
        for (const ReadingView& r : page.items) seen.insert(r.source_key);
        CHECK(page.items.size() <= static_cast<std::size_t>(limit));
        request.cursor.reset();
        if (page.next) request.cursor = Text<200>(*page.next);
      } while (request.cursor);
      CHECK(seen == std::multiset<std::string>{"a", "b", "c", "d", "e"});
    }
  });
}

TEST_CASE("a revision says when the next one took its place") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    c.report(c.good, c.team, march(2), "1", "a");
    c.report(c.good, c.team, march(2), "2", "a", "recounted");
    tenant.read([&](Read& db) {
      const auto now = store::sums_behind(db, c.team, {c.good}, march(2), march(2), c.ctx().now);
      REQUIRE(now.size() == 1);
      CHECK(now.front().sum().decimal() == Decimal::whole(2));
      CHECK(now.front().corrections == 1);
      const auto never =
          store::sums_behind(db, c.team, {c.good}, march(2), march(2), Instant::midnight(march(1)));
      CHECK(never.empty());
    });
  });
}

TEST_CASE("points are told of a bounded span, and a longer one is refused") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const AssignmentId id = c.assign(c.team);
    c.day(c.team, 2, "85", "100");
    const auto asked = [&](const PointsOf& request) {
      Points points;
      tenant.read([&](Read& db) { points = c.service.points(c.ctx(), db, request); });
      return points.items.size();
    };
    const auto key = [&](const PointsOf& request) -> std::string {
      try {
        (void)asked(request);
      } catch (const Error& e) {
        return e.key();
      }
      return "";
    };
    CHECK(asked({.assignment = id}) > 0);
    CHECK(asked({.assignment = id, .known_at = c.ctx().now}) == 6);  // and five workdays without
    CHECK(asked({.assignment = id, .known_at = Instant::midnight(march(1))}) == 0);
    CHECK(asked({.assignment = id, .from = march(1), .to = march(3), .known_at = c.ctx().now}) ==
          2);
    CHECK(key({.assignment = id, .from = Date::of(2023, 1, 1), .to = march(3)}) ==
          "kpi.span_too_long");
    CHECK(key({.assignment = id, .to = Date::last(), .known_at = c.ctx().now}).empty());
    CHECK(key({.assignment = id, .from = Date::of(2024, 1, 1), .known_at = c.ctx().now}) ==
          "kpi.span_too_long");
  });
}

TEST_CASE("how many readings and assignments there are is told of what one may read") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    (void)c.assign(c.team);
    (void)c.assign(c.other);
    c.day(c.other, 2, "85", "100");
    tenant.read([&](Read& db) {
      CHECK(c.service.measures(c.ctx(), db, {}).items.front().readings == 1);
      CHECK(c.service.kpis(c.ctx(), db, {}).items.front().assignments == 2);
      const Context lead = lead_of(c, c.team);
      const Measure told = c.service.measures(lead, db, {}).items.front();
      CHECK_FALSE(told.readings);
      CHECK_FALSE(told.last_day);
      CHECK(c.service.kpis(lead, db, {}).items.front().assignments == 1);
    });
  });
}

TEST_CASE("days as they were known: taken back from now, or added up, they are the same") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const AssignmentId id = c.assign(c.company);
    const Instant begin = Instant::midnight(march(1));
    std::mt19937 random(7);
    const auto any = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    for (int hour = 0; hour < 200; ++hour) {
      c.now = begin.plus_seconds(std::int64_t{hour} * 3600);
      // Corrections change amounts, and move figures to other days and units.
      c.report(any(2) == 0 ? c.good : c.all, any(2) == 0 ? c.team : c.other, march(1 + any(8)),
               std::to_string(any(50)).c_str(), "k" + std::to_string(any(25)), "counted anew");
    }
    const auto known = [&](Date from, Date to, Instant at) {
      std::vector<PointLine> items;
      tenant.read([&](Read& db) {
        items = c.service
                    .points(c.ctx(), db, {.assignment = id, .from = from, .to = to, .known_at = at})
                    .items;
      });
      return items;
    };
    std::size_t compared = 0;
    for (int hour = 3; hour < 200; hour += 9) {
      const Instant at = begin.plus_seconds(std::int64_t{hour} * 3600);
      const auto undone = known(Date::of(2026, 1, 1), march(9), at);  // longer than since then
      std::size_t n = 0;
      for (int day = 1; day <= 9; ++day)
        for (const PointLine& added : known(march(day), march(day), at)) {
          REQUIRE(n < undone.size());
          CHECK(undone.at(n).start == added.start);
          CHECK(undone.at(n).value == added.value);
          CHECK(undone.at(n).null_reason == added.null_reason);
          ++n;
        }
      CHECK(n == undone.size());
      compared += n;
    }
    CHECK(compared > 100);
  });
}

}  // namespace twinrail::kpi
