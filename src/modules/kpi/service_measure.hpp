#pragma once

#include "modules/kpi/store.hpp"

namespace twinrail::kpi {

/// Counts the counted readings again. Returns how many measures differed and, with `repair`, writes
/// what it counted.
std::int64_t recount(Tx& tx, bool repair);

}  // namespace twinrail::kpi
