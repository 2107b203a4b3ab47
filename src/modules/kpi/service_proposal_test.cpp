#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"
#include "modules/kpi/model_life.hpp"
#include "modules/kpi/model_notice.hpp"
#include "modules/kpi/model_proposal.hpp"
#include "modules/kpi/model_target.hpp"
#include "platform/approvals/model.hpp"
#include "platform/settings/settings.hpp"
#include "support/person.hpp"
#include "support/staff.hpp"

/// Targets of a running period that somebody has to agree to, on both engines.
namespace twinrail::kpi {
namespace {

constexpr PersonId asker{1}, manager{2};

/// A daily KPI at 100 %, and its company with approvals. Today is the 10th of March.
struct Asked {
  explicit Asked(TestTenant& t) : tenant(t), c(t) {
    approvals.know({service.target_change()});
    REQUIRE(made_person(t) == asker);
    REQUIRE(made_person(t) == manager);
    id = c.assign(c.team);
    c.day(c.team, 9, "80", "100");
  }

  [[nodiscard]] Context as(PersonId person, std::optional<std::int64_t> version = {}) const {
    auto viewer = std::make_shared<Viewer>();
    viewer->account = AccountId{person.value + 1};
    viewer->person = person;
    viewer->held.everything();
    Context ctx(c.ctx().now, viewer);
    ctx.set_today(c.ctx().today());
    ctx.if_match = version;
    return ctx;
  }
  void require_consent() {
    tenant.write([&](Tx& tx) {
      BreachRules rules;
      rules.review_of_running_targets = rules::TargetReview::everybody;
      (void)settings::save(tx, "kpi", type_of<BreachRules>(), &rules, c.ctx().now);
    });
  }
  std::string set(Date from, const char* target) {
    return key_of([&] {
      tenant.write([&](Tx& tx) {
        NewTarget request;
        request.assignment = id;
        request.from = from;
        request.target = Decimal::from_text(target);
        (void)service.add_target(as(asker), tx, request);
      });
    });
  }
  /// On the sheet, in the column of a day.
  std::string set_cell(Date day, const char* target, const char* before) {
    return key_of([&] {
      tenant.write([&](Tx& tx) {
        SetTargets request{.kpi = c.kpi};
        TargetCell cell{.assignment = id, .day = day, .target = Text<32>(target)};
        cell.before = Decimal::from_text(before);
        request.cells.push_back(cell);
        (void)service.set_targets(as(asker), tx, request);
      });
    });
  }
  void propose(Date from, const TargetValues& values, const char* reason) {
    tenant.write([&](Tx& tx) {
      ProposeTarget request;
      static_cast<TargetValues&>(request) = values;
      request.assignment = id;
      request.from = from;
      request.reason = Text<1000>(reason);
      (void)service.propose_target(as(asker), tx, request);
    });
  }
  std::string propose(Date from, const char* target, const char* reason = "late parts") {
    return key_of([&] { propose(from, {.target = Decimal::from_text(target)}, reason); });
  }
  /// From today on.
  void warn(const char* op, const char* value) {
    tenant.write([&](Tx& tx) {
      ChangeAssignment request{.assignment = id, .from = c.ctx().today(), .reason = "agreed"};
      request.breach = BreachSetting{.op = op, .value = Decimal::from_text(value)};
      const std::int64_t version = service.assignment(as(asker), tx, {id}).version;
      (void)service.change_assignment(as(asker, version), tx, request);
    });
  }
  std::optional<approvals::ApprovalId> waits() {
    std::optional<approvals::ApprovalId> found;
    tenant.read([&](Read& db) { found = service.target_rule(as(asker), db, {id}).waits; });
    return found;
  }
  void do_about_it(PersonId by, approvals::ApprovalAct act) {
    const auto approval = *waits();
    tenant.write([&](Tx& tx) {
      const std::int64_t version = approvals.one(as(by), tx, {approval}).version;
      (void)approvals.change(as(by, version), tx, {approval, act, Text<1000>("word"), {}});
    });
  }
  std::string decide(PersonId by, approvals::ApprovalAct act) {
    return key_of([&] { do_about_it(by, act); });
  }
  /// Why the request that is open cannot be agreed to, where that is a conflict.
  std::string conflict() {
    try {
      do_about_it(manager, approvals::ApprovalAct::approve);
    } catch (const Error& e) {
      const bool of_a_field = e.fault() != Fault::conflict || !e.problems().empty();
      return of_a_field ? "not a conflict" : e.key();
    }
    return "";
  }
  TargetView target_on(Date day) {
    TargetView found;
    tenant.read([&](Read& db) {
      for (const TargetView& t : service.assignment(as(asker), db, {id}).targets)
        if (t.from <= day && (!t.to || day <= *t.to) && t.target) found = t;
    });
    return found;
  }
  std::optional<Decimal> aimed_on(Date day) { return target_on(day).target; }
  std::vector<TargetProposalView> asked() {
    std::vector<TargetProposalView> found;
    tenant.read([&](Read& db) {
      TargetProposalsQuery query{.assignment = id};
      found = service.target_proposals(as(asker), db, query).items;
    });
    return found;
  }

