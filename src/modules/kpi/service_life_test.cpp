#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"
#include "modules/kpi/model_assign.hpp"
#include "modules/kpi/model_entry.hpp"
#include "modules/kpi/model_life.hpp"
#include "support/person.hpp"

namespace twinrail::kpi {
namespace {

Date march(int day) { return Date::of(2026, 3, day); }

/// A team whose daily rate is 0.8 on three days, below 0.9 twice in a row, so that it is in breach.
struct Life : TestCompany {
  explicit Life(TestTenant& tenant) : TestCompany(tenant), tenant(tenant) {
    one = assign(team, below_90());
    for (const int on : {5, 6, 9}) day(team, on, "80", "100");
  }

  Context at(std::int64_t version, int today = 10) const {
    Context context = ctx();
    context.set_today(march(today));
    context.if_match = version;
    return context;
  }

  Assignment seen() {
    Assignment view;
    tenant.read([&](Read& db) { view = service.assignment(ctx(), db, {one}); });
    return view;
  }

  Assignment change(ChangeAssignment request) {
    request.assignment = one;
    if (request.reason.empty()) request.reason = "agreed";
    Assignment view;
    const std::int64_t version = seen().version;
    tenant.write([&](Tx& tx) { view = service.change_assignment(at(version), tx, request); });
    return view;
  }

  Kpi definition() {
    Kpi view;
    tenant.read([&](Read& db) { view = service.kpi(ctx(), db, {kpi}); });
    return view;
  }

  Kpi change(ChangeKpi request) {
    request.kpi = kpi;
    if (request.reason.empty()) request.reason = "agreed";
    Kpi view;
    const std::int64_t version = definition().version;
    tenant.write([&](Tx& tx) { view = service.change_kpi(at(version), tx, request); });
    return view;
  }

  /// "2026-03-09 0.8 firing", one a period.
  std::string told() {
    std::string text;
    for (const PointRow& p : points(one))
      text += (text.empty() ? "" : ", ") + p.start_on.to_string().substr(8) + " " +
              (p.value ? p.value->to_string() : "-") + " " + std::string(enum_name(p.phase));
    return text;
  }

  /// "owner - → Ann (agreed)", newest first.
  std::string history() {
    std::string text;
    tenant.read([&](Read& db) {
      for (const TermChangeView& v :
           service.assignment_history(ctx(), db, {.assignment = one}).items)
        text += (text.empty() ? "" : "; ") + v.from.to_string().substr(5) + " " + v.field + " " +
                v.before.value_or("-") + " > " + v.after.value_or("-") + " (" + v.reason + ")";
    });
    return text;
  }

  std::size_t listed(bool retired) {
    std::size_t count = 0;
    tenant.read([&](Read& db) {
      count = service.rows(at(0, 12), db, {.kpi = kpi, .retired = retired}).items.size();
    });
    return count;
  }

  void sweep(int today) {
    tenant.write([&](Tx& tx) { (void)service.sweep(tx, march(today)); });
  }

