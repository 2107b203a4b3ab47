#include <doctest/doctest.h>

#include "modules/okr/company_fixture.hpp"
#include "modules/okr/store.hpp"
#include "modules/okr/store_close.hpp"
#include "support/person.hpp"

/// The end of objectives and cycles, on both engines.
namespace twinrail::okr {
namespace {

Decimal number(const char* text) { return Decimal::from_text(text); }

/// The company with an objective that is under way, a manager and the owner of the objective.
struct Closing {
  explicit Closing(TestTenant& tenant)
      : c(tenant), owner(made_person(tenant)), boss(made_person(tenant)) {
    own->account = AccountId{2};
    own->person = owner;
    own->held.add(permission::write, relation::self);
    own->held.add(permission::read, relation::company);
    lead->account = AccountId{3};
    lead->person = boss;
    lead->held.add(permission::write, relation::chain);
    lead->held.add(permission::read, relation::company);
    lead->reach = {{c.unit, relation::chain}};
    o = added(Ambition::committed);
    kr = c.key_result(o);
    c.activate(o);
    c.tell(kr, "60");
  }

  ObjectiveId added(Ambition type) {
    NewObjective request{
        .cycle = c.cycle, .org_unit = c.unit, .owner = owner, .title = {"目标", "Goal"}};
    request.type = type;
    return c.write([&](Tx& tx) { return c.okr.add_objective(c.ctx(), tx, request).row.id; });
  }
  [[nodiscard]] Context as(const std::shared_ptr<Viewer>& who,
                           std::optional<std::int64_t> version = {}) const {
    Context ctx(c.ctx().now, who);
    ctx.set_today(c.today);
    ctx.if_match = version;
    return ctx;
  }
  ReviewView score(const std::shared_ptr<Viewer>& who, const char* value, const char* why = "") {
    NewScore request{.objective = o, .score = number(value)};
    if (*why) request.reason = Text<500>(why);
    return c.write([&](Tx& tx) { return c.okr.score(as(who), tx, request); });
  }
  ReviewView seen() {
    return c.read([&](Read& db) { return c.okr.review(as(lead), db, {o}); });
  }
  ReviewView write_review(ChangeReview request, std::int64_t version) {
    request.objective = o;
    return c.write([&](Tx& tx) { return c.okr.change_review(as(own, version), tx, request); });
  }
  ReviewView close(const char* cause = "") {
    CloseObjective request{.objective = o};
    if (*cause) request.cause = Text<4000>(cause);
    return c.write([&](Tx& tx) {
      return c.okr.close_objective(as(lead, store::objective(tx, o)->version), tx, request);
    });
  }
  CycleView become(CycleState state) {
    const auto list = c.read([&](Read& db) { return c.okr.cycles(c.ctx(), db, {}); });
    std::int64_t version = 0;
    for (const CycleView& y : list.items)
      if (y.id == c.cycle) version = y.version;
    return c.write([&](Tx& tx) {
      return c.okr.change_cycle(c.ctx(version), tx, {.cycle = c.cycle, .state = state});
    });
  }
  CloseView lacking() {
    return c.read([&](Read& db) { return c.okr.close_of(c.ctx(), db, {.cycle = c.cycle}); });
  }
  CycleView add_cycle(const NewCycle& request) {
    return c.write([&](Tx& tx) { return c.okr.add_cycle(c.ctx(), tx, request); });
  }
  NewCycle quarter(Date start, Date end) {
    return {.names = {"季", "Quarter"}, .start = start, .end = end};
  }

