#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/db/table.hpp"
#include "platform/inlets/import.hpp"

/// SQL of imports.
namespace twinrail::inlets::store {

struct ImportRow {
  ImportId id;
  std::string inlet;
  AccountId account;
  bool dry_run = false;
  ImportState state = ImportState::checking;
  std::int64_t total = 0;  ///< rows of the file below its head
  std::int64_t checked = 0;
  std::int64_t next_row = 0;  ///< good rows that are written already
  std::int64_t stored = 0;
  std::int64_t known = 0;
  std::int64_t corrected = 0;
  std::int64_t refused = 0;
  std::string problems;  ///< JSON
  Instant started_at;
  std::optional<Instant> finished_at;
  std::string holder{};
  Instant held_until;
  std::string file{};  ///< its name
  bool leave_out = false;
  std::string heads{};  ///< JSON: what was said of heads
  std::string facts{};  ///< JSON
  std::int64_t version = 1;
  std::int64_t parts = 0;   ///< transactions that wrote something
  std::int64_t undone = 0;  ///< rows of the file that were taken back
  bool hindered = false;    ///< something stood in the way of that
  AccountId undone_by{};
  ImportState written_as = ImportState::checking;  ///< of its writing, while it is taken back
  std::optional<Instant> written_at{};             ///< and when
};
DESCRIBE(ImportRow, id, inlet, account, dry_run, state, total, checked, next_row, stored, known,
         corrected, refused, problems, started_at, finished_at, holder, held_until, file, leave_out,
         heads, facts, version, parts, undone, hindered, undone_by, written_as, written_at);
TABLE(ImportRow, "inlet_import", id);

/// What was said of a head, for all files of an inlet.
struct HeadRow {
  std::string inlet;
  std::string head;
  std::string field;  ///< the column; empty: it is not taken in
};
DESCRIBE(HeadRow, inlet, head, field);
TABLE(HeadRow, "inlet_head", inlet, head);

std::vector<HeadRow> heads(Read& db, const std::string& inlet);
/// Puts it in the place of what was said before.
void remember(Tx& tx, const HeadRow& row);

/// Keeps the file too. Returns the import's number.
ImportId add(Tx& tx, const ImportRow& row, std::string_view content);
std::optional<ImportRow> find(Read& db, ImportId id);
/// The newest first, at most 100; of one inlet if it is named.
std::vector<ImportRow> list(Read& db, const std::optional<std::string>& inlet);
/// Imports that are under way, the oldest first.
std::vector<ImportRow> unfinished(Read& db);
/// How many those are.
std::int64_t waiting(Read& db);
std::optional<std::string> content(Read& db, ImportId id);

/// From now on the holder works on it: false when it is finished, or another one does.
bool hold(Tx& tx, ImportId id, const std::string& holder, Instant now, Instant until);
void let_go(Tx& tx, ImportId id, const std::string& holder);

/// Writes state and figures, but only where the import still stands at `state` and `next_row`:
/// false when somebody else has taken it further. A finished import loses its file.
bool advance(Tx& tx, const ImportRow& row, ImportState state, std::int64_t next_row);

}  // namespace twinrail::inlets::store
