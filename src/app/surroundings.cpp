#include "app/surroundings.hpp"

#include <filesystem>

#include <sys/stat.h>
#include <sys/statvfs.h>

#include "app/application.hpp"
#include "app/module_list.hpp"
#include "platform/db/migrate.hpp"
#include "platform/tenant/backups.hpp"

namespace twinrail {
namespace {

/// The backup is written under another name and gets its own when it is whole.
Instant made_at(const std::string& file) {
  struct stat found{};
  if (::stat(file.c_str(), &found) != 0) return {};
  return Instant::from_micros(std::int64_t{found.st_mtime} * 1'000'000);
}

std::vector<tenancy::SavedFile> saved(const Backups& backups, const std::string& code) {
  std::vector<tenancy::SavedFile> found;
  if (!backups.on()) return found;
  for (const std::string& file : backups.files(code)) {
    std::error_code gone;
    const auto bytes = std::filesystem::file_size(file, gone);
    if (gone) continue;
    found.push_back({std::filesystem::path(file).filename().string(),
                     static_cast<std::int64_t>(bytes), made_at(file)});
  }
  return found;
}

tenancy::Condition condition_of(const Config& config, const Backups& backups,
                                const std::string& code) {
  tenancy::Condition found{.version = program_version(),
                           .on_postgres = !config.postgres.empty(),
                           .backups_on = backups.on(),
                           .backup_seconds = std::int64_t{config.backup_every} * 3600,
                           .backups = saved(backups, code)};
  struct statvfs disk{};
  if (::statvfs(config.data.c_str(), &disk) == 0) {
    found.disk_free = static_cast<std::int64_t>(disk.f_bavail * disk.f_frsize);
    found.disk_total = static_cast<std::int64_t>(disk.f_blocks * disk.f_frsize);
  }
  return found;
}

std::vector<tenancy::KnownJob> known(const std::vector<Job>& jobs) {
  std::vector<tenancy::KnownJob> list;
  for (const Job& job : jobs) list.push_back({job.name, job.every.count()});
  return list;
}

}  // namespace

tenancy::Surroundings surroundings_of(const Config& config, const Services& services,
                                      const Backups& backups, SurroundingHooks hooks) {
  const auto condition = [&config, &backups, since = now_utc(),
                          followers = std::move(hooks.followers)](const std::string& code) {
    tenancy::Condition found = condition_of(config, backups, code);
    found.since = since;
    for (const SubscriberHealth& s : followers(code))
      found.followers.push_back({s.name, s.behind, s.failures, s.last_error});
    return found;
  };
  return {
      .jobs = [jobs = std::move(hooks.jobs)](const std::string& code) { return known(jobs(code)); },
      .wake = std::move(hooks.wake),
      .condition = condition,
      .shown = [&services](
                   const Context& ctx, const std::string& table,
                   const std::string& values) { return shown_of(services, ctx, table, values); }};
}

}  // namespace twinrail
