#include "modules/kpi/store_entry.hpp"

#include <algorithm>

#include "platform/context.hpp"
#include "platform/db/table.hpp"

namespace twinrail::kpi::store {

void add_duties(Tx& tx, const std::vector<DutyRow>& rows) { insert_new(tx, rows); }

std::optional<DutyRow> duty(Read& db, DutyId id) { return by_key<DutyRow>(db, id); }

bool update_duty(Tx& tx, const DutyRow& row) { return update_by_key(tx, row); }

std::vector<DutyRow> duties_of(Read& db, MeasureId measure, const Scope& scope, std::int64_t after,
                               std::int64_t limit) {
  return db.all<DutyRow>(R"(
    SELECT {columns d}
      FROM kpi_duty d
     WHERE d.measure = ? AND d.id > ?
       AND (? = 1 OR EXISTS (SELECT 1 FROM reach r
                              WHERE r.viewer = ? AND r.org_unit = d.org_unit AND r.relation IN ?))
     ORDER BY d.id
     LIMIT ?)"_sql,
                         measure, after, scope.everything(), scope.viewer(), scope.relations(),
                         limit);
}

std::vector<DutyRow> duties_at(Read& db, const std::vector<MeasureId>& measures,
                               const std::vector<OrgUnitId>& units) {
  return db.all<DutyRow>(R"(
    SELECT {columns} FROM kpi_duty WHERE measure IN ? AND org_unit IN ? ORDER BY id)"_sql,
                         measures, units);
}

// From the duties of the measures up the path of each: a unit has few above it, and many below.
std::vector<DutyBelow> duties_below(Read& db, const std::vector<AssignmentId>& ids,
                                    const std::vector<MeasureId>& measures, Date from, Date to,
                                    std::int64_t limit) {
  return db.all<DutyBelow>(R"(
    SELECT d.id, d.measure, d.org_unit, d.person, d.grain, d.valid_from, d.valid_to, d.workdays,
           d.open_minute, d.due_minute, d.grace_days, d.version,
           a.id AS assignment, p.valid_from AS under_from, p.valid_to AS under_to
      FROM kpi_duty d
     CROSS JOIN org_path p
     CROSS JOIN kpi_assignment a
      JOIN kpi_kpi_measure k ON k.kpi = a.kpi AND k.measure = d.measure
     WHERE d.measure IN ? AND d.valid_from <= ? AND d.valid_to >= ?
       AND p.unit = d.org_unit AND p.valid_from <= ? AND p.valid_to >= ?
       AND a.org_unit = p.ancestor AND +a.id IN ?
     ORDER BY a.id, d.id
     LIMIT ?)"_sql,
                           measures, to, from, to, from, ids, limit);
}

std::vector<DutyRow> duties_under(Read& db, OrgUnitId unit, Date on, const DutySpan& span) {
  return db.all<DutyRow>(R"(
    SELECT {columns d}
      FROM org_path p
     CROSS JOIN kpi_duty d
     WHERE p.ancestor = ? AND p.valid_from <= ? AND p.valid_to >= ? AND d.org_unit = p.unit
       AND d.valid_from <= ? AND d.valid_to >= ? AND d.grain IN ?
     ORDER BY d.org_unit, d.id
     LIMIT ?)"_sql,
                         unit, on, on, span.to, span.from, span.grains, span.limit);
}

std::vector<DutyRow> duties_of_person(Read& db, PersonId person, const DutySpan& span) {
  return db.all<DutyRow>(R"(
    SELECT {columns}
      FROM kpi_duty
     WHERE person = ? AND valid_from <= ? AND valid_to >= ? AND grain IN ?
     ORDER BY org_unit, id
     LIMIT ?)"_sql,
                         person, span.to, span.from, span.grains, span.limit);
}

std::vector<DutyRow> duties_in_reach(Read& db, const Scope& scope, const DutySpan& span) {
  return db.all<DutyRow>(R"(
    SELECT {columns d}
      FROM (SELECT DISTINCT org_unit FROM reach WHERE viewer = ? AND relation IN ?) r
     CROSS JOIN kpi_duty d
     WHERE d.org_unit = r.org_unit AND d.person IS NULL AND d.valid_from <= ? AND d.valid_to >= ?
       AND d.grain IN ?
     ORDER BY d.org_unit, d.id
     LIMIT ?)"_sql,
                         scope.viewer(), scope.relations(), span.to, span.from, span.grains,
                         span.limit);
}

std::vector<SoleReading> sole_readings(Read& db, const std::vector<MeasureId>& measures,
                                       const std::vector<OrgUnitId>& units, Date from, Date to) {
  return db.all<SoleReading>(R"(
    SELECT d.measure, d.org_unit, d.day, s.code AS source, r.source_key, r.revision, r.amount,
           r.dim1
      FROM kpi_day d
     CROSS JOIN kpi_reading r
      JOIN kpi_source s ON s.id = r.source
     WHERE d.measure IN ? AND d.org_unit IN ? AND d.day BETWEEN ? AND ? AND d.readings = 1
       AND r.measure = d.measure AND r.org_unit = d.org_unit AND r.day = d.day
       AND r.superseded_at IS NULL)"_sql,
                             measures, units, from, to);
}

std::vector<DayRow> days(Read& db, const std::vector<MeasureId>& measures,
                         const std::vector<OrgUnitId>& units, Date from, Date to) {
  return db.all(ask_days(measures, units, from, to));
}

std::vector<PeriodEnd> last_values_by(Read& db, const std::vector<AssignmentId>& ids, Date to) {
  return db.all<PeriodEnd>(R"(
    SELECT a.id AS assignment, p.end_on
      FROM kpi_assignment a
      JOIN kpi_point p ON p.assignment = a.id
       AND p.start_on = (SELECT q.start_on FROM kpi_point q
                          WHERE q.assignment = a.id AND q.value IS NOT NULL AND q.end_on <= ?
                          ORDER BY q.start_on DESC LIMIT 1)
     WHERE a.id IN ?)"_sql,
                           to, ids);
}

std::vector<PointRow> points_before(Read& db, AssignmentId id, Date day, std::int64_t limit) {
  std::vector<PointRow> rows = db.all<PointRow>(R"(
    SELECT {columns}
      FROM kpi_point
     WHERE assignment = ? AND start_on < ?
     ORDER BY start_on DESC
     LIMIT ?)"_sql,
                                                id, day, limit);
  std::ranges::reverse(rows);
  return rows;
}

}  // namespace twinrail::kpi::store
