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
};

[[nodiscard]] KeyResultStanding standing_of(const KeyResultStored& key_result,
                                            const Evidence& evidence);

/// When each milestone was done, by the last word on it.
[[nodiscard]] std::optional<Date> done_on(MilestoneId milestone,
                                          std::span<const CheckInRow> check_ins);

/// The KPI's value by the link's rule, with six decimals.
[[nodiscard]] std::optional<Decimal> driven_value(const LinkRow& link,
                                                  std::span<const kpi::PointView> points);

}  // namespace twinrail::okr
