#include "modules/identity/service_trail.hpp"

#include "platform/audit/audit.hpp"
#include "platform/json/document.hpp"

namespace twinrail::identity {

void keep_in_trail(Tx& tx, std::string_view what, AccountId account, const std::string& client) {
  std::string values = "{\"address\":";
  json::write_text(values, client);
  values += '}';
  const std::string key = account == AccountId{} ? "" : std::to_string(account.value);
  audit::note(tx, {.op = what, .place = "identity_account", .key = key, .values = values});
}

}  // namespace twinrail::identity
