#include "modules/dashboard/rules.hpp"

#include <algorithm>
#include <array>

namespace twinrail::dashboard::rules {
namespace {

/// After so many days without a word a key result that people update is due.
constexpr std::int64_t cadence_days = 7;

std::int64_t rank_of(kpi::Light light) {
  switch (light) {
    case kpi::Light::breach:
      return 0;
    case kpi::Light::watch:
      return 1;
    case kpi::Light::rec:
      return 2;
    case kpi::Light::none:
      return 3;
    default:
      return 4;
  }
}

bool is_breach(kpi::Light light) { return light == kpi::Light::breach || light == kpi::Light::rec; }

std::int64_t minutes_of(AgendaKind kind) {
  constexpr std::array<std::int64_t, 6> minutes{10, 8, 7, 5, 3, 2};
  return minutes.at(static_cast<std::size_t>(kind));
}

}  // namespace

bool worse(const Warning& a, const Warning& b) {
  return std::tuple(a.acknowledged, -a.days, a.assignment) <
         std::tuple(b.acknowledged, -b.days, b.assignment);
}

bool sooner(const Todo& a, const Todo& b) {
  const auto caps = [](const Todo& t) { return t.warning && !t.warning->guards.empty(); };
  return std::tuple(a.kind, !caps(a), -a.days, a.subject) <
         std::tuple(b.kind, !caps(b), -b.days, b.subject);
}

bool needs_look_before(const kpi::KpiView& a, const kpi::KpiView& b) {
  return rank_of(a.light) < rank_of(b.light);
}

bool due_before(const okr::DecisionView& a, const okr::DecisionView& b) {
  static const Date never = Date::of(9999, 12, 31);
  return std::tuple(a.done_on.has_value(), a.due.value_or(never)) <
         std::tuple(b.done_on.has_value(), b.due.value_or(never));
}

bool is_behind(const okr::ObjectiveView& o) {
  return o.state == okr::ObjectiveState::active &&
         (o.pace == okr::Pace::at_risk || o.pace == okr::Pace::off_track ||
          o.pace == okr::Pace::outdated);
}

bool is_off(const kpi::KpiView& row) {
  return row.light == kpi::Light::breach || row.light == kpi::Light::watch;
}

std::int64_t overdue_days(Date last, Date today) {
  return std::max<std::int64_t>(today - last - cadence_days + 1, 0);
}

std::optional<WeekTurn> turn_of(std::optional<kpi::Light> before, kpi::Light now) {
  const bool was = before && is_breach(*before);
  if (is_breach(now) && !was) return WeekTurn::opened;
  if (was && !is_breach(now)) return WeekTurn::over;
  if (before && *before != now) return WeekTurn::changed;
  if (now == kpi::Light::ok || now == kpi::Light::plain) return std::nullopt;
  return WeekTurn::still;
}

std::int64_t plan(std::vector<AgendaItem>& items) {
  sort_keeping(items, [](const AgendaItem& a, const AgendaItem& b) { return a.kind < b.kind; });
  std::int64_t at = 0;
  std::size_t kept = 0;
  for (; kept < items.size(); ++kept) {
    const std::int64_t minutes = minutes_of(items[kept].kind);
    if (at + minutes > meeting_minutes) break;
    items[kept].from_minute = at;
    items[kept].minutes = minutes;
    at += minutes;
  }
  const std::int64_t left = std::ssize(items) - static_cast<std::int64_t>(kept);
  items.resize(kept);
  return left;
}

}  // namespace twinrail::dashboard::rules
