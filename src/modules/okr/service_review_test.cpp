#include <doctest/doctest.h>

#include "modules/okr/company_fixture.hpp"
#include "modules/okr/store.hpp"
#include "platform/approvals/model.hpp"
#include "platform/settings/settings.hpp"
#include "support/person.hpp"

/// Who may start an objective of a unit, and what holds while somebody is asked.
namespace twinrail::okr {
namespace {

constexpr PersonId member{1}, manager{2};

struct Team {
  explicit Team(TestTenant& t) : c(t), tenant(t) {
    c.approvals.know({c.okr.review_request()});
    REQUIRE(made_person(t) == member);
    REQUIRE(made_person(t) == manager);
  }

  /// A member of the unit who may write what is theirs, or the manager, who leads it.
  [[nodiscard]] Context as(PersonId person, std::optional<std::int64_t> version = {}) const {
    auto viewer = std::make_shared<Viewer>();
    viewer->account = AccountId{person.value + 1};
    viewer->person = person;
    viewer->held.add(permission::read, relation::company);
    viewer->held.add(permission::write, person == manager ? relation::lead : relation::self);
    viewer->held.add(approvals::permission::use, relation::self);
    viewer->reach = {{c.unit, person == manager ? relation::chain : relation::unit}};
    Context ctx(c.ctx().now, viewer);
    ctx.set_today(c.today);
    ctx.if_match = version;
    return ctx;
  }
  ObjectiveId draft(std::optional<PersonId> person = {}) {
    const ObjectiveId id = c.write([&](Tx& tx) {
      return c.okr
          .add_objective(as(member), tx,
                         {.cycle = c.cycle,
                          .org_unit = c.unit,
                          .person = person,
                          .owner = member,
                          .title = {"少返工", "Less rework"}})
          .row.id;
    });
    (void)c.key_result(id);
    return id;
  }
  /// Asks of an objective as it is.
  [[nodiscard]] Context now(Read& db, PersonId person, ObjectiveId id) const {
    return as(person, store::objective(db, id)->version);
  }
  std::string start(ObjectiveId id, PersonId by) {
    return key_of([&] {
      tenant.write([&](Tx& tx) { (void)c.okr.activate(now(tx, by, id), tx, {id, {}}); });
    });
  }
  approvals::ApprovalId submit(ObjectiveId id) {
    return c.write([&](Tx& tx) {
      return c.okr.submit_review(now(tx, member, id), tx, {id, Text<1000>("ready")}).review.value();
    });
  }
  std::string decide(approvals::ApprovalId id, PersonId by, approvals::ApprovalAct act) {
    return key_of([&] {
      tenant.write([&](Tx& tx) {
        const std::int64_t version = c.approvals.one(as(by), tx, {id}).version;
        (void)c.approvals.change(as(by, version), tx, {id, act, Text<1000>("word"), {}});
      });
    });
  }
  void set(ReviewNeed need) {
    tenant.write([&](Tx& tx) {
      const ObjectiveRules rules{need};
      (void)settings::save(tx, "okr", type_of<ObjectiveRules>(), &rules, c.ctx().now);
    });
  }

  TestCompany c;
  TestTenant& tenant;
};

using approvals::ApprovalAct;

}  // namespace

TEST_CASE("a member's objective of a unit starts when the manager agrees, and not before") {
  for_each_engine([](TestTenant& tenant) {
    Team t(tenant);
    const ObjectiveId id = t.draft();
    CHECK(t.start(id, member) == "okr.review_needed");
    const approvals::ApprovalId review = t.submit(id);
    CHECK(t.c.row(id).state == ObjectiveState::review);
    CHECK(t.start(id, member) == "okr.in_review");
    CHECK(t.start(id, manager) == "okr.in_review");
    CHECK(t.decide(review, member, ApprovalAct::approve) == "approvals.not_yours");
    CHECK(t.decide(review, manager, ApprovalAct::approve) == "");
    CHECK(t.c.row(id).state == ObjectiveState::active);
    CHECK(t.c.differing() == 0);
  });
}

TEST_CASE("what is reviewed stays as it is until the review has ended") {
  for_each_engine([](TestTenant& tenant) {
    Team t(tenant);
    const ObjectiveId id = t.draft();
    const approvals::ApprovalId review = t.submit(id);
    const ObjectiveView row = t.c.row(id);
    CHECK(key_of([&] { (void)t.c.key_result(id); }) == "okr.in_review");
    const auto rename = [&] {
      tenant.write([&](Tx& tx) {
        ChangeObjective change{.objective = id, .title = Names{"别的", "Other"}};
        (void)t.c.okr.change_objective(t.as(manager, t.c.row(id).version), tx, change);
      });
    };
    CHECK(key_of(rename) == "okr.in_review");
    CHECK(key_of([&] {
            tenant.write([&](Tx& tx) {
              ChangeKeyResult change{.key_result = row.key_results.at(0).id, .target = "70"_dec};
              (void)t.c.okr.change_key_result(t.as(manager, row.key_results.at(0).version), tx,
                                              change);
            });
          }) == "okr.in_review");
    CHECK(t.decide(review, manager, ApprovalAct::refuse) == "");
    CHECK(t.c.row(id).state == ObjectiveState::draft);
    CHECK(key_of(rename) == "");
    const approvals::ApprovalId again = t.submit(id);
    CHECK(t.decide(again, member, ApprovalAct::withdraw) == "");
    CHECK(t.c.row(id).state == ObjectiveState::draft);
  });
}

TEST_CASE("who leads the unit starts its objectives, unless everybody's are reviewed") {
  for_each_engine([](TestTenant& tenant) {
    Team t(tenant);
    CHECK(t.start(t.draft(), manager) == "");
    CHECK(t.start(t.draft(member), member) == "");  // a person's own
    t.set(ReviewNeed::everybody);
    CHECK(t.start(t.draft(), manager) == "okr.review_needed");
    t.set(ReviewNeed::nobody);
    CHECK(t.start(t.draft(), member) == "");
  });
}

TEST_CASE("a change of state does not go around the review") {
  for_each_engine([](TestTenant& tenant) {
    Team t(tenant);
    const ObjectiveId id = t.draft();
    const auto become = [&](ObjectiveState state) {
      return key_of([&] {
        tenant.write([&](Tx& tx) {
          ChangeObjective change{.objective = id, .state = state};
          (void)t.c.okr.change_objective(t.as(member, t.c.row(id).version), tx, change);
        });
      });
    };
    CHECK(become(ObjectiveState::active) == "okr.review_needed");
    CHECK(become(ObjectiveState::review) == "okr.review_is_asked_for");
  });
}

TEST_CASE("an objective without a key result is not submitted") {
  for_each_engine([](TestTenant& tenant) {
    Team t(tenant);
    const ObjectiveId id = t.c.objective("empty");
    CHECK(key_of([&] {
            tenant.write(
                [&](Tx& tx) { (void)t.c.okr.submit_review(t.now(tx, manager, id), tx, {id, {}}); });
          }) == "okr.no_key_results");
  });
}

}  // namespace twinrail::okr
