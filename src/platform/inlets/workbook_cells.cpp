#include "platform/inlets/workbook_cells.hpp"

#include <algorithm>
#include <charconv>

#include "base/date.hpp"

namespace twinrail::inlets {
namespace {

/// What a spreadsheet keeps of a number; what stands behind comes from binary fractions.
constexpr std::size_t significant = 15;
constexpr std::int64_t last_serial = 2'958'465;  // 9999-12-31

bool digit(char c) { return c >= '0' && c <= '9'; }

std::optional<int> whole(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  int value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (wrong != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// 0.d1d2d3… times ten to the power of `point`.
struct Digits {
  bool negative = false;
  std::string digits;
  int point = 0;
};

std::optional<Digits> digits_of(std::string_view stored) {
  Digits number;
  if (stored.starts_with('-')) {
    number.negative = true;
    stored.remove_prefix(1);
  }
  const std::size_t e = std::min(stored.find_first_of("eE"), stored.size());
  int power = 0;
  if (e < stored.size()) {
    const auto read = whole(stored.substr(e + 1));
    if (!read || *read > 400 || *read < -400) return std::nullopt;
    power = *read;
  }
  const std::string_view mantissa = stored.substr(0, e);
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  number.digits = mantissa.substr(0, point);
  if (point < mantissa.size()) number.digits += mantissa.substr(point + 1);
  if (number.digits.empty() || number.digits.size() > 400 ||
      !std::ranges::all_of(number.digits, digit))
    return std::nullopt;
  number.point = static_cast<int>(point) + power;
  const std::size_t zeros = std::min(number.digits.find_first_not_of('0'), number.digits.size());
  number.digits.erase(0, zeros);
  number.point -= static_cast<int>(zeros);
  return number;
}

void keep_significant(Digits& number) {
  std::string& d = number.digits;
  if (d.size() > significant) {
    const bool up = d[significant] >= '5';
    d.resize(significant);
    std::size_t at = significant;
    while (up && at > 0 && d[at - 1] == '9') d[--at] = '0';
    if (up && at > 0) ++d[at - 1];
    if (up && at == 0) {
      d.insert(0, 1, '1');
      ++number.point;
    }
  }
  d.erase(d.find_last_not_of('0') + 1);
}

std::string two(std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); }

std::string hour_of(std::int64_t seconds) {
  return two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
}

std::string day_text(std::int64_t serial, bool from_1904) {
  if (from_1904) return (Date::of(1904, 1, 1) + serial).to_string();
  if (serial == 0) return "1900-01-00";
  if (serial == 60) return "1900-02-29";
  return (Date::of(1899, 12, serial < 60 ? 31 : 30) + serial).to_string();
}

/// The code without what is only shown: "text", [colour], escaped characters.
std::string bare_code(std::string_view code) {
  std::string bare;
  for (std::size_t at = 0; at < code.size(); ++at) {
    const char c = code[at];
    if (c == ';') break;  // how negative numbers are shown
    if (c == '\\' || c == '_' || c == '*') {
      ++at;
    } else if (c == '"' || c == '[') {
      const std::size_t end = code.find(c == '"' ? '"' : ']', at + 1);
      const std::string_view inside = code.substr(at + 1, std::min(end, code.size()) - at - 1);
      // [h] and [mm] count hours past a day.
      if (c == '[' && !inside.empty() && inside.find_first_not_of("hHmMsS") == std::string::npos)
        bare += inside;
      if (end == std::string_view::npos) break;
      at = end;
    } else {
      bare += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return bare;
}

}  // namespace

// ECMA-376 part 1, 18.8.30; those above 26 are of East Asian versions.
CellShow show_of(int builtin) {
  const auto within = [&](int from, int to) { return from <= builtin && builtin <= to; };
  CellShow show;
  show.time = within(18, 22) || within(32, 35) || within(45, 47) || within(55, 56);
  show.day = within(14, 17) || builtin == 22 || within(27, 31) || builtin == 36 || within(50, 54) ||
             within(57, 58);
  return show;
}

CellShow show_of(std::string_view code) {
  CellShow show;
  const std::string bare = bare_code(code);
  if (bare == "general") return show;
  if (bare.size() > 1 && bare.find_first_not_of('0') == std::string::npos)
    show.padding = bare.size();
  show.time = bare.find_first_of("hs") != std::string::npos;
  show.day = bare.find_first_of("yd") != std::string::npos ||
             (!show.time && bare.find('m') != std::string::npos);
  return show;
}

std::optional<std::string> plain_number(std::string_view stored) {
  auto number = digits_of(stored);
  if (!number) return std::nullopt;
  keep_significant(*number);
  const std::string& d = number->digits;
  if (d.empty()) return "0";
  const std::string sign = number->negative ? "-" : "";
  const int point = number->point;
  if (point > static_cast<int>(significant)) {
    const std::string behind = d.size() > 1 ? "." + d.substr(1) : "";
    return sign + d.substr(0, 1) + behind + "E+" + std::to_string(point - 1);
  }
  if (point <= 0) return sign + "0." + std::string(static_cast<std::size_t>(-point), '0') + d;
  const auto before = static_cast<std::size_t>(point);
  if (d.size() <= before) return sign + d + std::string(before - d.size(), '0');
  return sign + d.substr(0, before) + "." + d.substr(before);
}

std::string day_of_serial(std::string_view plain, const CellShow& show, bool from_1904) {
  const std::size_t point = std::min(plain.find('.'), plain.size());
  const auto days = whole(plain.substr(0, point));
  const int last = static_cast<int>(last_serial) - (from_1904 ? 1462 : 0);
  if (plain.starts_with('-') || !days || *days > last) return "########";
  std::string fraction(plain.substr(std::min(point + 1, plain.size())));
  fraction.resize(9, '0');  // a billionth of a day is less than a tenth of a millisecond
  const std::int64_t billionths = whole(fraction).value_or(0);
  std::int64_t seconds = (billionths * 86'400 + 500'000'000) / 1'000'000'000;
  std::int64_t day = *days;
  if (seconds == 86'400) {
    ++day;
    seconds = 0;
  }
  if (!show.day) return hour_of(day * 86'400 + seconds);
  const std::string text = day_text(day, from_1904);
  return seconds == 0 ? text : text + " " + hour_of(seconds);
}

std::string padded(std::string plain, std::size_t digits) {
  if (plain.size() < digits && std::ranges::all_of(plain, digit))
    plain.insert(0, digits - plain.size(), '0');
  return plain;
}

std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    unsigned code = 0;
    if (rest.size() >= 7 && rest.starts_with("_x") && rest[6] == '_' &&
        std::from_chars(rest.data() + 2, rest.data() + 6, code, 16).ptr == rest.data() + 6 &&
        code > 0 && code < 0x80) {
      plain += static_cast<char>(code);
      at += 7;
    } else {
      plain += text[at++];
    }
  }
  return plain;
}

std::optional<CellPlace> place_of(std::string_view reference) {
  CellPlace place;
  std::size_t at = 0;
  for (; at < reference.size() && reference[at] >= 'A' && reference[at] <= 'Z' && at < 4; ++at)
    place.column = place.column * 26 + static_cast<std::size_t>(reference[at] - 'A') + 1;
  const auto row = whole(reference.substr(at));
  if (at == 0 || !row || *row < 1) return std::nullopt;
  --place.column;
  place.row = *row;
  return place;
}

}  // namespace twinrail::inlets
