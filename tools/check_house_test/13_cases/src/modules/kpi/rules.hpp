#pragma once

namespace twinrail::kpi::rules {

struct Target {
  Decimal goal;
  [[nodiscard]] bool reached(Decimal value) const { return value >= goal; }
};

/// Named in a test of rules.
[[nodiscard]] Colour colour_for(Decimal value, const Target& target);
/// Named by the runner of worked cases.
[[nodiscard]] Decimal achieved(Decimal value, const Target& target);
/// Named in a comment of the test only.
[[nodiscard]] std::vector<Problem> problems(const Target& target);
void round_up(Target& target);

}  // namespace twinrail::kpi::rules
