#include "modules/kpi/store.hpp"
#include "platform/context.hpp"
#include "platform/db/ask_each.hpp"
#include "platform/db/table.hpp"

namespace twinrail::kpi::store {

void add(Tx& tx, const std::vector<ReadingRow>& revisions) {
  insert_new(tx, revisions);
  std::vector<ReadingRow> later;
  for (const ReadingRow& r : revisions)
    if (r.revision > 1) later.push_back(r);
  tx.run_each(R"(
    UPDATE kpi_reading SET superseded_at = ?
     WHERE measure = ? AND source = ? AND source_key = ? AND revision = ?
       AND superseded_at IS NULL)"_sql,
              later, [](const ReadingRow& r) {
                return std::tuple{r.recorded_at, r.measure, r.source,
                                  std::string_view(r.source_key), r.revision - 1};
              });
}

// The + keeps SQLite's index on the days that are asked for, not on those of the path, and CROSS
// JOIN keeps the order, the tree first: the other way round it walks over all days of a measure.
std::vector<BehindSum> sums_behind(Read& db, OrgUnitId ancestor,
                                   const std::vector<MeasureId>& measures, Date from, Date to,
                                   Instant known_at) {
  return db.all<BehindSum>(R"(
    SELECT r.measure, r.org_unit, r.day, s.code AS source,
           CAST(SUM(r.amount / 1000000000) AS BIGINT) AS billions,
           CAST(SUM(r.amount % 1000000000) AS BIGINT) AS rest, COUNT(*) AS readings,
           CAST(SUM(r.revision - 1) AS BIGINT) AS corrections,
           MAX(r.recorded_at) AS last_recorded_at
      FROM org_path p
     CROSS JOIN kpi_reading r
      JOIN kpi_source s ON s.id = r.source
     WHERE p.ancestor = ? AND r.org_unit = p.unit AND +r.day BETWEEN p.valid_from AND p.valid_to
       AND r.measure IN ? AND r.day BETWEEN ? AND ? AND r.recorded_at <= ?
       AND (r.superseded_at IS NULL OR r.superseded_at > ?)
     GROUP BY r.measure, r.org_unit, r.day, s.code
     ORDER BY r.org_unit, r.day, r.measure, s.code)"_sql,
                           ancestor, measures, from, to, known_at, known_at);
}

std::vector<BehindSum> opening_behind(Read& db, OrgUnitId ancestor,
                                      const std::vector<MeasureId>& measures, Date before,
                                      Instant known_at) {
  return db.all<BehindSum>(R"(
    SELECT r.measure, r.org_unit, r.day, s.code AS source,
           CAST(SUM(r.amount / 1000000000) AS BIGINT) AS billions,
           CAST(SUM(r.amount % 1000000000) AS BIGINT) AS rest, COUNT(*) AS readings,
           CAST(SUM(r.revision - 1) AS BIGINT) AS corrections,
           MAX(r.recorded_at) AS last_recorded_at
      FROM org_path p
     CROSS JOIN kpi_measure m
     CROSS JOIN kpi_reading r
      JOIN kpi_source s ON s.id = r.source
     WHERE p.ancestor = ? AND m.id IN ? AND r.measure = m.id AND r.org_unit = p.unit
       AND r.day = (SELECT e.day FROM kpi_reading e
                     WHERE e.measure = m.id AND e.org_unit = p.unit AND e.day < ?
                       AND e.recorded_at <= ?
                       AND (e.superseded_at IS NULL OR e.superseded_at > ?)
                     ORDER BY e.day DESC LIMIT 1)
       AND +r.day BETWEEN p.valid_from AND p.valid_to
       AND r.recorded_at <= ? AND (r.superseded_at IS NULL OR r.superseded_at > ?)
     GROUP BY r.measure, r.org_unit, r.day, s.code
     ORDER BY r.org_unit, r.day, r.measure, s.code)"_sql,
                           ancestor, measures, before, known_at, known_at, known_at, known_at);
}

