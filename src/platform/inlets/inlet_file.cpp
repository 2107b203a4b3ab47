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
constexpr std::size_t ignored = none - 1;
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

std::string text_in(const Inlet& inlet, const InletRow& row, std::string_view column) {
  const auto at = std::ranges::find(inlet.columns, column, &InletColumn::name);
  if (at == inlet.columns.end()) return {};
  return row.values[static_cast<std::size_t>(at - inlet.columns.begin())];
}

std::string column_label(const Inlet& inlet, const InletColumn& column) {
  return "inlet." + inlet.code + "." + column.name;
}

InletFile::InletFile(const Inlet& inlet, std::string_view bytes, const CsvLimits& limits,
                     HeadChoices choices)
    : inlet_(inlet),
      separator_(separator_of(bytes)),
      reader_(bytes, limits, separator_),
      problems_max_(limits.problems),
      choices_(std::move(choices)) {
  for (int above = lines_above_head(bytes, limits); above > 0; --above) {
    (void)reader_.next();
    reader_.forget_head();
  }
  if (const CsvRow* head = reader_.next())
    read_head(*head);
  else if (reader_.problem_count() == 0)
    report(0, "", "csv.empty");
  // Whoever has to say which column is which sees what stands below.
  if (head_row_ > 0 && !head_is_good_)
    if (const CsvRow* first = reader_.next()) take_samples(*first);
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
    if (matched(cell).how != HeadMatch::unknown) ++known;
  }
  return known > 0 && known * 2 >= filled;
}

FileColumn InletFile::matched(std::string_view cell) const {
  FileColumn column{std::string(unguard_formula(without_blanks(cell))), {}, {}, {}};
  if (const auto said = choices_.find(column.head); said != choices_.end()) {
    const auto& [name, remembered] = said->second;
    column.how = name.empty() ? HeadMatch::ignored
                 : remembered ? HeadMatch::remembered
                              : HeadMatch::by_hand;
    if (!name.empty()) column.column = name;
  } else if (const auto found = column_named(inlet_, cell)) {
    column.how = HeadMatch::automatic;
    column.column = inlet_.columns[*found].name;
  } else {
    column.how = HeadMatch::unknown;
  }
  return column;
}

void InletFile::read_head(const CsvRow& row) {
  head_row_ = row.row;
  there_.assign(inlet_.columns.size(), false);
  for (const std::string_view cell : row.cells) {
    FileColumn& column = columns_.emplace_back(matched(cell));
    column_of_.push_back(column.how == HeadMatch::ignored ? ignored : none);
    if (column.head.empty() || column.how == HeadMatch::ignored) continue;
    const auto at = std::ranges::find(inlet_.columns, column.column, &InletColumn::name);
    const auto index = static_cast<std::size_t>(at - inlet_.columns.begin());
    if (at == inlet_.columns.end()) {
      report(head_row_, column.head, "csv.column_unknown", {{"column", column.head}});
    } else if (there_[index]) {
      report(head_row_, column.head, "csv.column_twice", {{"column", column.head}});
    } else {
      there_[index] = true;
      column_of_.back() = index;
    }
  }
  if (std::ranges::none_of(there_, [](bool there) { return there; }))
    return report_no_head(row.cells);
  require_columns();
  head_is_good_ = problems_.empty();
}

void InletFile::take_samples(const CsvRow& row) {
  sampled_ = true;
  for (std::size_t i = 0; i < columns_.size() && i < row.cells.size(); ++i)
    columns_[i].sample = without_blanks(row.cells[i]);
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
  report(head_row_, "", "csv.no_head", {{"columns", wanted}, {"found", found}});
}

void InletFile::require_columns() {
  for (std::size_t i = 0; i < there_.size(); ++i) {
    const InletColumn& column = inlet_.columns[i];
    if (column.required && !there_[i])
      report(head_row_, column.name, "csv.column_missing", {{"column", column.name}});
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
  if (!sampled_) take_samples(row);
  bool good = true;
  for (std::size_t i = 0; i < row.cells.size(); ++i)
    if (!put(row.row, i, without_blanks(row.cells[i]), taken)) good = false;
  if (good) {
    std::vector<Problem> wrong = inlet_.read(taken);
    good = wrong.empty();
    for (Problem& p : wrong) {
      std::string text = text_in(inlet_, taken, p.pointer);
      report(row.row, std::move(p.pointer), std::move(p.key), std::move(p.args), std::move(text));
    }
  }
  if (!good) ++refused_rows_;
  return good;
}

/// A cell in its place; false, and said, when it has no head or cannot be told for certain.
bool InletFile::put(std::int64_t row, std::size_t cell, std::string_view text, InletRow& into) {
  if (text.empty()) return true;
  const std::size_t at = column_of_[cell];
  if (at == ignored) return true;
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
  report(row, column.name, form.problem, {{"text", into.values[at]}}, into.values[at]);
  return false;
}

void InletFile::report(std::int64_t row, std::string column, std::string key, Arguments args,
                       std::string text) {
  if (problems_.size() < problems_max_)
    problems_.push_back({row, std::move(column), std::move(key), std::move(args), std::move(text)});
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
