#include <algorithm>
#include <map>
#include <set>

#include "modules/identity/rules.hpp"
#include "modules/identity/service_secret.hpp"
#include "modules/identity/service_trail.hpp"
#include "modules/identity/store.hpp"
#include "platform/context.hpp"
#include "platform/db/lanes.hpp"

/// Accounts that are given to people, and the one-time codes with which these open them.
namespace twinrail::identity {
namespace {

/// A slip lies in a drawer over a holiday, and is worth nothing after it.
constexpr std::int64_t code_seconds = 14LL * 24 * 3600;

[[noreturn]] void refuse(std::vector<Problem> problems) {
  throw Error(Fault::invalid, "request.invalid", std::move(problems));
}

std::vector<std::string> logins_of(const std::vector<AccountRow>& rows) {
  std::vector<std::string> logins;
  for (const AccountRow& row : rows) logins.push_back(row.login);
  return logins;
}

void require_free_logins(Read& db, const std::vector<AccountRow>& rows) {
  const auto taken = store::accounts_with(db, logins_of(rows));
  if (!taken.empty())
    throw Error(Fault::conflict, "identity.login_taken", Arguments{{"login", taken.front().login}});
}

/// Codes of these accounts in place of those that they had, as they are printed.
std::map<AccountId, std::string> renew_codes(Tx& tx, const std::vector<AccountRow>& accounts,
                                             Instant now) {
  std::map<AccountId, std::string> codes;
  std::vector<ActivationRow> rows;
  for (const AccountRow& account : accounts) {
    const std::string code = new_code();
    codes[account.id] = rules::printed_code(code);
    rows.push_back({account.id, secret_hash(code), now, now.plus_seconds(code_seconds)});
  }
  store::set_activations(tx, rows);
  return codes;
}

}  // namespace

std::vector<KnownPerson> Service::people_of(Read& db, const std::vector<std::string>& numbers,
                                            const std::string& pointer) {
  std::map<std::string, KnownPerson> known;
  std::vector<PersonId> ids;
  if (people_)
    for (const KnownPerson& person : people_(db, numbers)) {
      known[person.employee_no] = person;
      ids.push_back(person.person);
    }
  std::set<PersonId> seen;
  for (const AccountRow& row : store::accounts_of(db, ids)) seen.insert(*row.person);
  std::vector<KnownPerson> found;
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::string at = numbers.size() == 1 && pointer == "/employee_no"
                               ? pointer
                               : pointer + "/" + std::to_string(i);
    const auto person = known.find(numbers[i]);
    if (person == known.end())
      problems.push_back({at, "identity.unknown_number", {{"number", numbers[i]}}});
    else if (!seen.insert(person->second.person).second)
      problems.push_back({at, "identity.has_account", {{"name", person->second.name}}});
    else
      found.push_back(person->second);
  }
  if (!problems.empty()) refuse(std::move(problems));
  return found;
}

std::vector<AccountRow> Service::rows_for(Read& db, const GiveAccount& request) {
  AccountRow row{.login = std::string(request.login.value_or("")),
                 .name = std::string(request.name.value_or(""))};
  if (request.employee_no) {
    const KnownPerson person = people_of(db, {*request.employee_no}, "/employee_no").front();
    row.person = person.person;
    if (row.login.empty()) row.login = person.employee_no;
    if (row.name.empty()) row.name = person.name;
  }
  require_login(row.login);
  if (row.name.empty()) refuse({{"/name", "identity.nameless", {}}});
  return {row};
}

GivenAccounts Service::give(const Context& ctx, Tx& tx, std::vector<AccountRow> rows,
                            const std::vector<std::string>& roles) {
  require_known(tx, roles);
  require_free_logins(tx, rows);
  const std::set<std::string> once(roles.begin(), roles.end());
  std::vector<AccountId> ids;
  const std::optional<bool> english = style_ ? style_(tx).english : std::nullopt;
  for (AccountRow& row : rows) {
    row.created_at = ctx.now;
    row.locale = english.value_or(ctx.locale == Locale::en) ? Language::en : Language::zh;
  }
  store::add_accounts(tx, rows);
  for (const AccountRow& row : store::accounts_with(tx, logins_of(rows))) ids.push_back(row.id);
  store::add_roles_to(tx, ids, {once.begin(), once.end()});
  return given(ctx, tx, ids);
}

