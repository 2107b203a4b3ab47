#include <algorithm>
#include <map>

#include "modules/okr/rules_pace.hpp"

namespace twinrail::okr::rules {
namespace {

/// Three points over a fifth of the cycle are the least from which a line is drawn.
constexpr std::size_t points_min = 3;
constexpr std::size_t window_min = 4;

/// The line of least squares; days are counted from the window's first, values in millionths.
struct Line {
  Int128 numerator = 0;  ///< slope = numerator / denominator
  Int128 denominator = 0;
  Int128 days = 0;    ///< sum
  Int128 values = 0;  ///< sum
  std::int64_t origin = 0;
  std::int64_t count = 0;

  [[nodiscard]] Fraction slope() const {
    return Fraction::of(numerator, denominator) / Fraction::whole(Decimal::micros_per_unit);
  }
  /// Mean value + slope · (day - mean day).
  [[nodiscard]] Fraction at(std::int64_t day) const {
    const Int128 n = count;
    const Int128 away = checked_add(checked_multiply(n, Int128{day} - origin), -days);
    const Fraction mean = Fraction::of(values, checked_multiply(n, Decimal::micros_per_unit));
    return mean + slope() * Fraction::of(away, n);
  }
};

Line least_squares(std::span<const ForecastPoint> points) {
  Line line{.origin = points.front().day, .count = static_cast<std::int64_t>(points.size())};
  Int128 products = 0;
  Int128 squares = 0;
  for (const ForecastPoint& point : points) {
    const Int128 day = Int128{point.day} - line.origin;
    line.days = checked_add(line.days, day);
    line.values = checked_add(line.values, point.value.micros());
    products = checked_add(products, checked_multiply(day, point.value.micros()));
    squares = checked_add(squares, checked_multiply(day, day));
  }
  const Int128 n = line.count;
  line.numerator =
      checked_add(checked_multiply(n, products), -checked_multiply(line.days, line.values));
  line.denominator =
      checked_add(checked_multiply(n, squares), -checked_multiply(line.days, line.days));
  return line;
}

/// In order of days; points of one day stay in the order given.
std::vector<ForecastPoint> by_day(const std::vector<ForecastPoint>& points) {
  std::multimap<std::int64_t, Decimal> sorted;
  for (const ForecastPoint& point : points) sorted.emplace(point.day, point.value);
  std::vector<ForecastPoint> result;
  for (const auto& [day, value] : sorted) result.push_back({day, value});
  return result;
}

}  // namespace

Forecast forecast(const ForecastQuestion& question) {
  if (question.start == question.target) throw Error(Fault::invalid, "use_keep");
  const auto points = by_day(question.points);
  const std::size_t share = (points.size() * 3 + 9) / 10;  // 30 %, rounded up
  const std::size_t used = std::min(points.size(), std::max(window_min, share));
  const auto window = std::span(points).last(used);

  Forecast answer;
  answer.points_used = used;
  if (used < points_min) return answer;
  const Int128 spanned = Int128{window.back().day} - window.front().day;
  const Int128 cycle = Int128{question.end_day} - question.start_day;
  if (spanned == 0 || spanned * 5 < cycle) return answer;

  const Line line = least_squares(window);
  const Fraction end = line.at(question.end_day);
  const Fraction target = question.target;
  const bool on = question.target > question.start ? end >= target : end <= target;
  answer.slope = line.slope().to_ratio();
  answer.forecast = end.to_ratio();
  answer.trend = on ? Trend::trending_on : Trend::trending_off;
  return answer;
}

}  // namespace twinrail::okr::rules
