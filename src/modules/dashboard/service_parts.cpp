#include "modules/dashboard/service_parts.hpp"

#include <algorithm>

#include "modules/dashboard/rules.hpp"

namespace twinrail::dashboard {

BoardCycle cycle_view(const okr::CycleView& c, Date today) {
  const std::int64_t days = c.end - c.start + 1;
  const std::int64_t day = std::clamp<std::int64_t>(today - c.start + 1, 1, days);
  return {c.id,
          c.names,
          c.start,
          c.end,
          c.state,
          (day + days_a_week - 1) / days_a_week,
          (days + days_a_week - 1) / days_a_week,
          day,
          days};
}

KpiRail counted(const std::vector<kpi::KpiView>& rows) {
  KpiRail rail;
  rail.total = static_cast<std::int64_t>(rows.size());
  for (const kpi::KpiView& row : rows) {
    rail.ok += row.light == kpi::Light::ok;
    rail.watch += row.light == kpi::Light::watch;
    rail.breach += row.light == kpi::Light::breach;
    rail.rec += row.light == kpi::Light::rec;
    rail.none += row.light == kpi::Light::none;
    rail.plain += row.light == kpi::Light::plain;
  }
  return rail;
}

OkrRail rail_of(const okr::Headline& h) {
  return {h.progress, h.expected,          h.gap,        h.pace, h.coverage, h.counted,
          h.recovery, h.recovery_progress, std::nullopt, 0,      0};
}

std::vector<Warning> warnings_of(const std::vector<kpi::KpiView>& rows,
                                 const std::vector<okr::LinkView>& links,
                                 const std::vector<okr::ObjectiveView>& objectives) {
  std::vector<Warning> list;
  for (const kpi::KpiView& row : rows) {
    if (!row.breach || row.breach->state != kpi::BreachStatus::firing) continue;
    Warning w{*row.breach, row.assignment, row.names,        row.unit_names, row.actual,
              row.unit,    row.decimals,   row.breach->days, false,          {}};
    w.acknowledged =
        row.breach->acknowledged && row.breach->acknowledged->state == kpi::AckState::acknowledged;
    for (const okr::LinkView& link : links) {
      if (link.kind != okr::LinkKind::guards || link.assignment != row.assignment || !link.cap)
        continue;
      const auto guarded = std::ranges::find(objectives, link.objective, &okr::ObjectiveView::id);
      if (guarded != objectives.end()) w.guards.push_back({guarded->id, guarded->title, *link.cap});
    }
    list.push_back(std::move(w));
  }
  std::ranges::sort(list, rules::worse);
  return list;
}

Date since_of(const std::optional<Date>& since, Date today) {
  const Date from = since.value_or(today - days_a_week);
  if (from > today || today - from > since_days_max)
    throw Error(Fault::unprocessable, "dashboard.since_out_of_range",
                Arguments{{"days", std::to_string(since_days_max)}});
  return from;
}

}  // namespace twinrail::dashboard
