#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"

/// What may be done with a comment, and whom its text names.
namespace twinrail::okr::rules {

/// For so long whoever wrote a comment may put it in other words; afterwards others have answered
/// to what it says.
inline constexpr std::int64_t edit_seconds = 24 * 3600;

[[nodiscard]] bool may_edit(Instant written, Instant now);

/// Whether the text names somebody: "@" and the whole name, not followed by what would make it a
/// longer one of these names.
[[nodiscard]] bool mentions(std::string_view text, std::string_view name,
                            const std::vector<std::string>& names);

/// Without blanks at its ends.
[[nodiscard]] std::string trimmed(std::string_view text);

}  // namespace twinrail::okr::rules