  TestTenant& tenant;
  TestCompany c;
  approvals::Service approvals{std::make_unique<LineStaff>()};
  Service service{c.people, &approvals};
  AssignmentId id;
};

const Date today = Date::of(2026, 3, 10);

}  // namespace

TEST_CASE("a target of the running period waits for consent, and the old one counts until then") {
  for_each_engine([](TestTenant& tenant) {
    Asked a(tenant);
    a.require_consent();
    CHECK(a.set(today, "0.9") == "kpi.target_needs_review");
    CHECK(a.set_cell(today, "0.9", "1") == "kpi.target_needs_review");
    CHECK(a.propose(today, "0.9", " ") == "kpi.target_reason_needed");
    CHECK(a.propose(today, "1") == "kpi.target_same");
    CHECK(a.propose(today, "0.9").empty());
    REQUIRE(a.waits());
    CHECK(a.aimed_on(today) == "1"_dec);
    CHECK(a.propose(today, "0.8") == "approvals.waits_already");
    CHECK(a.set(today + 1, "0.7") == "kpi.target_waits");
    CHECK(a.decide(asker, approvals::ApprovalAct::approve) == "approvals.not_yours");
    CHECK(a.decide(manager, approvals::ApprovalAct::approve).empty());
    CHECK(a.aimed_on(today) == "0.9"_dec);
    CHECK(a.aimed_on(today - 1) == "1"_dec);
    REQUIRE(a.asked().size() == 1);
    CHECK(a.asked().front().state == TargetProposalState::approved);
    CHECK(a.asked().front().changes.front().after.en == "90%");
  });
}

TEST_CASE("a target that is refused or withdrawn leaves the old one, and the way free") {
  for_each_engine([](TestTenant& tenant) {
    Asked a(tenant);
    a.require_consent();
    CHECK(a.propose(today, "0.9").empty());
    CHECK(a.decide(manager, approvals::ApprovalAct::refuse).empty());
    CHECK(a.aimed_on(today) == "1"_dec);
    CHECK_FALSE(a.waits());
    CHECK(a.propose(today, "0.8").empty());
    CHECK(a.decide(asker, approvals::ApprovalAct::withdraw).empty());
    CHECK(a.aimed_on(today) == "1"_dec);
    CHECK(a.asked().size() == 2);
  });
}

TEST_CASE("what begins after the running period is planned without consent") {
  for_each_engine([](TestTenant& tenant) {
    Asked a(tenant);
    a.require_consent();
    CHECK(a.set(today + 1, "0.9").empty());
    CHECK(a.set_cell(today + 3, "0.8", "0.9").empty());
    CHECK(a.set_cell(today - 1, "0.8", "1") == "kpi.target_mode_needed");  // a correction
  });
}

TEST_CASE("where the company asks for no consent a target is set at once") {
  for_each_engine([](TestTenant& tenant) {
    Asked a(tenant);
    CHECK(a.set(today, "0.9").empty());
    CHECK(a.aimed_on(today) == "0.9"_dec);
  });
}

TEST_CASE("a breach rule that came since draws the red line, and the proposal can be agreed to") {
  for_each_engine([](TestTenant& tenant) {
    Asked a(tenant);
    a.propose(today, {.target = "1"_dec, .green = "0.98"_dec, .amber = "0.9"_dec}, "late parts");
    a.warn("<", "0.97");
    CHECK(a.decide(manager, approvals::ApprovalAct::approve).empty());
    CHECK(a.target_on(today).green == "0.98"_dec);
    CHECK_FALSE(a.target_on(today).amber);
    CHECK_FALSE(a.waits());
  });
}

TEST_CASE("a proposal that the breach rule contradicts since is a conflict, and can be refused") {
  const std::pair<const char*, const char*> contradicted[] = {{"<", "kpi.watch_beyond_red"},
                                                              {"<=", "kpi.counts_the_line"}};
  for (const auto& [op, key] : contradicted)
    for_each_engine([op = op, key = key](TestTenant& tenant) {
      Asked a(tenant);
      a.propose(today, {.target = "1"_dec, .green = "0.95"_dec, .amber = "0.9"_dec}, "late parts");
      a.warn(op, "0.97");
      CHECK(a.conflict() == key);
      CHECK_FALSE(a.target_on(today).green);
      CHECK(a.waits());
      CHECK(a.decide(manager, approvals::ApprovalAct::refuse).empty());
    });
}

TEST_CASE("whoever decides sees what a target would do to the running period and those before") {
  for_each_engine([](TestTenant& tenant) {
    Asked a(tenant);
    a.c.day(a.c.team, 10, "80", "100");
    CHECK(a.propose(today - 1, "0.8").empty());
    tenant.read([&](Read& db) {
      const auto seen = a.approvals.one(a.as(manager), db, {*a.waits()});
      REQUIRE_FALSE(seen.effects.empty());
      CHECK(seen.effects.front().before.en == "80.0%");
      CHECK(seen.effects.front().after.en == "100.0%");
    });
  });
}

}  // namespace twinrail::kpi
