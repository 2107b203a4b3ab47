#include "modules/kpi/store.hpp"

#include "platform/db/table.hpp"

namespace twinrail::kpi::store {

std::int64_t stamp(Read& db) {
  return *db.one<std::int64_t>("SELECT stamp FROM kpi_stamp WHERE id = 1"_sql);
}

std::int64_t figured_by(Read& db) {
  return *db.one<std::int64_t>("SELECT figured_by FROM kpi_stamp WHERE id = 1"_sql);
}

void set_figured_by(Tx& tx, std::int64_t rules) {
  tx.run("UPDATE kpi_stamp SET figured_by = ? WHERE id = 1"_sql, rules);
}

void renew_stamp(Tx& tx, std::int64_t stamp) {
  tx.run("UPDATE kpi_stamp SET stamp = ? WHERE id = 1"_sql, stamp);
}

Date swept_on(Read& db) { return *db.one<Date>("SELECT swept_on FROM kpi_stamp WHERE id = 1"_sql); }

void set_swept_on(Tx& tx, Date day) {
  tx.run("UPDATE kpi_stamp SET swept_on = ? WHERE id = 1"_sql, day);
}

std::vector<MeasureRow> measures(Read& db) {
  return db.all<MeasureRow>("SELECT {columns} FROM kpi_measure ORDER BY code"_sql);
}

std::optional<MeasureRow> measure(Read& db, MeasureId id) { return by_key<MeasureRow>(db, id); }

std::optional<MeasureRow> measure(Read& db, const std::string& code) {
  return db.one<MeasureRow>("SELECT {columns} FROM kpi_measure WHERE code = ?"_sql, code);
}

MeasureId add_measure(Tx& tx, const MeasureRow& row) { return insert_new(tx, row); }

bool change_measure(Tx& tx, const MeasureRow& row) { return update_by_key(tx, row); }

std::vector<LatestReading> latest(Read& db, MeasureId measure, std::int64_t source,
                                  const std::vector<std::string>& keys) {
  return db.all<LatestReading>(R"(
    SELECT {columns r}
      FROM kpi_reading r
     WHERE r.measure = ? AND r.source = ? AND r.source_key IN ?
       AND (r.superseded_at IS NULL
            OR r.superseded_at < r.recorded_at
               AND NOT EXISTS (SELECT 1 FROM kpi_reading n
                                WHERE n.measure = r.measure AND n.source = r.source
                                  AND n.source_key = r.source_key
                                  AND n.revision > r.revision)))"_sql,
                               measure, source, keys);
}

std::vector<DimValueRow> dim_values(Read& db) {
  return db.all<DimValueRow>("SELECT {columns} FROM kpi_dim_value ORDER BY dim, value"_sql);
}

Ask<DayRow> ask_days(const std::vector<MeasureId>& measures, const std::vector<OrgUnitId>& units,
                     Date from, Date to) {
  return ask<DayRow>(R"(
    SELECT {columns}
      FROM kpi_day
     WHERE measure IN ? AND org_unit IN ? AND day BETWEEN ? AND ?)"_sql,
                     measures, units, from, to);
}

void save_days(Tx& tx, const std::vector<DayRow>& rows) { upsert(tx, rows); }

std::vector<DayRow> days_of(Read& db, MeasureId measure) {
  return db.all<DayRow>("SELECT {columns} FROM kpi_day WHERE measure = ?"_sql, measure);
}

std::vector<DayAnew> days_anew(Read& db, MeasureId measure) {
  return db.all<DayAnew>(R"(
    SELECT r.org_unit, r.day, CAST(SUM(r.amount / 1000000000) AS BIGINT) AS billions,
           CAST(SUM(r.amount % 1000000000) AS BIGINT) AS rest, COUNT(*) AS readings
      FROM kpi_reading r
     WHERE r.measure = ? AND (r.superseded_at IS NULL OR r.superseded_at >= r.recorded_at)
       AND NOT EXISTS (SELECT 1 FROM kpi_reading n
                        WHERE n.measure = r.measure AND n.source = r.source
                          AND n.source_key = r.source_key AND n.revision > r.revision)
     GROUP BY r.org_unit, r.day)"_sql,
                         measure);
}

Ask<AncestorRow> ask_paths_up(const std::vector<OrgUnitId>& units) {
  return ask<AncestorRow>("SELECT {columns} FROM org_path WHERE unit IN ?"_sql, units);
}

