#include "modules/okr/rules_rollup.hpp"

#include <algorithm>

namespace twinrail::okr::rules {
namespace {

constexpr std::int64_t one = Decimal::micros_per_unit;

Error refused(const char* code) { return Error(Fault::invalid, code); }

bool counts(const RollupItem& item) {
  return item.active && item.relation == Relation::contributes;
}

bool counts(const AmountItem& item) {
  return item.active && item.relation == Relation::contributes;
}

/// Weight in millionths of millionths: weight and share carry six decimals each.
Int128 weight_of(const RollupItem& item) {
  const std::int64_t weight = item.weight ? item.weight->micros() : one;
  return Int128{weight} * item.share.micros();
}

bool weighs_negative(const RollupItem& item) {
  return (item.weight && item.weight->is_negative()) || item.share.is_negative();
}

/// Adds what a part with a figure hands on, or takes it away (`sign` -1).
void add(Sums& sums, const RollupItem& item, int sign) {
  if (!item.progress) return;
  const Int128 weight = weight_of(item) * sign;
  const std::int64_t shown = std::clamp<std::int64_t>(item.progress->micros(), 0, one);
  sums.progress = checked_add(sums.progress, checked_multiply(weight, shown));
  sums.coverage = checked_add(sums.coverage, checked_multiply(weight, item.coverage.micros()));
}

/// The headline of objectives that were already chosen.
std::vector<RollupItem> rail_items(std::span<const RailObjective> objectives, bool recovers) {
  std::vector<RollupItem> items;
  for (const RailObjective& objective : objectives) {
    if (!has_begun(objective.state) || objective.abandoned || objective.recovers != recovers)
      continue;
    items.push_back({.progress = objective.progress,
                     .coverage = objective.coverage,
                     .weight = objective.weight});
  }
  return items;
}

}  // namespace

Sums sums_of(std::span<const RollupItem> items) {
  const auto wrong = [](const RollupItem& i) { return counts(i) && weighs_negative(i); };
  if (std::any_of(items.begin(), items.end(), wrong)) throw refused("negative_weight");

  Sums sums;
  bool any = false;
  for (const RollupItem& item : items) {
    if (!counts(item)) continue;
    any = true;
    add(sums, item, 1);
    sums.weights = checked_add(sums.weights, weight_of(item));
  }
  if (any && sums.weights == 0) throw refused("zero_total_weight");
  return sums;
}

Sums replace_part(Sums sums, const RollupItem& before, const RollupItem& after) {
  add(sums, before, -1);
  add(sums, after, 1);
  return sums;
}

std::string to_text(const Sums& sums) {
  return to_string(sums.weights) + " " + to_string(sums.progress) + " " + to_string(sums.coverage);
}

std::optional<Sums> sums_from_text(std::string_view text) {
  constexpr std::size_t digits_max = 36;  // below 2^127, so nothing overflows
  Sums sums;
  Int128* const parts[] = {&sums.weights, &sums.progress, &sums.coverage};
  std::size_t at = 0;
  std::size_t digits = 0;
  for (const char c : text) {
    if (c == ' ' && digits > 0 && at < std::size(parts) - 1) {
      ++at;
      digits = 0;
      continue;
    }
    if (c < '0' || c > '9' || ++digits > digits_max) return std::nullopt;
    *parts[at] = *parts[at] * 10 + (c - '0');
  }
  if (digits == 0 || at != std::size(parts) - 1) return std::nullopt;
  return sums;
}

Rollup roll_up(const Sums& sums) {
  if (sums.weights == 0) return {};
  const Int128 whole = checked_multiply(sums.weights, one);
  return {.progress = Fraction::of(sums.progress, whole).to_ratio(),
          .coverage = Fraction::of(sums.coverage, whole).to_ratio()};
}

Rollup roll_up(std::span<const RollupItem> items) { return roll_up(sums_of(items)); }

Rollup roll_up_amounts(std::span<const AmountItem> items) {
  const AmountItem* first = nullptr;
  Int128 to_move = 0;
  Int128 moved = 0;
  Int128 known = 0;  // of to_move: the items that have an actual
  for (const AmountItem& item : items) {
    if (!counts(item)) continue;
    if (first == nullptr) first = &item;
    if (item.unit != first->unit) throw refused("mixed_units");
    const Int128 span = Int128{item.target.micros()} - item.start.micros();
    to_move = checked_add(to_move, span);
    if (!item.actual) continue;
    moved = checked_add(moved, Int128{item.actual->micros()} - item.start.micros());
    known = checked_add(known, span);
  }
  if (first == nullptr) return {};
  if (to_move == 0) throw refused("use_keep");
  return {.progress = Fraction::of(moved, to_move).clamped(0, 1).to_ratio(),
          .coverage = Fraction::of(known, to_move).to_ratio()};
}

RailHeadline rail_headline(std::span<const RailObjective> objectives) {
  const auto counted = rail_items(objectives, false);
  const auto apart = rail_items(objectives, true);
  const auto wrong = [](const RollupItem& item) { return weighs_negative(item); };
  if (std::any_of(apart.begin(), apart.end(), wrong)) throw refused("negative_weight");
  return {.headline = roll_up(counted),
          .counted = counted.size(),
          .recovery = apart.size(),
          .recovery_progress = roll_up(apart).progress};
}

}  // namespace twinrail::okr::rules
