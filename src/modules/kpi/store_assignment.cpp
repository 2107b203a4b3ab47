#include "modules/kpi/store.hpp"
#include "platform/db/table.hpp"

namespace twinrail::kpi::store {

std::vector<AssignmentRow> assignments_of(Read& db, const std::vector<KpiId>& kpis,
                                          const std::vector<OrgUnitId>& units) {
  return db.all<AssignmentRow>(R"(
    SELECT {columns} FROM kpi_assignment WHERE kpi IN ? AND org_unit IN ? ORDER BY id)"_sql,
                               kpis, units);
}

std::vector<AssignmentRow> assignments(Read& db) {
  return db.all<AssignmentRow>("SELECT {columns} FROM kpi_assignment ORDER BY id"_sql);
}

void add_assignments(Tx& tx, const std::vector<AssignmentRow>& rows) { insert_new(tx, rows); }

std::vector<TargetRow> targets(Read& db, const std::vector<AssignmentId>& ids) {
  return db.all<TargetRow>(R"(
    SELECT {columns}
      FROM kpi_target
     WHERE assignment IN ?
     ORDER BY assignment, valid_from, id)"_sql,
                           ids);
}

void close_targets(Tx& tx, const std::vector<TargetRow>& before) {
  tx.run_each(R"(
    UPDATE kpi_target
       SET valid_to = ?
     WHERE assignment = ? AND valid_from <= ? AND valid_to >= ?)"_sql,
              before, [](const TargetRow& row) {
                return std::tuple{row.valid_from - 1, row.assignment, row.valid_from,
                                  row.valid_from};
              });
}

void add_targets(Tx& tx, const std::vector<TargetRow>& rows) { insert_new(tx, rows); }

}  // namespace twinrail::kpi::store
