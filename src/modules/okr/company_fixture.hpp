#pragma once

#include <algorithm>
#include <exception>
#include <functional>

#include <doctest/doctest.h>

#include "modules/kpi/model.hpp"
#include "modules/okr/service_view.hpp"
#include "modules/people/model.hpp"
#include "modules/people/people.hpp"
#include "platform/db/testing.hpp"
#include "platform/events/events.hpp"
#include "support/staff.hpp"

/// What the tests of the OKR rail share.
namespace twinrail::okr {

/// A company with one team, a quarter of which 66 of 91 days are gone, and a clock that stands
/// still. Whatever a test wrote, at its end all that is derived is as it is derived anew.
class TestCompany {
 public:
  TestCompany(const TestCompany&) = delete;
  TestCompany& operator=(const TestCompany&) = delete;
  ~TestCompany() {
    if (std::uncaught_exceptions() > 0) return;
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
    tenant_.write([&](Tx& tx) {
      unit = people
                 .add_unit(ctx(), tx,
                           {.code = "C",
                            .names = {"公司", "Company"},
                            .kind = people::UnitKind::company,
                            .valid_from = Date::of(2026, 1, 1)})
                 .id;
      cycle = okr.add_cycle(ctx(), tx,
                            {.names = {"一季度", "Q1"},
                             .start = Date::of(2026, 1, 1),
                             .end = Date::of(2026, 3, 31),
                             .state = CycleState::active})
                  .id;
    });
  }

  [[nodiscard]] Context ctx(std::optional<std::int64_t> if_match = {}) const {
    Context context(Instant::midnight(today), viewer_);
    context.set_today(today);
    context.if_match = if_match;
    return context;
  }

  template <class F>
  auto write(F&& act) {
    std::optional<decltype(act(std::declval<Tx&>()))> done;
    tenant_.write([&](Tx& tx) { done = act(tx); });
    return *done;
  }
  template <class F>
  auto read(F&& act) {
    std::optional<decltype(act(std::declval<Read&>()))> done;
    tenant_.read([&](Read& db) { done = act(db); });
    return *done;
  }

  ObjectiveId objective(const char* title, std::optional<Decimal> weight = {}) {
    NewObjective request{.cycle = cycle, .org_unit = unit, .title = {title, title}};
    request.weight = weight;
    return write([&](Tx& tx) { return okr.add_objective(ctx(), tx, request).row.id; });
  }
  KeyResultId key_result(ObjectiveId of, const char* weight = "1",
                         std::optional<Decimal> start = Decimal()) {
    NewKeyResult request{.objective = of, .title = {"量", "Amount"}, .start = start};
    request.target = Decimal::whole(100);
    request.weight = Decimal::from_text(weight);
    return write([&](Tx& tx) { return okr.add_key_result(ctx(), tx, request).id; });
  }
  void activate(ObjectiveId id, std::optional<Date> on = {}) {
    write([&](Tx& tx) {
      const std::int64_t version = okr.objective(ctx(), tx, {id}).version;
      return okr.activate(ctx(version), tx, {id, on}).version;
    });
  }
  CheckInView tell(KeyResultId id, const char* value, std::optional<Date> on = {}) {
    NewCheckIn request{.key_result = id, .value = Decimal::from_text(value)};
    request.on = on;
    return write([&](Tx& tx) { return okr.check_in(ctx(), tx, request); });
  }
  ContributionView count(ObjectiveId child, ObjectiveId parent, const char* share) {
    NewContribution request{.child = child, .parent = parent};
    request.share = Decimal::from_text(share);
    return write([&](Tx& tx) { return okr.add_contribution(ctx(), tx, request); });
  }
  ObjectiveView row(ObjectiveId id) {
    return read([&](Read& db) { return okr.objective(ctx(), db, {id}).row; });
  }
  ObjectiveDetailView detail(ObjectiveId id) { return detail(id, ctx()); }
  ObjectiveDetailView detail(ObjectiveId id, const Context& as) {
    return read([&](Read& db) { return okr.objective(as, db, {id}); });
  }
  std::int64_t differing(bool repair = false) {
    return write([&](Tx& tx) { return okr.recompute(tx, repair); });
  }
  LinkView drive(KeyResultId id, kpi::AssignmentId by, ValueSpan rule = ValueSpan::period) {
    NewLink link{.assignment = by, .key_result = id};
    link.value_rule = rule;
    return write([&](Tx& tx) { return okr.add_link(ctx(), tx, link); });
  }
  CheckInView correct(CheckInId id, const char* value) {
    CorrectCheckIn request{.check_in = id, .reason = "mistyped"};
    request.value = Decimal::from_text(value);
    return write([&](Tx& tx) { return okr.correct_check_in(ctx(), tx, request); });
  }
  /// "03-01 0.4, 03-03 0.5": the days on which it moved up to today, without the first day of the
  /// cycle.
  std::string course(ObjectiveId id, std::optional<Date> to = {}) {
    std::string text;
    const auto rows = read([&](Read& db) { return okr.history(db, {id}, to.value_or(today)); });
    for (const StandingDay& s : rows) {
      if (s.day == Date::of(2026, 1, 1)) continue;
      text += (text.empty() ? "" : ", ") + s.day.to_string().substr(5) + " " +
              (s.progress ? s.progress->to_decimal().to_string() : "-");
    }
    return text;
  }

