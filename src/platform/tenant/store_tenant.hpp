#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "platform/db/table.hpp"
#include "platform/tenant/tenant_engine.hpp"

/// SQL of the directory, which says which tenants there are.
namespace twinrail::tenant::store {

struct EntryRow {
  std::string code;
  std::string name_zh;
  std::string name_en;
};
DESCRIBE(EntryRow, code, name_zh, name_en);
TABLE(EntryRow, "tenant", code);

/// A company whose removal has begun: nobody opens it any more.
struct RemovingRow {
  std::string code;
  TenantEngine engine = TenantEngine::sqlite;  ///< where it lived last
  bool moved = false;                          ///< so that its old place is there as well
};
DESCRIBE(RemovingRow, code, engine, moved);
TABLE(RemovingRow, "tenant_removing", code);

/// Whose data a backup holds; the one table that a tenant's own database does not have.
struct BackupRow {
  std::string code;
  std::string name_zh;
  std::string name_en;
  Instant made_at;
};
DESCRIBE(BackupRow, code, name_zh, name_en, made_at);
TABLE(BackupRow, "backup", code);

void make_backup_table(Connection& backup);
void drop_backup_table(Connection& backup);
void add(Tx& tx, const BackupRow& row);
/// Nothing where the file is no backup of ours.
std::optional<BackupRow> backup(Read& db);

/// Whether a company's own database, on either engine, has a table.
[[nodiscard]] bool has_table(Read& db, const std::string& name);
/// The company that a database names; nothing where none has named itself yet.
[[nodiscard]] std::optional<std::string> named(Read& db);
void set_name(Tx& tx, const std::string& code);

/// A schema of PostgreSQL in which nothing was made.
void drop_empty_schema(Connection& connection, const std::string& schema);

/// Of the directory, where it lies in PostgreSQL.
inline constexpr const char* directory_schema = "twinrail_directory";
void make_directory(Connection& directory);
std::optional<EntryRow> find(Read& db, const std::string& code);
std::vector<EntryRow> list(Read& db);
void add(Tx& tx, const EntryRow& row);
/// The directory lies in the same PostgreSQL database as the company that `tx` makes. Nothing but
/// the directory is found in that transaction afterwards.
void add_in(Tx& tx, const std::string& schema, const EntryRow& row);
void remove(Tx& tx, const std::string& code);
std::optional<RemovingRow> removing(Read& db, const std::string& code);
void add(Tx& tx, const RemovingRow& row);
void end_removing(Tx& tx, const std::string& code);
/// Those of these companies that are there.
std::vector<std::string> known(Read& db, const std::vector<std::string>& codes);
/// Enough to know whether there is one only.
std::vector<std::string> first_two(Read& db);
/// Those whose time has come and those that have no time yet, the longest overdue first.
std::vector<std::string> due(Read& db, Instant now, std::int64_t most);
void set_due(Tx& tx, const std::map<std::string, Instant>& due);
/// Where a tenant lives that has moved; nothing for one that never did.
std::optional<TenantEngine> engine_of(Read& db, const std::string& code);
void set_engine(Tx& tx, const std::string& code, TenantEngine engine);

}  // namespace twinrail::tenant::store
