#include "modules/identity/store.hpp"

#include "platform/db/table.hpp"

namespace twinrail::identity::store {

std::optional<AccountRow> account(Read& db, AccountId id) { return by_key<AccountRow>(db, id); }

std::optional<AccountRow> account(Read& db, const std::string& login) {
  return db.one<AccountRow>("SELECT {columns} FROM identity_account WHERE login = ?"_sql, login);
}

std::int64_t accounts(Read& db) {
  return *db.one<std::int64_t>("SELECT COUNT(*) AS accounts FROM identity_account"_sql);
}

AccountId add_account(Tx& tx, const AccountRow& row) { return insert_new(tx, row); }

void set_password(Tx& tx, AccountId id, const std::string& hash) {
  tx.run(R"(
    UPDATE identity_account SET password_hash = ?, version = version + 1 WHERE id = ?)"_sql,
         hash, id);
}

void set_locale(Tx& tx, AccountId id, Language locale) {
  tx.run("UPDATE identity_account SET locale = ?, version = version + 1 WHERE id = ?"_sql, locale,
         id);
}

void add_session(Tx& tx, const SessionRow& row) { insert(tx, row); }

std::optional<AccountId> session(Read& db, const std::string& hash, Instant now) {
  return db.one<AccountId>(R"(
    SELECT account FROM identity_session WHERE token_hash = ? AND expires_at > ?)"_sql,
                           hash, now);
}

void drop_session(Tx& tx, const std::string& hash) {
  tx.run("DELETE FROM identity_session WHERE token_hash = ?"_sql, hash);
}

void drop_sessions(Tx& tx, AccountId account) {
  tx.run("DELETE FROM identity_session WHERE account = ?"_sql, account);
}

std::vector<TokenRow> tokens(Read& db, AccountId account) {
  return db.all<TokenRow>(R"(
    SELECT {columns} FROM identity_token
     WHERE account = ? AND revoked_at IS NULL
     ORDER BY id)"_sql,
                          account);
}

std::optional<TokenRow> token(Read& db, const std::string& hash) {
  return db.one<TokenRow>("SELECT {columns} FROM identity_token WHERE secret_hash = ?"_sql, hash);
}

std::int64_t add_token(Tx& tx, const TokenRow& row) { return insert_new(tx, row); }

std::int64_t revoke(Tx& tx, AccountId account, std::int64_t id, Instant at) {
  return tx.run(R"(
    UPDATE identity_token SET revoked_at = ?
     WHERE id = ? AND account = ? AND revoked_at IS NULL)"_sql,
                at, id, account);
}

void add_first_start(Tx& tx, const FirstStartRow& row) { insert(tx, row); }

std::int64_t take_first_start(Tx& tx, const std::string& hash, Instant now) {
  return tx.run(R"(
    DELETE FROM identity_first_start WHERE token_hash = ? AND expires_at > ?)"_sql,
                hash, now);
}

void prune_sessions(Tx& tx, Instant now) {
  tx.run("DELETE FROM identity_session WHERE expires_at <= ?"_sql, now);
}

void prune_first_starts(Tx& tx, Instant now) {
  tx.run("DELETE FROM identity_first_start WHERE expires_at <= ?"_sql, now);
}

Ask<ReachRow> ask_reach(PersonId viewer) {
  return ask<ReachRow>(R"(
    SELECT {columns} FROM reach WHERE viewer = ? ORDER BY org_unit, relation)"_sql,
                       viewer);
}

}  // namespace twinrail::identity::store
