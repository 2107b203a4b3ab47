#pragma once

#include "modules/kpi/model_row.hpp"

/// The targets of one KPI on a sheet: units down, periods across.
namespace twinrail::kpi {

/// How a target of a period that has ended is meant.
enum class TargetMode {
  correction,      ///< the period is judged anew by it
  from_this_month  ///< the ended period stays; it counts from the running one on
};
DESCRIBE_ENUM(TargetMode, correction, from_this_month);

/// Why the target of an ended period is another than it was.
struct TargetChangeRow {
  std::int64_t id = 0;
  AssignmentId assignment;
  Date start_on;  ///< first day of the period
  Date end_on;    ///< and its last
  TargetMode mode = TargetMode::correction;
  std::optional<Decimal> target_before;
  Decimal target_after;
  std::optional<Colour> colour_before;
  std::optional<Colour> colour_after;
  std::string reason;
  Instant recorded_at;
  AccountId recorded_by;
};
DESCRIBE(TargetChangeRow, id, assignment, start_on, end_on, mode, target_before, target_after,
         colour_before, colour_after, reason, recorded_at, recorded_by);
TABLE(TargetChangeRow, "kpi_target_change", id);

/// The mark of a point whose target was changed after its period had ended.
struct TargetChangeView {
  std::optional<Decimal> target_before;
  Decimal target_after;
  std::optional<Colour> colour_before;
  std::string reason;
  Instant at;
  AccountId by;
};
DESCRIBE(TargetChangeView, target_before, target_after, colour_before, reason, at, by);

[[nodiscard]] inline TargetChangeView view_of(const TargetChangeRow& row) {
  return {row.target_before, row.target_after, row.colour_before,
          row.reason,        row.recorded_at,  row.recorded_by};
}

/// Columns that a sheet of targets has at most.
inline constexpr std::size_t target_columns_max = 62;

/// The fiscal year of today unless days are named; of a daily KPI the month, of a yearly one five
/// years.
struct TargetGridQuery {
  KpiId kpi;
  std::optional<OrgUnitId> unit;  ///< with all below
  std::optional<Date> from;
  std::optional<Date> to;
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 500>> limit;
};
DESCRIBE(TargetGridQuery, kpi, unit, from, to, cursor, limit);

struct TargetColumn {
  Date start;
  Date end;  ///< last day, which names the column
  std::string label;
  bool ended = false;
  bool running = false;
};
DESCRIBE(TargetColumn, start, end, label, ended, running);

struct TargetCellView {
  std::optional<Decimal> target;
  bool open = false;       ///< the KPI is the unit's in this period
  bool corrected = false;  ///< changed after the period had ended
};
DESCRIBE(TargetCellView, target, open, corrected);

struct TargetGridRow {
  AssignmentId assignment;
  OrgUnitId unit;
  Names unit_names;
  bool open = false;             ///< the caller may set its targets
  std::optional<Decimal> watch;  ///< how far on the bad side of the target the watch line lies now
  std::optional<Decimal> red;    ///< and the red line
  std::vector<TargetCellView> cells;  ///< one a column
};
DESCRIBE(TargetGridRow, assignment, unit, unit_names, open, watch, red, cells);

struct TargetGrid {
  KpiId kpi;
  std::string code;
  Names names;
  std::string unit;
  std::int64_t decimals = 0;
  Direction direction = Direction::higher;
  Frequency frequency = Frequency::month;
  Date today;
  std::optional<Decimal> least;  ///< what a target may be, where that is known
  std::optional<Decimal> most;
  std::vector<TargetColumn> columns;
  std::vector<TargetGridRow> items;
  std::optional<std::string> next;
};
DESCRIBE(TargetGrid, kpi, code, names, unit, decimals, direction, frequency, today, least, most,
         columns, items, next);

/// Cells that one request may carry: 2,000 units and twelve months.
inline constexpr std::size_t target_cells_max = 24'000;

struct TargetCell {
  AssignmentId assignment;
  Date day;                       ///< last day of the column
  Text<32> target;                ///< exact decimal text; of a KPI in % 0.96 or 96%
  std::optional<Decimal> before;  ///< what the caller saw there
};
DESCRIBE(TargetCell, assignment, day, target, before);

/// All cells or none. What is set for the last column goes on until something else is aimed at.
struct SetTargets {
  KpiId kpi;
  List<TargetCell, target_cells_max> cells;
  std::optional<Date> last;        ///< last day of the last column, where it goes on after that
  std::optional<TargetMode> mode;  ///< needed, with a reason, where a cell's period has ended
  std::optional<Text<500>> reason;
  std::optional<bool> preview;  ///< only says what would change
};
DESCRIBE(SetTargets, kpi, cells, last, mode, reason, preview);

/// A point that is judged by a target of the request.
struct TargetPoint {
  AssignmentId assignment;
  OrgUnitId unit;
  Date start;
  Date end;
  std::optional<Decimal> value;
  std::optional<Colour> before;
  std::optional<Colour> after;
  bool open = false;  ///< its period has not ended, so it has no colour yet
};
DESCRIBE(TargetPoint, assignment, unit, start, end, value, before, after, open);

struct TargetReport {
  std::int64_t changed = 0;     ///< cells that are other than they were
  std::int64_t ended = 0;       ///< of these, in periods that have ended
  std::int64_t judged = 0;      ///< ended periods that were judged anew
  std::int64_t recoloured = 0;  ///< of these, with another colour
  /// Those with another colour, and those that run; of the units that the caller reads.
  std::vector<TargetPoint> points;
};
DESCRIBE(TargetReport, changed, ended, judged, recoloured, points);

}  // namespace twinrail::kpi
