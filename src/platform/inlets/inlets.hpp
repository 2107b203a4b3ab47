#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/describe.hpp"
#include "base/error.hpp"
#include "platform/access/rights.hpp"
#include "platform/inlets/undo.hpp"

namespace twinrail {

class Context;
class Read;
class Tx;

/// One column of an inlet. `name` is the head in a file; the message "inlet.<inlet>.<column>" is
/// its name for people, and a file whose heads are those names (zh or en) is understood as well.
struct InletColumn {
  std::string name;
  bool required = false;           ///< the column must be there and no cell of it may be empty
  const TypeInfo* type = nullptr;  ///< of its cells
};

/// One row that came in. `values` are in the order of Inlet::columns, blanks around them taken off;
/// "" is an empty cell or a column that the file does not have.
struct InletRow {
  std::int64_t line = 0;  ///< as a spreadsheet numbers it, the head being 1
  std::vector<std::string> values;
  std::shared_ptr<void> record;  ///< what `Inlet::read` made of the values
  /// Which columns the file has, by their order in the inlet; null: all. It outlives the batch.
  const std::vector<bool>* there = nullptr;
};

enum class Verdict : std::uint8_t {
  stored,     ///< new
  known,      ///< the very same is there already; nothing was written
  corrected,  ///< there with another content; a new revision or a new dated version was written
  refused,    ///< `key` says why; nothing of the row was written
};

/// What became of one row. A refused one names the message and, where it can, the column.
struct InletVerdict {
  Verdict verdict = Verdict::stored;
  std::string column;
  std::string key;
  Arguments args;
};

[[nodiscard]] inline InletVerdict refused(std::string column, std::string key,
                                          Arguments args = {}) {
  return {Verdict::refused, std::move(column), std::move(key), std::move(args)};
}

/// Of an inlet whose rows may name rows further down in the file: how a long file of it is looked
/// at as a whole beside the writer, and then written in parts.
struct CrossRows {
  std::string key;    ///< column that says what a row is about
  std::string named;  ///< column in which a row names another row's thing
  /// The verdicts that `accept` would give to all rows of a file. Only reads.
  std::function<std::vector<InletVerdict>(const Context&, Read&, std::span<const InletRow>)> check;
  /// Of what each row is about a number that changes with it; 0: it is not there.
  std::function<std::vector<std::int64_t>(Read&, std::span<const InletRow>)> marks;
};

/// One way in for records from outside.
///
/// `accept` answers one verdict a row, in order, and leaves nothing behind for a refused row.
/// Required cells are not empty when it is called. It checks the caller's right on each row's unit
/// and refuses the row, and it throws only when something is really broken: the import then ends as
/// failed. A batch may see rows of an earlier batch of the same file.
struct Inlet {
  std::string code;    ///< "kpi.reading"
  std::string module;  ///< "kpi"
  Permission permission{};
  std::vector<InletColumn> columns;
  std::optional<CrossRows> cross;  ///< absent: no row names another one
  /// Makes the row's record of its values, and says what is wrong with them: a problem's pointer is
  /// the column.
  std::function<std::vector<Problem>(InletRow&)> read;
  std::function<std::vector<InletVerdict>(const Context&, Tx&, std::span<const InletRow>)> accept;
  InletUndo undo{};
};

/// The inlets of all modules, collected once at start.
class Inlets {
 public:
  /// Throws Error (internal) for a code that is there already, or a column named twice.
  void add(Inlet inlet);
  [[nodiscard]] const Inlet* find(std::string_view code) const;  ///< null: no such inlet
  [[nodiscard]] std::span<const Inlet> all() const { return inlets_; }

  void add_uses(inlets::Uses uses) { uses_.push_back(std::move(uses)); }
  /// Where rows are named by others, of whatever module.
  [[nodiscard]] std::span<const inlets::Uses> uses() const { return uses_; }

 private:
  std::vector<Inlet> inlets_;
  std::vector<inlets::Uses> uses_;
};

}  // namespace twinrail
