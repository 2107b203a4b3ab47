#include "platform/audit/store_audit.hpp"

#include <array>
#include <tuple>

namespace twinrail::audit::store {

void note(Tx& tx, const Note& note) {
  const Actor& actor = tx.actor();
  tx.run_each(R"(
    INSERT INTO audit_row (at, account, actor, use_case, request, place, key, op)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?))"_sql,
              std::array{note.place}, [&](std::string_view table) {
                return std::tuple{note.at,
                                  actor.account,
                                  std::string_view(actor.name),
                                  std::string_view(tx.use_case()),
                                  note.request,
                                  table,
                                  note.key,
                                  note.op};
              });
  // Nobody else writes now, so the newest row is the one above; asking for its number would wait.
  tx.run_each(R"(
    INSERT INTO audit_value (id, salt, old_values, new_values)
    SELECT MAX(id), CAST(? AS TEXT), NULL, CAST(? AS TEXT) FROM audit_row)"_sql,
              std::array{note.salt},
              [&](std::string_view grain) { return std::tuple{grain, note.values}; });
}

std::optional<std::int64_t> first_of(Read& db, std::string_view op, std::string_view place) {
  return db.one<std::int64_t>(R"(
    SELECT id FROM audit_row WHERE place = ? AND op = ? ORDER BY id LIMIT 1)"_sql,
                              place, op);
}

bool has_hash(Read& db, const std::string& hash) {
  return *db.one<std::int64_t>("SELECT COUNT(*) AS n FROM audit_seal WHERE hash = ?"_sql, hash) > 0;
}

std::optional<std::string> hash_at(Read& db, std::int64_t id) {
  return db.one<std::string>("SELECT hash FROM audit_seal WHERE id = ?"_sql, id);
}

std::int64_t count_seals_to(Read& db, std::int64_t id) {
  return *db.one<std::int64_t>("SELECT COUNT(*) AS n FROM audit_seal WHERE id <= ?"_sql, id);
}

std::vector<Batch> batches(Read& db, std::string_view place, std::int64_t after,
                           std::int64_t limit) {
  return db.all<Batch>(R"(
    SELECT r.id, r.key, COALESCE(v.new_values, '') AS said
      FROM audit_row r
      LEFT JOIN audit_value v ON v.id = r.id
     WHERE r.place = ? AND r.op = 'batch' AND r.id > ?
     ORDER BY r.id
     LIMIT ?)"_sql,
                       place, after, limit);
}

std::vector<TakenOver> taken_over(Read& db, std::string_view op, std::string_view place) {
  return db.all<TakenOver>(R"(
    SELECT r.id, v.new_values AS said, s.sealed_by
      FROM audit_row r
      JOIN audit_value v ON v.id = r.id
      JOIN audit_seal s ON s.id = r.id
     WHERE r.place = ? AND r.op = ? AND v.new_values IS NOT NULL
     ORDER BY r.id)"_sql,
                           place, op);
}

void remove_values(Tx& tx, std::int64_t id) {
  tx.run("DELETE FROM audit_value WHERE id = ?"_sql, id);
}

std::int64_t migrations(Read& db) {
  return *db.one<std::int64_t>("SELECT COUNT(*) AS n FROM schema_version"_sql);
}

std::vector<Row> search(Read& db, const Search& s) {
  return db.all<Row>(R"(
    SELECT r.id, r.at, r.account, r.actor, r.use_case, r.request, r.place, r.key, r.op, v.salt,
           v.old_values, v.new_values
      FROM audit_row r
      LEFT JOIN audit_value v ON v.id = r.id
     WHERE r.id >= ? AND r.id < ? AND r.at < ?
       AND (? = '' OR LOWER(r.actor) LIKE ? ESCAPE '!')
       AND (? = '' OR r.place = ?)
       AND (? = '' OR r.key = ?)
       AND (? = '' OR r.op = ? OR r.use_case = ?)
     ORDER BY r.id DESC
     LIMIT ?)"_sql,
                     s.from, s.before, s.until, s.who, s.who, s.place, s.place, s.key, s.key,
                     s.what, s.what, s.what, s.limit);
}

std::int64_t newest(Read& db) {
  return *db.one<std::int64_t>("SELECT COALESCE(MAX(id), 0) AS id FROM audit_row"_sql);
}

std::optional<Row> last_of(Read& db, std::string_view op, std::string_view place) {
  return db.one<Row>(R"(
    SELECT r.id, r.at, r.account, r.actor, r.use_case, r.request, r.place, r.key, r.op, v.salt,
           v.old_values, v.new_values
      FROM audit_row r
      LEFT JOIN audit_value v ON v.id = r.id
     WHERE r.place = ? AND r.op = ?
     ORDER BY r.id DESC
     LIMIT 1)"_sql,
                     place, op);
}

std::optional<Seal> last_seal(Read& db) {
  return db.one<Seal>("SELECT {columns} FROM audit_seal ORDER BY id DESC LIMIT 1"_sql);
}

std::int64_t last_sealed(Read& db) {
  return *db.one<std::int64_t>("SELECT COALESCE(MAX(id), 0) AS id FROM audit_seal"_sql);
}

std::vector<Seal> seals_after(Read& db, std::int64_t id, std::int64_t limit) {
  return db.all<Seal>(R"(
    SELECT {columns} FROM audit_seal WHERE id > ? ORDER BY id LIMIT ?)"_sql,
                      id, limit);
}

std::vector<Row> rows_after(Read& db, std::int64_t id, std::int64_t limit) {
  return db.all<Row>(R"(
    SELECT r.id, r.at, r.account, r.actor, r.use_case, r.request, r.place, r.key, r.op, v.salt,
           v.old_values, v.new_values
      FROM audit_row r
      LEFT JOIN audit_value v ON v.id = r.id AND v.id > ?
     WHERE r.id > ?
     ORDER BY r.id
     LIMIT ?)"_sql,
                     id, id, limit);
}

std::vector<Row> rows_between(Read& db, std::int64_t first, std::int64_t last) {
  return db.all<Row>(R"(
    SELECT r.id, r.at, r.account, r.actor, r.use_case, r.request, r.place, r.key, r.op, v.salt,
           v.old_values, v.new_values
      FROM audit_row r
      LEFT JOIN audit_value v ON v.id = r.id
     WHERE r.id BETWEEN ? AND ?
     ORDER BY r.id)"_sql,
                     first, last);
}

void add(Tx& tx, const std::vector<Seal>& seals) { insert(tx, seals); }

std::int64_t count_rows(Read& db) {
  return *db.one<std::int64_t>("SELECT COUNT(*) AS n FROM audit_row"_sql);
}

std::int64_t count_rows_after(Read& db, std::int64_t id) {
  return *db.one<std::int64_t>("SELECT COUNT(*) AS n FROM audit_row WHERE id > ?"_sql, id);
}

std::int64_t count_rows_outside(Read& db, std::int64_t id, Instant from, Instant to) {
  return *db.one<std::int64_t>(R"(
    SELECT COUNT(*) AS n FROM audit_row WHERE id > ? AND NOT (at BETWEEN ? AND ?))"_sql,
                               id, from, to);
}

std::optional<std::string> trigger_hash(Read& db) {
  return db.one<std::string>("SELECT hash FROM audit_trigger WHERE id = 1"_sql);
}

void set_trigger_hash(Tx& tx, const std::string& hash) {
  tx.run(R"(
    INSERT INTO audit_trigger (id, hash) VALUES (1, ?)
        ON CONFLICT (id) DO UPDATE SET hash = excluded.hash)"_sql,
         hash);
}

}  // namespace twinrail::audit::store
