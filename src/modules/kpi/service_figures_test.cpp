#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"

/// Which readings count, and that a figure and its explanation say the same.
namespace twinrail::kpi {
namespace {

/// A company that defines what it needs.
struct Figures : TestCompany {
  explicit Figures(TestTenant& tenant) : TestCompany(tenant), tenant(tenant) {}

  MeasureId level(const char* code) {
    MeasureId id;
    tenant.write([&](Tx& tx) {
      NewMeasure request{.code = code, .names = {code, code}, .kind = MeasureKind::stock};
      request.unit = "pcs";
      id = service.add_measure(ctx(), tx, request).id;
    });
    return id;
  }

  AssignmentId assign_kpi(const char* formula, OrgUnitId to,
                          const std::function<void(NewKpi&)>& adjust = {}) {
    NewKpi request{.code = Text<64>("k" + std::to_string(++made_)),
                   .names = {"数", "Figure"},
                   .formula = formula,
                   .unit = "pcs"};
    if (adjust) adjust(request);
    tenant.write([&](Tx& tx) { kpi = service.add_kpi(ctx(), tx, request).id; });
    return assign(to);
  }

  void tell(MeasureId measure, OrgUnitId at, const char* on, const char* amount) {
    report(measure, at, Date::from_text(on), amount, std::string(on) + std::to_string(at.value));
  }

  std::string value(AssignmentId id, const char* start) {
    for (const PointRow& p : points(id))
      if (p.start_on == Date::from_text(start))
        return p.value ? p.value->to_string() : p.null_reason.value_or("?");
    return "none";
  }

  Explanation explain(AssignmentId id, const char* start) {
    Explanation found;
    tenant.read([&](Read& db) {
      found = service.explain(ctx(), db, {id, Date::from_text(start), std::nullopt});
    });
    return found;
  }

  void move(OrgUnitId unit, OrgUnitId parent, const char* from) {
    people::ChangeUnit change{.unit = unit, .valid_from = Date::from_text(from)};
    change.parent = parent;
    tenant.write([&](Tx& tx) {
      Context context = ctx();
      context.if_match = people.unit(context, tx, {unit}).version;
      (void)people.change_unit(context, tx, change);
    });
    follow();
  }

  TestTenant& tenant;

