#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace twinrail {

/// What somebody may do. The dotted names and who holds them stand in `rights.cpp`, in one table.
enum class Permission : std::uint8_t {
  people_read,
  people_write,
  kpi_read,
  kpi_write_reading,
  kpi_define,
  kpi_acknowledge,
  okr_read,
  okr_check_in,
  okr_write,
  okr_define,
  dashboard_read,
  identity_manage,
  tenancy_manage,
};
inline constexpr std::size_t permission_count = 13;

/// How a viewer stands to a row, as bits: a permission is held through one or several of them.
using Relations = std::uint8_t;
namespace relation {
inline constexpr Relations none = 0;
inline constexpr Relations self = 1;      ///< the viewer's own rows
inline constexpr Relations unit = 2;      ///< units the viewer is posted in, and all below
inline constexpr Relations chain = 4;     ///< units the viewer leads, and all below
inline constexpr Relations partner = 8;   ///< units whose HR partner the viewer is, and all below
inline constexpr Relations company = 16;  ///< everything of the tenant
}  // namespace relation

enum class Role : std::uint8_t { executive, hr, manager, employee, operator_, admin };
inline constexpr std::size_t role_count = 6;

/// How delicate a field of a person is (api.md, "Who may see what").
enum class FieldClass : std::uint8_t { open, work, contact, pay, identity, health };
inline constexpr std::size_t field_class_count = 6;

/// One line of the rights table: through which relations each role holds a permission.
struct PermissionRow {
  Permission permission;
  std::string_view name;    ///< e.g. "kpi.read", as tokens and the OpenAPI document name it
  std::string_view module;  ///< a permission of a module that is off is held by nobody
  std::array<Relations, role_count> held;
};

struct FieldClassRow {
  FieldClass field_class;
  std::string_view name;
  std::array<Relations, role_count> seen;
};

[[nodiscard]] std::span<const PermissionRow> permissions();
[[nodiscard]] std::span<const FieldClassRow> field_classes();
[[nodiscard]] const PermissionRow& row_of(Permission permission);
[[nodiscard]] std::optional<Permission> permission_named(std::string_view name);
[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::optional<Role> role_named(std::string_view name);

}  // namespace twinrail
