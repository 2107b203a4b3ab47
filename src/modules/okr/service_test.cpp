#include <doctest/doctest.h>

#include "modules/okr/company_fixture.hpp"
#include "modules/okr/model_close.hpp"
#include "modules/okr/model_map.hpp"

namespace twinrail::okr {

namespace {

/// Gives an objective all that the close of its cycle asks for.
void make_ready(TestCompany& c, ObjectiveId id) {
  c.write([&](Tx& tx) {
    (void)c.okr.score(c.ctx(), tx, {id, "1"_dec, Text<500>("as agreed")});
    ChangeReview review{.objective = id, .cause = Text<4000>("none")};
    review.learned = Text<4000>("much");
    review.decision = Decision::keep;
    review.submit = true;
    return c.okr.change_review(c.ctx(0), tx, review).version;
  });
}

}  // namespace

TEST_CASE("a check-in moves three levels, as the roll-up of the tree says") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId top = c.objective("top");
    const ObjectiveId middle = c.objective("middle", "2"_dec);
    const ObjectiveId low = c.objective("low", "3"_dec);
    const KeyResultId own = c.key_result(top, "2");
    const KeyResultId half = c.key_result(middle);
    const KeyResultId first = c.key_result(low);
    const KeyResultId second = c.key_result(low, "0.5");
    for (const ObjectiveId id : {top, middle, low}) c.activate(id);
    c.count(middle, top, "0.7");
    c.count(low, middle, "0.5");
    c.tell(own, "10");
    c.tell(half, "33.3");
    c.tell(first, "71");
    const auto tree = [&](std::optional<Ratio> last) {
      const auto kr = [](const char* p, const char* w) {
        return rules::TreeKeyResult{.progress = Ratio::from_text(p),
                                    .weight = Decimal::from_text(w)};
      };
      rules::TreeKeyResult late{.progress = last, .weight = "0.5"_dec};
      if (!last) late.coverage = Ratio::zero();
      const std::vector<rules::TreeObjective> nodes{
          {.name = "top", .key_results = {kr("0.1", "2")}, .children = {{1, "2"_dec, "0.7"_dec}}},
          {.name = "middle",
           .key_results = {kr("0.333", "1")},
           .children = {{2, "3"_dec, "0.5"_dec}}},
          {.name = "low", .key_results = {kr("0.71", "1"), late}}};
      return rules::roll_up_tree(nodes);
    };
    const auto agrees = [&](const std::vector<rules::Rollup>& expected) {
      const ObjectiveId ids[] = {top, middle, low};
      for (std::size_t i = 0; i < 3; ++i) {
        CHECK(c.row(ids[i]).progress == expected[i].progress);
        CHECK(c.row(ids[i]).coverage == expected[i].coverage);
      }
    };
    agrees(tree(std::nullopt));
    c.tell(second, "20");
    agrees(tree(Ratio::from_text("0.2")));
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("the map has each objective once, page by page, with every edge up from it") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId top = c.objective("top");
    const ObjectiveId beside = c.objective("beside");
    const ObjectiveId low = c.objective("low");
    for (const ObjectiveId id : {top, beside, low}) (void)c.key_result(id);
    c.count(low, top, "0.7");
    NewContribution support{.child = low, .parent = beside, .relation = rules::Relation::supports};
    c.write([&](Tx& tx) { return c.okr.add_contribution(c.ctx(), tx, support); });
    MapQuery query{.cycle = c.cycle, .org_unit = c.unit};
    query.limit = Int<1, 500>(2);
    const auto first = c.read([&](Read& db) { return c.okr.map(c.ctx(), db, query); });
    REQUIRE(first.items.size() == 2);
    REQUIRE(first.next);
    query.cursor = Text<200>(*first.next);
    const auto last = c.read([&](Read& db) { return c.okr.map(c.ctx(), db, query); });
    CHECK(!last.next);
    REQUIRE(last.items.size() == 1);
    const MapNodeView& node = last.items.at(0);
    CHECK(node.id == low);
    CHECK(node.key_results == 1);
    REQUIRE(node.parents.size() == 2);
    CHECK(node.parents.at(0).parent == top);
    CHECK(node.parents.at(0).share == "0.7"_dec);
    CHECK(node.parents.at(1).relation == rules::Relation::supports);
  });
}

