#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "modules/okr/rules_key_result.hpp"

/// How progress goes up: key results and children to an objective, objectives to a tree, a unit's
/// objectives to the headline of its rail. Each level takes the four decimals stored below it.
namespace twinrail::okr::rules {

/// A child that contributes counts with its share; one that only supports is drawn, never counted.
enum class Relation { contributes, supports };

/// One thing that an objective's progress is made of.
struct RollupItem {
  std::optional<Decimal> progress;                     ///< absent: no data, counts 0
  Decimal coverage = Decimal::from_micros(1'000'000);  ///< how much of a child rests on data
  std::optional<Decimal> weight;                       ///< a missing weight counts 1
  Decimal share = Decimal::from_micros(1'000'000);     ///< of a child, 0..1
  Relation relation = Relation::contributes;
  bool active = true;
};

/// Progress and how much of its weight rests on data. Without anything to count: absent and 0.
struct Rollup {
  std::optional<Ratio> progress;
  Ratio coverage;
};

/// What a roll-up is the quotient of, exactly. Kept beside it, so that one part can change without
/// the others being looked at.
struct Sums {
  Int128 weights = 0;   ///< sum w, in 10^-12; 0: nothing counts
  Int128 progress = 0;  ///< sum w·p, in 10^-18
  Int128 coverage = 0;  ///< sum w·coverage of what has a progress, in 10^-18
  friend bool operator==(const Sums&, const Sums&) = default;
};

/// With w = weight·share and p clamped to 0..1. Throws Error "negative_weight" or
/// "zero_total_weight".
[[nodiscard]] Sums sums_of(std::span<const RollupItem> items);

/// The sums after one part that counts changed its progress and coverage, and nothing else.
[[nodiscard]] Sums replace_part(Sums sums, const RollupItem& before, const RollupItem& after);

/// "weights progress coverage", whole numbers from 0 up.
[[nodiscard]] std::string to_text(const Sums& sums);
/// Nothing for any other text.
[[nodiscard]] std::optional<Sums> sums_from_text(std::string_view text);

/// Sum w·p / sum w.
[[nodiscard]] Rollup roll_up(const Sums& sums);

/// Of items, as `sums_of` takes them.
[[nodiscard]] Rollup roll_up(std::span<const RollupItem> items);

/// An amount (money, pieces) that rolls up as an amount, not as an average of percentages.
struct AmountItem {
  Decimal start;
  Decimal target;
  std::optional<Decimal> actual;  ///< absent: adds nothing
  std::string unit;
  Relation relation = Relation::contributes;
  bool active = true;
};

/// Sum (actual - start) / sum (target - start), clamped once at the end. Throws Error
/// "mixed_units", or "use_keep" where the amounts to move sum to 0.
[[nodiscard]] Rollup roll_up_amounts(std::span<const AmountItem> items);

/// What one key result hands to its objective.
struct TreeKeyResult {
  std::optional<Ratio> progress;  ///< absent while it is pending
  Ratio coverage = Ratio::one();
  std::optional<Decimal> weight;
};

struct TreeChild {
  std::size_t objective = 0;  ///< index in the tree
  std::optional<Decimal> weight;
  Decimal share = Decimal::from_micros(1'000'000);
  Relation relation = Relation::contributes;
};

struct TreeObjective {
  std::string name;  ///< for the path of a refused cycle
  std::vector<TreeKeyResult> key_results;
  std::vector<TreeChild> children;
  bool active = true;  ///< an inactive one has a progress of its own that no parent counts
};

/// Every objective of a tree from the leaves up, in time linear in its links. Throws Error
/// "negative_weight", "zero_total_weight", or "cycle" where contributing objectives close a loop.
[[nodiscard]] std::vector<Rollup> roll_up_tree(std::span<const TreeObjective> objectives);

/// `withdrawn`: a draft that was thrown away; `abandoned`: given up on the way, with a reason.
enum class ObjectiveState { draft, review, active, closed, withdrawn, abandoned };

/// Whether it counts in what is above: one that is closed goes on counting with what it came to.
[[nodiscard]] constexpr bool has_begun(ObjectiveState state) {
  return state == ObjectiveState::active || state == ObjectiveState::closed;
}

/// An objective as the headline of its unit sees it.
struct RailObjective {
  std::optional<Decimal> progress;
  Decimal coverage = Decimal::from_micros(1'000'000);
  std::optional<Decimal> weight;
  ObjectiveState state = ObjectiveState::active;
  bool recovers = false;   ///< answers a breach; stands apart from the headline
  bool abandoned = false;  ///< given up before its end: it leaves the headline
};

struct RailHeadline {
  Rollup headline;
  std::size_t counted = 0;   ///< objectives that have begun and recover nothing
  std::size_t recovery = 0;  ///< objectives that have begun and stand apart
  std::optional<Ratio> recovery_progress;
};

/// The headline of a unit's OKR rail. Throws Error "negative_weight" or "zero_total_weight".
[[nodiscard]] RailHeadline rail_headline(std::span<const RailObjective> objectives);

/// Gives some objectives a weight; the rest of 1 goes to the others.
struct WeightChoice {
  std::size_t index = 0;
  Decimal weight;
};

/// The others keep their old proportion (equal parts if that was all 0), each to four decimals, and
/// the last of them takes the rounding difference, so that the sum is exactly 1. Throws Error
/// "negative_weight", "weights_exceed_one", "weights_not_one", or "unknown_index".
[[nodiscard]] std::vector<Decimal> split_weights(std::span<const Decimal> weights,
                                                 std::span<const WeightChoice> chosen);

}  // namespace twinrail::okr::rules
