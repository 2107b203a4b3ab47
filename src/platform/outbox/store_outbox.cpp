#include "platform/outbox/store_outbox.hpp"

namespace twinrail::outbox::store {

std::optional<LetterId> add(Tx& tx, const LetterRow& row) {
  return tx.one<LetterId>(R"(
    INSERT INTO outbox (kind, key, address, payload, state, attempts, last_error, created_at,
                        due_at)
    VALUES (?, ?, ?, ?, ?, 0, '', ?, ?)
        ON CONFLICT (kind, key) DO NOTHING
    RETURNING id)"_sql,
                          row.kind, row.key, row.address, row.payload, row.state, row.created_at,
                          row.due_at);
}

std::optional<LetterRow> find(Read& db, LetterId id) { return by_key<LetterRow>(db, id); }

std::int64_t count(Read& db, LetterState state) {
  return *db.one<std::int64_t>("SELECT COUNT(*) AS n FROM outbox WHERE state = ?"_sql, state);
}

std::vector<LetterRow> list(Read& db, LetterState state, std::int64_t most) {
  return db.all<LetterRow>(
      "SELECT {columns} FROM outbox WHERE state = ? ORDER BY id DESC LIMIT ?"_sql, state, most);
}

std::optional<LetterRow> first_due(Read& db, const std::vector<std::string>& kinds, Instant now) {
  return db.one<LetterRow>(R"(
    SELECT {columns} FROM outbox
     WHERE state = ? AND kind IN ? AND due_at <= ?
     ORDER BY due_at, id LIMIT 1)"_sql,
                           LetterState::waiting, kinds, now);
}

std::optional<Instant> next_due(Read& db, const std::vector<std::string>& kinds) {
  return db.one<Instant>(R"(
    SELECT due_at FROM outbox
     WHERE state = ? AND kind IN ?
     ORDER BY due_at LIMIT 1)"_sql,
                         LetterState::waiting, kinds);
}

void take(Tx& tx, LetterId id, Instant until) {
  tx.run("UPDATE outbox SET due_at = ?, attempts = attempts + 1 WHERE id = ?"_sql, until, id);
}

void mark_sent(Tx& tx, LetterId id, Instant at) {
  tx.run("UPDATE outbox SET state = ?, last_error = '', sent_at = ? WHERE id = ?"_sql,
         LetterState::sent, at, id);
}

void mark_late(Tx& tx, const LetterRow& taken, const std::string& why, Instant due_at) {
  tx.run(R"(
    UPDATE outbox SET last_error = ?, due_at = ?
     WHERE id = ? AND attempts = ? AND state = ?)"_sql,
         why, due_at, taken.id, taken.attempts, LetterState::waiting);
}

void put_off(Tx& tx, const std::string& kind, Instant now, Instant until) {
  tx.run("UPDATE outbox SET due_at = ? WHERE state = ? AND kind = ? AND due_at <= ?"_sql, until,
         LetterState::waiting, kind, now);
}

void mark_failed(Tx& tx, const LetterRow& taken, const std::string& why) {
  tx.run(R"(
    UPDATE outbox SET state = ?, last_error = ?
     WHERE id = ? AND attempts = ? AND state = ?)"_sql,
         LetterState::failed, why, taken.id, taken.attempts, LetterState::waiting);
}

bool revive(Tx& tx, LetterId id, Instant now) {
  return tx.run(R"(
    UPDATE outbox SET state = ?, attempts = 0, due_at = ? WHERE id = ? AND state = ?)"_sql,
                LetterState::waiting, now, id, LetterState::failed) == 1;
}

void prune(Tx& tx, Instant sent_before) {
  tx.run("DELETE FROM outbox WHERE state = ? AND sent_at < ?"_sql, LetterState::sent, sent_before);
}

}  // namespace twinrail::outbox::store
