#pragma once

#include <optional>
#include <span>
#include <vector>

#include "modules/okr/model_row.hpp"

/// Where a key result stands, worked out from what was reported on it.
namespace twinrail::okr::rules {

/// A KPI that gave a key result its value until a day.
struct FormerDriver {
  LinkRow link;  ///< with the day on which it ended
  std::vector<kpi::PointView> points;
};

/// What is known about one key result.
struct Evidence {
  std::vector<MilestoneRow> milestones;
  std::vector<CheckInRow> check_ins;    ///< those that stand, in the order of their days
  std::optional<LinkRow> driver;        ///< the KPI that gives it its value
  std::vector<kpi::PointView> points;   ///< of that KPI, the periods that begin in the cycle
  std::vector<FormerDriver> former;     ///< by the days on which they ended
  std::vector<KeyResultTermRow> terms;  ///< what it aimed at before, by their ends
  /// What it came to before the check-ins listed here; earlier ones need not be listed then.
  std::optional<KeyResultStandingRow> earlier;
  /// No check-in is new: confidence and reported status stay as they were earlier.
  bool only_figures = false;
};

/// The key result with the target, start, anchors and weight that held at the end of a day.
/// `former`: its own terms, by their ends and in the order of their recording.
[[nodiscard]] KeyResultRow as_of(KeyResultRow key_result, std::span<const KeyResultTermRow> former,
                                 Date day);

/// Whether the target, the start or an anchor was another before.
[[nodiscard]] bool rebaselined(const KeyResultRow& key_result,
                               std::span<const KeyResultTermRow> former);

/// Where it stands with everything that counts by the end of a day. A check-in counts from its day
/// on, a KPI's period from its last day on, and a KPI drives from the day of its baseline on.
[[nodiscard]] KeyResultStandingRow standing_of(const KeyResultRow& key_result,
                                               const Evidence& evidence, Date by = Date::last());

/// What a key result hands on: nothing while it is pending.
[[nodiscard]] Figure figure_of(const KeyResultStandingRow& standing);
[[nodiscard]] Figure figure_of(const ObjectiveStandingRow& standing);

/// Whether a check-in moves a figure; one that only tells a confidence or a word does not.
[[nodiscard]] bool changes_figure(const CheckInRow& check_in);

/// Where a key result stood at the end of each day, from `since` on, on which a fact is dated, and
/// on the first day of its cycle, so that every timeline begins. A KPI's period that still runs
/// changes no day before its end, though the standing of now follows it already; once the last
/// period is over, the timeline ends where the standing is.
[[nodiscard]] ProgressTimeline timeline_of(const KeyResultRow& key_result, const Evidence& evidence,
                                           Date cycle_start, Date since);

/// When a milestone was done, by the last check-in on it.
[[nodiscard]] std::optional<Date> done_on(MilestoneId milestone,
                                          std::span<const CheckInRow> check_ins);

/// Whether a period of the KPI makes the key result's value by the link's rule. One that still runs
/// does where the link says so, or is a part of what the cycle adds up; what grows with its period
/// would fall to nothing on the first of each month.
[[nodiscard]] bool counts(const LinkRow& link, const kpi::PointView& point);

/// The KPI's value by the link's rule, with six decimals.
[[nodiscard]] std::optional<Decimal> driven_value(const LinkRow& link,
                                                  std::span<const kpi::PointView> points);

}  // namespace twinrail::okr::rules
