#include "platform/access/sortable.hpp"

#include <algorithm>

namespace twinrail::access {

const FieldInfo& sort_field(const Context& ctx, const TypeInfo& row,
                            std::span<const std::string_view> names, std::string_view asked) {
  if (std::ranges::find(names, asked) == names.end()) {
    std::string choices;
    for (const std::string_view name : names) (choices += choices.empty() ? "" : ", ") += name;
    throw Error(Fault::invalid, "request.unknown_sort",
                Arguments{{"name", std::string(asked)}, {"choices", choices}});
  }
  const FieldInfo& field = *std::ranges::find(row.fields, asked, &FieldInfo::name);
  if (!ctx.sees_all(field.attributes.field_class))
    throw Error(Fault::forbidden, "access.hidden_field", Arguments{{"field", std::string(asked)}});
  return field;
}

}  // namespace twinrail::access
