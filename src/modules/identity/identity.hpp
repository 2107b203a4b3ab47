#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/access.hpp"
#include "base/describe.hpp"

namespace twinrail {
class Context;
class Scope;
class Read;
class Tx;
class Lanes;
class Tenant;
class Tenants;
struct Viewer;
class Rights;
}  // namespace twinrail

namespace twinrail::tenancy {
class Service;
}

namespace twinrail::identity {

namespace permission {
inline constexpr Permission manage{"identity.manage"};  ///< keep accounts and roles
}  // namespace permission

struct Me;
struct SignIn;
struct SignOut;
struct Preferences;
struct FirstStart;
struct NewToken;
struct Token;
struct TokenList;
struct TokenOf;
struct MadeToken;
struct Nothing;
struct NewRole;
struct ChangeRole;
struct RoleView;
struct RoleList;
struct AccountRow;
struct AccountsQuery;
struct AccountOf;
struct AccountView;
struct GiveAccount;
struct GiveAccounts;
struct GivenAccount;
struct GivenAccounts;
struct NewCodes;
struct Activate;
struct Invite;
struct InvitationState;
struct InvitedAccounts;
struct AccountSight;
struct GiveRoles;
struct ChangeState;
struct AccountTokenOf;
struct SessionList;
struct SessionOf;
struct ChangePassword;

/// What a session or a token proves.
struct Proof {
  std::shared_ptr<const Viewer> viewer;
  bool english = false;
  bool session = false;      ///< a session's; otherwise an API token's
  bool use_is_news = false;  ///< what is stored of its last use is older than a minute
};

/// An account as the command line makes it.
struct NewAccount {
  std::string login;
  std::string name;
  std::string password;
  std::optional<PersonId> person;
  std::vector<std::string> roles;  ///< codes
};

/// Somebody to whom an account may be given, as the module that keeps people says.
struct KnownPerson {
  std::string employee_no;
  PersonId person;
  std::string name;
};
/// An account as other modules name it.
struct KnownAccount {
  AccountId id;
  std::string login;
  std::string name;
};

/// Those of these employee numbers who are there.
using PeopleByNumber =
    std::function<std::vector<KnownPerson>(Read&, const std::vector<std::string>& numbers)>;

/// Where people are written to, as the module that keeps people says; those who have an address.
using AddressesOf =
    std::function<std::map<PersonId, std::string>(Read&, const std::vector<PersonId>&)>;

/// The outbox' kind of letters that invite somebody.
inline constexpr const char* invitation_kind = "invitation";

/// What a letter says that invites somebody to open an account.
struct InvitationLetter {
  std::string login;
  std::string name;
  std::string code;  ///< as it is printed
  Instant until;     ///< it is good until then
  bool english = false;
};

/// What the company says of itself, as the module that keeps it says; empty where it says nothing.
struct CompanyStyle {
  Names names;
  std::optional<bool> english;  ///< the language of new accounts
};
using StyleOfCompany = std::function<CompanyStyle(Read&)>;

/// Who may sign in, and how: accounts, sessions, API tokens, the first start.
class Service {
 public:
  /// `rights` is what the manifests give to the built-in roles; it outlives the service.
  Service(tenancy::Service& tenancy, const Rights& rights, bool secure_cookies,
          std::string demo_source);
  ~Service();

  Me sign_in(const Context& ctx, Lanes& lanes, const SignIn& request);
  Me me(const Context& ctx, Read& db, const NoRequest&);
  Nothing sign_out(const Context& ctx, Tx& tx, const NoRequest&);
  Me prefer(const Context& ctx, Tx& tx, const Preferences& request);
  Me first_start(const Context& ctx, Lanes& lanes, const FirstStart& request);
  TokenList tokens(const Context& ctx, Read& db, const NoRequest&);
  MadeToken add_token(const Context& ctx, Tx& tx, const NewToken& request);
  Nothing revoke_token(const Context& ctx, Tx& tx, const TokenOf& request);
  RoleList roles(const Context& ctx, Read& db, const NoRequest&);
  RoleView add_role(const Context& ctx, Tx& tx, const NewRole& request);
  RoleView change_role(const Context& ctx, Tx& tx, const ChangeRole& request);
  Page<AccountView> accounts(const Context& ctx, Read& db, const AccountsQuery& request);
  AccountView account(const Context& ctx, Read& db, const AccountOf& request);
  GivenAccount give_account(const Context& ctx, Tx& tx, const GiveAccount& request);
  GivenAccounts give_accounts(const Context& ctx, Tx& tx, const GiveAccounts& request);
  GivenAccounts make_codes(const Context& ctx, Tx& tx, const NewCodes& request);
  InvitationState invitations(const Context& ctx, Read& db, const NoRequest&);
  InvitedAccounts invite(const Context& ctx, Tx& tx, const Invite& request);
  AccountView revoke_invitation(const Context& ctx, Tx& tx, const AccountOf& request);
  AccountSight sight(const Context& ctx, Read& db, const AccountOf& request);
  Me activate(const Context& ctx, Lanes& lanes, const Activate& request);
  AccountView give_roles(const Context& ctx, Tx& tx, const GiveRoles& request);
  AccountView change_state(const Context& ctx, Tx& tx, const ChangeState& request);
  TokenList account_tokens(const Context& ctx, Read& db, const AccountOf& request);
  Nothing revoke_account_tokens(const Context& ctx, Tx& tx, const AccountOf& request);
  Nothing revoke_account_token(const Context& ctx, Tx& tx, const AccountTokenOf& request);
  SessionList sessions(const Context& ctx, Read& db, const NoRequest&);
  Nothing end_session(const Context& ctx, Tx& tx, const SessionOf& request);
  Nothing change_password(const Context& ctx, Lanes& lanes, const ChangePassword& request);

