#include "platform/access/rights.hpp"

namespace twinrail {
namespace {

using relation::chain;
using relation::company;
using relation::none;
using relation::partner;
using relation::self;
using relation::unit;

using enum Permission;

// The columns' words: all rows; one's own and one's unit's; down the line from the units one leads,
// alone or with one's own; and the widest reach.
constexpr Relations all = company;
constexpr Relations down = chain;
constexpr Relations own = unit | self;
constexpr Relations lead = chain | self;
constexpr Relations wide = unit | chain | partner | self;

// Who may do what, and on which rows. The gate (Context), the OpenAPI document, the closed-door
// test and the tenant-crossing test are all made from this one table. Deny by default: what is not
// here is refused. Reading goals is open to the whole company, as OKR wants it; indicators follow
// the organisation.
//
// Columns: executive, hr, manager, employee, operator, admin.
// clang-format off
constexpr std::array<PermissionRow, permission_count> table{{
    {people_read,       "people.read",       "people",    {all,  all,  all,  all,  own,  none}},
    {people_write,      "people.write",      "people",    {none, all,  none, none, none, none}},
    {kpi_read,          "kpi.read",          "kpi",       {all,  all,  wide, own,  own,  none}},
    {kpi_write_reading, "kpi.write_reading", "kpi",       {none, all,  down, none, none, all}},
    {kpi_define,        "kpi.define",        "kpi",       {none, all,  none, none, none, none}},
    {kpi_acknowledge,   "kpi.acknowledge",   "kpi",       {all,  none, lead, self, self, none}},
    {okr_read,          "okr.read",          "okr",       {all,  all,  all,  all,  own,  none}},
    {okr_check_in,      "okr.check_in",      "okr",       {all,  none, lead, self, self, none}},
    {okr_write,         "okr.write",         "okr",       {all,  all,  lead, self, none, none}},
    {okr_define,        "okr.define",        "okr",       {all,  all,  none, none, none, none}},
    {dashboard_read,    "dashboard.read",    "dashboard", {all,  all,  all,  all,  unit, none}},
    {identity_manage,   "identity.manage",   "identity",  {none, none, none, none, none, all}},
    {tenancy_manage,    "tenancy.manage",    "tenancy",   {none, none, none, none, none, all}},
}};

// Columns as above.
constexpr std::array<FieldClassRow, field_class_count> classes{{
    {FieldClass::open,     "public",   {all,  all,  all,  all,  own,  none}},
    {FieldClass::work,     "work",     {all,  all,  wide, own,  self, none}},
    {FieldClass::contact,  "contact",  {none, all,  lead, self, self, none}},
    {FieldClass::pay,      "pay",      {none, none, self, self, self, none}},
    {FieldClass::identity, "identity", {none, none, self, self, self, none}},
    {FieldClass::health,   "health",   {none, none, self, self, self, none}},
}};
// clang-format on

constexpr std::array<std::string_view, role_count> roles{"executive", "hr",       "manager",
                                                         "employee",  "operator", "admin"};

static_assert(
    [] {
      for (std::size_t i = 0; i < table.size(); ++i)
        if (static_cast<std::size_t>(table[i].permission) != i) return false;
      return true;
    }(),
    "the table is in the order of the enum, so that a look-up is an index");

}  // namespace

std::span<const PermissionRow> permissions() { return table; }
std::span<const FieldClassRow> field_classes() { return classes; }

const PermissionRow& row_of(Permission permission) {
  return table[static_cast<std::size_t>(permission)];
}

std::optional<Permission> permission_named(std::string_view name) {
  for (const PermissionRow& row : table)
    if (row.name == name) return row.permission;
  return std::nullopt;
}

std::string_view name_of(Role role) { return roles[static_cast<std::size_t>(role)]; }

std::optional<Role> role_named(std::string_view name) {
  for (std::size_t i = 0; i < roles.size(); ++i)
    if (roles[i] == name) return static_cast<Role>(i);
  return std::nullopt;
}

}  // namespace twinrail
