#pragma once

#include <cstdint>

#include "base/describe.hpp"

namespace twinrail {

/// A file in the folder, or a schema on the PostgreSQL server.
enum class TenantEngine : std::uint8_t { sqlite, postgres };
DESCRIBE_ENUM(TenantEngine, sqlite, postgres);

}  // namespace twinrail
