#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"

/// Which unit needs which rail. Pure; what is not known is absent and re-weights the rest.
namespace twinrail::diagnosis::rules {

/// What pulls a unit towards change. Shares are 0..1 and count as they are.
struct Innovation {
  std::optional<Decimal> project_hours_share;
  std::optional<Decimal> new_goals_share;
  std::optional<Decimal> creative_roles_share;
  std::optional<Decimal> outcome_latency_months;  ///< full pull from six months on
  std::optional<Decimal> cross_unit_goals_share;
};

/// What asks for a steady hand.
struct Control {
  std::optional<Decimal> rostered_hours_share;
  std::optional<Decimal> auto_kpi_headcount_share;
  std::optional<Decimal> weekly_output_cv;     ///< coefficient of variation; steady = 0
  std::optional<Decimal> compliance_exposure;  ///< 0, 0.5 or 1
  std::optional<Decimal> sla_count;            ///< full need from ten on
};

enum class Verdict { not_enough_data, okr, kpi, dual, light, borderline_okr, borderline_kpi };

struct Diagnosis {
  std::optional<Fraction> innovation;  ///< exact, 0..100; shown with one decimal
  std::optional<Fraction> control;
  Verdict verdict = Verdict::not_enough_data;
  std::vector<std::string> missing;  ///< names of the unknown inputs, sorted
};

/// Both indexes from the inputs that are known; an index with less than 60 % of its weight known is
/// absent. The verdict is decided on the exact indexes.
[[nodiscard]] Diagnosis diagnose(const Innovation& innovation, const Control& control);

}  // namespace twinrail::diagnosis::rules
