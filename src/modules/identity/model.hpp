#pragma once

#include "base/quota.hpp"
#include "base/table.hpp"
#include "modules/identity/identity.hpp"

/// The module's own structs: rows as they are stored, requests and replies as they travel.
namespace twinrail::identity {

namespace quota {
inline constexpr Quota tokens{"identity.too_many_tokens", 50};  ///< of an account, in force
/// Accounts that one request may give, or of which it may make codes: a shift, or a small company.
inline constexpr std::int64_t at_once = 200;
}  // namespace quota

/// A company's settings for signing in.
struct SignInRules {
  static constexpr std::string_view module = "identity";
  Int<1, 90> session_days{14};  ///< after which one signs in again
  Int<1, 2160> idle_hours{24};  ///< without a request, after which one signs in again
};
DESCRIBE(SignInRules, session_days, idle_hours);

enum class Language { zh, en };
DESCRIBE_ENUM(Language, zh, en);

/// A closed account's rows stay, for the trail; nobody signs in with it.
enum class AccountState { active, closed };
DESCRIBE_ENUM(AccountState, active, closed);

struct AccountRow {
  AccountId id;
  std::string login;
  std::optional<PersonId> person;
  std::string name;
  std::string password_hash;
  Language locale = Language::zh;
  AccountState state = AccountState::active;
  Instant created_at;
  std::int64_t version = 1;
};
DESCRIBE(AccountRow, id, login, person, name, password_hash, locale, state, created_at, version);
TABLE(AccountRow, "identity_account", id);

struct RoleRow {
  std::string code;
  std::string name_zh;
  std::string name_en;
  bool built_in = false;
  std::int64_t version = 1;
};
DESCRIBE(RoleRow, code, name_zh, name_en, built_in, version);
TABLE(RoleRow, "identity_role", code);

struct RoleRightRow {
  std::string role;
  std::string permission;
  std::int64_t relations = 0;  ///< bits of `relation`
};
DESCRIBE(RoleRightRow, role, permission, relations);
TABLE(RoleRightRow, "identity_role_right", role, permission);

struct RoleClassRow {
  std::string role;
  std::string field_class;
  std::int64_t relations = 0;
};
DESCRIBE(RoleClassRow, role, field_class, relations);
TABLE(RoleClassRow, "identity_role_class", role, field_class);

struct AccountRoleRow {
  AccountId account;
  std::string role;
};
DESCRIBE(AccountRoleRow, account, role);
TABLE(AccountRoleRow, "identity_account_role", account, role);

struct SessionRow {
  Id<struct SessionTag> id;
  std::string token_hash;
  AccountId account;
  std::string client;  ///< address from which it was begun
  Instant created_at;
  Instant used_at;  ///< about a minute exactly
  Instant expires_at;
};
DESCRIBE(SessionRow, id, token_hash, account, client, created_at, used_at, expires_at);
TABLE(SessionRow, "identity_session", id);

struct TokenRow {
  std::int64_t id = 0;
  AccountId account;
  std::string label;
  std::string secret_hash;
  std::string scopes;
  Instant created_at;
  Instant expires_at;
  std::optional<Instant> last_used_at;
  std::optional<Instant> revoked_at;
};
DESCRIBE(TokenRow, id, account, label, secret_hash, scopes, created_at, expires_at, last_used_at,
         revoked_at);
TABLE(TokenRow, "identity_token", id);

struct FirstStartRow {
  std::string token_hash;
  Instant created_at;
  Instant expires_at;
};
DESCRIBE(FirstStartRow, token_hash, created_at, expires_at);
TABLE(FirstStartRow, "identity_first_start", token_hash);

struct ActivationRow {
  AccountId account;
  std::string code_hash;
  Instant created_at;
  Instant expires_at;
};
DESCRIBE(ActivationRow, account, code_hash, created_at, expires_at);
TABLE(ActivationRow, "identity_activation", account);

/// Somebody was invited by mail and has not come yet.
struct InvitationRow {
  AccountId account;
  Instant invited_at;
  std::optional<Instant> sent_at;  ///< when the letter left
};
DESCRIBE(InvitationRow, account, invited_at, sent_at);
TABLE(InvitationRow, "identity_invitation", account);

struct LastSignInRow {
  AccountId account;
  Instant at;
};
DESCRIBE(LastSignInRow, account, at);
TABLE(LastSignInRow, "identity_last_sign_in", account);

struct ReachRow {
  OrgUnitId org_unit;
  std::int64_t relation = 0;
};
DESCRIBE(ReachRow, org_unit, relation);

struct SignIn {
  Text<200> login;
  Text<200> password;
};
DESCRIBE(SignIn, login, password);

struct TenantView {
  std::string code;
  Names name;
};
DESCRIBE(TenantView, code, name);

struct Me {
  AccountId account;
  std::string login;
  std::optional<PersonId> person;
  std::string name;
  std::vector<std::string> roles;
  std::vector<std::string> permissions;
  Language locale = Language::zh;
  TenantView tenant;
  std::vector<std::string> modules;
  std::optional<OrgUnitId> home_unit;
  bool demo = false;
  std::optional<std::string> demo_source;
};
DESCRIBE(Me, account, login, person, name, roles, permissions, locale, tenant, modules, home_unit,
         demo, demo_source);

struct Preferences {
  Language locale = Language::zh;
};
DESCRIBE(Preferences, locale);

struct FirstStart {
  Text<100> token;
  CodeText<200> login;
  Text<200> password;
  Text<200> name;
};
DESCRIBE(FirstStart, token, login, password, name);

struct Nothing {
  bool done = true;
};
DESCRIBE(Nothing, done);

/// How a role stands to the rows that it reaches.
enum class Relation { self, unit, chain, partner, company };
DESCRIBE_ENUM(Relation, self, unit, chain, partner, company);

struct RoleRight {
  Text<64> permission;  ///< "kpi.read"
  List<Relation, 5> through;
};
DESCRIBE(RoleRight, permission, through);

struct RoleSight {
  Text<20> field_class;  ///< "contact"
  List<Relation, 5> through;
};
DESCRIBE(RoleSight, field_class, through);

struct RoleView {
  std::string code;
  Names names;
  bool built_in = false;  ///< its rights come with the program
  std::vector<RoleRight> rights;
  std::vector<RoleSight> sees;
  std::int64_t version = 1;
};
DESCRIBE(RoleView, code, names, built_in, rights, sees, version);

/// A permission that a role may hold, and through which relations that says something.
struct PermissionView {
  std::string permission;
  std::string module;
  std::vector<Relation> through;  ///< the whole company alone where nothing narrower means anything
};
DESCRIBE(PermissionView, permission, module, through);

struct RoleList {
  std::vector<RoleView> items;
  std::vector<PermissionView> permissions;  ///< all there are, by module
  std::vector<std::string> field_classes;   ///< all there are, from open to closed
};
DESCRIBE(RoleList, items, permissions, field_classes);

struct NewRole {
  CodeText<40> code;
  Names names;
  List<RoleRight, 200> rights;
  List<RoleSight, 6> sees;
};
DESCRIBE(NewRole, code, names, rights, sees);

struct ChangeRole {
  Text<40> role;
  Names names;
  List<RoleRight, 200> rights;
  List<RoleSight, 6> sees;
};
DESCRIBE(ChangeRole, role, names, rights, sees);

struct NewToken {
  Text<100> label;
  List<Text<64>, 32> scopes;
  Date expires_on;
};
DESCRIBE(NewToken, label, scopes, expires_on);

struct Token {
  Id<struct TokenTag> id;
  std::string label;
  std::vector<std::string> scopes;
  Instant created_at;
  Instant expires_at;
  std::optional<Instant> last_used_at;
};
DESCRIBE(Token, id, label, scopes, created_at, expires_at, last_used_at);

struct TokenList {
  std::vector<Token> items;
};
DESCRIBE(TokenList, items);

struct TokenOf {
  Id<struct TokenTag>
      entry;  ///< of the list of tokens; the secret itself never stands in an address
};
DESCRIBE(TokenOf, entry);

struct MadeToken {
  Token token;
  std::string secret;  ///< shown once
};
DESCRIBE(MadeToken, token, secret);

struct AccountsQuery {
  std::optional<Text<100>> q;  ///< in the login or the name
  std::optional<Text<20>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(AccountsQuery, q, cursor, limit);

struct AccountOf {
  AccountId account;
};
DESCRIBE(AccountOf, account);

/// An account as those see it who manage accounts.
struct AccountView {
  AccountId id;
  std::string login;
  std::string name;
  AccountState state = AccountState::active;
  std::vector<std::string> roles;  ///< codes
  Instant created_at;
  bool has_password = true;                ///< false: given, and not opened yet
  std::optional<Instant> code_expires_at;  ///< until then a one-time code waits for its use
  std::optional<Instant> last_sign_in;
  std::optional<Instant> invited_at;  ///< by mail, and nobody has come yet
  std::optional<Instant> invitation_sent_at;
  std::int64_t version = 1;
};
DESCRIBE(AccountView, id, login, name, state, roles, created_at, has_password, code_expires_at,
         last_sign_in, invited_at, invitation_sent_at, version);

/// An account for somebody: of a person, who is named by the employee number, or without one.
struct GiveAccount {
  std::optional<Text<100>> login;  ///< absent: the employee number
  std::optional<Text<200>> name;   ///< absent: the person's
  std::optional<Text<100>> employee_no;
  List<Text<40>, 20> roles;  ///< codes
};
DESCRIBE(GiveAccount, login, name, employee_no, roles);

/// Accounts for several people at once, each with the employee number as its login.
struct GiveAccounts {
  List<Text<100>, quota::at_once> employee_nos;
  List<Text<40>, 20> roles;  ///< codes, the same for all
};
DESCRIBE(GiveAccounts, employee_nos, roles);

/// Accounts that get a new one-time code; one that they had is void.
struct NewCodes {
  List<AccountId, quota::at_once> accounts;
};
DESCRIBE(NewCodes, accounts);

/// What is printed on an activation slip.
struct GivenAccount {
  AccountView account;
  std::string code;  ///< shown once
};
DESCRIBE(GivenAccount, account, code);

struct GivenAccounts {
  std::vector<GivenAccount> items;
};
DESCRIBE(GivenAccounts, items);

/// Accounts whose people are written a letter with a link that opens them. Whoever was invited
/// before gets another one, and the link before is void.
struct Invite {
  List<AccountId, quota::at_once> accounts;
};
DESCRIBE(Invite, accounts);

struct InvitedAccounts {
  std::vector<AccountView> items;
};
DESCRIBE(InvitedAccounts, items);

struct InvitationState {
  bool possible = false;  ///< mail is sent here
  std::int64_t open = 0;  ///< invited, and not come yet
  std::int64_t over = 0;  ///< invited, and the link is over
};
DESCRIBE(InvitationState, possible, open, over);

/// What an account may do and see, of all its roles together: as the gate itself has it.
struct AccountSight {
  AccountId account;
  std::string name;
  std::vector<std::string> roles;  ///< codes
  std::vector<RoleRight> rights;
  std::vector<RoleSight> sees;
  std::int64_t units = 0;  ///< which it stands in some relation to, those below included
};
DESCRIBE(AccountSight, account, name, roles, rights, sees, units);

/// Opens an account with its one-time code.
struct Activate {
  Text<200> login;
  Text<40> code;  ///< as printed; dashes, blanks and small letters are read as well
  Text<200> password;
};
DESCRIBE(Activate, login, code, password);

struct GiveRoles {
  AccountId account;
  List<Text<40>, 20> roles;  ///< codes; the account has these from now on, and no others
};
DESCRIBE(GiveRoles, account, roles);

struct ChangeState {
  AccountId account;
  AccountState state = AccountState::active;
};
DESCRIBE(ChangeState, account, state);

struct AccountTokenOf {
  AccountId account;
  Id<struct TokenTag> entry;
};
DESCRIBE(AccountTokenOf, account, entry);

/// A browser that is signed in.
struct Session {
  Id<struct SessionTag> id;
  std::string client;  ///< address from which one signed in
  Instant created_at;
  Instant used_at;
  Instant expires_at;
  bool current = false;  ///< the one that asks
};
DESCRIBE(Session, id, client, created_at, used_at, expires_at, current);

struct SessionList {
  std::vector<Session> items;
};
DESCRIBE(SessionList, items);

struct SessionOf {
  Id<struct SessionTag> entry;
};
DESCRIBE(SessionOf, entry);

struct ChangePassword {
  Text<200> current;
  Text<200> password;
};
DESCRIBE(ChangePassword, current, password);

}  // namespace twinrail::identity
