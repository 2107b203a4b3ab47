#pragma once

#include <cstdint>

namespace twinrail {

/// What the statements of this process have done since it began. Two looks at it tell what lies
/// between them, the same on a quick machine and a slow one. SQLite says what it does inside; of
/// PostgreSQL what it sends is counted.
struct DbWork {
  std::int64_t steps = 0;       ///< SQLite: of the engine's virtual machine
  std::int64_t scanned = 0;     ///< SQLite: rows that were passed without an index
  std::int64_t sorts = 0;       ///< SQLite: lists that had to be brought into order
  std::int64_t statements = 0;  ///< PostgreSQL: that were answered
  std::int64_t rows = 0;        ///< PostgreSQL: that came back
};
[[nodiscard]] DbWork db_work();
/// For the engines.
void add_work(const DbWork& done);

}  // namespace twinrail