  TestCompany c;
  std::shared_ptr<Viewer> own = std::make_shared<Viewer>();
  std::shared_ptr<Viewer> lead = std::make_shared<Viewer>();
  PersonId owner, boss;
  ObjectiveId o;
  KeyResultId kr;
};

const ChangeReview whole{.cause = Text<4000>("late parts"),
                         .learned = Text<4000>("order early"),
                         .decision = Decision::modify};

}  // namespace

TEST_CASE("cycles of one level do not overlap, lie in the longer one, and end after they begin") {
  for_each_engine([](TestTenant& tenant) {
    Closing t(tenant);
    CHECK(t.c.read([&](Read& db) { return t.c.okr.cycles(t.c.ctx(), db, {}); }).items.at(0).kind ==
          CycleKind::quarter);
    const auto q2 = t.quarter(Date::of(2026, 4, 1), Date::of(2026, 6, 30));
    CHECK(key_of([&] { t.add_cycle(t.quarter(Date::of(2026, 3, 31), Date::of(2026, 6, 30))); }) ==
          "okr.cycles_overlap");
    CHECK(key_of([&] { t.add_cycle(t.quarter(Date::of(2026, 6, 30), Date::of(2026, 4, 1))); }) ==
          "okr.cycle_reversed");
    const auto year = t.add_cycle(t.quarter(Date::of(2026, 1, 1), Date::of(2026, 12, 31)));
    CHECK(year.kind == CycleKind::year);
    NewCycle inside = q2;
    inside.parent = year.id;
    const auto second = t.add_cycle(inside);
    CHECK(second.parent == year.id);
    NewCycle outside = t.quarter(Date::of(2027, 1, 1), Date::of(2027, 3, 31));
    outside.parent = year.id;
    CHECK(key_of([&] { t.add_cycle(outside); }) == "okr.cycle_outside_parent");
    const auto change = [&](CycleId id, Date start, Date end) {
      return key_of([&] {
        t.c.write([&](Tx& tx) {
          return t.c.okr.change_cycle(t.c.ctx(1), tx, {.cycle = id, .start = start, .end = end})
              .version;
        });
      });
    };
    CHECK(change(t.c.cycle, Date::of(2026, 1, 2), Date::of(2026, 3, 31)) == "okr.cycle_begun");
    CHECK(change(t.c.cycle, Date::of(2026, 1, 1), Date::of(2026, 2, 1)) == "okr.end_gone");
    CHECK(change(second.id, Date::of(2026, 4, 2), Date::of(2026, 6, 29)).empty());
  });
}

TEST_CASE("cycles begin and end by their days") {
  for_each_engine([](TestTenant& tenant) {
    Closing t(tenant);
    const auto next = t.add_cycle(t.quarter(Date::of(2026, 4, 1), Date::of(2026, 6, 30)));
    const auto states = [&](Date today) {
      return t.c.write([&](Tx& tx) {
        t.c.okr.advance_cycles(tx, today);
        std::string text;
        for (const CycleView& y : t.c.okr.cycles(t.c.ctx(), tx, {}).items)
          text += std::string(enum_name(y.state)) + " ";
        return text;
      });
    };
    CHECK(next.state == CycleState::planning);
    CHECK(states(Date::of(2026, 3, 31)) == "planning active ");
    CHECK(states(Date::of(2026, 4, 1)) == "active closing ");
  });
}

TEST_CASE("a backlog keeps drafts without days; they begin in a cycle") {
  for_each_engine([](TestTenant& tenant) {
    Closing t(tenant);
    const NewCycle request{.names = {"储备", "Backlog"}, .kind = CycleKind::backlog};
    const auto backlog = t.add_cycle(request);
    CHECK(key_of([&] { t.add_cycle(request); }) == "okr.backlog_known");
    NewObjective idea{.cycle = backlog.id, .org_unit = t.c.unit, .title = {"想法", "Idea"}};
    const auto id =
        t.c.write([&](Tx& tx) { return t.c.okr.add_objective(t.c.ctx(), tx, idea).row.id; });
    t.c.key_result(id);
    CHECK(key_of([&] { t.c.activate(id); }) == "okr.in_backlog");
    ChangeObjective move{.objective = id};
    move.cycle = t.c.cycle;
    t.c.write([&](Tx& tx) {
      return t.c.okr.change_objective(t.c.ctx(t.c.row(id).version), tx, move).version;
    });
    t.c.activate(id);
    CHECK(t.c.row(id).cycle == t.c.cycle);
    CHECK(t.c.read([&](Read& db) { return t.c.okr.all_cycles(db); }).size() == 1);
  });
}

TEST_CASE("the manager's score counts, the owner's stands beside it, and all are kept") {
  for_each_engine([](TestTenant& tenant) {
    Closing t(tenant);
    CHECK(t.seen().row.suggested == Ratio::from_text("0.6"));
    t.score(t.own, "0.9");
    CHECK_FALSE(t.seen().row.grade);
    CHECK(key_of([&] { t.score(t.lead, "1.1"); }) == "okr.score_out_of_range");
    CHECK(key_of([&] { t.score(t.own, "-0.1"); }) == "okr.score_out_of_range");
    CHECK(key_of([&] { t.score(t.lead, "0.8"); }) == "okr.score_reason_required");
    t.score(t.lead, "0.6");
    const ReviewView view = t.score(t.lead, "0.8", "a hard quarter");
    CHECK(view.row.grade == number("0.8"));
    REQUIRE(view.scores.size() == 2);
    CHECK(view.scores.at(0).score == number("0.9"));
    CHECK(view.scores.at(1).reason == "a hard quarter");
    CHECK(t.c.read([&](Read& db) { return store::scores(db, {t.o}); }).size() == 3);
  });
}

TEST_CASE("an objective is closed once, with a grade, and with a cause where a promise broke") {
  for_each_engine([](TestTenant& tenant) {
    Closing t(tenant);
    CHECK(key_of([&] { t.close("x"); }) == "okr.score_missing");
    t.score(t.lead, "0.6");
    CHECK(key_of([&] { t.close(); }) == "okr.cause_required");
    const ReviewView closed = t.close("late parts");
    CHECK(closed.outcome == Outcome::missed);
    CHECK(closed.row.state == ObjectiveState::closed);
    CHECK(closed.key_results.at(0).frozen);
    CHECK(key_of([&] { t.close("again"); }) == "okr.closed");
    CHECK(key_of([&] { t.c.tell(t.kr, "70"); }) == "okr.closed");
    CHECK(t.c.differing() == 0);
    CHECK(t.c.row(t.o).pace == Pace::closed);
  });
}

TEST_CASE("a guardrail in breach caps the grade and is kept as it stood at the close") {
  for_each_engine([](TestTenant& tenant) {
    Closing t(tenant);
    const auto rate = t.c.assignment();
    t.c.write([&](Tx& tx) {
      NewLink guard{.kind = LinkKind::guards, .assignment = rate};
      guard.objective = t.o;
      return t.c.okr.add_link(t.c.ctx(), tx, guard).id;
    });
    t.c.write([&](Tx& tx) {
      const ClosingRow row{.objective = t.o,
                           .closed_on = t.c.today,
                           .guard = rate,
                           .cap = number("0.5"),
                           .guard_value = number("8.1"),
                           .guard_limit = number("7")};
      store::save_closings(tx, {row});
      return 0;
    });
    t.score(t.lead, "0.6");
    const ReviewView view =
        t.c.read([&](Read& db) { return t.c.okr.review(t.c.ctx(), db, {t.o}); });
    CHECK(view.row.raw == Ratio::from_text("0.6"));
    CHECK(view.row.grade == number("0.5"));
    CHECK(view.row.capped);
    CHECK_FALSE(view.row.success);
    CHECK(view.row.guard->actual == number("8.1"));
  });
}

TEST_CASE("abandoned goals leave what is above them, and drafts are thrown away") {
  for_each_engine([](TestTenant& tenant) {
    Closing t(tenant);
    const ObjectiveId above = t.c.objective("above");
    const KeyResultId top = t.c.key_result(above);
    t.c.activate(above);
    t.c.tell(top, "100");
    t.c.count(t.o, above, "1");
    CHECK(t.c.row(above).progress == Ratio::from_text("0.8"));
    const auto abandon = [&](const char* why) {
      return t.c.write([&](Tx& tx) {
        return t.c.okr
            .abandon(t.as(t.own, store::objective(tx, t.o)->version), tx, {t.o, Text<500>(why)})
            .outcome;
      });
    };
    CHECK(key_of([&] { abandon("  "); }) == "okr.reason_to_abandon");
    CHECK(abandon("the market is gone") == Outcome::abandoned);
    CHECK(t.c.row(above).progress == Ratio::one());
    CHECK(t.lacking().counts.all == 1);
    const ObjectiveId draft = t.c.objective("draft");
    const auto withdraw = [&](ObjectiveId id) {
      t.c.write([&](Tx& tx) {
        return (void)t.c.okr.withdraw(t.c.ctx(store::objective(tx, id)->version), tx, {id}), 0;
      });
    };
    withdraw(draft);
    CHECK(key_of([&] { withdraw(draft); }) == "okr.closed");
    CHECK(key_of([&] { withdraw(above); }) == "okr.state_not_possible");
    const auto list = t.c.read([&](Read& db) { return t.c.okr.objectives(t.c.ctx(), db, {}); });
    for (const ObjectiveView& row : list.items) CHECK(row.id != draft);
    CHECK(t.c.differing() == 0);
  });
}

TEST_CASE("a cycle closes when each goal has its grade, cause and review, not before") {
  for_each_engine([](TestTenant& tenant) {
    Closing t(tenant);
    const std::vector<Lack> all{Lack::grade, Lack::review};
    CHECK(t.lacking().items.at(0).lacks == all);
    t.become(CycleState::closing);
    CHECK(key_of([&] { t.become(CycleState::closed); }) == "okr.cycle_not_ready");
    t.score(t.lead, "0.6");
    CHECK(t.lacking().items.at(0).lacks == std::vector{Lack::cause, Lack::review});
    ChangeReview missing = whole;
    missing.learned.reset();
    missing.submit = true;
    CHECK(key_of([&] { t.write_review(missing, 0); }) == "okr.learned_required");
    ChangeReview open = whole;
    open.steps = List<NextStep, quota::steps>{{.note = Text<300>("ask twice")}};
    open.submit = true;
    CHECK(key_of([&] { t.write_review(open, 0); }) == "okr.step_open");
    open.steps = List<NextStep, quota::steps>{
        {.note = Text<300>("ask twice"), .owner = t.owner, .due = Date::of(2026, 4, 15)}};
    const ReviewView done = t.write_review(open, 0);
    CHECK(done.row.lacks.empty());
    CHECK(done.steps.size() == 1);
    CHECK(t.lacking().counts.ready == 1);
    t.become(CycleState::closed);
    CHECK(t.seen().row.state == ObjectiveState::closed);
    CHECK(t.seen().outcome == Outcome::missed);
    CHECK(key_of([&] { t.score(t.lead, "0.6"); }) == "okr.cycle_closed");
    CHECK(key_of([&] { t.write_review(whole, 1); }) == "okr.cycle_closed");
    CHECK(t.c.differing() == 0);
  });
}

TEST_CASE("what goes on is drafted in the next cycle from where it ended") {
  for_each_engine([](TestTenant& tenant) {
    Closing t(tenant);
    ChangeReview carried = whole;
    carried.carry = true;
    carried.submit = true;
    t.c.tell(t.c.key_result(t.o), "100");  // reached: it stays behind
    CHECK(key_of([&] { t.write_review(carried, 0); }) == "okr.no_next_cycle");
    const auto next = t.add_cycle(t.quarter(Date::of(2026, 4, 1), Date::of(2026, 6, 30)));
    t.own->reach = {{t.c.unit, relation::unit}};
    const ReviewView view = t.write_review(carried, 0);
    REQUIRE(view.carried_to);
    const ObjectiveView draft = t.c.row(*view.carried_to);
    CHECK(draft.cycle == next.id);
    CHECK(draft.state == ObjectiveState::draft);
    REQUIRE(draft.key_results.size() == 1);
    CHECK(draft.key_results.at(0).start == number("60"));
    CHECK(draft.key_results.at(0).target == number("100"));
    carried.cause = Text<4000>("later words");
    CHECK(t.write_review(carried, 1).carried_to == view.carried_to);
    const auto copied = t.c.write(
        [&](Tx& tx) { return t.c.okr.copy(t.c.ctx(), tx, {.objective = t.o, .cycle = next.id}); });
    CHECK(copied.row.key_results.size() == 2);
    CHECK(copied.row.key_results.at(0).start == Decimal());
  });
}

TEST_CASE("the owner writes the review of his own, the manager decides, a stranger neither") {
  for_each_engine([](TestTenant& tenant) {
    Closing t(tenant);
    const auto other = std::make_shared<Viewer>();
    other->account = AccountId{4};
    other->person = made_person(tenant);
    other->held.add(permission::write, relation::self);
    other->held.add(permission::read, relation::company);
    CHECK(t.seen().may_score_as == ScoreRole::manager);
    const auto mine = t.c.read([&](Read& db) { return t.c.okr.review(t.as(t.own), db, {t.o}); });
    CHECK(mine.may_score_as == ScoreRole::owner);
    CHECK(mine.may_write);
    CHECK(key_of([&] { t.score(other, "0.6"); }) == "access.forbidden");
    CHECK(key_of([&] {
            t.c.write([&](Tx& tx) {
              return t.c.okr.change_review(t.as(other, 0), tx, {.objective = t.o}).version;
            });
          }) == "access.forbidden");
    CHECK(key_of([&] {
            t.c.write([&](Tx& tx) { return t.c.okr.abandon(t.as(other), tx, {t.o, "x"}).version; });
          }) == "access.forbidden");
    CHECK(t.score(t.own, "1").scores.at(0).role == ScoreRole::owner);
  });
}

TEST_CASE("the meeting of a unit collects the reviews of its goals") {
  for_each_engine([](TestTenant& tenant) {
    Closing t(tenant);
    ChangeReview handed = whole;
    handed.submit = true;
    t.write_review(handed, 0);
    const auto change = [&](std::int64_t version) {
      return t.c.write([&](Tx& tx) {
        ChangeMeeting request{.cycle = t.c.cycle, .unit = t.c.unit, .held_on = t.c.today};
        request.notes = Text<8000>("we go on");
        return t.c.okr.change_meeting(t.as(t.lead, version), tx, request);
      });
    };
    const MeetingView view = change(0);
    CHECK(view.notes == "we go on");
    CHECK(view.version == 1);
    REQUIRE(view.items.size() == 1);
    CHECK(view.items.at(0).learned == "order early");
    CHECK(change(1).version == 2);
    CHECK(key_of([&] { change(1); }) == "request.stale");
  });
}

}  // namespace twinrail::okr
