#include <array>
#include <limits>

#include "app/check_fields.hpp"
#include "app/check_ops.hpp"
#include "base/calendar.hpp"
#include "base/links.hpp"
#include "modules/kpi/rules.hpp"

/// The links between the two rails, and the periods that both count in.
namespace twinrail::check {
namespace {

using kpi::Direction;

Value fixed(const std::optional<Fraction>& figure) {
  if (!figure) return {};
  return figure->to_fixed(4);
}

Direction direction_of(const Fields& in) {
  return in.choice<Direction>("direction",
                              {{"higher", Direction::higher}, {"lower", Direction::lower}});
}

int count_of(const Fields& in, std::string_view name, int otherwise) {
  const std::int64_t count = in.whole_or(name, otherwise);
  if (count < 1 || count > std::numeric_limits<int>::max()) {
    throw malformed(std::string(name) + " is out of range");
  }
  return static_cast<int>(count);
}

links::DrivingPeriod period_of_series(const Value& item) {
  const Fields entry(item, {"period", "value", "numerator", "denominator", "recorded_on"},
                     Extra::reader_names);
  links::DrivingPeriod period;
  period.period = entry.text("period");
  period.recorded_on = entry.date_if("recorded_on");
  entry.not_both("value", "numerator");
  entry.not_both("value", "denominator");
  period.quotient = item.find("numerator") != nullptr || item.find("denominator") != nullptr;
  if (period.quotient) {
    period.numerator = entry.decimal_or_null("numerator");
    period.denominator = entry.decimal_or_null("denominator");
  } else {
    period.value = entry.decimal_or_null("value");
  }
  return period;
}

links::DriveQuestion drive_question(const Fields& in) {
  using links::ValueAgg;
  using links::ValueSpan;
  const Fields baseline(in.object("baseline"), {"value", "corrected"});
  links::DriveQuestion question;
  question.baseline = baseline.decimal("value");
  question.baseline_corrected = baseline.decimal_if("corrected");
  question.kr_target = in.decimal("kr_target");
  for (const Value& item : in.list("series")) question.series.push_back(period_of_series(item));
  question.span = in.choice_or("value_rule", ValueSpan::period,
                               {{"period", ValueSpan::period},
                                {"cycle_to_date", ValueSpan::cycle_to_date},
                                {"rolling", ValueSpan::rolling}});
  if (question.span == ValueSpan::rolling) {
    static_cast<void>(in.whole("k"));
    question.k = count_of(in, "k", 1);
  }
  question.agg =
      in.choice_or("agg", ValueAgg::last,
                   {{"last", ValueAgg::last}, {"avg", ValueAgg::avg}, {"sum", ValueAgg::sum}});
  question.closed_on = in.date_if("closed_on");
  if (in.has("manual_check_in")) {
    const Fields typed(in.object("manual_check_in"), {"value", "override_reason"});
    question.typed = {typed.decimal("value"), typed.text_if("override_reason")};
  }
  return question;
}

/// The KPI's own achievement, beside the key result's progress and never instead of it.
Value kpi_achievement(const Fields& in, const std::optional<Fraction>& value) {
  if (!in.has("kpi_target")) return {};
  kpi::rules::Aim aim;
  aim.direction = direction_of(in);
  aim.target = in.decimal("kpi_target");
  return fixed(kpi::rules::achieve(value, aim).achievement);
}

Value drives(const Value& inputs) {
  const Fields in(inputs, {"baseline", "kr_target", "series", "value_rule", "k", "agg", "closed_on",
                           "manual_check_in", "kpi_target", "direction"});
  const auto question = drive_question(in);
  const auto verdict = links::drive(question);
  Value flags = Value::list();
  for (const std::string& flag : verdict.flags()) flags.append(flag);
  return Value::object({{"value", fixed(verdict.value)},
                        {"kr_progress", verdict.progress.to_ratio()},
                        {"state", verdict.measured() ? "measured" : "pending"},
                        {"frozen", verdict.frozen},
                        {"flags", flags},
                        {"kpi_achievement", kpi_achievement(in, verdict.kpi_value)},
                        {"baseline_used", question.baseline},
                        {"baseline_delta", verdict.baseline_delta}});
}

Value graduation(const Value& inputs) {
  const Fields in(inputs, {"direction", "floor", "m", "values"});
  links::GraduationQuestion question;
  question.higher_is_better = direction_of(in) == Direction::higher;
  question.floor = in.decimal("floor");
  question.m = count_of(in, "m", question.m);
  for (const Value& value : in.list("values")) {
    question.values.push_back(decimal_or_null_of(value, "values"));
  }
  const auto verdict = links::graduate(question);
  return Value::object({{"close_proposed", verdict.close_proposed},
                        {"floor", question.floor},
                        {"proposed_floor", verdict.proposed_floor},
                        {"needs_approval", verdict.needs_approval}});
}

/// The grid and how the unit counts; what only 4-4-5 needs is wanted only there.
CalendarRule calendar_of(const Fields& in, Grid grid) {
  CalendarRule rule;
  rule.zone = in.text("zone");
  const std::int64_t month = in.whole_or("fiscal_start_month", 1);
  if (month < 1 || month > 12) throw malformed("fiscal_start_month is not 1 to 12");
  rule.fiscal_start_month = static_cast<int>(month);
  rule.week_start = in.choice_or(
      "week_start", Weekday::monday,
      {{"monday", Weekday::monday}, {"sunday", Weekday::sunday}, {"saturday", Weekday::saturday}});
  if (grid != Grid::four_four_five) return rule;
  rule.year_start = in.date("year_start");
  const auto pattern = week_pattern(in.text_if("pattern").value_or("4-4-5"));
  if (!pattern) throw malformed("pattern is unknown");
  rule.pattern = *pattern;
  const std::int64_t weeks = in.whole_or("weeks", 52);
  if (weeks != 52 && weeks != 53) throw malformed("weeks is not 52 or 53");
  rule.weeks = static_cast<int>(weeks);
  return rule;
}

Instant instant_of(const std::string& text) {
  try {
    return Instant::from_text(text);
  } catch (const Error& error) {
    if (error.key() == "base.not_an_instant") throw malformed("instant is none");
    throw;
  }
}

Value time_period_of(const Value& inputs) {
  const Fields in(inputs, {"instant", "zone", "grid", "fiscal_start_month", "week_start",
                           "year_start", "pattern", "weeks"});
  const auto grid = grid_from(in.text("grid"));
  if (!grid) throw malformed("grid is unknown");
  const CalendarRule rule = calendar_of(in, *grid);
  const Instant instant = instant_of(in.text("instant"));
  const Period period = period_of(instant, *grid, rule);
  Value answer = Value::object({{"local_date", local_date(instant, rule.zone)},
                                {"start", period.start},
                                {"end", period.end},
                                {"hours", hours_in(period, rule.zone).rounded()}});
  if (period.index != 0) answer.add("index", Value::whole(period.index));
  if (period.quarter != 0) answer.add("quarter", Value::whole(period.quarter));
  return answer;
}

constexpr std::array table{
    Operation{"link", "drives", "links::drive", drives},
    Operation{"link", "graduation", "links::graduate", graduation},
    Operation{"time", "period_of", "period_of", time_period_of},
};

}  // namespace

std::span<const Operation> link_operations() { return table; }

}  // namespace twinrail::check
