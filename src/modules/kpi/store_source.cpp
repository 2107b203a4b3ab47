#include "modules/kpi/store_source.hpp"

#include "platform/context.hpp"
#include "platform/db/table.hpp"

namespace twinrail::kpi::store {

std::vector<SourceRow> sources(Read& db) {
  return db.all<SourceRow>("SELECT {columns} FROM kpi_source ORDER BY id"_sql);
}

std::vector<SourceRow> sources(Read& db, const Scope& scope, const std::vector<std::string>& but,
                               const std::string& after, std::int64_t limit) {
  return db.all<SourceRow>(R"(
    SELECT {columns} FROM kpi_source
     WHERE ? = 1 AND code > ? AND NOT (code IN ?)
     ORDER BY code
     LIMIT ?)"_sql,
                           scope.everything(), after, but, limit);
}

std::optional<SourceRow> source(Read& db, SourceId id) { return by_key<SourceRow>(db, id.value); }

std::optional<SourceRow> source(Read& db, const std::string& code) {
  return db.one<SourceRow>("SELECT {columns} FROM kpi_source WHERE code = ?"_sql, code);
}

std::int64_t add_source(Tx& tx, const SourceRow& row) { return insert_new(tx, row); }

bool change_source(Tx& tx, const SourceRow& row) { return update_by_key(tx, row); }

std::vector<SourceAccountRow> source_accounts(Read& db) {
  return db.all<SourceAccountRow>(
      "SELECT {columns} FROM kpi_source_account ORDER BY source, account"_sql);
}

std::vector<SourceAccountRow> source_accounts(Read& db, const std::vector<SourceId>& sources) {
  return db.all<SourceAccountRow>(R"(
    SELECT {columns} FROM kpi_source_account WHERE source IN ? ORDER BY source, account)"_sql,
                                  sources);
}

std::vector<SourceRoleRow> source_roles(Read& db) {
  return db.all<SourceRoleRow>("SELECT {columns} FROM kpi_source_role ORDER BY source, role"_sql);
}

std::vector<SourceRoleRow> source_roles(Read& db, const std::vector<SourceId>& sources) {
  return db.all<SourceRoleRow>(R"(
    SELECT {columns} FROM kpi_source_role WHERE source IN ? ORDER BY source, role)"_sql,
                               sources);
}

void set_writers(Tx& tx, SourceId source, const std::vector<SourceAccountRow>& accounts,
                 const std::vector<SourceRoleRow>& roles) {
  tx.run("DELETE FROM kpi_source_account WHERE source = ?"_sql, source);
  tx.run("DELETE FROM kpi_source_role WHERE source = ?"_sql, source);
  insert(tx, accounts);
  insert(tx, roles);
}

}  // namespace twinrail::kpi::store
