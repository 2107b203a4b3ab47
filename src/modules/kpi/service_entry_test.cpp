#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"
#include "modules/kpi/inlets.hpp"
#include "modules/kpi/model_entry.hpp"
#include "platform/context.hpp"
#include "support/person.hpp"

namespace twinrail::kpi {
namespace {

const Date today = Date::of(2026, 3, 10);  // a Tuesday
Date march(int day) { return Date::of(2026, 3, day); }

/// Two teams that report how many passed, by hand.
struct Sheet : TestCompany {
  explicit Sheet(TestTenant& tenant) : TestCompany(tenant), tenant(tenant) {
    NewDuties request{.measure = good, .org_units = {team, other}, .valid_from = march(1)};
    request.workdays = List<Weekday, 7>{Weekday::monday,   Weekday::tuesday, Weekday::wednesday,
                                        Weekday::thursday, Weekday::friday,  Weekday::saturday};
    duties = add(request);
  }

  std::vector<DutyView> add(const NewDuties& request) {
    std::vector<DutyView> made;
    tenant.write([&](Tx& tx) { made = service.add_duties(ctx(), tx, request).items; });
    return made;
  }

  /// Holds only `kpi.enter`, through a relation to one team.
  [[nodiscard]] Context clerk(OrgUnitId unit, Relations held = relation::own,
                              std::int64_t person = 5) const {
    auto viewer = std::make_shared<Viewer>();
    viewer->account = AccountId{3};
    viewer->person = PersonId{person};
    viewer->login = "clerk";
    viewer->held.add(permission::enter, held);
    viewer->reach = {{unit, relation::unit}};
    Context made(ctx().now.plus_seconds(12 * 3600), viewer);
    made.set_today(today);
    return made;
  }

  [[nodiscard]] EntryCell cell(OrgUnitId unit, Date day, const char* amount,
                               std::int64_t revision = 0, const char* reason = nullptr) const {
    EntryCell made{good, unit, day, amount, revision, {}};
    if (reason) made.reason = Text<500>(reason);
    return made;
  }

  EntryReport enter(const Context& who, std::vector<EntryCell> cells) {
    EntryReport report;
    tenant.write([&](Tx& tx) { report = service.enter(who, tx, {{std::move(cells)}}); });
    return report;
  }

  /// What is said of cells that are refused: "0/amount kpi.not_a_number …".
  std::string refused(const Context& who, std::vector<EntryCell> cells) {
    std::string told;
    try {
      (void)enter(who, std::move(cells));
    } catch (const Error& e) {
      for (const Problem& p : e.problems())
        told += (told.empty() ? "" : ", ") + p.pointer.substr(7) + " " + p.key;
    }
    return told;
  }

  EntrySheet sheet(const Context& who, const EntryQuery& query = {}) {
    EntrySheet found;
    tenant.read([&](Read& db) { found = service.entry(who, db, query); });
    return found;
  }

  /// The cells of a unit in the last seven days: "4 filled", "late", …
  std::string row(const EntrySheet& s, OrgUnitId unit) {
    std::string text;
    for (const EntryRow& r : s.rows)
      if (r.unit == unit)
        for (const EntryCellView& c : r.cells)
          text += (text.empty() ? "" : " ") +
                  (c.amount ? c.amount->to_string() + ":" : std::string()) +
                  std::string(name_of_state(c.state)) + (c.open ? "" : "!");
    return text;
  }

  static std::string_view name_of_state(EntryState state) {
    static constexpr std::string_view names[] = {"in",   "corrected", "several", "due",
                                                 "late", "off",       "later"};
    return names[static_cast<std::size_t>(state)];
  }

  std::int64_t figures() {
    std::int64_t count = 0;
    tenant.read([&](Read& db) {
      for (const DayRow& row : store::days_of(db, good)) count += row.readings;
    });
    return count;
  }

