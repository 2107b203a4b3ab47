#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"
#include "base/file_reply.hpp"

/// Tables that go out, as text or as workbook.
namespace twinrail {

enum class FileFormat {
  csv,
  xlsx,
};
DESCRIBE_ENUM(FileFormat, csv, xlsx);

[[nodiscard]] constexpr Media media_of(FileFormat format) {
  return format == FileFormat::xlsx ? media::workbook : media::csv;
}

namespace inlets {

enum class TableLength : std::uint8_t { some, any };

/// Writes a table: first its heads, then row by row, each cell by the type of its head. As CSV with
/// byte order mark and formula guard; as workbook with numbers, days and texts as such, the head
/// fixed, and nothing that is a formula.
class TableWriter {
 public:
  /// Of any length: what was written of a workbook lies in a file without a name, not in memory.
  explicit TableWriter(FileFormat format, TableLength length = TableLength::some);
  ~TableWriter();
  TableWriter(const TableWriter&) = delete;
  TableWriter& operator=(const TableWriter&) = delete;

  /// A further column. Heads come before rows.
  void head(std::string_view text, const TypeInfo& type);
  void begin_row();
  /// The next cell of the row, in the form of requests; empty: nothing.
  void cell(std::string_view text);
  /// What of a CSV file was not taken yet; of a workbook nothing, it is whole or not at all.
  [[nodiscard]] std::string take_part();
  /// The bytes of the file, but what was taken before. Throws Error (internal) "table.not_written".
  [[nodiscard]] std::string take();

 private:
  struct Out;
  struct Text;
  struct Book;
  std::unique_ptr<Out> out_;
  std::vector<const TypeInfo*> types_;
  std::size_t column_ = 0;
  std::size_t row_ = 0;
};

}  // namespace inlets
}  // namespace twinrail
