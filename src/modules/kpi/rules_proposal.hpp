#pragma once

#include <span>
#include <vector>

#include "modules/kpi/model_row.hpp"

/// Targets that somebody has to agree to before they count. Pure.
namespace twinrail::kpi::rules {

/// Whose changes of a running period's target somebody else has to agree to.
enum class TargetReview { nobody, everybody };

/// Whether a target from a day on touches the running period, and so has to be agreed to; what
/// begins after the period has ended is planning.
[[nodiscard]] constexpr bool needs_review(TargetReview review, Date from, Date running_end) {
  return review == TargetReview::everybody && from <= running_end;
}

/// A series with something else aimed at from the row's day on; what is aimed at from a later day
/// on stays. By day.
[[nodiscard]] std::vector<TargetRow> replaced(std::span<const TargetRow> series, TargetRow row);

}  // namespace twinrail::kpi::rules
