#pragma once

#include "modules/dashboard/model_day.hpp"

/// What the board, the weekly sheet and a person's day show alike.
namespace twinrail::dashboard {

inline constexpr std::int64_t days_a_week = 7;

[[nodiscard]] BoardCycle cycle_view(const okr::CycleView& cycle, Date today);
[[nodiscard]] KpiRail counted(const std::vector<kpi::KpiView>& rows);
[[nodiscard]] OkrRail rail_of(const okr::Headline& headline);
/// Firing breaches, worst first, each with the grades that it caps.
[[nodiscard]] std::vector<Warning> warnings_of(const std::vector<kpi::KpiView>& rows,
                                               const std::vector<okr::LinkView>& links,
                                               const std::vector<okr::ObjectiveView>& objectives);
/// Throws Error "dashboard.since_out_of_range".
[[nodiscard]] Date since_of(const std::optional<Date>& since, Date today);

}  // namespace twinrail::dashboard
