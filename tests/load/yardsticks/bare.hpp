#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

/// The bare engine: sqlite3 and libpq called directly, with prepared statements and the product's
/// own pragmas and durability. What the product is measured against.
namespace bare {

using Cell = std::variant<std::monostate, std::int64_t, std::string>;
using Row = std::vector<Cell>;

/// A table as rows are written to it. Rows whose key is there already replace the rest of the row.
struct Shape {
  std::string table;
  std::vector<std::string> columns;
  std::vector<bool> is_text;
  std::vector<std::string> key;  ///< empty: an insert, and a row that is there already is a mistake
};

/// Rows of one table that a transaction writes.
struct Rows {
  const Shape* shape;
  std::vector<Row> rows;
};
using Transaction = std::vector<Rows>;

/// One writing connection. Anything that goes wrong ends the program: a yardstick has nothing to
/// save.
class Writer {
 public:
  virtual ~Writer() = default;
  virtual void begin() = 0;
  virtual void write(const Rows& rows) = 0;
  /// Returns when the transaction is durable.
  virtual void commit() = 0;
};

/// Where the rows go: an SQLite file, or a schema behind a libpq connection string.
struct Target {
  std::string file;
  std::string postgres;
  std::string schema;
};

/// The product's triggers write the audit trail; here its rows are written like all others.
void drop_triggers(const Target& target);
std::unique_ptr<Writer> open_writer(const Target& target);

/// One reading connection with the statements of a board.
class Reader {
 public:
  virtual ~Reader() = default;
  /// Runs every statement with the unit as its only value in one transaction; gives the number of
  /// rows.
  virtual std::int64_t read(std::int64_t unit) = 0;
};
std::unique_ptr<Reader> open_reader(const Target& target, const std::vector<std::string>& queries);

[[noreturn]] void die(const std::string& why);

}  // namespace bare
