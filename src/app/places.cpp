#include "app/places.hpp"

#include <condition_variable>
#include <mutex>
#include <set>

#include <sys/statvfs.h>
#include <unistd.h>

#include "platform/db/migrate.hpp"
#include "platform/http/server.hpp"

namespace twinrail {
namespace {

/// Bytes on the disk below which a company may be unable to commit: SQLite's log grows before it is
/// folded into the file.
constexpr std::uint64_t least_room = 16U << 20;

/// How long /readyz waits for the companies that are open to say what they are.
constexpr auto look_longest = std::chrono::milliseconds(300);

/// What open companies have said so far; one that answers too late finds nobody waiting.
struct Said {
  std::mutex mutex;
  std::condition_variable all;
  std::size_t waited_for = 0;
  std::set<std::string> other;
};

void ask_version(const std::shared_ptr<Tenant>& tenant, const std::shared_ptr<Said>& said) {
  const auto version = std::make_shared<std::string>(program_version());
  const auto done = [said, version, code = tenant->code(),
                     held = tenant](const std::exception_ptr& failed) {
    const std::lock_guard lock(said->mutex);
    if (!failed && *version != program_version()) said->other.insert(code);
    if (--said->waited_for == 0) said->all.notify_all();
  };
  try {
    tenant->lanes().async_read([version](Read& db) { *version = version_in(db); }, done);
  } catch (const Error&) {  // too much is asked of it already: it says nothing this time
    done(std::current_exception());
  }
}

/// Companies whose tables another release has taken over while they are open here.
std::set<std::string> of_other_release(const std::vector<std::shared_ptr<Tenant>>& open) {
  const auto said = std::make_shared<Said>();
  said->waited_for = open.size();
  for (const auto& tenant : open) ask_version(tenant, said);
  std::unique_lock lock(said->mutex);
  said->all.wait_for(lock, look_longest, [&] { return said->waited_for == 0; });
  return said->other;
}

std::vector<std::shared_ptr<Tenant>> open_now(Tenants& tenants) {
  std::vector<std::shared_ptr<Tenant>> open;
  for (const std::string& code : tenants.open_codes())
    if (auto tenant = tenants.opened(code, Visit::job)) open.push_back(std::move(tenant));
  return open;
}

}  // namespace

TenantPlace place_of(const Config& c, const audit::Keeper& keeper) {
  return {.data = c.data,
          .postgres = c.postgres,
          .readers = c.readers,
          .connections = c.postgres_connections,
          .open_most = c.companies_open,
          .threads = c.workers,
          .keeper = &keeper,
          .storage_most = std::int64_t{c.storage_mb} << 20};
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
  const std::vector<std::shared_ptr<Tenant>> open = open_now(tenants);
  for (const std::string& code : of_other_release(open))
    found.notes += "of another release: " + code + "\n";
  for (const auto& tenant : open)
    if (tenant->lanes().storage_full())
      found.notes += "at its limit of storage: " + tenant->code() + "\n";
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
