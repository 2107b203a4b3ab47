#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "platform/db/param.hpp"

namespace twinrail {

/// Spells a statement of the program for SQLite: `IN ?` becomes a list in JSON.
[[nodiscard]] std::string spell_sqlite(std::string_view sql);
/// Spells it for PostgreSQL: `?` becomes $1, $2 …, `IN ?` becomes `= ANY ($n)`.
[[nodiscard]] std::string spell_postgres(std::string_view sql);
/// Spells `INSERT INTO t (…) VALUES (?, …)` for a whole list: one array a value. `types` are the
/// elements' types. An upsert that replaces what was there takes the last row of each key, as one
/// after the other would. Nothing when the statement is not of that shape, or when an upsert adds
/// to what was there: its rows have to be taken one after the other.
[[nodiscard]] std::optional<std::string> spell_postgres_bulk(
    std::string_view sql, std::span<const std::string_view> types);
/// Spells a migration, written in SQLite's words, for PostgreSQL: INTEGER is BIGINT, a key that
/// counts by itself is an identity, BLOB is BYTEA, STRICT and WITHOUT ROWID fall away.
[[nodiscard]] std::string spell_schema_postgres(std::string_view sql);

/// A bound list as SQLite's json_each takes it.
[[nodiscard]] std::string json_array(const Param& list);
/// A bound list as PostgreSQL takes it: {1,2} or {"a","b"}.
[[nodiscard]] std::string postgres_array(const Param& list);
/// Appends one element and a comma to such a list.
void append_postgres_element(std::string& list, const Param& value);

}  // namespace twinrail
