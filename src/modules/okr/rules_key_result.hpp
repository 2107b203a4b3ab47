#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"

/// How far a key result is. Progress is what is shown and handed on (four decimals, 0..1); every
/// decision is taken on the exact quotient before it is rounded.
namespace twinrail::okr::rules {

/// A figure of a dated series: in force from `on` until the next one begins, or checked in on `on`.
struct DatedValue {
  Date on;
  Decimal value;
};

/// The entry in force on a day: the last that began by then. Null before the first one begins.
[[nodiscard]] const DatedValue* in_force(std::span<const DatedValue> series, Date day);

/// Which side of a target counts as met where start and target are equal.
enum class Aim { up, down };

/// A key result that moves a figure from a start to a target.
struct Move {
  Decimal start;
  std::vector<DatedValue>
      targets;  ///< at least one, in order of dates; the first also holds before
  Date as_of;   ///< decides which target is in force
  std::vector<DatedValue> check_ins;  ///< in order of dates; the last one is the current value
  bool imported = false;              ///< taken from another system: start = target is not refused
  Aim aim = Aim::up;                  ///< of an imported row with start = target
};

enum class ProgressState { measured, pending };

/// What a key result shows. `raw` is not clamped, and absent where there is nothing to divide
/// or it is too large to be stored.
struct Progress {
  Ratio progress;
  std::optional<Ratio> raw;
  ProgressState state = ProgressState::pending;
  Ratio coverage;
  bool degenerate = false;         ///< imported with start = target: met or not met
  bool rebaselined = false;        ///< the target in force is not the first one
  bool regressed = false;          ///< worse than the start
  std::optional<Date> reached_on;  ///< first check-in at or past the target in force

  /// Names of the flags that are set, sorted.
  [[nodiscard]] std::vector<std::string_view> flags() const;
};

/// (current - start) / (target - start). Throws Error "use_keep" where start = target.
[[nodiscard]] Progress move_progress(const Move& move);

/// Done or not done on `as_of`; the day itself counts.
[[nodiscard]] Progress binary_progress(std::optional<Date> done_on, Date as_of);

/// Marks on the way of a figure: 0 at `base`, 0.3 at `commit`, 0.7 at `target`, 1 at `stretch`.
/// A missing mark lies at 0.3 or 0.7 of the way from base to stretch.
struct Anchors {
  Decimal base;
  std::optional<Decimal> commit;
  std::optional<Decimal> target;
  Decimal stretch;
};

/// How good a value is against its anchors; a value on an anchor belongs to the better zone.
enum class Zone { fail, commit, target, stretch };

struct AnchoredScore {
  Ratio score;
  Zone zone = Zone::fail;
  bool regressed = false;  ///< worse than the base
};

/// Straight lines between the anchors, clamped to 0..1. Throws Error "anchors_not_monotonic" unless
/// they rise or fall strictly.
[[nodiscard]] AnchoredScore anchored_score(const Anchors& anchors, Decimal value);

/// Bounds of a figure that must stay where it is; both bounds belong to the band.
struct Band {
  std::optional<Decimal> lower;
  std::optional<Decimal> upper;
};

enum class KeepStatus { no_data, green, red };

struct Keep {
  std::optional<Ratio> score;  ///< share of the evaluated periods inside; absent if there is none
  Ratio coverage;              ///< evaluated periods / all periods
  KeepStatus current = KeepStatus::no_data;  ///< of the last period
};

/// `values` has one entry a period, absent where nothing was measured. Throws Error "no_band" or
/// "band_reversed".
[[nodiscard]] Keep keep_score(const Band& band, std::span<const std::optional<Decimal>> values);

struct Milestone {
  std::optional<Decimal> weight;  ///< a missing weight counts 1
  bool done = false;
};

/// Whether a milestone dated `done_on` is done on `as_of`; the day itself counts.
[[nodiscard]] bool done_by(std::optional<Date> done_on, Date as_of);

/// Weight done / weight. Throws Error "no_milestones", "negative_weight" or "zero_total_weight".
[[nodiscard]] Ratio milestone_progress(std::span<const Milestone> milestones);

/// What goes on into the next cycle: it starts where this one ended.
struct CarryOver {
  Decimal new_start;
  Decimal new_target;
  Ratio new_progress;         ///< 0: nothing has moved yet
  Ratio last_cycle_progress;  ///< 0..1
};

/// `new_target` defaults to the old target. Throws Error "use_keep" where start = target or
/// closed_at = new target.
[[nodiscard]] CarryOver carry_over(Decimal start, Decimal target, Decimal closed_at,
                                   std::optional<Decimal> new_target);

}  // namespace twinrail::okr::rules
