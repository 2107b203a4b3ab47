#include "platform/inlets/cell_forms.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <optional>

namespace twinrail::inlets {
namespace {

constexpr std::string_view no_break_space = "\xC2\xA0";
constexpr std::string_view narrow_space = "\xE2\x80\xAF";  // between groups in French
constexpr std::string_view wide_space = "\xE3\x80\x80";    // of Chinese texts
constexpr std::string_view mark = "\xEF\xBB\xBF";
constexpr std::array blanks = {std::string_view(" "),
                               std::string_view("\t"),
                               std::string_view("\r"),
                               std::string_view("\n"),
                               no_break_space,
                               narrow_space,
                               wide_space,
                               mark};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

/// ０ to ９ and the like (U+FF01 to U+FF5E) as plain characters; nothing where another is not
/// ASCII.
std::optional<std::string> narrowed(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) {
      plain += text[at++];
      continue;
    }
    if (lead != 0xEF || at + 2 >= text.size()) return std::nullopt;
    const auto second = static_cast<unsigned char>(text[at + 1]);
    const auto third = static_cast<unsigned char>(text[at + 2]);
    const int code = ((second & 0x3F) << 6U) | (third & 0x3F);
    if (code < 0xF01 || code > 0xF5E) return std::nullopt;
    plain += static_cast<char>(code - 0xF00 + 0x20);
    at += 3;
  }
  return plain;
}

bool is_wide(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// The numbers and words of a day, and what stands between them.
struct Piece {
  std::string_view text;
  std::string_view behind;
};

std::optional<std::array<Piece, 3>> three_pieces(std::string_view text) {
  std::array<Piece, 3> pieces;
  const auto is_part = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 && static_cast<unsigned char>(c) < 0x80;
  };
  for (Piece& piece : pieces) {
    const auto end = std::ranges::find_if_not(text, is_part) - text.begin();
    piece.text = text.substr(0, static_cast<std::size_t>(end));
    text.remove_prefix(piece.text.size());
    const auto next = std::ranges::find_if(text, is_part) - text.begin();
    piece.behind = text.substr(0, static_cast<std::size_t>(next));
    text.remove_prefix(piece.behind.size());
    if (piece.text.empty()) return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  return pieces;
}

/// Hours, minutes and seconds of nought behind a day are the spreadsheet's, not the person's.
std::string_view without_midnight(std::string_view text) {
  constexpr std::array midnights = {" 0:00:00",  " 00:00:00",    " 0:00",    " 00:00",
                                    "T00:00:00", " 12:00:00 AM", " 12:00 AM"};
  for (const std::string_view midnight : midnights)
    if (text.ends_with(midnight)) return text.substr(0, text.size() - midnight.size());
  return text;
}

int month_named(std::string_view word) {
  constexpr std::array names = {"jan", "feb", "mar", "apr", "may", "jun",
                                "jul", "aug", "sep", "oct", "nov", "dec"};
  std::string first;
  for (const char c : word.substr(0, 3))
    first += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto found = std::ranges::find(names, std::string_view(first));
  return found == names.end() ? 0 : static_cast<int>(found - names.begin()) + 1;
}

int number(std::string_view digits) {
  int value = 0;
  (void)std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::string day_text(int year, int month, int day) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", year, month, day);
  return text.data();
}

/// The year first: no other order is written so.
std::optional<std::string> year_first(const std::array<Piece, 3>& p) {
  if (p[0].text.size() != 4 || p[1].text.size() > 2 || p[2].text.size() > 2) return std::nullopt;
  const bool chinese =
      p[0].behind == "年" && p[1].behind == "月" && (p[2].behind.empty() || p[2].behind == "日");
  const bool western = p[0].behind == p[1].behind && p[0].behind.size() == 1 &&
                       std::string_view("-/.").find(p[0].behind[0]) != std::string_view::npos &&
                       p[2].behind.empty();
  if (!chinese && !western) return std::nullopt;
  return day_text(number(p[0].text), number(p[1].text), number(p[2].text));
}

/// 5-Sep-26, as a spreadsheet in English writes it.
std::optional<std::string> month_in_words(const std::array<Piece, 3>& p) {
  const int month = month_named(p[1].text);
  if (month == 0 || p[1].text.size() < 3 || p[0].text.size() > 2 || !p[2].behind.empty() ||
      (p[2].text.size() != 2 && p[2].text.size() != 4))
    return std::nullopt;
  const int year = number(p[2].text);
  return day_text(p[2].text.size() == 2 ? 2000 + year : year, month, number(p[0].text));
}

CellForm day_form(std::string_view cell) {
  std::string text(without_midnight(cell));
  if (is_wide(text))
    if (auto plain = narrowed(text)) text = std::move(*plain);
  if (all_digits(text)) {
    if (text.size() == 8)
      return {text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6)};
    if (text.size() == 5) return {std::move(text), "csv.day_as_number"};
    return {std::move(text)};
  }
  const auto pieces = three_pieces(text);
  if (!pieces) return {std::string(cell)};
  const auto& p = *pieces;
  if (all_digits(p[0].text) && all_digits(p[2].text)) {
    if (all_digits(p[1].text)) {
      if (auto day = year_first(p)) return {std::move(*day)};
      if (p[0].text.size() <= 2 && p[1].text.size() <= 2)
        return {std::string(cell), "csv.day_unclear"};
    } else if (auto day = month_in_words(p)) {
      return {std::move(*day)};
    }
  }
  return {std::string(cell)};
}

