#pragma once

#include <string>
#include <string_view>

#include "base/describe.hpp"

/// What people and spreadsheets write in a cell, brought into the one form that requests take.
namespace twinrail::inlets {

/// A cell in that form, or why it could not be told for certain what is meant.
struct CellForm {
  std::string text;
  std::string problem{};  ///< a message's key; empty: none
};

/// Blanks around it taken off, those of Chinese texts and no-break ones too.
[[nodiscard]] std::string_view without_blanks(std::string_view text);

/// Whether a spreadsheet shows this where it could not compute a cell: #N/A, #DIV/0!, ########.
[[nodiscard]] bool is_cell_error(std::string_view cell);

/// By the type of the column:
/// - of any type: "csv.cell_error" for what `is_cell_error` knows.
/// - a day: 2026-09-01, 2026-9-1, 2026/9/1, 2026.9.1, 2026年9月1日, 20260901, 1-Sep-26, 1 Sep 2026,
///   each also with midnight behind it. Where day and month could be exchanged, and for the bare
///   number of a day, "csv.day_unclear" and "csv.day_as_number".
/// - a number: commas or blanks between groups of three, full-width digits, a percent sign (95% is
///   0.95). In a file that is separated by semicolons a comma is left for the reader to refuse: it
///   may be a decimal one.
/// - yes or no: true, false, yes, no, 是, 否 in any case.
/// - a text: digits that are all full-width, or marked as text by an apostrophe, become plain;
///   a number that a spreadsheet has shortened (1.00E+05) is "csv.number_shortened".
/// Whatever it does not know it leaves as it is: the reader of requests has the words for that.
[[nodiscard]] CellForm cell_form(const TypeInfo& type, std::string_view cell, char separator);

}  // namespace twinrail::inlets
