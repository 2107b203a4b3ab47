#pragma once

#include <string_view>

#include "base/access.hpp"

/// What a description says of a field beside its type. Whatever walks the fields obeys it: JSON,
/// tables as files, sorting, the audit trail, the OpenAPI document.
namespace twinrail {

struct Attributes {
  FieldClass field_class = FieldClass::open;  ///< who may see the value, by whatever way it leaves
  std::string_view unit{};                    ///< of a number: "percent", "day"
  bool required = false;                      ///< of a text: it may not be empty
};

struct FieldAttributes {
  std::string_view name;
  Attributes attributes;
};

namespace describing {

/// What ATTRIBUTES says of a field of T; nothing special where it says nothing.
template <class T>
consteval Attributes attributes_for(std::string_view field) {
  if constexpr (requires { attributes_of(static_cast<const T*>(nullptr)); })
    for (const FieldAttributes& one : attributes_of(static_cast<const T*>(nullptr)))
      if (one.name == field) return one.attributes;
  return {};
}

}  // namespace describing

}  // namespace twinrail
