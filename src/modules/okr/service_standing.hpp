#pragma once

#include <span>

#include "modules/okr/model.hpp"

/// Where a key result stands, worked out from what was said of it. Pure.
namespace twinrail::okr {

/// What speaks about one key result. Check-ins in the order of their days; points by their starts.
struct Evidence {
  std::span<const MilestoneRow> milestones;
  std::span<const CheckInRow> check_ins;
  const LinkRow* driver = nullptr;         ///< the KPI that gives it its value
  std::span<const kpi::PointView> points;  ///< of that KPI, the periods that begin in the cycle
  const KeyResultStandingRow* stood = nullptr;  ///< what earlier check-ins, not listed, came to
};

[[nodiscard]] KeyResultStandingRow standing_of(const KeyResultRow& key_result,
                                               const Evidence& evidence);

/// What a key result hands on: nothing while it is pending.
[[nodiscard]] rules::Figure figure_of(const KeyResultStandingRow& standing);

/// Whether a check-in moves a figure; one that only tells a confidence or a word does not.
[[nodiscard]] bool moves(const CheckInRow& check_in);

/// Where a key result stood at the end of each day, from `since` on, on which a fact is dated:
/// * the first day of its cycle, so that every course begins;
/// * a check-in counts from its day on;
/// * a KPI's point counts from the last day of its period on. So a period that still runs says
///   nothing about the days before its end, though the standing of now follows it already; once the
///   last period is over, the course ends where the standing is;
/// * a KPI drives from the day on which the baseline was frozen; before that day check-ins speak.
[[nodiscard]] rules::Course course_of(const KeyResultRow& key_result, const Evidence& evidence,
                                      Date cycle_start, Date since);

/// When each milestone was done, by the last word on it.
[[nodiscard]] std::optional<Date> done_on(MilestoneId milestone,
                                          std::span<const CheckInRow> check_ins);

/// The KPI's value by the link's rule, with six decimals.
[[nodiscard]] std::optional<Decimal> driven_value(const LinkRow& link,
                                                  std::span<const kpi::PointView> points);

}  // namespace twinrail::okr
