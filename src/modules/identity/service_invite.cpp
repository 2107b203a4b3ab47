#include <map>
#include <set>

#include "modules/identity/rules.hpp"
#include "modules/identity/service_secret.hpp"
#include "modules/identity/service_trail.hpp"
#include "modules/identity/store.hpp"
#include "platform/context.hpp"
#include "platform/json/json.hpp"
#include "platform/mail/message.hpp"
#include "platform/outbox/outbox.hpp"

/// Invitations by mail: the same one-time code as on a slip, in a link.
namespace twinrail::identity {
namespace {

/// As long as a slip: a letter that lies over a holiday is still good.
constexpr std::int64_t link_seconds = 14LL * 24 * 3600;

/// What the letter says of itself; no secret, and no address but its own.
struct InvitationOrder {
  AccountId account;
  Instant invited_at;
};
DESCRIBE(InvitationOrder, account, invited_at);

void require_open(const std::vector<AccountRow>& rows, std::size_t wanted) {
  if (rows.size() != wanted) throw Error(Fault::not_found, "identity.unknown_account");
  for (const AccountRow& row : rows)
    if (row.state == AccountState::closed)
      throw Error(Fault::conflict, "identity.account_closed", Arguments{{"name", row.name}});
}

/// Where each of them is written to; whoever has no address is named.
std::map<AccountId, std::string> addresses_or_refuse(const std::vector<AccountRow>& rows,
                                                     const std::map<PersonId, std::string>& known) {
  std::map<AccountId, std::string> found;
  std::vector<Problem> problems;
  for (const AccountRow& row : rows) {
    const auto address = row.person ? known.find(*row.person) : known.end();
    if (address == known.end() || !mail::is_address(address->second))
      problems.push_back({"/accounts", "identity.no_address", {{"name", row.name}}});
    else
      found[row.id] = address->second;
  }
  if (!problems.empty()) throw Error(Fault::invalid, "request.invalid", std::move(problems));
  return found;
}

}  // namespace

InvitationState Service::invitations(const Context& ctx, Read& db, const NoRequest&) {
  (void)ctx.scope(permission::manage);
  const auto counted = store::count_invitations(db, ctx.now);
  return {static_cast<bool>(addresses_), counted.open, counted.past};
}

InvitedAccounts Service::invite(const Context& ctx, Tx& tx, const Invite& request) {
  ctx.require(permission::manage);
  if (!addresses_) throw Error(Fault::conflict, "identity.mail_off");
  const std::set<AccountId> once(request.accounts.begin(), request.accounts.end());
  const std::vector<AccountId> ids(once.begin(), once.end());
  if (ids.empty())
    throw Error(Fault::invalid, "request.invalid",
                std::vector<Problem>{{"/accounts", "identity.nobody_chosen", {}}});
  const std::vector<AccountRow> rows = store::accounts(tx, ids);
  require_open(rows, ids.size());
  std::vector<PersonId> people;
  for (const AccountRow& row : rows)
    if (row.person) people.push_back(*row.person);
  const auto addresses = addresses_or_refuse(rows, addresses_(tx, people));
  std::vector<InvitationRow> invitations;
  for (const auto& [account, address] : addresses) {
    invitations.push_back({account, ctx.now, std::nullopt});
    const std::string key =
        "account/" + std::to_string(account.value) + "/" + std::to_string(ctx.now.micros());
    post(tx, {invitation_kind, key, address, to_json(InvitationOrder{account, ctx.now})}, ctx.now);
    keep_in_trail(tx, "invite", account, ctx.client);
  }
  store::set_invitations(tx, invitations);
  return {views_of(tx, rows)};
}

AccountView Service::revoke_invitation(const Context& ctx, Tx& tx, const AccountOf& request) {
  ctx.require(permission::manage);
  const auto row = store::account(tx, request.account);
  if (!row) throw Error(Fault::not_found, "identity.unknown_account");
  if (store::drop_invitations(tx, {row->id}) == 0)
    throw Error(Fault::conflict, "identity.not_invited", Arguments{{"name", row->name}});
  store::drop_activation(tx, row->id);
  keep_in_trail(tx, "invite_end", row->id, ctx.client);
  return views_of(tx, {*row}).front();
}

/// A letter that is sent anew carries a new code, and the one before is void.
std::optional<InvitationLetter> Service::write_invitation(Tx& tx, const std::string& payload,
                                                          Instant now) {
  const auto order = from_json<InvitationOrder>(payload);
  const auto standing = store::invitation(tx, order.account);
  const auto account = store::account(tx, order.account);
  if (!standing || standing->invited_at != order.invited_at || !account ||
      account->state != AccountState::active)
    return std::nullopt;
  const std::string code = new_code();
  const Instant until = now.plus_seconds(link_seconds);
  store::set_activations(tx, {{account->id, secret_hash(code), now, until}});
  store::set_invitations(tx, {{account->id, standing->invited_at, now}});
  return InvitationLetter{account->login, account->name, rules::printed_code(code), until,
                          account->locale == Language::en};
}

}  // namespace twinrail::identity
