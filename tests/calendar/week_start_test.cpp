#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"
#include "modules/people/model_company.hpp"

/// The company counts its weeks otherwise, and every metric follows.
namespace twinrail::kpi {
namespace {

/// The weeks of an assignment with their values: "03-02..03-08=0.9 ".
std::string weeks(TestCompany& c, AssignmentId id) {
  std::string text;
  for (const PointRow& p : c.points(id))
    text += p.start_on.to_string().substr(5) + ".." + p.end_on.to_string().substr(5) + "=" +
            (p.value ? p.value->to_string() : "none") + " ";
  return text;
}

void begin_weeks(TestTenant& tenant, TestCompany& c, Weekday day) {
  tenant.write([&](Tx& tx) {
    Context keeper = c.ctx();
    const people::CompanyView now = c.people.company(keeper, tx, {});
    keeper.if_match = now.version;
    (void)c.people.change_company(keeper, tx,
                                  {.names = now.names,
                                   .language = now.language,
                                   .zone = Text<64>(now.zone),
                                   .week_start = day,
                                   .fiscal_start_month = now.fiscal_start_month});
  });
  c.follow();
}

}  // namespace

TEST_CASE("the company's other week start judges every week anew, and back again") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    c.by_week();
    const AssignmentId own = c.assign(c.team);
    const AssignmentId above = c.assign(c.company);
    c.day(c.team, 1, "50", "100");  // a Sunday
    c.day(c.team, 3, "90", "100");
    c.day(c.other, 8, "10", "100");
    CHECK(weeks(c, own) == "02-23..03-01=0.5 03-02..03-08=0.9 ");
    CHECK(weeks(c, above) == "02-23..03-01=0.5 03-02..03-08=0.5 ");
    begin_weeks(tenant, c, Weekday::sunday);
    CHECK(weeks(c, own) == "03-01..03-07=0.7 ");
    CHECK(weeks(c, above) == "03-01..03-07=0.7 03-08..03-14=0.1 ");
    CHECK(c.differing() == 0);
    c.day(c.team, 7, "40", "100");
    CHECK(weeks(c, own) == "03-01..03-07=0.6 ");
    CHECK(c.differing() == 0);
    begin_weeks(tenant, c, Weekday::monday);
    CHECK(weeks(c, own) == "02-23..03-01=0.5 03-02..03-08=0.65 ");
    CHECK(c.differing() == 0);
  });
}

}  // namespace twinrail::kpi