  /// A KPI that is a plain sum of a measure, and its assignment to the company.
  kpi::AssignmentId assignment(kpi::Frequency frequency = kpi::Frequency::day,
                               const char* code = "out",
                               kpi::TimeAgg time_agg = kpi::TimeAgg::sum) {
    return write([&](Tx& tx) {
      if (!measure.value)
        measure =
            kpi.add_measure(ctx(), tx, {.code = "out", .names = {"产量", "Output"}, .unit = "pcs"})
                .id;
      const auto k = kpi.add_kpi(ctx(), tx,
                                 {.code = code,
                                  .names = {"产量", "Output"},
                                  .formula = "out",
                                  .unit = "pcs",
                                  .frequency = frequency,
                                  .time_agg = time_agg,
                                  .org_agg = kpi::OrgAgg::sum})
                         .id;
      kpi::NewAssignment request{.kpi = k, .org_unit = unit, .valid_from = Date::of(2026, 1, 1)};
      request.target.target = Decimal::whole(100);
      return kpi.add_assignment(ctx(), tx, request).row.assignment;
    });
  }
  /// Reports a figure and hands the event on as the dispatcher does.
  void report(Date on, const char* amount) {
    following([&](Tx& tx) {
      const kpi::Reading reading{.org_unit = unit,
                                 .on = on,
                                 .amount = amount,
                                 .source_key = on.to_string(),
                                 .reason = "late"};
      (void)kpi.record_readings(ctx(), tx, {measure, std::nullopt, {{reading}}});
    });
  }
  /// Periods that are over by a day are judged.
  void end_of_day(Date next) {
    judged_on_ = next;
    following([&](Tx& tx) { (void)kpi.sweep(tx, next); });
  }

  void check_derived() {
    end_of_day(std::max(today, judged_on_));
    CHECK(differing() == 0);
    CHECK(write([&](Tx& tx) { return kpi.recompute(tx, judged_on_, false).all(); }) == 0);
  }

  const Date today = Date::of(2026, 3, 7);
  people::Service people;
  kpi::Service kpi{people};
  approvals::Service approvals{std::make_unique<LineStaff>()};
  Service okr{people, kpi, approvals};
  OrgUnitId unit;
  CycleId cycle;
  kpi::MeasureId measure;

 private:
  /// Does it, and hands on what it announces of KPIs.
  void following(const std::function<void(Tx&)>& act) {
    tenant_.write([&](Tx& tx) {
      const std::int64_t before = newest_event(tx);
      act(tx);
      for (const Event& e : events_after(tx, before, 1'000))
        if (e.topic == kpi::ValuesChanged::topic) okr.follow_kpi(tx, {e});
    });
  }

  TestTenant& tenant_;
  std::shared_ptr<Viewer> viewer_;
  Date judged_on_ = Date::first();
};

inline std::string key_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& e) {
    return e.problems().empty() ? e.key() : e.problems().front().key;
  }
  return "";
}

}  // namespace twinrail::okr
