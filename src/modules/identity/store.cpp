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

void add_accounts(Tx& tx, const std::vector<AccountRow>& rows) { insert_new(tx, rows); }

bool change_account(Tx& tx, const AccountRow& row) { return update_by_key(tx, row); }

std::vector<AccountRow> accounts(Read& db, const Scope& scope, const AccountFilter& filter) {
  return db.all<AccountRow>(R"(
    SELECT {columns} FROM identity_account
     WHERE ? = 1 AND id > ?
       AND (? = '' OR LOWER(login) LIKE ? ESCAPE '!' OR LOWER(name) LIKE ? ESCAPE '!')
     ORDER BY id
     LIMIT ?)"_sql,
                            scope.everything(), filter.after, filter.text, filter.text, filter.text,
                            filter.limit);
}

std::vector<AccountRow> accounts_with(Read& db, const std::vector<std::string>& logins) {
  return db.all<AccountRow>("SELECT {columns} FROM identity_account WHERE login IN ?"_sql, logins);
}

std::vector<AccountRow> accounts_of(Read& db, const std::vector<PersonId>& people) {
  return db.all<AccountRow>("SELECT {columns} FROM identity_account WHERE person IN ?"_sql, people);
}

std::vector<AccountRow> accounts(Read& db, const std::vector<AccountId>& ids) {
  return db.all<AccountRow>("SELECT {columns} FROM identity_account WHERE id IN ? ORDER BY id"_sql,
                            ids);
}

void set_activations(Tx& tx, const std::vector<ActivationRow>& rows) {
  std::vector<AccountId> accounts;
  for (const ActivationRow& row : rows) accounts.push_back(row.account);
  tx.run("DELETE FROM identity_activation WHERE account IN ?"_sql, accounts);
  insert(tx, rows);
}

std::vector<ActivationRow> activations(Read& db, const std::vector<AccountId>& accounts) {
  return db.all<ActivationRow>("SELECT {columns} FROM identity_activation WHERE account IN ?"_sql,
                               accounts);
}

bool has_activation(Read& db, AccountId account, const std::string& hash, Instant now) {
  return *db.one<std::int64_t>(R"(
    SELECT COUNT(*) AS n FROM identity_activation
     WHERE account = ? AND code_hash = ? AND expires_at > ?)"_sql,
                               account, hash, now) > 0;
}

std::int64_t take_activation(Tx& tx, AccountId account, const std::string& hash, Instant now) {
  return tx.run(R"(
    DELETE FROM identity_activation WHERE account = ? AND code_hash = ? AND expires_at > ?)"_sql,
                account, hash, now);
}

void drop_activation(Tx& tx, AccountId account) {
  tx.run("DELETE FROM identity_activation WHERE account = ?"_sql, account);
}

void prune_activations(Tx& tx, Instant now) {
  tx.run("DELETE FROM identity_activation WHERE expires_at <= ?"_sql, now);
}

void set_invitations(Tx& tx, const std::vector<InvitationRow>& rows) { upsert(tx, rows); }

std::optional<InvitationRow> invitation(Read& db, AccountId account) {
  return by_key<InvitationRow>(db, account);
}

std::vector<InvitationRow> invitations(Read& db, const std::vector<AccountId>& accounts) {
  return by_keys<InvitationRow>(db, accounts);
}

std::int64_t drop_invitations(Tx& tx, const std::vector<AccountId>& accounts) {
  return tx.run("DELETE FROM identity_invitation WHERE account IN ?"_sql, accounts);
}

InvitationCount count_invitations(Read& db, Instant now) {
  return *db.one<InvitationCount>(R"(
    SELECT COALESCE(SUM(CASE WHEN i.sent_at IS NULL OR c.account IS NOT NULL THEN 1 ELSE 0 END), 0)
               AS open,
           COALESCE(SUM(CASE WHEN i.sent_at IS NULL OR c.account IS NOT NULL THEN 0 ELSE 1 END), 0)
               AS past
      FROM identity_invitation i
      JOIN identity_account a ON a.id = i.account AND a.state = 'active'
      LEFT JOIN identity_activation c ON c.account = i.account AND c.expires_at > ?)"_sql,
                                  now);
}

void set_signed_in(Tx& tx, AccountId account, Instant at) {
  upsert(tx, std::vector{LastSignInRow{account, at}});
}

std::vector<LastSignInRow> last_sign_ins(Read& db, const std::vector<AccountId>& accounts) {
  return db.all<LastSignInRow>("SELECT {columns} FROM identity_last_sign_in WHERE account IN ?"_sql,
                               accounts);
}

std::vector<AccountRoleRow> roles_of(Read& db, const std::vector<AccountId>& accounts) {
  return db.all<AccountRoleRow>(R"(
    SELECT {columns} FROM identity_account_role WHERE account IN ? ORDER BY account, role)"_sql,
                                accounts);
}