TEST_CASE("one owner, and one objective, have at most so much") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    for (std::int64_t n = 0; n < quota::objectives.most; ++n) (void)c.objective("o");
    CHECK(key_of([&] { (void)c.objective("o"); }) == "okr.too_many_objectives");
    const ObjectiveId any{1};
    for (std::int64_t n = 0; n < quota::key_results.most; ++n) (void)c.key_result(any);
    CHECK(key_of([&] { (void)c.key_result(any); }) == "okr.too_many_key_results");
  });
}

TEST_CASE("a driven key result follows its KPI from the frozen baseline on") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const kpi::AssignmentId assignment = c.assignment();
    const ObjectiveId o = c.objective("o");
    const KeyResultId kr = c.key_result(o, "1", std::nullopt);
    NewLink link{.assignment = assignment, .key_result = kr};
    c.write([&](Tx& tx) { return c.okr.add_link(c.ctx(), tx, link).id; });
    CHECK(key_of([&] { c.activate(o); }) == "okr.no_baseline");
    c.report(Date::of(2026, 3, 2), "20");
    c.activate(o);
    c.report(Date::of(2026, 3, 3), "60");
    const KeyResultView row = c.row(o).key_results.at(0);
    CHECK(row.start == "20"_dec);
    CHECK(row.current == "60"_dec);
    const ObjectiveId guarded = c.objective("guarded");
    NewLink guard{.kind = LinkKind::guards, .assignment = assignment, .objective = guarded};
    c.write([&](Tx& tx) { return c.okr.add_link(c.ctx(), tx, guard).id; });
    const auto linked = c.read(
        [&](Read& db) { return c.okr.objectives(c.ctx(), db, {.metric = assignment}).items; });
    REQUIRE(linked.size() == 2);
    CHECK(linked.at(0).guarded_by.empty());
    CHECK(*linked.at(1).guarded_by.at(0).assignment == assignment);
    CHECK(linked.at(1).guarded_by.at(0).cap == "0.7"_dec);
    CHECK(row.progress == Ratio::from_text("0.5"));
    CHECK(c.row(o).progress == Ratio::from_text("0.5"));
    CHECK(key_of([&] { c.tell(kr, "70"); }) == "driven_key_result");
    NewCheckIn typed{.key_result = kr, .value = "80"_dec, .override_reason = "meter broken"};
    typed.on = Date::of(2026, 3, 3);
    c.write([&](Tx& tx) { return c.okr.check_in(c.ctx(), tx, typed).id; });
    CHECK(c.row(o).progress == Ratio::from_text("0.75"));
    c.report(Date::of(2026, 3, 4), "10");
    CHECK(c.row(o).key_results.at(0).flags == std::vector<std::string>{"regressed"});
    CHECK(c.row(o).progress == Ratio::zero());
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a correction keeps the old word and moves the progress") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId o = c.objective("o");
    const KeyResultId kr = c.key_result(o);
    c.activate(o);
    const CheckInView first = c.tell(kr, "40", Date::of(2026, 3, 1));
    c.tell(kr, "50");
    c.tell(kr, "45", Date::of(2026, 3, 2));
    CHECK(c.row(o).progress == Ratio::from_text("0.5"));
    CHECK(key_of([&] { c.tell(kr, "1", c.today + 1); }) == "okr.day_ahead");
    const CheckInView last = c.tell(kr, "55");
    CorrectCheckIn correct{.check_in = last.id, .reason = "mistyped"};
    correct.value = "90"_dec;
    const CheckInView again =
        c.write([&](Tx& tx) { return c.okr.correct_check_in(c.ctx(), tx, correct); });
    CHECK(again.revision == 2);
    CHECK(again.progress == Ratio::from_text("0.9"));
    const auto told = c.read([&](Read& db) { return c.okr.objective(c.ctx(), db, {o}).check_ins; });
    REQUIRE(told.front().before.size() == 1);
    CHECK(told.front().before.front().value == "55"_dec);
    CHECK(told.front().before.front().revision == 1);
    CHECK(told.at(1).before.empty());
    CHECK(c.row(o).progress == Ratio::from_text("0.9"));
    CHECK(key_of([&] {
            c.write([&](Tx& tx) { return c.okr.correct_check_in(c.ctx(), tx, correct).id; });
          }) == "okr.unknown_check_in");
    CHECK(first.progress == Ratio::from_text("0.4"));
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("loops, shares above 1 and stale versions are refused and leave nothing behind") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId a = c.objective("a");
    const ObjectiveId b = c.objective("b");
    const ObjectiveId d = c.objective("d");
    c.count(a, b, "0.6");
    c.count(b, d, "1");
    CHECK(key_of([&] { c.count(d, a, "0.5"); }) == "cycle");
    CHECK(key_of([&] { c.count(a, d, "0.5"); }) == "shares_exceed_one");
    CHECK(key_of([&] { c.count(a, b, "0.1"); }) == "okr.contribution_known");
    ChangeObjective change{.objective = a};
    change.weight = "2"_dec;
    const auto with = [&](std::optional<std::int64_t> version) {
      return key_of([&] {
        c.write([&](Tx& tx) { return c.okr.change_objective(c.ctx(version), tx, change).version; });
      });
    };
    CHECK(with({}) == "request.if_match_missing");
    CHECK(with(1) == "");
    CHECK(with(1) == "request.stale");
    CHECK(c.row(a).weight == "2"_dec);
    CHECK(key_of([&] { c.activate(a); }) == "okr.no_key_results");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("objectives are found by their words and page by page") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId o = c.objective("Grow");
    c.key_result(o);
    c.objective("Other");
    ObjectivesQuery query;
    query.q = Text<200>("gRO");
    const auto page = c.read([&](Read& db) { return c.okr.objectives(c.ctx(), db, query); });
    REQUIRE(page.items.size() == 1);
    CHECK(page.items[0].id == o);
    CHECK(page.items[0].pace == Pace::pending);
    CHECK(page.items[0].key_results.size() == 1);
    ObjectivesQuery few;
    few.limit = Int<1, 200>(1);
    const auto first = c.read([&](Read& db) { return c.okr.objectives(c.ctx(), db, few); });
    CHECK(first.items.size() == 1);
    REQUIRE(first.next);
    few.cursor = Text<200>(*first.next);
    const auto second = c.read([&](Read& db) { return c.okr.objectives(c.ctx(), db, few); });
    CHECK(second.items.size() == 1);
    CHECK_FALSE(second.next);
  });
}

