#include <algorithm>
#include <charconv>
#include <map>

#include "modules/identity/rules.hpp"
#include "modules/identity/service_secret.hpp"
#include "modules/identity/service_trail.hpp"
#include "modules/identity/store.hpp"
#include "platform/context.hpp"

namespace twinrail::identity {
namespace {

constexpr std::int64_t page_default = 50;

/// The account that a page comes after, as the page before has said it.
AccountId after_of(const std::optional<Text<20>>& cursor) {
  if (!cursor) return {};
  AccountId after;
  const char* end = cursor->data() + cursor->size();
  const auto [stop, bad] = std::from_chars(cursor->data(), end, after.value);
  if (bad != std::errc{} || stop != end)
    throw Error(Fault::invalid, "request.invalid",
                std::vector<Problem>{{"?cursor", "identity.bad_cursor", {}}});
  return after;
}

/// "100%" is looked for as it stands.
std::string pattern_of(const std::optional<Text<100>>& q) {
  if (!q || q->empty()) return "";
  std::string pattern = "%";
  for (const char c : *q) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return pattern + "%";
}

AccountRow row_of(Read& db, AccountId id) {
  auto row = store::account(db, id);
  if (!row) throw Error(Fault::not_found, "identity.unknown_account");
  return *row;
}

std::vector<KnownAccount> known(const std::vector<AccountRow>& rows) {
  std::vector<KnownAccount> list;
  for (const AccountRow& row : rows) list.push_back({row.id, row.login, row.name});
  return list;
}

void change(Tx& tx, const AccountRow& row) {
  if (!store::change_account(tx, row))
    throw Error(Fault::stale, "request.stale",
                Arguments{{"current", std::to_string(row.version + 1)},
                          {"yours", std::to_string(row.version)}});
}

}  // namespace

std::vector<AccountView> Service::views_of(Read& db, const std::vector<AccountRow>& rows) {
  std::map<AccountId, AccountView> by_id;
  std::vector<AccountId> ids;
  for (const AccountRow& row : rows) {
    ids.push_back(row.id);
    by_id[row.id] = {.id = row.id,
                     .login = row.login,
                     .name = row.name,
                     .state = row.state,
                     .created_at = row.created_at,
                     .has_password = !row.password_hash.empty(),
                     .version = row.version};
  }
  for (const AccountRoleRow& r : store::roles_of(db, ids)) by_id[r.account].roles.push_back(r.role);
  for (const ActivationRow& a : store::activations(db, ids))
    by_id[a.account].code_expires_at = a.expires_at;
  for (const LastSignInRow& l : store::last_sign_ins(db, ids)) by_id[l.account].last_sign_in = l.at;
  for (const InvitationRow& i : store::invitations(db, ids)) {
    by_id[i.account].invited_at = i.invited_at;
    by_id[i.account].invitation_sent_at = i.sent_at;
  }
  std::vector<AccountView> views;
  for (const AccountId id : ids) views.push_back(std::move(by_id[id]));
  return views;
}

void Service::require_known(Read& db, const std::vector<std::string>& roles) {
  const std::vector<RoleRow> known = store::roles(db);
  for (const std::string& role : roles)
    if (std::ranges::find(known, role, &RoleRow::code) == known.end())
      throw Error(Fault::invalid, "identity.unknown_role", Arguments{{"role", role}});
}

Page<AccountView> Service::accounts(const Context& ctx, Read& db, const AccountsQuery& request) {
  const Scope scope = ctx.scope(permission::manage);
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  auto rows =
      store::accounts(db, scope, {after_of(request.cursor), pattern_of(request.q), limit + 1});
  Page<AccountView> page;
  if (static_cast<std::int64_t>(rows.size()) > limit) {
    rows.pop_back();
    page.next = std::to_string(rows.back().id.value);
  }
  page.items = views_of(db, rows);
  return page;
}

AccountView Service::account(const Context& ctx, Read& db, const AccountOf& request) {
  ctx.require(permission::manage);
  return views_of(db, {row_of(db, request.account)}).front();
}

/// Out of what the gate itself asks; a closed account may do nothing.
AccountSight Service::sight(const Context& ctx, Read& db, const AccountOf& request) {
  ctx.require(permission::manage);
  const AccountRow row = row_of(db, request.account);
  AccountSight sight{.account = row.id, .name = row.name};
  const auto seen_by = viewer(db, row.id);
  if (!seen_by) return sight;
  sight.roles = seen_by->roles;
  for (const Rights::Row& r : rights_.all())
    if (const Relations held = seen_by->held[r.grant.permission]; held != relation::none)
      sight.rights.push_back({std::string(r.grant.permission.name), rules::relations_of(held)});
  for (const ClassGrant& c : field_classes())
    if (const Relations seen = seen_by->seen[static_cast<std::size_t>(c.field_class)];
        seen != relation::none)
      sight.sees.push_back({std::string(c.name), rules::relations_of(seen)});
  sight.units = std::ssize(seen_by->reach);
  return sight;
}

/// Sessions end, so that whoever is signed in with the old rights signs in with the new ones;
/// tokens lose what the account does not hold any more.
AccountView Service::give_roles(const Context& ctx, Tx& tx, const GiveRoles& request) {
  ctx.require(permission::manage);
  const AccountRow row = row_of(tx, request.account);
  ctx.expect_version(row.version);
  std::vector<std::string> roles(request.roles.begin(), request.roles.end());
  std::ranges::sort(roles);
  const auto twice = std::ranges::unique(roles);
  roles.erase(twice.begin(), twice.end());
  require_known(tx, roles);
  store::set_roles(tx, row.id, roles);
  change(tx, row);
  require_manager(tx);
  store::drop_sessions(tx, row.id);
  keep_in_trail(tx, "role", row.id, ctx.client);
  ctx.extras->rights_changed = true;
  return account(ctx, tx, {row.id});
}

/// What the account had opened does not open again when the account does.
AccountView Service::change_state(const Context& ctx, Tx& tx, const ChangeState& request) {
  ctx.require(permission::manage);
  AccountRow row = row_of(tx, request.account);
  ctx.expect_version(row.version);
  row.state = request.state;
  change(tx, row);
  require_manager(tx);
  store::drop_sessions(tx, row.id);
  store::revoke_all(tx, row.id, ctx.now);
  store::drop_activation(tx, row.id);
  (void)store::drop_invitations(tx, {row.id});
  keep_in_trail(tx, row.state == AccountState::closed ? "close" : "open", row.id, ctx.client);
  ctx.extras->rights_changed = true;
  return account(ctx, tx, {row.id});
}

/// A company in which nobody may manage accounts could only be helped by the command line.
void Service::require_manager(Read& db) {
  const Rights::Row* manage = rights_.find(permission::manage.name);
  std::vector<std::string> roles;
  for (const RoleRow& role : store::roles(db))
    if (const auto column = built_in_role(role.code);
        column && manage && manage->grant.held[*column] != relation::none)
      roles.push_back(role.code);
  for (const RoleRightRow& right : store::role_rights(db))
    if (right.permission == permission::manage.name) roles.push_back(right.role);
  if (store::active_with(db, roles) == 0) throw Error(Fault::conflict, "identity.last_manager");
}

SessionList Service::sessions(const Context& ctx, Read& db, const NoRequest&) {
  const std::string own = secret_hash(ctx.token);
  SessionList list;
  for (const SessionRow& row : store::sessions(db, ctx.viewer().account))
    list.items.push_back({{row.id.value},
                          row.client,
                          row.created_at,
                          row.used_at,
                          row.expires_at,
                          row.token_hash == own});
  return list;
}

Nothing Service::end_session(const Context& ctx, Tx& tx, const SessionOf& request) {
  if (store::end_session(tx, ctx.viewer().account, request.entry.value) == 0)
    throw Error(Fault::not_found, "identity.unknown_session");
  keep_in_trail(tx, "sign_out", ctx.viewer().account, ctx.client);
  ctx.extras->rights_changed = true;
  return {};
}

std::vector<KnownAccount> Service::accounts_named(Read& db, const std::vector<AccountId>& ids) {
  return known(store::accounts(db, ids));
}

std::vector<KnownAccount> Service::accounts_found(Read& db, const Scope& scope,
                                                  const std::optional<Text<100>>& text,
                                                  std::int64_t limit) {
  return known(store::accounts(db, scope, {{}, pattern_of(text), limit}));
}

AccountId Service::account_named(Read& db, const std::string& login) {
  const auto row = store::account(db, login);
  if (!row) throw Error(Fault::not_found, "identity.unknown_login", Arguments{{"login", login}});
  return row->id;
}

AccountId Service::add_account(Tx& tx, const NewAccount& account, Instant now) {
  require_login(account.login);
  require_password(account.password, account.login);
  if (store::account(tx, account.login))
    throw Error(Fault::conflict, "identity.login_taken", Arguments{{"login", account.login}});
  require_known(tx, account.roles);
  const AccountId id = store::add_account(tx, {.login = account.login,
                                               .person = account.person,
                                               .name = account.name,
                                               .password_hash = password_hash(account.password),
                                               .created_at = now});
  store::add_roles(tx, id, account.roles);
  return id;
}

void Service::set_password(Tx& tx, const std::string& login, const std::string& password,
                           Instant now) {
  require_password(password, login);
  const AccountId id = account_named(tx, login);
  store::set_password(tx, id, password_hash(password));
  store::drop_sessions(tx, id);
  store::revoke_all(tx, id, now);
  keep_in_trail(tx, "password", id, "");
}

}  // namespace twinrail::identity
