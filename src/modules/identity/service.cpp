#include <algorithm>
#include <mutex>
#include <semaphore>
#include <sstream>
#include <unordered_map>

#include <sodium.h>

#include "modules/identity/store.hpp"
#include "modules/tenancy/tenancy.hpp"
#include "platform/context.hpp"
#include "platform/db/lanes.hpp"
#include "platform/settings/settings.hpp"

namespace twinrail::identity {
namespace {

constexpr std::int64_t seconds_a_day = 24 * 3600;
constexpr std::int64_t first_start_seconds = 24 * 3600;
/// A password shorter than this is guessed; the length is what makes it strong (NIST SP 800-63B).
constexpr std::size_t password_min = 10;
/// Attempts of one client or one login within a window, then 429.
constexpr int attempts_max = 10;
constexpr std::int64_t attempts_window_seconds = 60;
/// argon2id takes 64 MiB a hash: with more at a time, sign-ins alone could exhaust the memory.
constexpr int hashes_at_once = 2;

std::counting_semaphore<hashes_at_once>& hashing() {
  static std::counting_semaphore<hashes_at_once> slots(hashes_at_once);
  return slots;
}

struct HashSlot {
  HashSlot() { hashing().acquire(); }
  ~HashSlot() { hashing().release(); }
  HashSlot(const HashSlot&) = delete;
  HashSlot& operator=(const HashSlot&) = delete;
};

std::string password_hash(const std::string& password) {
  const HashSlot slot;
  char out[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str(out, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
    throw Error(Fault::unavailable, "identity.no_memory");
  return out;
}

bool password_fits(const std::string& hash, const std::string& password) {
  const HashSlot slot;
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

/// Hashed against when the login is unknown, so that both answers take the same time.
const std::string& nobody_hash() {
  static const std::string hash = password_hash("nobody has this password");
  return hash;
}

std::string new_secret() {
  unsigned char bytes[32];
  randombytes_buf(bytes, sizeof bytes);
  char text[sodium_base64_ENCODED_LEN(sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
  sodium_bin2base64(text, sizeof text, bytes, sizeof bytes,
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text;
}

/// Random secrets need no slow hash: what is stored cannot be used to sign in.
std::string secret_hash(const std::string& secret) {
  unsigned char digest[32];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(secret.data()),
                     secret.size(), nullptr, 0);
  char hex[65];
  sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
  return hex;
}

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> items;
  std::istringstream in(list);
  for (std::string item; std::getline(in, item, ',');)
    if (!item.empty()) items.push_back(item);
  return items;
}

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) (out += out.empty() ? "" : ",") += item;
  return out;
}

void require_password(const std::string& password) {
  if (password.size() < password_min)
    throw Error(
        Fault::invalid, "request.invalid",
        std::vector<Problem>{
            {"/password", "identity.password_short", {{"min", std::to_string(password_min)}}}});
}

/// Every role gives what it holds, but nothing of a module that is off.
void give_rights(Viewer& viewer, const std::vector<RoleRightRow>& own, const Rights& rights,
                 const std::set<std::string>& off) {
  for (const Rights::Row& r : rights.all()) {
    if (off.contains(r.module)) continue;
    for (const std::string& role : viewer.roles)
      if (const auto column = built_in_role(role))
        viewer.held.add(r.grant.permission, r.grant.held[*column]);
    for (const RoleRightRow& o : own)
      if (o.permission == r.grant.permission.name)
        viewer.held.add(r.grant.permission, static_cast<Relations>(o.relations));
  }
}

void give_sight(Viewer& viewer, const std::vector<RoleClassRow>& own) {
  for (const ClassGrant& c : field_classes()) {
    Relations& seen = viewer.seen[static_cast<std::size_t>(c.field_class)];
    for (const std::string& role : viewer.roles)
      if (const auto column = built_in_role(role)) seen |= c.seen[*column];
    for (const RoleClassRow& o : own)
      if (o.field_class == c.name) seen |= static_cast<Relations>(o.relations);
  }
}

std::shared_ptr<Viewer> viewer_of(Read& db, const AccountRow& row, const Rights& rights,
                                  const std::set<std::string>& off) {
  auto viewer = std::make_shared<Viewer>();
  viewer->account = row.id;
  viewer->login = row.login;
  viewer->person = row.person.value_or(PersonId{});
  const auto [roles, own, classes, reach] =
      db.all_of(store::ask_roles_of(row.id), store::ask_rights_of(row.id),
                store::ask_classes_of(row.id), store::ask_reach(viewer->person));
  viewer->roles = roles;
  give_rights(*viewer, own, rights, off);
  give_sight(*viewer, classes);
  for (const ReachRow& r : reach) {
    if (viewer->reach.empty() || viewer->reach.back().unit != r.org_unit)
      viewer->reach.push_back({r.org_unit, relation::none});
    viewer->reach.back().relations |= static_cast<Relations>(r.relation);
  }
  return viewer;
}

Token view_of(const TokenRow& row) {
  return {{row.id}, row.label, split(row.scopes), row.created_at, row.expires_at, row.last_used_at};
}

}  // namespace

/// What is remembered between requests: attempts to sign in, and names of tenants.
struct Service::State {
  struct Attempts {
    std::int64_t since = 0;
    int count = 0;
  };
  std::mutex mutex;
  std::unordered_map<std::string, Attempts> attempts;
  std::unordered_map<std::string, Names> tenants;

  void count(const std::string& who, Instant now) {
    const std::lock_guard lock(mutex);
    if (attempts.size() > 10'000) attempts.clear();  // bounded memory under attack
    Attempts& a = attempts[who];
    if (now.seconds() - a.since >= attempts_window_seconds) a = {now.seconds(), 0};
    if (++a.count > attempts_max)
      throw Error(Fault::too_many, "identity.too_many_attempts",
                  Arguments{{"seconds",
                             std::to_string(a.since + attempts_window_seconds - now.seconds())}});
  }
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
  {
    const std::lock_guard lock(state_->mutex);
    me.tenant = {ctx.tenant, state_->tenants[ctx.tenant]};
  }
  const std::set<std::string> off = tenancy_.off(db);
  for (const tenancy::KnownModule& module : tenancy_.known())
    if (!off.contains(module.name)) me.modules.push_back(module.name);
  for (const ReachedUnit& r : viewer.reach)
    if (!me.home_unit && (r.relations & (relation::unit | relation::chain))) me.home_unit = r.unit;
  if (me.demo) me.demo_source = demo_source_;
  return me;
}

Me Service::sign_in(const Context& ctx, Lanes& lanes, const SignIn& request) {
  state_->count("client " + ctx.client, ctx.now);
  state_->count("login " + request.login, ctx.now);
  std::optional<AccountRow> row;
  lanes.read([&](Read& db) { row = store::account(db, std::string(request.login)); });
  const bool active = row && row->state == "active";
  const bool fits = password_fits(active ? row->password_hash : nobody_hash(), request.password);
  if (!active || !fits) throw Error(Fault::unauthenticated, "identity.wrong_login");
  const std::string secret = "s_" + new_secret();
  Me me;
  std::int64_t session_seconds = 0;
  lanes.write({row->id, row->login, ctx.request_id}, "sign_in", [&](Tx& tx) {
    session_seconds = settings_of<SignInRules>(tx).session_days * seconds_a_day;
    store::add_session(tx, {.token_hash = secret_hash(secret),
                            .account = row->id,
                            .created_at = ctx.now,
                            .expires_at = ctx.now.plus_seconds(session_seconds)});
    me = me_of(ctx, *viewer_of(tx, *row, rights_, tenancy_.off(tx)), tx);
  });
  ctx.extras->cookies.push_back(
      "__Host-twinrail=" + secret + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" +
      std::to_string(session_seconds) + (secure_cookies_ ? "; Secure" : ""));
  return me;
}

Me Service::me(const Context& ctx, Read& db, const NoRequest&) {
  return me_of(ctx, ctx.viewer(), db);
}

Nothing Service::sign_out(const Context& ctx, Tx& tx, const NoRequest&) {
  (void)ctx.viewer();
  store::drop_session(tx, secret_hash(ctx.token));
  ctx.extras->cookies.push_back(
      std::string("__Host-twinrail=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0") +
      (secure_cookies_ ? "; Secure" : ""));
  return {};
}

Me Service::prefer(const Context& ctx, Tx& tx, const Preferences& request) {
  store::set_locale(tx, ctx.viewer().account, request.locale);
  return me_of(ctx, ctx.viewer(), tx);
}

Me Service::first_start(const Context& ctx, Lanes& lanes, const FirstStart& request) {
  state_->count("client " + ctx.client, ctx.now);
  require_password(request.password);
  const std::string hash = password_hash(request.password);
  lanes.write({.name = "first start"}, "first_start", [&](Tx& tx) {
    if (store::take_first_start(tx, secret_hash(request.token), ctx.now) == 0)
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

TokenList Service::tokens(const Context& ctx, Read& db, const NoRequest&) {
  TokenList list;
  for (const TokenRow& row : store::tokens(db, ctx.viewer().account))
    list.items.push_back(view_of(row));
  return list;
}

MadeToken Service::add_token(const Context& ctx, Tx& tx, const NewToken& request) {
  std::vector<Problem> problems;
  std::vector<std::string> scopes;
  for (std::size_t i = 0; i < request.scopes.size(); ++i) {
    const Rights::Row* known = rights_.find(request.scopes[i]);
    const std::string at = "/scopes/" + std::to_string(i);
    if (!known)
      problems.push_back({at, "identity.unknown_scope", {{"scope", request.scopes[i]}}});
    else if (!ctx.viewer().holds(known->grant.permission))
      problems.push_back({at, "identity.scope_not_held", {{"scope", request.scopes[i]}}});
    scopes.push_back(request.scopes[i]);
  }
  if (request.expires_on <= ctx.today())
    problems.push_back({"/expires_on", "identity.expires_past", {}});
  if (!problems.empty()) throw Error(Fault::invalid, "request.invalid", std::move(problems));
  const std::string secret = "t_" + new_secret();
  TokenRow row{.account = ctx.viewer().account,
               .label = request.label,
               .secret_hash = secret_hash(secret),
               .scopes = joined(scopes),
               .created_at = ctx.now,
               .expires_at = Instant::midnight(request.expires_on + 1)};
  row.id = store::add_token(tx, row);
  return {view_of(row), secret};
}

Nothing Service::revoke_token(const Context& ctx, Tx& tx, const TokenOf& request) {
  if (store::revoke(tx, ctx.viewer().account, request.entry.value, ctx.now) == 0)
    throw Error(Fault::not_found, "identity.unknown_token");
  return {};
}

std::optional<Proof> Service::prove(Read& db, const std::string& secret, Instant now) {
  const std::string hash = secret_hash(secret);
  std::optional<AccountId> account;
  std::optional<TokenRow> token;
  if (secret.starts_with("s_")) account = store::session(db, hash, now);
  if (secret.starts_with("t_")) {
    token = store::token(db, hash);
    if (token && !token->revoked_at && token->expires_at > now) account = token->account;
  }
  if (!account) return std::nullopt;
  const auto row = store::account(db, *account);
  if (!row || row->state != "active") return std::nullopt;
  auto viewer = viewer_of(db, *row, rights_, tenancy_.off(db));
  if (token) {
    viewer->held.keep(split(token->scopes));
    viewer->login += " (" + token->label + ")";
  }
  return Proof{viewer, row->locale == Language::en, !token};
}

std::shared_ptr<const Viewer> Service::viewer(Read& db, AccountId account) {
  const auto row = store::account(db, account);
  return row && row->state == "active" ? viewer_of(db, *row, rights_, tenancy_.off(db)) : nullptr;
}

AccountId Service::add_account(Tx& tx, const NewAccount& account, Instant now) {
  require_password(account.password);
  if (store::account(tx, account.login))
    throw Error(Fault::conflict, "identity.login_taken", Arguments{{"login", account.login}});
  const std::vector<RoleRow> known = store::roles(tx);
  for (const std::string& role : account.roles)
    if (std::ranges::find(known, role, &RoleRow::code) == known.end())
      throw Error(Fault::invalid, "identity.unknown_role", Arguments{{"role", role}});
  const AccountId id = store::add_account(tx, {.login = account.login,
                                               .person = account.person,
                                               .name = account.name,
                                               .password_hash = password_hash(account.password),
                                               .created_at = now});
  store::add_roles(tx, id, account.roles);
  return id;
}

void Service::set_password(Tx& tx, const std::string& login, const std::string& password, Instant) {
  require_password(password);
  const auto row = store::account(tx, login);
  if (!row) throw Error(Fault::not_found, "identity.unknown_login", Arguments{{"login", login}});
  store::set_password(tx, row->id, password_hash(password));
  store::drop_sessions(tx, row->id);
}

bool Service::has_accounts(Read& db) { return store::accounts(db) > 0; }

std::string Service::first_start_secret(Tx& tx, Instant now) {
  std::string secret = new_secret();
  store::add_first_start(tx, {.token_hash = secret_hash(secret),
                              .created_at = now,
                              .expires_at = now.plus_seconds(first_start_seconds)});
  return secret;
}

std::string Service::make_token(Tx& tx, const std::string& login, const std::string& label,
                                const std::vector<std::string>& scopes, Instant expires,
                                Instant now) {
  const auto row = store::account(tx, login);
  if (!row) throw Error(Fault::not_found, "identity.unknown_login", Arguments{{"login", login}});
  std::string secret = "t_" + new_secret();
  store::add_token(tx, {.account = row->id,
                        .label = label,
                        .secret_hash = secret_hash(secret),
                        .scopes = joined(scopes),
                        .created_at = now,
                        .expires_at = expires});
  return secret;
}

void Service::prune(Tx& tx, Instant now) {
  store::prune_sessions(tx, now);
  store::prune_first_starts(tx, now);
}

}  // namespace twinrail::identity
