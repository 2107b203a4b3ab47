#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "platform/audit/audit.hpp"
#include "platform/db/lanes.hpp"
#include "platform/tenant/tenant_engine.hpp"

namespace twinrail {

/// A company: its own SQLite file or its own PostgreSQL schema. No statement names it.
class Tenant {
 public:
  Tenant(std::string code, Names names, std::unique_ptr<Engine> engine, int readers);
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

namespace tenant::store {
struct EntryRow;
}

/// Where tenants live.
struct TenantPlace {
  std::string data;      ///< folder of the SQLite files
  std::string postgres;  ///< libpq connection string; empty = SQLite
  int readers = 2;
};

/// The directory of the tenants, and those that are open.
class Tenants {
 public:
  explicit Tenants(TenantPlace place);
  ~Tenants();

  /// Letters a–z, digits and hyphens, at most 40. Throws Error "tenant.bad_code", "tenant.exists".
  std::shared_ptr<Tenant> create(const std::string& code, const Names& names);
  /// Opens (and migrates) on first use. Throws Error "tenant.unknown".
  std::shared_ptr<Tenant> open(const std::string& code);
  [[nodiscard]] std::vector<TenantEntry> list();
  /// The only tenant, if there is exactly one: nobody has to name it then.
  [[nodiscard]] std::optional<std::string> only();
  /// The tables whose changes go into the audit trail; named before a tenant is opened.
  void audit(std::vector<Audited> tables) { audited_ = std::move(tables); }
  /// Called once for each tenant that is opened: starts its dispatcher and jobs.
  void on_open(std::function<void(const std::shared_ptr<Tenant>&)> start);

  /// Copies a live tenant into one SQLite file, whichever engine it lives on. Throws Error.
  void backup(const std::string& code, const std::string& file);
  /// Makes a tenant from such a file. Throws Error "tenant.exists", "tenant.not_a_backup".
  void restore(const std::string& code, const std::string& file);
  /// Moves a tenant that nobody has open to the other engine: copies every row, reads both places
  /// again and compares them, verifies the audit trail, and switches the directory last; until then
  /// the old place is in force. `before_switch` is for tests. Throws Error "tenant.unknown",
  /// "tenant.there_already", "tenant.no_postgres", "tenant.in_use", "db.copy_differs".
  MoveReport move(const std::string& code, TenantEngine to,
                  const std::function<void()>& before_switch = {});
  /// Ends all lanes; jobs that wait are finished.
  void stop();

 private:
  [[nodiscard]] std::unique_ptr<Engine> engine_of(const std::string& code, TenantEngine at) const;
  /// Where a tenant lives of whom the directory says nothing: beside the directory.
  [[nodiscard]] TenantEngine default_engine() const;
  [[nodiscard]] std::string file_of(const std::string& code) const;
  [[nodiscard]] static std::string schema_of(const std::string& code);
  [[nodiscard]] std::string directory_file() const;
  static void require_code(const std::string& code);
  void prepare(Engine& engine) const;
  void add_entry(const std::string& code, const Names& names);
  void in_directory(const std::function<void(Tx&)>& job);
  /// The same in the directory of the folder, which is another one beside a PostgreSQL server.
  void in_folder_directory(const std::function<void(Tx&)>& job) const;
  std::pair<tenant::store::EntryRow, TenantEngine> place_in_force(const std::string& code);
  void switch_place(const tenant::store::EntryRow& entry, TenantEngine to);

  TenantPlace place_;
  std::unique_ptr<Engine> directory_engine_;
  std::unique_ptr<Connection> directory_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Tenant>> open_;
  std::vector<Audited> audited_;
  std::function<void(const std::shared_ptr<Tenant>&)> start_;
};

}  // namespace twinrail
