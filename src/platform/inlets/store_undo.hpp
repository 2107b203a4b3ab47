#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/db/table.hpp"
#include "platform/inlets/store_import.hpp"
#include "platform/inlets/undo.hpp"

/// SQL of what imports wrote and of taking it back.
namespace twinrail::inlets::store {

/// What one transaction of an import wrote, and of the one that took it back.
struct PartRow {
  ImportId import;
  std::int64_t part = 0;
  std::int64_t written = 0;  ///< rows of the file
  std::int64_t trail_after = 0;
  std::int64_t trail_to = 0;
  std::int64_t mark_after = 0;
  std::int64_t mark_to = 0;
  std::int64_t back_trail_after = 0;
  std::int64_t back_trail_to = 0;  ///< 0 until it is taken back
  std::int64_t back_mark_after = 0;
  std::int64_t back_mark_to = 0;
};
DESCRIBE(PartRow, import, part, written, trail_after, trail_to, mark_after, mark_to,
         back_trail_after, back_trail_to, back_mark_after, back_mark_to);
TABLE(PartRow, "inlet_part", import, part);

void add(Tx& tx, const PartRow& row);
/// In the order in which they were written.
std::vector<PartRow> parts(Read& db, ImportId id);
/// Parts of later imports that were taken back: together with what took them back they are as if
/// they had never been. Those of one inlet alone, where it is named.
std::vector<PartRow> undone_since(Read& db, ImportId id, const std::optional<std::string>& inlet);
/// Keeps what took the part back.
void taken_back(Tx& tx, const PartRow& row);

/// Whether an import is at its end and something of it still stands.
[[nodiscard]] bool can_undo(const ImportRow& row);
/// The import is under way again, to be taken back: false where somebody else has moved it.
bool begin_undo(Tx& tx, const ImportRow& row, AccountId by);
void went_back(Tx& tx, ImportId id, std::int64_t undone);
/// It is at its end again: `undone`, or as it was written with what stood in the way.
void end_undo(Tx& tx, const ImportRow& row);

/// The number of the newest row of the trail.
std::int64_t newest_of_trail(Read& db);
/// Rows of these tables in a stretch of the trail, oldest first.
std::vector<WrittenRow> written(Read& db, Stretch trail, const std::vector<std::string>& tables);
/// Later rows of the trail about the same things.
struct LaterRow {
  std::int64_t row = 0;  ///< the one that was written
  std::int64_t later = 0;
  Instant at;
  std::string actor;
};
DESCRIBE(LaterRow, row, later, at, actor);
std::vector<LaterRow> later(Read& db, Stretch trail, const std::vector<std::string>& tables);
/// By which row of the trail a thing was made.
struct MadeBy {
  std::int64_t id = 0;
  std::string key;
  Instant at;
  std::string actor;
};
DESCRIBE(MadeBy, id, key, at, actor);
std::vector<MadeBy> made_by(Read& db, const std::string& place,
                            const std::vector<std::string>& keys);

/// Puts rows back as they were before they were written; newest first. A version goes up.
void restore(Tx& tx, std::span<const WrittenRow> rows);

}  // namespace twinrail::inlets::store
