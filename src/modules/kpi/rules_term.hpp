#pragma once

#include <span>
#include <string>
#include <vector>

#include "modules/kpi/model_life.hpp"
#include "modules/kpi/rules_point.hpp"

/// What held of a KPI and of an assignment on which day, and how one change follows another. Pure.
namespace twinrail::kpi::rules {

/// The assignment as it held on a day: its terms of then in the place of today's.
[[nodiscard]] AssignmentRow held_on(const AssignmentWithTargets& assignment, Date day);
/// The KPI as it was worked out by a term.
[[nodiscard]] KpiRow with_term(KpiRow kpi, const KpiTermRow& term);
/// The KPI as it is worked out on a day; `now` where nothing ever changed.
[[nodiscard]] KpiRow held_on(const KpiRow& now, std::span<const KpiTermRow> terms, Date day);

/// Terms as they are written for a change.
template <class Row>
struct TermChange {
  std::vector<Row> ended;  ///< stored ones, with another last day
  std::vector<Row> added;
};
/// From a day on `wanted` holds. The first change also writes down what held before it. A term that
/// would begin on the same day is never in force. Throws Error "kpi.change_planned" with `day`
/// where a later change stands already: it would undo this one unseen.
[[nodiscard]] TermChange<AssignmentTermRow> change_term(const AssignmentRow& now,
                                                        std::span<const AssignmentTermRow> stored,
                                                        const AssignmentRow& wanted, Date from);
[[nodiscard]] TermChange<KpiTermRow> change_term(const KpiRow& now,
                                                 std::span<const KpiTermRow> stored,
                                                 const KpiRow& wanted, Date from);

/// Whether what decides a figure or a colour is another.
[[nodiscard]] bool judges_otherwise(const AssignmentRow& a, const AssignmentRow& b);
/// Whether a period counts for an assignment: it ends by the assignment's last day. One that is cut
/// by it is not judged, since a part of a period says nothing of a target for the whole.
[[nodiscard]] bool counts(const AssignmentRow& assignment, const Period& period);

/// The fields in which two differ, as they are written down.
[[nodiscard]] std::vector<FieldChange> differences(const MeasureRow& before,
                                                   const MeasureRow& after);
[[nodiscard]] std::vector<FieldChange> differences(const KpiRow& before, const KpiRow& after);
[[nodiscard]] std::vector<FieldChange> differences(const KpiWords& before, const KpiWords& after);
[[nodiscard]] std::vector<FieldChange> differences(const AssignmentRow& before,
                                                   const AssignmentRow& after);

}  // namespace twinrail::kpi::rules
