#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

/// Workbooks (XLSX) that come in: one sheet becomes a table in text, which inlets read as any
/// other.
namespace twinrail::inlets {

/// Bounds of a workbook. What is past one is refused, however small the upload was.
struct WorkbookLimits {
  std::uint64_t part_bytes = std::uint64_t{256} << 20U;  ///< of one part, unpacked
  std::uint64_t ratio = 400;                         ///< unpacked to packed, of a part above 16 MB
  std::size_t text_bytes = std::size_t{128} << 20U;  ///< of the table
  std::size_t columns = 200;
};

/// A range of cells made one: "A3:B4" covers the rows 3 to 4.
struct MergedCells {
  std::string range;
  std::int64_t first_row = 0;
  std::int64_t last_row = 0;
};

struct WorkbookTable {
  std::string text;   ///< separated by commas; each row stands in the line of its number
  std::string sheet;  ///< whose table it is
  std::vector<std::string> sheets;  ///< those that are not hidden, in their order
  std::vector<MergedCells> merged;  ///< of more than one cell
};

/// Whether the bytes are a ZIP archive, as workbooks are, or the container of encrypted and of old
/// ones.
[[nodiscard]] bool looks_like_workbook(std::string_view bytes);

/// Reads the named sheet, or the first that is not hidden. Cells are as they are stored: the value
/// that a formula had last, numbers in 15 significant digits (what a spreadsheet keeps), days as
/// 2026-09-01. Throws Error (invalid or unsupported) "workbook.…": encrypted, no workbook, damaged,
/// larger than its bounds, no such sheet.
[[nodiscard]] WorkbookTable read_workbook(std::string_view bytes,
                                          const std::optional<std::string>& sheet = std::nullopt,
                                          const WorkbookLimits& limits = {});

}  // namespace twinrail::inlets
