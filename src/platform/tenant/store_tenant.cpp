#include "platform/tenant/store_tenant.hpp"

namespace twinrail::tenant::store {

bool has_table(Read& db, const std::string& name) {
  const bool on_postgres = db.connection().is_postgres();
  const auto found = on_postgres ? db.all<std::string>(R"(
                             SELECT CAST(tablename AS TEXT) AS name FROM pg_tables
                              WHERE schemaname = current_schema() AND tablename = ?)"_sql,
                                                       name)
                                 : db.all<std::string>(R"(
                             SELECT name FROM sqlite_master
                              WHERE type = 'table' AND name = ?)"_sql,
                                                       name);
  return !found.empty();
}

std::optional<std::string> named(Read& db) {
  return db.one<std::string>("SELECT code FROM this_company"_sql);
}

void set_name(Tx& tx, const std::string& code) {
  tx.run("DELETE FROM this_company"_sql);
  tx.run("INSERT INTO this_company (code) VALUES (?)"_sql, code);
}

void drop_empty_schema(Connection& connection, const std::string& schema) {
  try {
    connection.script("DROP SCHEMA " + schema);
  } catch (const DbError&) {  // something is there after all: it stays
  }
}

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
    );
    CREATE TABLE IF NOT EXISTS tenant_due (
      code TEXT PRIMARY KEY,
      due_at BIGINT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS tenant_removing (
      code TEXT PRIMARY KEY,
      engine TEXT NOT NULL,
      moved BIGINT NOT NULL
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
  tx.run("DELETE FROM tenant_due WHERE code = ?"_sql, code);
  tx.run("DELETE FROM tenant WHERE code = ?"_sql, code);
}

std::optional<EntryRow> find(Read& db, const std::string& code) {
  return by_key<EntryRow>(db, code);
}

std::vector<EntryRow> list(Read& db) {
  return db.all<EntryRow>("SELECT {columns} FROM tenant ORDER BY code"_sql);
}

/// A server that had a company of that code open may have said when it is due after it was removed.
void add(Tx& tx, const EntryRow& row) {
  tx.run("DELETE FROM tenant_due WHERE code = ?"_sql, row.code);
  insert(tx, row);
}

std::optional<RemovingRow> removing(Read& db, const std::string& code) {
  return by_key<RemovingRow>(db, code);
}

void add(Tx& tx, const RemovingRow& row) { insert(tx, row); }

void end_removing(Tx& tx, const std::string& code) {
  tx.run("DELETE FROM tenant_removing WHERE code = ?"_sql, code);
}

std::vector<std::string> known(Read& db, const std::vector<std::string>& codes) {
  return db.all<std::string>("SELECT code FROM tenant WHERE code IN ?"_sql, codes);
}

void add_in(Tx& tx, const std::string& schema, const EntryRow& row) {
  tx.connection().script("SET LOCAL search_path TO " + schema);
  insert(tx, row);
}

std::vector<std::string> first_two(Read& db) {
  return db.all<std::string>("SELECT code FROM tenant ORDER BY code LIMIT 2"_sql);
}

std::vector<std::string> due(Read& db, Instant now, std::int64_t most) {
  return db.all<std::string>(R"(
    SELECT t.code FROM tenant t LEFT JOIN tenant_due d ON d.code = t.code
     WHERE COALESCE(d.due_at, 0) <= ? ORDER BY COALESCE(d.due_at, 0), t.code LIMIT ?)"_sql,
                             now, most);
}

void set_due(Tx& tx, const std::map<std::string, Instant>& due) {
  tx.run_each(R"(
    INSERT INTO tenant_due (code, due_at) VALUES (?, ?)
        ON CONFLICT (code) DO UPDATE SET due_at = excluded.due_at)"_sql,
              due,
              [](const auto& one) { return std::tuple{std::string_view(one.first), one.second}; });
}

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
