#include <doctest/doctest.h>

#include "modules/kpi/api.hpp"
#include "modules/kpi/company_fixture.hpp"
#include "platform/events/events.hpp"

namespace twinrail::kpi {
namespace {

/// A company whose units say how they count their time.
struct Calendars : TestCompany {
  explicit Calendars(TestTenant& tenant) : TestCompany(tenant), tenant(tenant) {}

  AssignmentId assign_by(Frequency frequency, OrgUnitId unit, OrgAgg org_agg = OrgAgg::none) {
    tenant.write([&](Tx& tx) {
      NewKpi request{.code = Text<64>("k" + std::to_string(++made_)),
                     .names = {"合格率", "Pass rate"},
                     .formula = "good / all",
                     .unit = "%",
                     .frequency = frequency};
      if (org_agg != OrgAgg::none) request.org_agg = org_agg;
      kpi = service.add_kpi(ctx(), tx, request).id;
    });
    return assign(unit);
  }

  void say(people::ChangeUnitCalendar change) {
    tenant.write([&](Tx& tx) { (void)people.change_unit_calendar(ctx(), tx, change); });
  }

  /// Hands the subscriber what was announced since, on the day of the test.
  void follow() {
    tenant.write([&](Tx& tx) {
      std::vector<Event> events;
      for (Event& event : events_after(tx, seen_, 1000)) {
        seen_ = event.id;
        event.at = ctx().now;
        if (event.topic == people::OrganisationChanged::topic) events.push_back(std::move(event));
      }
      for (const Subscriber& subscriber : manifest(service).subscribers)
        if (subscriber.topics == std::vector{std::string(people::OrganisationChanged::topic)})
          subscriber.handle(tx, events);
    });
  }

  std::string periods(AssignmentId id) {
    std::string text;
    for (const PointRow& p : points(id))
      text += p.start_on.to_string().substr(5) + ".." + p.end_on.to_string().substr(5) + "=" +
              (p.value ? p.value->to_string() : "none") + " ";
    return text;
  }

  TestTenant& tenant;

 private:
  int made_ = 0;
  std::int64_t seen_ = 0;
};

}  // namespace

TEST_CASE("a unit's weeks are its own, those of the units above are theirs") {
  for_each_engine([](TestTenant& tenant) {
    Calendars c(tenant);
    c.say({.unit = c.team, .valid_from = Date::of(2026, 1, 1), .week_start = Weekday::sunday});
    c.follow();
    const AssignmentId own = c.assign_by(Frequency::week, c.team);
    const AssignmentId above = c.assign(c.sewing);
    c.day(c.team, 1, "50", "100");  // a Sunday
    c.day(c.team, 2, "90", "100");
    c.day(c.other, 2, "10", "100");
    CHECK(c.periods(own) == "03-01..03-07=0.7 ");
    CHECK(c.periods(above) == "02-23..03-01=0.5 03-02..03-08=0.5 ");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a changed calendar judges anew from its day on, back again, and above nothing moves") {
  for (const OrgAgg org_agg : {OrgAgg::none, OrgAgg::min}) {
    for_each_engine([&](TestTenant& tenant) {
      Calendars c(tenant);
      const AssignmentId own = c.assign_by(Frequency::week, c.team, org_agg);
      const AssignmentId above = c.assign(c.sewing);
      c.day(c.team, 1, "50", "100");
      c.day(c.team, 3, "90", "100");
      c.day(c.team, 5, "70", "100");
      c.day(c.team, 8, "10", "100");
      const std::string sums = c.periods(above);
      c.say({.unit = c.team, .valid_from = Date::of(2026, 3, 4), .week_start = Weekday::sunday});
      c.follow();
      CHECK(c.differing() == 0);
      REQUIRE(c.points(own).size() == 4);
      CHECK(c.points(own)[1].end_on == Date::of(2026, 3, 3));
      CHECK(c.points(own)[2].value == "0.7"_dec);
      CHECK(c.points(own)[3].start_on == Date::of(2026, 3, 8));
      CHECK(c.points(own)[3].end_on == Date::of(2026, 3, 14));
      CHECK(c.periods(above) == sums);
      c.day(c.team, 6, "80", "100");
      CHECK(c.points(own)[2].value == "0.75"_dec);
      CHECK(c.differing() == 0);
      c.say({.unit = c.team, .valid_from = Date::of(2026, 3, 4)});
      c.follow();
      CHECK(c.periods(own) == "02-23..03-01=0.5 03-02..03-08=0.625 ");
      CHECK(c.differing() == 0);
    });
  }
}

TEST_CASE("what a unit says of its year holds for all below it") {
  for_each_engine([](TestTenant& tenant) {
    Calendars c(tenant);
    const AssignmentId own = c.assign_by(Frequency::year, c.team);
    const AssignmentId top = c.assign(c.company);
    c.day(c.team, 2, "90", "100");
    CHECK(c.points(own).at(0).start_on == Date::of(2026, 1, 1));
    c.say({.unit = c.sewing,
           .valid_from = Date::of(2026, 1, 1),
           .fiscal_start_month = Int<1, 12>{2}});
    c.follow();
    // January is a year of its own; there are no figures of it, and it was over when this was set.
    CHECK(c.periods(own) == "02-01..01-31=0.9 ");
    CHECK(c.periods(top) == "01-01..12-31=0.9 ");
    Explanation why;
    tenant.read([&](Read& db) {
      why = c.service.explain(c.ctx(), db, {own, Date::of(2026, 2, 1), std::nullopt});
    });
    CHECK(why.end == Date::of(2027, 1, 31));
    CHECK(why.compute.value == "0.9"_dec);
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a reading that left a period leaves nothing for when the calendar is as before") {
  for_each_engine([](TestTenant& tenant) {
    Calendars c(tenant);
    const AssignmentId own = c.assign_by(Frequency::week, c.team);
    c.day(c.team, 3, "90", "100");
    const Date january = Date::of(2026, 1, 1);
    c.say({.unit = c.team, .valid_from = january, .week_start = Weekday::sunday});
    c.follow();
    const std::string key = std::to_string(c.team.value) + "/2026-03-03";
    c.report(c.good, c.team, Date::of(2026, 2, 10), "90", key, "wrong day");
    c.report(c.all, c.team, Date::of(2026, 2, 10), "100", key, "wrong day");
    c.say({.unit = c.team, .valid_from = january});
    c.follow();
    c.day(c.team, 5, "10", "100");
    CHECK(c.points(own).back().value == "0.1"_dec);
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("units that say nothing of their calendar cost nothing when they change") {
  for_each_engine([](TestTenant& tenant) {
    Calendars c(tenant);
    std::int64_t before = 0;
    std::int64_t after = 0;
    tenant.read([&](Read& db) { before = store::stamp(db); });
    c.follow();
    tenant.read([&](Read& db) { after = store::stamp(db); });
    CHECK(before == after);
  });
}

}  // namespace twinrail::kpi
