#include "platform/inlets/upload.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "platform/json/json.hpp"

namespace twinrail::inlets {
namespace {

/// What browsers and programs call a table; Windows calls text by its spreadsheet.
bool is_table(std::string_view type) {
  type = type.substr(0, type.find(';'));
  constexpr std::array names = {"",
                                "text/csv",
                                "text/plain",
                                "text/tab-separated-values",
                                "application/vnd.ms-excel",
                                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                                "application/octet-stream"};
  return std::ranges::find(names, type) != names.end();
}

std::string separator_name(const UploadText& upload, char separator) {
  if (upload.sheet) return "cell";
  if (separator == ';') return "semicolon";
  return separator == '\t' ? "tab" : "comma";
}

}  // namespace

UploadText text_of(const Upload& body, const std::optional<std::string>& sheet) {
  if (!is_table(body.content_type))
    throw Error(Fault::unsupported, "inlet.not_csv", Arguments{{"type", body.content_type}});
  UploadText upload;
  if (looks_like_workbook(body.bytes)) {
    WorkbookTable table = read_workbook(body.bytes, sheet);
    upload.text = std::move(table.text);
    upload.encoding = "XLSX";
    upload.sheet = std::move(table.sheet);
    upload.sheets = std::move(table.sheets);
    upload.merged = std::move(table.merged);
    return upload;
  }
  const auto stands = encoding_problem(body.bytes);
  upload.encoding = stands && stands->key == "csv.encoding" ? stands->args.front().second : "UTF-8";
  upload.text = body.bytes;
  const auto problem = to_utf8(upload.text);
  if (!problem) return upload;
  throw Error(problem->key == "csv.encoding" ? Fault::unsupported : Fault::invalid, problem->key,
              problem->args);
}

void refuse_merged(const UploadText& upload, const InletFile& file) {
  for (const MergedCells& m : upload.merged)
    if (m.last_row >= file.head_row())
      throw Error(Fault::invalid, "workbook.merged", Arguments{{"range", m.range}});
}

HeadsSaid heads_said(const Inlet& inlet, const std::string& json) {
  if (json.empty()) return {};
  HeadsSaid said = from_json<HeadsSaid>(json);
  for (const HeadSaid& s : said.items)
    if (!s.column.empty() &&
        std::ranges::find(inlet.columns, s.column, &InletColumn::name) == inlet.columns.end())
      throw Error(Fault::invalid, "inlet.no_such_column", Arguments{{"column", s.column}});
  return said;
}

std::string choices_json(const HeadChoices& choices) {
  HeadsSaid said;
  for (const auto& [head, choice] : choices) said.items.push_back({head, choice.column});
  return said.items.empty() ? std::string() : to_json(said);
}

HeadChoices choices_from(const std::string& json) {
  HeadChoices choices;
  if (json.empty()) return choices;
  for (HeadSaid& s : from_json<HeadsSaid>(json).items)
    choices[std::move(s.head)] = {std::move(s.column), false};
  return choices;
}

FileFacts facts_of(const UploadText& upload, const InletFile& file,
                   const std::vector<InletRow>& first) {
  FileFacts facts{.encoding = upload.encoding,
                  .separator = separator_name(upload, file.separator()),
                  .head_row = file.head_row(),
                  .sheet = upload.sheet,
                  .sheets = upload.sheets,
                  .columns = file.columns(),
                  .first_rows = {}};
  constexpr std::size_t shown = 3;
  for (const InletRow& row : first) {
    if (facts.first_rows.size() == shown) break;
    facts.first_rows.push_back({row.line, row.values});
  }
  return facts;
}

}  // namespace twinrail::inlets
