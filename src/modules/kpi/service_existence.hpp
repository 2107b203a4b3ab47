#pragma once

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "modules/kpi/store.hpp"

namespace twinrail::kpi {

/// The days a unit exists, from the tree's own rows (a unit is its own ancestor at depth 0).
class Existence {
 public:
  Existence(Read& db, const std::vector<OrgUnitId>& units) {
    for (const store::AncestorRow& row : store::paths_up(db, units))
      if (row.depth == 0) spans_[row.unit].push_back({row.valid_from, row.valid_to});
  }
  [[nodiscard]] bool on(OrgUnitId unit, Date day) const {
    const auto found = spans_.find(unit);
    if (found == spans_.end()) return false;
    return std::ranges::any_of(
        found->second, [&](const auto& span) { return span.first <= day && day <= span.second; });
  }

 private:
  std::map<OrgUnitId, std::vector<std::pair<Date, Date>>> spans_;
};

}  // namespace twinrail::kpi
