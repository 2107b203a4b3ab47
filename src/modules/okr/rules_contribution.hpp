#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "modules/okr/rules_rollup.hpp"

/// Which objectives may contribute to which.
namespace twinrail::okr::rules {

/// A link from a child objective to its parent objective or key result.
struct ContributionEdge {
  std::string child;
  std::string parent;
  Decimal share = Decimal::from_micros(1'000'000);  ///< of a contributing link, above 0, at most 1
  Relation relation = Relation::contributes;
};

/// The loop that `added` would close: from its child up to that child again, the shortest one, then
/// the first by name. Empty if it closes none. Supporting links close no loop.
[[nodiscard]] std::vector<std::string> loop_closed_by(std::span<const ContributionEdge> edges,
                                                      const ContributionEdge& added);

/// The child's shares with the new link. Throws Error "share_out_of_range", "cycle" (argument
/// `path`) or "shares_exceed_one" (argument `sum`). A supporting link is always accepted.
[[nodiscard]] Decimal accept_contribution(std::span<const ContributionEdge> edges,
                                          const ContributionEdge& added);

}  // namespace twinrail::okr::rules
