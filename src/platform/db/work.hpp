#pragma once

#include <cstdint>

namespace twinrail {

/// What the statements of this process have made SQLite do since it began. Two looks at it tell
/// what lies between them, the same on a quick machine and a slow one.
struct DbWork {
  std::int64_t steps = 0;    ///< of the engine's virtual machine
  std::int64_t scanned = 0;  ///< rows that were passed without an index
  std::int64_t sorts = 0;    ///< lists that had to be brought into order
};
[[nodiscard]] DbWork db_work();

}  // namespace twinrail
