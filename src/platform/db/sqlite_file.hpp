#pragma once

#include "platform/db/sqlite.hpp"

/// What is done with a database's file beside a connection to it.
namespace twinrail {

/// What the system's refusal of a file, an `errno`, means.
[[nodiscard]] DbError::Kind kind_of_system(int error);

}  // namespace twinrail
