#pragma once

#include <memory>

#include "platform/approvals/approvals.hpp"

namespace twinrail {

namespace people {
class Service;
}
namespace identity {
class Service;
}

/// What approvals ask of people and accounts, answered by the modules that keep them. Both outlive
/// it.
[[nodiscard]] std::unique_ptr<approvals::Staff> make_staff(people::Service& people,
                                                           identity::Service& identity);

}  // namespace twinrail
