#include "modules/okr/rules_propagation.hpp"

#include <doctest/doctest.h>

namespace twinrail::okr::rules {
namespace {

constexpr ObjectiveId top{3};
constexpr ObjectiveId middle{1};  // not in the order of the tree
constexpr ObjectiveId low{2};
constexpr ObjectiveId beside{9};
constexpr KeyResultId moved{21};
constexpr KeyResultId still{31};

Date march(int day) { return Date::of(2026, 3, day); }

KeyResultRow key_result(KeyResultId id, ObjectiveId of) {
  return {.id = id, .objective = of, .start_value = Decimal(), .target_value = Decimal::whole(100)};
}

CheckInRow value(int day, int amount) {
  return {.key_result = moved, .day = march(day), .value = Decimal::whole(amount)};
}

CountedObjective objective(ObjectiveId id, std::vector<KeyResultRow> key_results,
                           std::vector<CountedChild> children) {
  return {.id = id,
          .cycle_start = march(1),
          .cycle_end = march(31),
          .key_results = std::move(key_results),
          .children = std::move(children)};
}

CountedChild child(ObjectiveId id, bool counts = true) {
  return {id, Decimal::whole(1), Decimal::whole(1), counts};
}

/// Three levels: top counts its own key result, `middle` and a child beside the way; `middle`
/// counts `low`, whose key result is the one that moves.
RollupInputs tree(const std::vector<CheckInRow>& check_ins) {
  RollupInputs in;
  in.objectives[top] = objective(top, {key_result(still, top)}, {child(middle), child(beside)});
  in.objectives[middle] = objective(middle, {}, {child(low)});
  in.objectives[low] = objective(low, {key_result(moved, low)}, {});
  in.stored.key_results[still] = {.key_result = still,
                                  .progress = Ratio::from_text("0.3"),
                                  .coverage = Ratio::one(),
                                  .state = ProgressState::measured};
  in.stored.objectives[beside] = {beside, Ratio::from_text("0.6"), Ratio::one(), ""};
  in.stored.objective_days[beside][march(2)] = {beside, march(2), Ratio::from_text("0.6"),
                                                Ratio::one(), ""};
  in.evidence[moved].check_ins = check_ins;
  return in;
}

/// Puts a plan where it would be stored.
void store(Standings& stored, const ProgressPlan& plan) {
  for (const auto& row : plan.key_results) stored.key_results[row.key_result] = row;
  for (const auto& row : plan.objectives) stored.objectives[row.objective] = row;
  for (const auto& row : plan.key_result_days)
    stored.key_result_days[row.key_result][row.day] = row;
  for (const auto& row : plan.objective_days) stored.objective_days[row.objective][row.day] = row;
}

/// What a plan by difference looks at when one check-in is added to what stands: the way up.
RollupInputs difference(const Standings& stored, const CheckInRow& added) {
  RollupInputs in = tree({added});
  in.all_parts = false;
  in.since = added.day;
  in.objectives[top] = objective(top, {}, {child(middle)});
  in.stored = stored;
  in.evidence[moved].earlier = stored.key_results.at(moved);
  return in;
}

std::optional<Decimal> progress_now(const ProgressPlan& plan, ObjectiveId id) {
  const auto figure = plan.after.figure(id, std::nullopt);
  if (!figure || !figure->progress) return std::nullopt;
  return figure->progress->to_decimal();
}

std::string days(const ProgressPlan& plan, ObjectiveId id) {
  std::string all;
  for (const auto& [day, row] : plan.after.objective_days.at(id))
    all += (all.empty() ? "" : ", ") + day.to_string().substr(5) + " " +
           (row.progress ? row.progress->to_decimal().to_string() : "-");
  return all;
}

}  // namespace

TEST_CASE("a figure goes up three levels, each one from the four decimals below it") {
  const auto plan = propagate(tree({value(3, 33), value(5, 60)}));
  REQUIRE(plan);
  CHECK(progress_now(*plan, low) == Decimal::from_text("0.6"));
  CHECK(progress_now(*plan, middle) == Decimal::from_text("0.6"));
  CHECK(progress_now(*plan, top) == Decimal::from_text("0.5"));
  CHECK(days(*plan, low) == "03-01 0, 03-03 0.33, 03-05 0.6");
  // A row on each day of the parts; the still key result has none, so it counts 0 in the past.
  CHECK(days(*plan, top) == "03-01 0, 03-02 0.2, 03-03 0.31, 03-05 0.4");
  REQUIRE(plan->changed.changes.size() == 3);
  CHECK(plan->changed.changes.front().objective == middle);
}

TEST_CASE("a difference comes to the same as all parts, row by row") {
  RollupInputs before = tree({value(3, 33)});
  store(before.stored, *propagate(before));
  for (const auto& [day, amount] : {std::pair{3, 70}, {5, 60}, {9, 33}}) {
    RollupInputs all = tree({value(3, 33), value(day, amount)});
    all.stored = before.stored;
    const auto whole = propagate(all);
    const auto part = propagate(difference(before.stored, value(day, amount)));
    REQUIRE(whole);
    REQUIRE(part);
    CHECK(part->key_results == whole->key_results);
    CHECK(part->objectives == whole->objectives);
    CHECK(part->key_result_days == whole->key_result_days);
    CHECK(part->objective_days == whole->objective_days);
    CHECK(part->rows() == whole->rows());
    CHECK(part->changed.changes.size() == whole->changed.changes.size());
  }
}

TEST_CASE("a difference says nothing where a sum is missing or a row of the past would go") {
  RollupInputs before = tree({value(3, 33), value(5, 60)});
  store(before.stored, *propagate(before));
  const CheckInRow added = value(9, 80);
  CHECK(propagate(difference(before.stored, added)));
  Standings no_sum = before.stored;
  no_sum.objectives.at(middle).sums = "";
  CHECK_FALSE(propagate(difference(no_sum, added)));
  Standings no_day = before.stored;
  no_day.objective_days.at(top).clear();
  CHECK_FALSE(propagate(difference(no_day, added)));
  Standings surplus = before.stored;
  surplus.key_result_days.at(moved)[march(11)] = {moved, march(11), {}, {}};
  CHECK_FALSE(propagate(difference(surplus, added)));
}

TEST_CASE("what is closed keeps its standing and its past, and hands on what it stood at") {
  RollupInputs in = tree({value(3, 33)});
  store(in.stored, *propagate(in));
  in.evidence[moved].check_ins.push_back(value(5, 60));
  in.objectives[middle].closed = true;
  const auto plan = propagate(in);
  CHECK(progress_now(*plan, low) == Decimal::from_text("0.6"));
  CHECK(progress_now(*plan, middle) == Decimal::from_text("0.33"));
  CHECK(plan->objectives.size() == 1);
  CHECK_FALSE(plan->after.objective_days.contains(middle));
}

TEST_CASE("a draft below counts nothing, and a check-in without a figure leaves the past alone") {
  RollupInputs in = tree({value(3, 90)});
  in.objectives[middle].children = {child(low, false)};
  auto plan = propagate(in);
  CHECK(progress_now(*plan, middle) == std::nullopt);
  CHECK(progress_now(*plan, top) == Decimal::from_text("0.3"));  // middle counts 0
  in.dated = false;
  plan = propagate(in);
  CHECK(plan->key_result_days.empty());
  CHECK(plan->objective_days.empty());
}

TEST_CASE("rows that no fact is dated on any more are named, and milestones take their day") {
  RollupInputs in = tree({value(3, 33)});
  store(in.stored, *propagate(in));
  in.evidence[moved].check_ins = {value(4, 33)};
  auto plan = propagate(in);
  REQUIRE(plan->key_result_days_gone.size() == 1);
  CHECK(plan->key_result_days_gone.front().day == march(3));
  CHECK(plan->objective_days_gone.size() == 3);
  CHECK(plan->objectives.empty());

  in.objectives[low].key_results.front().kind = KeyResultKind::milestone;
  in.evidence[moved].milestones = {{.id = {1}}};
  in.evidence[moved].check_ins = {{.day = march(6), .milestone = MilestoneId{1}}};
  plan = propagate(in);
  REQUIRE(plan->milestones.size() == 1);
  CHECK(plan->milestones.front().done_on == march(6));
}

}  // namespace twinrail::okr::rules
