#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/describe.hpp"
#include "platform/inlets/inlet_file.hpp"
#include "platform/inlets/workbook.hpp"

/// An upload as it was understood, before its rows are taken in.
namespace twinrail::inlets {

/// The text of an upload, and what it was.
struct UploadText {
  std::string text;      ///< UTF-8
  std::string encoding;  ///< "UTF-8", "GB18030", "UTF-16LE", "XLSX"
  std::optional<std::string> sheet;
  std::vector<std::string> sheets;
  std::vector<MergedCells> merged;
};

/// Throws Error for what cannot be read for certain: another encoding, another kind of file, a
/// workbook with something wrong.
[[nodiscard]] UploadText text_of(const Upload& body, const std::optional<std::string>& sheet);

/// Throws Error "workbook.merged" where cells of the head or of rows were made one: what the others
/// of them say is not known. Above the head stand titles, which are often so.
void refuse_merged(const UploadText& upload, const InletFile& file);

/// What somebody said of a head.
struct HeadSaid {
  std::string head;
  std::string column;
};
DESCRIBE(HeadSaid, head, column);

struct HeadsSaid {
  std::vector<HeadSaid> items;
};
DESCRIBE(HeadsSaid, items);

/// Of a request. Throws Error (invalid) for what is no such JSON, or "inlet.no_such_column".
[[nodiscard]] HeadsSaid heads_said(const Inlet& inlet, const std::string& json);

/// Choices as they are kept with an import.
[[nodiscard]] std::string choices_json(const HeadChoices& choices);
[[nodiscard]] HeadChoices choices_from(const std::string& json);

struct UnderstoodRow {
  std::int64_t row = 0;
  std::vector<std::string> values;  ///< in the order of the inlet's columns
};
DESCRIBE(UnderstoodRow, row, values);

/// How a file was understood.
struct FileFacts {
  std::string encoding;
  std::string separator;  ///< "comma", "semicolon", "tab"; of a workbook "cell"
  std::int64_t head_row = 0;
  std::optional<std::string> sheet;
  std::vector<std::string> sheets;
  std::vector<FileColumn> columns;
  std::vector<UnderstoodRow> first_rows;  ///< at most three
};
DESCRIBE(FileFacts, encoding, separator, head_row, sheet, sheets, columns, first_rows);

/// `first` are rows as the file gave them first.
[[nodiscard]] FileFacts facts_of(const UploadText& upload, const InletFile& file,
                                 const std::vector<InletRow>& first);

}  // namespace twinrail::inlets
