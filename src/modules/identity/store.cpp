#include "modules/identity/store.hpp"

namespace twinrail::identity::store {

std::optional<AccountRow> account(Read& db, AccountId id) {
  return db.one<AccountRow>(R"(
    SELECT id, login, person, name, password_hash, roles, locale, state, version
      FROM identity_account
     WHERE id = ?)"_sql,
                            id);
}

std::optional<AccountRow> account(Read& db, const std::string& login) {
  return db.one<AccountRow>(R"(
    SELECT id, login, person, name, password_hash, roles, locale, state, version
      FROM identity_account
     WHERE login = ?)"_sql,
                            login);
}

std::int64_t accounts(Read& db) {
  return *db.one<std::int64_t>("SELECT COUNT(*) AS accounts FROM identity_account"_sql);
}

AccountId add_account(Tx& tx, const AccountRow& row, Instant at) {
  return *tx.one<AccountId>(R"(
    INSERT INTO identity_account (login, person, name, password_hash, roles, locale, state,
                                  created_at, version)
    VALUES (?, ?, ?, ?, ?, ?, 'active', ?, 1)
    RETURNING id)"_sql,
                            row.login, row.person, row.name, row.password_hash, row.roles,
                            row.locale, at);
}

void set_password(Tx& tx, AccountId id, const std::string& hash) {
  tx.run(R"(
    UPDATE identity_account SET password_hash = ?, version = version + 1 WHERE id = ?)"_sql,
         hash, id);
}

void set_locale(Tx& tx, AccountId id, Language locale) {
  tx.run("UPDATE identity_account SET locale = ?, version = version + 1 WHERE id = ?"_sql, locale,
         id);
}

void add_session(Tx& tx, const std::string& hash, AccountId account, Instant at, Instant expires) {
  tx.run(R"(
    INSERT INTO identity_session (token_hash, account, created_at, expires_at)
    VALUES (?, ?, ?, ?))"_sql,
         hash, account, at, expires);
}

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
    SELECT id, account, label, scopes, created_at, expires_at, last_used_at, revoked_at
      FROM identity_token
     WHERE account = ? AND revoked_at IS NULL
     ORDER BY id)"_sql,
                          account);
}

std::optional<TokenRow> token(Read& db, const std::string& hash) {
  return db.one<TokenRow>(R"(
    SELECT id, account, label, scopes, created_at, expires_at, last_used_at, revoked_at
      FROM identity_token
     WHERE secret_hash = ?)"_sql,
                          hash);
}

std::int64_t add_token(Tx& tx, const TokenRow& row, const std::string& hash) {
  return *tx.one<std::int64_t>(R"(
    INSERT INTO identity_token (account, label, secret_hash, scopes, created_at, expires_at)
    VALUES (?, ?, ?, ?, ?, ?)
    RETURNING id)"_sql,
                               row.account, row.label, hash, row.scopes, row.created_at,
                               row.expires_at);
}

std::int64_t revoke(Tx& tx, AccountId account, std::int64_t id, Instant at) {
  return tx.run(R"(
    UPDATE identity_token SET revoked_at = ?
     WHERE id = ? AND account = ? AND revoked_at IS NULL)"_sql,
                at, id, account);
}

void add_first_start(Tx& tx, const std::string& hash, Instant at, Instant expires) {
  tx.run(R"(
    INSERT INTO identity_first_start (token_hash, created_at, expires_at) VALUES (?, ?, ?))"_sql,
         hash, at, expires);
}

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

std::vector<ReachRow> reach(Read& db, PersonId viewer) {
  return db.all<ReachRow>(R"(
    SELECT org_unit, relation FROM reach WHERE viewer = ? ORDER BY org_unit, relation)"_sql,
                          viewer);
}

}  // namespace twinrail::identity::store
