#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/db/db.hpp"
#include "platform/db/engine.hpp"

namespace twinrail {

struct TableColumn {
  std::string name;
  bool is_text = false;  ///< else a whole number
};

/// A table as the migrations made it.
struct TableShape {
  std::string name;
  std::vector<TableColumn> columns;
  bool counts = false;  ///< its ids are drawn from a counter that never goes back
};

/// The tables of an SQLite file in the order in which they were made, so that what is referred to
/// comes first. Without the list of applied migrations, the company's code and the note of which
/// triggers are there: each database has its own.
[[nodiscard]] std::vector<TableShape> tables_of(Read& sqlite);

/// The tables that this program makes for a company.
[[nodiscard]] std::vector<TableShape> own_tables();

/// The first of these tables, or columns, that an SQLite file does not have; a view in the place of
/// a table is none.
[[nodiscard]] std::optional<std::string> lacking(const std::vector<TableShape>& tables,
                                                 Read& sqlite);

/// Replaces every row of the tables in `to` by those in `from`, counters included, on any two
/// engines, and compares the numbers of rows. Throws Error "db.copy_differs".
void copy_tables(const std::vector<TableShape>& tables, Read& from, Tx& to);

/// How many rows a table has, and the sum of their hashes, in whatever order they lie there.
struct TableDigest {
  std::int64_t rows = 0;
  std::uint64_t sum = 0;
  friend bool operator==(const TableDigest&, const TableDigest&) = default;
};
/// Reads every row, on either engine; equal tables have equal digests.
[[nodiscard]] std::vector<TableDigest> digests(const std::vector<TableShape>& tables, Read& db);

}  // namespace twinrail
