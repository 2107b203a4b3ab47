#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/describe.hpp"
#include "base/error.hpp"
#include "platform/db/param.hpp"
#include "platform/db/sql.hpp"

namespace twinrail {

/// What went wrong in the database, in words that mean the same on both engines.
class DbError : public Error {
 public:
  enum class Kind { unique, foreign_key, check, not_null, busy, unavailable, other };
  DbError(Kind kind, std::string detail);
  [[nodiscard]] Kind kind() const { return kind_; }
  /// The engine's own message, for the log; never shown to a reader.
  [[nodiscard]] const std::string& detail() const { return detail_; }

 private:
  Kind kind_;
  std::string detail_;
};

/// One row of an answer while it is looked at.
class RowCursor {
 public:
  virtual ~RowCursor() = default;
  [[nodiscard]] virtual int columns() const = 0;
  [[nodiscard]] virtual std::string_view name(int column) const = 0;
  [[nodiscard]] virtual bool is_null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual std::string_view text(int column) const = 0;
};

/// Fills a value of the program from a column. Throws Error "db.bad_column" for what does not fit.
void read_cell(const RowCursor& row, int column, const TypeInfo& type, void* target);

using EachRow = std::function<void(const RowCursor&)>;
using FillRow = std::function<void(std::size_t row, std::vector<Param>& out)>;

/// A connection of one engine, used by one thread at a time.
class Connection {
 public:
  virtual ~Connection() = default;
  /// Runs a statement; `each` sees every row. Returns the number of rows changed.
  virtual std::int64_t run(const Statement& statement, std::span<const Param> params,
                           const EachRow& each) = 0;
  /// Runs one statement for many rows: a prepared statement stepped, or one statement for all.
  virtual std::int64_t run_each(const Statement& statement, std::size_t rows, const FillRow& fill) = 0;
  /// Several statements without values: schema changes and the words of a transaction.
  virtual void script(const std::string& sql) = 0;
  /// Prepares without running, for the test that prepares every statement.
  virtual void prepare(const Statement& statement) = 0;
  [[nodiscard]] virtual bool is_postgres() const = 0;
};

}  // namespace twinrail
