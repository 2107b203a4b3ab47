#pragma once

#include "modules/kpi/store.hpp"

namespace twinrail::kpi {

/// Counts the counted readings again. Returns how many measures differed and, with `repair`, writes
/// what it counted.
std::int64_t recount(Tx& tx, bool repair);

/// Names a content of the catalogue that no other content has had.
[[nodiscard]] std::int64_t new_stamp();

/// Throws Error (invalid) "kpi.unit_needed" for none: a figure without one can be read in two ways.
void require_unit(const std::string& unit);

/// Throws Error (invalid) "kpi.bounds_crossed" where the least is more than the most.
void require_order(const ReadingBounds& bounds);

/// Writes a measure, and every process reads the catalogue anew. Throws Error "request.stale" where
/// somebody else has changed it meanwhile.
void change_and_renew(Tx& tx, MeasureRow& row);

}  // namespace twinrail::kpi
