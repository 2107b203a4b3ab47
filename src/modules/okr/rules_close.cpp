#include "modules/okr/rules_close.hpp"

namespace twinrail::okr::rules {

CycleKind kind_of_span(Date start, Date end) {
  const auto days = end - start + 1;
  const auto within = [&](int least, int most) { return least <= days && days <= most; };
  if (within(350, 378)) return CycleKind::year;
  if (within(175, 190)) return CycleKind::half;
  if (within(84, 98)) return CycleKind::quarter;
  if (within(28, 35)) return CycleKind::month;
  return CycleKind::custom;
}

bool overlap(const CycleSpan& a, const CycleSpan& b) {
  if (a.kind != b.kind || a.kind == CycleKind::custom) return false;
  return a.start <= b.end && b.start <= a.end;
}

Grade decided_grade(Ambition ambition, std::span<const GradedItem> items,
                    std::optional<Decimal> manager_score,
                    const std::vector<links::Guardrail>& guardrails) {
  if (!manager_score) return grade(ambition, items, guardrails);
  const GradedItem decided{manager_score, {}};
  return grade(ambition, {&decided, 1}, guardrails);
}

std::optional<Decimal> mean_score(std::span<const Decimal> scores) {
  if (scores.empty()) return std::nullopt;
  Int128 sum = 0;
  for (const Decimal& score : scores) sum = checked_add(sum, score.micros());
  const Int128 count = static_cast<Int128>(scores.size());
  return Fraction::of(sum, checked_multiply(count, Decimal::micros_per_unit))
      .rounded(Rounding::half_up, 1);
}

std::vector<Lack> lacks(const Readiness& r) {
  std::vector<Lack> list;
  if (!r.graded) list.push_back(Lack::grade);
  if (r.graded && r.needs_cause && !r.has_cause) list.push_back(Lack::cause);
  if (!r.reviewed) list.push_back(Lack::review);
  return list;
}

}  // namespace twinrail::okr::rules
