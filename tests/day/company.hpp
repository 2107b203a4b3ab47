#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "modules/dashboard/model_week.hpp"
#include "modules/okr/model_decision.hpp"
#include "modules/okr/okr.hpp"
#include "modules/people/model.hpp"
#include "modules/people/model_change.hpp"
#include "modules/people/people.hpp"
#include "platform/approvals/approvals.hpp"
#include "platform/context.hpp"
#include "platform/db/testing.hpp"
#include "support/staff.hpp"

/// What the tests of the pages over both rails share.
namespace twinrail::dashboard {

/// A company in the tenth of thirteen weeks, a cycle before and one after it, with one goal from 0
/// to 100 and one daily metric (the share of good pieces of 100), both of one person.
class TestCompany {
 private:
  template <class Act>
  auto write(Act act) {
    std::optional<decltype(act(std::declval<Tx&>()))> done;
    tenant_.write([&](Tx& tx) { done = act(tx); });
    return *done;
  }
  template <class Look>
  auto read(Look look) {
    std::optional<decltype(look(std::declval<Read&>()))> seen;
    tenant_.read([&](Read& db) { seen = look(db); });
    return *seen;
  }

 public:
  explicit TestCompany(TestTenant& tenant) : tenant_(tenant), viewer_(std::make_shared<Viewer>()) {
    viewer_->account = AccountId{1};
    viewer_->held.everything();
    viewer_->seen.fill(relation::company);
    unit = add_unit("C", {}, people::UnitKind::company);
    hire();
    past = cycle(Date::of(2025, 10, 1), Date::of(2025, 12, 31), okr::CycleState::closing);
    running = cycle(Date::of(2026, 1, 1), Date::of(2026, 3, 31), okr::CycleState::active);
    coming = cycle(Date::of(2026, 4, 1), Date::of(2026, 6, 30), okr::CycleState::planning);
    add_goal();
    add_metric();
    assignment = assign(unit);
  }

  [[nodiscard]] Context ctx() const {
    Context context(now, viewer_);
    context.set_today(today);
    return context;
  }

  OrgUnitId add_unit(const char* code, std::optional<OrgUnitId> parent, people::UnitKind kind) {
    people::NewUnit request{
        .code = code, .names = {code, code}, .kind = kind, .valid_from = Date::of(2025, 1, 1)};
    request.parent = parent;
    return write([&](Tx& tx) { return people_.add_unit(ctx(), tx, request).id; });
  }

  kpi::AssignmentId assign(OrgUnitId to) {
    kpi::NewAssignment request{.kpi = kpi_id_, .org_unit = to, .valid_from = Date::of(2025, 1, 1)};
    request.owner = viewer_->person;
    request.target.target = Decimal::from_text("0.9");
    request.breach = kpi::BreachSetting{.op = "<", .value = Decimal::from_text("0.7")};
    return write([&](Tx& tx) { return metrics.add_assignment(ctx(), tx, request).row.assignment; });
  }

  void tell(Date on, int value, const char* confidence) {
    okr::NewCheckIn check_in{.key_result = key_result, .value = Decimal::whole(value), .on = on};
    check_in.confidence = Decimal::from_text(confidence);
    write([&](Tx& tx) { return goals.check_in(ctx(), tx, check_in).id; });
  }

  /// Good pieces of 100 on a day; again with a reason.
  void report(Date on, const char* good, const char* reason = nullptr,
              std::optional<OrgUnitId> at = {}) {
    const OrgUnitId place = at.value_or(unit);
    const auto send = [&](kpi::MeasureId measure, const char* amount, const char* why) {
      kpi::Reading reading{.org_unit = place, .on = on, .amount = amount};
      reading.source_key = std::to_string(place.value) + "/" + on.to_string();
      if (why) reading.reason = Text<500>(why);
      write([&](Tx& tx) {
        return metrics.record_readings(ctx(), tx, {measure, std::nullopt, {{reading}}}).stored;
      });
    };
    send(good_, good, reason);
    send(all_, "100", nullptr);
  }

  /// The day begins: what is over is judged.
  void sweep() {
    write([&](Tx& tx) { return metrics.sweep(tx, today); });
  }

  void acknowledge(Date until) {
    const Board shown = board({});
    write([&](Tx& tx) {
      return metrics
          .acknowledge(ctx(), tx,
                       {.breach = shown.warnings.front().breach.id,
                        .accepted_value = Decimal::from_text("0.5"),
                        .last_day = until,
                        .reason = "a new line"})
          .id;
    });
  }

