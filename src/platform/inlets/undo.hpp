#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/describe.hpp"

/// How what an inlet has written is taken back.
namespace twinrail {

class Context;
class Read;
class Tx;

enum class UndoHow {
  never,      ///< what it wrote stays; said before anything is written
  removes,    ///< rows that it made are removed, rows that it changed are as they were
  withdraws,  ///< a further revision takes each record's place, none is removed
};
DESCRIBE_ENUM(UndoHow, never, removes, withdraws);

namespace inlets {

/// Whole numbers after one, up to another.
struct Stretch {
  std::int64_t after = 0;
  std::int64_t to = 0;
  [[nodiscard]] bool has(std::int64_t number) const { return after < number && number <= to; }
};

/// A row of an audited table as an import wrote it, or took it back.
struct WrittenRow {
  std::int64_t id = 0;  ///< of the trail
  std::string place;    ///< its table
  std::string key;
  std::string op;  ///< insert, update or delete
  std::optional<std::string> old_values;
  std::optional<std::string> new_values;

  /// What a column of whole numbers has, after the change or, of a removed row, before it; nothing
  /// for one that is empty or not there.
  [[nodiscard]] std::optional<std::int64_t> number(std::string_view column) const;
  /// Every whole number that a column had before and after.
  [[nodiscard]] std::vector<std::int64_t> numbers(std::string_view column) const;
};
DESCRIBE(WrittenRow, id, place, key, op, old_values, new_values);

/// A row that names another one, of `table`, by its number.
struct Use {
  std::int64_t of = 0;
  std::string place;  ///< the table that the row stands in
  std::string key;    ///< of the row; empty where its table is not audited row by row
};
DESCRIBE(Use, of, place, key);

/// Where rows of a table are named by rows of a module's own tables, derived ones left aside.
struct Uses {
  std::string table;
  std::function<std::vector<Use>(Read&, const std::vector<std::int64_t>& ids)> find;
};

/// What took the place of a record since.
struct LaterRecord {
  std::int64_t record = 0;  ///< the number of the one that was written
  std::int64_t later = 0;   ///< the number of what took its place
  Instant at;
  std::string by;
  std::string what;  ///< the record as people call it
};
DESCRIBE(LaterRecord, record, later, at, by, what);

}  // namespace inlets

/// How an inlet's records are taken back; one that says nothing cannot do it.
struct InletUndo {
  UndoHow how = UndoHow::never;

  /// Of `removes`: the tables that it writes, and what its module derives anew once their rows are
  /// as they were. The rows come newest first. Throws Error where the caller may not.
  std::vector<std::string> tables{};
  std::function<void(const Context&, Tx&, std::span<const inlets::WrittenRow>)> settle{};
  /// Rows as people call them, in their order.
  std::function<std::vector<std::string>(Read&, std::span<const inlets::WrittenRow>)> called{};

  /// Of `withdraws`: the number of the newest record, what took the place of records in a stretch
  /// and their withdrawal.
  std::function<std::int64_t(Read&)> mark{};
  std::function<std::vector<inlets::LaterRecord>(Read&, inlets::Stretch)> later{};
  std::function<void(const Context&, Tx&, inlets::Stretch, const std::string& reason)> withdraw{};
};

}  // namespace twinrail
