#pragma once

#include <cstdint>
#include <vector>

#include "modules/kpi/store.hpp"
#include "platform/inlets/undo.hpp"

/// Which rows of the module name units, people, measures, KPIs and assignments, and the readings
/// that an import wrote.
namespace twinrail::kpi::store {

using inlets::Use;
using Ids = std::vector<std::int64_t>;

std::vector<Use> uses_of_units(Read& db, const Ids& ids);
std::vector<Use> uses_of_people(Read& db, const Ids& ids);
std::vector<Use> uses_of_measures(Read& db, const Ids& ids);
std::vector<Use> uses_of_kpis(Read& db, const Ids& ids);
std::vector<Use> uses_of_sources(Read& db, const Ids& ids);
std::vector<Use> uses_of_assignments(Read& db, const Ids& ids);

/// Points and running sums of assignments that are there no more.
void forget_points(Tx& tx, const Ids& assignments);

/// The number of the newest reading.
std::int64_t newest_reading(Read& db);
/// Further revisions of readings in a stretch, in the order of these.
std::vector<inlets::LaterRecord> later_readings(Read& db, inlets::Stretch readings);

/// A reading with what took its place.
struct RevisedReading : ReadingRow {
  std::optional<Instant> superseded_at;
};
DESCRIBE_ON(RevisedReading, ReadingRow, superseded_at);
/// Readings in a stretch, in the order in which they came.
std::vector<RevisedReading> readings_in(Read& db, inlets::Stretch readings);
/// By key of a reading in a stretch: the revision that stands.
std::vector<RevisedReading> standing_of(Read& db, inlets::Stretch readings);
/// By key of a reading in a stretch: the revisions right before those in it.
std::vector<RevisedReading> before_of(Read& db, inlets::Stretch readings);
/// Revisions that say that a reading counts no more: they take its place and never stood, so they
/// are superseded before they were recorded.
void withdraw(Tx& tx, const std::vector<ReadingRow>& revisions);

}  // namespace twinrail::kpi::store
