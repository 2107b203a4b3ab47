#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

/// What DESCRIBE asks of its struct and of its own arguments when it is compiled.
namespace twinrail::describing {

/// Stands for a value of any type, where only the number of fields matters.
struct Anything {
  template <class T>
  operator T() const {  // NOLINT: it is meant to convert
    __builtin_unreachable();
  }
};
template <std::size_t>
using AnythingAt = Anything;

template <class T, class... Values>
concept TakesValues = requires { T{std::declval<Values>()...}; };
template <class T, class Indices>
inline constexpr bool takes = false;
template <class T, std::size_t... I>
inline constexpr bool takes<T, std::index_sequence<I...>> = TakesValues<T, AnythingAt<I>...>;

/// Whether an aggregate has just N fields.
template <class T, std::size_t N>
inline constexpr bool has_fields =
    takes<T, std::make_index_sequence<N>> && !takes<T, std::make_index_sequence<N + 1>>;

/// How many names stand in the argument list of a macro, "a, b, c".
consteval std::size_t name_count(std::string_view list) {
  std::size_t count = list.empty() ? 0 : 1;
  for (const char c : list)
    if (c == ',') ++count;
  return count;
}

/// The next name of such a list, taken off its front.
consteval std::string_view next_name(std::string_view& list) {
  const auto comma = list.find(',');
  std::string_view name = list.substr(0, comma);
  list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
  while (name.starts_with(' ')) name.remove_prefix(1);
  while (name.ends_with(' ')) name.remove_suffix(1);
  return name;
}

consteval bool named_once(std::string_view list) {
  while (!list.empty()) {
    const std::string_view name = next_name(list);
    std::string_view rest = list;
    while (!rest.empty())
      if (next_name(rest) == name) return false;
  }
  return true;
}

}  // namespace twinrail::describing
