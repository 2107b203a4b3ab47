#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "platform/http/message.hpp"

namespace twinrail {

/// What the server asks of the head of a request before anything else.
struct HeadRules {
  bool must_name_host = true;               ///< HTTP/1.1
  bool any_host = false;                    ///< a certificate proves the name already
  const std::vector<std::string>* names{};  ///< of the service, beside addresses and localhost
};

/// Why a head is refused; nothing when it is good. Whatever says how long a body is has to have one
/// reading, or the next hop may take a part of the body for a request of its own.
[[nodiscard]] std::optional<Error> head_problem(const Request& request, const HeadRules& rules);

/// Whether a Host names this service: by an address, as localhost, or by one of its names. Any
/// other is a page that makes its own name point here.
[[nodiscard]] bool is_known_host(std::string_view host, const std::vector<std::string>& names);

}  // namespace twinrail
