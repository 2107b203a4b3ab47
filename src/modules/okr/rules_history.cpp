#include "modules/okr/rules_history.hpp"

#include <algorithm>
#include <iterator>

namespace twinrail::okr::rules {
namespace {

constexpr std::int64_t days_a_week = 7;

}  // namespace

const Figure* figure_on(const ProgressTimeline& timeline, Date day) {
  const auto after = timeline.upper_bound(day);
  return after == timeline.begin() ? nullptr : &std::prev(after)->second;
}

std::vector<ProgressDay> weekly(const ProgressTimeline& timeline, Date start, Date end,
                                Date today) {
  std::vector<ProgressDay> weeks;
  for (Date first = start; first <= end; first = first + days_a_week) {
    const Date last = std::min(first + (days_a_week - 1), end);
    if (last > today) break;
    const Figure* figure = figure_on(timeline, last);
    if (figure && figure->progress && figure->coverage > Ratio::zero())
      weeks.push_back({last, *figure->progress});
  }
  return weeks;
}

Forecast progress_forecast(const std::vector<ProgressDay>& weeks, Date start, Date end,
                           Date today) {
  if (end <= today) return {};
  ForecastQuestion question{
      .target = Decimal::whole(1), .start_day = start.days(), .end_day = end.days()};
  for (const ProgressDay& week : weeks)
    question.points.push_back({week.day.days(), week.progress.to_decimal()});
  Forecast answer = forecast(question);
  if (answer.forecast) answer.forecast = std::clamp(*answer.forecast, Ratio::zero(), Ratio::one());
  return answer;
}

}  // namespace twinrail::okr::rules
