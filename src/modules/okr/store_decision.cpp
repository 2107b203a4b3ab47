#include "modules/okr/store_decision.hpp"

#include "platform/db/table.hpp"

namespace twinrail::okr::store {

std::optional<DecisionRow> decision(Read& db, DecisionId id) { return by_key<DecisionRow>(db, id); }

std::vector<DecisionRow> decisions(Read& db, OrgUnitId unit, Date done_since) {
  return db.all<DecisionRow>(R"(
    SELECT {columns} FROM okr_decision WHERE org_unit = ? AND done_on IS NULL
     UNION ALL
    SELECT {columns} FROM okr_decision WHERE org_unit = ? AND done_on >= ?
     ORDER BY id)"_sql,
                             unit, unit, done_since);
}

std::int64_t open_decisions(Read& db, OrgUnitId unit) {
  return *db.one<std::int64_t>(
      "SELECT COUNT(*) AS n FROM okr_decision WHERE org_unit = ? AND done_on IS NULL"_sql, unit);
}

DecisionId add_decision(Tx& tx, const DecisionRow& row) { return insert_new(tx, row); }

void save_decision(Tx& tx, const DecisionRow& row) {
  tx.run(R"(
    UPDATE okr_decision
       SET note = ?, owner = ?, due = ?, done_on = ?, version = version + 1
     WHERE id = ?)"_sql,
         row.note, row.owner, row.due, row.done_on, row.id);
}

void remove_decision(Tx& tx, DecisionId id) {
  tx.run("DELETE FROM okr_decision WHERE id = ?"_sql, id);
}

}  // namespace twinrail::okr::store
