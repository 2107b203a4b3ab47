#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/lanes.hpp"
#include "platform/exports/export_files.hpp"
#include "platform/exports/store_export.hpp"

/// The making of one file, from its first row to its last.
namespace twinrail::exports {

/// A view of the company that stays as it is while others write. It holds a connection of its own
/// beside the lanes.
class Snapshot {
 public:
  explicit Snapshot(Lanes& lanes);
  [[nodiscard]] Read& db() { return db_; }
  /// Gives the connection back; one whose questions failed is dropped instead.
  void end();

 private:
  Engine& engine_;
  std::unique_ptr<Connection> connection_;
  Read db_;
};

/// The file is gone, or another has begun it since: whoever notices leaves it alone.
struct NotOurs {};

/// Takes what was written of a file apart into pieces that every database takes, and keeps them.
class PieceKeeper {
 public:
  PieceKeeper(JobParts& parts, store::FileRow& row, const ExportSizes& sizes)
      : parts_(parts), row_(row), sizes_(sizes) {}

  /// Adds whole lines of a CSV file, or all bytes of a workbook. Throws Error
  /// "export.file_too_large".
  void add(std::string_view bytes);
  /// Keeps what is there in transactions of a few pieces, and says how far it is. Throws NotOurs,
  /// and Error "storage.full".
  void keep();
  /// Whether it has been a while since the reader was told.
  [[nodiscard]] bool due() const;
  /// Whether so much waits that it should be kept.
  [[nodiscard]] bool full() const { return waiting_bytes_ >= sizes_.piece; }

 private:
  using Clock = std::chrono::steady_clock;
  void add_piece(std::string content);

  JobParts& parts_;
  store::FileRow& row_;
  const ExportSizes& sizes_;
  std::vector<store::PieceRow> waiting_;
  std::size_t waiting_bytes_ = 0;
  Clock::time_point told_at_ = Clock::now();
};

/// A file as it is sent.
[[nodiscard]] std::string joined(FileFormat format, const std::vector<store::PieceRow>& pieces);

}  // namespace twinrail::exports
