#include "modules/kpi/store.hpp"

namespace twinrail::kpi::store {

std::int64_t stamp(Read& db) {
  return *db.one<std::int64_t>("SELECT stamp FROM kpi_stamp WHERE id = 1"_sql);
}

void renew_stamp(Tx& tx, std::int64_t stamp) {
  tx.run("UPDATE kpi_stamp SET stamp = ? WHERE id = 1"_sql, stamp);
}

Date swept_on(Read& db) { return *db.one<Date>("SELECT swept_on FROM kpi_stamp WHERE id = 1"_sql); }

void set_swept_on(Tx& tx, Date day) {
  tx.run("UPDATE kpi_stamp SET swept_on = ? WHERE id = 1"_sql, day);
}

std::vector<MeasureRow> measures(Read& db) {
  return db.all<MeasureRow>(R"(
    SELECT id, code, name_zh, name_en, kind, unit, grain, version
      FROM kpi_measure
     ORDER BY code)"_sql);
}

std::optional<MeasureRow> measure(Read& db, MeasureId id) {
  return db.one<MeasureRow>(R"(
    SELECT id, code, name_zh, name_en, kind, unit, grain, version
      FROM kpi_measure
     WHERE id = ?)"_sql,
                            id);
}

std::optional<MeasureRow> measure(Read& db, const std::string& code) {
  return db.one<MeasureRow>(R"(
    SELECT id, code, name_zh, name_en, kind, unit, grain, version
      FROM kpi_measure
     WHERE code = ?)"_sql,
                            code);
}

MeasureId add_measure(Tx& tx, const MeasureRow& row) {
  return *tx.one<MeasureId>(R"(
    INSERT INTO kpi_measure (code, name_zh, name_en, kind, unit, grain, version)
    VALUES (?, ?, ?, ?, ?, ?, 1)
    RETURNING id)"_sql,
                            row.code, row.name_zh, row.name_en, row.kind, row.unit, row.grain);
}

void update_measure(Tx& tx, const MeasureRow& row) {
  tx.run(R"(
    UPDATE kpi_measure
       SET name_zh = ?, name_en = ?, unit = ?, version = version + 1
     WHERE id = ?)"_sql,
         row.name_zh, row.name_en, row.unit, row.id);
}

std::vector<SourceRow> sources(Read& db) {
  return db.all<SourceRow>(R"(
    SELECT id, code, standing_reason, round_decimals FROM kpi_source ORDER BY id)"_sql);
}

std::int64_t add_source(Tx& tx, const std::string& code) {
  return *tx.one<std::int64_t>(R"(
    INSERT INTO kpi_source (code) VALUES (?)
    RETURNING id)"_sql,
                               code);
}

std::vector<ReadingRow> latest(Read& db, MeasureId measure, std::int64_t source,
                               const std::vector<std::string>& keys) {
  return db.all<ReadingRow>(R"(
    SELECT r.id, r.source_key, r.revision, r.org_unit, r.day, r.amount,
           r.dim1, r.dim2, r.dim3, r.dim4
      FROM kpi_reading r
     WHERE r.measure = ? AND r.source = ? AND r.source_key IN ?
       AND NOT EXISTS (SELECT 1 FROM kpi_reading n
                        WHERE n.measure = r.measure AND n.source = r.source
                          AND n.source_key = r.source_key AND n.revision > r.revision))"_sql,
                            measure, source, keys);
}

void add(Tx& tx, MeasureId measure, std::int64_t source, const std::vector<Revision>& revisions,
         Instant at, AccountId by) {
  tx.run_each(R"(
    INSERT INTO kpi_reading (measure, source, source_key, revision, org_unit, day, amount,
                             recorded_at, recorded_by, reason, dim1, dim2, dim3, dim4)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))"_sql,
              revisions, [&](const Revision& r) {
                return std::tuple{measure,   source,    r.source_key, r.number, r.org_unit,
                                  r.on,      r.amount,  at,           by,       r.reason,
                                  r.dims[0], r.dims[1], r.dims[2],    r.dims[3]};
              });
}

std::vector<DimValueRow> dim_values(Read& db) {
  return db.all<DimValueRow>(R"(
    SELECT id, dim, value FROM kpi_dim_value ORDER BY dim, value)"_sql);
}

