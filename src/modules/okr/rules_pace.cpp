#include "modules/okr/rules_pace.hpp"

#include <algorithm>
#include <set>

namespace twinrail::okr::rules {
namespace {

Error refused(const char* code) { return Error(Fault::invalid, code); }

bool weekend(Date day) { return day.weekday() >= Weekday::saturday; }

/// Mondays to Fridays of `from`..`to`, from <= to: whole weeks first, then the days that are left.
std::int64_t weekdays(Date from, Date to) {
  const std::int64_t days = std::int64_t{to - from} + 1;
  std::int64_t count = days / 7 * 5;
  const auto first = static_cast<std::int64_t>(from.weekday());  // Monday = 1
  for (std::int64_t i = 0; i < days % 7; ++i) {
    if ((first - 1 + i) % 7 < 5) ++count;
  }
  return count;
}

void refuse_falling(const std::vector<DatedValue>& points) {
  const auto wrong = [](const DatedValue& a, const DatedValue& b) {
    return b.on <= a.on || b.value < a.value;
  };
  if (std::adjacent_find(points.begin(), points.end(), wrong) != points.end()) {
    throw refused("points_not_increasing");
  }
}

Fraction between_points(const PointsCurve& curve, Date start, Date as_of) {
  std::int64_t day =
      std::int64_t{start.days()} - 1;  // the eve; of the very first day there is none
  Decimal value;
  for (const DatedValue& point : curve.points) {
    if (point.on > as_of) {
      if (as_of.days() <= day) break;
      const Fraction part = Fraction::of(as_of.days() - day, point.on.days() - day);
      return Fraction(value) + part * (Fraction(point.value) - Fraction(value));
    }
    day = point.on.days();
    value = point.value;
  }
  return value;
}

/// What share of the way is expected on `as_of`. The definition was checked before.
Fraction expected_on(const PaceQuestion& question) {
  if (question.expected) return Fraction(question.expected->to_decimal());
  if (const auto* points = std::get_if<PointsCurve>(&question.curve)) {
    return between_points(*points, question.start, question.as_of).clamped(0, 1);
  }
  if (question.as_of < question.start) return 0;
  const Date until = std::min(question.as_of, question.end);
  if (const auto* calendar = std::get_if<WorkdayCurve>(&question.curve)) {
    return Fraction::of(workdays(*calendar, question.start, until),
                        workdays(*calendar, question.start, question.end));
  }
  return Fraction::of(std::int64_t{until - question.start} + 1,
                      std::int64_t{question.end - question.start} + 1);
}

void refuse_wrong_definition(const PaceQuestion& question) {
  if (question.start > question.end) throw refused("period_reversed");
  if (const auto* points = std::get_if<PointsCurve>(&question.curve)) {
    refuse_falling(points->points);
  }
  const auto* calendar = std::get_if<WorkdayCurve>(&question.curve);
  if (calendar != nullptr && workdays(*calendar, question.start, question.end) == 0) {
    throw refused("no_workdays");
  }
  if (question.bands.on_track < question.bands.at_risk) throw refused("bands_unordered");
}

bool has_pace(const PaceQuestion& question) {
  if (question.kind == PaceKind::keep) return false;
  return question.kind != PaceKind::binary || question.as_of > question.end;
}

PaceStatus judge(const PaceBands& bands, const Fraction& expected, const Fraction& gap) {
  if (expected < Fraction(bands.too_early)) return PaceStatus::too_early;
  if (gap >= Fraction(bands.on_track)) return PaceStatus::on_track;
  return gap >= Fraction(bands.at_risk) ? PaceStatus::at_risk : PaceStatus::off_track;
}

}  // namespace

std::string_view name_of(PaceStatus status) {
  switch (status) {
    case PaceStatus::not_assessed:
      return "not_assessed";
    case PaceStatus::pending:
      return "pending";
    case PaceStatus::too_early:
      return "too_early";
    case PaceStatus::on_track:
      return "on_track";
    case PaceStatus::at_risk:
      return "at_risk";
    case PaceStatus::off_track:
      return "off_track";
  }
  throw Error(Fault::internal, "unknown_status");
}

std::int64_t workdays(const WorkdayCurve& calendar, Date from, Date to) {
  if (from > to) return 0;
  const std::set<Date> extra(calendar.extra_workdays.begin(), calendar.extra_workdays.end());
  const std::set<Date> holidays(calendar.holidays.begin(), calendar.holidays.end());
  const auto inside = [&](Date day) { return from <= day && day <= to; };
  std::int64_t count = weekdays(from, to);
  for (const Date day : holidays) {
    if (inside(day) && !weekend(day) && !extra.contains(day)) --count;
  }
  for (const Date day : extra) {
    if (inside(day) && weekend(day)) ++count;
  }
  return count;
}

Pace pace(const PaceQuestion& question) {
  refuse_wrong_definition(question);
  const Fraction expected = expected_on(question);
  Pace answer;
  answer.expected = expected.to_ratio();
  if (!has_pace(question)) {
    answer.status = PaceStatus::not_assessed;
    return answer;
  }
  if (!question.progress) return answer;  // pending
  const Fraction gap = Fraction(*question.progress).clamped(0, 1) - expected;
  answer.gap = gap.to_ratio();
  answer.status = judge(question.bands, expected, gap);
  answer.disagrees = question.reported && answer.status != PaceStatus::too_early &&
                     *question.reported != name_of(answer.status);
  return answer;
}

FreshnessAnswer freshness(const FreshnessQuestion& question) {
  if (question.closed) return {.state = Freshness::closed};
  if (!question.last_check_in) return {.state = Freshness::pending};
  const std::int64_t age = question.today - *question.last_check_in;
  const std::int64_t late = narrow(Int128{age} - question.cadence_days - question.grace_days);
  if (late <= 0) return {.state = Freshness::assessed};
  return {.state = Freshness::outdated, .days_late = late};
}

std::int64_t cadence_of(kpi::Frequency frequency) {
  switch (frequency) {
    case kpi::Frequency::day:
      return 1;
    case kpi::Frequency::week:
      return 7;
    case kpi::Frequency::month:
      return 35;
    case kpi::Frequency::quarter:
      return 98;
    case kpi::Frequency::year:
      return 371;
  }
  throw Error(Fault::internal, "unknown_frequency");
}

}  // namespace twinrail::okr::rules