std::vector<AncestorRow> paths_up(Read& db, const std::vector<OrgUnitId>& units) {
  return db.all(ask_paths_up(units));
}

std::vector<OrgUnitId> units_below(Read& db, const std::vector<OrgUnitId>& units) {
  return db.all<OrgUnitId>(
      "SELECT DISTINCT unit FROM org_path WHERE ancestor IN ? ORDER BY unit"_sql, units);
}

// The + keeps SQLite's index on the days that are asked for: by the days of the path it would walk
// over all the days there are. CROSS JOIN keeps the order: the tree first, then its days.
std::vector<DayRow> days_under(Read& db, OrgUnitId ancestor, const std::vector<MeasureId>& measures,
                               Date from, Date to) {
  return db.all<DayRow>(R"(
    SELECT {columns d}
      FROM org_path p
     CROSS JOIN kpi_day d
     WHERE p.ancestor = ? AND d.org_unit = p.unit AND +d.day BETWEEN p.valid_from AND p.valid_to
       AND d.measure IN ? AND d.day BETWEEN ? AND ?
     ORDER BY d.org_unit, d.day, d.measure)"_sql,
                        ancestor, measures, from, to);
}

std::vector<DayUnderRow> days_under(Read& db, const std::vector<AssignmentId>& ids, Date from,
                                    Date to) {
  return db.all<DayUnderRow>(R"(
    SELECT a.id AS assignment, d.measure, d.org_unit, d.day, d.amount, d.readings
      FROM kpi_assignment a
      JOIN kpi_kpi_measure k ON k.kpi = a.kpi
      JOIN org_path p ON p.ancestor = a.org_unit
     CROSS JOIN kpi_day d
     WHERE a.id IN ? AND d.measure = k.measure AND d.org_unit = p.unit AND d.day BETWEEN ? AND ?
       AND +d.day >= a.valid_from AND +d.day BETWEEN p.valid_from AND p.valid_to
     ORDER BY a.id, d.org_unit, d.day, d.measure)"_sql,
                             ids, from, to);
}

std::vector<DayUnderRow> earlier_under(Read& db, const std::vector<AssignmentId>& ids, Date from,
                                       Date to) {
  return db.all<DayUnderRow>(R"(
    SELECT a.id AS assignment, d.measure, d.org_unit, d.day, d.amount, d.readings
      FROM kpi_assignment a
      JOIN kpi_kpi_measure k ON k.kpi = a.kpi
      JOIN org_path p ON p.ancestor = a.org_unit
     CROSS JOIN kpi_day d
     WHERE a.id IN ? AND d.measure = k.measure AND d.org_unit = p.unit AND d.day BETWEEN ? AND ?
       AND +d.day BETWEEN p.valid_from AND p.valid_to
     ORDER BY a.id, d.org_unit, d.day, d.measure)"_sql,
                             ids, from, to);
}

std::vector<DayUnderRow> opening_under(Read& db, const std::vector<AssignmentId>& ids,
                                       Date before) {
  return db.all<DayUnderRow>(R"(
    SELECT a.id AS assignment, d.measure, d.org_unit, d.day, d.amount, d.readings
      FROM kpi_assignment a
      JOIN kpi_kpi_measure k ON k.kpi = a.kpi
      JOIN org_path p ON p.ancestor = a.org_unit
     CROSS JOIN kpi_day d
     WHERE a.id IN ? AND d.measure = k.measure AND d.org_unit = p.unit
       AND d.day = (SELECT e.day FROM kpi_day e
                     WHERE e.measure = k.measure AND e.org_unit = p.unit AND e.day < ?
                       AND e.readings > 0
                     ORDER BY e.day DESC LIMIT 1)
       AND +d.day BETWEEN p.valid_from AND p.valid_to
     ORDER BY a.id, d.org_unit, d.day, d.measure)"_sql,
                             ids, before);
}

std::vector<KpiRow> kpis(Read& db) {
  return db.all<KpiRow>("SELECT {columns} FROM kpi_kpi ORDER BY code"_sql);
}

std::optional<KpiRow> kpi(Read& db, const std::string& code) {
  return db.one<KpiRow>("SELECT {columns} FROM kpi_kpi WHERE code = ?"_sql, code);
}

KpiId add_kpi(Tx& tx, const KpiRow& row) { return insert_new(tx, row); }

void add_kpi_measures(Tx& tx, const std::vector<KpiMeasureRow>& rows) { insert(tx, rows); }

}  // namespace twinrail::kpi::store
