#include "platform/inlets/csv.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/decimal.hpp"

namespace twinrail {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

char separator_of(std::string_view text) {
  constexpr std::string_view known = ",;\t";
  std::array<int, known.size()> seen{};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (const auto which = known.find(c); which != std::string_view::npos) ++seen[which];
    if (c == '\n' && std::ranges::any_of(seen, [](int count) { return count > 0; })) break;
  }
  return known[static_cast<std::size_t>(std::ranges::max_element(seen) - seen.begin())];
}

CsvReader::CsvReader(std::string_view bytes, const CsvLimits& limits, char separator)
    : bytes_(bytes),
      limits_(limits),
      separator_(separator),
      ends_a_cell_(std::string(1, separator) + "\r\n\"") {
  if (bytes_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
}

const CsvRow* CsvReader::next() {
  while (at_ < bytes_.size()) {
    if (read_record()) return &row_;
  }
  return nullptr;
}

// Reads one record; false when it was a blank line or is left out because of a problem.
bool CsvReader::read_record() {
  ++line_number_;
  row_.row = line_number_;
  row_.cells.clear();
  unescaped_used_ = 0;
  if (bytes_[at_] == '\n' || bytes_.substr(at_, 2) == "\r\n") {
    skip_line();
    return false;
  }
  if (!head_.empty() && ++records_ > limits_.rows) {
    report_row("csv.too_many_rows", {{"max", std::to_string(limits_.rows)}});
    stop();
    return false;
  }
  for (;;) {
    if (row_.cells.size() == limits_.columns) {
      report_row("csv.too_many_columns", {{"max", std::to_string(limits_.columns)}});
      stop();
      return false;
    }
    switch (read_cell()) {
      case Ending::cell:
        continue;
      case Ending::row:
        return check(false);
      case Ending::file:
        return check(true);
      case Ending::broken:
        skip_line();
        if (head_.empty()) stop();  // the row below is no head
        return false;
      case Ending::given_up:
        stop();
        return false;
    }
  }
}

// A record that could be taken apart: is it as long as the head, is no cell too long.
bool CsvReader::check(bool at_end) {
  for (std::size_t i = 0; i < row_.cells.size(); ++i) {
    if (row_.cells[i].size() <= limits_.cell_bytes) continue;
    report("csv.cell_too_long", {{"max", std::to_string(limits_.cell_bytes)}}, i);
    if (head_.empty()) stop();
    return false;
  }
  if (head_.empty()) {
    head_.assign(row_.cells.begin(), row_.cells.end());
    return true;
  }
  if (row_.cells.size() == head_.size()) return true;
  // A last row that is short and has no line end was cut off rather than badly written.
  const bool cut_off = at_end && row_.cells.size() < head_.size();
  report_row(
      cut_off ? "csv.cut_off" : "csv.uneven_row",
      {{"expected", std::to_string(head_.size())}, {"found", std::to_string(row_.cells.size())}});
  return false;
}

CsvReader::Ending CsvReader::read_cell() {
  if (at_ < bytes_.size() && bytes_[at_] == '"') return read_quoted();
  const std::size_t end = std::min(bytes_.find_first_of(ends_a_cell_, at_), bytes_.size());
  row_.cells.push_back(bytes_.substr(at_, end - at_));
  at_ = end;
  if (end < bytes_.size() && bytes_[end] == '"') {
    report("csv.quote_inside", {}, row_.cells.size() - 1);
    return Ending::broken;
  }
  return after_cell();
}

CsvReader::Ending CsvReader::read_quoted() {
  const std::size_t begin = at_ + 1;
  std::size_t end = begin;
  bool doubled = false;
  for (;; end += 2, doubled = true) {
    end = bytes_.find('"', end);
    if (end == std::string_view::npos) {
      report("csv.quote_not_closed", {}, row_.cells.size());
      return Ending::given_up;
    }
    if (bytes_.substr(end, 2) != "\"\"") break;
  }
  std::string_view cell = bytes_.substr(begin, end - begin);
  if (doubled) {
    // Made for the widest row at once: the views of this row's cells must not move.
    if (unescaped_.empty()) unescaped_.resize(limits_.columns);
    std::string& text = unescaped_[unescaped_used_++];
    text.clear();
    for (std::size_t i = 0; i < cell.size(); ++i) {
      text += cell[i];
      if (cell[i] == '"') ++i;
    }
    cell = text;
  }
  row_.cells.push_back(cell);
  at_ = end + 1;
  return after_cell();
}

// Behind a cell: the separator, the end of the line or the end of the file, and nothing else.
CsvReader::Ending CsvReader::after_cell() {
  if (at_ == bytes_.size()) return Ending::file;
  const char c = bytes_[at_];
  if (c == separator_) {
    ++at_;
    return Ending::cell;
  }
  if (c == '\n') {
    ++at_;
    return Ending::row;
  }
  if (bytes_.substr(at_, 2) == "\r\n") {
    at_ += 2;
    return Ending::row;
  }
  report(c == '\r' ? "csv.lone_return" : "csv.text_after_quote", {}, row_.cells.size() - 1);
  return Ending::broken;
}

void CsvReader::skip_line() {
  const std::size_t end = bytes_.find('\n', at_);
  at_ = end == std::string_view::npos ? bytes_.size() : end + 1;
}

void CsvReader::report(std::string key, Arguments args, std::size_t column) {
  ++problem_count_;
  if (problems_.size() >= limits_.problems) return;
  problems_.push_back({line_number_, column_name(column), std::move(key), std::move(args)});
}

void CsvReader::report_row(std::string key, Arguments args) {
  ++problem_count_;
  if (problems_.size() >= limits_.problems) return;
  problems_.push_back({line_number_, "", std::move(key), std::move(args)});
}

std::string CsvReader::column_name(std::size_t column) const {
  if (column < head_.size() && !head_[column].empty()) return head_[column];
  return std::to_string(column + 1);
}

namespace {

// Behind any apostrophes: a character that begins a formula, and not just a number.
bool reads_as_formula(std::string_view cell) {
  const std::size_t begin = cell.find_first_not_of('\'');
  if (begin == std::string_view::npos) return false;
  const std::string_view rest = cell.substr(begin);
  if (std::string_view("=+-@\t\r").find(rest.front()) == std::string_view::npos) return false;
  const bool sign = rest.front() == '-' || rest.front() == '+';
  return !(sign && Decimal::parse(rest.substr(1)).outcome != NumberText::malformed &&
           rest.find_first_of("+-", 1) == std::string_view::npos);
}

}  // namespace

std::string guard_formula(std::string_view cell) {
  std::string guarded;
  if (reads_as_formula(cell)) guarded += '\'';
  guarded += cell;
  return guarded;
}

std::string_view unguard_formula(std::string_view cell) {
  if (cell.starts_with('\'') && reads_as_formula(cell)) cell.remove_prefix(1);
  return cell;
}

CsvWriter::CsvWriter() : out_(byte_order_mark) {}

CsvWriter& CsvWriter::cell(std::string_view text) {
  if (row_open_) out_ += ',';
  row_open_ = true;
  const std::string guarded = guard_formula(text);
  if (guarded.find_first_of(",\"\r\n") == std::string::npos) {
    out_ += guarded;
    return *this;
  }
  out_ += '"';
  for (const char c : guarded) {
    if (c == '"') out_ += '"';
    out_ += c;
  }
  out_ += '"';
  return *this;
}

CsvWriter& CsvWriter::end_row() {
  out_ += "\r\n";
  row_open_ = false;
  return *this;
}

CsvWriter& CsvWriter::row(std::span<const std::string> cells) {
  for (const std::string& text : cells) cell(text);
  return end_row();
}

}  // namespace twinrail
