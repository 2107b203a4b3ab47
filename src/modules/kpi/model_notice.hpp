#pragma once

#include <string_view>

#include "base/describe.hpp"
#include "base/ranged.hpp"

namespace twinrail::kpi {

/// A company's settings for breaches.
struct BreachRules {
  static constexpr std::string_view module = "kpi";
  /// Days after which a breach that nobody has acknowledged goes to whoever leads the unit above.
  Int<1, 60> escalate_days{3};
};
DESCRIBE(BreachRules, escalate_days);

}  // namespace twinrail::kpi
