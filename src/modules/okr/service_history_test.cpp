#include <random>

#include <doctest/doctest.h>

#include "modules/okr/company_fixture.hpp"

/// How goals stood in the past: whatever is told late, the past is what recompute derives.
namespace twinrail::okr {
namespace {

Date march(int day) { return Date::of(2026, 3, day); }

/// A KPI drives an objective that counts in another, since the first of March.
struct Driven {
  explicit Driven(TestCompany& company, kpi::Frequency frequency = kpi::Frequency::day,
                  kpi::TimeAgg time_agg = kpi::TimeAgg::sum, ValueSpan rule = ValueSpan::period)
      : c(company) {
    by = c.assignment(frequency, "out", time_agg);
    top = c.objective("top");
    low = c.objective("low");
    kr = c.key_result(low);
    c.drive(kr, by, rule);
    c.count(low, top, "1");
    c.key_result(top);
    c.activate(top, march(1));
    c.activate(low, march(1));
  }
  TestCompany& c;
  kpi::AssignmentId by;
  ObjectiveId top;
  ObjectiveId low;
  KeyResultId kr;
};

}  // namespace

TEST_CASE("a check-in of an earlier day stands in the past from that day on, all the way up") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId top = c.objective("top");
    const ObjectiveId low = c.objective("low");
    const KeyResultId own = c.key_result(top);
    const KeyResultId kr = c.key_result(low);
    for (const ObjectiveId id : {top, low}) c.activate(id);
    c.count(low, top, "1");
    c.tell(kr, "60");
    CHECK(c.course(low) == "03-07 0.6");
    CHECK(c.course(top) == "03-07 0.3");
    c.tell(own, "20", march(3));
    c.tell(kr, "40", march(2));
    CHECK(c.course(low) == "03-02 0.4, 03-07 0.6");
    CHECK(c.course(top) == "03-02 0.2, 03-03 0.3, 03-07 0.4");
    CHECK(c.row(top).progress == Ratio::from_text("0.4"));
    c.tell(kr, "70");
    CHECK(c.course(top) == "03-02 0.2, 03-03 0.3, 03-07 0.45");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a corrected check-in changes the days from its own to the next word") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId o = c.objective("o");
    const KeyResultId kr = c.key_result(o);
    c.activate(o);
    const CheckInView first = c.tell(kr, "40", march(2));
    c.tell(kr, "50", march(5));
    c.correct(first.id, "10");
    CHECK(c.course(o) == "03-02 0.1, 03-05 0.5");
    NewCheckIn word{.key_result = kr, .confidence = "0.5"_dec, .on = march(4)};
    c.write([&](Tx& tx) { return c.okr.check_in(c.ctx(), tx, word).id; });
    CHECK(c.course(o) == "03-02 0.1, 03-05 0.5");
    CHECK(c.row(o).key_results.at(0).confidence == "0.5"_dec);
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a late figure and a corrected one of two periods ago move the past and what is above") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const Driven d(c);
    c.report(march(3), "30");
    c.report(march(5), "50");
    CHECK(c.course(d.low) == "03-01 0, 03-03 0.3, 03-05 0.5");
    CHECK(c.course(d.top) == "03-01 0, 03-03 0.15, 03-05 0.25");
    c.report(march(4), "40");
    CHECK(c.course(d.low) == "03-01 0, 03-03 0.3, 03-04 0.4, 03-05 0.5");
    c.report(march(3), "20");
    CHECK(c.course(d.low) == "03-01 0, 03-03 0.2, 03-04 0.4, 03-05 0.5");
    CHECK(c.course(d.top) == "03-01 0, 03-03 0.1, 03-04 0.2, 03-05 0.25");
    CHECK(c.row(d.top).progress == Ratio::from_text("0.25"));
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a period that runs moves no key result that takes closed ones, until it is over") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const Driven d(c, kpi::Frequency::week);
    c.report(march(1), "30");  // the week that ends on this Sunday
    c.report(march(4), "5");   // the one that runs until tomorrow
    c.tell(c.key_result(d.low), "50");
    CHECK(c.row(d.low).key_results.at(0).current == "30"_dec);
    CHECK(c.row(d.low).key_results.at(0).flags.empty());
    CHECK(c.course(d.low) == "03-01 0.15, 03-07 0.4");
    CHECK(c.row(d.low).progress == Ratio::from_text("0.4"));
    CHECK(c.differing() == 0);
    c.end_of_day(march(9));
    CHECK(c.row(d.low).key_results.at(0).current == "5"_dec);
    CHECK(c.course(d.low, march(8)) == "03-01 0.15, 03-07 0.4, 03-08 0.275");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a period that runs moves what is now and no day before its end, where it may run") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const Driven d(c, kpi::Frequency::week, kpi::TimeAgg::avg, ValueSpan::running);
    c.report(march(1), "30");
    c.report(march(4), "20");
    c.tell(c.key_result(d.low), "50");
    CHECK(c.course(d.low) == "03-01 0.15, 03-07 0.4");
    CHECK(c.row(d.low).progress == Ratio::from_text("0.35"));
    CHECK(c.course(d.low, march(8)) == "03-01 0.15, 03-07 0.4, 03-08 0.35");
    const ObjectiveDetailView o =
        c.read([&](Read& db) { return c.okr.objective(c.ctx(), db, {d.low}); });
    CHECK(o.history.back().on == c.today);
    CHECK(o.history.back().progress == Ratio::from_text("0.35"));
  });
}

