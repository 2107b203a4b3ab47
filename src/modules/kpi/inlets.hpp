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
  [[nodiscard]] bool stored() const {
    return outcome == rules::IntakeOutcome::added || outcome == rules::IntakeOutcome::correction;
  }
};

/// Readings of one measure and source that are taken in at one moment.
struct Batch {
  MeasureId measure;
  std::string source;
  std::vector<const Reading*> readings;
  Instant at;
  AccountId by;
};

/// Takes in a batch: decides each reading, writes the revisions and the sums of days, and adds to
/// `changes` what moved. Refused ones leave nothing behind.
std::vector<IntakeLine> take_in(Tx& tx, const Catalogue& catalogue, const Batch& batch,
                                DayChanges& changes);

/// The trail's row for those of the readings that were stored: rows of the database carry actor,
/// source and moment themselves, so it keeps their number and a hash of them. Nothing stored, no
/// row.
void note_readings(Tx& tx, const std::string& request, MeasureId measure,
                   std::span<const Reading* const> readings, std::span<const IntakeLine> lines);

/// kpi.measure, kpi.kpi, kpi.assignment and kpi.reading.
[[nodiscard]] std::vector<Inlet> inlets(Service& kpi);

}  // namespace twinrail::kpi
