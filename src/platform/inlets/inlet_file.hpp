#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "platform/inlets/csv.hpp"
#include "platform/inlets/inlets.hpp"

namespace twinrail {

/// A table read as the rows of an inlet: its heads are understood as column names or as the
/// columns' names in Chinese or English, in any order, with blanks in them or a unit in brackets
/// behind; lines above the head, columns without head and value, and rows without value are passed
/// over. Separated by commas, semicolons or tabs. Cells lose blanks around them and the formula
/// guard, and come in the form of `cell_form`. The bytes outlive it and have no encoding problem.
class InletFile {
 public:
  InletFile(const Inlet& inlet, std::string_view bytes, const CsvLimits& limits = {});

  /// False when the heads are not this inlet's: no row can be read.
  [[nodiscard]] bool has_head() const { return head_is_good_; }
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
  void read_head(const std::vector<std::string_view>& cells);
  void report_no_head(const std::vector<std::string_view>& cells);
  void require_columns();
  [[nodiscard]] bool put(std::int64_t row, std::size_t cell, std::string_view text, InletRow& into);
  bool take(const CsvRow& row, InletRow& taken);
  void report(std::int64_t row, std::string column, std::string key, Arguments args = {});

  const Inlet& inlet_;
  char separator_;
  CsvReader reader_;
  std::size_t problems_max_;
  bool head_is_good_ = false;
  std::vector<std::size_t> column_of_;  // of each cell: the index in Inlet::columns, or none
  std::vector<bool> there_;             // which of Inlet::columns the file has
  std::vector<CsvProblem> problems_;
  std::int64_t refused_rows_ = 0;
};

/// The first of them, by row.
[[nodiscard]] std::vector<CsvProblem> in_order(std::vector<CsvProblem> problems, std::size_t max);

/// The message that names a column of an inlet for people; with "." and a value behind, the one
/// that names this choice of it.
[[nodiscard]] std::string column_label(const Inlet& inlet, const InletColumn& column);

}  // namespace twinrail
