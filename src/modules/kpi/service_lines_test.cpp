#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"
#include "modules/kpi/model_entry.hpp"
#include "modules/kpi/model_life.hpp"

namespace twinrail::kpi {
namespace {

Date march(int day) { return Date::of(2026, 3, day); }

/// A company in which figures are held against lines.
struct Lines : TestCompany {
  explicit Lines(TestTenant& tenant) : TestCompany(tenant), tenant(tenant) {}

  AssignmentId assign_lined(OrgUnitId unit, const TargetValues& target, const char* red) {
    NewAssignment request{.kpi = kpi, .org_unit = unit, .valid_from = Date::of(2026, 1, 1)};
    request.target = target;
    request.breach = BreachSetting{.op = "<", .value = Decimal::from_text(red), .n = 1, .m = 1};
    request.breach->grace_days = 366;
    AssignmentId id;
    tenant.write([&](Tx& tx) { id = service.add_assignment(ctx(), tx, request).row.assignment; });
    return id;
  }

  KpiView row(AssignmentId id) {
    KpiView view;
    tenant.read([&](Read& db) { view = service.assignment(ctx(), db, {id}).row; });
    return view;
  }

  void ask(const NewDuties& request) {
    tenant.write([&](Tx& tx) { (void)service.add_duties(ctx(), tx, request); });
  }

  /// How many of the figures of the newest period are in.
  std::string told(AssignmentId id) {
    const auto count = row(id).reported;
    if (!count) return "nothing";
    return std::to_string(count->in) + "/" + std::to_string(count->due) + " late " +
           std::to_string(count->late);
  }

