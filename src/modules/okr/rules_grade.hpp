#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/links.hpp"

/// What an objective was worth at its close.
namespace twinrail::okr::rules {

/// An aspirational objective is a stretch, a committed one a promise.
enum class Ambition { committed, aspirational };

/// Lowest exact grade that is a success: 0.7 for a stretch, 1 for a promise.
[[nodiscard]] Fraction success_from(Ambition ambition);

struct GradedItem {
  std::optional<Decimal> score;   ///< absent counts 0
  std::optional<Decimal> weight;  ///< a missing weight counts 1
};

struct Grade {
  Ratio raw;                             ///< before the cap, four decimals
  Ratio final;                           ///< after the cap, four decimals
  Decimal grade;                         ///< final with one decimal
  std::optional<std::string> capped_by;  ///< only if the cap changed the result
  bool success = false;                  ///< on the exact final; never when capped
  bool needs_cause = false;              ///< a promise that was not kept
};

/// Sum w·score / sum w, then the cap of the guardrails. Throws Error "negative_weight" or
/// "zero_total_weight".
[[nodiscard]] Grade grade(Ambition ambition, std::span<const GradedItem> items,
                          const std::vector<links::Guardrail>& guardrails);

}  // namespace twinrail::okr::rules
