#pragma once

#include <set>

#include "modules/kpi/rules_proposal.hpp"
#include "modules/kpi/service_view.hpp"

namespace twinrail {
class Context;
}

namespace twinrail::kpi {

/// What keeps a target from being set directly: a request about it that is open, or the company's
/// rule for what touches a running period. Loaded once for many.
struct TargetGuard {
  rules::TargetReview review = rules::TargetReview::nobody;
  std::set<AssignmentId> held;
  Date today;

  /// The key of the refusal, or null.
  [[nodiscard]] const char* refusal(const Catalogue& c, AssignmentId id, Date from) const;
};

}  // namespace twinrail::kpi
