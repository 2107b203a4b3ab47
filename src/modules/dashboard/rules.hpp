#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "modules/dashboard/model_week.hpp"

/// What comes first, and what a meeting has time for.
namespace twinrail::dashboard::rules {

/// Sorts; of what is neither before nor after the other, each keeps its place.
template <class T, class Before>
void sort_keeping(std::vector<T>& list, Before before) {
  std::vector<std::size_t> places(list.size());
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
  std::ranges::sort(places, [&](std::size_t a, std::size_t b) {
    if (before(list[a], list[b])) return true;
    return !before(list[b], list[a]) && a < b;
  });
  std::vector<T> sorted;
  for (const std::size_t place : places) sorted.push_back(std::move(list[place]));
  list = std::move(sorted);
}

/// Worst first: nobody has acknowledged, then the longest.
[[nodiscard]] bool worse(const Warning& a, const Warning& b);
/// By consequence: breaches (those that cap a grade first), what others wait for, then one's own.
[[nodiscard]] bool sooner(const Todo& a, const Todo& b);
/// What needs a look before what does not; else as before.
[[nodiscard]] bool needs_look_before(const kpi::KpiView& a, const kpi::KpiView& b);
/// What is not done before what is, the nearest day first.
[[nodiscard]] bool due_before(const okr::DecisionView& a, const okr::DecisionView& b);
/// Not on pace: behind, far behind, or not told of.
[[nodiscard]] bool is_behind(const okr::ObjectiveView& objective);
/// Past its line, or on the way there.
[[nodiscard]] bool is_off(const kpi::KpiView& row);
/// Days that a key result of a person is overdue to be told of, from the last word or the start;
/// 0 while it is not.
[[nodiscard]] std::int64_t overdue_days(Date last, Date today);
/// How a metric stands against then. `opened` and `over` are a breach's; nothing where all was well
/// and is.
[[nodiscard]] std::optional<WeekTurn> turn_of(std::optional<kpi::Light> before, kpi::Light now);
/// By consequence, each with its minutes, as far as the meeting lasts; says how many are left over.
[[nodiscard]] std::int64_t plan(std::vector<AgendaItem>& items);

}  // namespace twinrail::dashboard::rules
