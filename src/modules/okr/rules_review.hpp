#pragma once

namespace twinrail::okr::rules {

/// Which objectives of a unit somebody else has to agree to before they start.
enum class ReviewNeed {
  nobody,    ///< whoever may write one may start it
  members,   ///< those of people who may write no objectives of the unit but their own
  everybody  ///< all of them
};

/// Whether an objective has to be agreed to before it starts. `personal`: of one person, not of a
/// unit; `leads`: the caller may write every objective of the unit.
[[nodiscard]] constexpr bool needs_review(ReviewNeed need, bool personal, bool leads) {
  if (personal || need == ReviewNeed::nobody) return false;
  return need == ReviewNeed::everybody || !leads;
}

}  // namespace twinrail::okr::rules
