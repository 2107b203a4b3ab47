#pragma once

#include <span>
#include <string>

#include "platform/http/message.hpp"

namespace twinrail {

/// The address of who asks. It is the peer's; only when the peer is one of the trusted proxies, it
/// is the last address of X-Forwarded-For that none of them has: what stands before it anybody
/// could have written there.
[[nodiscard]] std::string client_address(const Request& request,
                                         std::span<const std::string> trusted_proxies);

}  // namespace twinrail
