#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/access.hpp"

namespace twinrail {

/// The roles that every company has, in the order of the columns of a manifest's table. Roles of a
/// company's own are rows in its database.
inline constexpr std::size_t built_in_role_count = 6;
inline constexpr std::array<std::string_view, built_in_role_count> built_in_roles{
    "executive", "hr", "manager", "employee", "operator", "admin"};

/// One line of a manifest's table: through which relations each built-in role holds a permission.
struct Grant {
  Permission permission;
  std::array<Relations, built_in_role_count> held;  ///< in the order of `built_in_roles`
};

/// How the built-in roles see the fields of a class.
struct ClassGrant {
  FieldClass field_class;
  std::string_view name;
  std::array<Relations, built_in_role_count> seen;
};
[[nodiscard]] std::span<const ClassGrant> field_classes();
[[nodiscard]] std::string_view name_of(FieldClass field_class);
[[nodiscard]] std::optional<FieldClass> field_class_named(std::string_view name);

/// The column of a built-in role; nothing for a role of a company's own.
[[nodiscard]] std::optional<std::size_t> built_in_role(std::string_view code);

/// Every permission of the program, with who holds it: collected once at start from the manifests.
class Rights {
 public:
  struct Row {
    std::string module;  ///< a permission of a module that is off is held by nobody
    Grant grant;
  };

  /// Throws Error (internal) for a permission that is there already, or is not named after its
  /// module.
  void add(const std::string& module, std::span<const Grant> grants);
  [[nodiscard]] std::span<const Row> all() const { return rows_; }
  [[nodiscard]] const Row* find(std::string_view permission) const;  ///< null: there is none

 private:
  std::vector<Row> rows_;
};

/// What a viewer holds: deny by default.
class Held {
 public:
  [[nodiscard]] Relations operator[](Permission permission) const;
  void add(Permission permission, Relations relations);
  /// Takes away every permission that `kept` does not name.
  void keep(std::span<const std::string> kept);
  /// Holds whatever there is through these relations: an operator at the machine, a test.
  void everything(Relations relations = relation::company) { everything_ = relations; }
  friend bool operator==(const Held&, const Held&) = default;

 private:
  struct One {
    Permission permission;
    Relations relations = relation::none;
    friend bool operator==(const One&, const One&) = default;
  };
  std::vector<One> held_;
  Relations everything_ = relation::none;
};

}  // namespace twinrail
