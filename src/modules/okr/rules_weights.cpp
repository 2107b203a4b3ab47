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

}  // namespace

std::vector<Decimal> split_weights(std::span<const Decimal> weights,
                                   std::span<const WeightChoice> chosen) {
  const auto fixed = by_index(weights.size(), chosen);
  const auto negative = [](Decimal weight) { return weight.is_negative(); };
  const auto chosen_negative = [](const WeightChoice& choice) {
    return choice.weight.is_negative();
  };
  if (std::any_of(weights.begin(), weights.end(), negative) ||
      std::any_of(chosen.begin(), chosen.end(), chosen_negative)) {
    throw refused("negative_weight");
  }

  const Decimal one = Decimal::from_micros(Decimal::micros_per_unit);
  Decimal taken;
  Int128 old_sum = 0;  // of the automatic ones, millionths
  std::int64_t automatic = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (fixed[i]) {
      taken += *fixed[i];
    } else {
      old_sum += weights[i].micros();
      ++automatic;
    }
  }
  if (taken > one) throw refused("weights_exceed_one");
  if (automatic == 0 && taken != one) throw refused("weights_not_one");

  Decimal rest = one - taken;
  const Fraction to_share = rest;
  std::vector<Decimal> result;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (fixed[i]) {
      result.push_back(*fixed[i]);
      continue;
    }
    const Fraction part = old_sum == 0 ? Fraction::of(1, Int128{automatic})
                                       : Fraction::of(weights[i].micros(), old_sum);
    result.push_back((to_share * part).rounded(Rounding::half_up, Ratio::digits));
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
