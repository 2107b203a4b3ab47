#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "platform/audit/audit.hpp"
#include "platform/audit/head.hpp"
#include "platform/db/connection_pool.hpp"
#include "platform/db/lanes.hpp"
#include "platform/tenant/tenant_engine.hpp"

namespace twinrail {

/// A company: its own SQLite file or its own PostgreSQL schema. No statement names it.
class Tenant {
 public:
  Tenant(std::string code, Names names, std::unique_ptr<Engine> engine, int readers,
         std::shared_ptr<Workers> workers = {});
  [[nodiscard]] const std::string& code() const { return code_; }
  [[nodiscard]] const Names& names() const { return names_; }
  [[nodiscard]] Lanes& lanes() { return lanes_; }

 private:
  std::string code_;
  Names names_;
  Lanes lanes_;
};

struct TenantEntry {
  std::string code;
  std::string name_zh;
  std::string name_en;
};

/// What moved, as both places say after it was read again.
struct MoveReport {
  std::int64_t tables = 0;
  std::int64_t rows = 0;
  audit::Verdict trail;
};

/// What a look at a company's data found.
struct DataReport {
  std::vector<std::string> problems;  ///< in the operator's words; none: all is whole
  std::int64_t tables = 0;
  std::int64_t rows = 0;
  audit::Verdict trail;
};

/// What a look at a company's trail found.
struct TrailReport {
  audit::Verdict verdict;
  bool recording = false;
  std::optional<std::int64_t> differs;    ///< what a Comparison of a module says
  std::optional<audit::HeadState> kept;   ///< how the head stands that the installation keeps
  std::optional<audit::HeadState> given;  ///< and the one that was asked about
  [[nodiscard]] bool well() const {
    using audit::HeadState;
    return verdict.well() && recording && !differs &&
           kept.value_or(HeadState::stands) == HeadState::stands &&
           given.value_or(HeadState::stands) == HeadState::stands;
  }
};

namespace tenant::store {
struct EntryRow;
struct RemovingRow;
}  // namespace tenant::store

/// Where tenants live.
struct TenantPlace {
  std::string data;      ///< folder of the SQLite files
  std::string postgres;  ///< libpq connection string; empty = SQLite
  int readers = 2;       ///< questions of one company at a time
  int connections =
      0;  ///< most to the PostgreSQL server, one of them the directory's; 0 = no bound
  int open_most = 256;                    ///< companies that are open at a time
  int threads = 16;                       ///< most that work on the companies' databases
  const audit::Keeper* keeper = nullptr;  ///< seals the trails; none: they are sealed without a key
  std::int64_t storage_most = 0;  ///< bytes that the data of one company may take; 0 = no bound
  bool keeps_heads = true;        ///< false: a place of copies, whose heads are not the companies'
};

/// Why a company is opened: used by somebody, or only looked at, which does not keep it open.
enum class Visit : std::uint8_t { use, job };

/// The directory of the tenants, and those that are open. A company is opened when it is used, and
/// closed when nobody has used it for a while or another needs its place.
class Tenants {
 public:
  explicit Tenants(TenantPlace place);
  ~Tenants();

