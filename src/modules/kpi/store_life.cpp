#include "modules/kpi/store_life.hpp"

#include "platform/db/table.hpp"

namespace twinrail::kpi::store {

std::vector<KpiTermRow> kpi_terms(Read& db) {
  return db.all<KpiTermRow>("SELECT {columns} FROM kpi_kpi_term ORDER BY kpi, valid_from, id"_sql);
}

std::vector<KpiWordsRow> kpi_words(Read& db) {
  return db.all<KpiWordsRow>("SELECT {columns} FROM kpi_kpi_words ORDER BY kpi"_sql);
}

std::vector<AssignmentTermRow> assignment_terms(Read& db) {
  return db.all<AssignmentTermRow>(R"(
    SELECT {columns} FROM kpi_assignment_term ORDER BY assignment, valid_from, id)"_sql);
}

void save_terms(Tx& tx, const std::vector<KpiTermRow>& ended,
                const std::vector<KpiTermRow>& added) {
  upsert(tx, ended);
  insert_new(tx, added);
}

void save_terms(Tx& tx, const std::vector<AssignmentTermRow>& ended,
                const std::vector<AssignmentTermRow>& added) {
  upsert(tx, ended);
  insert_new(tx, added);
}

void save_words(Tx& tx, const KpiWordsRow& row) { upsert(tx, std::vector{row}); }
void save_kpis(Tx& tx, const std::vector<KpiRow>& rows) { upsert(tx, rows); }
void save_assignments(Tx& tx, const std::vector<AssignmentRow>& rows) { upsert(tx, rows); }

void add_changes(Tx& tx, const std::vector<ChangeRow>& rows) { insert_new(tx, rows); }

std::vector<ChangeRow> changes_of(Read& db, ChangedThing thing, std::int64_t id, KpiId beside,
                                  std::int64_t before, std::int64_t limit) {
  return db.all<ChangeRow>(R"(
    SELECT {columns}
      FROM kpi_change
     WHERE ((thing = ? AND thing_id = ?) OR (thing = 'kpi' AND thing_id = ?)) AND id < ?
     ORDER BY id DESC
     LIMIT ?)"_sql,
                           thing, id, beside, before, limit);
}

void end_duties(Tx& tx, MeasureId measure, Date last_day) {
  tx.run("DELETE FROM kpi_duty WHERE measure = ? AND valid_from > ?"_sql, measure, last_day);
  tx.run(R"(
    UPDATE kpi_duty
       SET valid_to = ?, version = version + 1
     WHERE measure = ? AND valid_to > ?)"_sql,
         last_day, measure, last_day);
}

}  // namespace twinrail::kpi::store
