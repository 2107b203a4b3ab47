#include "modules/dashboard/rules.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace twinrail::dashboard::rules {
namespace {

Warning warning(std::int64_t id, std::int64_t days, bool acknowledged) {
  Warning w;
  w.assignment = kpi::AssignmentId{id};
  w.days = days;
  w.acknowledged = acknowledged;
  return w;
}

Todo todo(TodoKind kind, std::int64_t id, std::int64_t days) {
  return {.kind = kind, .subject = id, .days = days};
}

std::vector<std::int64_t> subjects(const std::vector<Todo>& list) {
  std::vector<std::int64_t> ids;
  for (const Todo& t : list) ids.push_back(t.subject);
  return ids;
}

kpi::KpiView metric(kpi::Light light) {
  kpi::KpiView row;
  row.light = light;
  return row;
}

AgendaItem item(AgendaKind kind, std::int64_t id) { return {.kind = kind, .subject = id}; }

}  // namespace

TEST_CASE("what is alike keeps its place when a list is sorted") {
  std::vector<std::pair<int, int>> list{{2, 1}, {1, 2}, {2, 3}, {1, 4}};
  sort_keeping(list, [](const auto& a, const auto& b) { return a.first < b.first; });
  CHECK(list == std::vector<std::pair<int, int>>{{1, 2}, {1, 4}, {2, 1}, {2, 3}});
}

TEST_CASE("of breaches those that nobody has acknowledged come first, then the oldest") {
  CHECK(worse(warning(1, 2, false), warning(2, 30, true)));
  CHECK(worse(warning(2, 30, false), warning(1, 2, false)));
  CHECK(worse(warning(1, 5, false), warning(2, 5, false)));
  CHECK_FALSE(worse(warning(1, 5, false), warning(1, 5, false)));
}

TEST_CASE("to-dos stand by consequence: what caps a grade before all, one's own check-ins late") {
  Todo capping = todo(TodoKind::breach, 3, 1);
  capping.warning = warning(3, 1, false);
  capping.warning->guards.push_back({});
  std::vector<Todo> list{todo(TodoKind::close, 9, 0),
                         todo(TodoKind::check_in, 8, 4),
                         todo(TodoKind::check_in, 7, 9),
                         todo(TodoKind::approval, 6, 2),
                         todo(TodoKind::entry, 0, 0),
                         todo(TodoKind::breach, 4, 20),
                         capping};
  std::ranges::sort(list, sooner);
  CHECK(subjects(list) == std::vector<std::int64_t>{3, 4, 6, 0, 7, 8, 9});
}

TEST_CASE("what needs a look stands before what does not") {
  using enum kpi::Light;
  CHECK(needs_look_before(metric(breach), metric(watch)));
  CHECK(needs_look_before(metric(watch), metric(rec)));
  CHECK(needs_look_before(metric(none), metric(ok)));
  CHECK_FALSE(needs_look_before(metric(ok), metric(plain)));
  CHECK(is_off(metric(watch)));
  CHECK_FALSE(is_off(metric(rec)));
}

TEST_CASE("behind is what is under way and not on pace") {
  okr::ObjectiveView o;
  o.state = okr::ObjectiveState::active;
  o.pace = okr::Pace::at_risk;
  CHECK(is_behind(o));
  o.pace = okr::Pace::outdated;
  CHECK(is_behind(o));
  o.pace = okr::Pace::too_early;
  CHECK_FALSE(is_behind(o));
  o.pace = okr::Pace::off_track;
  o.state = okr::ObjectiveState::closed;
  CHECK_FALSE(is_behind(o));
}

TEST_CASE("a week after the last word a check-in is due") {
  const Date last = Date::of(2026, 3, 1);
  CHECK(overdue_days(last, Date::of(2026, 3, 7)) == 0);
  CHECK(overdue_days(last, Date::of(2026, 3, 8)) == 1);
  CHECK(overdue_days(last, Date::of(2026, 3, 18)) == 11);
}

TEST_CASE("how a metric stands against the last meeting") {
  using enum kpi::Light;
  CHECK(turn_of(ok, breach) == WeekTurn::opened);
  CHECK(turn_of(std::nullopt, breach) == WeekTurn::opened);
  CHECK(turn_of(rec, ok) == WeekTurn::over);
  CHECK(turn_of(breach, watch) == WeekTurn::over);
  CHECK(turn_of(breach, rec) == WeekTurn::changed);
  CHECK(turn_of(watch, ok) == WeekTurn::changed);
  CHECK(turn_of(watch, watch) == WeekTurn::still);
  CHECK_FALSE(turn_of(ok, ok));
  CHECK_FALSE(turn_of(std::nullopt, ok));
}

TEST_CASE("what is not done comes first, the nearest day first, without a day last") {
  const auto decision = [](int due, bool done) {
    okr::DecisionView d;
    if (due > 0) d.due = Date::of(2026, 3, due);
    if (done) d.done_on = Date::of(2026, 3, 1);
    return d;
  };
  CHECK(due_before(decision(9, false), decision(2, true)));
  CHECK(due_before(decision(2, false), decision(9, false)));
  CHECK(due_before(decision(9, false), decision(0, false)));
  CHECK_FALSE(due_before(decision(2, false), decision(2, false)));
}

TEST_CASE("a meeting takes half an hour: the worst comes first, the rest is counted") {
  std::vector<AgendaItem> items{item(AgendaKind::silence, 0), item(AgendaKind::behind, 1),
                                item(AgendaKind::breach, 2), item(AgendaKind::back, 3)};
  CHECK(plan(items) == 0);
  REQUIRE(items.size() == 4);
  CHECK(items[0].subject == 2);
  CHECK(items[3].kind == AgendaKind::silence);
  CHECK(items[3].from_minute == 25);
  CHECK(items[3].minutes == 3);
  std::vector<AgendaItem> many(5, item(AgendaKind::breach, 1));
  CHECK(plan(many) == 2);
  CHECK(many.back().from_minute + many.back().minutes == meeting_minutes);
  std::vector<AgendaItem> nothing;
  CHECK(plan(nothing) == 0);
}

}  // namespace twinrail::dashboard::rules
