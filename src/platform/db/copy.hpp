#pragma once

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
/// comes first. Without the list of applied migrations: each database has its own.
[[nodiscard]] std::vector<TableShape> tables_of(Read& sqlite);

/// Replaces every row of the tables in `to` by those in `from`, counters included, on any two
/// engines, and compares the numbers of rows. Throws Error "db.copy_differs".
void copy_tables(const std::vector<TableShape>& tables, Read& from, Tx& to);

}  // namespace twinrail
