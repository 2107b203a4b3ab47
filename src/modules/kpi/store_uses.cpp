#include "modules/kpi/store_uses.hpp"

namespace twinrail::kpi::store {

// Readings are found along the index by measure and place: there are many, and few measures.
std::vector<Use> uses_of_units(Read& db, const Ids& ids) {
  return db.all<Use>(R"(
    SELECT org_unit AS of, 'kpi_assignment' AS place, CAST(id AS TEXT) AS key
      FROM kpi_assignment WHERE org_unit IN ?
     UNION ALL
    SELECT org_unit, 'kpi_duty', CAST(id AS TEXT) FROM kpi_duty WHERE org_unit IN ?
     UNION ALL
    SELECT DISTINCT org_unit, 'kpi_reading', ''
      FROM kpi_reading
     WHERE measure IN (SELECT id FROM kpi_measure) AND org_unit IN ?)"_sql,
                     ids, ids, ids);
}

std::vector<Use> uses_of_people(Read& db, const Ids& ids) {
  return db.all<Use>(R"(
    SELECT owner AS of, 'kpi_assignment' AS place, CAST(id AS TEXT) AS key
      FROM kpi_assignment WHERE owner IN ?
     UNION ALL
    SELECT owner, 'kpi_assignment_term', CAST(id AS TEXT)
      FROM kpi_assignment_term WHERE owner IN ?
     UNION ALL
    SELECT person, 'kpi_duty', CAST(id AS TEXT) FROM kpi_duty WHERE person IN ?)"_sql,
                     ids, ids, ids);
}

std::vector<Use> uses_of_measures(Read& db, const Ids& ids) {
  return db.all<Use>(R"(
    SELECT measure AS of, 'kpi_kpi' AS place, CAST(kpi AS TEXT) AS key
      FROM kpi_kpi_measure WHERE measure IN ?
     UNION ALL
    SELECT measure, 'kpi_duty', CAST(id AS TEXT) FROM kpi_duty WHERE measure IN ?
     UNION ALL
    SELECT m.id, 'kpi_reading', ''
      FROM kpi_measure m
     WHERE m.id IN ? AND EXISTS (SELECT 1 FROM kpi_reading r WHERE r.measure = m.id))"_sql,
                     ids, ids, ids);
}

std::vector<Use> uses_of_kpis(Read& db, const Ids& ids) {
  return db.all<Use>(R"(
    SELECT kpi AS of, 'kpi_assignment' AS place, CAST(id AS TEXT) AS key
      FROM kpi_assignment WHERE kpi IN ?
     UNION ALL
    SELECT kpi, 'kpi_kpi_term', CAST(id AS TEXT) FROM kpi_kpi_term WHERE kpi IN ?)"_sql,
                     ids, ids);
}

std::vector<Use> uses_of_sources(Read& db, const Ids& ids) {
  return db.all<Use>(R"(
    SELECT s.id AS of, 'kpi_reading' AS place, '' AS key
      FROM kpi_source s
     WHERE s.id IN ?
       AND EXISTS (SELECT 1 FROM kpi_measure m
                     JOIN kpi_reading r ON r.measure = m.id AND r.source = s.id))"_sql,
                     ids);
}

std::vector<Use> uses_of_assignments(Read& db, const Ids& ids) {
  return db.all<Use>(R"(
    SELECT assignment AS of, 'kpi_target' AS place, CAST(id AS TEXT) AS key
      FROM kpi_target WHERE assignment IN ?
     UNION ALL
    SELECT assignment, 'kpi_assignment_term', CAST(id AS TEXT)
      FROM kpi_assignment_term WHERE assignment IN ?
     UNION ALL
    SELECT assignment, 'kpi_target_change', CAST(id AS TEXT)
      FROM kpi_target_change WHERE assignment IN ?
     UNION ALL
    SELECT assignment, 'kpi_breach', CAST(id AS TEXT) FROM kpi_breach WHERE assignment IN ?)"_sql,
                     ids, ids, ids, ids);
}

void forget_points(Tx& tx, const Ids& assignments) {
  tx.run("DELETE FROM kpi_point WHERE assignment IN ?"_sql, assignments);
  tx.run("DELETE FROM kpi_tally WHERE assignment IN ?"_sql, assignments);
}

std::int64_t newest_reading(Read& db) {
  return *db.one<std::int64_t>("SELECT COALESCE(MAX(id), 0) AS id FROM kpi_reading"_sql);
}

std::vector<inlets::LaterRecord> later_readings(Read& db, inlets::Stretch readings) {
  return db.all<inlets::LaterRecord>(R"(
    SELECT r.id AS record, l.id AS later, l.recorded_at AS at, '' AS by,
           m.code || ' ' || r.source_key AS what
      FROM kpi_reading r
      JOIN kpi_reading l ON l.measure = r.measure AND l.source = r.source
       AND l.source_key = r.source_key AND l.revision > r.revision
      JOIN kpi_measure m ON m.id = r.measure
     WHERE r.id > ? AND r.id <= ? AND r.superseded_at IS NOT NULL
     ORDER BY r.id, l.id)"_sql,
                                     readings.after, readings.to);
}

std::vector<RevisedReading> readings_in(Read& db, inlets::Stretch readings) {
  return db.all<RevisedReading>(R"(
    SELECT {columns} FROM kpi_reading WHERE id > ? AND id <= ? ORDER BY id)"_sql,
                                readings.after, readings.to);
}

std::vector<RevisedReading> standing_of(Read& db, inlets::Stretch readings) {
  return db.all<RevisedReading>(R"(
    SELECT DISTINCT {columns n}
      FROM kpi_reading r
      JOIN kpi_reading n ON n.measure = r.measure AND n.source = r.source
       AND n.source_key = r.source_key AND n.superseded_at IS NULL
     WHERE r.id > ? AND r.id <= ?)"_sql,
                                readings.after, readings.to);
}

std::vector<RevisedReading> before_of(Read& db, inlets::Stretch readings) {
  return db.all<RevisedReading>(R"(
    SELECT {columns b}
      FROM kpi_reading r
      JOIN kpi_reading b ON b.measure = r.measure AND b.source = r.source
       AND b.source_key = r.source_key AND b.revision = r.revision - 1
     WHERE r.id > ? AND r.id <= ? AND r.revision > 1)"_sql,
                                readings.after, readings.to);
}

void withdraw(Tx& tx, const std::vector<ReadingRow>& revisions) {
  add(tx, revisions);
  tx.run_each(R"(
    UPDATE kpi_reading SET superseded_at = recorded_at - 1
     WHERE measure = ? AND source = ? AND source_key = ? AND revision = ?)"_sql,
              revisions, [](const ReadingRow& r) {
                return std::tuple{r.measure, r.source, std::string_view(r.source_key), r.revision};
              });
}

}  // namespace twinrail::kpi::store
