#include "modules/okr/rules_grade.hpp"

namespace twinrail::okr::rules {
namespace {

std::int64_t weight_of(const GradedItem& item) {
  return item.weight ? item.weight->micros() : Decimal::micros_per_unit;
}

Fraction weighted_score(std::span<const GradedItem> items) {
  for (const GradedItem& item : items) {
    if (weight_of(item) < 0) throw Error(Fault::invalid, "negative_weight");
  }
  Int128 weights = 0;  // 10^-6
  Int128 scores = 0;   // 10^-12
  for (const GradedItem& item : items) {
    const Int128 weight = weight_of(item);
    weights = checked_add(weights, weight);
    if (!item.score) continue;
    scores = checked_add(scores, checked_multiply(weight, item.score->micros()));
  }
  if (weights == 0) throw Error(Fault::invalid, "zero_total_weight");
  return Fraction::of(scores, checked_multiply(weights, Decimal::micros_per_unit));
}

}  // namespace

Fraction success_from(Ambition ambition) {
  return ambition == Ambition::aspirational ? Fraction::of(7, 10) : Fraction(1);
}

Grade grade(Ambition ambition, std::span<const GradedItem> items,
            const std::vector<links::Guardrail>& guardrails) {
  const Fraction raw = weighted_score(items);
  const links::CapVerdict capped = links::guardrail_cap(raw, guardrails);
  Grade result{.raw = raw.to_ratio(),
               .final = capped.final.to_ratio(),
               .grade = capped.final.rounded(Rounding::half_up, 1),
               .capped_by = capped.capped_by};
  result.success = !capped.capped_by && capped.final >= success_from(ambition);
  result.needs_cause = ambition == Ambition::committed && !result.success;
  return result;
}

}  // namespace twinrail::okr::rules
