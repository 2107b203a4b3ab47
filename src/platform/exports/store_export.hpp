#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/db/table.hpp"
#include "platform/exports/export_files.hpp"

/// SQL of the files that jobs make of lists.
namespace twinrail::exports::store {

struct FileRow {
  ExportFileId id;
  AccountId account;
  std::string title;
  std::string list;  ///< its path and filters
  FileFormat format = FileFormat::csv;
  std::string language;  ///< "zh" or "en", of the heads
  ExportState state = ExportState::waiting;
  std::int64_t written = 0;  ///< rows
  std::int64_t bytes = 0;
  std::int64_t pieces = 0;
  std::string name;          ///< of the file
  std::string rights;        ///< JSON: rules::Grasp
  std::string problem;       ///< key of why there is no file
  std::string problem_args;  ///< JSON
  std::string request;       ///< number of the request that asked for it
  std::int64_t turns = 0;
  Instant asked_at;
  std::optional<Instant> as_of;
  std::optional<Instant> ended_at;
  std::optional<Instant> expires_at;
  std::int64_t version = 1;
};
DESCRIBE(FileRow, id, account, title, list, format, language, state, written, bytes, pieces, name,
         rights, problem, problem_args, request, turns, asked_at, as_of, ended_at, expires_at,
         version);
TABLE(FileRow, "export_file", id);

struct PieceRow {
  ExportFileId file;
  std::int64_t piece = 0;
  std::string content;
};
DESCRIBE(PieceRow, file, piece, content);
TABLE(PieceRow, "export_piece", file, piece);

ExportFileId add(Tx& tx, const FileRow& row);
std::optional<FileRow> find(Read& db, ExportFileId id);
/// An account's own, the newest first; only those before `before`.
std::vector<FileRow> of_account(Read& db, AccountId account, ExportFileId before,
                                std::int64_t limit);
std::int64_t count(Read& db, AccountId account);
/// The one that has waited longest, begun or not.
std::optional<FileRow> next_to_make(Read& db);
/// When the next one of those that are made goes away.
std::optional<Instant> next_end(Read& db);

/// The work begins, from the start; returns how often it has been begun by now.
std::int64_t begin(Tx& tx, const FileRow& row);
/// The work was put down by whoever began it, and not because of the file.
void put_down(Tx& tx, const FileRow& row);
/// Adds pieces and says how far it is: false when the file is gone, or another has begun it since.
bool advance(Tx& tx, const FileRow& row, const std::vector<PieceRow>& pieces);
/// It is at its end, as `row` says. False as above.
bool end(Tx& tx, const FileRow& row);

/// The bytes as they were kept.
std::vector<PieceRow> pieces(Read& db, ExportFileId id);
void remove_pieces(Tx& tx, ExportFileId id);
void remove(Tx& tx, ExportFileId id);
/// Removes what ends up to now.
void remove_ended(Tx& tx, Instant now);

}  // namespace twinrail::exports::store
