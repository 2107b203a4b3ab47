#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"
#include "platform/inlets/csv.hpp"
#include "platform/inlets/inlets.hpp"

namespace twinrail {

/// How a head of a file came to its column.
enum class HeadMatch {
  automatic,   ///< it is the column's name, in any language
  by_hand,     ///< somebody said so of this file
  remembered,  ///< somebody said so of an earlier file
  ignored,     ///< somebody said that it is not taken in
  unknown,     ///< nobody knows
};
DESCRIBE_ENUM(HeadMatch, automatic, by_hand, remembered, ignored, unknown);

/// What somebody said of a head: its column, or none.
struct HeadChoice {
  std::string column;  ///< empty: it is not taken in
  bool remembered = false;
};
using HeadChoices = std::map<std::string, HeadChoice, std::less<>>;

/// A head of a file, and what stands in the first row below it.
struct FileColumn {
  std::string head;
  std::string sample;
  std::optional<std::string> column;
  HeadMatch how = HeadMatch::unknown;
};
DESCRIBE(FileColumn, head, sample, column, how);

/// A table read as the rows of an inlet: its heads are understood as column names or as the
/// columns' names in Chinese or English, or as `choices` say, in any order, with blanks in them or
/// a unit in brackets behind; lines above the head, columns without head and value, and rows
/// without value are passed over. Separated by commas, semicolons or tabs. Cells lose blanks around
/// them and the formula guard, and come in the form of `cell_form`. The bytes outlive it and have
/// no encoding problem.
class InletFile {
 public:
  InletFile(const Inlet& inlet, std::string_view bytes, const CsvLimits& limits = {},
            HeadChoices choices = {});

  /// False when the heads are not this inlet's: no row can be read.
  [[nodiscard]] bool has_head() const { return head_is_good_; }
  /// The row of the heads, as a spreadsheet numbers it; 0 when the file is empty.
  [[nodiscard]] std::int64_t head_row() const { return head_row_; }
  /// The heads in their order.
  [[nodiscard]] const std::vector<FileColumn>& columns() const { return columns_; }
  [[nodiscard]] char separator() const { return separator_; }
  /// Up to `max` further rows that can be handed on; none at the end. Rows without any value are
  /// left out, and so are those that became problems.
  [[nodiscard]] std::vector<InletRow> next(std::size_t max);
  /// What was wrong so far, by row.
  [[nodiscard]] std::vector<CsvProblem> problems() const;
  /// Rows that became problems so far, also those beyond the limit.
  [[nodiscard]] std::int64_t refused_rows() const;

 private:
  [[nodiscard]] int lines_above_head(std::string_view bytes, const CsvLimits& limits) const;
  [[nodiscard]] bool looks_like_head(const std::vector<std::string_view>& cells) const;
  [[nodiscard]] FileColumn matched(std::string_view cell) const;
  void read_head(const CsvRow& row);
  void take_samples(const CsvRow& row);
  void report_no_head(const std::vector<std::string_view>& cells);
  void require_columns();
  [[nodiscard]] bool put(std::int64_t row, std::size_t cell, std::string_view text, InletRow& into);
  bool take(const CsvRow& row, InletRow& taken);
  void report(std::int64_t row, std::string column, std::string key, Arguments args = {},
              std::string text = {});

  const Inlet& inlet_;
  char separator_;
  CsvReader reader_;
  std::size_t problems_max_;
  const HeadChoices choices_;
  bool head_is_good_ = false;
  std::int64_t head_row_ = 0;
  bool sampled_ = false;
  std::vector<FileColumn> columns_;
  std::vector<std::size_t> column_of_;  // of each cell: the index in Inlet::columns, or none
  std::vector<bool> there_;             // which of Inlet::columns the file has
  std::vector<CsvProblem> problems_;
  std::int64_t refused_rows_ = 0;
};

/// The first of them, by row.
[[nodiscard]] std::vector<CsvProblem> in_order(std::vector<CsvProblem> problems, std::size_t max);

/// What a row says in the column; empty for what is no column.
[[nodiscard]] std::string text_in(const Inlet& inlet, const InletRow& row, std::string_view column);

/// The message that names a column of an inlet for people; with "." and a value behind, the one
/// that names this choice of it.
[[nodiscard]] std::string column_label(const Inlet& inlet, const InletColumn& column);

}  // namespace twinrail
