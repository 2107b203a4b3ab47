#include "platform/access/rights.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace twinrail {
namespace {

using relation::all;
using relation::lead;
using relation::none;
using relation::own;
using relation::self;
using relation::wide;

// Columns: executive, hr, manager, employee, operator, admin.
// clang-format off
constexpr std::array<ClassGrant, field_class_count> classes{{
    {FieldClass::open,     "public",   {all,  all,  all,  all,  own,  none}},
    {FieldClass::work,     "work",     {all,  all,  wide, own,  self, none}},
    {FieldClass::contact,  "contact",  {none, all,  lead, self, self, none}},
    {FieldClass::pay,      "pay",      {none, none, self, self, self, none}},
    {FieldClass::identity, "identity", {none, none, self, self, self, none}},
    {FieldClass::health,   "health",   {none, none, self, self, self, none}},
}};
// clang-format on

}  // namespace

std::span<const ClassGrant> field_classes() { return classes; }

std::string_view name_of(FieldClass field_class) {
  return classes[static_cast<std::size_t>(field_class)].name;
}

std::optional<FieldClass> field_class_named(std::string_view name) {
  for (const ClassGrant& row : classes)
    if (row.name == name) return row.field_class;
  return std::nullopt;
}

std::optional<std::size_t> built_in_role(std::string_view code) {
  const auto found = std::ranges::find(built_in_roles, code);
  if (found == built_in_roles.end()) return std::nullopt;
  return static_cast<std::size_t>(found - built_in_roles.begin());
}

void Rights::add(const std::string& module, std::span<const Grant> grants) {
  for (const Grant& grant : grants) {
    const Permission& p = grant.permission;
    if (!p.name.starts_with(module + "."))
      throw Error(Fault::internal, "access.foreign_permission",
                  Arguments{{"permission", std::string(p.name)}, {"module", module}});
    const bool there =
        std::ranges::any_of(rows_, [&](const Row& row) { return row.grant.permission == p; });
    if (there)
      throw Error(Fault::internal, "access.permission_twice",
                  Arguments{{"permission", std::string(p.name)}});
    rows_.push_back({module, grant});
  }
}

const Rights::Row* Rights::find(std::string_view permission) const {
  const auto found = std::ranges::find(rows_, permission,
                                       [](const Row& row) { return row.grant.permission.name; });
  return found == rows_.end() ? nullptr : &*found;
}

Relations Held::operator[](Permission permission) const {
  const auto found = std::ranges::find(held_, permission, &One::permission);
  return found == held_.end() ? everything_ : found->relations;
}

void Held::add(Permission permission, Relations relations) {
  if (relations == relation::none) return;
  const auto found = std::ranges::find(held_, permission, &One::permission);
  if (found == held_.end())
    held_.push_back({permission, relations});
  else
    found->relations |= relations;
}

void Held::keep(std::span<const std::string> kept) {
  std::erase_if(held_, [&](const One& one) {
    return std::ranges::find(kept, one.permission.name) == kept.end();
  });
}

}  // namespace twinrail
