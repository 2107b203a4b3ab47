#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace twinrail {

/// What is wrong in a table that came in, and where.
struct CsvProblem {
  std::int64_t row = 0;  ///< as a spreadsheet numbers it, the head being 1; 0: the whole file
  std::string column;    ///< the head's name, or the number of a column without one; may be empty
  std::string key;       ///< message, "csv.uneven_row"
  Arguments args;
  std::string text{};  ///< what stands in the cell, where it is one cell that is wrong
};

/// Bounds of a file that is read. Passing one is a problem with the bound in its arguments.
struct CsvLimits {
  std::int64_t rows = 1'000'000;  ///< below the head
  std::size_t columns = 200;
  std::size_t cell_bytes = 32'767;  ///< what a cell of a spreadsheet holds
  std::size_t problems = 200;       ///< kept; the others are only counted
};

/// Whether the bytes can be read as text at all: UTF-8, with or without a byte order mark, no zero
/// bytes. Otherwise the problem: the encoding it seems to be (GB18030, UTF-16LE, Big5, …), or the
/// line and column of the first byte that is no UTF-8, or that the end of the file is missing.
[[nodiscard]] std::optional<CsvProblem> encoding_problem(std::string_view bytes);

/// Makes UTF-8 of what spreadsheets save and what is known for certain: UTF-8 itself, UTF-16 with
/// its mark, GB18030 (GBK). Anything else, and what is damaged, is a problem; nothing is guessed.
[[nodiscard]] std::optional<CsvProblem> to_utf8(std::string& bytes);

/// What stands between the cells: a comma, a semicolon or a tab, whichever the first line that has
/// one has most of; a comma where it has none. What stands in quotes does not count.
[[nodiscard]] char separator_of(std::string_view text);

/// One row. The cells are valid until the next call of CsvReader::next.
struct CsvRow {
  std::int64_t row = 0;  ///< as a spreadsheet numbers it
  std::vector<std::string_view> cells;
};

/// Reads RFC 4180 strictly from bytes that outlive it and that `encoding_problem` has nothing
/// against: one separator, double quotes, CRLF or LF. Lines without any character count but are
/// left out. A row that is against the rules becomes a problem and is left out; what follows is
/// read on where the end of the row can be known.
class CsvReader {
 public:
  explicit CsvReader(std::string_view bytes, const CsvLimits& limits = {}, char separator = ',');

  /// The next good row, the head first; null at the end.
  [[nodiscard]] const CsvRow* next();
  /// The head is not the row that was read first, but the one that comes next.
  void forget_head() { head_.clear(); }
  /// The head's cells, once it was read.
  [[nodiscard]] const std::vector<std::string>& head() const { return head_; }
  [[nodiscard]] const std::vector<CsvProblem>& problems() const { return problems_; }
  /// How many problems there were, also those beyond the limit.
  [[nodiscard]] std::int64_t problem_count() const { return problem_count_; }
  /// Bytes that are read; for the progress of long files.
  [[nodiscard]] std::size_t position() const { return at_; }

 private:
  enum class Ending : std::uint8_t { cell, row, file, broken, given_up };

  bool read_record();
  Ending read_cell();
  Ending read_quoted();
  Ending after_cell();
  bool check(bool at_end);
  void skip_line();
  void stop() { at_ = bytes_.size(); }
  void report(std::string key, Arguments args, std::size_t column);
  void report_row(std::string key, Arguments args);
  [[nodiscard]] std::string column_name(std::size_t column) const;

  std::string_view bytes_;
  CsvLimits limits_;
  char separator_;
  std::string ends_a_cell_;
  std::size_t at_ = 0;
  std::int64_t line_number_ = 0;  // of the record, blank lines counted
  std::int64_t records_ = 0;
  CsvRow row_;
  std::vector<std::string> head_;
  std::vector<std::string> unescaped_;  // cells with doubled quotes, kept while the row is
  std::size_t unescaped_used_ = 0;
  std::vector<CsvProblem> problems_;
  std::int64_t problem_count_ = 0;
};

/// A cell that a spreadsheet could take for a formula gets an apostrophe in front: one that begins
/// with = + - @, a tab or a return, and is no plain number.
[[nodiscard]] std::string guard_formula(std::string_view cell);
/// Takes off what `guard_formula` put on, so that an exported file can be imported again.
[[nodiscard]] std::string_view unguard_formula(std::string_view cell);

/// Writes RFC 4180 with CRLF, a byte order mark (spreadsheets take the file for UTF-8) and the
/// formula guard.
class CsvWriter {
 public:
  CsvWriter();
  CsvWriter& cell(std::string_view text);
  CsvWriter& end_row();
  CsvWriter& row(std::span<const std::string> cells);
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_;
  bool row_open_ = false;
};

}  // namespace twinrail
