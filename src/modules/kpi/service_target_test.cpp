#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"
#include "modules/kpi/model_target.hpp"
#include "modules/kpi/store_target.hpp"

namespace twinrail::kpi {
namespace {

const Date today = Date::of(2026, 3, 10);
Date end_of(int month) {
  return (month == 12 ? Date::of(2027, 1, 1) : Date::of(2026, month + 1, 1)) - 1;
}

/// Two teams with a monthly rate: 0.94 in January, 0.9 in February, and 0.95 so far in March.
struct Sheet : TestCompany {
  explicit Sheet(TestTenant& tenant) : TestCompany(tenant), tenant(tenant) {
    now = Instant::midnight(Date::of(2026, 1, 1));
    tenant.write([&](Tx& tx) {
      NewKpi request{.code = "monthly",
                     .names = {"月合格率", "Monthly"},
                     .formula = "good / all",
                     .unit = "%"};
      kpi = service.add_kpi(ctx(), tx, request).id;
    });
    one = assigned_to(team);
    two = assigned_to(other);
    now = Instant::midnight(today);
    report(good, team, Date::of(2026, 1, 5), "94", "1");
    report(all, team, Date::of(2026, 1, 5), "100", "1");
    report(good, team, Date::of(2026, 2, 5), "90", "2");
    report(all, team, Date::of(2026, 2, 5), "100", "2");
    report(good, team, Date::of(2026, 3, 5), "95", "3");
    report(all, team, Date::of(2026, 3, 5), "100", "3");
  }

  /// Green from 0.95, amber from 0.91, which stay so far from the target.
  AssignmentId assigned_to(OrgUnitId unit) {
    AssignmentId id;
    tenant.write([&](Tx& tx) {
      NewAssignment request{.kpi = kpi, .org_unit = unit, .valid_from = Date::of(2026, 1, 1)};
      request.target.target = "0.96"_dec;
      request.target.green = "0.95"_dec;
      request.target.amber = "0.91"_dec;
      id = service.add_assignment(ctx(), tx, request).row.assignment;
    });
    return id;
  }

  TargetGrid grid(const Context& who, const TargetGridQuery& asked) {
    TargetGrid found;
    tenant.read([&](Read& db) { found = service.target_grid(who, db, asked); });
    return found;
  }

  /// The targets of a unit from January on, with * where one was corrected.
  std::string row(AssignmentId id) {
    std::string text;
    for (const TargetGridRow& r : grid(ctx(), {.kpi = kpi}).items)
      if (r.assignment == id)
        for (const TargetCellView& c : r.cells)
          text += (text.empty() ? "" : " ") + (c.target ? c.target->to_string() : "—") +
                  (c.corrected ? "*" : "");
    return text;
  }

  static TargetCell cell(AssignmentId id, int month, const char* target,
                         std::optional<Decimal> before = "0.96"_dec) {
    return {id, end_of(month), target, before};
  }

  TargetReport set(SetTargets request, std::optional<Context> who = {}) {
    request.kpi = kpi;
    TargetReport report;
    tenant.write([&](Tx& tx) { report = service.set_targets(who ? *who : ctx(), tx, request); });
    return report;
  }

  /// "0/target kpi.target_likely", one a problem.
  std::string refused(SetTargets request, std::optional<Context> who = {}) {
    std::string told;
    try {
      (void)set(std::move(request), std::move(who));
    } catch (const Error& e) {
      if (e.problems().empty()) return e.key();
      for (const Problem& p : e.problems())
        told += (told.empty() ? "" : ", ") +
                (p.pointer.starts_with("/cells/") ? p.pointer.substr(7) : p.pointer) + " " + p.key;
    }
    return told;
  }

  std::string colours() {
    std::string text;
    for (const PointRow& p : points(one))
      text += (text.empty() ? "" : " ") +
              std::string(p.colour ? enum_name(*p.colour) : std::string_view("open"));
    return text;
  }

