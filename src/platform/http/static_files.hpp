#pragma once

#include <string>
#include <string_view>

#include "platform/http/message.hpp"

namespace twinrail {

/// A file of the web client, from a folder or from the program itself: with ETag and 304,
/// compressed when the client takes it, kept for a year when its name carries a hash; any other
/// path is the page itself, whose routes live in the browser.
[[nodiscard]] Response static_file(const Request& request, const std::string& folder);

}  // namespace twinrail
