#include "platform/inlets/store_import.hpp"

namespace twinrail::inlets::store {

ImportId add(Tx& tx, const ImportRow& row, std::string_view content) {
  const ImportId id = *tx.one<ImportId>(R"(
    INSERT INTO inlet_import (inlet, account, dry_run, state, total, checked, next_row,
                              stored, known, corrected, refused, problems, started_at)
    VALUES (?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, ?, ?)
    RETURNING id)"_sql,
                                        row.inlet, row.account, row.dry_run, row.state, row.total,
                                        row.problems, row.started_at);
  tx.run("INSERT INTO inlet_upload (import, content) VALUES (?, ?)"_sql, id, content);
  return id;
}

std::optional<ImportRow> find(Read& db, ImportId id) {
  return db.one<ImportRow>(R"(
    SELECT id, inlet, account, dry_run, state, total, checked, next_row, stored, known, corrected,
           refused, problems, started_at, finished_at
    FROM inlet_import WHERE id = ?)"_sql,
                           id);
}

std::vector<ImportRow> list(Read& db, const std::optional<std::string>& inlet) {
  if (inlet) {
    return db.all<ImportRow>(R"(
      SELECT id, inlet, account, dry_run, state, total, checked, next_row, stored, known, corrected,
             refused, problems, started_at, finished_at
      FROM inlet_import WHERE inlet = ? ORDER BY id DESC LIMIT 100)"_sql,
                             *inlet);
  }
  return db.all<ImportRow>(R"(
    SELECT id, inlet, account, dry_run, state, total, checked, next_row, stored, known, corrected,
           refused, problems, started_at, finished_at
    FROM inlet_import ORDER BY id DESC LIMIT 100)"_sql);
}

std::vector<ImportRow> unfinished(Read& db) {
  return db.all<ImportRow>(R"(
    SELECT id, inlet, account, dry_run, state, total, checked, next_row, stored, known, corrected,
           refused, problems, started_at, finished_at
    FROM inlet_import WHERE finished_at IS NULL ORDER BY id)"_sql);
}

std::optional<std::string> content(Read& db, ImportId id) {
  return db.one<std::string>("SELECT content FROM inlet_upload WHERE import = ?"_sql, id);
}

bool advance(Tx& tx, const ImportRow& row, ImportState state, std::int64_t next_row) {
  const std::int64_t changed =
      tx.run(R"(
    UPDATE inlet_import
    SET state = ?, total = ?, checked = ?, next_row = ?, stored = ?, known = ?, corrected = ?,
        refused = ?, problems = ?, finished_at = ?
    WHERE id = ? AND state = ? AND next_row = ? AND finished_at IS NULL)"_sql,
             row.state, row.total, row.checked, row.next_row, row.stored, row.known, row.corrected,
             row.refused, row.problems, row.finished_at, row.id, state, next_row);
  if (changed == 1 && row.finished_at)
    tx.run("DELETE FROM inlet_upload WHERE import = ?"_sql, row.id);
  return changed == 1;
}

}  // namespace twinrail::inlets::store