  /// Letters a–z, digits and hyphens, at most 40. Throws Error "tenant.bad_code", "tenant.exists",
  /// and "tenant.place_taken" when a file or schema is there that the directory does not know.
  std::shared_ptr<Tenant> create(const std::string& code, const Names& names);
  /// Opens (and migrates) on first use; whoever holds what it gives keeps the company open. Throws
  /// Error "tenant.unknown", "tenant.other_version", "tenant.too_many_open" when every place is
  /// taken by companies that somebody holds, and DbError "tenant.broken" for a company whose data
  /// are missing, damaged or another company's: its detail says where and why.
  std::shared_ptr<Tenant> open(const std::string& code, Visit visit = Visit::use);
  /// The same only if it is open already, without waiting.
  [[nodiscard]] std::shared_ptr<Tenant> opened(const std::string& code, Visit visit = Visit::use);
  [[nodiscard]] std::vector<std::string> open_codes();
  /// Closes the companies that nobody holds and that were not used for so long.
  void close_idle(std::chrono::seconds idle);
  [[nodiscard]] std::vector<TenantEntry> list();
  /// The only tenant, if there is exactly one: nobody has to name it then.
  [[nodiscard]] std::optional<std::string> only();
  /// There is no company at all.
  [[nodiscard]] bool empty();
  /// The tables whose changes go into the audit trail; named before a tenant is opened.
  void audit(audit::Watched watched) { watched_ = std::move(watched); }
  void audit(std::vector<Audited> tables, std::vector<AppendOnly> append_only = {},
             std::vector<Comparison> comparisons = {}) {
    watched_ = {std::move(tables), std::move(append_only), std::move(comparisons)};
  }
  struct Attendants {
    /// A tenant is opened: its dispatcher begins.
    std::function<void(Tenant&)> start;
    /// Whether one that nobody holds may be closed. Called under a lock: it must not come back
    /// here.
    std::function<bool(Tenant&)> may_end;
    /// It is about to be closed.
    std::function<void(Tenant&)> end;
    /// A company cannot be opened, by its code, and where and why; said once a reason.
    std::function<void(const std::string&, const std::string&)> broken = {};
    /// A company was made from a backup, in that transaction: what opened the company that was
    /// saved must not open the copy.
    std::function<void(Tx&)> restored = {};
  };
  void attend(Attendants attendants);

  /// Companies in which something is due, the longest overdue first: new ones, of which the
  /// directory has no time yet, and those whose time has come. Idle ones are not opened to look.
  [[nodiscard]] std::vector<std::string> due(Instant now, std::int64_t most);
  void set_due(const std::map<std::string, Instant>& due);
  /// Connections to PostgreSQL that are open, the directory's among them.
  [[nodiscard]] int connections();

  /// The companies that cannot be used, with where and why: those that could not be opened, and
  /// open ones whose file was removed, replaced or closed to the program meanwhile.
  [[nodiscard]] std::map<std::string, std::string> broken();
  /// Reads everything that a company has: pages, indexes, references, each row, the audit trail.
  [[nodiscard]] DataReport check_data(const std::string& code);
  /// Walks a company's trail and changes nothing there that its next opening would find. `head` is
  /// a signed head's file, or a bare hash; empty: none. Throws Error "trail.head_malformed".
  [[nodiscard]] TrailReport look_at_trail(const std::string& code, const std::string& head);
  /// The end of a company's chain, signed. The place has a keeper.
  [[nodiscard]] audit::Head head_of(const std::string& code, Date day);

  /// Copies a live tenant into one SQLite file, whichever engine it lives on, and looks at the
  /// pages of the copy before it takes the place of an older one. Throws Error.
  void backup(const std::string& code, const std::string& file);
  /// Makes a tenant from such a file: the rows are copied into tables that this program makes, and
  /// nothing else of the file is believed. Throws Error "tenant.exists", "tenant.place_taken",
  /// "tenant.not_a_backup", "tenant.backup_damaged", "tenant.backup_lacks", "tenant.trail_broken".
  void restore(const std::string& code, const std::string& file);
  /// Moves a tenant that nobody has open to the other engine: copies every row, reads both places
  /// again and compares them, verifies the audit trail, and switches the directory last; until then
  /// the old place is in force. `before_switch` is for tests. Throws Error "tenant.unknown",
  /// "tenant.there_already", "tenant.no_postgres", "tenant.in_use", "db.copy_differs".
  MoveReport move(const std::string& code, TenantEngine to,
                  const std::function<void()>& before_switch = {});
  /// Removes a company for good: first a last backup into a file, unless the name is empty, while
  /// nobody can change it; then its entry, then its data in every place where it ever lived. Killed
  /// in between, the company is closed, and the next call ends what was begun. A server that has it
  /// open lets go of it within seconds. True when the backup was made, which a call that
  /// ends an earlier one does not do again. `before_drop` is for tests. Throws Error
  /// "tenant.unknown", "tenant.in_use", "tenant.no_postgres", and what `backup` throws.
  bool remove(const std::string& code, const std::string& last_backup,
              const std::function<void()>& before_drop = {});
  /// Closes open companies that another process has removed.
  void close_removed();
  /// Ends all lanes; jobs that wait are finished.
  void stop();

