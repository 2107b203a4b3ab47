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
  ContributionView edge(ObjectiveId child, ObjectiveId parent, const char* note = "") {
    const NewContribution request{.child = child, .parent = parent, .note = Text<500>(note)};
    return c.write([&](Tx& tx) { return c.okr.add_contribution(mine(), tx, request); });
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
    const ObjectiveId next = c.objective("next");
    const ObjectiveId own = two.add(two.draft(two.me));
    const ObjectiveId above = two.add(two.draft(two.me));
    // Neither end is the caller's: nothing to propose either.
    CHECK(two.refusal([&] { two.edge(top, next); }) == "access.forbidden");
    const ContributionView mine = two.edge(own, above);
    CHECK(mine.id);
    CHECK(!mine.proposal);
    const ContributionView given = c.count(above, top, "1");
    const auto leave = [&](const ContributionView& edge, std::optional<std::int64_t> version) {
      return two.refusal([&] {
        c.write([&](Tx& tx) {
          (void)c.okr.remove_contribution(two.mine(version), tx, {*edge.id});
          return 0;
        });
      });
    };
    CHECK(leave(given, 1) == "/parent okr.parent_not_yours");
    CHECK(leave(mine, {}) == "request.if_match_missing");
    CHECK(leave(mine, 2) == "request.stale");
    CHECK(leave(mine, mine.version) == "");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("an edge that the other side has not accepted counts nowhere") {
  for_each_engine([](TestTenant& tenant) {
    Two two(tenant);
    TestCompany& c = two.c;
    two.viewer->reach = {{c.unit, relation::unit}};
    const ObjectiveId top = c.objective("top");
    c.tell(c.key_result(top), "20");
    c.activate(top);
    const ObjectiveId own = two.add(two.draft(two.me));
    c.tell(c.key_result(own), "80");
    c.activate(own);
    const std::string before = c.course(top);
    const ContributionView asked = two.edge(own, top);
    REQUIRE(asked.proposal);
    CHECK(!asked.id);
    CHECK(c.row(top).progress == Ratio::from_text("0.2"));
    CHECK(c.course(top) == before);
    CHECK(c.row(own).parents.empty());
    CHECK(c.detail(top).children.empty());
    CHECK(c.differing() == 0);
    // Nor in the sum of shares: the whole of it may go elsewhere meanwhile, until it is accepted.
    const ObjectiveId else_where = two.add(two.draft(two.me));
    const ContributionView other = two.edge(own, else_where);
    const auto accept = [&](std::int64_t version) {
      return two.refusal([&] {
        c.write([&](Tx& tx) {
          return c.okr.accept_proposal(c.ctx(version), tx, {*asked.proposal}).version;
        });
      });
    };
    CHECK(accept(1) == "shares_exceed_one");
    CHECK(c.detail(top).proposals.at(0).state == ProposalState::proposed);
    c.write([&](Tx& tx) {
      (void)c.okr.remove_contribution(two.mine(1), tx, {*other.id});
      return 0;
    });
    CHECK(accept(2) == "request.stale");
    CHECK(accept(1) == "");
    CHECK(c.row(top).progress == Ratio::from_text("0.5"));
    CHECK(c.row(own).parents.at(0).objective == top);
    CHECK(c.detail(top).proposals.empty());
    CHECK(accept(2) == "okr.proposal_answered");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("each side of a proposal does what is its own, and others know of none") {
  for_each_engine([](TestTenant& tenant) {
    Two two(tenant);
    TestCompany& c = two.c;
    two.viewer->reach = {{c.unit, relation::unit}};
    const ObjectiveId top = c.objective("top");
    const ObjectiveId own = two.add(two.draft(two.me));
    const ProposalId up = *two.edge(own, top, "ours moves yours").proposal;
    const ProposalId down = *two.edge(top, own).proposal;  // the other way: asks the child's side
    CHECK(two.refusal([&] { two.edge(own, top); }) == "okr.proposal_known");

    const auto seen = [&](const Context& ctx, ProposalSide side) {
      return c.read(
          [&](Read& db) { return std::ssize(c.okr.proposals(ctx, db, {.side = side}).items); });
    };
    CHECK(seen(two.mine(), ProposalSide::asked) == 2);
    CHECK(seen(two.mine(), ProposalSide::answer) == 0);
    CHECK(seen(c.ctx(), ProposalSide::answer) == 2);
    const ProposalView mine = c.detail(own, two.mine()).proposals.at(0);
    CHECK(mine.may_withdraw);
    CHECK(!mine.may_answer);
    CHECK(mine.waits_for == End::parent);
    CHECK(mine.note == "ours moves yours");
    CHECK(c.detail(own, two.mine()).proposals.at(1).waits_for == End::child);

    const auto tries = [&](const Context& ctx, auto act) {
      return two.refusal([&] { c.write([&](Tx& tx) { return act(ctx, tx), 0; }); });
    };
    const auto accept = [&](const Context& ctx, Tx& tx) {
      (void)c.okr.accept_proposal(ctx, tx, {up});
    };
    const auto decline = [&](const Context& ctx, Tx& tx) {
      (void)c.okr.decline_proposal(ctx, tx, {up, Text<500>("not this quarter")});
    };
    const auto withdraw = [&](const Context& ctx, Tx& tx) {
      (void)c.okr.withdraw_proposal(ctx, tx, {down});
    };
    CHECK(tries(two.mine(1), accept) == "access.forbidden");
    CHECK(tries(two.mine(1), decline) == "access.forbidden");
    CHECK(tries(two.mine(), withdraw) == "request.if_match_missing");
    CHECK(tries(two.mine(1), withdraw) == "");
    CHECK(tries(c.ctx(1), decline) == "");
    CHECK(seen(two.mine(), ProposalSide::asked) == 0);
    // Who asked reads why; what was withdrawn is gone.
    const auto left = c.detail(own, two.mine()).proposals;
    REQUIRE(left.size() == 1);
    CHECK(left.at(0).state == ProposalState::declined);
    CHECK(left.at(0).reason == "not this quarter");
    CHECK(!left.at(0).may_withdraw);
    CHECK(two.edge(own, top).proposal);  // and may ask again
  });
}

TEST_CASE("who may read both objectives and write neither is told of no proposal") {
  for_each_engine([](TestTenant& tenant) {
    Two two(tenant);
    TestCompany& c = two.c;
    two.viewer->reach = {{c.unit, relation::unit}};
    const ObjectiveId own = two.add(two.draft(two.me));
    const ProposalId up = *two.edge(own, c.objective("top")).proposal;
    two.viewer->person = two.other;
    for (const ProposalSide side : {ProposalSide::asked, ProposalSide::answer})
      CHECK(c.read([&](Read& db) {
               return c.okr.proposals(two.mine(), db, {.side = side});
             }).items.empty());
    CHECK(c.detail(own, two.mine()).proposals.empty());
    const auto tries = [&](auto act) {
      return two.refusal([&] { c.write([&](Tx& tx) { return act(tx), 0; }); });
    };
    CHECK(tries([&](Tx& tx) { (void)c.okr.accept_proposal(two.mine(1), tx, {up}); }) ==
          "okr.unknown_proposal");
    CHECK(tries([&](Tx& tx) { (void)c.okr.decline_proposal(two.mine(1), tx, {up, {}}); }) ==
          "okr.unknown_proposal");
    CHECK(tries([&](Tx& tx) { (void)c.okr.withdraw_proposal(two.mine(1), tx, {up}); }) ==
          "okr.unknown_proposal");
  });
}

TEST_CASE("an edge made by who may write both ends answers the proposal of it") {
  for_each_engine([](TestTenant& tenant) {
    Two two(tenant);
    TestCompany& c = two.c;
    two.viewer->reach = {{c.unit, relation::unit}};
    const ObjectiveId top = c.objective("top");
    const ObjectiveId own = two.add(two.draft(two.me));
    const ProposalId asked = *two.edge(own, top).proposal;
    const std::int64_t before = c.read([](Read& db) { return newest_event(db); });
    const ContributionView made = c.count(own, top, "0.5");
    CHECK(made.id);
    const auto row = c.read([&](Read& db) { return *store::proposal(db, asked); });
    CHECK(row.state == ProposalState::accepted);
    CHECK(row.contribution == made.id);
    int told = 0;
    for (const Event& e : c.read([&](Read& db) { return events_after(db, before, 100); }))
      told += e.topic == ProposalsChanged::topic;
    CHECK(told == 1);
  });
}

TEST_CASE("an objective is asked for so many edges at a time and no more") {
  for_each_engine([](TestTenant& tenant) {
    Two two(tenant);
    TestCompany& c = two.c;
    two.viewer->reach = {{c.unit, relation::unit}};
    const ObjectiveId top = c.objective("top");
    ContributionView last;
    for (std::int64_t n = 0; n < quota::proposals.most; ++n)
      last = two.edge(two.add(two.draft(two.me)), top);
    const ObjectiveId one_more = two.add(two.draft(two.me));
    CHECK(two.refusal([&] { two.edge(one_more, top); }) == "okr.too_many_proposals");
    ProposalsQuery query{.side = ProposalSide::asked};
    query.limit = Int<1, 200>(20);
    const auto page = [&] {
      return c.read([&](Read& db) { return c.okr.proposals(two.mine(), db, query); });
    };
    const auto first = page();
    CHECK(first.items.size() == 20);
    query.cursor = Text<200>(*first.next);
    const auto rest = page();
    CHECK(std::ssize(rest.items) == quota::proposals.most - 20);
    CHECK(!rest.next);
    c.write(
        [&](Tx& tx) { return c.okr.withdraw_proposal(two.mine(1), tx, {*last.proposal}).version; });
    CHECK(two.edge(one_more, top).proposal);
  });
}

TEST_CASE("a link is taken away by who knows how it stands") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId o = c.objective("o");
    const LinkView link = c.drive(c.key_result(o, "1"), c.assignment());
    const auto unlink = [&](std::optional<std::int64_t> version) {
      return key_of([&] {
        c.write([&](Tx& tx) {
          (void)c.okr.remove_link(c.ctx(version), tx, {link.id});
          return 0;
        });
      });
    };
    CHECK(unlink({}) == "request.if_match_missing");
    c.activate(o);  // freezes the baseline: the link has changed
    CHECK(unlink(link.version) == "request.stale");
    CHECK(unlink(c.row(o).key_results.at(0).driven_by->version) == "");
  });
}

TEST_CASE("an objective is started by who knows how it stands") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId o = c.objective("o");
    c.key_result(o);
    const auto start = [&](std::optional<std::int64_t> version) {
      return key_of([&] {
        c.write([&](Tx& tx) { return c.okr.activate(c.ctx(version), tx, {o, {}}).version; });
      });
    };
    CHECK(start({}) == "request.if_match_missing");
    CHECK(start(7) == "request.stale");
    CHECK(start(c.row(o).version) == "");
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