/// The codes of these accounts, made now.
GivenAccounts Service::given(const Context& ctx, Tx& tx, const std::vector<AccountId>& ids) {
  const std::vector<AccountRow> rows = store::accounts(tx, ids);
  (void)store::drop_invitations(tx, ids);  // a slip takes its place
  const auto codes = renew_codes(tx, rows, ctx.now);
  GivenAccounts all;
  for (AccountView& view : views_of(tx, rows)) {
    keep_in_trail(tx, "code", view.id, ctx.client);
    const std::string& code = codes.at(view.id);
    all.items.push_back({std::move(view), code});
  }
  return all;
}

GivenAccount Service::give_account(const Context& ctx, Tx& tx, const GiveAccount& request) {
  ctx.require(permission::manage);
  return give(ctx, tx, rows_for(tx, request), {request.roles.begin(), request.roles.end()})
      .items.front();
}

GivenAccounts Service::give_accounts(const Context& ctx, Tx& tx, const GiveAccounts& request) {
  ctx.require(permission::manage);
  const std::vector<std::string> numbers(request.employee_nos.begin(), request.employee_nos.end());
  if (numbers.empty()) refuse({{"/employee_nos", "identity.nobody_chosen", {}}});
  std::vector<AccountRow> rows;
  for (const KnownPerson& person : people_of(tx, numbers, "/employee_nos")) {
    require_login(person.employee_no);
    rows.push_back({.login = person.employee_no, .person = person.person, .name = person.name});
  }
  return give(ctx, tx, std::move(rows), {request.roles.begin(), request.roles.end()});
}

/// A password that is still known stays good until the code is used: a wrong click locks nobody
/// out.
GivenAccounts Service::make_codes(const Context& ctx, Tx& tx, const NewCodes& request) {
  ctx.require(permission::manage);
  const std::set<AccountId> once(request.accounts.begin(), request.accounts.end());
  const std::vector<AccountId> ids(once.begin(), once.end());
  if (ids.empty()) refuse({{"/accounts", "identity.nobody_chosen", {}}});
  const auto rows = store::accounts(tx, ids);
  if (rows.size() != ids.size()) throw Error(Fault::not_found, "identity.unknown_account");
  for (const AccountRow& row : rows)
    if (row.state == AccountState::closed)
      throw Error(Fault::conflict, "identity.account_closed", Arguments{{"name", row.name}});
  return given(ctx, tx, ids);
}

/// A wrong code counts as a wrong password: guessing is slowed down, and an unknown login is told
/// nothing else.
Me Service::activate(const Context& ctx, Lanes& lanes, const Activate& request) {
  const std::string hash = secret_hash(rules::read_code(request.code));
  const auto row = with_code(ctx, lanes, request.login, hash);
  if (!row) throw Error(Fault::unauthenticated, "identity.wrong_code");
  require_password(request.password, row->login);
  const std::string password = password_hash(request.password);
  lanes.write({row->id, row->login, ctx.request_id}, "activate", [&](Tx& tx) {
    const auto still = store::account(tx, row->id);
    if (still->state != AccountState::active ||
        store::take_activation(tx, row->id, hash, ctx.now) == 0)
      throw Error(Fault::unauthenticated, "identity.wrong_code");
    (void)store::drop_invitations(tx, {row->id});
    store::set_password(tx, row->id, password);
    store::drop_sessions(tx, row->id);
    store::revoke_all(tx, row->id, ctx.now);
    keep_in_trail(tx, "activate", row->id, ctx.client);
  });
  ctx.extras->rights_changed = true;
  return sign_in(ctx, lanes, {row->login, request.password});
}

}  // namespace twinrail::identity