 private:
  using Clock = std::chrono::steady_clock;
  struct Open {
    std::shared_ptr<Tenant> tenant;
    Clock::time_point used;
    std::uint64_t file = 0;  ///< number that the system gave its file
  };
  [[nodiscard]] std::unique_ptr<Engine> engine_of(const std::string& code, TenantEngine at) const;
  /// Where a tenant lives when the directory does not say: on the engine of the directory.
  [[nodiscard]] TenantEngine default_engine() const;
  [[nodiscard]] std::string file_of(const std::string& code) const;
  [[nodiscard]] static std::string schema_of(const std::string& code);
  [[nodiscard]] std::string directory_file() const;
  void make_folder_directory() const;
  static void require_code(const std::string& code);
  [[nodiscard]] std::string place_name(const std::string& code, TenantEngine at) const;
  /// What is wrong with a company's place becomes "tenant.broken", with the place's name.
  void in_place(const std::string& code, TenantEngine at, const std::function<void()>& work) const;
  void prepare(const std::string& code, TenantEngine at, Engine& engine) const;
  /// None where the place has no keeper.
  [[nodiscard]] const audit::Key& key() const;
  /// As `prepare`, but what the trail says of what happened while nobody looked is left to it.
  void prepare_to_look(const std::string& code, TenantEngine at, Engine& engine) const;
  /// The entry, and where the company lives. Throws Error "tenant.unknown".
  std::pair<tenant::store::EntryRow, TenantEngine> entry_of(const std::string& code);
  /// Makes the place of a new company, filled by `fill` in one transaction, and enters it into the
  /// directory: all of it or nothing.
  void make_place(const tenant::store::EntryRow& entry, const std::function<void(Tx&)>& fill);
  void make_file(const tenant::store::EntryRow& entry, const std::function<void(Tx&)>& fill);
  void make_schema(const tenant::store::EntryRow& entry, const std::function<void(Tx&)>& fill);
  /// The directory takes a new company in, and `settle` is done before, under its lock.
  void enter(const tenant::store::EntryRow& entry, const std::function<void()>& settle);
  /// Refuses a place without tables, or that names another company.
  void require_own(const std::string& code, TenantEngine at, Engine& engine) const;
  void note_broken(const std::string& code, const std::string& why);
  void in_directory(const std::function<void(Tx&)>& job);
  /// `mutex_` is held by the lock; it is left while something is opened or closed.
  void make_room(std::unique_lock<std::mutex>& lock);
  bool close_one(std::unique_lock<std::mutex>& lock, Clock::time_point not_used_since,
                 const std::function<bool(const std::string&)>& which = {});
  [[nodiscard]] std::shared_ptr<Tenant> made(const std::string& code);
  /// The same in the directory of the folder, which is another one beside a PostgreSQL server.
  void in_folder_directory(const std::function<void(Tx&)>& job) const;
  std::pair<tenant::store::EntryRow, TenantEngine> place_in_force(const std::string& code);
  void require_closed(const std::string& code);
  tenant::store::RemovingRow begin_removing(const std::string& code, TenantEngine at);
  void drop_places(const tenant::store::RemovingRow& row);
  void switch_place(const tenant::store::EntryRow& entry, TenantEngine to);

  TenantPlace place_;
  std::unique_ptr<Engine> directory_engine_;
  std::unique_ptr<Connection> directory_;
  std::mutex directory_mutex_;
  const std::shared_ptr<Workers> workers_;
  const std::shared_ptr<ConnectionPool> pool_;  ///< none: no bound
  std::size_t open_most_ = 1;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Open> open_;
  std::set<std::string> changing_;             ///< being opened or closed
  std::size_t places_taken_ = 0;               ///< by what is open, being opened or being closed
  std::map<std::string, std::string> broken_;  ///< where and why
  audit::Watched watched_;
  Attendants attendants_;
};

}  // namespace twinrail
