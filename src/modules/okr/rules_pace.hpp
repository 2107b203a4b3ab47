#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "modules/kpi/kpi.hpp"
#include "modules/okr/rules_key_result.hpp"

/// Pace against the cycle, age of the last check-in, and forecast.
namespace twinrail::okr::rules {

/// Days elapsed / days of the cycle, both inclusive.
struct LinearCurve {};

/// The owner's expected points, straight between them, from 0 on the eve of the start.
struct PointsCurve {
  std::vector<DatedValue> points;
};

/// Monday to Friday less holidays plus extra days.
struct WorkdayCurve {
  std::vector<Date> holidays;
  std::vector<Date> extra_workdays;
};

using Curve = std::variant<LinearCurve, PointsCurve, WorkdayCurve>;

/// Lowest gap (progress - expected) of each status, and the expected progress from which on
/// anything is judged at all.
struct PaceBands {
  Decimal on_track = Decimal::from_micros(-100'000);
  Decimal at_risk = Decimal::from_micros(-250'000);
  Decimal too_early = Decimal::from_micros(100'000);
};

enum class PaceKind { move, keep, binary };

struct PaceQuestion {
  Date start;  ///< first day of the cycle
  Date end;    ///< last day of the cycle
  Date as_of;
  std::optional<Decimal> progress;  ///< absent: never checked in
  PaceKind kind = PaceKind::move;
  Curve curve = LinearCurve{};
  PaceBands bands;
  std::optional<Ratio> expected;  ///< of what has parts: their mean, in the place of the curve
  std::optional<std::string> reported;  ///< the owner's word; compared, never copied
};

enum class PaceStatus { not_assessed, pending, too_early, on_track, at_risk, off_track };

/// "on_track" and so on.
[[nodiscard]] std::string_view name_of(PaceStatus status);

struct Pace {
  Ratio expected;
  std::optional<Ratio> gap;  ///< absent where nothing is assessed or known
  PaceStatus status = PaceStatus::pending;
  bool disagrees = false;  ///< the owner reported something else than what was computed
};

/// Throws Error "period_reversed", "points_not_increasing", "no_workdays" or "bands_unordered".
[[nodiscard]] Pace pace(const PaceQuestion& question);

/// Working days of `from`..`to`, both inclusive; 0 if reversed.
[[nodiscard]] std::int64_t workdays(const WorkdayCurve& calendar, Date from, Date to);

struct FreshnessQuestion {
  Date today;
  std::optional<Date> last_check_in;
  std::int64_t cadence_days = 7;
  std::int64_t grace_days = 3;
  bool closed = false;
};

/// `assessed`: fresh enough for its own status to be shown.
enum class Freshness { closed, pending, outdated, assessed };

struct FreshnessAnswer {
  Freshness state = Freshness::pending;
  std::int64_t days_late = 0;  ///< past cadence and grace; 0 when not outdated
};

[[nodiscard]] FreshnessAnswer freshness(const FreshnessQuestion& question);

/// Days until a KPI's next period has ended, the longest that a calendar makes: a 4-4-5 month may
/// have five weeks, its quarter fourteen and its year fifty-three.
[[nodiscard]] std::int64_t cadence_of(kpi::Frequency frequency);

/// A value on a day of the cycle, counted from any day 0.
struct ForecastPoint {
  std::int64_t day = 0;
  Decimal value;
};

struct ForecastQuestion {
  std::vector<ForecastPoint> points;  ///< in any order
  Decimal start;
  Decimal target;
  std::int64_t start_day = 0;
  std::int64_t end_day = 0;
};

enum class Trend { insufficient_data, trending_off, trending_on };

struct Forecast {
  std::optional<Ratio> slope;     ///< units of the value a day
  std::optional<Ratio> forecast;  ///< the value expected on the end day
  std::size_t points_used = 0;
  Trend trend = Trend::insufficient_data;
};

/// Least squares over the last max(4, 30 %) points; needs 3 points over 20 % of the cycle. Throws
/// Error "use_keep" where start = target.
[[nodiscard]] Forecast forecast(const ForecastQuestion& question);

}  // namespace twinrail::okr::rules
