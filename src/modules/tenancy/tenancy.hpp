#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/access.hpp"
#include "base/date.hpp"
#include "base/describe.hpp"

namespace twinrail {
class Context;
class Read;
class Tx;
class Lanes;
}  // namespace twinrail

namespace twinrail::tenancy {

namespace permission {
inline constexpr Permission manage{"tenancy.manage"};  ///< switch modules on and off
}  // namespace permission

struct ModuleList;
struct ModuleState;
struct SwitchModule;
struct JobList;
struct RunJob;
struct JobAsked;
struct Overview;
struct TrailQuery;
struct TrailEntry;

/// A job that runs in the background of a company.
struct KnownJob {
  std::string name;
  std::int64_t every_seconds = 0;
};

/// A backup of the company that lies in the folder of backups.
struct SavedFile {
  std::string name;
  std::int64_t bytes = 0;
  Instant made_at;
};
DESCRIBE(SavedFile, name, bytes, made_at);

/// What follows the events of the company, and how far it is.
struct Follower {
  std::string name;
  std::int64_t behind = 0;    ///< events
  std::int64_t failures = 0;  ///< in a row
  std::string last_error;
};
DESCRIBE(Follower, name, behind, failures, last_error);

/// How the program stands that serves a company.
struct Condition {
  std::string version;
  Instant since;  ///< when this process began
  bool on_postgres = false;
  std::int64_t disk_free = 0;   ///< bytes, where the data lies
  std::int64_t disk_total = 0;  ///< bytes
  bool backups_on = false;
  std::int64_t backup_seconds = 0;  ///< between two backups
  std::vector<SavedFile> backups;   ///< the oldest first
  std::vector<Follower> followers;
};

/// What the program tells of itself to who looks after a company; by the company's code.
struct Surroundings {
  std::function<std::vector<KnownJob>(const std::string& tenant)> jobs;
  std::function<void(const std::string& tenant)> wake;  ///< a job is due
  std::function<Condition(const std::string& tenant)> condition;
  /// The values of a row of the trail, of a table, as the caller may see them (JSON).
  std::function<std::string(const Context&, const std::string& table, const std::string& values)>
      shown;
};

/// A module of the program and whether it can be switched off.
struct KnownModule {
  std::string name;
  std::vector<std::string> needs;
  bool optional = false;
  /// Brings what the module derives up to date when it is switched on again; may be empty.
  std::function<void(Tx&, Date)> catch_up{};
};

/// Announced when a module was switched on or off.
struct ModuleSwitched {
  static constexpr std::string_view topic = "tenancy.module_switched";
  std::string name;
  bool on = true;
};
DESCRIBE(ModuleSwitched, name, on);

/// Which modules a company uses; they are switched while the server runs.
class Service {
 public:
  ModuleList modules(const Context& ctx, Read& db, const NoRequest&);
  ModuleState switch_module(const Context& ctx, Tx& tx, const SwitchModule& request);

  JobList jobs(const Context& ctx, Read& db, const NoRequest&);
  JobAsked run_job(const Context& ctx, Lanes& lanes, const RunJob& request);
  Overview overview(const Context& ctx, Lanes& lanes, const NoRequest&);
  Page<TrailEntry> trail(const Context& ctx, Read& db, const TrailQuery& request);

  // --- for the program ---
  void surround(Surroundings around) { around_ = std::move(around); }
  /// Told once at start, from the manifests.
  void know(std::vector<KnownModule> modules) { modules_ = std::move(modules); }
  [[nodiscard]] const std::vector<KnownModule>& known() const { return modules_; }
  /// The modules that are off, as the database says.
  std::set<std::string> off(Read& db);

 private:
  std::vector<KnownModule> modules_;
  Surroundings around_;
};

}  // namespace twinrail::tenancy
