#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/check_json.hpp"

namespace twinrail::check {

/// One operation of the case files: how a case calls the rule that the server calls.
struct Operation {
  std::string_view family;  ///< "okr"
  std::string_view name;    ///< "kr_progress"
  std::string_view rule;    ///< the function of the rules, without the namespace twinrail
  Value (*answer)(const Value& inputs);
  [[nodiscard]] std::string op() const { return std::string(family) + "." + std::string(name); }
};

/// The operations of one family each; the answers are written as the case files want them.
[[nodiscard]] std::span<const Operation> okr_operations();
[[nodiscard]] std::span<const Operation> pace_operations();
[[nodiscard]] std::span<const Operation> kpi_operations();
[[nodiscard]] std::span<const Operation> value_operations();
[[nodiscard]] std::span<const Operation> link_operations();

/// All of them, sorted by name.
[[nodiscard]] const std::vector<Operation>& operations();

}  // namespace twinrail::check
