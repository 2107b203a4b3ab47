#include "platform/inlets/inlet_file.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "platform/i18n/i18n.hpp"
#include "platform/inlets/cell_forms.hpp"

namespace twinrail {

using inlets::cell_form;
using inlets::CellForm;
using inlets::without_blanks;

namespace {

constexpr std::size_t none = std::string::npos;
/// So many rows are looked at for the head: above it stand titles, days of a report, notes.
constexpr int head_within = 10;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// As heads are compared: without any blanks, in lower case.
std::string plain_head(std::string_view head) {
  std::string plain;
  for (std::size_t at = 0; at < head.size();) {
    const std::string_view rest = without_blanks(head.substr(at));
    if (rest.empty()) break;
    at = static_cast<std::size_t>(rest.data() - head.data());
    plain += lower(head[at++]);
  }
  return plain;
}

/// Without a unit in brackets behind it: 数值（件）.
std::string without_unit(std::string_view head) {
  for (const auto& [open, close] : {std::pair("(", ")"), std::pair("（", "）")}) {
    const std::size_t begin = head.rfind(open);
    if (head.ends_with(close) && begin != std::string_view::npos && begin > 0)
      return std::string(head.substr(0, begin));
  }
  return std::string(head);
}

std::optional<std::size_t> column_like(const Inlet& inlet, const std::string& head) {
  for (std::size_t i = 0; i < inlet.columns.size(); ++i) {
    const InletColumn& column = inlet.columns[i];
    const std::string label = column_label(inlet, column);
    if (head == plain_head(column.name) || head == plain_head(i18n::text(Locale::zh, label)) ||
        head == plain_head(i18n::text(Locale::en, label)))
      return i;
  }
  return std::nullopt;
}

std::optional<std::size_t> column_named(const Inlet& inlet, std::string_view cell) {
  const std::string head = plain_head(unguard_formula(without_blanks(cell)));
  if (const auto column = column_like(inlet, head)) return column;
  return column_like(inlet, without_unit(head));
}

/// The choice that a cell names in our own words: 全职.
std::string choice_named(const Inlet& inlet, const InletColumn& column, std::string_view cell) {
  if (std::ranges::find(column.type->names, cell) != column.type->names.end())
    return std::string(cell);
  const std::string wanted = plain_head(cell);
  for (const std::string_view value : column.type->names) {
    const std::string key = column_label(inlet, column) + "." + std::string(value);
    for (const Locale locale : {Locale::zh, Locale::en})
      if (i18n::has(locale, key) && plain_head(i18n::text(locale, key)) == wanted)
        return std::string(value);
  }
  return std::string(cell);
}

}  // namespace

std::string column_label(const Inlet& inlet, const InletColumn& column) {
  return "inlet." + inlet.code + "." + column.name;
}

InletFile::InletFile(const Inlet& inlet, std::string_view bytes, const CsvLimits& limits)
    : inlet_(inlet),
      separator_(separator_of(bytes)),
      reader_(bytes, limits, separator_),
      problems_max_(limits.problems) {
  for (int above = lines_above_head(bytes, limits); above > 0; --above) {
    (void)reader_.next();
    reader_.forget_head();
  }
  if (const CsvRow* head = reader_.next())
    read_head(head->cells);
  else if (reader_.problem_count() == 0)
    report(0, "", "csv.empty");
}

/// Where no row looks like the head, the first one is taken for it, and what is wrong is said of
/// it.
int InletFile::lines_above_head(std::string_view bytes, const CsvLimits& limits) const {
  CsvReader reader(bytes, limits, separator_);
  for (int above = 0; above < head_within; ++above) {
    const CsvRow* row = reader.next();
    if (row == nullptr) break;
    if (looks_like_head(row->cells)) return above;
    reader.forget_head();
  }
  return 0;
}

/// At least half of what stands there are columns of the inlet.
bool InletFile::looks_like_head(const std::vector<std::string_view>& cells) const {
  std::int64_t filled = 0;
  std::int64_t known = 0;
  for (const std::string_view cell : cells) {
    if (without_blanks(cell).empty()) continue;
    ++filled;
    if (column_named(inlet_, cell)) ++known;
  }
  return known > 0 && known * 2 >= filled;
}

void InletFile::read_head(const std::vector<std::string_view>& cells) {
  there_.assign(inlet_.columns.size(), false);
  for (const std::string_view cell : cells) {
    const std::string head(unguard_formula(without_blanks(cell)));
    const auto column = head.empty() ? std::nullopt : column_named(inlet_, head);
    column_of_.push_back(column.value_or(none));
    if (head.empty()) continue;
    if (!column)
      report(1, head, "csv.column_unknown", {{"column", head}});
    else if (there_[*column])
      report(1, head, "csv.column_twice", {{"column", head}});
    else
      there_[*column] = true;
  }
  if (std::ranges::none_of(there_, [](bool there) { return there; })) return report_no_head(cells);
  require_columns();
  head_is_good_ = problems_.empty();
}

/// No head of this inlet: one sentence that says what was looked for, and what stands there.
void InletFile::report_no_head(const std::vector<std::string_view>& cells) {
  std::string wanted;
  for (const InletColumn& column : inlet_.columns) {
    if (!column.required) continue;
    if (!wanted.empty()) wanted += ", ";
    wanted += column.name;
  }
  std::string found;
  for (const std::string_view cell : cells) {
    if (found.size() > 60) break;
    if (!found.empty()) found += ", ";
    found += without_blanks(cell);
  }
  problems_.clear();
  report(1, "", "csv.no_head", {{"columns", wanted}, {"found", found}});
}

void InletFile::require_columns() {
  for (std::size_t i = 0; i < there_.size(); ++i) {
    const InletColumn& column = inlet_.columns[i];
    if (column.required && !there_[i])
      report(1, column.name, "csv.column_missing", {{"column", column.name}});
  }
}

std::vector<InletRow> InletFile::next(std::size_t max) {
  std::vector<InletRow> rows;
  if (!head_is_good_) return rows;
  while (rows.size() < max) {
    const CsvRow* row = reader_.next();
    if (row == nullptr) break;
    if (InletRow taken; take(*row, taken)) rows.push_back(std::move(taken));
  }
  return rows;
}

bool InletFile::take(const CsvRow& row, InletRow& taken) {
  taken.line = row.row;
  taken.there = &there_;
  taken.values.resize(inlet_.columns.size());
  const auto empty = [](std::string_view cell) { return without_blanks(cell).empty(); };
  if (std::ranges::all_of(row.cells, empty)) return false;
  bool good = true;
  for (std::size_t i = 0; i < row.cells.size(); ++i)
    if (!put(row.row, i, without_blanks(row.cells[i]), taken)) good = false;
  if (good) {
    std::vector<Problem> wrong = inlet_.read(taken);
    good = wrong.empty();
    for (Problem& p : wrong)
      report(row.row, std::move(p.pointer), std::move(p.key), std::move(p.args));
  }
  if (!good) ++refused_rows_;
  return good;
}

/// A cell in its place; false, and said, when it has no head or cannot be told for certain.
bool InletFile::put(std::int64_t row, std::size_t cell, std::string_view text, InletRow& into) {
  if (text.empty()) return true;
  const std::size_t at = column_of_[cell];
  if (at == none) {
    const std::string number = std::to_string(cell + 1);
    report(row, number, "csv.no_head_above", {{"column", number}});
    return false;
  }
  const InletColumn& column = inlet_.columns[at];
  if (column.type->kind == Kind::enumeration) {
    into.values[at] = choice_named(inlet_, column, unguard_formula(text));
    return true;
  }
  CellForm form = cell_form(*column.type, unguard_formula(text), separator_);
  into.values[at] = std::move(form.text);
  if (form.problem.empty()) return true;
  report(row, column.name, form.problem, {{"text", into.values[at]}});
  return false;
}

void InletFile::report(std::int64_t row, std::string column, std::string key, Arguments args) {
  if (problems_.size() < problems_max_)
    problems_.push_back({row, std::move(column), std::move(key), std::move(args)});
}

std::vector<CsvProblem> InletFile::problems() const {
  std::vector<CsvProblem> all = problems_;
  all.insert(all.end(), reader_.problems().begin(), reader_.problems().end());
  return in_order(std::move(all), problems_max_);
}

std::int64_t InletFile::refused_rows() const { return refused_rows_ + reader_.problem_count(); }

std::vector<CsvProblem> in_order(std::vector<CsvProblem> problems, std::size_t max) {
  const auto place = [](const CsvProblem& p) { return std::tie(p.row, p.column, p.key); };
  std::ranges::sort(problems, {}, place);
  if (problems.size() > max) problems.resize(max);
  return problems;
}

}  // namespace twinrail
