#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "modules/kpi/model_row.hpp"

/// How a series of targets changes, and which target is probably mistyped. Pure.
namespace twinrail::kpi::rules {

/// Something else is aimed at from one day to another, both included.
struct NewAim {
  Date from;
  Date to;
  Decimal target;
  Date lines_of;  ///< the lines are those in force on this day; they keep their distance
  friend bool operator==(const NewAim&, const NewAim&) = default;
};

/// Puts an aim on top of others: where they overlap the new one counts. They stay sorted.
void lay(std::vector<NewAim>& aims, const NewAim& on_top);

/// The row of a series in force on a day; none where nothing is aimed at.
[[nodiscard]] const TargetRow* in_force(std::span<const TargetRow> series, Date day);

/// The last day until which what is in force on a day goes on, rows that say the same together.
[[nodiscard]] Date runs_until(std::span<const TargetRow> series, Date day);

/// What becomes of a series: rows that end earlier (a row that ends before it begins is never in
/// force), and rows that are new.
struct SeriesChange {
  std::vector<TargetRow> ended;
  std::vector<TargetRow> added;
};
/// `aims` are sorted and do not overlap. Lines move with the target. Throws Error "base.overflow".
[[nodiscard]] SeriesChange retarget(AssignmentId id, std::span<const TargetRow> series,
                                    std::span<const NewAim> aims, Instant now);
/// The series after a change, by day.
[[nodiscard]] std::vector<TargetRow> changed(std::span<const TargetRow> series,
                                             const SeriesChange& change);

/// What a target may be, both included.
struct TargetRange {
  Decimal least;
  Decimal most;
};
/// Of a KPI in %: 0 to 120 % while all that is aimed at lies between 0 and 100 %, else ±200 %.
/// Nothing for other units: their size says nothing.
[[nodiscard]] std::optional<TargetRange> target_range(std::string_view unit,
                                                      std::span<const Decimal> standing);
/// What was probably meant: the same digits with the point elsewhere, nearest to what stands there.
[[nodiscard]] std::optional<Decimal> likely_target(Decimal typed, const TargetRange& range,
                                                   const std::optional<Decimal>& standing);

}  // namespace twinrail::kpi::rules
