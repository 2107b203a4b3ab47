#include "platform/exports/store_export.hpp"

namespace twinrail::exports::store {

ExportFileId add(Tx& tx, const FileRow& row) { return insert_new(tx, row); }

std::optional<FileRow> find(Read& db, ExportFileId id) { return by_key<FileRow>(db, id); }

std::vector<FileRow> of_account(Read& db, AccountId account, ExportFileId before,
                                std::int64_t limit) {
  return db.all<FileRow>(R"(
    SELECT {columns} FROM export_file WHERE account = ? AND id < ? ORDER BY id DESC LIMIT ?)"_sql,
                         account, before, limit);
}

std::int64_t count(Read& db, AccountId account) {
  return *db.one<std::int64_t>("SELECT COUNT(*) AS n FROM export_file WHERE account = ?"_sql,
                               account);
}

std::optional<FileRow> next_to_make(Read& db) {
  return db.one<FileRow>(
      "SELECT {columns} FROM export_file WHERE ended_at IS NULL ORDER BY id LIMIT 1"_sql);
}

std::optional<Instant> next_end(Read& db) {
  return db.one<Instant>(R"(
    SELECT expires_at FROM export_file WHERE expires_at IS NOT NULL
     ORDER BY expires_at LIMIT 1)"_sql);
}

std::int64_t begin(Tx& tx, const FileRow& row) {
  remove_pieces(tx, row.id);
  tx.run(R"(
    UPDATE export_file SET state = ?, turns = turns + 1, written = 0, bytes = 0, pieces = 0
     WHERE id = ?)"_sql,
         ExportState::writing, row.id);
  return row.turns + 1;
}

void put_down(Tx& tx, const FileRow& row) {
  tx.run("UPDATE export_file SET turns = turns - 1 WHERE id = ? AND turns = ?"_sql, row.id,
         row.turns);
}

bool advance(Tx& tx, const FileRow& row, const std::vector<PieceRow>& pieces) {
  if (tx.run(R"(
    UPDATE export_file SET written = ?, bytes = ?, pieces = ?, as_of = ?
     WHERE id = ? AND turns = ? AND ended_at IS NULL)"_sql,
             row.written, row.bytes, row.pieces, row.as_of, row.id, row.turns) != 1)
    return false;
  insert(tx, pieces);
  return true;
}

bool end(Tx& tx, const FileRow& row) {
  return tx.run(R"(
    UPDATE export_file
       SET state = ?, written = ?, bytes = ?, pieces = ?, name = ?, rights = ?, problem = ?,
           problem_args = ?, as_of = ?, ended_at = ?, expires_at = ?, version = version + 1
     WHERE id = ? AND turns = ? AND ended_at IS NULL)"_sql,
                row.state, row.written, row.bytes, row.pieces, row.name, row.rights, row.problem,
                row.problem_args, row.as_of, row.ended_at, row.expires_at, row.id, row.turns) == 1;
}

std::vector<PieceRow> pieces(Read& db, ExportFileId id) {
  return db.all<PieceRow>("SELECT {columns} FROM export_piece WHERE file = ? ORDER BY piece"_sql,
                          id);
}

void remove_pieces(Tx& tx, ExportFileId id) {
  tx.run("DELETE FROM export_piece WHERE file = ?"_sql, id);
}

void remove(Tx& tx, ExportFileId id) {
  remove_pieces(tx, id);
  tx.run("DELETE FROM export_file WHERE id = ?"_sql, id);
}

void remove_ended(Tx& tx, Instant now) {
  tx.run(R"(
    DELETE FROM export_piece WHERE file IN
      (SELECT id FROM export_file WHERE expires_at <= ?))"_sql,
         now);
  tx.run("DELETE FROM export_file WHERE expires_at <= ?"_sql, now);
}

}  // namespace twinrail::exports::store
