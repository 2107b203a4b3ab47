#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What a cell of a workbook says, as text. Pure.
namespace twinrail::inlets {

/// How a cell shows its number, as far as it changes what is meant.
struct CellShow {
  bool day = false;         ///< a serial number of days
  bool time = false;        ///< and, or only, the hour
  std::size_t padding = 0;  ///< digits that are shown at least: 00000 is 5
};

/// By a format's number (those that have no code in the file) or its code.
[[nodiscard]] CellShow show_of(int builtin);
[[nodiscard]] CellShow show_of(std::string_view code);

/// A stored number in 15 significant digits: 141.30000000000001 is 141.3. Where more digits than
/// those stand before the point, it stays in its short form, 1.10101199003071E+17: what is lost is
/// not made up. Nothing for what is no number.
[[nodiscard]] std::optional<std::string> plain_number(std::string_view stored);

/// A serial number as day, day and hour, or hour; `from_1904` is the workbook's flag. What is no
/// day is told as a spreadsheet shows it: 1900-01-00, 1900-02-29, ########.
[[nodiscard]] std::string day_of_serial(std::string_view plain, const CellShow& show,
                                        bool from_1904);

/// 012 for 12 where three digits are shown.
[[nodiscard]] std::string padded(std::string plain, std::size_t digits);

/// _x000D_ is how a workbook writes a character that XML cannot hold.
[[nodiscard]] std::string unescaped(std::string_view text);

/// "C12" as column 2 (from 0) and row 12; nothing when it is no cell.
struct CellPlace {
  std::size_t column = 0;
  std::int64_t row = 0;
};
[[nodiscard]] std::optional<CellPlace> place_of(std::string_view reference);

}  // namespace twinrail::inlets
