#include <doctest/doctest.h>

#include "modules/okr/company_fixture.hpp"
#include "support/person.hpp"

/// What somebody may make, change and join who may write only his own.
namespace twinrail::okr {
namespace {

/// The company with two people, one of whom asks.
struct Two {
  explicit Two(TestTenant& tenant)
      : c(tenant), me(made_person(tenant)), other(made_person(tenant)) {
    viewer->account = AccountId{2};
    viewer->person = me;
    viewer->held.add(permission::write, relation::self);
    viewer->held.add(permission::read, relation::company);
  }

  [[nodiscard]] Context mine(std::optional<std::int64_t> version = {}) const {
    Context ctx(c.ctx().now, viewer);
    ctx.set_today(c.today);
    ctx.if_match = version;
    return ctx;
  }
  NewObjective draft(std::optional<PersonId> owner, std::optional<PersonId> person = {}) {
    return {.cycle = c.cycle,
            .org_unit = c.unit,
            .person = person,
            .owner = owner,
            .title = {"我的", "Mine"}};
  }
  ObjectiveId add(const NewObjective& request) {
    return c.write([&](Tx& tx) { return c.okr.add_objective(mine(), tx, request).row.id; });
  }
  /// The code of the refusal and its place: "/owner people.unknown_person".
  static std::string refusal(const std::function<void()>& act) {
    try {
      act();
    } catch (const Error& e) {
      if (e.problems().empty()) return e.key();
      return e.problems().front().pointer + " " + e.problems().front().key;
    }
    return "";
  }

  TestCompany c;
  std::shared_ptr<Viewer> viewer = std::make_shared<Viewer>();
  PersonId me, other;
};

}  // namespace

TEST_CASE("to be named as its owner gives nobody the right to a unit's new objective") {
  for_each_engine([](TestTenant& tenant) {
    Two two(tenant);
    CHECK(two.refusal([&] { two.add(two.draft(two.me)); }) == "access.forbidden");
    CHECK(two.refusal([&] { two.add(two.draft({}, two.me)); }) == "access.forbidden");
    two.viewer->reach = {{two.c.unit, relation::chain}};  // another relation than the one held
    CHECK(two.refusal([&] { two.add(two.draft(two.me)); }) == "access.forbidden");
    two.viewer->reach = {{two.c.unit, relation::unit}};
    CHECK(two.refusal([&] { two.add(two.draft({})); }) == "access.forbidden");
    CHECK(two.refusal([&] { two.add(two.draft(two.me)); }) == "");
    CHECK(two.refusal([&] { two.add(two.draft({}, two.me)); }) == "");
  });
}

TEST_CASE("a person is named who exists, and whom the caller answers for") {
  for_each_engine([](TestTenant& tenant) {
    Two two(tenant);
    TestCompany& c = two.c;
    two.viewer->reach = {{c.unit, relation::unit}};
    const PersonId nobody{INT64_MAX};
    const auto add = [&](std::optional<PersonId> owner, std::optional<PersonId> person) {
      return two.refusal([&] { two.add(two.draft(owner, person)); });
    };
    CHECK(add(nobody, two.me) == "/owner people.unknown_person");
    CHECK(add(two.me, nobody) == "/person people.unknown_person");
    // The other one is hidden from the caller: there may as well be nobody.
    CHECK(add(two.other, two.me) == "/owner people.unknown_person");
    two.viewer->held.add(people::permission::read, relation::company);
    CHECK(add(two.other, two.me) == "/owner people.not_yours_to_name");
    CHECK(add(two.me, two.other) == "/person people.not_yours_to_name");

    const ObjectiveId own = two.add(two.draft(two.me));
    NewKeyResult result{.objective = own, .title = {"量", "Amount"}};
    result.kind = KeyResultKind::binary;
    const auto add_result = [&](PersonId owner) {
      result.owner = owner;
      return c.write([&](Tx& tx) { return c.okr.add_key_result(two.mine(), tx, result).id; });
    };
    CHECK(two.refusal([&] { add_result(two.other); }) == "/owner people.not_yours_to_name");
    CHECK(two.refusal([&] { add_result(nobody); }) == "/owner people.unknown_person");
    const KeyResultId kr = add_result(two.me);
    ChangeKeyResult change{.key_result = kr};
    change.owner = two.other;
    CHECK(two.refusal([&] {
      c.write([&](Tx& tx) { return c.okr.change_key_result(two.mine(1), tx, change).id; });
    }) == "/owner people.not_yours_to_name");
    ChangeObjective give{.objective = own};
    give.owner = two.other;
    CHECK(two.refusal([&] {
      c.write([&](Tx& tx) { return c.okr.change_objective(two.mine(1), tx, give).version; });
    }) == "/owner people.not_yours_to_name");
    CHECK(c.row(own).owner == two.me);
    CHECK(c.row(own).key_results.at(0).owner == two.me);
  });
}

TEST_CASE("an edge needs the right on both of its ends, to be made and to be taken away") {
  for_each_engine([](TestTenant& tenant) {
    Two two(tenant);
    TestCompany& c = two.c;
    two.viewer->reach = {{c.unit, relation::unit}};
    const ObjectiveId top = c.objective("top");
    const ObjectiveId own = two.add(two.draft(two.me));
    const ObjectiveId above = two.add(two.draft(two.me));
    for (const Relation relation : {Relation::contributes, Relation::supports}) {
      const auto edge = [&](ObjectiveId child, ObjectiveId parent) {
        return two.refusal([&] {
          c.write([&](Tx& tx) {
            const NewContribution request{.child = child, .parent = parent, .relation = relation};
            return c.okr.add_contribution(two.mine(), tx, request).id;
          });
        });
      };
      CHECK(edge(own, top) == "/parent okr.parent_not_yours");
      CHECK(edge(top, own) == "access.forbidden");
    }
    const ContributionView mine = c.write([&](Tx& tx) {
      return c.okr.add_contribution(two.mine(), tx, {.child = own, .parent = above});
    });
    const ContributionView given = c.count(above, top, "1");
    const auto leave = [&](const ContributionView& edge) {
      return two.refusal([&] {
        c.write([&](Tx& tx) {
          (void)c.okr.remove_contribution(two.mine(), tx, {edge.id});
          return 0;
        });
      });
    };
    CHECK(leave(given) == "/parent okr.parent_not_yours");
    CHECK(leave(mine) == "");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("what a search asks for is read as it is written") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    c.objective("Reach 100%");
    c.objective("a_b");
    c.objective("hurry!");
    c.objective("plain");
    const auto found = [&](const char* q) {
      ObjectivesQuery query;
      query.q = Text<200>(q);
      std::string titles;
      for (const ObjectiveView& o :
           c.read([&](Read& db) { return c.okr.objectives(c.ctx(), db, query).items; }))
        titles += (titles.empty() ? "" : ", ") + o.title.en;
      return titles;
    };
    CHECK(found("%") == "Reach 100%");
    CHECK(found("_") == "a_b");
    CHECK(found("!") == "hurry!");
    CHECK(found("A_B") == "a_b");
    CHECK(found("n%") == "");
  });
}

}  // namespace twinrail::okr