  TestTenant& tenant;
  AssignmentId one;
};

constexpr const char* in_breach = "05 0.8 pending, 06 0.8 firing, 09 0.8 firing";

}  // namespace

TEST_CASE("another breach rule from a day on leaves what was judged") {
  for_each_engine([](TestTenant& tenant) {
    Life c(tenant);
    c.sweep(10);
    CHECK(c.told() == in_breach);
    BreachSetting lower = below_90();
    lower.value = "0.7"_dec;
    lower.m = 1;
    lower.grace_days = 366;
    CHECK(c.change({.from = march(10), .breach = lower}).breach_rule->value == "0.7"_dec);
    CHECK(c.told() == in_breach);
    c.day(c.team, 10, "80", "100");
    c.now = Instant::midnight(march(11));
    c.sweep(11);
    CHECK(c.told() == std::string(in_breach) + ", 10 0.8 ok");
    CHECK(c.history() == "03-10 m 2 > 1 (agreed); 03-10 breach < 0.9 > < 0.7 (agreed)");
    tenant.read([&](Read& db) {
      const auto told = c.service.points(c.at(0, 11), db, {.assignment = c.one}).items;
      CHECK(told.front().limit == "0.9"_dec);
      CHECK(told.back().limit == "0.7"_dec);
    });
  });
}

TEST_CASE("a change of tomorrow holds from tomorrow on") {
  for_each_engine([](TestTenant& tenant) {
    Life c(tenant);
    CHECK(c.change({.from = march(11), .weight = Weight(Decimal::whole(3))}).weight ==
          Decimal::whole(1));
    CHECK(key_of([&] {
            (void)c.change({.from = march(10), .weight = Weight(Decimal::whole(2))});
          }) == "kpi.change_planned");
    c.sweep(11);
    CHECK(c.seen().weight == Decimal::whole(3));
  });
}

TEST_CASE("a change says from when and why, and at which version") {
  for_each_engine([](TestTenant& tenant) {
    Life c(tenant);
    CHECK(key_of([&] { (void)c.change({.from = march(9), .veto = true}); }) ==
          "kpi.change_in_past");
    CHECK(key_of([&] { (void)c.change({.from = march(10), .reason = " ", .veto = true}); }) ==
          "kpi.change_reason_needed");
    CHECK(key_of([&] { (void)c.change({.from = march(10), .veto = false}); }) ==
          "kpi.nothing_changed");
    const std::int64_t version = c.seen().version;
    (void)c.change({.from = march(10), .veto = true});
    CHECK(key_of([&] {
            tenant.write([&](Tx& tx) {
              (void)c.service.change_assignment(
                  c.at(version), tx,
                  {.assignment = c.one, .from = march(10), .reason = "x", .veto = false});
            });
          }) == "request.stale");
    CHECK(key_of([&] {
            tenant.write([&](Tx& tx) {
              (void)c.service.change_assignment(
                  lead_of(c, c.other), tx,
                  {.assignment = c.one, .from = march(10), .reason = "x", .veto = false});
            });
          }) == "kpi.unknown_assignment");
  });
}

TEST_CASE("another formula from a day on: what was, and why, stays") {
  for_each_engine([](TestTenant& tenant) {
    Life c(tenant);
    MeasureId waste;
    tenant.write([&](Tx& tx) {
      waste =
          c.service
              .add_measure(c.ctx(), tx, {.code = "waste", .names = {"废", "Waste"}, .unit = "pcs"})
              .id;
    });
    c.report(waste, c.team, march(9), "10", "w9");
    c.report(waste, c.team, march(10), "10", "w10");
    c.day(c.team, 10, "80", "100");
    c.sweep(10);
    const std::string before = in_breach;
    CHECK(c.told() == before + ", 10 0.8 firing");
    CHECK(c.change({.from = march(10), .formula = Text<4000>("(good + waste) / all")}).formula ==
          "(good + waste) / all");
    CHECK(c.told() == before + ", 10 0.9 firing");
    c.report(waste, c.team, march(9), "12", "w9", "counted again");
    c.report(waste, c.team, march(10), "12", "w10", "counted again");
    CHECK(c.told() == before + ", 10 0.92 firing");
    tenant.read([&](Read& db) {
      CHECK(c.service.explain(c.ctx(), db, {c.one, march(9), {}}).compute.formula == "good / all");
      CHECK(c.service.explain(c.ctx(), db, {c.one, march(10), {}}).compute.substituted ==
            "(80 + 12) / 100");
    });
    CHECK(c.history() == "03-10 formula good / all > (good + waste) / all (agreed)");
    CHECK(key_of([&] {
            (void)c.change({.from = march(10), .formula = Text<4000>("good / nothing")});
          }) == "unknown_measure");
  });
}

TEST_CASE("a formula that looks back follows one that does not") {
  for_each_engine([](TestTenant& tenant) {
    Life c(tenant);
    c.day(c.team, 10, "60", "100");
    (void)c.change({.from = march(10), .formula = Text<4000>("good / open(all)")});
    CHECK(c.points(c.one).back().value == "0.6"_dec);  // of 100 on the 9th
    CHECK(c.told().starts_with(in_breach));
  });
}

TEST_CASE("a unit's KPI that ends is judged no further and leaves the lists") {
  for_each_engine([](TestTenant& tenant) {
    Life c(tenant);
    c.day(c.team, 10, "80", "100");
    CHECK(c.points(c.one).size() == 4);
    const auto retire = [&](std::optional<Date> from) {
      const std::int64_t version = c.seen().version;
      tenant.write([&](Tx& tx) {
        (void)c.service.retire_assignment(c.at(version), tx, {c.one, from, "closed"});
      });
    };
    retire(march(10));
    CHECK(c.told() == in_breach);
    c.day(c.team, 11, "80", "100");
    c.sweep(12);
    CHECK(c.told() == in_breach);
    CHECK(c.listed(false) == 0);
    CHECK(c.listed(true) == 1);
    CHECK(c.history() == "03-10 last_day - > 2026-03-09 (closed)");
    CHECK(key_of([&] { (void)c.assign(c.team); }) == "kpi.assigned_ended");
    retire({});
    CHECK(c.points(c.one).size() == 5);
    CHECK(c.listed(false) == 1);
  });
}

TEST_CASE("a KPI that is retired ends for all its units, and comes back for them") {
  for_each_engine([](TestTenant& tenant) {
    Life c(tenant);
    const AssignmentId two = c.assign(c.other);
    const auto retire = [&](std::optional<Date> from) {
      const std::int64_t version = c.definition().version;
      tenant.write([&](Tx& tx) {
        (void)c.service.retire_kpi(c.at(version), tx, {c.kpi, from, "replaced"});
      });
    };
    retire(march(11));
    CHECK(c.seen().valid_to == march(10));
    CHECK(c.definition().retired_from == march(11));
    tenant.read([&](Read& db) {
      CHECK(c.service.assignment(c.ctx(), db, {two}).valid_to == march(10));
      CHECK(c.service.kpis(c.ctx(), db, {}).items.size() == 1);
      CHECK(c.service.kpis(c.at(0, 11), db, {}).items.empty());
      CHECK(c.service.kpis(c.at(0, 11), db, {.retired = true}).items.size() == 1);
    });
    CHECK(key_of([&] {
            tenant.write([&](Tx& tx) {
              NewAssignment request{.kpi = c.kpi, .org_unit = c.sewing, .valid_from = march(12)};
              request.target.target = Decimal::whole(1);
              (void)c.service.add_assignment(c.ctx(), tx, request);
            });
          }) == "kpi.kpi_retired");
    retire({});
    CHECK_FALSE(c.seen().valid_to);
  });
}

TEST_CASE("a measure that is used says by whom; one that is not goes with its duties") {
  for_each_engine([](TestTenant& tenant) {
    Life c(tenant);
    const auto retire = [&](std::int64_t version) {
      tenant.write([&](Tx& tx) {
        (void)c.service.retire_measure(c.at(version), tx, {c.good, march(11), "no scale any more"});
      });
    };
    CHECK(key_of([&] { retire(1); }) == "kpi.measure_used");
    tenant.write([&](Tx& tx) {
      (void)c.service.add_duties(
          c.ctx(), tx, {.measure = c.good, .org_units = {{c.team}}, .valid_from = march(1)});
      (void)c.service.retire_kpi(c.at(1), tx, {c.kpi, march(11), "replaced"});
    });
    retire(1);
    tenant.read([&](Read& db) {
      CHECK(c.service.duties(c.ctx(), db, {.measure = c.good}).items.front().valid_to == march(10));
      CHECK(c.service.measures(c.ctx(), db, {}).items.size() == 2);
      CHECK(c.service.measures(c.at(0, 11), db, {}).items.size() == 1);
      CHECK(c.service.measures(c.at(0, 11), db, {.retired = true}).items.size() == 2);
      const auto told = c.service.measure_history(c.ctx(), db, {.measure = c.good}).items;
      REQUIRE(told.size() == 1);
      CHECK(told.front().after == "2026-03-11");
    });
    c.report(c.good, c.team, march(10), "1", "late");
    CHECK(key_of([&] { c.report(c.good, c.team, march(11), "1", "gone"); }) ==
          "kpi.measure_retired");
  });
}

TEST_CASE("a measure needs a unit, and its words are kept when they change") {
  for_each_engine([](TestTenant& tenant) {
    Life c(tenant);
    CHECK(key_of([&] {
            tenant.write([&](Tx& tx) {
              (void)c.service.add_measure(c.ctx(), tx, {.code = "bare", .names = {"", "Bare"}});
            });
          }) == "kpi.unit_needed");
    tenant.write([&](Tx& tx) {
      ChangeMeasure request;
      request.measure = c.good;
      request.names = {"合格数", "Passed"};
      request.unit = Text<32>("件");
      request.reason = Text<500>("as the floor says");
      CHECK(c.service.change_measure(c.at(1), tx, request).unit == "件");
    });
    tenant.read([&](Read& db) {
      CHECK(c.service.measure_history(c.ctx(), db, {.measure = c.good}).items.size() == 3);
    });
  });
}

TEST_CASE("what a KPI means is said in words, and shown with it") {
  for_each_engine([](TestTenant& tenant) {
    Life c(tenant);
    tenant.write([&](Tx& tx) {
      SetKpiWords words;
      words.kpi = c.kpi;
      words.purpose_zh = "看一次做对";
      words.left_out_en = "Samples";
      CHECK(c.service.set_kpi_words(c.at(1), tx, words).words.purpose_zh == "看一次做对");
    });
    CHECK(c.definition().words.left_out_en == "Samples");
    CHECK(c.definition().version == 2);
    tenant.read([&](Read& db) {
      CHECK(c.service.explain(c.ctx(), db, {c.one, march(9), {}}).words.left_out_en == "Samples");
    });
  });
}

TEST_CASE("who acknowledged is named") {
  for_each_engine([](TestTenant& tenant) {
    Life c(tenant);
    auto viewer = std::make_shared<Viewer>();
    viewer->person = made_person(tenant);
    viewer->account = AccountId{3};
    viewer->login = "an";
    viewer->held.everything();
    c.sweep(10);
    tenant.write([&](Tx& tx) {
      Context who(c.now, viewer);
      who.set_today(march(10));
      const BreachId breach = c.service.assignment(c.ctx(), tx, {c.one}).row.breach->id;
      const BreachView told =
          c.service.acknowledge(who, tx, {breach, "0.8"_dec, march(20), "known"});
      CHECK(told.acknowledged->by_name == "Eve");
    });
    CHECK(c.seen().row.breach->acknowledged->by_name == "Eve");
    CHECK(c.seen().story[1].by_name == "Eve");
  });
}

TEST_CASE("a KPI is given to many units at once, all or none, each to who leads it") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const PersonId head = made_person(tenant);
    NewAssignments request{
        .kpi = c.kpi,
        .units = {{.org_unit = c.team, .owner = head}, {.org_unit = c.other, .nobody = true}},
        .valid_from = march(1)};
    request.target.target = "0.95"_dec;
    const auto ask = [&](bool preview) {
      AssignedUnits made;
      request.preview = preview;
      tenant.write([&](Tx& tx) { made = c.service.assign_many(c.ctx(), tx, request); });
      return made.items;
    };
    const auto proposed = ask(true);
    CHECK(proposed[0].owner_name == "Eve");
    CHECK_FALSE(proposed[0].assignment);
    CHECK_FALSE(proposed[1].owner);
    const AssignmentId taken = c.assign(c.other);
    CHECK(ask(true)[1].problem == "kpi.assigned_already");
    CHECK(key_of([&] { (void)ask(false); }) == "kpi.assigned_already");
    tenant.read(
        [&](Read& db) { CHECK(c.service.rows(c.ctx(), db, {.kpi = c.kpi}).items.size() == 1); });
    request.units = {{.org_unit = c.team}, {.org_unit = c.sewing}};
    const auto made = ask(false);
    REQUIRE(made.size() == 2);
    CHECK(made[0].assignment);
    CHECK(made[0].assignment != taken);
    request.units = {{.org_unit = c.company}, {.org_unit = c.company}};
    CHECK(ask(true)[1].problem == "kpi.unit_twice");
    request.units = {};
    CHECK(key_of([&] { (void)ask(true); }) == "kpi.duty_no_unit");
  });
}

