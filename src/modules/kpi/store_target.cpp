#include "modules/kpi/store_target.hpp"

#include "platform/db/table.hpp"

namespace twinrail::kpi::store {

void end_targets(Tx& tx, const std::vector<TargetRow>& rows) {
  tx.run_each("UPDATE kpi_target SET valid_to = ? WHERE id = ?"_sql, rows,
              [](const TargetRow& row) { return std::tuple{row.valid_to, row.id}; });
}

void add_target_changes(Tx& tx, const std::vector<TargetChangeRow>& rows) { insert_new(tx, rows); }

std::vector<TargetChangeRow> target_changes(Read& db, const std::vector<AssignmentId>& ids,
                                            Date from, Date to) {
  return db.all<TargetChangeRow>(R"(
    SELECT {columns}
      FROM kpi_target_change
     WHERE assignment IN ? AND start_on BETWEEN ? AND ?
     ORDER BY id)"_sql,
                                 ids, from, to);
}

}  // namespace twinrail::kpi::store
