#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "modules/okr/rules_grade.hpp"

/// Cycles beside one another, and what an objective needs before its cycle can be closed.
namespace twinrail::okr::rules {

/// The level of a cycle. A backlog has no days: drafts wait in it.
enum class CycleKind { year, half, quarter, month, custom, backlog };

/// The level that a cycle of these days has: a year has 350 to 378 days, a half 175 to 190, a
/// quarter 84 to 98, a month 28 to 35; anything else is `custom`.
[[nodiscard]] CycleKind kind_of_span(Date start, Date end);

/// A cycle as its neighbours see it; both days included.
struct CycleSpan {
  CycleKind kind = CycleKind::custom;
  Date start;
  Date end;
};

/// Whether two cycles of one level share a day. Those of a length of their own may.
[[nodiscard]] bool overlap(const CycleSpan& a, const CycleSpan& b);

/// Who scored an objective: only the manager's score counts, the others stand beside it.
enum class ScoreRole { owner, collaborator, manager };

/// What an objective was worth: by the manager's score (0..1) where there is one, else by its key
/// results, as `grade` says.
[[nodiscard]] Grade decided_grade(Ambition ambition, std::span<const GradedItem> items,
                                  std::optional<Decimal> manager_score,
                                  const std::vector<links::Guardrail>& guardrails);

/// The mean of scores with one decimal, half up; nothing of none.
[[nodiscard]] std::optional<Decimal> mean_score(std::span<const Decimal> scores);

/// What keeps an objective from being closed with its cycle, in the order of the work.
enum class Lack { grade, cause, review };

struct Readiness {
  bool graded = false;       ///< by the manager
  bool needs_cause = false;  ///< a promise that was not kept
  bool has_cause = false;
  bool reviewed = false;  ///< the review is handed in
};

[[nodiscard]] std::vector<Lack> lacks(const Readiness& r);

}  // namespace twinrail::okr::rules
