#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"
#include "platform/notices/notices.hpp"
#include "support/person.hpp"

namespace twinrail::kpi {
namespace {

/// A daily KPI of the team that somebody owns, and what its owner has been told and not read.
struct Owned : TestCompany {
  explicit Owned(TestTenant& tenant) : TestCompany(tenant), tenant(tenant) {
    NewAssignment request{.org_unit = team, .valid_from = Date::of(2026, 1, 1)};
    request.owner = made_person(tenant);
    request.target.target = Decimal::whole(1);
    NewKpi daily{.code = Text<64>("daily"), .names = {"数", "Figure"}, .formula = "good"};
    daily.unit = "pcs";
    daily.frequency = Frequency::day;
    daily.time_agg = TimeAgg::sum;
    daily.org_agg = OrgAgg::sum;
    tenant.write([&](Tx& tx) {
      request.kpi = service.add_kpi(ctx(), tx, daily).id;
      (void)service.add_assignment(ctx(), tx, request);
    });
  }

  /// Reports a figure and hands on what was announced, as the dispatcher does.
  void tell(Date on, const char* amount) {
    report(good, team, on, amount, on.to_string());
    tenant.write([&](Tx& tx) {
      std::vector<Event> events;
      for (Event& event : events_after(tx, told_, 10'000)) {
        told_ = event.id;
        event.at = ctx().now;
        if (event.topic == ValuesChanged::topic) events.push_back(std::move(event));
      }
      if (!events.empty()) service.tell_late(tx, events);
    });
  }

  std::size_t unread() {
    std::size_t count = 0;
    tenant.read([&](Read& db) { count = notices::unread_keys(db, "kpi.figures_late").size(); });
    return count;
  }

  TestTenant& tenant;
  std::int64_t told_ = 0;
};

}  // namespace

TEST_CASE("late figures are told to the owner once, and no longer as soon as they have come") {
  for_each_engine([](TestTenant& tenant) {
    Owned c(tenant);
    c.tell(Date::of(2026, 2, 20), "5");
    CHECK(c.unread() == 1);
    c.tell(Date::of(2026, 2, 20), "5");
    CHECK(c.unread() == 1);
    c.tell(Date::of(2026, 3, 9), "6");  // of yesterday: nothing is late any more
    CHECK(c.unread() == 0);
  });
}

}  // namespace twinrail::kpi
