#include "app/places.hpp"

#include <sys/statvfs.h>
#include <unistd.h>

#include "platform/http/server.hpp"

namespace twinrail {
namespace {

/// Bytes on the disk below which a company may be unable to commit: SQLite's log grows before it is
/// folded into the file.
constexpr std::uint64_t least_room = 16U << 20;

}  // namespace

TenantPlace place_of(const Config& c, const audit::Keeper& keeper) {
  return {.data = c.data,
          .postgres = c.postgres,
          .readers = c.readers,
          .connections = c.postgres_connections,
          .open_most = c.companies_open,
          .threads = c.workers,
          .keeper = &keeper};
}

BackupPlan plan_of(const Config& c) {
  return {.folder = c.backup_folder,
          .every = std::chrono::hours(c.backup_every),
          .keep = static_cast<std::size_t>(c.backup_keep)};
}

bool has_room(const std::string& folder) {
  struct statvfs disk{};
  return ::access(folder.c_str(), W_OK) == 0 && ::statvfs(folder.c_str(), &disk) == 0 &&
         disk.f_bavail * disk.f_frsize > least_room;
}

Readiness readiness_of(Tenants& tenants, Backups& backups, const std::string& folder) {
  Readiness found;
  try {
    (void)tenants.only();
    found.ready = true;
  } catch (const Error&) {
    found.notes += "the directory of the companies does not answer\n";
  }
  if (!has_room(folder)) {
    found.ready = false;
    found.notes += "the data folder is full or cannot be written to\n";
  }
  for (const auto& [code, why] : tenants.broken()) found.notes += "broken: " + code + "\n";
  for (const auto& [code, why] : backups.failing()) found.notes += "no good backup: " + code + "\n";
  return found;
}

void add_metrics(std::string& text, Backups& backups) {
  const Backups::Counts saved = backups.counts();
  add_metric(text, "backups_total", "counter", saved.made);
  add_metric(text, "backup_proofs_total", "counter", saved.proven);
  add_metric(text, "backup_failures_total", "counter", saved.failed);
  add_metric(text, "backups_failing", "gauge", static_cast<std::int64_t>(backups.failing().size()));
}

}  // namespace twinrail
