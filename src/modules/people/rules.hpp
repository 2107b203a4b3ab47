#pragma once

#include <map>
#include <optional>
#include <vector>

#include "base/date.hpp"
#include "base/ids.hpp"

/// The tree as it stood on each day, from dated versions. Pure.
namespace twinrail::people::rules {

/// Under which parent a unit stands during a span of days (both included).
struct Placement {
  OrgUnitId unit;
  std::optional<OrgUnitId> parent;
  Date from;
  Date to;
};

/// A unit under one of its ancestors (itself: depth 0) during a span of days.
struct Path {
  OrgUnitId ancestor;
  OrgUnitId unit;
  Date from;
  Date to;
  int depth = 0;
  friend auto operator<=>(const Path&, const Path&) = default;
};

/// Deeper organisations are a mistake; it also bounds the walk up.
inline constexpr int depth_max = 20;

/// All paths, each span as long as it can be. Throws Error "people.cycle" with `unit` when a unit
/// would stand under itself, "people.too_deep" beyond depth_max, "people.parent_not_there" when a
/// parent does not exist on a day on which its child does.
[[nodiscard]] std::vector<Path> paths(const std::vector<Placement>& placements);

}  // namespace twinrail::people::rules
