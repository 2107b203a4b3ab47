#include "modules/kpi/rules_notice.hpp"

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

Crossed crossed(std::optional<Decimal> value, const std::optional<Condition>& red,
                std::string_view unit, std::int64_t decimals) {
  if (!red) return {"other", "\u2014"};
  const auto shown = [&](Decimal line) { return figure_text(line, unit, decimals, {}); };
  switch (red->op) {
    case Compare::above:
    case Compare::at_least:
      return {"above", shown(red->value)};
    case Compare::below:
    case Compare::at_most:
      return {"below", shown(red->value)};
    case Compare::inside:
      return {"within", shown(red->value) + "\u2013" + shown(red->to)};
    case Compare::outside:
      break;
  }
  if (value && *value < red->value) return {"below", shown(red->value)};
  if (value && *value > red->to) return {"above", shown(red->to)};
  return {"other", shown(red->value) + "\u2013" + shown(red->to)};
}

std::vector<PersonId> up_from(const std::vector<PersonId>& heads, std::optional<PersonId> owner) {
  std::vector<PersonId> up;
  for (const PersonId head : heads)
    if (head != owner && (up.empty() || up.back() != head)) up.push_back(head);
  return up;
}

}  // namespace twinrail::kpi::rules
