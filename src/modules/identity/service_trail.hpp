#pragma once

#include <string>
#include <string_view>

#include "base/ids.hpp"
#include "platform/db/db.hpp"

namespace twinrail::identity {

/// A row of the trail for what happened at the door: what, to which account, and from which address
/// (empty: by a command). An unknown login leaves no name: it may be a password in the wrong field.
void keep_in_trail(Tx& tx, std::string_view what, AccountId account, const std::string& client);

}  // namespace twinrail::identity
