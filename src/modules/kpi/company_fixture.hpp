#pragma once

#include <algorithm>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "modules/kpi/model.hpp"
#include "modules/kpi/service_view.hpp"
#include "modules/people/model.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"
#include "platform/db/testing.hpp"
#include "platform/events/events.hpp"

/// What the tests of the KPI rail share.
namespace twinrail::kpi {

/// Six units in two departments, two measures, and a clock that stands still. Whatever a test
/// wrote, at its end all that is derived is as it is derived anew, and each point as it is
/// explained.
class TestCompany {
 public:
  TestCompany(const TestCompany&) = delete;
  TestCompany& operator=(const TestCompany&) = delete;
  ~TestCompany() {
    if (left_damaged || std::uncaught_exceptions() > 0) return;
    try {
      check_derived();
    } catch (const Error& e) {
      FAIL_CHECK("what is derived cannot be derived anew: " << e.key());
    }
  }

  explicit TestCompany(TestTenant& tenant) : tenant_(tenant), viewer_(std::make_shared<Viewer>()) {
    viewer_->account = AccountId{1};
    viewer_->login = "robot";
    viewer_->held.everything();
    viewer_->seen.fill(relation::company);
    company = unit("C", {}, people::UnitKind::company);
    sewing = unit("S", company, people::UnitKind::department);
    team = unit("S1", sewing, people::UnitKind::team);
    other = unit("S2", sewing, people::UnitKind::team);
    good = measure("good");
    all = measure("all");
    tenant.write([&](Tx& tx) {
      NewKpi request{.code = "rate",
                     .names = {"合格率", "Pass rate"},
                     .formula = "good / all",
                     .unit = "%",
                     .frequency = Frequency::day};
      kpi = service.add_kpi(ctx(), tx, request).id;
    });
  }

  [[nodiscard]] Context ctx() const {
    Context context(now, viewer_);
    context.set_today(Date::of(2026, 3, 10));
    return context;
  }

  AssignmentId assign(OrgUnitId to, std::optional<BreachSetting> breach = {}) {
    NewAssignment request{.kpi = kpi, .org_unit = to, .valid_from = Date::of(2026, 1, 1)};
    request.target.target = Decimal::whole(1);
    request.breach = std::move(breach);
    if (request.breach) request.breach->grace_days = 366;
    AssignmentId id;
    tenant_.write([&](Tx& tx) { id = service.add_assignment(ctx(), tx, request).row.assignment; });
    assigned_.push_back(id);
    return id;
  }

  ReadingsReport report(MeasureId measure, OrgUnitId at, Date on, const char* amount,
                        const std::string& key, const char* reason = nullptr) {
    Reading reading{.org_unit = at, .on = on, .amount = amount, .source_key = key};
    if (reason) reading.reason = Text<500>(reason);
    ReadingsReport done;
    tenant_.write([&](Tx& tx) {
      done = service.record_readings(ctx(), tx, {measure, std::nullopt, {{reading}}});
    });
    return done;
  }

  void day(OrgUnitId at, int day_of_march, const char* passed, const char* total) {
    const Date on = Date::of(2026, 3, day_of_march);
    const std::string key = std::to_string(at.value) + "/" + on.to_string();
    report(good, at, on, passed, key);
    report(all, at, on, total, key);
  }

  /// A KPI whose value at a higher level is that of its worst unit, so that it follows from days.
  KpiId worst_unit() {
    KpiId id;
    tenant_.write([&](Tx& tx) {
      NewKpi request{.code = "worst",
                     .names = {"最差", "Worst"},
                     .formula = "good / all",
                     .unit = "%",
                     .frequency = Frequency::day,
                     .org_agg = OrgAgg::min};
      id = service.add_kpi(ctx(), tx, request).id;
    });
    return id;
  }

  /// From now on it is the pass rate of a week that is assigned.
  void by_week() {
    tenant_.write([&](Tx& tx) {
      NewKpi request{.code = "weekly",
                     .names = {"周合格率", "Weekly"},
                     .formula = "good / all",
                     .unit = "%",
                     .frequency = Frequency::week};
      kpi = service.add_kpi(ctx(), tx, request).id;
    });
  }

