#pragma once

#include <span>
#include <vector>

#include "modules/kpi/service_judge.hpp"
#include "platform/inlets/inlets.hpp"

namespace twinrail::kpi {

/// What became of one reading of a batch; `key` says why it was refused.
struct IntakeLine {
  rules::IntakeOutcome outcome = rules::IntakeOutcome::refused;
  std::string column;
  std::string key;
  Arguments args;
};

/// Takes in the readings of one measure and source: decides each, writes the revisions and the sums
/// of days, and adds to `changes` what moved. Refused ones leave nothing behind.
std::vector<IntakeLine> take_in(const Context& ctx, Tx& tx, const Catalogue& catalogue,
                                MeasureId measure, const std::string& source_code,
                                std::span<const Reading> readings, DayChanges& changes);

/// kpi.measure, kpi.kpi, kpi.assignment and kpi.reading.
[[nodiscard]] std::vector<Inlet> inlets(Service& kpi, people::Service& people);

}  // namespace twinrail::kpi
