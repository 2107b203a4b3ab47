#include <doctest/doctest.h>

#include "modules/okr/company_fixture.hpp"

/// What is aimed at, and by which KPI, from a day until a day; what starts late counts from then.
namespace twinrail::okr {

namespace {

KeyResultView key_result_of(TestCompany& c, ObjectiveId o) { return c.row(o).key_results.at(0); }

void unlink(TestCompany& c, const LinkView& link) {
  c.write([&](Tx& tx) {
    const auto now = c.okr.links_of(tx, {link.objective}).at(0);
    return c.okr.remove_link(c.ctx(now.version), tx, {link.id});
  });
}

KeyResultView change(TestCompany& c, const KeyResultView& kr, ChangeKeyResult request) {
  request.key_result = kr.id;
  return c.write([&](Tx& tx) { return c.okr.change_key_result(c.ctx(kr.version), tx, request); });
}

}  // namespace

TEST_CASE("a link that ends leaves the value, the start and the past with the key result") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const kpi::AssignmentId by = c.assignment();
    const ObjectiveId o = c.objective("o");
    const KeyResultId kr = c.key_result(o, "1", std::nullopt);
    const LinkView link = c.drive(kr, by);
    c.report(Date::of(2026, 2, 1), "20");
    c.activate(o, Date::of(2026, 2, 2));
    c.report(Date::of(2026, 2, 3), "60");
    const std::string course = c.course(o, Date::of(2026, 3, 6));
    unlink(c, link);
    KeyResultView row = key_result_of(c, o);
    CHECK(row.value_mode == ValueMode::manual);
    CHECK(row.start == "20"_dec);
    CHECK(row.current == "60"_dec);
    CHECK(row.progress == Ratio::from_text("0.5"));
    CHECK(c.course(o, Date::of(2026, 3, 6)) == course);
    // A late correction of a day on which the KPI drove reaches that day, and no later one.
    c.report(Date::of(2026, 2, 3), "40");
    CHECK(c.course(o) == "02-02 0, 02-03 0.25, 03-07 0.5");
    c.tell(kr, "80");
    CHECK(key_result_of(c, o).progress == Ratio::from_text("0.75"));
    const auto again = [&] {
      (void)c.write([&](Tx& tx) { return c.okr.remove_link(c.ctx(3), tx, {link.id}); });
    };
    CHECK(key_of(again) == "okr.unknown_link");
    // Another KPI takes over: the same start, and what was typed stays in the past.
    c.drive(kr, c.assignment(kpi::Frequency::day, "again"));
    row = key_result_of(c, o);
    CHECK(row.value_mode == ValueMode::kpi);
    CHECK(row.start == "20"_dec);
    CHECK(c.course(o, Date::of(2026, 3, 6)) == "02-02 0, 02-03 0.25");
  });
}

TEST_CASE("a figure that must stay in its band keeps its share when the KPI goes") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId o = c.objective("o");
    NewKeyResult keep{.objective = o, .title = {"量", "Amount"}, .kind = KeyResultKind::keep};
    keep.upper = "50"_dec;
    const KeyResultId kr =
        c.write([&](Tx& tx) { return c.okr.add_key_result(c.ctx(), tx, keep).id; });
    const LinkView link = c.drive(kr, c.assignment());
    c.activate(o, Date::of(2026, 2, 1));
    c.report(Date::of(2026, 2, 2), "20");
    c.report(Date::of(2026, 2, 3), "60");
    c.end_of_day(Date::of(2026, 2, 4));
    CHECK(key_result_of(c, o).progress == Ratio::from_text("0.5"));
    unlink(c, link);
    CHECK(key_result_of(c, o).progress == Ratio::from_text("0.5"));
    c.tell(kr, "10");
    CHECK(key_result_of(c, o).progress == Ratio::from_text("0.6667"));
  });
}

