#include <array>

#include "modules/kpi/rules.hpp"

namespace twinrail::kpi::rules {

namespace {

constexpr std::array<std::pair<Compare, std::string_view>, 6> compare_texts{{
    {Compare::above, ">"},
    {Compare::at_least, ">="},
    {Compare::below, "<"},
    {Compare::at_most, "<="},
    {Compare::outside, "outside"},
    {Compare::inside, "inside"},
}};

bool looks_up(Compare op) { return op == Compare::above || op == Compare::at_least; }
bool looks_down(Compare op) { return op == Compare::below || op == Compare::at_most; }

bool are_opposite(Compare a, Compare b) {
  if (looks_up(a)) return looks_down(b);
  if (looks_down(a)) return looks_up(b);
  return a == Compare::outside ? b == Compare::inside : b == Compare::outside;
}

/// Whether a value meets both a condition that looks up and one that looks down.
bool meet_in_line(const Condition& up, const Condition& down) {
  const bool both_include = up.op == Compare::at_least && down.op == Compare::at_most;
  return both_include ? up.value <= down.value : up.value < down.value;
}

bool meet_around(const Condition& outside, const Condition& inside) {
  const bool is_empty = inside.to < inside.value;
  return !is_empty && (inside.value < outside.value || inside.to > outside.to);
}

/// Whether some value would meet both of two opposite conditions.
bool overlap(const Condition& a, const Condition& b) {
  if (looks_up(a.op)) return meet_in_line(a, b);
  if (looks_down(a.op)) return meet_in_line(b, a);
  return a.op == Compare::outside ? meet_around(a, b) : meet_around(b, a);
}

bool recovers(const BreachRule& rule, const Fraction& value) {
  return rule.recover ? rule.recover->holds(value) : !rule.breach.holds(value);
}

BreachStep towards_firing(BreachState state, const BreachRule& rule, const Fraction& value) {
  if (!rule.breach.holds(value)) return {{BreachPhase::ok, 0, 0}, std::nullopt};
  if (++state.streak < rule.n) {
    state.phase = BreachPhase::pending;
    return {state, std::nullopt};
  }
  return {{BreachPhase::firing, 0, 0}, BreachNotice::fired};
}

BreachStep towards_ok(BreachState state, const BreachRule& rule, const Fraction& value) {
  if (!recovers(rule, value)) return {{BreachPhase::firing, 0, 0}, std::nullopt};
  if (++state.streak < rule.m) {
    state.phase = BreachPhase::recovering;
    return {state, std::nullopt};
  }
  return {{BreachPhase::ok, 0, 0}, BreachNotice::cleared};
}

}  // namespace

std::optional<Compare> compare_from(std::string_view text) {
  for (const auto& [op, known] : compare_texts) {
    if (known == text) return op;
  }
  return std::nullopt;
}

std::string_view text_of(Compare op) {
  for (const auto& [known, text] : compare_texts) {
    if (known == op) return text;
  }
  return {};
}

bool Condition::holds(const Fraction& v) const {
  const Fraction first(value);
  switch (op) {
    case Compare::above:
      return v > first;
    case Compare::at_least:
      return v >= first;
    case Compare::below:
      return v < first;
    case Compare::at_most:
      return v <= first;
    case Compare::outside:
      return v < first || v > Fraction(to);
    case Compare::inside:
      return v >= first && v <= Fraction(to);
  }
  return false;
}

void require_sound(const BreachRule& rule) {
  if (rule.n < 1 || rule.m < 1 || rule.no_data_after < 1) {
    throw Error(Fault::invalid, "bad_count");
  }
  if (!rule.recover) return;
  const bool unordered =
      !are_opposite(rule.breach.op, rule.recover->op) || overlap(rule.breach, *rule.recover);
  if (unordered) throw Error(Fault::invalid, "recover_unordered");
}

BreachStep breach_step(const BreachState& state, const BreachRule& rule,
                       const std::optional<Fraction>& value) {
  if (!value) {
    BreachState frozen = state;
    ++frozen.missing;
    return {frozen, std::nullopt};
  }
  BreachState seen = state;
  seen.missing = 0;
  return seen.confirmed() ? towards_ok(seen, rule, *value) : towards_firing(seen, rule, *value);
}

std::vector<BreachStep> breach_sequence(const BreachRule& rule,
                                        std::span<const std::optional<Fraction>> values) {
  require_sound(rule);
  std::vector<BreachStep> steps;
  BreachState state;
  for (const auto& value : values) {
    steps.push_back(breach_step(state, rule, value));
    state = steps.back().state;
  }
  return steps;
}

std::optional<AckReason> acknowledgement_ends(const Acknowledgement& accepted, const Aim& aim,
                                              Date date, const std::optional<Fraction>& value) {
  if (date > accepted.last_day) return AckReason::expired;
  if (value && is_worse(*value, Fraction(accepted.accepted_value), aim)) {
    return AckReason::worse_than_accepted;
  }
  return std::nullopt;
}

}  // namespace twinrail::kpi::rules
