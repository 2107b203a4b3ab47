#pragma once

#include <span>

#include "modules/kpi/service_judge.hpp"

/// How stored rows become what is shown.
namespace twinrail::kpi {

/// Where no breach rule draws the red line of a row or a period, the `amber` of the target does.
template <class Line>
void tell_red_line(Line& line, Direction direction, const std::optional<rules::Bound>& amber) {
  if (line.limit || !amber) return;
  line.limit = amber->at;
  line.limit_to = amber->to;
  const bool lower = direction == Direction::lower;
  line.limit_op = direction == Direction::range ? "outside" : lower ? ">" : "<";
}
/// What the figures of an assignment are in: of money, the currency of its unit.
[[nodiscard]] std::string unit_shown(const Catalogue& c, const AssignmentRow& a, Date day);
[[nodiscard]] Kpi kpi_view(const Catalogue& catalogue, KpiId id, std::int64_t assignments);
/// How many assignments of each KPI the viewer may read.
[[nodiscard]] std::map<KpiId, std::int64_t> readable_assignments(const Context& ctx,
                                                                 const Catalogue& catalogue);
/// A firing, recovering or pending breach as it stands, or nothing while all is well.
[[nodiscard]] std::optional<BreachView> breach_view(const Catalogue& catalogue,
                                                    const rules::AssignmentWithTargets& assignment,
                                                    const PointRow* latest, const BreachRow* breach,
                                                    Date today);
/// What is usual, where a judged figure stands out from the twelve before it among `points`, which
/// are in their order: by the modified z-score (Iglewicz and Hoaglin, 1993; rules::find_anomaly),
/// from median and median absolute deviation, so that earlier outliers do not hide it. It changes
/// no colour.
[[nodiscard]] std::optional<OutlierView> outlier_of(std::span<const PointRow> points,
                                                    const PointRow& of);
/// In what the lines say two things that hold of an assignment on a day.
[[nodiscard]] std::optional<LineDifference> lines_differ(
    const Catalogue& catalogue, const rules::AssignmentWithTargets& assignment, Date on);
/// One assignment for a list: its newest period that is over, the running one, its small line.
[[nodiscard]] KpiView row_view(const Catalogue& catalogue,
                               const rules::AssignmentWithTargets& assignment,
                               const std::vector<PointRow>& points, const BreachRow* breach,
                               Date today);
/// Many of them, each table read once. What is late is said as of now, by the clock of each unit,
/// or else as of the day's beginning.
[[nodiscard]] std::vector<KpiView> row_views(const Catalogue& catalogue, Read& db,
                                             const std::vector<AssignmentId>& ids,
                                             people::Service& people, Date today,
                                             std::optional<Instant> now = {});
/// The same as they stood on a span's last day, by the periods that lie in the span.
[[nodiscard]] std::vector<KpiView> row_views_between(const Catalogue& catalogue, Read& db,
                                                     const std::vector<AssignmentId>& ids,
                                                     people::Service& people, Date from, Date to);
/// Throws Error "kpi.unknown_assignment".
[[nodiscard]] const rules::AssignmentWithTargets& assignment_or_refuse(const Catalogue& catalogue,
                                                                       AssignmentId id);
/// The same error for whoever may not see it.
void require_read(const Context& ctx, const AssignmentRow& assignment);
/// The points as they were known at a moment, from the readings of the span that were recorded by
/// then. How a breach stood when the span begins is taken as it is known now.
[[nodiscard]] std::vector<PointRow> points_as_known(Read& db, const Catalogue& catalogue,
                                                    AssignmentId id, Date from, Date to,
                                                    Instant known_at, Date today);
[[nodiscard]] std::string label_of(const Period& period, Frequency frequency);

}  // namespace twinrail::kpi
