#include "modules/okr/rules.hpp"

#include <random>

#include <doctest/doctest.h>

/// The worked cases of tests/cases run through these functions too; here stands what a case cannot
/// say: what the server relies on beyond them.
namespace twinrail::okr::rules {
namespace {

TreeObjective objective(const std::string& name, std::vector<std::size_t> children) {
  TreeObjective result;
  result.name = name;
  for (const std::size_t child : children) {
    TreeChild link;
    link.objective = child;
    result.children.push_back(link);
  }
  return result;
}

std::string code_of(const auto& call) {
  try {
    call();
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::invalid);
    return error.key();
  }
  return "";
}

TEST_CASE("sums follow one part that changed as if all were added up again") {
  std::mt19937 dice(26);
  const auto any = [&](int most) {
    return static_cast<std::int64_t>(dice() % static_cast<unsigned>(most));
  };
  const auto item = [&] {
    RollupItem i{.weight = Decimal::from_micros(1 + any(9'000'000)),
                 .share = Decimal::from_micros(any(1'000'001))};
    i.coverage = Decimal::from_micros(any(10'001) * 100);
    if (any(4)) i.progress = Decimal::from_micros(any(12'000) * 100);
    return i;
  };
  for (int round = 0; round < 200; ++round) {
    std::vector<RollupItem> items;
    for (std::int64_t n = 1 + any(9); n > 0; --n) items.push_back(item());
    const Sums before = sums_of(items);
    RollupItem& part = items[static_cast<std::size_t>(any(static_cast<int>(items.size())))];
    const RollupItem old = part;
    const RollupItem drawn = item();
    part.progress = drawn.progress;
    part.coverage = drawn.coverage;
    const Sums after = replace_part(before, old, part);
    CHECK(after == sums_of(items));
    CHECK(sums_from_text(to_text(after)) == after);
    CHECK(roll_up(after).progress == roll_up(items).progress);
  }
  CHECK_FALSE(roll_up(Sums{}).progress);
  for (const char* text : {"", "1", "1 2", "1 2 3 4", "1 2 3 ", " 1 2 3", "1 -2 3", "1 2 x"})
    CHECK_FALSE(sums_from_text(text));
  CHECK_FALSE(sums_from_text("1 2 " + std::string(40, '9')));
}

TEST_CASE("a very deep tree is rolled up without recursion") {
  constexpr std::size_t depth = 200'000;
  std::vector<TreeObjective> chain;
  for (std::size_t i = 0; i < depth; ++i) {
    chain.push_back(
        objective("o", i + 1 < depth ? std::vector{i + 1} : std::vector<std::size_t>{}));
  }
  TreeKeyResult leaf;
  leaf.progress = Ratio::from_parts(4321);
  chain.back().key_results.push_back(leaf);
  const auto rolled = roll_up_tree(chain);
  CHECK(rolled.front().progress == Ratio::from_parts(4321));
  CHECK(rolled.front().coverage == Ratio::one());
}

TEST_CASE("a loop of contributing objectives is refused with its path, upwards") {
  const std::vector<TreeObjective> loop{objective("top", {1}), objective("a", {2}),
                                        objective("b", {3}), objective("c", {1})};
  try {
    static_cast<void>(roll_up_tree(loop));
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.key() == "cycle");
    CHECK(error.args() == Arguments{{"path", "a → c → b → a"}});
  }
}

TEST_CASE("supporting links may go round") {
  std::vector<TreeObjective> pair{objective("a", {1}), objective("b", {0})};
  pair[1].children[0].relation = Relation::supports;
  TreeKeyResult done;
  done.progress = Ratio::one();
  pair[1].key_results.push_back(done);
  CHECK(roll_up_tree(pair)[0].progress == Ratio::one());
}

TEST_CASE("a link to nowhere and a weight of nobody are refused") {
  const std::vector<TreeObjective> broken{objective("a", {7})};
  CHECK(code_of([&] { return roll_up_tree(broken); }) == "unknown_objective");
  const std::vector<Decimal> weights{Decimal::whole(1)};
  const std::vector<WeightChoice> chosen{{.index = 1, .weight = Decimal()}};
  CHECK(code_of([&] { return split_weights(weights, chosen); }) == "unknown_index");
}

TEST_CASE("split weights sum to exactly 1, whatever the old ones were") {
  std::vector<Decimal> weights;
  for (int i = 1; i <= 97; ++i) weights.push_back(Decimal::from_micros(i * 7'919));
  const std::vector<WeightChoice> chosen{{.index = 3, .weight = "0.1234"_dec}};
  Decimal sum;
  for (const Decimal weight : split_weights(weights, chosen)) sum += weight;
  CHECK(sum == Decimal::whole(1));
}

TEST_CASE("a loop is named by its shortest way up") {
  std::vector<ContributionEdge> edges;
  for (int i = 0; i < 2'000; ++i) {  // a long way round, and a short one that comes later by name
    edges.push_back({.child = "b" + std::to_string(i), .parent = "b" + std::to_string(i + 1)});
  }
  edges.push_back({.child = "b2000", .parent = "a"});
  edges.push_back({.child = "b0", .parent = "z"});
  edges.push_back({.child = "z", .parent = "a"});
  const ContributionEdge added{.child = "a", .parent = "b0"};
  CHECK(loop_closed_by(edges, added) == std::vector<std::string>{"a", "b0", "z", "a"});
}

TEST_CASE("amounts near the end of the range are exact or refused, never wrapped") {
  const Decimal most = Decimal::from_micros(INT64_MAX);
  const std::vector<AmountItem> items(
      3, {.start = -most, .target = most, .actual = Decimal(), .unit = "CNY"});
  CHECK(roll_up_amounts(items).progress == Ratio::from_parts(5'000));
  const Move steep{.start = Decimal(),
                   .targets = {{Date(), Decimal::from_micros(1)}},
                   .as_of = {},
                   .check_ins = {{Date(), most}}};
  CHECK(move_progress(steep).progress == Ratio::one());
  CHECK_FALSE(move_progress(steep).raw);
}

TEST_CASE("workdays of a long period are counted, not walked") {
  WorkdayCurve calendar;
  CHECK(workdays(calendar, Date::of(2026, 1, 1), Date::of(2026, 12, 31)) == 261);
  CHECK(workdays(calendar, Date::of(2026, 5, 2), Date::of(2026, 5, 3)) == 0);
  CHECK(workdays(calendar, Date::of(2026, 5, 9), Date::of(2026, 5, 4)) == 0);
  CHECK(workdays(calendar, Date::first(), Date::last()) == 2'608'615);
}

}  // namespace
TEST_CASE("what has begun counts above, also when it is closed") {
  CHECK_FALSE(has_begun(ObjectiveState::draft));
  CHECK_FALSE(has_begun(ObjectiveState::review));
  CHECK(has_begun(ObjectiveState::active));
  CHECK(has_begun(ObjectiveState::closed));
}

TEST_CASE("a stretch succeeds at 0.7, a promise when it is kept") {
  CHECK(success_from(Ambition::aspirational) == Fraction::of(7, 10));
  CHECK(success_from(Ambition::committed) == Fraction(1));
}

}  // namespace twinrail::okr::rules
