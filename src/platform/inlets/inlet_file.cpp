#include "platform/inlets/inlet_file.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "platform/i18n/i18n.hpp"

namespace twinrail {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_but_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::optional<std::size_t> column_named(const Inlet& inlet, std::string_view head) {
  for (std::size_t i = 0; i < inlet.columns.size(); ++i) {
    const InletColumn& column = inlet.columns[i];
    const std::string label = column_label(inlet, column);
    if (same_but_case(head, column.name) || same_but_case(head, i18n::text(Locale::zh, label)) ||
        same_but_case(head, i18n::text(Locale::en, label)))
      return i;
  }
  return std::nullopt;
}

}  // namespace

std::string column_label(const Inlet& inlet, const InletColumn& column) {
  return "inlet." + inlet.code + "." + column.name;
}

InletFile::InletFile(const Inlet& inlet, std::string_view bytes, const CsvLimits& limits)
    : inlet_(inlet), reader_(bytes, limits), problems_max_(limits.problems) {
  if (const CsvRow* head = reader_.next())
    read_head(head->cells);
  else if (reader_.problem_count() == 0)
    report(0, "", "csv.empty");
}

void InletFile::read_head(const std::vector<std::string_view>& cells) {
  if (cells.size() == 1 && cells[0].find_first_of(";\t") != std::string_view::npos)
    return report(1, "", "csv.separator");
  there_.assign(inlet_.columns.size(), false);
  for (const std::string_view cell : cells) {
    const std::string head(unguard_formula(trimmed(cell)));
    const auto column = column_named(inlet_, head);
    if (!column) {
      report(1, head, "csv.column_unknown", {{"column", head}});
    } else if (there_[*column]) {
      report(1, head, "csv.column_twice", {{"column", head}});
    } else {
      there_[*column] = true;
      column_of_.push_back(*column);
    }
  }
  for (std::size_t i = 0; i < there_.size(); ++i) {
    const InletColumn& column = inlet_.columns[i];
    if (column.required && !there_[i])
      report(1, column.name, "csv.column_missing", {{"column", column.name}});
  }
  head_is_good_ = problems_.empty();
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
  bool empty = true;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    std::string& value = taken.values[column_of_[i]];
    value = unguard_formula(trimmed(row.cells[i]));
    empty = empty && value.empty();
  }
  if (empty) return false;
  std::vector<Problem> wrong = inlet_.read(taken);
  for (Problem& p : wrong)
    report(row.row, std::move(p.pointer), std::move(p.key), std::move(p.args));
  if (!wrong.empty()) ++refused_rows_;
  return wrong.empty();
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
