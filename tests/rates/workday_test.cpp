#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"
#include "modules/kpi/model_entry.hpp"
#include "modules/people/model_company.hpp"

/// Days that are worked, and the figures that are awaited on them.
namespace twinrail::kpi {
namespace {

constexpr people::WorkCalendarId usual{1};
Date march(int day) { return Date::of(2026, 3, day); }

/// A change is made on the ground of the version that was shown.
Context knowing(const TestCompany& c, std::int64_t version) {
  Context ctx = c.ctx();
  ctx.if_match = version;
  return ctx;
}

/// Says of days of the calendar that holds where none was chosen what they are.
void say_of_days(TestCompany& c, TestTenant& tenant, std::vector<people::DayChange> days) {
  tenant.write([&](Tx& tx) {
    const auto version = c.people.work_year(c.ctx(), tx, {usual, 2026}).version;
    (void)c.people.change_work_days(knowing(c, version), tx, {usual, {std::move(days)}});
  });
}

/// A unit works by a calendar with these days of the week from a day on.
void work_by(TestCompany& c, TestTenant& tenant, OrgUnitId unit, Date from,
             std::vector<Weekday> week) {
  tenant.write([&](Tx& tx) {
    const auto made =
        c.people.add_work_calendar(c.ctx(), tx, {"own", {"自有", "Own"}, {std::move(week)}});
    (void)c.people.choose_work_calendar(c.ctx(), tx, {unit, from, made.id});
  });
}

/// Days of March that have a point and no figure.
std::string missing_days(TestCompany& c, AssignmentId id) {
  std::string text;
  for (const PointRow& p : c.points(id))
    if (p.rows_seen == 0) text += std::to_string(p.start_on.day()) + " ";
  return text;
}

std::string states(const EntrySheet& sheet, MeasureId measure, OrgUnitId unit) {
  std::string text;
  for (const EntryRow& row : sheet.rows)
    if (row.measure == measure && row.unit == unit)
      for (const EntryCellView& cell : row.cells)
        text += std::string(enum_name(cell.state)) + (cell.open ? "+ " : " ");
  return text;
}

}  // namespace

TEST_CASE("a day is missing where the unit works by its calendar, and not where it does not") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const AssignmentId team = c.assign(c.team);
    const AssignmentId other = c.assign(c.other);
    for (const OrgUnitId unit : {c.team, c.other}) c.day(unit, 2, "50", "100");
    c.check_derived();
    CHECK(missing_days(c, team) == "3 4 5 6 9 ");
    // A holiday on a Wednesday, for which a Saturday is worked: days that have no figure yet.
    say_of_days(
        c, tenant,
        {{march(4), people::DayKind::statutory, {}}, {march(7), people::DayKind::workday, {}}});
    c.check_derived();
    CHECK(missing_days(c, team) == "3 5 6 7 9 ");
    CHECK(missing_days(c, other) == "3 5 6 7 9 ");
    // One team works by its own calendar from the 5th on.
    work_by(c, tenant, c.team, march(5),
            {Weekday::thursday, Weekday::saturday, Weekday::sunday, Weekday::monday});
    c.check_derived();
    CHECK(missing_days(c, team) == "3 5 7 8 9 ");
    CHECK(missing_days(c, other) == "3 5 6 7 9 ");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("other days of the week are worked from today on; what was missing stays missing") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const AssignmentId team = c.assign(c.team);
    c.day(c.team, 2, "50", "100");
    c.check_derived();
    tenant.write([&](Tx& tx) {
      (void)c.people.change_work_calendar(knowing(c, 1), tx,
                                          {usual, {"标准", "Standard"}, {Weekday::sunday}});
    });
    c.check_derived();
    CHECK(missing_days(c, team) == "3 4 5 6 9 ");
    CHECK(c.points(team).front().value == "0.5"_dec);
  });
}

TEST_CASE("a duty of working days follows the calendar of its unit as of the day") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    tenant.write([&](Tx& tx) {
      const NewDuties request{.measure = c.all,
                              .org_units = {c.team, c.other},
                              .grain = DutyGrain::workday,
                              .valid_from = march(1)};
      CHECK(c.service.add_duties(c.ctx(), tx, request).items.at(0).grain == DutyGrain::workday);
    });
    // Sunday the 8th is worked in one team; Thursday the 5th nowhere.
    work_by(c, tenant, c.team, march(6), {Weekday::sunday, Weekday::monday});
    say_of_days(c, tenant, {{march(5), people::DayKind::statutory, {}}});
    tenant.read([&](Read& db) {
      const EntrySheet sheet = c.service.entry(
          c.ctx(), db, {.unit = c.company, .from = march(4), .to = march(9), .grain = {}});
      CHECK(states(sheet, c.all, c.team) == "late+ off off off late+ late+ ");
      CHECK(states(sheet, c.all, c.other) == "late+ off late+ off off late+ ");
      const EntryMeasure& head = sheet.measures.at(0);
      CHECK(head.totals.at(1).of == 0);
      CHECK(head.totals.at(4).of == 1);
      CHECK(head.totals.at(4).count.late == 1);
    });
    const auto enter = [&](OrgUnitId unit) {
      tenant.write([&](Tx& tx) {
        (void)c.service.enter(c.ctx(), tx, {{{c.all, unit, march(8), "10", 0, {}}}});
      });
    };
    CHECK(key_of([&] { enter(c.other); }) == "kpi.entry_no_duty");
    enter(c.team);
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("figures due of a team without a metric are counted by the team's own working days") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    work_by(c, tenant, c.team, march(1),
            {Weekday::monday, Weekday::tuesday, Weekday::wednesday, Weekday::thursday,
             Weekday::friday, Weekday::saturday});
    c.by_week();
    tenant.write([&](Tx& tx) {
      NewDuties duties{.measure = c.good, .org_units = {c.team, c.other}, .valid_from = march(1)};
      duties.grain = DutyGrain::workday;
      (void)c.service.add_duties(c.ctx(), tx, duties);
    });
    const AssignmentId above = c.assign(c.sewing);
    c.day(c.team, 7, "90", "100");
    // 2 to 8 March: six days of one team, five of the other.
    tenant.read([&](Read& db) {
      const auto count = c.service.assignment(c.ctx(), db, {above}).row.reported;
      REQUIRE(count);
      CHECK(count->due == 11);
      CHECK(count->in == 1);
      CHECK(count->late == 10);
    });
  });
}

}  // namespace twinrail::kpi
