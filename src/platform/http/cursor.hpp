#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace twinrail {

/// Where a list goes on, as the client sees it: it says nothing, and only what one list gave leads
/// further in that list.
[[nodiscard]] std::string closed_cursor(std::string_view route, std::string_view place);
/// The place in it; nothing when that route has not given it.
[[nodiscard]] std::optional<std::string> opened_cursor(std::string_view route,
                                                       std::string_view cursor);

}  // namespace twinrail