TEST_CASE("a typed value is flagged until its KPI takes over") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId o = c.objective("o");
    const KeyResultId kr = c.key_result(o);
    c.drive(kr, c.assignment());
    c.activate(o, Date::of(2026, 3, 1));
    c.report(Date::of(2026, 3, 2), "20");
    CHECK(key_result_of(c, o).flags.empty());
    NewCheckIn typed{.key_result = kr, .value = "80"_dec, .override_reason = "meter broken"};
    typed.on = Date::of(2026, 3, 3);
    c.write([&](Tx& tx) { return c.okr.check_in(c.ctx(), tx, typed).id; });
    CHECK(key_result_of(c, o).flags == std::vector<std::string>{"override"});
    c.report(Date::of(2026, 3, 4), "30");
    CHECK(key_result_of(c, o).flags.empty());
  });
}

TEST_CASE("a target that moves takes a reason, is flagged, and leaves the past as it was") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId o = c.objective("o");
    const KeyResultId kr = c.key_result(o);
    const KeyResultId other = c.key_result(o);
    c.activate(o, Date::of(2026, 2, 1));
    c.tell(kr, "50", Date::of(2026, 2, 10));
    c.tell(other, "100", Date::of(2026, 2, 11));
    ChangeKeyResult lower{.target = "50"_dec};
    KeyResultView row = key_result_of(c, o);
    CHECK(key_of([&] { (void)change(c, row, lower); }) == "okr.reason_required");
    lower.reason = Text<500>("  ");
    CHECK(key_of([&] { (void)change(c, row, lower); }) == "okr.reason_required");
    lower.reason = Text<500>("the market halved");
    row = change(c, row, lower);
    CHECK(row.progress == Ratio::one());
    CHECK(row.flags == std::vector<std::string>{"rebaselined"});
    REQUIRE(row.changes.size() == 1);
    CHECK(row.changes.at(0).until == c.today);
    CHECK(row.changes.at(0).target == "100"_dec);
    CHECK(row.changes.at(0).reason == "the market halved");
    CHECK(c.course(o) == "02-10 0.25, 02-11 0.75, 03-07 1");
    // A figure of last week counts against last week's target.
    c.tell(kr, "40", Date::of(2026, 2, 12));
    CHECK(c.course(o) == "02-10 0.25, 02-11 0.75, 02-12 0.7, 03-07 0.9");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a weight that moves counts from its day on and is no new baseline") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId o = c.objective("o");
    const KeyResultId kr = c.key_result(o);
    const KeyResultId other = c.key_result(o);
    c.activate(o, Date::of(2026, 2, 1));
    c.tell(kr, "100", Date::of(2026, 2, 10));
    ChangeKeyResult heavier{.weight = Weight("3"_dec)};
    heavier.reason = Text<500>("it matters more");
    const KeyResultView row = change(c, key_result_of(c, o), heavier);
    CHECK(row.flags.empty());
    CHECK(c.course(o) == "02-10 0.5, 03-07 0.75");
    c.tell(other, "50", Date::of(2026, 2, 11));
    CHECK(c.course(o) == "02-10 0.5, 02-11 0.75, 03-07 0.875");
  });
}

TEST_CASE("what starts late is judged from its start and pulls nobody off track") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId parent = c.objective("parent");
    const KeyResultId kr = c.key_result(parent);
    c.activate(parent, Date::of(2026, 1, 1));
    c.tell(kr, "70");
    CHECK(c.row(parent).pace == Pace::on_track);
    const ObjectiveId late = c.objective("late");
    const KeyResultId begun = c.key_result(late);
    c.activate(late);  // on the 7th of March: one of 25 days is gone
    c.tell(begun, "0");
    c.count(late, parent, "1");
    CHECK(c.row(late).expected == Ratio::from_text("0.04"));
    CHECK(c.row(late).pace == Pace::too_early);
    CHECK(c.row(late).active_on == c.today);
    // 66 of 90 days and 1 of 25, as both weigh.
    CHECK(c.row(parent).progress == Ratio::from_text("0.35"));
    CHECK(c.row(parent).expected == Ratio::from_text("0.3867"));
    CHECK(c.row(parent).pace == Pace::on_track);
  });
}

}  // namespace twinrail::okr