TEST_CASE("each kind of key result is told in its own way; a preview stores nothing") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId o = c.objective("o");
    const auto add = [&](NewKeyResult request) {
      request.objective = o;
      request.title = {"项", "Item"};
      return c.write([&](Tx& tx) { return c.okr.add_key_result(c.ctx(), tx, request); });
    };
    const auto tell = [&](NewCheckIn request) {
      return c.write([&](Tx& tx) { return c.okr.check_in(c.ctx(), tx, request).progress; });
    };
    NewKeyResult steps{.kind = KeyResultKind::milestone};
    steps.milestones = List<NewMilestone, 30>({{{"一", "One"}, "3"_dec}, {{"二", "Two"}, {}}});
    const KeyResultView milestone = add(steps);
    const KeyResultView binary = add({.kind = KeyResultKind::binary});
    NewKeyResult band{.kind = KeyResultKind::keep};
    CHECK(key_of([&] { add(band); }) == "no_band");
    band.lower = "5"_dec;
    const KeyResultView keep = add(band);
    const KeyResultView baseline = add({.kind = KeyResultKind::baseline});
    c.activate(o);
    CHECK(tell({.key_result = milestone.id, .milestone = milestone.milestones.at(0).id}) ==
          Ratio::from_text("0.75"));
    CHECK(c.row(o).key_results.at(0).milestones.at(0).done_on == c.today);
    CHECK(c.row(o).key_results.at(1).state == ProgressState::pending);
    CHECK(c.row(o).coverage == Ratio::from_text("0.25"));  // never told is no "no"
    CHECK(tell({.key_result = binary.id, .done = false}) == Ratio::zero());
    CHECK(c.row(o).key_results.at(1).state == ProgressState::measured);
    CHECK(tell({.key_result = keep.id, .value = "4"_dec}) == Ratio::zero());
    CHECK(tell({.key_result = keep.id, .value = "6"_dec}) == Ratio::from_text("0.5"));
    CHECK(c.row(o).coverage == Ratio::from_text("0.75"));
    CHECK(tell({.key_result = baseline.id, .value = "17"_dec}) == Ratio::one());
    CHECK(c.row(o).progress == Ratio::from_text("0.5625"));
    CHECK(key_of([&] { tell({.key_result = binary.id, .value = "1"_dec}); }) ==
          "okr.takes_no_value");
    CHECK(key_of([&] { tell({.key_result = binary.id}); }) == "okr.nothing_said");
    const PreviewView seen =
        c.read([&](Read& db) { return c.okr.preview(c.ctx(), db, {keep.id, "7"_dec}); });
    CHECK(seen.progress == Ratio::from_text("0.6667"));
    CHECK(c.row(o).progress == Ratio::from_text("0.5625"));
    ChangeObjective close{.objective = o, .state = ObjectiveState::closed};
    c.write(
        [&](Tx& tx) { return c.okr.change_objective(c.ctx(c.row(o).version), tx, close).version; });
    CHECK(c.row(o).pace == Pace::closed);
    CHECK(c.row(o).key_results.at(1).frozen);
    CHECK(key_of([&] { tell({.key_result = keep.id, .value = "9"_dec}); }) == "okr.closed");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a closed cycle is closed on every way, and one that is closing takes last words only") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId o = c.objective("o");
    const KeyResultId kr = c.key_result(o);
    c.activate(o);
    const CheckInId told = c.tell(kr, "40").id;
    const ObjectiveId draft = c.objective("draft");
    c.key_result(draft);
    const kpi::AssignmentId rate = c.assignment();
    const auto become = [&](CycleState state, std::int64_t version) {
      c.write([&](Tx& tx) {
        return c.okr.change_cycle(c.ctx(version), tx, {.cycle = c.cycle, .state = state}).version;
      });
    };
    const auto all_refused_by = [&](const std::string& words) {
      const auto on_objective = [&](ChangeObjective r) {
        r.objective = o;
        return key_of([&] {
          c.write([&](Tx& tx) {
            return c.okr.change_objective(c.ctx(c.row(o).version), tx, r).version;
          });
        });
      };
      const auto on_key_result = [&](ChangeKeyResult r) {
        r.key_result = kr;
        return key_of([&] {
          c.write([&](Tx& tx) {
            const auto version = store::key_result(tx, kr)->version;
            return c.okr.change_key_result(c.ctx(version), tx, r).version;
          });
        });
      };
      CHECK(key_of([&] { c.objective("new"); }) == words);
      CHECK(key_of([&] { c.key_result(o); }) == words);
      CHECK(key_of([&] { c.activate(draft); }) == words);
      CHECK(on_objective({.weight = "2"_dec}) == words);
      CHECK(on_key_result({.target = "50"_dec}) == words);
      CHECK(on_key_result({.weight = "2"_dec}) == words);
      CHECK(on_objective({.why = Text<4000>("because")}) == words);
      CHECK(key_of([&] { c.correct(told, "41"); }) == words);
      CHECK(key_of([&] { c.drive(kr, rate); }) == words);
      CHECK(key_of([&] { c.count(draft, o, "0.5"); }) == words);
    };
    become(CycleState::closing, 1);
    CHECK(key_of([&] { c.objective("new"); }) == "okr.cycle_closing");
    CHECK(key_of([&] { c.key_result(o); }) == "okr.cycle_closing");
    CHECK(key_of([&] { c.activate(draft); }) == "okr.cycle_closing");
    CHECK(key_of([&] { c.tell(kr, "41", Date::of(2025, 12, 31)); }) == "okr.day_outside_cycle");
    c.tell(kr, "42", Date::of(2026, 3, 1));
    const Ratio came_to = *c.row(o).progress;
    make_ready(c, o);
    become(CycleState::closed, 2);
    all_refused_by("okr.cycle_closed");
    CHECK(key_of([&] { c.tell(kr, "50"); }) == "okr.cycle_closed");
    CHECK(c.row(o).progress == came_to);
    CHECK(c.row(o).pace == Pace::closed);
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a figure that comes after its cycle was closed moves nothing there") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const kpi::AssignmentId out = c.assignment();
    const ObjectiveId o = c.objective("o");
    const KeyResultId kr = c.key_result(o);
    c.drive(kr, out);
    c.report(Date::of(2026, 1, 2), "20");
    c.activate(o);
    c.report(Date::of(2026, 2, 2), "60");
    const auto before = c.row(o).progress;
    make_ready(c, o);
    c.write([&](Tx& tx) {
      return c.okr.change_cycle(c.ctx(1), tx, {.cycle = c.cycle, .state = CycleState::closed})
          .version;
    });
    c.report(Date::of(2026, 2, 3), "90");
    CHECK(c.row(o).progress == before);
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("an objective that is closed goes on counting in what is above it") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId above = c.objective("above");
    c.key_result(above);
    const ObjectiveId below = c.objective("below");
    const KeyResultId kr = c.key_result(below);
    c.count(below, above, "1");
    c.activate(above);
    c.activate(below);
    c.tell(kr, "100");
    CHECK(c.row(above).progress == Ratio::from_text("0.5"));
    c.write([&](Tx& tx) {
      ChangeObjective close{.objective = below};
      close.state = ObjectiveState::closed;
      return c.okr.change_objective(c.ctx(c.row(below).version), tx, close).version;
    });
    CHECK(c.row(above).progress == Ratio::from_text("0.5"));
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("what a viewer may not see is not there, and what is not one's own is not changed") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const ObjectiveId o = c.objective("o");
    const KeyResultId kr = c.key_result(o);
    const auto stranger = std::make_shared<Viewer>();
    stranger->account = AccountId{2};
    stranger->person = PersonId{7};
    stranger->held.everything(relation::self);
    Context ctx = c.ctx();
    ctx = Context(ctx.now, stranger);
    ctx.set_today(c.today);
    CHECK(c.read([&](Read& db) { return c.okr.objectives(ctx, db, {}).items.size(); }) == 0);
    CHECK(key_of([&] {
            c.read([&](Read& db) { return c.okr.objective(ctx, db, {o}).version; });
          }) == "okr.unknown_objective");
    stranger->held.add(permission::read, relation::company);
    CHECK(c.read([&](Read& db) { return c.okr.objectives(ctx, db, {}).items.size(); }) == 1);
    CHECK(key_of([&] {
            c.write([&](Tx& tx) {
              return c.okr.check_in(ctx, tx, {.key_result = kr, .value = "1"_dec}).id;
            });
          }) == "access.forbidden");
    CHECK(c.row(o).coverage == Ratio::zero());
  });
}

}  // namespace twinrail::okr