  std::vector<PointRow> points(AssignmentId id) {
    std::vector<PointRow> found;
    tenant_.read([&](Read& db) { found = store::points(db, {id}, Date::first(), Date::last()); });
    return found;
  }

  std::int64_t differing() {
    std::int64_t count = -1;
    tenant_.write([&](Tx& tx) { count = service.recompute(tx, ctx().today(), false).all(); });
    return count;
  }

  /// Hands the module what was announced of units, as the dispatcher does.
  void follow() {
    tenant_.write([&](Tx& tx) {
      std::vector<Event> events;
      for (Event& event : events_after(tx, followed_, 10'000)) {
        followed_ = event.id;
        event.at = ctx().now;
        if (event.topic == people::OrganisationChanged::topic) events.push_back(std::move(event));
      }
      if (!events.empty()) service.follow_organisation(tx, events);
    });
  }

  void check_derived() {
    follow();
    Context then = ctx();
    tenant_.write([&](Tx& tx) {
      then.set_today(std::max(then.today(), store::swept_on(tx)));
      (void)service.sweep(tx, then.today());
      CHECK(service.recompute(tx, then.today(), false).all() == 0);
    });
    tenant_.read([&](Read& db) {
      for (const AssignmentId id : assigned_)
        for (const PointRow& p : store::points(db, {id}, Date::first(), Date::last()))
          check_explained(p, service.explain(then, db, {id, p.start_on, std::nullopt}));
    });
  }

  bool left_damaged = false;  ///< by a test that changes rows behind the program's back
  Instant now = Instant::midnight(Date::of(2026, 3, 10));  ///< when things are recorded
  people::Service people;
  Service service{people};
  OrgUnitId company, sewing, team, other;
  MeasureId good, all;
  KpiId kpi;

 private:
  static void check_explained(const PointRow& p, const Explanation& why) {
    CAPTURE(p.start_on.to_string());
    CHECK(why.value == p.value);
    CHECK(why.compute.null_reason == p.null_reason);
    CHECK(why.compute.rows_used == p.rows_used);
    CHECK(why.compute.rows_seen == p.rows_seen);
    CHECK(why.judge.achievement == p.achievement);
    CHECK(why.judge.colour == p.colour);
    CHECK(why.judge.state == p.phase);
    CHECK(why.judge.count == p.streak);
  }

  OrgUnitId unit(const char* code, std::optional<OrgUnitId> parent, people::UnitKind kind) {
    OrgUnitId id;
    tenant_.write([&](Tx& tx) {
      id = people
               .add_unit(ctx(), tx,
                         {.code = code,
                          .names = {code, code},
                          .kind = kind,
                          .parent = parent,
                          .valid_from = Date::of(2026, 1, 1)})
               .id;
    });
    return id;
  }
  MeasureId measure(const char* code) {
    MeasureId id;
    tenant_.write([&](Tx& tx) {
      id = service.add_measure(ctx(), tx, {.code = code, .names = {code, code}, .unit = "pcs"}).id;
    });
    return id;
  }

  TestTenant& tenant_;
  std::shared_ptr<Viewer> viewer_;
  std::vector<AssignmentId> assigned_;
  std::int64_t followed_ = 0;
};

inline BreachSetting below_90() { return {.op = "<", .value = "0.9"_dec}; }

inline std::string key_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& e) {
    return e.problems().empty() ? e.key() : e.problems().front().key;
  }
  return "";
}

/// Leads a unit and no other unit.
inline Context lead_of(const TestCompany& c, OrgUnitId unit) {
  auto viewer = std::make_shared<Viewer>();
  viewer->account = AccountId{2};
  viewer->login = "lead";
  viewer->held.everything(relation::chain | relation::self);
  viewer->reach = {{unit, relation::chain}};
  Context ctx(c.ctx().now, viewer);
  ctx.set_today(c.ctx().today());
  return ctx;
}

}  // namespace twinrail::kpi
