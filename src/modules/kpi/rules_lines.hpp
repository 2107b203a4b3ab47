#pragma once

#include <optional>

#include "modules/kpi/model_row.hpp"

/// Where the colours of an assignment change: one red line for its colour and its breach rule.
/// Pure.
namespace twinrail::kpi::rules {

/// The value that a breach rule counts from, as a line: itself still on the good side. Nothing
/// where there is no rule, where the rule counts the value itself (`>=`, `<=`, `inside`), or where
/// it warns of the good side.
[[nodiscard]] std::optional<Bound> red_line(Direction direction, const AssignmentRow& held);

/// What an assignment is coloured by: green at its watch line (unless set, its target or band) or
/// better, amber from there up to its red line, red past it. The red line is that of the breach
/// rule; where that draws none, the `amber` of the target. A watch line beyond the red line gives
/// way to it. Nothing: shares of the target decide. `target` may be null.
[[nodiscard]] std::optional<Thresholds> lines_of(Direction direction, const AssignmentRow& held,
                                                 const TargetValues* target);

/// In what the lines of a target and a breach rule say two things; nothing where they agree. The
/// breach rule counts then, and a person should look.
[[nodiscard]] std::optional<LineDifference> lines_differ(Direction direction,
                                                         const AssignmentRow& held,
                                                         const TargetValues* target);

/// The values of a target as they are stored beside a breach rule: without an `amber` that only
/// says the red line of the rule once more, so that a later change of the rule leaves no second
/// one behind.
[[nodiscard]] TargetValues with_one_red_line(Direction direction, const AssignmentRow& held,
                                             TargetValues values);

}  // namespace twinrail::kpi::rules
