#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace twinrail {

/// The code point that a UTF-8 text begins with, which is taken off it. The text is valid UTF-8 and
/// not empty.
[[nodiscard]] constexpr char32_t take_sign(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t sign = length == 1 ? lead : lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < std::min(length, text.size()); ++i)
    sign = sign << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
  text.remove_prefix(std::min(length, text.size()));
  return sign;
}

/// Control characters but tabs and ends of lines, and what turns the direction of the text around
/// it: a text with such a sign shows something else than it says.
[[nodiscard]] constexpr bool is_disguise(char32_t sign) {
  if (sign < 0x20) return sign != U'\t' && sign != U'\n' && sign != U'\r';
  return (sign >= 0x7F && sign <= 0x9F) || (sign >= 0x202A && sign <= 0x202E) ||
         (sign >= 0x2066 && sign <= 0x2069);
}

/// Signs of which nothing is seen when they stand alone, from the first to the last of each range.
inline constexpr std::array<std::pair<char32_t, char32_t>, 14> invisible_signs{{{0x00, 0x20},
                                                                                {0x7F, 0xA0},
                                                                                {0xAD, 0xAD},
                                                                                {0x61C, 0x61C},
                                                                                {0x115F, 0x1160},
                                                                                {0x1680, 0x1680},
                                                                                {0x180B, 0x180F},
                                                                                {0x2000, 0x200F},
                                                                                {0x2028, 0x202F},
                                                                                {0x205F, 0x206F},
                                                                                {0x3000, 0x3000},
                                                                                {0x3164, 0x3164},
                                                                                {0xFE00, 0xFE0F},
                                                                                {0xFEFF, 0xFEFF}}};

/// Nothing is seen of it when it stands alone.
[[nodiscard]] constexpr bool is_invisible(char32_t sign) {
  return std::ranges::any_of(invisible_signs,
                             [&](const auto& r) { return sign >= r.first && sign <= r.second; });
}

[[nodiscard]] constexpr bool has_disguise(std::string_view text) {
  while (!text.empty())
    if (is_disguise(take_sign(text))) return true;
  return false;
}

/// Whether anything of it is seen; an empty text has nothing.
[[nodiscard]] constexpr bool is_seen(std::string_view text) {
  while (!text.empty())
    if (!is_invisible(take_sign(text))) return true;
  return false;
}

/// What a thing can be called by: something, and all of it is seen. A plain blank may stand within,
/// never at an end, so that two codes that look alike are alike.
[[nodiscard]] constexpr bool is_code(std::string_view text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
  while (!text.empty())
    if (const char32_t sign = take_sign(text); sign != U' ' && is_invisible(sign)) return false;
  return true;
}

}  // namespace twinrail
