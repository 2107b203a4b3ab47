#include "modules/identity/service_secret.hpp"
#include "modules/identity/store.hpp"
#include "modules/tenancy/tenancy.hpp"
#include "platform/context.hpp"
#include "platform/settings/settings.hpp"

namespace twinrail::identity {
namespace {

/// When something was last used is written no more often than this.
constexpr std::int64_t use_seconds = 60;

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

std::int64_t idle_seconds(Read& db) {
  return std::int64_t{settings_of<SignInRules>(db).idle_hours} * 3600;
}

/// A moment in the future says that the clock was set back: it is written anew as well.
bool is_news(const std::optional<Instant>& used, Instant now) {
  return !used || now >= used->plus_seconds(use_seconds) || *used > now;
}

/// What a secret stands for, as long as it holds.
struct Shown {
  AccountId account;
  std::optional<TokenRow> token;
  std::optional<Instant> used;
};

std::optional<Shown> session_of(Read& db, const std::string& hash, Instant now) {
  const auto row = store::session(db, hash);
  if (!row || row->expires_at <= now) return std::nullopt;
  if (row->used_at.plus_seconds(idle_seconds(db)) <= now) return std::nullopt;
  return Shown{row->account, std::nullopt, row->used_at};
}

std::optional<Shown> token_of(Read& db, const std::string& hash, Instant now) {
  const auto row = store::token(db, hash);
  if (!row || row->revoked_at || row->expires_at <= now) return std::nullopt;
  return Shown{row->account, row, row->last_used_at};
}

std::optional<Shown> shown_by(Read& db, const std::string& secret, Instant now) {
  if (secret.starts_with("s_")) return session_of(db, secret_hash(secret), now);
  if (secret.starts_with("t_")) return token_of(db, secret_hash(secret), now);
  return std::nullopt;
}

}  // namespace

/// The trail names a token by its number: a label is whatever its owner typed, and could look like
/// somebody else's name.
std::optional<Proof> Service::prove(Read& db, const std::string& secret, Instant now) {
  const auto shown = shown_by(db, secret, now);
  if (!shown) return std::nullopt;
  const auto row = store::account(db, shown->account);
  if (!row || row->state != AccountState::active) return std::nullopt;
  auto viewer = viewer_of(db, *row, rights_, tenancy_.off(db));
  if (shown->token) {
    viewer->held.keep(scope_list(shown->token->scopes));
    viewer->login += " token " + std::to_string(shown->token->id);
  }
  return Proof{viewer, row->locale == Language::en, !shown->token, is_news(shown->used, now)};
}

void Service::note_use(Tx& tx, const std::string& secret, Instant now) {
  if (secret.starts_with("s_"))
    store::set_session_used(tx, secret_hash(secret), now);
  else
    store::set_token_used(tx, secret_hash(secret), now);
}

std::shared_ptr<const Viewer> Service::viewer(Read& db, AccountId account) {
  const auto row = store::account(db, account);
  if (!row || row->state != AccountState::active) return nullptr;
  return viewer_of(db, *row, rights_, tenancy_.off(db));
}

std::optional<Proof> Service::reader(Read& db, PersonId person) {
  const auto row = store::account_of(db, person);
  if (!row) return std::nullopt;
  return Proof{.viewer = viewer_of(db, *row, rights_, tenancy_.off(db)),
               .english = row->locale == Language::en};
}

void Service::prune(Tx& tx, Instant now) {
  store::prune_sessions(tx, now, now.plus_seconds(-idle_seconds(tx)));
  store::prune_first_starts(tx, now);
  store::prune_activations(tx, now);
}

}  // namespace twinrail::identity
