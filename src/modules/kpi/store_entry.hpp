#pragma once

#include "modules/kpi/model_entry.hpp"
#include "modules/kpi/store.hpp"

/// SQL of duties, of the entry sheet, and of what is told beside a figure.
namespace twinrail::kpi::store {

void add_duties(Tx& tx, const std::vector<DutyRow>& rows);
std::optional<DutyRow> duty(Read& db, DutyId id);
/// False when somebody else has changed it.
[[nodiscard]] bool update_duty(Tx& tx, const DutyRow& row);
/// Duties of a measure that the viewer sees, by id, after one of them.
std::vector<DutyRow> duties_of(Read& db, MeasureId measure, const Scope& scope, std::int64_t after,
                               std::int64_t limit);
/// All duties of these measures for these units.
std::vector<DutyRow> duties_at(Read& db, const std::vector<MeasureId>& measures,
                               const std::vector<OrgUnitId>& units);

/// A duty of a unit, or of one below it, that an assignment is about; from when until when the
/// duty's unit stands below.
struct DutyBelow : DutyRow {
  AssignmentId assignment;
  Date under_from;
  Date under_to;
};
DESCRIBE_ON(DutyBelow, DutyRow, assignment, under_from, under_to);
/// Those of these measures that the assignment's KPI takes and that hold on a day between two, by
/// assignment; `limit` at most.
std::vector<DutyBelow> duties_below(Read& db, const std::vector<AssignmentId>& ids,
                                    const std::vector<MeasureId>& measures, Date from, Date to,
                                    std::int64_t limit);

/// Which duties a sheet takes: those that hold on a day between two, of one grain or of all.
struct DutySpan {
  Date from;
  Date to;
  std::vector<std::string_view> grains;  ///< names of them
  std::int64_t limit = 0;
};
/// Of a unit and all below it as the tree stands on a day; by unit.
std::vector<DutyRow> duties_under(Read& db, OrgUnitId unit, Date on, const DutySpan& span);
/// Of a person by name.
std::vector<DutyRow> duties_of_person(Read& db, PersonId person, const DutySpan& span);
/// Of nobody by name, in the units that the viewer stands in such a relation to.
std::vector<DutyRow> duties_in_reach(Read& db, const Scope& scope, const DutySpan& span);

/// The reading of a unit and day that has no other beside it.
struct SoleReading {
  MeasureId measure;
  OrgUnitId org_unit;
  Date day;
  std::string source;
  std::string source_key;
  std::int64_t revision = 1;
  Decimal amount;
  std::optional<std::int64_t> dim1;
};
DESCRIBE(SoleReading, measure, org_unit, day, source, source_key, revision, amount, dim1);
std::vector<SoleReading> sole_readings(Read& db, const std::vector<MeasureId>& measures,
                                       const std::vector<OrgUnitId>& units, Date from, Date to);
std::vector<DayRow> days(Read& db, const std::vector<MeasureId>& measures,
                         const std::vector<OrgUnitId>& units, Date from, Date to);

/// Of the newest period that has a value and ended by a day, of each of these.
std::vector<PeriodEnd> last_values_by(Read& db, const std::vector<AssignmentId>& ids, Date to);
/// The newest periods that begin before a day, oldest first; `limit` at most.
std::vector<PointRow> points_before(Read& db, AssignmentId id, Date day, std::int64_t limit);

}  // namespace twinrail::kpi::store