TEST_CASE("a single target of ended periods says how it is meant, and marks what it recolours") {
  for_each_engine([](TestTenant& tenant) {
    Life c(tenant);
    // Of a unit that nobody is warned of: shares of the target colour it.
    c.one = c.assign(c.other);
    for (const int on : {5, 6, 9}) c.day(c.other, on, "80", "100");
    const auto aim = [&](std::optional<TargetMode> mode, const char* reason, const char* figure) {
      NewTarget target;
      target.assignment = c.one;
      target.from = march(6);
      target.target = Decimal::parse(figure).value;
      target.mode = mode;
      if (reason) target.reason = Text<500>(reason);
      tenant.write([&](Tx& tx) { (void)c.service.add_target(c.ctx(), tx, target); });
    };
    CHECK(key_of([&] { aim({}, "mistyped", "0.8"); }) == "kpi.target_mode_needed");
    CHECK(key_of([&] { aim(TargetMode::correction, nullptr, "0.8"); }) ==
          "kpi.target_reason_needed");
    CHECK(key_of([&] { aim(TargetMode::correction, "mistyped", "80"); }) ==
          "kpi.target_percent_or_ratio");
    aim(TargetMode::from_this_month, "agreed", "0.7");
    CHECK(c.points(c.one).back().colour == Colour::amber);
    aim(TargetMode::correction, "mistyped", "0.8");
    CHECK(c.points(c.one).front().colour == Colour::amber);
    CHECK(c.points(c.one).back().colour == Colour::green);
    tenant.read([&](Read& db) {
      const auto told = c.service.points(c.ctx(), db, {.assignment = c.one}).items;
      CHECK_FALSE(told.front().retargeted);
      REQUIRE(told.back().retargeted);
      CHECK(told.back().retargeted->colour_before == Colour::amber);
      CHECK(told.back().retargeted->reason == "mistyped");
    });
    CHECK(c.history() == "03-06 target 1 > 0.8 (mistyped); 03-10 target 1 > 0.7 (agreed)");
  });
}

}  // namespace twinrail::kpi
