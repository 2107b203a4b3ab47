#pragma once

#include <optional>

#include "modules/kpi/rules_target.hpp"
#include "modules/kpi/service_judge.hpp"

namespace twinrail::kpi {

/// The KPI of a sheet of targets. Throws Error "kpi.unknown_kpi", and "kpi.grid_of_range" for one
/// that aims at a range, whose two ends no cell holds.
[[nodiscard]] const rules::Definition& sheet_kpi(const Catalogue& c, KpiId kpi);
/// What a target of the KPI may be, by what all its units aim at.
[[nodiscard]] std::optional<rules::TargetRange> range_of(const Catalogue& c,
                                                         const rules::Definition& d);

}  // namespace twinrail::kpi
