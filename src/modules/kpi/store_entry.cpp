#include "modules/kpi/store_entry.hpp"

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

std::vector<DutyBelow> duties_below(Read& db, const std::vector<AssignmentId>& ids,
                                    const std::vector<MeasureId>& measures, Date from, Date to,
                                    std::int64_t limit) {
  return db.all<DutyBelow>(R"(
    SELECT d.id, d.measure, d.org_unit, d.person, d.grain, d.valid_from, d.valid_to, d.workdays,
           d.open_minute, d.due_minute, d.grace_days, d.version,
           a.id AS assignment, p.valid_from AS under_from, p.valid_to AS under_to
      FROM kpi_assignment a
     CROSS JOIN org_path p
     CROSS JOIN kpi_duty d
     WHERE a.id IN ? AND p.ancestor = a.org_unit AND p.valid_from <= ? AND p.valid_to >= ?
       AND d.org_unit = p.unit AND d.measure IN ? AND d.valid_from <= ? AND d.valid_to >= ?
     ORDER BY a.id, d.id
     LIMIT ?)"_sql,
                           ids, to, from, measures, to, from, limit);
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

}  // namespace twinrail::kpi::store
