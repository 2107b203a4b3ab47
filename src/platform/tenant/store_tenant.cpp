#include "platform/tenant/store_tenant.hpp"

namespace twinrail::tenant::store {

void make_directory(Connection& directory) {
  directory.script(R"(
    CREATE TABLE IF NOT EXISTS tenant (
      code TEXT PRIMARY KEY,
      name_zh TEXT NOT NULL,
      name_en TEXT NOT NULL
    ))");
}

std::optional<EntryRow> find(Read& db, const std::string& code) {
  return db.one<EntryRow>("SELECT code, name_zh, name_en FROM tenant WHERE code = ?"_sql, code);
}

std::vector<EntryRow> list(Read& db) {
  return db.all<EntryRow>("SELECT code, name_zh, name_en FROM tenant ORDER BY code"_sql);
}

void add(Tx& tx, const EntryRow& row) {
  tx.run("INSERT INTO tenant (code, name_zh, name_en) VALUES (?, ?, ?)"_sql, row.code, row.name_zh,
         row.name_en);
}

}  // namespace twinrail::tenant::store
