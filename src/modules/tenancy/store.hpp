#pragma once

#include "modules/tenancy/model.hpp"
#include "platform/db/db.hpp"

/// SQL of the module switches.
namespace twinrail::tenancy::store {

std::vector<std::string> off(Read& db);
void set(Tx& tx, const std::string& name, bool on);

}  // namespace twinrail::tenancy::store
