#include "platform/http/store_idempotency.hpp"

namespace twinrail::idempotency::store {

std::optional<Answer> find(Read& db, AccountId account, std::string_view key) {
  return db.one<Answer>(R"(
    SELECT {columns} FROM idempotency WHERE account = ? AND key = ?)"_sql,
                        account, key);
}

void save(Tx& tx, AccountId account, std::string_view key, const Answer& answer, Instant at) {
  tx.run(R"(
    INSERT INTO idempotency (account, key, request_hash, status, body, at)
    VALUES (?, ?, ?, ?, ?, ?))"_sql,
         account, key, answer.request_hash, answer.status, answer.body, at);
}

std::int64_t prune(Tx& tx, Instant before) {
  return tx.run("DELETE FROM idempotency WHERE at < ?"_sql, before);
}

}  // namespace twinrail::idempotency::store
