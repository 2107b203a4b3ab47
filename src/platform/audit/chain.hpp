#pragma once

#include <string_view>

#include "platform/audit/store_audit.hpp"

/// What the files of the trail share.
namespace twinrail::audit {

/// Rows that are read at a time.
inline constexpr std::int64_t chunk = 2000;
/// The row that says that recording was found switched off, and was switched on again.
inline constexpr std::string_view switched_on = "switched_on";
inline constexpr std::string_view trigger_place = "audit_trigger";

}  // namespace twinrail::audit
