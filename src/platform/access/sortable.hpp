#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/describe.hpp"
#include "platform/context.hpp"

/// By which fields of its rows a list may be sorted or searched.
namespace twinrail {

/// The names, checked against the description: one that is no field does not compile.
template <class Row, std::size_t N>
[[nodiscard]] consteval std::array<std::string_view, N> sortable(
    const std::string_view (&names)[N]) {
  std::array<std::string_view, N> checked{};
  for (std::size_t i = 0; i < N; ++i) {
    bool there = false;
    for (const std::string_view field : describing::field_names<Row>)
      there = there || field == names[i];
    if (!there) throw "a list is sorted by fields of its rows";
    checked[i] = names[i];
  }
  return checked;
}

namespace access {
[[nodiscard]] const FieldInfo& sort_field(const Context& ctx, const TypeInfo& row,
                                          std::span<const std::string_view> names,
                                          std::string_view asked);
}  // namespace access

/// The field that a client asks for. Throws Error (invalid) "request.unknown_sort" for a name that
/// is none of `names`, and (forbidden) "access.hidden_field" for a field of a class that the caller
/// does not see of everybody: the order of the rows would tell what their cells do not.
template <class Row>
[[nodiscard]] const FieldInfo& sort_field(const Context& ctx,
                                          std::span<const std::string_view> names,
                                          std::string_view asked) {
  return access::sort_field(ctx, type_of<Row>(), names, asked);
}

}  // namespace twinrail
