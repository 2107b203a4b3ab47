#pragma once

#include "modules/identity/model.hpp"
#include "platform/db/db.hpp"

/// SQL of accounts, sessions and tokens and nothing else.
namespace twinrail::identity::store {

std::optional<AccountRow> account(Read& db, AccountId id);
std::optional<AccountRow> account(Read& db, const std::string& login);
std::int64_t accounts(Read& db);
AccountId add_account(Tx& tx, const AccountRow& row);
void set_password(Tx& tx, AccountId id, const std::string& hash);
void set_locale(Tx& tx, AccountId id, Language locale);

void add_session(Tx& tx, const SessionRow& row);
std::optional<AccountId> session(Read& db, const std::string& hash, Instant now);
void drop_session(Tx& tx, const std::string& hash);
void drop_sessions(Tx& tx, AccountId account);

std::vector<TokenRow> tokens(Read& db, AccountId account);
std::optional<TokenRow> token(Read& db, const std::string& hash);
std::int64_t add_token(Tx& tx, const TokenRow& row);
std::int64_t revoke(Tx& tx, AccountId account, std::int64_t id, Instant at);

void add_first_start(Tx& tx, const FirstStartRow& row);
std::int64_t take_first_start(Tx& tx, const std::string& hash, Instant now);
void prune_sessions(Tx& tx, Instant now);
void prune_first_starts(Tx& tx, Instant now);

/// The units a person oversees, from the table that people keeps.
Ask<ReachRow> ask_reach(PersonId viewer);

// --- roles
// ---------------------------------------------------------------------------------------------

std::vector<RoleRow> roles(Read& db);
std::optional<RoleRow> role(Read& db, const std::string& code);
std::vector<RoleRightRow> role_rights(Read& db);
std::vector<RoleClassRow> role_classes(Read& db);
void add_role(Tx& tx, const RoleRow& row);
/// False when another version than the row's stands there.
bool change_role(Tx& tx, const RoleRow& row);
/// What a role holds from now on, in place of what it held.
void set_role_rights(Tx& tx, const std::string& role, const std::vector<RoleRightRow>& rights);
void set_role_classes(Tx& tx, const std::string& role, const std::vector<RoleClassRow>& classes);

Ask<std::string> ask_roles_of(AccountId account);
/// What the roles of the company's own give to an account.
Ask<RoleRightRow> ask_rights_of(AccountId account);
Ask<RoleClassRow> ask_classes_of(AccountId account);
void add_roles(Tx& tx, AccountId account, const std::vector<std::string>& roles);

}  // namespace twinrail::identity::store
