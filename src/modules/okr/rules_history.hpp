#pragma once

#include <map>
#include <optional>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "modules/okr/rules_pace.hpp"

/// How something stood on the days of the past, and what that says of the days to come.
namespace twinrail::okr::rules {

/// Progress as it is handed on; absent while nothing is measured.
struct Figure {
  std::optional<Ratio> progress;
  Ratio coverage;
  friend bool operator==(const Figure&, const Figure&) = default;
};

/// Where something stood at the end of each day on which a fact about it is dated; a day between
/// two of them stands as the earlier one.
using ProgressTimeline = std::map<Date, Figure>;

/// The last figure by the end of a day. Null before the first one.
[[nodiscard]] const Figure* figure_on(const ProgressTimeline& timeline, Date day);

/// A progress at the end of a day.
struct ProgressDay {
  Date day;
  Ratio progress;
};

/// Progress at the end of each week of the cycle that is over by `today`, so that a running week
/// does not pull at the line. The last day of the cycle ends a week. Weeks in which nothing was
/// measured yet are left out.
[[nodiscard]] std::vector<ProgressDay> weekly(const ProgressTimeline& timeline, Date start,
                                              Date end, Date today);

/// The progress expected on the last day of the cycle, which begins at 0 and aims at 1. It is
/// clamped as progress is: the line may leave 0..1, the goal cannot. Too few weeks, or a cycle that
/// is over: `insufficient_data`.
[[nodiscard]] Forecast progress_forecast(const std::vector<ProgressDay>& weeks, Date start,
                                         Date end, Date today);

}  // namespace twinrail::okr::rules