 private:
  int made_ = 0;
};

}  // namespace

TEST_CASE("a day that lacks one measure of the formula counts with what it has") {
  for_each_engine([](TestTenant& tenant) {
    Figures c(tenant);
    const AssignmentId id = c.assign_kpi("good / all", c.team);
    c.tell(c.all, c.team, "2026-02-05", "1000");
    c.tell(c.all, c.team, "2026-02-06", "100");
    c.tell(c.good, c.team, "2026-02-06", "10");
    CHECK(c.value(id, "2026-02-01") == "0.009091");
    const Explanation why = c.explain(id, "2026-02-01");
    CHECK(why.compute.substituted == "10 / 1100");
    CHECK(why.compute.exact == "1/110");
    CHECK(why.compute.value == "0.009091"_dec);
    CHECK(why.compute.coverage == Ratio::one());
  });
}

TEST_CASE("cost of one department over revenue of another is a figure of their parent alone") {
  for_each_engine([](TestTenant& tenant) {
    Figures c(tenant);
    const AssignmentId above = c.assign_kpi("good / all", c.sewing);
    const AssignmentId below = c.assign(c.team);
    c.tell(c.good, c.team, "2026-02-05", "30");
    CHECK(c.value(above, "2026-02-01") == "no_data");
    c.tell(c.all, c.other, "2026-02-09", "100");
    CHECK(c.value(above, "2026-02-01") == "0.3");
    CHECK(c.value(below, "2026-02-01") == "no_data");
    c.report(c.all, c.other, Date::of(2026, 1, 9), "100",
             "2026-02-09" + std::to_string(c.other.value), "wrong month");
    CHECK(c.value(above, "2026-02-01") == "no_data");
    CHECK(c.value(above, "2026-01-01") == "no_data");
  });
}

TEST_CASE("the explanation puts the figures in the formula that the value is made of") {
  for_each_engine([](TestTenant& tenant) {
    Figures c(tenant);
    const MeasureId heads = c.level("heads");
    const AssignmentId worst =
        c.assign_kpi("good / all", c.sewing, [](NewKpi& k) { k.org_agg = OrgAgg::min; });
    const AssignmentId per_head = c.assign_kpi("good / heads", c.sewing);
    c.tell(c.good, c.team, "2026-02-05", "141.3");
    c.tell(c.all, c.team, "2026-02-05", "157");
    c.tell(c.good, c.other, "2026-02-05", "40");
    c.tell(heads, c.team, "2026-02-02", "9");
    c.tell(heads, c.team, "2026-02-20", "10");
    CHECK(c.value(worst, "2026-02-01") == "0.9");
    CHECK(c.explain(worst, "2026-02-01").compute.substituted == "min(0.9, —)");
    CHECK(c.value(per_head, "2026-02-01") == "18.13");
    CHECK(c.explain(per_head, "2026-02-01").compute.substituted == "181.3 / 10");
    CHECK(c.explain(per_head, "2026-02-01").read.measures.at(1).amount == "10"_dec);
  });
}

TEST_CASE("openings, ends and last year's figures are there, and move what comes after them") {
  for_each_engine([](TestTenant& tenant) {
    Figures c(tenant);
    const MeasureId heads = c.level("heads");
    const AssignmentId turnover = c.assign_kpi("good / avg_open_close(heads)", c.team,
                                               [](NewKpi& k) { k.org_agg = OrgAgg::recompute; });
    const AssignmentId top = c.assign_kpi("good / avg_open_close(heads)", c.sewing);
    c.tell(heads, c.team, "2026-01-31", "100");
    c.tell(heads, c.team, "2026-02-28", "90");
    c.tell(c.good, c.team, "2026-02-10", "5");
    CHECK(c.value(turnover, "2026-02-01") == "0.052632");
    CHECK(c.value(top, "2026-02-01") == "0.052632");
    const Explanation why = c.explain(turnover, "2026-02-01");
    CHECK(why.compute.substituted == "5 / ((100 + 90) / 2)");
    CHECK(why.read.measures.at(1).opening == "100"_dec);
    CHECK(why.read.measures.at(1).opening_on == Date::of(2026, 1, 31));
    // A corrected end of January is the opening of February.
    c.report(heads, c.team, Date::of(2026, 1, 31), "110",
             "2026-01-31" + std::to_string(c.team.value), "recounted");
    CHECK(c.value(turnover, "2026-02-01") == "0.05");
    // What another unit reported counts where it stands.
    c.tell(heads, c.other, "2026-01-15", "50");
    CHECK(c.value(top, "2026-02-01") == "0.04");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("the same period last year is that period's figure, also when it comes late") {
  for_each_engine([](TestTenant& tenant) {
    Figures c(tenant);
    const AssignmentId growth = c.assign_kpi("good / same_period_last_year(good) - 1", c.team,
                                             [](NewKpi& k) { k.frequency = Frequency::day; });
    c.tell(c.good, c.team, "2027-03-02", "150");
    CHECK(c.value(growth, "2027-03-02") == "no_data");
    c.tell(c.good, c.team, "2026-03-02", "100");
    CHECK(c.value(growth, "2027-03-02") == "0.5");
    CHECK(c.explain(growth, "2027-03-02").compute.substituted == "150 / 100 - 1");
    CHECK(c.explain(growth, "2027-03-02").read.measures.at(0).last_year == "100"_dec);
  });
}

TEST_CASE("a unit that moves takes along what it reports from that day on") {
  for_each_engine([](TestTenant& tenant) {
    Figures c(tenant);
    const AssignmentId from = c.assign_kpi("good / all", c.sewing);
    const AssignmentId to = c.assign(c.other);
    const AssignmentId top = c.assign(c.company);
    for (const char* day : {"2026-02-10", "2026-02-20"}) {
      c.tell(c.good, c.team, day, day[8] == '1' ? "1" : "2");
      c.tell(c.all, c.team, day, "10");
    }
    CHECK(c.value(from, "2026-02-01") == "0.15");
    c.move(c.team, c.other, "2026-02-15");  // still below sewing
    CHECK(c.value(from, "2026-02-01") == "0.15");
    CHECK(c.value(to, "2026-02-01") == "0.2");
    c.move(c.team, c.company, "2026-02-15");
    CHECK(c.value(from, "2026-02-01") == "0.1");
    CHECK(c.value(to, "2026-02-01") == "none");
    CHECK(c.value(top, "2026-02-01") == "0.15");
    c.move(c.team, c.other, "2026-01-15");  // until the day from which it is elsewhere
    CHECK(c.value(to, "2026-02-01") == "0.1");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("periods without a figure are missing ones, from the first figure on") {
  for_each_engine([](TestTenant& tenant) {
    Figures c(tenant);
    const AssignmentId id = c.assign_kpi("good", c.team, [](NewKpi& k) {
      k.frequency = Frequency::day;
      k.time_agg = TimeAgg::sum;
      k.org_agg = OrgAgg::sum;
    });
    const auto told = [&] {
      std::string text;
      Points list;
      PointsOf request{.assignment = id};
      tenant.read([&](Read& db) { list = c.service.points(c.ctx(), db, request); });
      for (const PointLine& p : list.items)
        text += p.label.substr(5) + (p.no_data ? "? "
                                     : p.value ? "=" + p.value->to_string() + " "
                                               : "! ");
      return text;
    };
    c.tell(c.good, c.team, "2026-03-04", "7");
    // The 7th and 8th are no workdays, and the 10th is today.
    CHECK(told() == "03-04=7 03-05? 03-06? 03-09? ");
    c.tell(c.good, c.team, "2026-03-06", "8");
    c.tell(c.good, c.team, "2026-03-07", "1");
    CHECK(told() == "03-04=7 03-05? 03-06=8 03-07=1 03-09? ");
    CHECK(c.points(id).back().missing == 1);
    const std::string key = "2026-03-04" + std::to_string(c.team.value);
    c.report(c.good, c.team, Date::of(2026, 3, 6), "7", key, "wrong day");
    CHECK(told() == "03-06=15 03-07=1 03-09? ");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a feed that died is no data after its days of grace, and says how old its figure is") {
  for_each_engine([](TestTenant& tenant) {
    Figures c(tenant);
    const AssignmentId id = c.assign_kpi("good", c.team, [](NewKpi& k) {
      k.frequency = Frequency::day;
      k.time_agg = TimeAgg::sum;
      k.org_agg = OrgAgg::sum;
    });
    c.tell(c.good, c.team, "2026-03-09", "7");
    const auto row = [&](Date today) {
      KpiView view;
      Context ctx = c.ctx();
      ctx.set_today(today);
      tenant.write([&](Tx& tx) { (void)c.service.sweep(tx, today); });
      tenant.read([&](Read& db) { view = c.service.assignment(ctx, db, {id}).row; });
      return view;
    };
    CHECK(row(Date::of(2026, 3, 10)).light == Light::ok);
    CHECK_FALSE(row(Date::of(2026, 3, 10)).last_figure_on);
    CHECK(row(Date::of(2026, 3, 10)).behind == 0);
    const KpiView dead = row(Date::of(2026, 3, 26));
    CHECK(dead.light == Light::none);
    CHECK_FALSE(dead.actual);
    CHECK(dead.last_figure_on == Date::of(2026, 3, 9));
    CHECK(dead.age == 17);
    CHECK(dead.behind == 12);
    const std::vector<LightDay> lights = [&] {
      std::vector<LightDay> found;
      tenant.read([&](Read& db) {
        found = c.service.lights_between(db, {id}, Date::of(2026, 3, 16), Date::of(2026, 3, 20));
      });
      return found;
    }();
    CHECK(lights.size() == 5);
    for (const LightDay& day : lights) CHECK(day.light == Light::none);
  });
}

}  // namespace twinrail::kpi
