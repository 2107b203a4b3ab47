#pragma once

#include <string_view>

#include "base/describe.hpp"
#include "base/ranged.hpp"
#include "modules/kpi/rules_proposal.hpp"

namespace twinrail::kpi::rules {
DESCRIBE_ENUM(TargetReview, nobody, everybody);
}  // namespace twinrail::kpi::rules

namespace twinrail::kpi {

/// What a company sets of its indicators.
struct BreachRules {
  static constexpr std::string_view module = "kpi";
  /// Days after which a breach that nobody has acknowledged goes to whoever leads the unit above.
  Int<1, 60> escalate_days{3};
  /// Whose changes of a running period's target somebody else agrees to.
  rules::TargetReview review_of_running_targets = rules::TargetReview::nobody;
};
DESCRIBE(BreachRules, escalate_days, review_of_running_targets);

}  // namespace twinrail::kpi
