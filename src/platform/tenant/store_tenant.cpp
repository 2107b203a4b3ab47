#include "platform/tenant/store_tenant.hpp"

namespace twinrail::tenant::store {

void make_directory(Connection& directory) {
  directory.script(R"(
    CREATE TABLE IF NOT EXISTS tenant (
      code TEXT PRIMARY KEY,
      name_zh TEXT NOT NULL,
      name_en TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS tenant_engine (
      code TEXT PRIMARY KEY,
      engine TEXT NOT NULL
    ))");
}

std::optional<TenantEngine> engine_of(Read& db, const std::string& code) {
  return db.one<TenantEngine>("SELECT engine FROM tenant_engine WHERE code = ?"_sql, code);
}

void set_engine(Tx& tx, const std::string& code, TenantEngine engine) {
  tx.run(R"(
    INSERT INTO tenant_engine (code, engine) VALUES (?, ?)
        ON CONFLICT (code) DO UPDATE SET engine = excluded.engine)"_sql,
         code, engine);
}

void remove(Tx& tx, const std::string& code) {
  tx.run("DELETE FROM tenant_engine WHERE code = ?"_sql, code);
  tx.run("DELETE FROM tenant WHERE code = ?"_sql, code);
}

std::optional<EntryRow> find(Read& db, const std::string& code) {
  return by_key<EntryRow>(db, code);
}

std::vector<EntryRow> list(Read& db) {
  return db.all<EntryRow>("SELECT {columns} FROM tenant ORDER BY code"_sql);
}

void add(Tx& tx, const EntryRow& row) { insert(tx, row); }

void make_backup_table(Connection& backup) {
  backup.script(R"(
    CREATE TABLE backup (
      code TEXT NOT NULL,
      name_zh TEXT NOT NULL,
      name_en TEXT NOT NULL,
      made_at INTEGER NOT NULL
    ) STRICT)");
}

void drop_backup_table(Connection& backup) { backup.script("DROP TABLE backup"); }

void add(Tx& tx, const BackupRow& row) { insert(tx, row); }

std::optional<BackupRow> backup(Read& db) {
  if (!db.one<std::string>("SELECT name FROM sqlite_master WHERE name = 'backup'"_sql))
    return std::nullopt;
  return db.one<BackupRow>("SELECT {columns} FROM backup"_sql);
}

}  // namespace twinrail::tenant::store
