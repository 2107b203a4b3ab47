#pragma once

#include <memory>

#include "modules/kpi/kpi.hpp"

namespace twinrail {

namespace identity {
class Service;
}

/// What the sources of readings ask of accounts and roles, answered by the module that keeps them.
/// It outlives it.
[[nodiscard]] std::unique_ptr<kpi::Accounts> make_accounts(identity::Service& identity);

}  // namespace twinrail
