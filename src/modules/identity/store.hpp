#pragma once

#include "modules/identity/model.hpp"
#include "platform/context.hpp"
#include "platform/db/db.hpp"

/// SQL of accounts, sessions and tokens and nothing else.
namespace twinrail::identity::store {

std::optional<AccountRow> account(Read& db, AccountId id);
std::optional<AccountRow> account(Read& db, const std::string& login);
/// A person's oldest account that is open.
std::optional<AccountRow> account_of(Read& db, PersonId person);
std::int64_t accounts(Read& db);
AccountId add_account(Tx& tx, const AccountRow& row);
void add_accounts(Tx& tx, const std::vector<AccountRow>& rows);
/// False when another version than the row's stands there.
bool change_account(Tx& tx, const AccountRow& row);

/// Those after an account, by their number; `text` in the login or the name.
struct AccountFilter {
  AccountId after;
  std::string text;
  std::int64_t limit = 0;
};
std::vector<AccountRow> accounts(Read& db, const Scope& scope, const AccountFilter& filter);
/// Those of these logins, and of these people, that there are.
std::vector<AccountRow> accounts_with(Read& db, const std::vector<std::string>& logins);
std::vector<AccountRow> accounts_of(Read& db, const std::vector<PersonId>& people);
std::vector<AccountRow> accounts(Read& db, const std::vector<AccountId>& ids);
std::vector<AccountRoleRow> roles_of(Read& db, const std::vector<AccountId>& accounts);
/// Active accounts that have one of these roles.
std::int64_t active_with(Read& db, const std::vector<std::string>& roles);
/// People whose active account has one of these roles.
std::vector<PersonId> people_with(Read& db, const std::vector<std::string>& roles);
/// Those of the list who have an active account.
std::vector<PersonId> with_account(Read& db, const std::vector<PersonId>& people);
/// Also of accounts that have none yet; one that an account had is void.
void set_activations(Tx& tx, const std::vector<ActivationRow>& rows);
std::vector<ActivationRow> activations(Read& db, const std::vector<AccountId>& accounts);
[[nodiscard]] bool has_activation(Read& db, AccountId account, const std::string& hash,
                                  Instant now);
/// How many there were: one, or none where the code is another, used or over.
std::int64_t take_activation(Tx& tx, AccountId account, const std::string& hash, Instant now);
void drop_activation(Tx& tx, AccountId account);
void prune_activations(Tx& tx, Instant now);
void set_invitations(Tx& tx, const std::vector<InvitationRow>& rows);
[[nodiscard]] std::optional<InvitationRow> invitation(Read& db, AccountId account);
std::vector<InvitationRow> invitations(Read& db, const std::vector<AccountId>& accounts);
/// How many there were.
std::int64_t drop_invitations(Tx& tx, const std::vector<AccountId>& accounts);
/// Of open accounts: whose link is good or still to be sent, and whose is over.
struct InvitationCount {
  std::int64_t open = 0;
  std::int64_t past = 0;
};
DESCRIBE(InvitationCount, open, past);
[[nodiscard]] InvitationCount count_invitations(Read& db, Instant now);
void set_signed_in(Tx& tx, AccountId account, Instant at);
std::vector<LastSignInRow> last_sign_ins(Read& db, const std::vector<AccountId>& accounts);
void set_password(Tx& tx, AccountId id, const std::string& hash);
void set_locale(Tx& tx, AccountId id, Language locale);

void add_session(Tx& tx, const SessionRow& row);
std::optional<SessionRow> session(Read& db, const std::string& hash);
std::vector<SessionRow> sessions(Read& db, AccountId account);
/// Whether the account has a session that was begun from there.
bool signed_in_from(Read& db, AccountId account, const std::string& client);
void set_session_used(Tx& tx, const std::string& hash, Instant at);
std::int64_t end_session(Tx& tx, AccountId account, std::int64_t id);
void drop_session(Tx& tx, const std::string& hash);
/// All of an account, but not the one that has this hash.
void drop_sessions(Tx& tx, AccountId account, const std::string& but = "");

/// Every session, token and link of the company.
void drop_all(Tx& tx);

std::vector<TokenRow> tokens(Read& db, AccountId account);
/// How many tokens of an account still let somebody in.
std::int64_t usable_tokens(Read& db, AccountId account, Instant now);
std::optional<TokenRow> token(Read& db, const std::string& hash);
std::int64_t add_token(Tx& tx, const TokenRow& row);
std::int64_t revoke(Tx& tx, AccountId account, std::int64_t id, Instant at);
void revoke_all(Tx& tx, AccountId account, Instant at);
void set_token_used(Tx& tx, const std::string& hash, Instant at);

void add_first_start(Tx& tx, const FirstStartRow& row);
bool has_first_start(Read& db, const std::string& hash, Instant now);
std::int64_t take_first_start(Tx& tx, const std::string& hash, Instant now);
/// Those that are over, and those that nobody has used since `idle_since`.
void prune_sessions(Tx& tx, Instant now, Instant idle_since);
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
/// The same roles to all of them.
void add_roles_to(Tx& tx, const std::vector<AccountId>& accounts,
                  const std::vector<std::string>& roles);
/// In place of those that the account had.
void set_roles(Tx& tx, AccountId account, const std::vector<std::string>& roles);

}  // namespace twinrail::identity::store