  TestTenant& tenant;
  AssignmentId one, two;
};

constexpr const char* all_96 = "0.96 0.96 0.96 0.96 0.96 0.96 0.96 0.96 0.96 0.96 0.96 0.96";

}  // namespace

TEST_CASE("targets to come are set on a sheet, and their lines move with them") {
  for_each_engine([](TestTenant& tenant) {
    Sheet c(tenant);
    CHECK(c.row(c.one) == all_96);
    CHECK(c.grid(c.ctx(), {.kpi = c.kpi}).items.front().watch == "0.01"_dec);
    CHECK(c.grid(c.ctx(), {.kpi = c.kpi}).items.front().red == "0.05"_dec);
    const TargetReport done = c.set(
        {.cells = {{c.cell(c.one, 4, "0.97"), c.cell(c.one, 5, "97%"), c.cell(c.two, 12, "0.98")}},
         .last = Date::of(2026, 12, 31)});
    CHECK(done.changed == 3);
    CHECK(done.ended == 0);
    CHECK(done.judged == 0);
    CHECK(c.row(c.one) == "0.96 0.96 0.96 0.97 0.97 0.96 0.96 0.96 0.96 0.96 0.96 0.96");
    const TargetGrid later =
        c.grid(c.ctx(), {.kpi = c.kpi, .from = Date::of(2027, 1, 1), .to = Date::of(2027, 1, 31)});
    REQUIRE(later.items.size() == 2);
    CHECK(later.items[0].cells.front().target == "0.96"_dec);
    CHECK(later.items[1].cells.front().target == "0.98"_dec);
    tenant.read([&](Read& db) {
      const Assignment view = c.service.assignment(c.ctx(), db, {c.one});
      REQUIRE(view.targets.size() == 3);
      CHECK(view.targets[1].green == "0.96"_dec);
      CHECK(view.targets[1].amber == "0.92"_dec);
    });
  });
}

TEST_CASE("an ended month changes with a mode and a reason, and its point says so") {
  for_each_engine([](TestTenant& tenant) {
    Sheet c(tenant);
    CHECK(c.colours() == "amber red open");
    SetTargets request{.cells = {{c.cell(c.one, 1, "0.95"), c.cell(c.one, 2, "0.92")}}};
    CHECK(c.refused(request) == "/mode kpi.target_mode_needed, /reason kpi.target_reason_needed");
    request.mode = TargetMode::correction;
    request.reason = Text<500>("   ");
    CHECK(c.refused(request) == "/reason kpi.target_reason_needed");
    CHECK(c.row(c.one) == all_96);

    request.reason.reset();
    request.preview = true;
    const TargetReport seen = c.set(request);
    CHECK(seen.judged == 2);
    CHECK(seen.recoloured == 2);
    REQUIRE(seen.points.size() == 2);
    CHECK(seen.points[0].before == Colour::amber);
    CHECK(seen.points[0].after == Colour::green);
    CHECK(seen.points[1].before == Colour::red);
    CHECK(seen.points[1].after == Colour::amber);
    CHECK(c.colours() == "amber red open");

    request.preview = false;
    request.reason = Text<500>("The line was rebuilt");
    CHECK(c.set(request).recoloured == 2);
    CHECK(c.colours() == "green amber open");
    CHECK(c.row(c.one).starts_with("0.95* 0.92* 0.96 0.96"));
    tenant.read([&](Read& db) {
      const Points points = c.service.points(c.ctx(), db, {.assignment = c.one});
      REQUIRE(points.items.front().retargeted.has_value());
      CHECK(points.items.front().retargeted->reason == "The line was rebuilt");
      CHECK(points.items.front().retargeted->colour_before == Colour::amber);
      CHECK(points.items.front().retargeted->target_before == "0.96"_dec);
      CHECK_FALSE(points.items.back().retargeted.has_value());
      const Explanation why = c.service.explain(c.ctx(), db, {c.one, Date::of(2026, 2, 1), {}});
      REQUIRE(why.judge.retargeted.has_value());
      CHECK(why.judge.retargeted->colour_before == Colour::red);
    });
  });
}

TEST_CASE("from this month on an ended month stays as it was, and the new target counts from now") {
  for_each_engine([](TestTenant& tenant) {
    Sheet c(tenant);
    const TargetReport done = c.set(
        {.cells = {{c.cell(c.one, 1, "0.9"), c.cell(c.one, 2, "0.92"), c.cell(c.one, 6, "0.99")}},
         .mode = TargetMode::from_this_month,
         .reason = Text<500>("Agreed in March")});
    CHECK(done.recoloured == 0);
    CHECK(c.colours() == "amber red open");
    CHECK(c.row(c.one) == "0.96 0.96 0.92 0.92 0.92 0.99 0.92 0.92 0.92 0.92 0.92 0.92");
    REQUIRE(done.points.size() == 1);
    CHECK(done.points.front().open);
  });
}

TEST_CASE("one bad cell leaves all as they were, and each says what is wrong with it") {
  for_each_engine([](TestTenant& tenant) {
    Sheet c(tenant);
    std::vector<TargetCell> cells;
    for (int i = 0; i < 2500; ++i) {
      TargetCell made = c.cell(i % 2 == 0 ? c.one : c.two, 12, "0.97");
      made.day = Date::of(2027 + i / 2 / 12, i / 2 % 12 + 1, 1);
      cells.push_back(made);
    }
    cells[17].target = "950%";
    cells[18].target = "95o";
    cells[19].before = "0.5"_dec;
    cells[20].assignment = AssignmentId{999};
    cells[21] = c.cell(c.one, 12, "0.97");
    cells[21].day = Date::of(2025, 6, 30);
    cells[22] = cells[16];
    cells[23].target = "96";
    CHECK(c.refused({.cells = {cells}}) ==
          "17/target kpi.target_likely, 18/target kpi.target_no_number, 19/before "
          "kpi.entry_changed, 20/assignment kpi.unknown_assignment, 21/day kpi.target_outside, "
          "22/day kpi.entry_twice, 23/target kpi.target_likely");
    CHECK(c.row(c.one) == all_96);
    const TargetGrid far =
        c.grid(c.ctx(), {.kpi = c.kpi, .from = Date::of(2040, 1, 1), .to = Date::of(2040, 12, 31)});
    for (const TargetGridRow& row : far.items)
      for (const TargetCellView& one : row.cells) CHECK(one.target == "0.96"_dec);
  });
}

TEST_CASE("a sheet shows the units that one reads, and takes those that one defines") {
  for_each_engine([](TestTenant& tenant) {
    Sheet c(tenant);
    const Context lead = lead_of(c, c.team);
    const TargetGrid own = c.grid(lead, {.kpi = c.kpi});
    REQUIRE(own.items.size() == 1);
    CHECK(own.items.front().assignment == c.one);
    CHECK(c.refused({.cells = {{c.cell(c.two, 5, "0.97")}}}, lead) ==
          "0/assignment kpi.unknown_assignment");
    CHECK(c.set({.cells = {{c.cell(c.one, 5, "0.97")}}}, lead).changed == 1);
    TargetGridQuery page{.kpi = c.kpi, .limit = Int<1, 500>(1)};
    const TargetGrid first = c.grid(c.ctx(), page);
    REQUIRE(first.next.has_value());
    page.cursor = Text<200>(*first.next);
    CHECK(c.grid(c.ctx(), page).items.front().assignment == c.two);
    CHECK(c.grid(c.ctx(), {.kpi = c.kpi, .unit = c.sewing}).items.size() == 2);
    CHECK(key_of([&] { (void)c.grid(c.ctx(), {.kpi = KpiId{999}}); }) == "kpi.unknown_kpi");
    CHECK(key_of([&] { (void)c.grid(c.ctx(), {.kpi = c.kpi, .from = today, .to = today - 1}); }) ==
          "kpi.grid_span");
  });
}

}  // namespace twinrail::kpi
