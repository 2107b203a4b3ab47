#include "modules/kpi/rules_entry.hpp"

#include <doctest/doctest.h>

namespace twinrail::kpi::rules {
namespace {

Period one_day(Date day) { return {day, day + 1}; }
Date march(int day) { return Date::of(2026, 3, day); }

/// Every workday from the first of March on, from 8:00, until 18:30.
DutyRow workdays_until_evening() {
  DutyRow duty{.valid_from = march(1), .valid_to = Date::last()};
  duty.workdays = 31;
  duty.open_minute = 8 * 60;
  duty.due_minute = 18 * 60 + 30;
  return duty;
}

}  // namespace

TEST_CASE("a figure that is not there is later, due, late or not asked for") {
  DutyRow duty = workdays_until_evening();
  const Period monday = one_day(march(9));
  CHECK(empty_state(duty, monday, true, {march(8), 1439}) == EntryState::later);
  CHECK(empty_state(duty, monday, true, {march(9), 479}) == EntryState::later);
  CHECK(empty_state(duty, monday, true, {march(9), 480}) == EntryState::due);
  CHECK(empty_state(duty, monday, true, {march(9), 1109}) == EntryState::due);
  CHECK(empty_state(duty, monday, true, {march(9), 1110}) == EntryState::late);
  duty.grace_days = 1;
  CHECK(empty_state(duty, monday, true, {march(10), 1109}) == EntryState::due);
  CHECK(empty_state(duty, monday, true, {march(10), 1110}) == EntryState::late);
  CHECK(empty_state(duty, one_day(march(8)), true, {march(20), 0}) == EntryState::off);  // a Sunday
  duty.valid_to = march(6);
  CHECK(empty_state(duty, monday, true, {march(20), 0}) == EntryState::off);
}

TEST_CASE("the figure of a week is asked for on its last day, whatever day of the week that is") {
  DutyRow duty = workdays_until_evening();
  duty.grain = DutyGrain::week;
  CHECK(grid_of(duty.grain) == Grid::week);
  CHECK(grid_of(DutyGrain::day) == Grid::day);
  CHECK(grid_of(DutyGrain::month) == Grid::month);
  const Period week{march(9), march(16)};
  CHECK(asks_for(duty, week, true));
  CHECK(empty_state(duty, week, true, {march(12), 600}) == EntryState::later);
  CHECK(may_be_typed(duty, week, true, {march(12), 600}));
  CHECK_FALSE(may_be_typed(duty, week, true, {march(8), 600}));
  CHECK(empty_state(duty, week, true, {march(15), 600}) == EntryState::due);
}

TEST_CASE("on each day that is worked means whatever day of the week that is") {
  DutyRow duty = workdays_until_evening();
  duty.grain = DutyGrain::workday;
  CHECK(grid_of(duty.grain) == Grid::day);
  const Period sunday = one_day(march(8));
  const Period monday = one_day(march(9));
  CHECK(asks_for(duty, sunday, true));
  CHECK_FALSE(asks_for(duty, monday, false));
  CHECK(empty_state(duty, sunday, true, {march(9), 0}) == EntryState::late);
  CHECK(empty_state(duty, monday, false, {march(20), 0}) == EntryState::off);
  CHECK_FALSE(may_be_typed(duty, monday, false, {march(9), 600}));
  // Of the other grains the calendar says nothing.
  duty.grain = DutyGrain::day;
  CHECK(asks_for(duty, monday, false));
}

TEST_CASE("the clock is that of the unit, not of the server") {
  const Instant late_evening = Instant::from_text("2026-03-09T16:30:00Z");
  CHECK(moment_in(late_evening, "UTC").day == march(9));
  CHECK(moment_in(late_evening, "UTC").minute == 990);
  CHECK(moment_in(late_evening, "Asia/Shanghai").day == march(10));
  CHECK(moment_in(late_evening, "Asia/Shanghai").minute == 30);
}

TEST_CASE("completeness counts what is awaited by now, and nothing else") {
  EntryCount count;
  for (const EntryState state :
       {EntryState::filled, EntryState::corrected, EntryState::several, EntryState::due,
        EntryState::late, EntryState::off, EntryState::later})
    count_in(count, state);
  CHECK(count.due == 5);
  CHECK(count.in == 3);
  CHECK(count.late == 1);
  CHECK(has_figure(EntryState::several));
  CHECK_FALSE(has_figure(EntryState::due));
}

TEST_CASE("two duties of a measure and unit do not share a day") {
  const DutyRow duty = workdays_until_evening();
  DutyRow other = duty;
  CHECK(overlap(duty, other));
  other.org_unit = OrgUnitId{7};
  CHECK_FALSE(overlap(duty, other));
  other = duty;
  other.valid_from = march(1) - 30;
  other.valid_to = march(1) - 1;
  CHECK_FALSE(overlap(duty, other));
}

TEST_CASE("days of the week are kept as bits and given back in order") {
  const std::vector<Weekday> days{Weekday::saturday, Weekday::monday};
  CHECK(workday_bits(days) == 33);
  CHECK(workdays_of(33) == std::vector<Weekday>{Weekday::monday, Weekday::saturday});
}

}  // namespace twinrail::kpi::rules
