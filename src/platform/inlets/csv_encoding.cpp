// Tells UTF-8 from what spreadsheets also save, and says what it is instead.

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "platform/inlets/csv.hpp"

namespace twinrail {

namespace {

using Byte = unsigned char;

Byte byte_at(std::string_view text, std::size_t at) { return static_cast<Byte>(text[at]); }

// Length of the well-formed UTF-8 character at `at` (Unicode 15, table 3-7), or 0.
std::size_t character_length(std::string_view text, std::size_t at) {
  const Byte lead = byte_at(text, at);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2U : lead < 0xF0 ? 3U : 4U;
  if (at + length > text.size()) return 0;
  const Byte second = byte_at(text, at + 1);
  const Byte least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const Byte most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (second < least || second > most) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte_at(text, at + i) & 0xC0U) != 0x80U) return 0;
  }
  return length;
}

// Position of the first byte that is no UTF-8, or the size.
std::size_t end_of_utf8(std::string_view text) {
  constexpr std::uint64_t high_bits = 0x8080808080808080U;
  std::size_t at = 0;
  while (at < text.size()) {
    std::uint64_t eight = 0;
    if (at + sizeof eight <= text.size()) {
      std::memcpy(&eight, text.data() + at, sizeof eight);
      if ((eight & high_bits) == 0) {
        at += sizeof eight;
        continue;
      }
    }
    const std::size_t length = character_length(text, at);
    if (length == 0) return at;
    at += length;
  }
  return at;
}

// Whether only the last character lacks its end: the rest of the file did not arrive.
bool cut_within_character(std::string_view text, std::size_t at) {
  const Byte lead = byte_at(text, at);
  if (lead < 0xC2 || lead > 0xF4 || text.size() - at > 3) return false;
  const std::size_t length = lead < 0xE0 ? 2U : lead < 0xF0 ? 3U : 4U;
  if (text.size() - at >= length) return false;
  return std::ranges::all_of(text.substr(at + 1),
                             [](char c) { return (static_cast<Byte>(c) & 0xC0U) == 0x80U; });
}

// Whether most characters beyond ASCII are well-formed: UTF-8 with a damaged place.
bool mostly_utf8(std::string_view text) {
  std::size_t good = 0;
  std::size_t bad = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    if (length == 0) ++bad;
    if (length > 1) good += length;
    at += std::max<std::size_t>(length, 1);
  }
  return good > bad;
}

// Whether all of it decodes as GB18030 and nearly all two-byte characters are those of GB2312,
// which are the ones in daily use (GB 18030-2005: 81..FE with 40..7E or 80..FE, or four bytes).
bool plausible_gb18030(std::string_view text) {
  std::size_t pairs = 0;
  std::size_t common = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Byte lead = byte_at(text, at);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    if (lead == 0x80 || lead == 0xFF || at + 1 == text.size()) return false;
    const Byte second = byte_at(text, at + 1);
    if (second >= 0x30 && second <= 0x39) {
      at += 4;  // a rare character in four bytes
      continue;
    }
    if (second < 0x40 || second == 0x7F || second == 0xFF) return false;
    ++pairs;
    if (lead >= 0xA1 && lead <= 0xF7 && second >= 0xA1) ++common;
    at += 2;
  }
  return pairs > 0 && common * 10 >= pairs * 9;
}

// What ICU takes it for; empty when it is not sure.
std::string detected(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status),
                                                                            &ucsdet_close);
  const auto sample = static_cast<std::int32_t>(std::min<std::size_t>(text.size(), 1U << 16U));
  ucsdet_setText(detector.get(), text.data(), sample, &status);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) != 0 || match == nullptr) return {};
  constexpr std::int32_t sure_enough = 30;  // ICU's own scale of 0..100
  if (ucsdet_getConfidence(match, &status) < sure_enough) return {};
  const char* name = ucsdet_getName(match, &status);
  if (U_FAILURE(status) != 0 || name == nullptr || std::string_view(name) == "UTF-8") return {};
  return name;
}

CsvProblem other_encoding(std::string name) {
  return {0, "", "csv.encoding", {{"encoding", std::move(name)}}};
}

// A message that points to a byte by the line and the character in it, both from 1.
CsvProblem at_place(std::string key, std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const auto line = std::ranges::count(before, '\n') + 1;
  const std::size_t last_break = before.rfind('\n');
  const std::string_view in_line =
      last_break == std::string_view::npos ? before : before.substr(last_break + 1);
  const auto column = std::ranges::count_if(
                          in_line, [](char c) { return (static_cast<Byte>(c) & 0xC0U) != 0x80U; }) +
                      1;
  return {
      0, "", std::move(key), {{"line", std::to_string(line)}, {"column", std::to_string(column)}}};
}

}  // namespace

std::optional<CsvProblem> encoding_problem(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE")) return other_encoding("UTF-16LE");
  if (bytes.starts_with("\xFE\xFF")) return other_encoding("UTF-16BE");
  if (bytes.starts_with("PK\x03\x04")) return CsvProblem{0, "", "csv.is_workbook", {}};
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);

  if (const std::size_t zero = bytes.find('\0'); zero != std::string_view::npos) {
    return at_place("csv.zero_byte", bytes, zero);
  }
  const std::size_t end = end_of_utf8(bytes);
  if (end == bytes.size()) return std::nullopt;
  if (cut_within_character(bytes, end)) return at_place("csv.cut_off_character", bytes, end);
  if (!mostly_utf8(bytes)) {
    if (plausible_gb18030(bytes)) return other_encoding("GB18030");
    if (std::string name = detected(bytes); !name.empty()) return other_encoding(std::move(name));
  }
  return at_place("csv.not_utf8", bytes, end);
}

namespace {

/// Whether all of it could be converted.
bool convert(std::string& bytes, const char* encoding) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> from(ucnv_open(encoding, &status),
                                                                &ucnv_close);
  ucnv_setToUCallBack(from.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  if (U_FAILURE(status) != 0) return false;
  // A character of two bytes takes up to three in UTF-8; one of one byte, one.
  std::string text(bytes.size() * 3 / 2 + 16, '\0');
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> to(ucnv_open("UTF-8", &status),
                                                              &ucnv_close);
  char* target = text.data();
  const char* source = bytes.data();
  ucnv_convertEx(to.get(), from.get(), &target, text.data() + text.size(), &source,
                 bytes.data() + bytes.size(), nullptr, nullptr, nullptr, nullptr, 1, 1, &status);
  if (U_FAILURE(status) != 0) return false;
  text.resize(static_cast<std::size_t>(target - text.data()));
  bytes = std::move(text);
  return true;
}

}  // namespace

std::optional<CsvProblem> to_utf8(std::string& bytes) {
  const auto problem = encoding_problem(bytes);
  if (!problem || problem->key != "csv.encoding") return problem;
  const std::string& encoding = problem->args.front().second;
  if (encoding != "UTF-16LE" && encoding != "UTF-16BE" && encoding != "GB18030") return problem;
  if (!convert(bytes, encoding.c_str())) return problem;
  return encoding_problem(bytes);
}

}  // namespace twinrail