  TestTenant& tenant;
};

const TargetValues lined{.target = "1"_dec, .green = "0.98"_dec};

}  // namespace

TEST_CASE("row, trend and explanation print the red line that the breach rule counts from") {
  for_each_engine([](TestTenant& tenant) {
    Lines c(tenant);
    const AssignmentId id = c.assign_lined(c.team, lined, "0.97");
    c.day(c.team, 2, "975", "1000");
    c.day(c.team, 3, "965", "1000");
    const std::vector<PointRow> points = c.points(id);
    REQUIRE(points.size() == 2);
    CHECK(points[0].colour == Colour::amber);
    CHECK(points[0].phase == rules::BreachPhase::ok);
    CHECK(points[1].colour == Colour::red);
    CHECK(points[1].phase == rules::BreachPhase::firing);
    const KpiView row = c.row(id);
    CHECK(row.watch == "0.98"_dec);
    CHECK(row.limit == "0.97"_dec);
    CHECK(row.limit_op == "<");
    CHECK_FALSE(row.lines_differ);
    tenant.read([&](Read& db) {
      const PointLine line = c.service.points(c.ctx(), db, {.assignment = id}).items.front();
      CHECK(line.green == "0.98"_dec);
      CHECK(line.amber == "0.97"_dec);
      CHECK(line.limit == "0.97"_dec);
      const Explanation why = c.service.explain(c.ctx(), db, {id, march(3), std::nullopt});
      CHECK(why.judge.rule == rules::ColourRule::thresholds);
      CHECK(why.judge.green == "0.98"_dec);
      CHECK(why.judge.amber == "0.97"_dec);
      CHECK(why.judge.colour == Colour::red);
    });
  });
}

TEST_CASE("without a breach rule the target's own red line is the one that is shown") {
  for_each_engine([](TestTenant& tenant) {
    Lines c(tenant);
    AssignmentId id;
    tenant.write([&](Tx& tx) {
      NewAssignment request{.kpi = c.kpi, .org_unit = c.team, .valid_from = march(1)};
      request.target = {.target = "1"_dec, .green = "0.98"_dec, .amber = "0.9"_dec};
      request.grace_days = 366;
      id = c.service.add_assignment(c.ctx(), tx, request).row.assignment;
    });
    c.day(c.team, 2, "85", "100");
    CHECK(c.row(id).limit == "0.9"_dec);
    CHECK(c.row(id).limit_op == "<");
    CHECK(c.row(id).colour == Colour::red);
    CHECK_FALSE(c.row(id).breach);
  });
}

TEST_CASE("of a range both ends of the red line are told, wherever one is") {
  for_each_engine([](TestTenant& tenant) {
    Lines c(tenant);
    tenant.write([&](Tx& tx) {
      NewKpi request{.code = "load", .names = {"负荷", "Load"}, .formula = "good / all"};
      request.unit = "%";
      request.direction = Direction::range;
      request.frequency = Frequency::day;
      c.kpi = c.service.add_kpi(c.ctx(), tx, request).id;
    });
    NewAssignment request{.kpi = c.kpi, .org_unit = c.team, .valid_from = Date::of(2026, 1, 1)};
    request.target.lower = "0.85"_dec;
    request.target.upper = "0.9"_dec;
    request.breach = BreachSetting{.op = "outside", .value = "0.8"_dec, .n = 1, .m = 1};
    request.breach->value_to = "0.95"_dec;
    request.breach->recover_op = Text<8>("inside");
    request.breach->recover_value = "0.82"_dec;
    request.breach->recover_value_to = "0.93"_dec;
    request.breach->grace_days = 366;
    Assignment placed;
    tenant.write([&](Tx& tx) { placed = c.service.add_assignment(c.ctx(), tx, request); });
    const AssignmentId id = placed.row.assignment;
    c.day(c.team, 3, "98", "100");
    const auto whole = [](const auto& told) {
      CHECK(told.limit == "0.8"_dec);
      CHECK(told.limit_to == "0.95"_dec);
      CHECK(told.limit_op == "outside");
    };
    const auto recovers = [](const auto& told) {
      CHECK(told.recover == "0.82"_dec);
      CHECK(told.recover_to == "0.93"_dec);
    };
    tenant.read([&](Read& db) {
      const Assignment known = c.service.assignment(c.ctx(), db, {id});
      whole(known.row);
      REQUIRE(known.row.breach);
      whole(*known.row.breach);
      recovers(*known.row.breach);
      REQUIRE(known.story.size() == 2);
      CHECK(known.story[0].kind == StoryKind::fired);
      CHECK(known.story[0].value_to == "0.95"_dec);
      CHECK(known.story[1].value == "0.82"_dec);
      CHECK(known.story[1].value_to == "0.93"_dec);
      const PointLine line = c.service.points(c.ctx(), db, {.assignment = id}).items.front();
      whole(line);
      recovers(line);
      whole(c.service.explain(c.ctx(), db, {id, march(3), std::nullopt}).judge);
    });
  });
}

TEST_CASE("a second red line, or green past the red one, is refused where it is written") {
  for_each_engine([](TestTenant& tenant) {
    Lines c(tenant);
    const auto refused = [&](const TargetValues& target, const char* op) {
      return key_of([&] {
        tenant.write([&](Tx& tx) {
          NewAssignment request{.kpi = c.kpi, .org_unit = c.team, .valid_from = march(1)};
          request.target = target;
          request.breach = BreachSetting{.op = op, .value = "0.97"_dec};
          (void)c.service.add_assignment(c.ctx(), tx, request);
        });
      });
    };
    CHECK(refused({.green = "0.98"_dec, .amber = "0.93"_dec}, "<") == "kpi.other_red_line");
    CHECK(refused({.green = "0.95"_dec}, "<") == "kpi.watch_beyond_red");
    CHECK(refused({.green = "0.98"_dec, .amber = "0.97"_dec}, "<=") == "kpi.counts_the_line");
    // The same line said twice is one.
    CHECK(refused({.green = "0.98"_dec, .amber = "0.97"_dec}, "<").empty());
    const auto again = key_of([&] {
      tenant.write([&](Tx& tx) {
        TargetValues values = lined;
        values.amber = "0.9"_dec;
        NewTarget next{values, AssignmentId{1}, c.ctx().today(), {}, {}};
        (void)c.service.add_target(c.ctx(), tx, next);
      });
    });
    CHECK(again == "kpi.other_red_line");
  });
}

TEST_CASE("a rule that counts its own value is told at the line that was sent") {
  for_each_engine([](TestTenant& tenant) {
    Lines c(tenant);
    const auto place = [&](const TargetValues& target) -> std::string {
      NewAssignment request{.kpi = c.kpi, .org_unit = c.team, .valid_from = march(1)};
      request.target = target;
      request.breach = BreachSetting{.op = "<=", .value = "0.97"_dec};
      try {
        tenant.write([&](Tx& tx) { (void)c.service.add_assignment(c.ctx(), tx, request); });
      } catch (const Error& e) {
        return e.problems().empty() ? e.key() : e.problems().front().pointer;
      }
      return "";
    };
    CHECK(place({.green = "0.98"_dec}) == "/target/green");
    CHECK(place({.green = "0.98"_dec, .amber = "0.97"_dec}) == "/target/amber");
  });
}

TEST_CASE("beside a figure stands how many of the figures that duties ask for are in") {
  for_each_engine([](TestTenant& tenant) {
    Lines c(tenant);
    c.by_week();
    const AssignmentId above = c.assign(c.sewing);
    const AssignmentId own = c.assign(c.team);
    c.day(c.team, 2, "90", "100");
    c.day(c.other, 2, "90", "100");
    CHECK(c.told(above) == "nothing");
    NewDuties daily{.measure = c.good, .org_units = {c.team, c.other}, .valid_from = march(1)};
    daily.workdays = List<Weekday, 7>{Weekday::monday, Weekday::tuesday, Weekday::sunday};
    c.ask(daily);
    c.ask({.measure = c.all,
           .org_units = {c.team},
           .grain = DutyGrain::week,
           .valid_from = march(1)});
    // 2 to 8 March: three days of two teams, and the week of one.
    CHECK(c.told(above) == "2/7 late 5");
    CHECK(c.told(own) == "1/4 late 3");
    c.report(c.all, c.team, march(8), "1", "the week");
    c.report(c.good, c.team, march(3), "1", "tuesday");
    CHECK(c.told(above) == "4/7 late 3");
    CHECK(c.told(own) == "3/4 late 1");
  });
}

TEST_CASE("a figure that is missing within its days of grace is awaited and not late") {
  for_each_engine([](TestTenant& tenant) {
    Lines c(tenant);
    c.by_week();
    const AssignmentId id = c.assign(c.team);
    c.day(c.team, 3, "90", "100");
    NewDuties duty{.measure = c.good, .org_units = {c.team}, .valid_from = march(1)};
    duty.workdays = List<Weekday, 7>{Weekday::monday, Weekday::sunday};
    duty.grace_days = Int<0, grace_max>(3);
    c.ask(duty);
    // Monday the 2nd is over; Sunday the 8th has time until a minute before midnight of the 11th,
    // where the team is.
    CHECK(c.told(id) == "0/2 late 1");
    c.now = Instant::midnight(march(11)).plus_seconds((15 * 60 + 58) * 60);
    CHECK(c.told(id) == "0/2 late 1");
    c.now = c.now.plus_seconds(60);
    CHECK(c.told(id) == "0/2 late 2");
    c.report(c.good, c.team, march(8), "1", "sunday");
    CHECK(c.told(id) == "1/2 late 1");
  });
}

TEST_CASE("how old a figure was is told as of the last day of a span that is over") {
  for_each_engine([](TestTenant& tenant) {
    Lines c(tenant);
    tenant.write([&](Tx& tx) {
      NewAssignment request{.kpi = c.kpi, .org_unit = c.team, .valid_from = march(1)};
      request.grace_days = 0;
      (void)c.service.add_assignment(c.ctx(), tx, request);
    });
    c.day(c.team, 2, "90", "100");
    c.day(c.team, 9, "90", "100");
    tenant.write([&](Tx& tx) { (void)c.service.sweep(tx, c.ctx().today()); });
    tenant.read([&](Read& db) {
      const auto rows = c.service.rows_between(c.ctx(), db, {c.team}, march(3), march(6));
      REQUIRE(rows.size() == 1);
      CHECK_FALSE(rows.front().actual);
      CHECK(rows.front().last_figure_on == march(2));
      CHECK(rows.front().age == 4);
    });
  });
}

TEST_CASE("a figure far from its own past is marked with what is usual, and keeps its colour") {
  for_each_engine([](TestTenant& tenant) {
    Lines c(tenant);
    c.now = Instant::midnight(march(20));
    const AssignmentId id = c.assign_lined(c.team, lined, "0.5");
    const char* passed[] = {"90", "91", "90", "92", "91", "90", "91", "92"};
    for (int i = 0; i < 8; ++i) c.day(c.team, i + 1, passed[i], "100");
    CHECK_FALSE(c.row(id).outlier);
    c.day(c.team, 9, "60", "100");
    const KpiView row = c.row(id);
    REQUIRE(row.outlier);
    CHECK(row.outlier->usual == "0.91"_dec);
    CHECK(row.outlier->spread == "0.01"_dec);
    CHECK(row.outlier->periods == 8);
    CHECK(row.colour == Colour::amber);
    // A trend that begins with it says so too, and shows nothing from before.
    tenant.read([&](Read& db) {
      const auto lines = c.service.points(c.ctx(), db, {.assignment = id, .from = march(9)}).items;
      REQUIRE(lines.size() == 1);
      REQUIRE(lines.front().outlier);
      CHECK(lines.front().outlier->periods == 8);
    });
  });
}

}  // namespace twinrail::kpi
