#include "modules/identity/service_secret.hpp"
#include "modules/identity/service_trail.hpp"
#include "modules/identity/store.hpp"
#include "platform/context.hpp"

namespace twinrail::identity {
namespace {

Token view_of(const TokenRow& row) {
  return {{row.id},       row.label,      scope_list(row.scopes),
          row.created_at, row.expires_at, row.last_used_at};
}

TokenList listed(const std::vector<TokenRow>& rows) {
  TokenList list;
  for (const TokenRow& row : rows) list.items.push_back(view_of(row));
  return list;
}

void revoke(const Context& ctx, Tx& tx, AccountId account, std::int64_t id) {
  if (store::revoke(tx, account, id, ctx.now) == 0)
    throw Error(Fault::not_found, "identity.unknown_token");
  keep_in_trail(tx, "token_end", account, ctx.client);
  ctx.extras->rights_changed = true;
}

}  // namespace

TokenList Service::tokens(const Context& ctx, Read& db, const NoRequest&) {
  return listed(store::tokens(db, ctx.viewer().account));
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
  const AccountId account = ctx.viewer().account;
  quota::tokens.require_room(store::usable_tokens(tx, account, ctx.now));
  const std::string secret = "t_" + new_secret();
  TokenRow row{.account = account,
               .label = request.label,
               .secret_hash = secret_hash(secret),
               .scopes = scope_text(scopes),
               .created_at = ctx.now,
               .expires_at = Instant::midnight(request.expires_on + 1)};
  row.id = store::add_token(tx, row);
  keep_in_trail(tx, "token", row.account, ctx.client);
  return {view_of(row), secret};
}

Nothing Service::revoke_token(const Context& ctx, Tx& tx, const TokenOf& request) {
  revoke(ctx, tx, ctx.viewer().account, request.entry.value);
  return {};
}

TokenList Service::account_tokens(const Context& ctx, Read& db, const AccountOf& request) {
  (void)ctx.scope(permission::manage);
  (void)account(ctx, db, request);
  return listed(store::tokens(db, request.account));
}

Nothing Service::revoke_account_tokens(const Context& ctx, Tx& tx, const AccountOf& request) {
  ctx.require(permission::manage);
  (void)account(ctx, tx, request);
  store::revoke_all(tx, request.account, ctx.now);
  keep_in_trail(tx, "token_end", request.account, ctx.client);
  ctx.extras->rights_changed = true;
  return {};
}

Nothing Service::revoke_account_token(const Context& ctx, Tx& tx, const AccountTokenOf& request) {
  ctx.require(permission::manage);
  revoke(ctx, tx, request.account, request.entry.value);
  return {};
}

std::string Service::make_token(Tx& tx, const std::string& login, const std::string& label,
                                const std::vector<std::string>& scopes, Instant expires,
                                Instant now) {
  for (const std::string& scope : scopes)
    if (rights_.find(scope) == nullptr)
      throw Error(Fault::invalid, "identity.unknown_permission", Arguments{{"name", scope}});
  const AccountId account = account_named(tx, login);
  std::string secret = "t_" + new_secret();
  store::add_token(tx, {.account = account,
                        .label = label,
                        .secret_hash = secret_hash(secret),
                        .scopes = scope_text(scopes),
                        .created_at = now,
                        .expires_at = expires});
  keep_in_trail(tx, "token", account, "");
  return secret;
}

void Service::end_all(Tx& tx) { store::drop_all(tx); }

}  // namespace twinrail::identity
