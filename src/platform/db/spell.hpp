#pragma once

#include <string>
#include <string_view>

#include "platform/db/param.hpp"

namespace twinrail {

/// Spells a statement of the program for SQLite: `IN ?` becomes a list in JSON.
[[nodiscard]] std::string spell_sqlite(std::string_view sql);
/// Spells it for PostgreSQL: `?` becomes $1, $2 …, `IN ?` becomes `= ANY ($n)`.
[[nodiscard]] std::string spell_postgres(std::string_view sql);
/// Spells a migration, written in SQLite's words, for PostgreSQL: INTEGER is BIGINT, a key that counts
/// by itself is an identity, BLOB is BYTEA, STRICT and WITHOUT ROWID fall away.
[[nodiscard]] std::string spell_schema_postgres(std::string_view sql);

/// A bound list as SQLite's json_each takes it.
[[nodiscard]] std::string json_array(const Param& list);
/// A bound list as PostgreSQL takes it: {1,2} or {"a","b"}.
[[nodiscard]] std::string postgres_array(const Param& list);

}  // namespace twinrail
