#include "modules/identity/api.hpp"
#include "modules/identity/model.hpp"
#include "modules/identity/store_uses.hpp"

namespace twinrail::identity {

using relation::all;
using relation::none;

Module manifest(Service& s) {
  return {
      .name = "identity",
      .needs = {"tenancy"},
      // executive, hr, manager, employee, operator, admin
      .permissions = {{permission::manage, {none, none, none, none, none, all}}},
      .settings = {settings_entry<SignInRules>(permission::manage)},
      .inlets = {},
      .uses = {{"people_person", &store::uses_of_people}},
      .subscribers = {},
      .jobs = {{"identity.prune", std::chrono::minutes(30),
                [&s](Tx& tx, Instant now, Date) { s.prune(tx, now); }}},
      .live = {},
      .audited = {{"identity_account", {"password_hash"}},
                  {"identity_role"},
                  {"identity_role_right"},
                  {"identity_role_class"},
                  {"identity_account_role"},
                  {"identity_token", {"secret_hash", "last_used_at"}}},
      .derived = {"identity_session", "identity_first_start", "identity_activation",
                  "identity_invitation", "identity_last_sign_in"},
  };
}

}  // namespace twinrail::identity
