#include "modules/people/rules_company.hpp"

#include <array>
#include <string_view>

#include "base/money.hpp"

namespace twinrail::people::rules {
namespace {

constexpr int months = 12;

std::int64_t bit_of(Weekday day) { return std::int64_t{1} << (static_cast<int>(day) - 1); }

/// Some days of one holiday that follow each other.
struct Run {
  int year;
  int month;
  int day;
  int count;
  DayKind kind;
  std::string_view name;
};

constexpr auto off = DayKind::statutory;
constexpr auto lieu = DayKind::substitute;
constexpr auto swap = DayKind::adjusted_rest;
constexpr auto work = DayKind::workday;

/// The notices of the General Office of the State Council for 2024 (国办发明电〔2023〕7号), 2025
/// (国办发明电〔2024〕12号) and 2026 (国办发明电〔2025〕7号). Eleven statutory days in 2024,
/// thirteen from 2025.
constexpr auto china = std::to_array<Run>({
    {2024, 1, 1, 1, off, "元旦"},
    {2024, 2, 4, 1, work, "春节调休"},
    {2024, 2, 10, 3, off, "春节"},
    {2024, 2, 13, 2, lieu, "春节"},
    {2024, 2, 15, 2, swap, "春节"},
    {2024, 2, 17, 1, DayKind::rest, "春节"},
    {2024, 2, 18, 1, work, "春节调休"},
    {2024, 4, 4, 1, off, "清明节"},
    {2024, 4, 5, 1, swap, "清明节"},
    {2024, 4, 6, 1, DayKind::rest, "清明节"},
    {2024, 4, 7, 1, work, "清明节调休"},
    {2024, 4, 28, 1, work, "劳动节调休"},
    {2024, 5, 1, 1, off, "劳动节"},
    {2024, 5, 2, 2, swap, "劳动节"},
    {2024, 5, 4, 2, DayKind::rest, "劳动节"},
    {2024, 5, 11, 1, work, "劳动节调休"},
    {2024, 6, 10, 1, off, "端午节"},
    {2024, 9, 14, 1, work, "中秋节调休"},
    {2024, 9, 15, 1, DayKind::rest, "中秋节"},
    {2024, 9, 16, 1, swap, "中秋节"},
    {2024, 9, 17, 1, off, "中秋节"},
    {2024, 9, 29, 1, work, "国庆节调休"},
    {2024, 10, 1, 3, off, "国庆节"},
    {2024, 10, 4, 1, swap, "国庆节"},
    {2024, 10, 5, 2, DayKind::rest, "国庆节"},
    {2024, 10, 7, 1, swap, "国庆节"},
    {2024, 10, 12, 1, work, "国庆节调休"},
    {2025, 1, 1, 1, off, "元旦"},
    {2025, 1, 26, 1, work, "春节调休"},
    {2025, 1, 28, 4, off, "春节"},
    {2025, 2, 1, 2, DayKind::rest, "春节"},
    {2025, 2, 3, 2, swap, "春节"},
    {2025, 2, 8, 1, work, "春节调休"},
    {2025, 4, 4, 1, off, "清明节"},
    {2025, 4, 5, 2, DayKind::rest, "清明节"},
    {2025, 4, 27, 1, work, "劳动节调休"},
    {2025, 5, 1, 2, off, "劳动节"},
    {2025, 5, 3, 2, DayKind::rest, "劳动节"},
    {2025, 5, 5, 1, swap, "劳动节"},
    {2025, 5, 31, 1, off, "端午节"},
    {2025, 6, 1, 1, DayKind::rest, "端午节"},
    {2025, 6, 2, 1, lieu, "端午节"},
    {2025, 9, 28, 1, work, "国庆节调休"},
    {2025, 10, 1, 3, off, "国庆节"},
    {2025, 10, 4, 2, DayKind::rest, "国庆节"},
    {2025, 10, 6, 1, off, "中秋节"},
    {2025, 10, 7, 2, swap, "国庆节"},
    {2025, 10, 11, 1, work, "国庆节调休"},
    {2026, 1, 1, 1, off, "元旦"},
    {2026, 1, 2, 1, swap, "元旦"},
    {2026, 1, 3, 1, DayKind::rest, "元旦"},
    {2026, 1, 4, 1, work, "元旦调休"},
    {2026, 2, 14, 1, work, "春节调休"},
    {2026, 2, 15, 1, DayKind::rest, "春节"},
    {2026, 2, 16, 4, off, "春节"},
    {2026, 2, 20, 1, swap, "春节"},
    {2026, 2, 21, 2, DayKind::rest, "春节"},
    {2026, 2, 23, 1, swap, "春节"},
    {2026, 2, 28, 1, work, "春节调休"},
    {2026, 4, 4, 1, DayKind::rest, "清明节"},
    {2026, 4, 5, 1, off, "清明节"},
    {2026, 4, 6, 1, lieu, "清明节"},
    {2026, 5, 1, 2, off, "劳动节"},
    {2026, 5, 3, 1, DayKind::rest, "劳动节"},
    {2026, 5, 4, 1, lieu, "劳动节"},
    {2026, 5, 5, 1, swap, "劳动节"},
    {2026, 5, 9, 1, work, "劳动节调休"},
    {2026, 6, 19, 1, off, "端午节"},
    {2026, 6, 20, 2, DayKind::rest, "端午节"},
    {2026, 9, 20, 1, work, "国庆节调休"},
    {2026, 9, 25, 1, off, "中秋节"},
    {2026, 9, 26, 2, DayKind::rest, "中秋节"},
    {2026, 10, 1, 3, off, "国庆节"},
    {2026, 10, 4, 1, DayKind::rest, "国庆节"},
    {2026, 10, 5, 1, lieu, "国庆节"},
    {2026, 10, 6, 2, swap, "国庆节"},
    {2026, 10, 10, 1, work, "国庆节调休"},
});

void look_at_currency(const char* field, const std::string& code, std::vector<Problem>& found) {
  if (!Currency::find(code))
    found.push_back({std::string("/") + field, "base.unknown_currency", {{"code", code}}});
}

void look_at_figure(const char* field, const std::optional<Decimal>& figure,
                    std::vector<Problem>& found) {
  if (figure && (figure->is_negative() || figure->is_zero()))
    found.push_back({std::string("/") + field, "people.rate_not_above_zero", {}});
}

}  // namespace

std::int64_t weekday_bits(std::span<const Weekday> days) {
  std::int64_t bits = 0;
  for (const Weekday day : days) bits |= bit_of(day);
  return bits;
}

std::vector<Weekday> weekdays_of(std::int64_t bits) {
  std::vector<Weekday> days;
  for (int day = 1; day <= 7; ++day)
    if (const auto weekday = static_cast<Weekday>(day); (bits & bit_of(weekday)) != 0)
      days.push_back(weekday);
  return days;
}

bool is_workday(std::int64_t weekdays, const std::map<Date, DayKind>& special, Date day) {
  if (const auto found = special.find(day); found != special.end())
    return found->second == DayKind::workday;
  return (weekdays & bit_of(day.weekday())) != 0;
}

std::int64_t week_on(std::int64_t now, const std::map<Date, std::int64_t>& earlier, Date day) {
  const auto held = earlier.lower_bound(day);
  return held == earlier.end() ? now : held->second;
}

std::vector<std::int64_t> workdays_by_month(std::int64_t weekdays,
                                            const std::map<Date, std::int64_t>& earlier,
                                            const std::map<Date, DayKind>& special,
                                            std::int64_t year) {
  std::vector<std::int64_t> counts(months, 0);
  const auto y = static_cast<int>(year);
  for (Date day = Date::of(y, 1, 1); day.year() == y; day = day + 1)
    counts[static_cast<std::size_t>(day.month()) - 1] +=
        is_workday(week_on(weekdays, earlier, day), special, day);
  return counts;
}

std::vector<std::int64_t> holiday_years() {
  std::vector<std::int64_t> years;
  for (const Run& run : china)
    if (years.empty() || years.back() != run.year) years.push_back(run.year);
  return years;
}

std::vector<SpecialDay> holidays_of(std::int64_t year) {
  std::vector<SpecialDay> days;
  for (const Run& run : china) {
    if (run.year != year) continue;
    for (int n = 0; n < run.count; ++n)
      days.push_back({Date::of(run.year, run.month, run.day) + n, run.kind, std::string(run.name)});
  }
  return days;
}

std::vector<std::optional<Date>> last_days(const std::vector<CalendarUseRow>& rows) {
  std::vector<std::optional<Date>> ends(rows.size());
  for (std::size_t i = 0; i + 1 < rows.size(); ++i)
    if (rows[i].unit == rows[i + 1].unit) ends[i] = rows[i + 1].valid_from - 1;
  return ends;
}

std::vector<Problem> rate_problems(const std::string& base, const std::string& quote,
                                   const std::optional<Decimal>& closing,
                                   const std::optional<Decimal>& average) {
  std::vector<Problem> found;
  look_at_currency("base", base, found);
  look_at_currency("quote", quote, found);
  if (found.empty() && base == quote) found.push_back({"/quote", "people.rate_of_itself", {}});
  if (!closing && !average) found.push_back({"/closing", "people.rate_without_figure", {}});
  look_at_figure("closing", closing, found);
  look_at_figure("average", average, found);
  return found;
}

}  // namespace twinrail::people::rules
