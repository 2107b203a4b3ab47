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
  constexpr const char* unknown = "\u2014";
  const auto shown = [&](Decimal figure, std::optional<Decimal> beside) {
    return figure_text(figure, unit, decimals, beside);
  };
  if (!red) return {value ? shown(*value, {}) : unknown, "other", unknown};
  const std::string from = shown(red->value, {});
  const bool is_range = red->op == Compare::inside || red->op == Compare::outside;
  const std::string to = is_range ? shown(red->to, {}) : from;
  std::string told = unknown;
  if (value) {
    told = shown(*value, red->value);
    if (is_range)
      if (std::string other = shown(*value, red->to); other.size() > told.size())
        told = std::move(other);
  }
  const std::string both = from + "\u2013" + to;
  if (red->op == Compare::inside) return {told, "within", both};
  if (is_range && (!value || (*value >= red->value && *value <= red->to)))
    return {told, "other", both};
  const bool is_below =
      is_range ? *value < red->value : red->op == Compare::below || red->op == Compare::at_most;
  return {told, is_below ? "below" : "above", is_below ? from : to};
}

std::vector<PersonId> up_from(const std::vector<PersonId>& heads, std::optional<PersonId> owner) {
  std::vector<PersonId> up;
  for (const PersonId head : heads)
    if (head != owner && (up.empty() || up.back() != head)) up.push_back(head);
  return up;
}

}  // namespace twinrail::kpi::rules
