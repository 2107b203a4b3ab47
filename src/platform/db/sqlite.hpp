#pragma once

#include <memory>
#include <string>

#include "platform/db/connection.hpp"

namespace twinrail {

enum class SqliteUse { reader, writer };

/// Opens a tenant's file (and makes it, for a writer): WAL, FULL durability, foreign keys checked.
/// With `TWINRAIL_TEST_FAST` the tests trade durability for speed. Throws DbError.
[[nodiscard]] std::unique_ptr<Connection> open_sqlite(const std::string& file, SqliteUse use);

/// Copies a live database page by page into a new file, while others read and write it.
void backup_sqlite(Connection& from, const std::string& to_file);

}  // namespace twinrail
