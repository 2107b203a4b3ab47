#include "modules/kpi/store.hpp"

namespace twinrail::kpi::store {

void add_assignments(Tx& tx, const std::vector<AssignmentRow>& rows, Instant at) {
  tx.run_each(R"(
    INSERT INTO kpi_assignment (kpi, org_unit, owner, weight, veto, valid_from, valid_to,
                                recorded_at, breach_op, breach_value, breach_value_to, recover_op,
                                recover_value, recover_value_to, n, m, grace_days, version)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1))"_sql,
              rows, [&](const AssignmentRow& r) {
                return std::tuple{r.kpi,
                                  r.org_unit,
                                  r.owner,
                                  r.weight,
                                  r.veto,
                                  r.valid_from,
                                  r.valid_to,
                                  at,
                                  r.breach_op,
                                  r.breach_value,
                                  r.breach_value_to,
                                  r.recover_op,
                                  r.recover_value,
                                  r.recover_value_to,
                                  r.n,
                                  r.m,
                                  r.grace_days};
              });
}

void add_targets(Tx& tx, const std::vector<TargetRow>& rows, Instant at) {
  tx.run_each(R"(
    INSERT INTO kpi_target (assignment, valid_from, valid_to, recorded_at, target, lower, upper,
                            tolerance, green, amber, green_to, amber_to)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))"_sql,
              rows, [&](const TargetRow& r) {
                return std::tuple{r.assignment, r.valid_from, r.valid_to, at,
                                  r.target,     r.lower,      r.upper,    r.tolerance,
                                  r.green,      r.amber,      r.green_to, r.amber_to};
              });
}

}  // namespace twinrail::kpi::store
