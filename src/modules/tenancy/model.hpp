#pragma once

#include "modules/tenancy/tenancy.hpp"

namespace twinrail::tenancy {

struct ModuleState {
  std::string name;
  bool on = true;
  bool optional = false;
};
DESCRIBE(ModuleState, name, on, optional);

struct ModuleList {
  std::vector<ModuleState> items;
};
DESCRIBE(ModuleList, items);

struct SwitchModule {
  Text<40> module;
  bool on = true;
};
DESCRIBE(SwitchModule, module, on);

struct JobView {
  std::string name;
  std::int64_t every_seconds = 0;
  std::optional<Instant> due_at;    ///< absent: it has not had its first turn yet
  std::optional<Instant> last_run;  ///< that went well
  std::int64_t took_millis = 0;     ///< of that turn
  std::int64_t failures = 0;        ///< turns since then that did not
  std::string last_error;           ///< of the last of these
  bool running = false;
};
DESCRIBE(JobView, name, every_seconds, due_at, last_run, took_millis, failures, last_error,
         running);

struct JobList {
  std::vector<JobView> items;
};
DESCRIBE(JobList, items);

struct RunJob {
  Text<64> job;
};
DESCRIBE(RunJob, job);

struct JobAsked {
  std::string job;
  Instant due_at;  ///< it begins as soon as somebody is free
};
DESCRIBE(JobAsked, job, due_at);

/// Whether the audit trail is whole, as the last walk along its chain found.
struct TrailProof {
  std::int64_t rows = 0;               ///< that stand in the trail now
  std::optional<Instant> verified_at;  ///< absent: nobody has walked it yet
  std::int64_t verified_rows = 0;      ///< that were there then
  bool well = false;
};
DESCRIBE(TrailProof, rows, verified_at, verified_rows, well);

/// How the company's installation stands.
struct Overview {
  std::string version;
  Instant since;
  Instant now;
  bool on_postgres = false;
  std::int64_t disk_free = 0;   ///< bytes
  std::int64_t disk_total = 0;  ///< bytes
  bool backups_on = false;
  std::int64_t backup_seconds = 0;
  std::vector<SavedFile> backups;
  std::vector<Follower> followers;
  std::int64_t letters_waiting = 0;  ///< that wait to be sent
  std::int64_t letters_failed = 0;
  TrailProof trail;
};
DESCRIBE(Overview, version, since, now, on_postgres, disk_free, disk_total, backups_on,
         backup_seconds, backups, followers, letters_waiting, letters_failed, trail);

struct TrailQuery {
  std::optional<Text<100>> who;    ///< in the name of who did it
  std::optional<Text<64>> place;   ///< a table
  std::optional<Text<100>> thing;  ///< key of a row in it
  std::optional<Text<64>> what;    ///< what was done, or the use case
  std::optional<Date> until;       ///< nothing after this day
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(TrailQuery, who, place, thing, what, until, cursor, limit);

/// A row of the audit trail.
struct TrailEntry {
  Id<struct TrailTag> id;
  Instant at;
  std::string actor;
  std::string use_case;
  std::string place;
  std::string key;
  std::string op;
  std::string request;
  std::optional<std::string> before;  ///< JSON by column; what the reader may not see is null
  std::optional<std::string> after;
};
DESCRIBE(TrailEntry, id, at, actor, use_case, place, key, op, request, before, after);

}  // namespace twinrail::tenancy
