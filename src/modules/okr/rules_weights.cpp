#include <algorithm>

#include "modules/okr/rules_rollup.hpp"

namespace twinrail::okr::rules {
namespace {

Error refused(const char* code) { return Error(Fault::invalid, code); }

/// Which weights were chosen by hand; a later choice of the same index replaces an earlier one.
std::vector<std::optional<Decimal>> by_index(std::size_t count,
                                             std::span<const WeightChoice> chosen) {
  std::vector<std::optional<Decimal>> fixed(count);
  for (const WeightChoice& choice : chosen) {
    if (choice.index >= count) throw refused("unknown_index");
    fixed[choice.index] = choice.weight;
  }
  return fixed;
}

void require_not_negative(std::span<const Decimal> weights, std::span<const WeightChoice> chosen) {
  const auto negative = [](Decimal weight) { return weight.is_negative(); };
  if (std::ranges::any_of(weights, negative) ||
      std::ranges::any_of(chosen, negative, &WeightChoice::weight))
    throw refused("negative_weight");
}

/// What the automatic weights share.
struct Automatic {
  Decimal rest = Decimal::whole(1);  ///< of 1, after the chosen ones
  Int128 old_sum = 0;                ///< of their old weights, millionths
  std::int64_t count = 0;
};

/// Throws where the chosen weights leave no room, or nobody to take what they leave.
Automatic automatic_of(std::span<const Decimal> weights,
                       const std::vector<std::optional<Decimal>>& fixed) {
  Automatic automatic;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (fixed[i]) {
      automatic.rest -= *fixed[i];
    } else {
      automatic.old_sum += weights[i].micros();
      ++automatic.count;
    }
  }
  if (automatic.rest.is_negative()) throw refused("weights_exceed_one");
  if (automatic.count == 0 && automatic.rest != Decimal()) throw refused("weights_not_one");
  return automatic;
}

}  // namespace

std::vector<Decimal> split_weights(std::span<const Decimal> weights,
                                   std::span<const WeightChoice> chosen) {
  const auto fixed = by_index(weights.size(), chosen);
  require_not_negative(weights, chosen);
  const Automatic automatic = automatic_of(weights, fixed);
  Decimal rest = automatic.rest;
  std::vector<Decimal> result;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (fixed[i]) {
      result.push_back(*fixed[i]);
      continue;
    }
    const Fraction part = automatic.old_sum == 0
                              ? Fraction::of(1, Int128{automatic.count})
                              : Fraction::of(weights[i].micros(), automatic.old_sum);
    result.push_back((Fraction(automatic.rest) * part).rounded(Rounding::half_up, Ratio::digits));
    rest -= result.back();
  }
  for (std::size_t i = weights.size(); i-- > 0;) {
    if (fixed[i]) continue;
    result[i] += rest;  // the last automatic one takes the rounding difference
    break;
  }
  return result;
}

}  // namespace twinrail::okr::rules
