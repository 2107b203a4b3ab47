#include "modules/kpi/store.hpp"

namespace twinrail::kpi::store {

std::vector<MeasureRow> measures(Read& db, const std::string& after, Date used_on,
                                 std::int64_t limit) {
  return db.all<MeasureRow>(R"(
    SELECT {columns}
      FROM kpi_measure
     WHERE code > ? AND (retired_from IS NULL OR retired_from > ?)
     ORDER BY code
     LIMIT ?)"_sql,
                            after, used_on, limit);
}

std::int64_t counted_to(Read& db) {
  return *db.one<std::int64_t>("SELECT reading FROM kpi_measure_count WHERE id = 1"_sql);
}

std::vector<MeasureUse> counted(Read& db, const std::vector<MeasureId>& measures) {
  return db.all<MeasureUse>(R"(
    SELECT {columns} FROM kpi_measure_use WHERE measure IN ?)"_sql,
                            measures);
}

// The inner list keeps both engines on the order of the readings: the index by measure would be a
// walk over all of them.
std::vector<MeasureUse> uncounted(Read& db, std::int64_t after, std::int64_t limit) {
  return db.all<MeasureUse>(R"(
    SELECT r.measure,
           CAST(SUM(CASE WHEN r.superseded_at < r.recorded_at THEN -1
                         WHEN r.revision = 1 THEN 1
                         WHEN EXISTS (SELECT 1 FROM kpi_reading b
                                       WHERE b.measure = r.measure AND b.source = r.source
                                         AND b.source_key = r.source_key
                                         AND b.revision = r.revision - 1
                                         AND b.superseded_at < b.recorded_at) THEN 1
                         ELSE 0 END) AS BIGINT) AS readings,
           MAX(r.day) AS last_day
      FROM (SELECT measure, source, source_key, revision, day, recorded_at, superseded_at
              FROM kpi_reading
             WHERE id > ? ORDER BY id LIMIT ?) AS r
     GROUP BY r.measure)"_sql,
                            after, limit);
}

std::vector<MeasureUse> all_counted(Read& db) {
  return db.all<MeasureUse>(R"(
    SELECT {columns} FROM kpi_measure_use ORDER BY measure)"_sql);
}

std::optional<std::int64_t> nth_uncounted(Read& db, std::int64_t after, std::int64_t limit) {
  return db.one<std::int64_t>(R"(
    SELECT MAX(id) AS last
      FROM (SELECT id FROM kpi_reading WHERE id > ? ORDER BY id LIMIT ?) AS late
    HAVING COUNT(*) > 0)"_sql,
                              after, limit);
}

std::vector<MeasureUse> counted_anew(Read& db, std::int64_t up_to) {
  return db.all<MeasureUse>(R"(
    SELECT r.measure,
           CAST(SUM(CASE WHEN r.superseded_at < r.recorded_at THEN -1
                         WHEN r.revision = 1 THEN 1
                         WHEN EXISTS (SELECT 1 FROM kpi_reading b
                                       WHERE b.measure = r.measure AND b.source = r.source
                                         AND b.source_key = r.source_key
                                         AND b.revision = r.revision - 1
                                         AND b.superseded_at < b.recorded_at) THEN 1
                         ELSE 0 END) AS BIGINT) AS readings,
           MAX(r.day) AS last_day
      FROM kpi_reading r
     WHERE r.id <= ?
     GROUP BY r.measure)"_sql,
                            up_to);
}

void add_use(Tx& tx, const std::vector<MeasureUse>& rows, std::int64_t up_to) {
  tx.run_each(R"(
    INSERT INTO kpi_measure_use (measure, readings, last_day) VALUES (?, ?, ?)
        ON CONFLICT (measure)
        DO UPDATE SET readings = kpi_measure_use.readings + excluded.readings,
                      last_day = CASE WHEN excluded.last_day > kpi_measure_use.last_day
                                      THEN excluded.last_day
                                      ELSE kpi_measure_use.last_day END)"_sql,
              rows,
              [](const MeasureUse& u) { return std::tuple{u.measure, u.readings, u.last_day}; });
  tx.run("UPDATE kpi_measure_count SET reading = ? WHERE id = 1"_sql, up_to);
}

void forget_use(Tx& tx) {
  tx.run("DELETE FROM kpi_measure_use"_sql);
  tx.run("UPDATE kpi_measure_count SET reading = 0 WHERE id = 1"_sql);
}

}  // namespace twinrail::kpi::store
