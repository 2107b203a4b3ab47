#include <mutex>
#include <unordered_map>

#include "modules/identity/service_guard.hpp"
#include "modules/identity/service_secret.hpp"
#include "modules/identity/service_trail.hpp"
#include "modules/identity/store.hpp"
#include "modules/tenancy/tenancy.hpp"
#include "platform/context.hpp"
#include "platform/db/lanes.hpp"
#include "platform/settings/settings.hpp"

namespace twinrail::identity {
namespace {

constexpr std::int64_t seconds_a_day = 24 * 3600;
constexpr std::int64_t first_start_seconds = 24 * 3600;

std::string login_of(Lanes& lanes, AccountId account) {
  std::optional<AccountRow> row;
  lanes.read([&](Read& db) { row = store::account(db, account); });
  if (!row) throw Error(Fault::unauthenticated, "access.sign_in");
  return row->login;
}

}  // namespace

/// What is remembered between requests: who guesses passwords, and names of tenants.
struct Service::State {
  SignInGuard guard;
  std::mutex mutex;
  std::unordered_map<std::string, Names> tenants;
};

Service::Service(tenancy::Service& tenancy, const Rights& rights, bool secure_cookies,
                 std::string demo_source)
    : tenancy_(tenancy),
      rights_(rights),
      secure_cookies_(secure_cookies),
      demo_source_(std::move(demo_source)),
      state_(std::make_unique<State>()) {}
Service::~Service() = default;

void Service::name_tenant(const std::string& code, Names names) {
  const std::lock_guard lock(state_->mutex);
  state_->tenants[code] = std::move(names);
}

Names Service::company_names(Read& db, const std::string& code) {
  if (style_)
    if (Names own = style_(db).names; !own.zh.empty() || !own.en.empty()) return own;
  const std::lock_guard lock(state_->mutex);
  return state_->tenants[code];
}

Me Service::me_of(const Context& ctx, const Viewer& viewer, Read& db) {
  const auto row = store::account(db, viewer.account);
  if (!row) throw Error(Fault::unauthenticated, "access.sign_in");
  Me me{.account = row->id,
        .login = row->login,
        .person = row->person,
        .name = row->name,
        .roles = viewer.roles,
        .locale = row->locale,
        .demo = !demo_source_.empty()};
  for (const Rights::Row& r : rights_.all())
    if (viewer.holds(r.grant.permission)) me.permissions.emplace_back(r.grant.permission.name);
  me.tenant = {ctx.tenant, company_names(db, ctx.tenant)};
  const std::set<std::string> off = tenancy_.off(db);
  for (const tenancy::KnownModule& module : tenancy_.known())
    if (!off.contains(module.name)) me.modules.push_back(module.name);
  for (const ReachedUnit& r : viewer.reach)
    if (!me.home_unit && (r.relations & (relation::unit | relation::chain))) me.home_unit = r.unit;
  if (me.demo) me.demo_source = demo_source_;
  return me;
}

/// Known and unknown logins do the same work, so that the time tells nothing.
std::optional<AccountRow> Service::checked(const Context& ctx, Lanes& lanes,
                                           const SignIn& request) {
  const Attempt attempt{ctx.tenant, request.login, ctx.client};
  std::optional<AccountRow> row;
  bool known = false;
  lanes.read([&](Read& db) {
    row = store::account(db, std::string(request.login));
    known = row && store::signed_in_from(db, row->id, ctx.client);
  });
  state_->guard.admit(attempt, known);
  const bool active = row && row->state == AccountState::active && !row->password_hash.empty();
  const bool fits = password_fits(active ? row->password_hash : nobody_hash(), request.password);
  if (active && fits) {
    state_->guard.succeeded(attempt);
    return row;
  }
  state_->guard.failed(attempt);
  if (state_->guard.worth_a_row(attempt))
    lanes.write({.name = "sign-in", .request_id = ctx.request_id}, "sign_in", [&](Tx& tx) {
      keep_in_trail(tx, "sign_in_failed", row ? row->id : AccountId{}, ctx.client);
    });
  return std::nullopt;
}

/// The browser's own session before this one ends: nobody can have planted one that stays.
Me Service::sign_in(const Context& ctx, Lanes& lanes, const SignIn& request) {
  const auto checked_row = checked(ctx, lanes, request);
  if (!checked_row) throw Error(Fault::unauthenticated, "identity.wrong_login");
  const AccountRow& row = *checked_row;
  const std::string secret = "s_" + new_secret();
  Me me;
  std::int64_t session_seconds = 0;
  lanes.write({row.id, row.login, ctx.request_id}, "sign_in", [&](Tx& tx) {
    const auto still = store::account(tx, row.id);
    const auto viewer = this->viewer(tx, row.id);
    if (!viewer || still->password_hash != row.password_hash)
      throw Error(Fault::unauthenticated, "identity.wrong_login");
    session_seconds = settings_of<SignInRules>(tx).session_days * seconds_a_day;
    if (!ctx.token.empty()) store::drop_session(tx, secret_hash(ctx.token));
    store::add_session(tx, {.token_hash = secret_hash(secret),
                            .account = row.id,
                            .client = ctx.client,
                            .created_at = ctx.now,
                            .used_at = ctx.now,
                            .expires_at = ctx.now.plus_seconds(session_seconds)});
    store::set_signed_in(tx, row.id, ctx.now);
    keep_in_trail(tx, "sign_in", row.id, ctx.client);
    me = me_of(ctx, *viewer, tx);
  });
  ctx.extras->rights_changed = !ctx.token.empty();
  ctx.extras->cookies.push_back(
      "__Host-twinrail=" + secret + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" +
      std::to_string(session_seconds) + (secure_cookies_ ? "; Secure" : ""));
  // Where several companies share the address, all that the browser asks by itself (its stream,
  // a download) finds the right one.
  ctx.extras->cookies.push_back(
      "__Host-twinrail-company=" + ctx.tenant + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" +
      std::to_string(session_seconds) + (secure_cookies_ ? "; Secure" : ""));
  return me;
}

std::optional<AccountRow> Service::with_code(const Context& ctx, Lanes& lanes,
                                             const std::string& login, const std::string& hash) {
  const Attempt attempt{ctx.tenant, login, ctx.client};
  std::optional<AccountRow> row;
  bool known = false;
  bool fits = false;
  lanes.read([&](Read& db) {
    row = store::account(db, login);
    known = row && store::signed_in_from(db, row->id, ctx.client);
    fits = row && row->state == AccountState::active &&
           store::has_activation(db, row->id, hash, ctx.now);
  });
  state_->guard.admit(attempt, known);
  if (fits) return row;
  state_->guard.failed(attempt);
  if (state_->guard.worth_a_row(attempt))
    lanes.write({.name = "sign-in", .request_id = ctx.request_id}, "activate", [&](Tx& tx) {
      keep_in_trail(tx, "sign_in_failed", row ? row->id : AccountId{}, ctx.client);
    });
  return std::nullopt;
}

Me Service::me(const Context& ctx, Read& db, const NoRequest&) {
  return me_of(ctx, ctx.viewer(), db);
}

Nothing Service::sign_out(const Context& ctx, Tx& tx, const NoRequest&) {
  store::drop_session(tx, secret_hash(ctx.token));
  keep_in_trail(tx, "sign_out", ctx.viewer().account, ctx.client);
  ctx.extras->rights_changed = true;
  ctx.extras->cookies.push_back(
      std::string("__Host-twinrail=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0") +
      (secure_cookies_ ? "; Secure" : ""));
  ctx.extras->cookies.push_back(
      std::string("__Host-twinrail-company=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0") +
      (secure_cookies_ ? "; Secure" : ""));
  return {};
}

Me Service::prefer(const Context& ctx, Tx& tx, const Preferences& request) {
  store::set_locale(tx, ctx.viewer().account, request.locale);
  return me_of(ctx, ctx.viewer(), tx);
}

/// Whoever sits down at an open browser does not know the password. What was given away with the
/// old one ends: tokens, and every session but this one.
Nothing Service::change_password(const Context& ctx, Lanes& lanes, const ChangePassword& request) {
  const std::string login = login_of(lanes, ctx.viewer().account);
  if (!checked(ctx, lanes, {login, request.current}))
    throw Error(Fault::invalid, "request.invalid",
                std::vector<Problem>{{"/current", "identity.wrong_password", {}}});
  require_password(request.password, login);
  const AccountId account = ctx.viewer().account;
  const std::string hash = password_hash(request.password);
  lanes.write({account, login, ctx.request_id}, "change_password", [&](Tx& tx) {
    store::set_password(tx, account, hash);
    store::drop_sessions(tx, account, secret_hash(ctx.token));
    store::revoke_all(tx, account, ctx.now);
    keep_in_trail(tx, "password", account, ctx.client);
  });
  ctx.extras->rights_changed = true;
  return {};
}

/// A link that is none costs no hash: only who has it may make us work.
Me Service::first_start(const Context& ctx, Lanes& lanes, const FirstStart& request) {
  const std::string link = secret_hash(request.token);
  lanes.read([&](Read& db) {
    if (!store::has_first_start(db, link, ctx.now))
      throw Error(Fault::forbidden, "identity.link_used");
  });
  require_login(request.login);
  require_password(request.password, request.login);
  const std::string hash = password_hash(request.password);
  lanes.write({.name = "first start"}, "first_start", [&](Tx& tx) {
    if (store::take_first_start(tx, link, ctx.now) == 0)
      throw Error(Fault::forbidden, "identity.link_used");
    AccountRow row{.login = request.login,
                   .name = request.name,
                   .password_hash = hash,
                   .locale = ctx.locale == Locale::zh ? Language::zh : Language::en,
                   .created_at = ctx.now};
    store::add_roles(tx, store::add_account(tx, row), {"admin", "hr", "executive"});
  });
  return sign_in(ctx, lanes, {request.login, request.password});
}

bool Service::has_accounts(Read& db) { return store::accounts(db) > 0; }

std::string Service::first_start_secret(Tx& tx, Instant now) {
  std::string secret = new_secret();
  store::add_first_start(tx, {.token_hash = secret_hash(secret),
                              .created_at = now,
                              .expires_at = now.plus_seconds(first_start_seconds)});
  return secret;
}

}  // namespace twinrail::identity