  okr::DecisionView decide(const char* note, Date due) {
    okr::NewDecision request{.org_unit = unit, .note = Text<300>(note), .owner = viewer_->person};
    request.due = due;
    return write([&](Tx& tx) { return goals.add_decision(ctx(), tx, request); });
  }
  void finish(const okr::DecisionView& decision) {
    Context context = ctx();
    context.if_match = decision.version;
    okr::ChangeDecision request{.decision = decision.id};
    request.done = true;
    write([&](Tx& tx) { return goals.change_decision(context, tx, request).id; });
  }
  void pass_days(int days) {
    today = today + days;
    now = now.plus_seconds(86'400LL * days);
  }

  /// From now on the viewer may do only this.
  void only(const std::vector<Permission>& permissions) {
    viewer_ = std::make_shared<Viewer>(*viewer_);
    viewer_->held = {};
    for (const Permission& permission : permissions)
      viewer_->held.add(permission, relation::company);
  }

  Board board(std::optional<okr::CycleId> cycle) {
    return read([&](Read& db) { return service.board(ctx(), db, {.unit = {}, .cycle = cycle}); });
  }
  MyDay day() {
    return read([&](Read& db) { return service.my_day(ctx(), db, {}); });
  }
  WeekSheet week(Date since) {
    return read([&](Read& db) { return service.week(ctx(), db, {.unit = {}, .since = since}); });
  }
  Page<ChangeView> page(Date since, std::optional<Text<200>> cursor, std::int64_t limit) {
    ChangesQuery query{.since = since, .unit = {}, .cursor = std::move(cursor), .limit = {}};
    query.limit = Int<1, 200>{limit};
    return read([&](Read& db) { return service.changes(ctx(), db, query); });
  }
  std::vector<ChangeView> changes(Date since) { return page(since, {}, 200).items; }

  Date today = Date::of(2026, 3, 7);
  Instant now = Instant::from_text("2026-03-07T10:00:00Z");
  OrgUnitId unit;
  okr::CycleId past;
  okr::CycleId running;
  okr::CycleId coming;
  okr::KeyResultId key_result;
  kpi::AssignmentId assignment;

 private:
  void hire() {
    people::NewPerson person{.employee_no = "P1", .name = "Lin"};
    person.unit = unit;
    person.start = Date::of(2025, 1, 1);
    viewer_->person = write([&](Tx& tx) { return people_.hire(ctx(), tx, person).id; });
  }
  okr::CycleId cycle(Date from, Date to, okr::CycleState state) {
    okr::NewCycle request{.names = {"季", from.to_string()}, .start = from, .end = to};
    request.state = state;
    return write([&](Tx& tx) { return goals.add_cycle(ctx(), tx, request).id; });
  }
  void add_goal() {
    write([&](Tx& tx) {
      okr::NewObjective request{.cycle = running, .org_unit = unit, .title = {"目标", "Goal"}};
      request.owner = viewer_->person;
      const auto goal = goals.add_objective(ctx(), tx, request);
      okr::NewKeyResult kr{.objective = goal.row.id, .title = {"量", "Amount"}};
      kr.start = Decimal();
      kr.target = Decimal::whole(100);
      key_result = goals.add_key_result(ctx(), tx, kr).id;
      Context started = ctx();
      started.if_match = goal.version;
      return goals.activate(started, tx, {goal.row.id, {}}).version;
    });
  }
  void add_metric() {
    const auto measure = [&](const char* code) {
      const kpi::NewMeasure request{.code = code, .names = {code, code}, .unit = "pcs"};
      return write([&](Tx& tx) { return metrics.add_measure(ctx(), tx, request).id; });
    };
    good_ = measure("good");
    all_ = measure("all");
    const kpi::NewKpi request{.code = "rate",
                              .names = {"合格率", "Pass rate"},
                              .formula = "good / all",
                              .unit = "%",
                              .frequency = kpi::Frequency::day};
    kpi_id_ = write([&](Tx& tx) { return metrics.add_kpi(ctx(), tx, request).id; });
  }

  TestTenant& tenant_;
  std::shared_ptr<Viewer> viewer_;
  people::Service people_;
  kpi::Service metrics{people_};
  approvals::Service approvals_{std::make_unique<LineStaff>()};
  okr::Service goals{people_, metrics, approvals_};
  Service service{people_, metrics, goals, approvals_};
  kpi::KpiId kpi_id_;
  kpi::MeasureId good_;
  kpi::MeasureId all_;
};

}  // namespace twinrail::dashboard
