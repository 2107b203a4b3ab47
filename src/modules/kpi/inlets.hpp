#pragma once

#include <span>
#include <vector>

#include "modules/kpi/service_judge.hpp"
#include "platform/context.hpp"
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
  std::vector<Asked<Reading>> readings;  ///< each with who reports it
  Instant at;
  /// Each place has been let through the gate, and its key stands nowhere else.
  bool by_place = false;
};

/// What became of a batch.
struct TakenIn {
  std::vector<IntakeLine> lines;
  std::vector<ReadingRow> stored;  ///< of the lines that were stored, in their order
};

/// Takes in a batch: decides each reading, writes the revisions and the sums of days, and adds to
/// `changes` what moved. Refused ones leave nothing behind. The caller has passed the gate of the
/// units that the readings name; that of the units under which their keys stand is passed here.
TakenIn take_in(Tx& tx, const Catalogue& catalogue, const Batch& batch, DayChanges& changes);

/// The trail's row for readings of a measure that were stored together: they carry actor, source
/// and moment themselves, so it keeps their number and a hash of them. Nothing stored, no row.
void note_readings(Tx& tx, const std::string& request, MeasureId measure,
                   std::span<const ReadingRow> stored);

/// The first row of the trail whose readings are not those that it brought; 0: there are readings
/// that none brought.
std::optional<std::int64_t> readings_differ(Read& db);

/// Under which source a figure stands for which no system is named.
inline constexpr const char* source_of_requests = "api";
inline constexpr const char* source_of_files = "file";
/// Under which those stand that are typed on the entry sheet: nothing else writes there, so the key
/// of a figure is its place.
inline constexpr const char* source_of_entry = "entry";

/// kpi.measure, kpi.kpi, kpi.assignment, kpi.source and kpi.reading.
[[nodiscard]] std::vector<Inlet> inlets(Service& kpi);

/// How what they wrote is taken back.
[[nodiscard]] InletUndo undo_of(Service& kpi, std::string_view inlet);

/// Where the module's rows name units, people, measures, KPIs and assignments.
[[nodiscard]] std::vector<twinrail::inlets::Uses> uses();

}  // namespace twinrail::kpi
