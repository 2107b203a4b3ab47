#include "modules/identity/api.hpp"

namespace twinrail::identity {

Module manifest(Service& s) {
  return {
      .name = "identity",
      .needs = {"tenancy"},
      .inlets = {},
      .subscribers = {},
      .jobs = {{"identity.prune", std::chrono::minutes(30),
                [&s](Tx& tx, Instant now, Date) { s.prune(tx, now); }}},
      .live = {},
      .audited = {{"identity_account", {"password_hash"}}, {"identity_token", {"secret_hash"}}},
  };
}

}  // namespace twinrail::identity
