#include "platform/inlets/import_view.hpp"

#include <algorithm>

#include "platform/inlets/import_run.hpp"
#include "platform/inlets/store_undo.hpp"
#include "platform/inlets/table_writer.hpp"
#include "platform/json/json.hpp"

namespace twinrail::inlets {
namespace {

const InletColumn* column_of(const Inlet* inlet, const std::string& name) {
  if (!inlet) return nullptr;
  const auto at = std::ranges::find(inlet->columns, name, &InletColumn::name);
  return at == inlet->columns.end() ? nullptr : &*at;
}

/// A choice as people call it; any other value as it is.
std::string shown(const Inlet& inlet, const InletColumn& column, const std::string& value,
                  Locale locale) {
  if (column.type->kind != Kind::enumeration || value.empty()) return value;
  const std::string key = column_label(inlet, column) + "." + value;
  return i18n::has(locale, key) ? i18n::text(locale, key) : value;
}

/// What would be right in a cell, where the column alone says so.
std::string expected_in(const Inlet& inlet, const InletColumn& column, Locale locale) {
  const std::string_view between = locale == Locale::zh ? "、" : ", ";
  switch (column.type->kind) {
    case Kind::enumeration: {
      std::string words;
      for (const std::string_view value : column.type->names)
        words.append(words.empty() ? "" : between)
            .append(shown(inlet, column, std::string(value), locale));
      return words;
    }
    case Kind::date:
      return "2026-09-30";
    case Kind::boolean:
      return i18n::text(locale, "inlet.expects_yes_no");
    default:
      return {};
  }
}

ImportProblem problem_view(const CsvProblem& p, const Inlet* inlet, Locale locale) {
  ImportProblem view{p.row,    p.column, p.key, i18n::text(locale, p.key, p.args),
                     p.column, p.text,   {}};
  if (const InletColumn* column = column_of(inlet, p.column)) {
    view.label = i18n::text(locale, column_label(*inlet, *column));
    view.expected = expected_in(*inlet, *column, locale);
  }
  return view;
}

FileFacts facts_view(const std::string& json, const Inlet* inlet, Locale locale) {
  FileFacts facts = from_json<FileFacts>(json);
  if (!inlet) return facts;
  for (UnderstoodRow& row : facts.first_rows)
    for (std::size_t i = 0; i < row.values.size() && i < inlet->columns.size(); ++i)
      row.values[i] = shown(*inlet, inlet->columns[i], row.values[i], locale);
  return facts;
}

std::string with_ending(const std::string& name, FileFormat format) {
  return name + (format == FileFormat::xlsx ? ".xlsx" : ".csv");
}

}  // namespace

Import view_of(const store::ImportRow& row, const Inlet* inlet, Locale locale) {
  Import view{.id = row.id,
              .inlet = row.inlet,
              .file = row.file,
              .dry_run = row.dry_run,
              .leave_out = row.leave_out,
              .state = row.state,
              .rows = row.total,
              .checked = row.checked,
              .stored = row.stored,
              .known = row.known,
              .corrected = row.corrected,
              .refused = row.refused,
              .problems = {},
              .facts = {},
              .started_at = row.started_at,
              .finished_at = row.finished_at,
              .version = row.version,
              .undone = row.undone,
              .hindered = row.hindered};
  if (inlet) view.undo = inlet->undo.how;
  view.can_undo = view.undo != UndoHow::never && store::can_undo(row);
  for (const CsvProblem& p : problems_from(row.problems))
    view.problems.push_back(problem_view(p, inlet, locale));
  if (!row.facts.empty()) view.facts = facts_view(row.facts, inlet, locale);
  return view;
}

TableFile template_of(const Inlet& inlet, Locale locale, FileFormat format) {
  TableWriter writer(format);
  for (const InletColumn& column : inlet.columns)
    writer.head(i18n::text(locale, column_label(inlet, column)), *column.type);
  return {{media_of(format), with_ending(inlet.code, format), writer.take()}};
}

TableFile problems_file(const Import& import, Locale locale, FileFormat format) {
  TableWriter writer(format);
  const auto head = [&](const char* name, const TypeInfo& type) {
    writer.head(i18n::text(locale, std::string("inlet.problem.") + name), type);
  };
  head("row", type_of<std::int64_t>());
  for (const char* name : {"column", "text", "problem", "expected"})
    head(name, type_of<std::string>());
  for (const ImportProblem& p : import.problems) {
    writer.begin_row();
    writer.cell(std::to_string(p.row));
    for (const std::string* text : {&p.label, &p.text, &p.detail, &p.expected}) writer.cell(*text);
  }
  return {{media_of(format), with_ending("problems-" + std::to_string(import.id.value), format),
           writer.take()}};
}

}  // namespace twinrail::inlets
