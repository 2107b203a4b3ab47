#include "platform/tenant/store_tenant.hpp"

#include "platform/db/db.hpp"

namespace twinrail::tenant::store {

void make_directory(Connection& directory) {
  directory.script(R"(
    CREATE TABLE IF NOT EXISTS tenant (
      code TEXT PRIMARY KEY,
      name_zh TEXT NOT NULL,
      name_en TEXT NOT NULL
    ))");
}

std::optional<EntryRow> find(Connection& directory, const std::string& code) {
  Read db(directory);
  return db.one<EntryRow>("SELECT code, name_zh, name_en FROM tenant WHERE code = ?"_sql, code);
}

std::vector<EntryRow> list(Connection& directory) {
  Read db(directory);
  return db.all<EntryRow>("SELECT code, name_zh, name_en FROM tenant ORDER BY code"_sql);
}

void add(Connection& directory, const EntryRow& row) {
  Tx tx(directory, {.name = "directory"}, "add tenant");
  tx.run("INSERT INTO tenant (code, name_zh, name_en) VALUES (?, ?, ?)"_sql, row.code, row.name_zh,
         row.name_en);
}

}  // namespace twinrail::tenant::store