/// Takes out what stands between groups of three digits; nothing where a group has not three.
std::optional<std::string> ungrouped(std::string_view whole, std::string_view between) {
  std::string digits;
  for (bool first = true;; first = false) {
    const std::size_t end = std::min(whole.find(between), whole.size());
    const std::string_view group = whole.substr(0, end);
    if (!all_digits(group) || group.size() > 3 || (!first && group.size() != 3))
      return std::nullopt;
    digits += group;
    if (end == whole.size()) return digits;
    whole.remove_prefix(end + between.size());
  }
}

/// 0.95 for the digits of 95: the point goes two places to the left.
std::string hundredth(std::string_view plain) {
  const bool negative = plain.starts_with('-');
  if (negative) plain.remove_prefix(1);
  const std::size_t point = std::min(plain.find('.'), plain.size());
  std::string digits(plain.substr(0, point));
  const std::string decimals(plain.substr(std::min(point + 1, plain.size())));
  if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
  std::string text =
      digits.substr(0, digits.size() - 2) + "." + digits.substr(digits.size() - 2) + decimals;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return (negative ? "-" : "") + text;
}

std::string number_form(std::string_view cell, char separator) {
  std::string text(cell);
  if (is_wide(text))
    if (auto plain = narrowed(text)) text = std::move(*plain);
  const bool percent = text.ends_with('%');
  std::string_view rest(text);
  if (percent) rest = without_blanks(rest.substr(0, rest.size() - 1));
  std::string sign;
  if (rest.starts_with('-') || rest.starts_with('+')) {
    if (rest[0] == '-') sign = "-";
    rest.remove_prefix(1);
  }
  const std::size_t point = std::min(rest.find('.'), rest.size());
  std::string whole(rest.substr(0, point));
  for (const std::string_view between :
       {std::string_view(","), std::string_view(" "), no_break_space, narrow_space}) {
    if (between == "," && separator == ';') continue;
    if (whole.find(between) == std::string::npos) continue;
    if (auto digits = ungrouped(whole, between)) whole = std::move(*digits);
    break;
  }
  const std::string_view decimals = rest.substr(point);
  if (!all_digits(whole) || (decimals.size() > 1 && !all_digits(decimals.substr(1))))
    return std::string(cell);
  const std::string plain = sign + whole + std::string(decimals);
  return percent ? hundredth(plain) : plain;
}

CellForm text_form(std::string_view cell) {
  if (cell.size() > 1 && cell.starts_with('\'') && all_digits(cell.substr(1)))
    return {std::string(cell.substr(1))};
  const auto e = cell.find("E+");
  if (e != std::string_view::npos && e > 0 && all_digits(cell.substr(e + 2)) &&
      std::ranges::all_of(cell.substr(0, e), [](char c) { return is_digit(c) || c == '.'; }))
    return {std::string(cell), "csv.number_shortened"};
  if (is_wide(cell))
    if (auto plain = narrowed(cell); plain && all_digits(*plain)) return {std::move(*plain)};
  return {std::string(cell)};
}

std::string truth_form(std::string_view cell) {
  std::string lower;
  for (const char c : cell) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (lower == "true" || lower == "yes" || lower == "是") return "true";
  if (lower == "false" || lower == "no" || lower == "否") return "false";
  return std::string(cell);
}

}  // namespace

std::string_view without_blanks(std::string_view text) {
  const auto begins = [&](std::string_view blank) { return text.starts_with(blank); };
  const auto ends = [&](std::string_view blank) { return text.ends_with(blank); };
  for (auto b = std::ranges::find_if(blanks, begins); b != blanks.end();
       b = std::ranges::find_if(blanks, begins))
    text.remove_prefix(b->size());
  for (auto b = std::ranges::find_if(blanks, ends); b != blanks.end();
       b = std::ranges::find_if(blanks, ends))
    text.remove_suffix(b->size());
  return text;
}

bool is_cell_error(std::string_view cell) {
  constexpr std::array shown = {"#N/A",  "#REF!",  "#VALUE!", "#DIV/0!", "#NAME?",
                                "#NUM!", "#NULL!", "#CALC!",  "#SPILL!", "########"};
  return std::ranges::find(shown, cell) != shown.end();
}

CellForm cell_form(const TypeInfo& type, std::string_view cell, char separator) {
  if (cell.empty()) return {};
  if (is_cell_error(cell)) return {std::string(cell), "csv.cell_error"};
  switch (type.kind) {
    case Kind::date:
      return day_form(cell);
    case Kind::decimal:
    case Kind::ratio:
    case Kind::integer:
      return {number_form(cell, separator)};
    case Kind::boolean:
      return {truth_form(cell)};
    case Kind::text:
      return text_form(cell);
    default:
      return {std::string(cell)};
  }
}

}  // namespace twinrail::inlets
