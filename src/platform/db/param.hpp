#pragma once

#include <cstdint>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"

namespace twinrail {

/// A value on its way into a statement. Texts are not copied: they live as long as the call.
struct Param {
  enum class Kind : std::uint8_t { null, integer, text, integers, texts };
  Kind kind = Kind::null;
  std::int64_t integer = 0;
  std::string_view text;
  std::vector<std::int64_t> integers;   ///< of `IN ?`
  std::vector<std::string_view> texts;  ///< of `IN ?`

  [[nodiscard]] static Param of(std::int64_t value) {
    Param p;
    p.kind = Kind::integer;
    p.integer = value;
    return p;
  }
  [[nodiscard]] static Param of(std::string_view value) {
    Param p;
    p.kind = Kind::text;
    p.text = value;
    return p;
  }
};

namespace binding {

template <class T>
std::int64_t whole(const T& value) {
  if constexpr (describing::is_id<T>)
    return value.value;
  else
    return static_cast<std::int64_t>(value);
}

template <class List>
Param list(const List& items) {
  Param p;
  using Item = std::ranges::range_value_t<List>;
  if constexpr (std::convertible_to<Item, std::string_view>) {
    p.kind = Param::Kind::texts;
    for (const auto& item : items) p.texts.emplace_back(item);
  } else {
    p.kind = Param::Kind::integers;
    for (const auto& item : items) p.integers.push_back(whole(item));
  }
  return p;
}

}  // namespace binding

/// What a value is in the database: amounts are millionths, ratios ten-thousandths, days and
/// microseconds count from 1970, enumerations are their names.
template <class T>
Param param(const T& value) {
  if constexpr (describing::is_optional<T>)
    return value ? param(*value) : Param{};
  else if constexpr (std::convertible_to<T, std::string_view>)
    return Param::of(std::string_view(value));
  else if constexpr (std::same_as<T, Decimal>)
    return Param::of(value.micros());
  else if constexpr (std::same_as<T, Ratio>)
    return Param::of(value.parts());
  else if constexpr (std::same_as<T, Date>)
    return Param::of(std::int64_t{value.days()});
  else if constexpr (std::same_as<T, Instant>)
    return Param::of(value.micros());
  else if constexpr (describing::is_id<T>)
    return Param::of(value.value);
  else if constexpr (std::is_enum_v<T>)
    return Param::of(enum_name(value));
  else if constexpr (std::ranges::range<T>)
    return binding::list(value);
  else
    return Param::of(static_cast<std::int64_t>(value));
}

}  // namespace twinrail
