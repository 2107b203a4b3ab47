#pragma once

#include "modules/kpi/model_row.hpp"
#include "modules/people/model.hpp"

/// Who reports which figure, and the sheet on which figures are typed.
namespace twinrail::kpi {

using DutyId = Id<struct DutyTag>;

/// How often: on days of the week that are named, each week or month, or on each day on which the
/// unit works by its calendar.
enum class DutyGrain { day, week, month, workday };
DESCRIBE_ENUM(DutyGrain, day, week, month, workday);

/// One measure that is reported for one unit. Of the figure of a period its last day is the day.
struct DutyRow {
  DutyId id;
  MeasureId measure;
  OrgUnitId org_unit;
  std::optional<PersonId> person;  ///< alone; else whoever may enter figures of the unit
  DutyGrain grain = DutyGrain::day;
  Date valid_from;
  Date valid_to;
  std::int64_t workdays = 127;     ///< bits, Monday is 1; of duties on named days of the week
  std::int64_t open_minute = 0;    ///< of the period's last day, from which the figure is awaited
  std::int64_t due_minute = 1439;  ///< until which it is in time, after the days of grace
  std::int64_t grace_days = 0;
  std::int64_t version = 1;
};
DESCRIBE(DutyRow, id, measure, org_unit, person, grain, valid_from, valid_to, workdays, open_minute,
         due_minute, grace_days, version);
TABLE(DutyRow, "kpi_duty", id);

/// How the figure of a unit and period stands.
enum class EntryState {
  filled,     ///< it is in
  corrected,  ///< it is in, and not as it was first said
  several,    ///< a sum of several readings, which is corrected where they come from
  due,        ///< awaited, and still in time
  late,       ///< its time is over
  off,        ///< not reported for this day
  later       ///< its time has not come
};
DESCRIBE_ENUM(EntryState, filled, corrected, several, due, late, off, later);

inline constexpr std::int64_t minute_max = 1439;
inline constexpr std::int64_t grace_max = 60;
inline constexpr std::size_t duty_units_max = 500;

struct NewDuties {
  MeasureId measure;
  List<OrgUnitId, duty_units_max> org_units;
  std::optional<PersonId> person;
  DutyGrain grain = DutyGrain::day;
  Date valid_from;
  std::optional<Date> valid_to;
  std::optional<List<Weekday, 7>> workdays;  ///< all of them unless named
  std::optional<Int<0, minute_max>> open_minute;
  std::optional<Int<0, minute_max>> due_minute;
  std::optional<Int<0, grace_max>> grace_days;
};
DESCRIBE(NewDuties, measure, org_units, person, grain, valid_from, valid_to, workdays, open_minute,
         due_minute, grace_days);

/// What is left out stays as it is.
struct ChangeDuty {
  DutyId duty;
  std::optional<PersonId> person;
  std::optional<bool> nobody;  ///< whoever may enter the unit's figures, no longer one person
  std::optional<Date> valid_to;
  std::optional<List<Weekday, 7>> workdays;
  std::optional<Int<0, minute_max>> open_minute;
  std::optional<Int<0, minute_max>> due_minute;
  std::optional<Int<0, grace_max>> grace_days;
};
DESCRIBE(ChangeDuty, duty, person, nobody, valid_to, workdays, open_minute, due_minute, grace_days);

struct DutiesOf {
  MeasureId measure;
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(DutiesOf, measure, cursor, limit);

struct DutyView {
  DutyId id;
  MeasureId measure;
  OrgUnitId org_unit;
  Names unit_names;
  std::optional<PersonId> person;
  std::optional<std::string> person_name;
  DutyGrain grain = DutyGrain::day;
  Date valid_from;
  std::optional<Date> valid_to;
  std::vector<Weekday> workdays;
  std::int64_t open_minute = 0;
  std::int64_t due_minute = 0;
  std::int64_t grace_days = 0;
  EntryState state = EntryState::off;  ///< of the period of today
  std::int64_t late = 0;               ///< figures of the last seven days whose time is over
  std::int64_t version = 1;
};
DESCRIBE(DutyView, id, measure, org_unit, unit_names, person, person_name, grain, valid_from,
         valid_to, workdays, open_minute, due_minute, grace_days, state, late, version);

struct DutyList {
  std::vector<DutyView> items;
};
DESCRIBE(DutyList, items);

// --- the sheet

struct EntryQuery {
  std::optional<OrgUnitId> unit;   ///< with all below; else what the caller has to report
  std::optional<Date> from;        ///< seven columns up to `to` unless named
  std::optional<Date> to;          ///< today unless named
  std::optional<DutyGrain> grain;  ///< by day those of working days stand as well
};
DESCRIBE(EntryQuery, unit, from, to, grain);

/// A column: the period's first and last day; the last one names it.
struct EntryColumn {
  Date start;
  Date day;
};
DESCRIBE(EntryColumn, start, day);

struct EntryCount {
  std::int64_t due = 0;   ///< figures that are awaited by now
  std::int64_t in = 0;    ///< of these
  std::int64_t late = 0;  ///< of these, not in, and their time is over
};
DESCRIBE(EntryCount, due, in, late);

/// The sum of a column, of those units that have a figure.
struct EntryTotal {
  Date day;
  std::optional<Decimal> amount;  ///< nothing where no unit has one, or it leaves the range
  std::int64_t units = 0;         ///< that have a figure
  std::int64_t of = 0;            ///< that have to report one
  EntryCount count;
};
DESCRIBE(EntryTotal, day, amount, units, of, count);

struct EntryMeasure {
  MeasureId id;
  std::string code;
  Names names;
  std::string unit;
  MeasureKind kind = MeasureKind::flow;
  std::int64_t open_minute = 0;  ///< the earliest of its duties
  std::int64_t due_minute = 0;   ///< and their latest
  std::vector<EntryTotal> totals;
  std::vector<Names> kpis;  ///< names of the KPIs that take it, as far as the caller sees KPIs
};
DESCRIBE(EntryMeasure, id, code, names, unit, kind, open_minute, due_minute, totals, kpis);

struct EntryCellView {
  Date day;
  EntryState state = EntryState::off;
  std::optional<Decimal> amount;
  std::int64_t revision = 0;  ///< 0: there is no figure
  bool open = false;          ///< the caller may type here
};
DESCRIBE(EntryCellView, day, state, amount, revision, open);

struct EntryRow {
  MeasureId measure;
  OrgUnitId unit;
  std::optional<std::string> person_name;
  std::vector<EntryCellView> cells;  ///< one a column
};
DESCRIBE(EntryRow, measure, unit, person_name, cells);

struct EntryUnit {
  OrgUnitId id;
  Names names;
};
DESCRIBE(EntryUnit, id, names);

/// A KPI of the sheet's unit by column.
struct EntryPoint {
  Date day;
  std::optional<Decimal> value;
  Light light = Light::plain;
  std::int64_t rows_used = 0;  ///< units and days whose figures are all there
  std::int64_t rows_seen = 0;
};
DESCRIBE(EntryPoint, day, value, light, rows_used, rows_seen);

struct EntryRate {
  AssignmentId assignment;
  MeasureId measure;
  Names names;
  std::string unit;
  std::int64_t decimals = 0;
  std::vector<EntryPoint> points;
};
DESCRIBE(EntryRate, assignment, measure, names, unit, decimals, points);

struct EntrySheet {
  Date today;
  DutyGrain grain = DutyGrain::day;
  std::optional<OrgUnitId> unit;
  std::optional<Names> unit_names;
  std::vector<EntryColumn> columns;
  std::vector<EntryMeasure> measures;
  std::vector<EntryUnit> units;
  std::vector<EntryRow> rows;
  std::vector<EntryRate> rates;
  bool more = false;  ///< there are more units than a sheet shows
};
DESCRIBE(EntrySheet, today, grain, unit, unit_names, columns, measures, units, rows, rates, more);

/// What the caller has to report himself.
struct EntryDue {
  std::int64_t duties = 0;
  std::int64_t missing = 0;  ///< figures of today that are awaited and not in
  std::int64_t late = 0;     ///< figures of the six days before whose time is over
};
DESCRIBE(EntryDue, duties, missing, late);

/// Cells that one request may carry: a sheet of 200 units and ten days.
inline constexpr std::size_t cells_max = 2000;

struct EntryCell {
  MeasureId measure;
  OrgUnitId unit;
  Date day;  ///< last day of the period
  Text<32> amount;
  Int<0, 1000000> revision;  ///< that the caller has seen; 0: an empty cell
  std::optional<Text<500>> reason;
};
DESCRIBE(EntryCell, measure, unit, day, amount, revision, reason);

struct EnterFigures {
  List<EntryCell, cells_max> cells;
};
DESCRIBE(EnterFigures, cells);

struct EntryMoved {
  AssignmentId assignment;
  Names names;
  std::string unit;
  std::int64_t decimals = 0;
  Date day;
  std::optional<Decimal> before;
  std::optional<Decimal> after;
};
DESCRIBE(EntryMoved, assignment, names, unit, decimals, day, before, after);

struct EntryReport {
  std::int64_t stored = 0;
  std::int64_t corrected = 0;
  std::int64_t already_known = 0;
  Instant at;
  std::vector<EntryMoved> moved;  ///< the first of the KPI values that are other now
};
DESCRIBE(EntryReport, stored, corrected, already_known, at, moved);

}  // namespace twinrail::kpi
