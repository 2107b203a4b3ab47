#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/quota.hpp"
#include "platform/exports/export_list.hpp"
#include "platform/jobs/jobs.hpp"

/// Lists that are too long for one answer: asked for as a file, which a job makes.
namespace twinrail {

using ExportFileId = Id<struct ExportFileTag>;

namespace exports {
enum class ExportState {
  waiting,
  writing,
  ready,
  failed,
};
DESCRIBE_ENUM(ExportState, waiting, writing, ready, failed);
namespace store {
struct FileRow;
}
}  // namespace exports

struct AskExportFile {
  Text<1000> list;  ///< the list's own path and filters: "/people?unit=3"
  std::optional<FileFormat> format{};
  std::optional<Text<200>> title{};  ///< what its reader calls the list
};
DESCRIBE(AskExportFile, list, format, title);

/// How far a file is; seen by its maker alone.
struct ExportFile {
  ExportFileId id;
  std::string title;
  std::string list;
  FileFormat format = FileFormat::csv;
  exports::ExportState state = exports::ExportState::waiting;
  std::int64_t written = 0;  ///< rows so far
  std::int64_t bytes = 0;
  std::string problem;  ///< why there is none, in the reader's words; empty otherwise
  Instant asked_at;
  std::optional<Instant> as_of{};  ///< its rows are those of this moment
  std::optional<Instant> ended_at{};
  std::optional<Instant> expires_at{};  ///< it is removed then
  std::int64_t version = 1;
};
DESCRIBE(ExportFile, id, title, list, format, state, written, bytes, problem, asked_at, as_of,
         ended_at, expires_at, version);

struct ExportFileOf {
  ExportFileId file;
};
DESCRIBE(ExportFileOf, file);

struct ExportFilesOf {
  std::optional<Text<20>> cursor{};
  std::optional<Int<1, 200>> limit{};
};
DESCRIBE(ExportFilesOf, cursor, limit);

/// Sizes and times that tests make smaller.
struct ExportSizes {
  std::int64_t rows = 1'000'000;                ///< a sheet of a workbook takes 1,048,576
  std::int64_t bytes = std::int64_t{64} << 20;  ///< of a file: it is sent from memory
  std::size_t piece = std::size_t{512} << 10;   ///< bytes that are kept at a time
  std::chrono::milliseconds told_every = std::chrono::seconds(1);  ///< how far it is
  std::int64_t kept_seconds = 7 * 24 * 3600;                       ///< then it is removed
  std::int64_t turns = 5;                   ///< begun so often without an end: given up
  Quota kept{"export.too_many_files", 20};  ///< of one account, under way or made
};

/// Makes long lists into files, one after the other in each company, on a snapshot beside the
/// writer: the rows of a file are those of one moment, on either engine. The one who asked sees
/// progress, and the file is given to nobody else. It is made with the rights of the hour in which
/// it is made, and given only while all of those are still held. A turn that is cut off begins anew
/// from the first row, of a later moment.
class ExportFiles {
 public:
  ExportFiles(const Router& router, ExportHooks hooks, std::function<Instant()> now,
              ExportSizes sizes = {})
      : router_(router), hooks_(std::move(hooks)), now_(std::move(now)), sizes_(sizes) {}

  /// Answers at once; the work follows. Throws Error as the list's route would, or
  /// "export.too_many_files".
  ExportFile ask(const Context& ctx, Lanes& lanes, const AskExportFile& request);
  Page<ExportFile> files(const Context& ctx, Read& db, const ExportFilesOf& request);
  ExportFile file(const Context& ctx, Read& db, const ExportFileOf& request);
  /// The file itself. Throws Error "export.not_ready", as the list's route would for a caller of
  /// today, or "export.rights_lost".
  TableFile content(const Context& ctx, Read& db, const ExportFileOf& request);
  /// Gives up what is under way and removes what is there.
  ExportFile remove(const Context& ctx, Tx& tx, const ExportFileOf& request);

  /// Makes the next file of a company, and removes what has expired.
  [[nodiscard]] Job job(const std::string& tenant);

  static constexpr const char* job_name = "platform.export_files";

 private:
  void turn(JobParts& parts, const std::string& tenant);
  /// The next one to make, begun; `failed` where it was begun too often already.
  [[nodiscard]] std::optional<exports::store::FileRow> take(JobParts& parts);
  void make(JobParts& parts, const std::string& tenant, exports::store::FileRow row);
  void fail(Lanes& lanes, exports::store::FileRow row, const Error& why);
  /// It is at its end, and its maker is told; `also` happens in the same transaction.
  void end(Lanes& lanes, exports::store::FileRow row, const Viewer& maker,
           const std::function<void(Tx&)>& also);
  [[nodiscard]] exports::store::FileRow own(const Context& ctx, Read& db, ExportFileId id) const;

  const Router& router_;
  ExportHooks hooks_;
  std::function<Instant()> now_;
  ExportSizes sizes_;
};

/// POST /export-files, GET /export-files, GET /export-files/{file}, GET
/// /export-files/{file}/content, DELETE /export-files/{file}.
void export_file_routes(Router& router, ExportFiles& service);

}  // namespace twinrail