  // --- for other modules; the caller has passed its own gate ---
  [[nodiscard]] bool has_role(Read& db, const std::string& role);
  /// Codes and names, the built-in ones first.
  [[nodiscard]] std::vector<std::pair<std::string, Names>> role_names(Read& db);
  /// People whose account is open and has the role.
  [[nodiscard]] std::vector<PersonId> people_in_role(Read& db, const std::string& role);
  /// People whose account is open and holds the permission of the whole company.
  [[nodiscard]] std::vector<PersonId> holders(Read& db, Permission permission);
  /// Those of the list whose account is open.
  [[nodiscard]] std::vector<PersonId> with_account(Read& db, const std::vector<PersonId>& people);

  /// Those of the list that there are.
  [[nodiscard]] std::vector<KnownAccount> accounts_named(Read& db,
                                                         const std::vector<AccountId>& ids);
  /// The first of all that have the text in login or name.
  [[nodiscard]] std::vector<KnownAccount> accounts_found(Read& db, const Scope& scope,
                                                         const std::optional<Text<100>>& text,
                                                         std::int64_t limit);

  // --- for the front and the command line ---
  /// The viewer behind a session or API secret; nothing when it is unknown, over or revoked.
  std::optional<Proof> prove(Read& db, const std::string& secret, Instant now);
  /// The viewer of an account as it stands; nothing when it is closed or unknown.
  std::shared_ptr<const Viewer> viewer(Read& db, AccountId account);
  /// The viewer and the language of a person's oldest open account; nothing without one.
  std::optional<Proof> reader(Read& db, PersonId person);
  /// Keeps that a session or a token was used now.
  void note_use(Tx& tx, const std::string& secret, Instant now);
  /// Throws Error "identity.unknown_login".
  [[nodiscard]] AccountId account_named(Read& db, const std::string& login);
  AccountId add_account(Tx& tx, const NewAccount& account, Instant now);
  /// Ends the account's sessions and tokens.
  void set_password(Tx& tx, const std::string& login, const std::string& password, Instant now);
  [[nodiscard]] bool has_accounts(Read& db);
  /// A one-time link's secret for making the first administrator; valid for a day.
  std::string first_start_secret(Tx& tx, Instant now);
  /// An API token for a script of the installation. Returns the secret, which is shown only now.
  std::string make_token(Tx& tx, const std::string& login, const std::string& label,
                         const std::vector<std::string>& scopes, Instant expires, Instant now);
  /// Ends every session, token and link of a company that was made from a backup.
  void end_all(Tx& tx);
  /// Drops expired sessions and links.
  void prune(Tx& tx, Instant now);
  /// Without this accounts are given to nobody by an employee number.
  void know_people(PeopleByNumber people) { people_ = std::move(people); }
  /// Without this nobody is invited by mail.
  void know_addresses(AddressesOf addresses) { addresses_ = std::move(addresses); }
  /// What the letter of this payload says, with a code that is made now; nothing when the
  /// invitation was taken back, followed, or replaced by another one.
  std::optional<InvitationLetter> write_invitation(Tx& tx, const std::string& payload, Instant now);
  /// Without this a company is called as the installation calls it.
  void know_company(StyleOfCompany style) { style_ = std::move(style); }
  /// What the company calls itself; as the installation calls it, where it says nothing.
  [[nodiscard]] Names company_names(Read& db, const std::string& code);
  void name_tenant(const std::string& code, Names names);

 private:
  Me me_of(const Context& ctx, const Viewer& viewer, Read& db);
  /// The account behind a login and its password, if they fit; what fails is counted and kept.
  std::optional<AccountRow> checked(const Context& ctx, Lanes& lanes, const SignIn& request);
  void require_manager(Read& db);
  /// Who these numbers are, in their order. Throws Error "request.invalid" at `pointer` for those
  /// who are not there, stand twice, or have an account.
  std::vector<KnownPerson> people_of(Read& db, const std::vector<std::string>& numbers,
                                     const std::string& pointer);
  std::vector<AccountView> views_of(Read& db, const std::vector<AccountRow>& rows);
  void require_known(Read& db, const std::vector<std::string>& roles);
  /// The account that a one-time code is of, if it is; what fails is counted and kept.
  std::optional<AccountRow> with_code(const Context& ctx, Lanes& lanes, const std::string& login,
                                      const std::string& hash);
  GivenAccounts given(const Context& ctx, Tx& tx, const std::vector<AccountId>& ids);
  std::vector<AccountRow> rows_for(Read& db, const GiveAccount& request);
  GivenAccounts give(const Context& ctx, Tx& tx, std::vector<AccountRow> rows,
                     const std::vector<std::string>& roles);

  tenancy::Service& tenancy_;
  const Rights& rights_;
  bool secure_cookies_;
  std::string demo_source_;
  PeopleByNumber people_;
  StyleOfCompany style_;
  AddressesOf addresses_;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace twinrail::identity
