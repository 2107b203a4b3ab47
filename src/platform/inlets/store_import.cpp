#include "platform/inlets/store_import.hpp"

namespace twinrail::inlets::store {

ImportId add(Tx& tx, const ImportRow& row, std::string_view content) {
  const ImportId id = insert_new(tx, row);
  tx.run("INSERT INTO inlet_upload (import, content) VALUES (?, ?)"_sql, id, content);
  return id;
}

std::optional<ImportRow> find(Read& db, ImportId id) { return by_key<ImportRow>(db, id); }

std::vector<ImportRow> list(Read& db, const std::optional<std::string>& inlet) {
  if (inlet) {
    return db.all<ImportRow>(R"(
      SELECT {columns} FROM inlet_import WHERE inlet = ? ORDER BY id DESC LIMIT 100)"_sql,
                             *inlet);
  }
  return db.all<ImportRow>("SELECT {columns} FROM inlet_import ORDER BY id DESC LIMIT 100"_sql);
}

std::vector<HeadRow> heads(Read& db, const std::string& inlet) {
  return db.all<HeadRow>("SELECT {columns} FROM inlet_head WHERE inlet = ? ORDER BY head"_sql,
                         inlet);
}

void remember(Tx& tx, const HeadRow& row) {
  tx.run(R"(
    INSERT INTO inlet_head (inlet, head, field) VALUES (?, ?, ?)
    ON CONFLICT (inlet, head) DO UPDATE SET field = excluded.field)"_sql,
         row.inlet, row.head, row.field);
}

std::vector<ImportRow> unfinished(Read& db) {
  return db.all<ImportRow>(
      "SELECT {columns} FROM inlet_import WHERE finished_at IS NULL ORDER BY id"_sql);
}

std::int64_t waiting(Read& db) {
  return *db.one<std::int64_t>(
      "SELECT COUNT(*) AS n FROM inlet_import WHERE finished_at IS NULL"_sql);
}

std::optional<std::string> content(Read& db, ImportId id) {
  return db.one<std::string>("SELECT content FROM inlet_upload WHERE import = ?"_sql, id);
}

bool hold(Tx& tx, ImportId id, const std::string& holder, Instant now, Instant until) {
  return tx.run(R"(
    UPDATE inlet_import SET holder = ?, held_until = ?
     WHERE id = ? AND finished_at IS NULL AND (holder = ? OR held_until <= ?))"_sql,
                holder, until, id, holder, now) == 1;
}

void let_go(Tx& tx, ImportId id, const std::string& holder) {
  tx.run("UPDATE inlet_import SET held_until = 0 WHERE id = ? AND holder = ?"_sql, id, holder);
}

bool advance(Tx& tx, const ImportRow& row, ImportState state, std::int64_t next_row) {
  const std::int64_t changed =
      tx.run(R"(
    UPDATE inlet_import
    SET state = ?, total = ?, checked = ?, next_row = ?, stored = ?, known = ?, corrected = ?,
        refused = ?, problems = ?, finished_at = ?, parts = ?
    WHERE id = ? AND state = ? AND next_row = ? AND finished_at IS NULL)"_sql,
             row.state, row.total, row.checked, row.next_row, row.stored, row.known, row.corrected,
             row.refused, row.problems, row.finished_at, row.parts, row.id, state, next_row);
  if (changed == 1 && row.finished_at)
    tx.run("DELETE FROM inlet_upload WHERE import = ?"_sql, row.id);
  return changed == 1;
}

}  // namespace twinrail::inlets::store
