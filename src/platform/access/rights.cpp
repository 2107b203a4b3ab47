#include "platform/access/rights.hpp"

namespace twinrail {
namespace {

using relation::chain;
using relation::company;
using relation::none;
using relation::partner;
using relation::self;
using relation::unit;

constexpr Relations led = unit | chain | partner;

// Who may do what, and on which rows. The gate (Context), the OpenAPI document, the closed-door test and
// the tenant-crossing test are all made from this one table. Deny by default: what is not here is refused.
// Reading goals is open to the whole company, as OKR wants it; indicators follow the organisation.
// clang-format off
constexpr std::array<PermissionRow, permission_count> table{{
    //                                                                            executive  hr       manager         employee      operator      admin
    {Permission::people_read,       "people.read",       "people",    {company,   company, company,        company,      unit | self,  none}},
    {Permission::people_write,      "people.write",      "people",    {none,      company, none,           none,         none,         none}},
    {Permission::kpi_read,          "kpi.read",          "kpi",       {company,   company, led | self,     unit | self,  unit | self,  none}},
    {Permission::kpi_write_reading, "kpi.write_reading", "kpi",       {none,      company, chain,          none,         none,         company}},
    {Permission::kpi_define,        "kpi.define",        "kpi",       {none,      company, none,           none,         none,         none}},
    {Permission::kpi_acknowledge,   "kpi.acknowledge",   "kpi",       {company,   none,    chain | self,   self,         self,         none}},
    {Permission::okr_read,          "okr.read",          "okr",       {company,   company, company,        company,      unit | self,  none}},
    {Permission::okr_check_in,      "okr.check_in",      "okr",       {company,   none,    chain | self,   self,         self,         none}},
    {Permission::okr_write,         "okr.write",         "okr",       {company,   company, chain | self,   self,         none,         none}},
    {Permission::okr_define,        "okr.define",        "okr",       {company,   company, none,           none,         none,         none}},
    {Permission::dashboard_read,    "dashboard.read",    "dashboard", {company,   company, company,        company,      unit,         none}},
    {Permission::identity_manage,   "identity.manage",   "identity",  {none,      none,    none,           none,         none,         company}},
    {Permission::tenancy_manage,    "tenancy.manage",    "tenancy",   {none,      none,    none,           none,         none,         company}},
}};

constexpr std::array<FieldClassRow, field_class_count> classes{{
    //                                   executive  hr       manager         employee      operator      admin
    {FieldClass::open,     "public",   {company,   company, company,        company,      unit | self,  none}},
    {FieldClass::work,     "work",     {company,   company, led | self,     unit | self,  self,         none}},
    {FieldClass::contact,  "contact",  {none,      company, chain | self,   self,         self,         none}},
    {FieldClass::pay,      "pay",      {none,      none,    self,           self,         self,         none}},
    {FieldClass::identity, "identity", {none,      none,    self,           self,         self,         none}},
    {FieldClass::health,   "health",   {none,      none,    self,           self,         self,         none}},
}};
// clang-format on

constexpr std::array<std::string_view, role_count> roles{"executive", "hr",       "manager",
                                                         "employee",  "operator", "admin"};

static_assert([] {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (static_cast<std::size_t>(table[i].permission) != i) return false;
  return true;
}(), "the table is in the order of the enum, so that a look-up is an index");

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