std::vector<MovedSum> moved_since(Read& db, OrgUnitId ancestor,
                                  const std::vector<MeasureId>& measures, const DaySpan& days,
                                  Instant known_at) {
  // What came since and stands counts now; what it took the place of counted then.
  // Each + keeps SQLite on the index by recording: the one by place would spare it the grouping,
  // and read all days.
  return db.all<MovedSum>(R"(
    SELECT 1 AS now, +r.measure AS measure, +r.org_unit AS org_unit, +r.day AS day,
           CAST(SUM(r.amount / 1000000000) AS BIGINT) AS billions,
           CAST(SUM(r.amount % 1000000000) AS BIGINT) AS rest, COUNT(*) AS readings
      FROM kpi_reading r
     CROSS JOIN org_path p
     WHERE r.measure IN ? AND r.recorded_at > ? AND r.superseded_at IS NULL
       AND +r.day BETWEEN ? AND ?
       AND p.ancestor = ? AND p.unit = r.org_unit AND +r.day BETWEEN p.valid_from AND p.valid_to
     GROUP BY +r.measure, +r.org_unit, +r.day
     UNION ALL
    SELECT 0 AS now, o.measure, o.org_unit, o.day,
           CAST(SUM(o.amount / 1000000000) AS BIGINT) AS billions,
           CAST(SUM(o.amount % 1000000000) AS BIGINT) AS rest, COUNT(*) AS readings
      FROM kpi_reading r
     CROSS JOIN kpi_reading o
     CROSS JOIN org_path p
     WHERE r.measure IN ? AND r.recorded_at > ? AND r.revision > 1
       AND o.measure = r.measure AND o.source = r.source AND o.source_key = r.source_key
       AND o.revision = r.revision - 1 AND o.recorded_at <= ?
       AND o.superseded_at >= o.recorded_at AND +o.day BETWEEN ? AND ?
       AND p.ancestor = ? AND p.unit = o.org_unit AND +o.day BETWEEN p.valid_from AND p.valid_to
     GROUP BY o.measure, o.org_unit, o.day)"_sql,
                          measures, known_at, days.from, days.to, ancestor, measures, known_at,
                          known_at, days.from, days.to, ancestor);
}

std::vector<BehindRow> newest_readings(Read& db, MeasureId measure, const DaySpan& days,
                                       const ReadingPlace& before, std::int64_t limit) {
  return db.all<BehindRow>(R"(
    SELECT r.id, r.measure, r.org_unit, r.day, r.amount, s.code AS source, r.source_key, r.revision,
           r.recorded_at
      FROM kpi_reading r
      JOIN kpi_source s ON s.id = r.source
     WHERE r.measure = ? AND r.superseded_at IS NULL AND r.day BETWEEN ? AND ?
       AND (r.day, r.id) < (?, ?)
     ORDER BY r.day DESC, r.id DESC
     LIMIT ?)"_sql,
                           measure, days.from, days.to, before.day, before.id, limit);
}

std::vector<BehindRow> newest_readings(Read& db, MeasureId measure,
                                       const std::vector<OrgUnitId>& units, const DaySpan& days,
                                       const ReadingPlace& before, std::int64_t limit) {
  std::vector<Ask<BehindRow>> asked;
  for (const OrgUnitId unit : units)
    asked.push_back(ask<BehindRow>(R"(
    SELECT r.id, r.measure, r.org_unit, r.day, r.amount, s.code AS source, r.source_key, r.revision,
           r.recorded_at
      FROM kpi_reading r
      JOIN kpi_source s ON s.id = r.source
     WHERE r.measure = ? AND r.org_unit = ? AND r.superseded_at IS NULL AND r.day BETWEEN ? AND ?
       AND (r.day, r.id) < (?, ?)
     ORDER BY r.day DESC, r.id DESC
     LIMIT ?)"_sql,
                                   measure, unit, days.from, days.to, before.day, before.id,
                                   limit));
  return ask_each(db, asked);
}

std::vector<BehindRow> readings_in(Read& db, const std::vector<DayRow>& cells, std::int64_t after,
                                   std::int64_t limit) {
  std::vector<Ask<BehindRow>> asked;
  for (const DayRow& cell : cells)
    asked.push_back(ask<BehindRow>(R"(
    SELECT r.id, r.measure, r.org_unit, r.day, r.amount, s.code AS source, r.source_key, r.revision,
           r.recorded_at
      FROM kpi_reading r
      JOIN kpi_source s ON s.id = r.source
     WHERE r.measure = ? AND r.org_unit = ? AND r.day = ? AND r.superseded_at IS NULL AND r.id > ?
     ORDER BY r.id
     LIMIT ?)"_sql,
                                   cell.measure, cell.org_unit, cell.day,
                                   asked.empty() ? after : std::int64_t{0}, limit));
  return ask_each(db, asked);
}

std::vector<OrgUnitId> units_reached(Read& db, const Scope& scope) {
  return db.all<OrgUnitId>(R"(
    SELECT DISTINCT org_unit FROM reach WHERE viewer = ? AND relation IN ? ORDER BY org_unit)"_sql,
                           scope.viewer(), scope.relations());
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
