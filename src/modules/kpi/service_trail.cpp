#include "modules/kpi/inlets.hpp"
#include "platform/audit/audit.hpp"
#include "platform/audit/hash.hpp"
#include "platform/json/json.hpp"

namespace twinrail::kpi {
namespace {

constexpr std::string_view place = "kpi_reading";
/// Rows of the trail, and readings, that are read at a time.
constexpr std::int64_t chunk = 2000;

/// What the trail says of a batch. 0.2.0 kept a hash of what was asked for, which the readings do
/// not tell any more; their number still counts.
struct BatchNote {
  std::int64_t count = 0;
  std::optional<std::string> hash;
  std::optional<std::string> rows;  ///< hash of the readings as they are stored
};
DESCRIBE(BatchNote, count, hash, rows);

void add_to(audit::Hash& hash, const ReadingRow& r) {
  hash.add(r.source)
      .add(r.source_key)
      .add(r.revision)
      .add(r.org_unit.value)
      .add(r.day.to_string())
      .add(r.amount.to_string())
      .add(r.recorded_at.micros())
      .add(r.recorded_by.value)
      .add(r.reason)
      .add(r.dim1)
      .add(r.dim2)
      .add(r.dim3)
      .add(r.dim4);
}

/// All readings in the order in which they were stored.
class Readings {
 public:
  explicit Readings(Read& db) : db_(db) {}
  std::optional<ReadingRow> next() {
    if (at_ == rows_.size()) {
      rows_ = store::readings_after(db_, last_, chunk);
      at_ = 0;
      if (rows_.empty()) return std::nullopt;
      last_ = rows_.back().id;
    }
    return std::move(rows_[at_++]);
  }

 private:
  Read& db_;
  std::vector<ReadingRow> rows_;
  std::size_t at_ = 0;
  std::int64_t last_ = INT64_MIN;
};

/// Changes of a company are made one after the other, so the next readings are the batch's.
bool brought(const audit::Batch& batch, Readings& readings) {
  const auto note = from_json<BatchNote>(batch.said);
  audit::Hash hash;
  for (std::int64_t i = 0; i < note.count; ++i) {
    const std::optional<ReadingRow> reading = readings.next();
    if (!reading || std::to_string(reading->measure.value) != batch.key) return false;
    add_to(hash, *reading);
  }
  return !note.rows || *note.rows == hash.hex();
}

}  // namespace

void note_readings(Tx& tx, const std::string& request, MeasureId measure,
                   std::span<const ReadingRow> stored) {
  if (stored.empty()) return;
  audit::Hash hash;
  for (const ReadingRow& r : stored) add_to(hash, r);
  audit::note(tx, request, place, std::to_string(measure.value),
              "{\"count\":" + std::to_string(stored.size()) + ",\"rows\":\"" + hash.hex() + "\"}");
}

std::optional<std::int64_t> readings_differ(Read& db) {
  Readings readings(db);
  for (std::int64_t last = 0;;) {
    const std::vector<audit::Batch> batches = audit::batches(db, place, last, chunk);
    if (batches.empty()) break;
    for (const audit::Batch& batch : batches)
      if (batch.said.empty() || !brought(batch, readings)) return batch.id;
    last = batches.back().id;
  }
  return readings.next() ? std::optional<std::int64_t>(0) : std::nullopt;
}

}  // namespace twinrail::kpi
