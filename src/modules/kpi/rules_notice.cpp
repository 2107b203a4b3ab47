#include "modules/kpi/rules_notice.hpp"

#include "modules/kpi/rules.hpp"

namespace twinrail::kpi::rules {

std::string figure_text(Decimal value, std::string_view unit, std::int64_t decimals,
                        std::optional<Decimal> beside) {
  const bool is_ratio = unit == "%";
  const auto shown = [&](Decimal figure, int digits) {
    return (is_ratio ? Fraction(figure) * Fraction(100) : Fraction(figure)).to_fixed(digits);
  };
  int digits = static_cast<int>(decimals);
  while (beside && digits < Decimal::digits && value != *beside &&
         shown(value, digits) == shown(*beside, digits))
    ++digits;
  return shown(value, digits) + (is_ratio ? "%" : "");
}

std::string_view side_of(std::string_view op) {
  const auto compare = compare_from(op);
  if (compare == Compare::above || compare == Compare::at_least) return "above";
  if (compare == Compare::below || compare == Compare::at_most) return "below";
  return "other";
}

std::vector<PersonId> up_from(const std::vector<PersonId>& heads, std::optional<PersonId> owner) {
  std::vector<PersonId> up;
  for (const PersonId head : heads)
    if (head != owner && (up.empty() || up.back() != head)) up.push_back(head);
  return up;
}

}  // namespace twinrail::kpi::rules