  TestTenant& tenant;
  std::vector<DutyView> duties;
};

}  // namespace

TEST_CASE("a clerk types what a duty asks of his unit, and nothing else") {
  for_each_engine([](TestTenant& tenant) {
    Sheet c(tenant);
    const Context clerk = c.clerk(c.team);
    CHECK(c.enter(clerk, {c.cell(c.team, today, "41")}).stored == 1);
    CHECK(c.refused(clerk, {c.cell(c.other, today, "41")}) == "0/unit kpi.entry_no_duty");
    CHECK(c.refused(clerk, {c.cell(c.sewing, today, "41")}) == "0/unit kpi.entry_no_duty");
    CHECK(c.refused(clerk, {c.cell(c.team, march(8), "41")}) == "0/unit kpi.entry_no_duty");
    CHECK(c.refused(clerk, {c.cell(c.team, today + 1, "41")}) == "0/day kpi.entry_later");
    EntryCell another = c.cell(c.team, today, "41");
    another.measure = c.all;
    CHECK(c.refused(clerk, {another}) == "0/unit kpi.entry_no_duty");
    CHECK(key_of([&] {
            tenant.write([&](Tx& tx) {
              Reading reading{.org_unit = c.team, .on = today, .amount = "1", .source_key = "k"};
              (void)c.service.record_readings(clerk, tx, {c.good, std::nullopt, {{reading}}});
            });
          }) == "access.forbidden");
    CHECK(c.figures() == 1);
  });
}

TEST_CASE("a duty that names a person is that person's alone") {
  for_each_engine([](TestTenant& tenant) {
    Sheet c(tenant);
    const PersonId named = made_person(tenant);
    tenant.write([&](Tx& tx) {
      Context ctx = c.ctx();
      ctx.if_match = c.duties[0].version;
      const DutyView changed =
          c.service.change_duty(ctx, tx, {.duty = c.duties[0].id, .person = named});
      CHECK(changed.person == named);
      CHECK(changed.version == 2);
    });
    CHECK(c.refused(c.clerk(c.team, relation::own, named.value + 1),
                    {c.cell(c.team, today, "1")}) == "0/unit kpi.entry_no_duty");
    CHECK(c.enter(c.clerk(c.other, relation::own, named.value), {c.cell(c.team, today, "1")})
              .stored == 1);
  });
}

TEST_CASE("one bad cell of many: nothing is written, and each problem is told") {
  for_each_engine([](TestTenant& tenant) {
    Sheet c(tenant);
    const Context hr = c.ctx();
    CHECK(c.refused(hr, {c.cell(c.team, today, "40"), c.cell(c.other, today, "4o"),
                         c.cell(c.team, today, "41"), c.cell(c.other, march(9), "1.1234567")}) ==
          "2/day kpi.entry_twice, 1/amount kpi.not_a_number, 3/amount kpi.too_many_decimals");
    CHECK(c.figures() == 0);
    const EntryReport done =
        c.enter(hr, {c.cell(c.team, today, "40"), c.cell(c.other, today, "38.5")});
    CHECK(done.stored == 2);
    CHECK(c.figures() == 2);
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a correction needs a reason, and says which KPI moved from what to what") {
  for_each_engine([](TestTenant& tenant) {
    Sheet c(tenant);
    c.assign(c.team);
    c.day(c.team, 9, "90", "100");
    const Context hr = c.ctx();
    CHECK(c.refused(hr, {c.cell(c.team, march(9), "80", 1)}) == "0/reason kpi.reason_required");
    const EntryReport done = c.enter(hr, {c.cell(c.team, march(9), "80", 1, "counted twice")});
    CHECK(done.corrected == 1);
    REQUIRE(done.moved.size() == 1);
    CHECK(done.moved[0].before == "0.9"_dec);
    CHECK(done.moved[0].after == "0.8"_dec);
    // The reading of the system that it came from has a further revision; there is no second one.
    CHECK(c.figures() == 2 - 1);
    CHECK(c.row(c.sheet(hr), c.team) == "late late late late off! 80:corrected due");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("of two people on one cell the later one is told") {
  for_each_engine([](TestTenant& tenant) {
    Sheet c(tenant);
    const Context hr = c.ctx();
    (void)c.enter(hr, {c.cell(c.team, today, "40")});
    CHECK(c.refused(hr, {c.cell(c.team, today, "41")}) == "0/revision kpi.entry_changed");
    CHECK(c.refused(hr, {c.cell(c.team, today, "41", 0, "mine is right")}) ==
          "0/revision kpi.entry_changed");
    CHECK(c.enter(hr, {c.cell(c.team, today, "40")}).already_known == 1);
    CHECK(c.enter(hr, {c.cell(c.team, today, "41", 1, "mine is right")}).corrected == 1);
    CHECK(c.refused(hr, {c.cell(c.team, today, "42", 1, "late")}) ==
          "0/revision kpi.entry_changed");
  });
}

TEST_CASE("the sheet says what is in, due, late, off and several, and its totals leave out gaps") {
  for_each_engine([](TestTenant& tenant) {
    Sheet c(tenant);
    c.report(c.good, c.team, march(9), "40", "a");
    c.report(c.good, c.team, march(9), "2", "b");
    c.report(c.good, c.other, march(9), "38", "c");
    c.report(c.good, c.other, march(7), "30", "d");
    const Context hr = c.ctx();
    const EntrySheet all = c.sheet(hr);
    CHECK(all.units.size() == 2);
    CHECK(c.row(all, c.team) == "late late late late off! 42:several! due");
    CHECK(c.row(all, c.other) == "late late late 30:in off! 38:in due");
    REQUIRE(all.measures.size() == 1);
    const std::vector<EntryTotal>& totals = all.measures[0].totals;
    CHECK(totals[3].amount == Decimal::whole(30));
    CHECK(totals[3].units == 1);
    CHECK(totals[3].of == 2);
    CHECK(totals[4].of == 0);
    CHECK(totals[5].amount == Decimal::whole(80));
    CHECK(totals[6].count.due == 2);
    CHECK(totals[6].count.in == 0);
    CHECK_FALSE(totals[6].amount);
    CHECK(c.refused(hr, {c.cell(c.team, march(9), "41", 0, "x")}) == "0/amount kpi.entry_several");
  });
}

TEST_CASE("a sheet holds what its reader reports, and counts what is missing") {
  for_each_engine([](TestTenant& tenant) {
    Sheet c(tenant);
    const PersonId named = made_person(tenant);
    tenant.write([&](Tx& tx) {
      Context ctx = c.ctx();
      ctx.if_match = c.duties[0].version;
      (void)c.service.change_duty(ctx, tx, {.duty = c.duties[0].id, .person = named});
    });
    const Context clerk = c.clerk(c.team, relation::own, named.value);
    const EntrySheet mine = c.sheet(clerk);
    REQUIRE(mine.units.size() == 1);
    CHECK(mine.units[0].id == c.team);
    EntryDue due;
    tenant.read([&](Read& db) { due = c.service.entry_due(clerk, db, {}); });
    CHECK(due.duties == 1);
    CHECK(due.missing == 1);
    CHECK(due.late == 5);
    (void)c.enter(clerk, {c.cell(c.team, today, "40")});
    tenant.read([&](Read& db) { due = c.service.entry_due(clerk, db, {}); });
    CHECK(due.missing == 0);
    // Another team's sheet is empty to him, and has no name.
    const EntrySheet foreign = c.sheet(clerk, {.unit = c.other});
    CHECK(foreign.rows.empty());
    CHECK_FALSE(foreign.unit_names);
  });
}

TEST_CASE("duties do not overlap, end after they begin, and only who defines measures sets them") {
  for_each_engine([](TestTenant& tenant) {
    Sheet c(tenant);
    NewDuties again{.measure = c.good, .org_units = {c.sewing, c.team}, .valid_from = march(5)};
    CHECK(key_of([&] { (void)c.add(again); }) == "kpi.duty_twice");
    again.org_units = {c.sewing};
    again.valid_to = march(4);
    CHECK(key_of([&] { (void)c.add(again); }) == "kpi.duty_ends_first");
    again.valid_to.reset();
    again.due_minute = 0;
    CHECK(key_of([&] { (void)c.add(again); }) == "kpi.duty_due_first");
    again.due_minute = 1110;
    CHECK(c.add(again).size() == 1);
    again.measure = c.all;
    CHECK(key_of([&] {
            tenant.write([&](Tx& tx) { (void)c.service.add_duties(c.clerk(c.team), tx, again); });
          }) == "access.forbidden");
    tenant.read([&](Read& db) {
      const auto page = c.service.duties(c.ctx(), db, {.measure = c.good, .limit = 2});
      CHECK(page.items.size() == 2);
      CHECK(page.items[0].late == 5);
      CHECK(page.items[0].state == EntryState::due);
      CHECK(page.next);
    });
    CHECK(key_of([&] {
            tenant.write([&](Tx& tx) {
              Context ctx = c.ctx();
              ctx.if_match = 7;
              (void)c.service.change_duty(ctx, tx, {.duty = c.duties[0].id, .valid_to = march(20)});
            });
          }) == "request.stale");
  });
}

TEST_CASE("a weekly figure is typed on the last day of its week") {
  for_each_engine([](TestTenant& tenant) {
    Sheet c(tenant);
    NewDuties weekly{
        .measure = c.all, .org_units = {c.team}, .grain = DutyGrain::week, .valid_from = march(1)};
    (void)c.add(weekly);
    const EntrySheet sheet = c.sheet(c.ctx(), {.grain = DutyGrain::week});
    REQUIRE(sheet.columns.size() == 7);
    CHECK(sheet.columns.back().start == march(9));
    CHECK(sheet.columns.back().day == march(15));
    CHECK(c.row(sheet, c.team) == "off! off! off! off! late late later");
    EntryCell cell = c.cell(c.team, march(15), "7");
    cell.measure = c.all;
    CHECK(c.enter(c.ctx(), {cell}).stored == 1);
    cell.day = march(12);
    CHECK(c.refused(c.ctx(), {cell}) == "0/unit kpi.entry_no_duty");
  });
}

TEST_CASE("a sheet of too many columns is refused") {
  for_each_engine([](TestTenant& tenant) {
    Sheet c(tenant);
    CHECK(key_of([&] { (void)c.sheet(c.ctx(), {.from = march(1) - 60, .to = march(1)}); }) ==
          "kpi.entry_span");
    CHECK(key_of([&] { (void)c.sheet(c.ctx(), {.from = Date::first(), .to = Date::last()}); }) ==
          "kpi.entry_span");
  });
}

}  // namespace twinrail::kpi
