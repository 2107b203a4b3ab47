#include "modules/kpi/rules_entry.hpp"

namespace twinrail::kpi::rules {
namespace {

constexpr std::int64_t seconds_a_minute = 60;

std::int64_t bit_of(Weekday day) { return std::int64_t{1} << (static_cast<int>(day) - 1); }

bool before(const UnitMoment& now, Date day, std::int64_t minute) {
  return now.day < day || (now.day == day && now.minute < minute);
}

}  // namespace

UnitMoment moment_in(Instant now, const std::string& zone) {
  const Date day = local_date(now, zone);
  const std::int64_t since = now.seconds() - start_of_day(day, zone).seconds();
  return {day, std::min(minute_max, since / seconds_a_minute)};
}

Grid grid_of(DutyGrain grain) {
  static constexpr Grid grids[] = {Grid::day, Grid::week, Grid::month, Grid::day};
  return grids[static_cast<std::size_t>(grain)];
}

bool asks_for(const DutyRow& duty, const Period& period, bool worked) {
  const Date day = period.last_day();
  if (day < duty.valid_from || duty.valid_to < day) return false;
  if (duty.grain == DutyGrain::workday) return worked;
  return duty.grain != DutyGrain::day || (duty.workdays & bit_of(day.weekday())) != 0;
}

EntryState empty_state(const DutyRow& duty, const Period& period, bool worked,
                       const UnitMoment& now) {
  if (!asks_for(duty, period, worked)) return EntryState::off;
  const Date day = period.last_day();
  if (before(now, day, duty.open_minute)) return EntryState::later;
  const bool in_time =
      day > Date::last() - duty.grace_days || before(now, day + duty.grace_days, duty.due_minute);
  return in_time ? EntryState::due : EntryState::late;
}

bool may_be_typed(const DutyRow& duty, const Period& period, bool worked, const UnitMoment& now) {
  return asks_for(duty, period, worked) && period.start <= now.day;
}

bool has_figure(EntryState state) {
  return state == EntryState::filled || state == EntryState::corrected ||
         state == EntryState::several;
}

void count_in(EntryCount& count, EntryState state) {
  count.in += has_figure(state);
  count.late += state == EntryState::late;
  count.due += has_figure(state) || state == EntryState::late || state == EntryState::due;
}

bool overlap(const DutyRow& one, const DutyRow& other) {
  return one.measure == other.measure && one.org_unit == other.org_unit &&
         one.valid_from <= other.valid_to && other.valid_from <= one.valid_to;
}

std::int64_t workday_bits(std::span<const Weekday> days) {
  std::int64_t bits = 0;
  for (const Weekday day : days) bits |= bit_of(day);
  return bits;
}

std::vector<Weekday> workdays_of(std::int64_t bits) {
  std::vector<Weekday> days;
  for (int day = 1; day <= 7; ++day)
    if (const auto weekday = static_cast<Weekday>(day); (bits & bit_of(weekday)) != 0)
      days.push_back(weekday);
  return days;
}

}  // namespace twinrail::kpi::rules
