#pragma once

#include "modules/kpi/model_entry.hpp"
#include "modules/kpi/rules_calendar.hpp"

/// When a figure is awaited, and how a cell of the entry sheet stands. Pure.
namespace twinrail::kpi::rules {

/// The wall clock where a unit is.
struct UnitMoment {
  Date day;
  std::int64_t minute = 0;  ///< 0..1439, those since the day began
};
/// Throws Error "unknown_zone".
[[nodiscard]] UnitMoment moment_in(Instant now, const std::string& zone);

[[nodiscard]] Grid grid_of(DutyGrain grain);
/// Whether the duty asks for a figure of this period; `worked`: its unit works on the last day.
[[nodiscard]] bool asks_for(const DutyRow& duty, const Period& period, bool worked);
/// How a period without a figure stands: due, late, off or later.
[[nodiscard]] EntryState empty_state(const DutyRow& duty, const Period& period, bool worked,
                                     const UnitMoment& now);
/// Whether a figure of the period may be typed: it is asked for and the period has begun.
[[nodiscard]] bool may_be_typed(const DutyRow& duty, const Period& period, bool worked,
                                const UnitMoment& now);
[[nodiscard]] bool has_figure(EntryState state);
/// Adds a cell to what is awaited by now.
void count_in(EntryCount& count, EntryState state);
/// Whether two duties would ask for the same figure.
[[nodiscard]] bool overlap(const DutyRow& one, const DutyRow& other);

/// Monday is bit 1.
[[nodiscard]] std::int64_t workday_bits(std::span<const Weekday> days);
[[nodiscard]] std::vector<Weekday> workdays_of(std::int64_t bits);

}  // namespace twinrail::kpi::rules