TEST_CASE("a link says which periods count, and says it so that it can be meant") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId o = c.objective("o");
    const auto refused = [&](kpi::AssignmentId by, std::optional<ValueSpan> rule) {
      NewLink link{.assignment = by, .key_result = c.key_result(o), .value_rule = rule};
      std::optional<ValueSpan> taken;
      const std::string key = key_of([&] {
        taken = c.write([&](Tx& tx) { return c.okr.add_link(c.ctx(), tx, link).value_rule; });
      });
      return taken ? std::string(enum_name(*taken)) : key;
    };
    const auto sum = c.assignment();
    const auto mean = c.assignment(kpi::Frequency::month, "mean", kpi::TimeAgg::avg);
    CHECK(refused(sum, std::nullopt) == "period");
    CHECK(refused(mean, std::nullopt) == "running");
    CHECK(refused(sum, ValueSpan::running) == "okr.cannot_run");
    CHECK(refused(mean, ValueSpan::rolling) == "okr.k_required");
    CHECK(key_of([&] { c.activate(o, Date::of(2020, 1, 1)); }) == "okr.before_cycle");
  });
}

TEST_CASE("a KPI whose figures leave the range stops no goal that it drives") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const Driven d(c);
    const ObjectiveId o = c.objective("sum");
    const KeyResultId steep = c.key_result(o);
    NewLink link{.assignment = d.by, .key_result = steep};
    link.value_rule = ValueSpan::cycle_to_date;
    link.agg = ValueAgg::sum;
    c.write([&](Tx& tx) { return c.okr.add_link(c.ctx(), tx, link).id; });
    c.activate(o, march(1));
    c.report(march(2), "9223372036000");
    CHECK(c.row(d.low).progress == Ratio::one());
    CHECK(c.row(o).progress == Ratio::one());
    c.report(march(3), "9223372036000");  // each day fits, their sum does not
    CHECK(c.row(o).key_results.at(0).state == rules::ProgressState::pending);
    c.report(march(3), "20");
    c.report(march(2), "30");
    CHECK(c.row(o).key_results.at(0).progress == Ratio::from_text("0.5"));
    CHECK(c.row(d.low).progress == Ratio::from_text("0.2"));
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a way too long to be told as a ratio still ends at the target") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const kpi::AssignmentId by = c.assignment();
    const ObjectiveId o = c.objective("o");
    NewKeyResult request{.objective = o, .title = {"量", "Amount"}, .start = Decimal()};
    request.target = "0.000001"_dec;
    const KeyResultId kr =
        c.write([&](Tx& tx) { return c.okr.add_key_result(c.ctx(), tx, request).id; });
    c.drive(kr, by);
    c.activate(o, march(1));
    c.report(march(2), "9223372036000");
    CHECK(c.row(o).key_results.at(0).progress == Ratio::one());
    CHECK_FALSE(c.row(o).key_results.at(0).raw);
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("an objective that was agreed earlier has the baseline of that day") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const kpi::AssignmentId by = c.assignment();
    const ObjectiveId o = c.objective("o");
    const KeyResultId kr = c.key_result(o, "1", std::nullopt);
    c.drive(kr, by);
    c.report(march(2), "20");
    c.report(march(4), "60");
    CHECK(key_of([&] { c.activate(o, march(8)); }) == "okr.day_ahead");
    c.activate(o, march(3));
    CHECK(c.row(o).key_results.at(0).start == "20"_dec);
    CHECK(c.course(o) == "03-03 0, 03-04 0.5");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("what is not dated counts for every day as it is now") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId top = c.objective("top");
    const ObjectiveId low = c.objective("low");
    c.tell(c.key_result(top), "20", march(2));
    c.tell(c.key_result(low), "60", march(3));
    for (const ObjectiveId id : {top, low}) c.activate(id);
    const ContributionView edge = c.count(low, top, "1");
    CHECK(c.course(top) == "03-02 0.1, 03-03 0.4");
    c.write([&](Tx& tx) {
      c.okr.remove_contribution(c.ctx(edge.version), tx, {*edge.id});
      return true;
    });
    CHECK(c.course(top) == "03-02 0.2");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("recompute finds and mends a past that was tampered with") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId o = c.objective("o");
    const KeyResultId kr = c.key_result(o);
    c.activate(o);
    c.tell(kr, "40", march(2));
    c.write([&](Tx& tx) {
      store::save_days(tx,
                       std::vector<ObjectiveDayRow>{{o, march(2), Ratio::one(), Ratio::one(), ""},
                                                    {o, march(4), Ratio::one(), Ratio::one(), ""}});
      store::remove_days(tx, std::vector<KeyResultDayRow>{{kr, march(2), {}, {}}});
      return true;
    });
    CHECK(c.differing() == 3);
    CHECK(c.differing(true) == 3);
    CHECK(c.differing() == 0);
    CHECK(c.course(o) == "03-02 0.4");
  });
}