std::int64_t active_with(Read& db, const std::vector<std::string>& roles) {
  return *db.one<std::int64_t>(R"(
    SELECT COUNT(*) AS n FROM identity_account a
     WHERE a.state = 'active'
       AND EXISTS (SELECT 1 FROM identity_account_role r WHERE r.account = a.id AND r.role IN ?)
    )"_sql,
                               roles);
}

std::vector<PersonId> people_with(Read& db, const std::vector<std::string>& roles) {
  return db.all<PersonId>(R"(
    SELECT DISTINCT a.person
      FROM identity_account a
      JOIN identity_account_role r ON r.account = a.id
     WHERE a.state = 'active' AND a.person IS NOT NULL AND r.role IN ?
     ORDER BY a.person)"_sql,
                          roles);
}

std::optional<AccountRow> account_of(Read& db, PersonId person) {
  return db.one<AccountRow>(R"(
    SELECT {columns} FROM identity_account
     WHERE person = ? AND state = 'active' ORDER BY id LIMIT 1)"_sql,
                            person);
}

std::vector<PersonId> with_account(Read& db, const std::vector<PersonId>& people) {
  return db.all<PersonId>(R"(
    SELECT DISTINCT person FROM identity_account
     WHERE person IN ? AND state = 'active'
     ORDER BY person)"_sql,
                          people);
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

void add_session(Tx& tx, const SessionRow& row) { insert_new(tx, std::vector{row}); }

std::optional<SessionRow> session(Read& db, const std::string& hash) {
  return db.one<SessionRow>("SELECT {columns} FROM identity_session WHERE token_hash = ?"_sql,
                            hash);
}

std::vector<SessionRow> sessions(Read& db, AccountId account) {
  return db.all<SessionRow>(
      "SELECT {columns} FROM identity_session WHERE account = ? ORDER BY id"_sql, account);
}

bool signed_in_from(Read& db, AccountId account, const std::string& client) {
  return *db.one<std::int64_t>(R"(
    SELECT COUNT(*) AS n FROM identity_session WHERE account = ? AND client = ?)"_sql,
                               account, client) > 0;
}

void set_session_used(Tx& tx, const std::string& hash, Instant at) {
  tx.run("UPDATE identity_session SET used_at = ? WHERE token_hash = ?"_sql, at, hash);
}

std::int64_t end_session(Tx& tx, AccountId account, std::int64_t id) {
  return tx.run("DELETE FROM identity_session WHERE id = ? AND account = ?"_sql, id, account);
}

void drop_session(Tx& tx, const std::string& hash) {
  tx.run("DELETE FROM identity_session WHERE token_hash = ?"_sql, hash);
}

void drop_sessions(Tx& tx, AccountId account, const std::string& but) {
  tx.run("DELETE FROM identity_session WHERE account = ? AND token_hash <> ?"_sql, account, but);
}

void drop_all(Tx& tx) {
  tx.run("DELETE FROM identity_session"_sql);
  tx.run("DELETE FROM identity_token"_sql);
  tx.run("DELETE FROM identity_first_start"_sql);
  tx.run("DELETE FROM identity_activation"_sql);
  tx.run("DELETE FROM identity_invitation"_sql);
}

std::vector<TokenRow> tokens(Read& db, AccountId account) {
  return db.all<TokenRow>(R"(
    SELECT {columns} FROM identity_token
     WHERE account = ? AND revoked_at IS NULL
     ORDER BY id)"_sql,
                          account);
}

std::int64_t usable_tokens(Read& db, AccountId account, Instant now) {
  return *db.one<std::int64_t>(R"(
    SELECT COUNT(*) AS n FROM identity_token
     WHERE account = ? AND revoked_at IS NULL AND expires_at > ?)"_sql,
                               account, now);
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

void revoke_all(Tx& tx, AccountId account, Instant at) {
  tx.run(R"(
    UPDATE identity_token SET revoked_at = ? WHERE account = ? AND revoked_at IS NULL)"_sql,
         at, account);
}

void set_token_used(Tx& tx, const std::string& hash, Instant at) {
  tx.run("UPDATE identity_token SET last_used_at = ? WHERE secret_hash = ?"_sql, at, hash);
}

void add_first_start(Tx& tx, const FirstStartRow& row) { insert(tx, row); }

bool has_first_start(Read& db, const std::string& hash, Instant now) {
  return *db.one<std::int64_t>(R"(
    SELECT COUNT(*) AS n FROM identity_first_start WHERE token_hash = ? AND expires_at > ?)"_sql,
                               hash, now) > 0;
}

std::int64_t take_first_start(Tx& tx, const std::string& hash, Instant now) {
  return tx.run(R"(
    DELETE FROM identity_first_start WHERE token_hash = ? AND expires_at > ?)"_sql,
                hash, now);
}

void prune_sessions(Tx& tx, Instant now, Instant idle_since) {
  tx.run("DELETE FROM identity_session WHERE expires_at <= ? OR used_at <= ?"_sql, now, idle_since);
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
