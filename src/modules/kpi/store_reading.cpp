#include "modules/kpi/store.hpp"
#include "platform/context.hpp"

namespace twinrail::kpi::store {

// The + keeps SQLite's index on the days that are asked for, not on those of the path.
std::vector<BehindRow> readings_behind(Read& db, OrgUnitId ancestor,
                                       const std::vector<MeasureId>& measures, Date from, Date to,
                                       Instant known_at) {
  return db.all<BehindRow>(R"(
    SELECT r.id, r.measure, r.org_unit, r.day, r.amount, s.code AS source, r.source_key, r.revision,
           r.recorded_at
      FROM org_path p
      JOIN kpi_reading r ON r.org_unit = p.unit AND +r.day BETWEEN p.valid_from AND p.valid_to
      JOIN kpi_source s ON s.id = r.source
     WHERE p.ancestor = ? AND r.measure IN ? AND r.day BETWEEN ? AND ? AND r.recorded_at <= ?
       AND NOT EXISTS (SELECT 1 FROM kpi_reading n
                        WHERE n.measure = r.measure AND n.source = r.source
                          AND n.source_key = r.source_key AND n.revision > r.revision
                          AND n.recorded_at <= ?)
     ORDER BY r.id)"_sql,
                           ancestor, measures, from, to, known_at, known_at);
}

std::vector<BehindRow> newest_readings(Read& db, const Scope& scope, MeasureId measure,
                                       const std::optional<OrgUnitId>& unit, Date from, Date to,
                                       std::int64_t before, std::int64_t limit) {
  return db.all<BehindRow>(R"(
    SELECT r.id, r.measure, r.org_unit, r.day, r.amount, s.code AS source, r.source_key, r.revision,
           r.recorded_at
      FROM kpi_reading r
      JOIN kpi_source s ON s.id = r.source
     WHERE r.measure = ? AND r.id < ? AND r.day BETWEEN ? AND ?
       AND (? = 1 OR r.org_unit = ?)
       AND NOT EXISTS (SELECT 1 FROM kpi_reading n
                        WHERE n.measure = r.measure AND n.source = r.source
                          AND n.source_key = r.source_key AND n.revision > r.revision)
       AND (? = 1 OR EXISTS (SELECT 1 FROM reach x WHERE x.viewer = ? AND x.org_unit = r.org_unit
                                AND x.relation IN ?))
     ORDER BY r.id DESC
     LIMIT ?)"_sql,
                           measure, before, from, to, !unit.has_value(), unit.value_or(OrgUnitId{}),
                           scope.everything(), scope.viewer(), scope.relations(), limit);
}

std::vector<RevisionRow> revisions_of(Read& db, const std::vector<std::int64_t>& ids) {
  return db.all<RevisionRow>(R"(
    SELECT newest.id AS newest, r.revision, r.org_unit, r.amount, r.day, r.recorded_at,
           r.recorded_by, r.reason
      FROM kpi_reading newest
      JOIN kpi_reading r ON r.measure = newest.measure AND r.source = newest.source
       AND r.source_key = newest.source_key
     WHERE newest.id IN ?
     ORDER BY newest.id, r.revision DESC)"_sql,
                             ids);
}

std::vector<ReadingRow> readings_after(Read& db, std::int64_t id, std::int64_t limit) {
  return db.all<ReadingRow>(
      "SELECT {columns} FROM kpi_reading WHERE id > ? ORDER BY id LIMIT ?"_sql, id, limit);
}

}  // namespace twinrail::kpi::store
