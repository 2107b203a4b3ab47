#pragma once

#include <memory>
#include <string>

#include "platform/db/engine.hpp"

namespace twinrail {

/// Whether a commit waits for the disk. `none` is for tests, whose data nobody misses.
enum class Durability { full, none };

/// The engine of a tenant's SQLite file, which its first writer makes: WAL, foreign keys checked.
[[nodiscard]] std::unique_ptr<Engine> sqlite_engine(const std::string& file,
                                                    Durability durability = Durability::full);

/// Leaves one file that is whole, with nothing beside it.
void fold_sqlite(Connection& connection);

/// Copies a live database page by page into a new file, while others read and write it.
void backup_sqlite(Connection& from, const std::string& to_file);

}  // namespace twinrail
