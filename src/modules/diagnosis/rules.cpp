#include "modules/diagnosis/rules.hpp"

#include <algorithm>
#include <span>

namespace twinrail::diagnosis::rules {
namespace {

/// Below this much known weight (percent) an index would be a guess.
constexpr int known_percent_min = 60;
/// From `leads` on a side leads; from `counts` on it counts (0..100).
constexpr int leads = 55;
constexpr int counts = 45;

/// One input of an index, brought to 0..1.
struct Part {
  const char* name;
  int percent;  ///< weight
  std::optional<Fraction> value;
};

std::optional<Fraction> as_is(const std::optional<Decimal>& share) {
  if (!share) return std::nullopt;
  return Fraction(*share);
}

/// min(1, amount / enough)
std::optional<Fraction> up_to(const std::optional<Decimal>& amount, int enough) {
  if (!amount) return std::nullopt;
  return std::min(Fraction(1), Fraction(*amount) / Fraction(enough));
}

/// max(0, 1 - variation)
std::optional<Fraction> steadiness(const std::optional<Decimal>& variation) {
  if (!variation) return std::nullopt;
  return std::max(Fraction(0), Fraction(1) - Fraction(*variation));
}

std::optional<Fraction> index_of(std::span<const Part> parts) {
  int known = 0;
  Fraction sum;
  for (const Part& part : parts) {
    if (!part.value) continue;
    known += part.percent;
    sum += Fraction(part.percent) * *part.value;
  }
  if (known < known_percent_min) return std::nullopt;
  return Fraction(100) * sum / Fraction(known);
}

Verdict judge(const Fraction& innovation, const Fraction& control) {
  const bool innovation_counts = innovation >= Fraction(counts);
  const bool control_counts = control >= Fraction(counts);
  if (innovation_counts && control_counts) return Verdict::dual;
  if (!innovation_counts && !control_counts) return Verdict::light;
  if (innovation_counts) {
    return innovation >= Fraction(leads) ? Verdict::okr : Verdict::borderline_okr;
  }
  return control >= Fraction(leads) ? Verdict::kpi : Verdict::borderline_kpi;
}

}  // namespace

Diagnosis diagnose(const Innovation& innovation, const Control& control) {
  const std::vector<Part> pull{
      {"project_hours_share", 30, as_is(innovation.project_hours_share)},
      {"new_goals_share", 20, as_is(innovation.new_goals_share)},
      {"creative_roles_share", 20, as_is(innovation.creative_roles_share)},
      {"outcome_latency_months", 15, up_to(innovation.outcome_latency_months, 6)},
      {"cross_unit_goals_share", 15, as_is(innovation.cross_unit_goals_share)}};
  const std::vector<Part> need{
      {"rostered_hours_share", 30, as_is(control.rostered_hours_share)},
      {"auto_kpi_headcount_share", 25, as_is(control.auto_kpi_headcount_share)},
      {"weekly_output_cv", 20, steadiness(control.weekly_output_cv)},
      {"compliance_exposure", 15, as_is(control.compliance_exposure)},
      {"sla_count", 10, up_to(control.sla_count, 10)}};

  Diagnosis result;
  result.innovation = index_of(pull);
  result.control = index_of(need);
  for (const auto* side : {&pull, &need}) {
    for (const Part& part : *side) {
      if (!part.value) result.missing.emplace_back(part.name);
    }
  }
  std::sort(result.missing.begin(), result.missing.end());
  if (result.innovation && result.control) {
    result.verdict = judge(*result.innovation, *result.control);
  }
  return result;
}

}  // namespace twinrail::diagnosis::rules