TEST_CASE("a driven key result is outdated when its KPI's next period is overdue") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const Driven d(c);
    const auto pace = [&] { return c.row(d.low).key_results.at(0).pace; };
    c.report(march(2), "80");
    CHECK(pace() == Pace::outdated);  // a day and three of grace
    CHECK(c.row(d.low).days_late == 1);
    c.report(march(3), "80");
    CHECK(pace() == Pace::on_track);
    CHECK(c.row(d.low).days_late == 0);
  });
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const Driven d(c, kpi::Frequency::month);
    c.report(Date::of(2026, 1, 20), "80");
    CHECK(c.row(d.low).key_results.at(0).pace == Pace::on_track);
  });
}

TEST_CASE("a check-in looks at nothing beside its way up, unless a sum is missing there") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId top = c.objective("top");
    const ObjectiveId low = c.objective("low");
    const ObjectiveId beside = c.objective("beside");
    const KeyResultId kr = c.key_result(low);
    c.tell(c.key_result(beside), "50");
    for (const ObjectiveId id : {low, beside, top}) {
      if (id == top) c.count(low, top, "1"), c.count(beside, top, "1"), c.key_result(top);
      c.activate(id);
    }
    c.tell(kr, "10");
    CHECK(c.row(top).progress == Ratio::from_text("0.2"));
    // If it were read, this would show.
    const auto stand = [&](ObjectiveId id, const char* sums) {
      c.write([&](Tx& tx) {
        store::save_standings(
            tx, std::vector<ObjectiveStandingRow>{{id, Ratio::one(), Ratio::one(), sums}});
        store::save_days(
            tx, std::vector<ObjectiveDayRow>{{id, c.today, Ratio::one(), Ratio::one(), sums}});
        return true;
      });
    };
    stand(beside, "1 1 1");
    c.tell(kr, "40");
    CHECK(c.row(top).progress == Ratio::from_text("0.3"));
    CHECK(c.course(top) == "03-07 0.3");
    CHECK(c.differing(true) > 0);
    stand(top, "");
    c.tell(kr, "70");
    CHECK(c.row(top).progress == Ratio::from_text("0.4"));
    CHECK(c.differing() == 0);
  });
}

/// Whatever comes in whatever order: the rows written step by step are those derived at once.
TEST_CASE("a hundred changes in any order leave the past that recompute derives") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    std::mt19937 dice(20260307);
    const auto any = [&](int count) {
      return static_cast<int>(dice() % static_cast<unsigned>(count));
    };
    std::vector<ObjectiveId> tree;
    std::vector<KeyResultId> typed;
    std::vector<CheckInView> said;
    for (const char* title : {"a", "b", "c", "d"}) tree.push_back(c.objective(title));
    for (const ObjectiveId id : tree) typed.push_back(c.key_result(id));
    c.drive(c.key_result(tree[3]), c.assignment(kpi::Frequency::week, "weekly"));
    c.drive(c.key_result(tree[1]), c.assignment(kpi::Frequency::day, "daily"),
            ValueSpan::cycle_to_date);
    c.count(tree[3], tree[2], "0.5");
    c.count(tree[3], tree[1], "0.5");
    c.count(tree[2], tree[0], "1");
    c.count(tree[1], tree[0], "1");
    for (const ObjectiveId id : tree) c.activate(id, Date::of(2026, 2, 1 + any(20)));
    for (int i = 0; i < 100; ++i) {
      const Date day = c.today - (any(3) ? any(50) : 0);
      const std::string value = std::to_string(any(100));
      if (any(3) == 0) {
        c.report(day, value.c_str());
      } else if (any(4) == 0 && !said.empty()) {
        CheckInView& old = said[static_cast<std::size_t>(any(static_cast<int>(said.size())))];
        old = c.correct(old.id, value.c_str());
      } else {
        said.push_back(c.tell(typed[static_cast<std::size_t>(any(4))], value.c_str(), day));
      }
      if (i % 10 == 9) CHECK(c.differing() == 0);
    }
  });
}

}  // namespace twinrail::okr