Ask<DayRow> ask_days(const std::vector<MeasureId>& measures, const std::vector<OrgUnitId>& units,
                     Date from, Date to) {
  return ask<DayRow>(R"(
    SELECT measure, org_unit, day, amount, readings
      FROM kpi_day
     WHERE measure IN ? AND org_unit IN ? AND day BETWEEN ? AND ?)"_sql,
                     measures, units, from, to);
}

void save_days(Tx& tx, const std::vector<DayRow>& rows) {
  tx.run_each(R"(
    INSERT INTO kpi_day (measure, org_unit, day, amount, readings)
    VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (measure, org_unit, day)
        DO UPDATE SET amount = excluded.amount, readings = excluded.readings)"_sql,
              rows, [](const DayRow& r) {
                return std::tuple{r.measure, r.org_unit, r.day, r.amount, r.readings};
              });
}

Ask<PathRow> ask_paths_up(const std::vector<OrgUnitId>& units) {
  return ask<PathRow>(R"(
    SELECT ancestor, unit, valid_from, valid_to, depth
      FROM org_path
     WHERE unit IN ?)"_sql,
                      units);
}

std::vector<PathRow> paths_up(Read& db, const std::vector<OrgUnitId>& units) {
  return db.all(ask_paths_up(units));
}

// The + keeps SQLite's index on the days that are asked for: by the days of the path it would walk
// over all the days there are. CROSS JOIN keeps the order: the tree first, then its days.
std::vector<DayRow> days_under(Read& db, OrgUnitId ancestor, const std::vector<MeasureId>& measures,
                               Date from, Date to) {
  return db.all<DayRow>(R"(
    SELECT d.measure, d.org_unit, d.day, d.amount, d.readings
      FROM org_path p
      JOIN kpi_day d ON d.org_unit = p.unit AND +d.day BETWEEN p.valid_from AND p.valid_to
     WHERE p.ancestor = ? AND d.measure IN ? AND d.day BETWEEN ? AND ?
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

std::vector<KpiRowStored> kpis(Read& db) {
  return db.all<KpiRowStored>(R"(
    SELECT id, code, name_zh, name_en, formula, unit, decimals, direction, frequency, time_agg,
           org_agg, lead_lag, category_zh, category_en, version
      FROM kpi_kpi
     ORDER BY code)"_sql);
}

std::optional<KpiRowStored> kpi(Read& db, KpiId id) {
  return db.one<KpiRowStored>(R"(
    SELECT id, code, name_zh, name_en, formula, unit, decimals, direction, frequency, time_agg,
           org_agg, lead_lag, category_zh, category_en, version
      FROM kpi_kpi
     WHERE id = ?)"_sql,
                              id);
}

std::optional<KpiRowStored> kpi(Read& db, const std::string& code) {
  return db.one<KpiRowStored>(R"(
    SELECT id, code, name_zh, name_en, formula, unit, decimals, direction, frequency, time_agg,
           org_agg, lead_lag, category_zh, category_en, version
      FROM kpi_kpi
     WHERE code = ?)"_sql,
                              code);
}

KpiId add_kpi(Tx& tx, const KpiRowStored& row) {
  return *tx.one<KpiId>(R"(
    INSERT INTO kpi_kpi (code, name_zh, name_en, formula, unit, decimals, direction, frequency,
                         time_agg, org_agg, lead_lag, category_zh, category_en, version)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
    RETURNING id)"_sql,
                        row.code, row.name_zh, row.name_en, row.formula, row.unit, row.decimals,
                        row.direction, row.frequency, row.time_agg, row.org_agg, row.lead_lag,
                        row.category_zh, row.category_en);
}

void add_kpi_measures(Tx& tx, KpiId kpi, const std::vector<MeasureId>& measures) {
  tx.run_each(R"(
    INSERT INTO kpi_kpi_measure (kpi, measure) VALUES (?, ?))"_sql,
              measures, [&](MeasureId m) { return std::tuple{kpi, m}; });
}

std::vector<KpiMeasureRow> kpi_measures(Read& db) {
  return db.all<KpiMeasureRow>(R"(
    SELECT kpi, measure FROM kpi_kpi_measure ORDER BY kpi, measure)"_sql);
}

}  // namespace twinrail::kpi::store
