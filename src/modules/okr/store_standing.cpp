#include "modules/okr/store.hpp"
#include "platform/db/table.hpp"

namespace twinrail::okr::store {

Ask<KeyResultStandingRow> ask_key_result_standings(const std::vector<ObjectiveId>& objectives) {
  return ask<KeyResultStandingRow>(R"(
    SELECT {columns s}
      FROM okr_key_result_standing s
      JOIN okr_key_result k ON k.id = s.key_result
     WHERE k.objective IN ?)"_sql,
                                   objectives);
}

std::vector<KeyResultStandingRow> key_result_standings(Read& db,
                                                       const std::vector<ObjectiveId>& objectives) {
  return db.all(ask_key_result_standings(objectives));
}

void save_standings(Tx& tx, const std::vector<KeyResultStandingRow>& rows) { upsert(tx, rows); }

void freeze_key_results(Tx& tx, ObjectiveId objective) {
  tx.run(R"(
    UPDATE okr_key_result_standing SET frozen = 1
     WHERE key_result IN (SELECT id FROM okr_key_result WHERE objective = ?))"_sql,
         objective);
}

void freeze_cycle(Tx& tx, CycleId cycle) {
  tx.run(R"(
    UPDATE okr_key_result_standing SET frozen = 1
     WHERE frozen = 0
       AND key_result IN (SELECT k.id FROM okr_key_result k
                            JOIN okr_objective o ON o.id = k.objective
                           WHERE o.cycle = ? AND o.state = 'active'))"_sql,
         cycle);
}

Ask<ObjectiveStandingRow> ask_objective_standings(const std::vector<ObjectiveId>& objectives) {
  return ask<ObjectiveStandingRow>(R"(
    SELECT {columns} FROM okr_standing WHERE objective IN ?)"_sql,
                                   objectives);
}

std::vector<ObjectiveStandingRow> objective_standings(Read& db,
                                                      const std::vector<ObjectiveId>& objectives) {
  return db.all(ask_objective_standings(objectives));
}

void save_standings(Tx& tx, const std::vector<ObjectiveStandingRow>& rows) { upsert(tx, rows); }

std::vector<CheckInRow> check_ins(Read& db, const std::vector<ObjectiveId>& objectives) {
  return db.all<CheckInRow>(R"(
    SELECT {columns c}
      FROM okr_check_in c
      JOIN okr_key_result k ON k.id = c.key_result
     WHERE k.objective IN ? AND c.superseded_at IS NULL
     ORDER BY c.day, COALESCE(c.first, c.id))"_sql,
                            objectives);
}

std::vector<CheckInRow> check_ins_beside_kpi(Read& db, const std::vector<KeyResultId>& key_results,
                                             Date since) {
  return db.all<CheckInRow>(R"(
    SELECT {columns c}
      FROM okr_check_in c
     WHERE c.key_result IN ? AND c.superseded_at IS NULL
       AND (c.override_reason IS NOT NULL OR c.day >= ?)
     ORDER BY c.day, COALESCE(c.first, c.id))"_sql,
                            key_results, since);
}

std::vector<CheckInRow> newest_check_ins(Read& db, ObjectiveId objective,
                                         std::optional<KeyResultId> key_result,
                                         std::int64_t limit) {
  return db.all<CheckInRow>(R"(
    SELECT {columns c}
      FROM okr_check_in c
      JOIN okr_key_result k ON k.id = c.key_result
     WHERE k.objective = ? AND (? = 1 OR c.key_result = ?) AND c.superseded_at IS NULL
     ORDER BY c.day DESC, COALESCE(c.first, c.id) DESC
     LIMIT ?)"_sql,
                            objective, std::int64_t{key_result ? 0 : 1},
                            key_result.value_or(KeyResultId{}), limit);
}

std::optional<CheckInRow> check_in(Read& db, CheckInId id) {
  return db.one<CheckInRow>(R"(
    SELECT {columns}
      FROM okr_check_in
     WHERE id = ? AND superseded_at IS NULL)"_sql,
                            id);
}

CheckInId add_check_in(Tx& tx, const CheckInRow& row) { return insert_new(tx, row); }

void supersede_check_in(Tx& tx, CheckInId id, Instant at) {
  tx.run("UPDATE okr_check_in SET superseded_at = ? WHERE id = ?"_sql, at, id);
}

std::vector<ObjectiveId> with_ancestors(Read& db, const std::vector<ObjectiveId>& objectives) {
  return db.all<ObjectiveId>(R"(
    WITH RECURSIVE up (objective) AS (
      SELECT id FROM okr_objective WHERE id IN ?
       UNION
      SELECT c.parent
        FROM up
        JOIN okr_contribution c ON c.child = up.objective AND c.relation = 'contributes')
    SELECT objective AS id FROM up ORDER BY objective)"_sql,
                             objectives);
}

Ask<LinkRow> ask_driver_of(KeyResultId id) {
  return ask<LinkRow>(R"(
    SELECT {columns}
      FROM okr_link
     WHERE key_result = ?)"_sql,
                      id);
}

Ask<ChildRow> ask_children(const std::vector<ObjectiveId>& parents) {
  return ask<ChildRow>(R"(
    SELECT c.id, c.child, c.parent, c.relation, c.share, o.state, o.weight, s.progress, s.coverage
      FROM okr_contribution c
      JOIN okr_objective o ON o.id = c.child
      LEFT JOIN okr_standing s ON s.objective = c.child
     WHERE c.parent IN ?
     ORDER BY c.parent, c.id)"_sql,
                       parents);
}

std::vector<ContributionRow> contributions_of(Read& db, const std::vector<ObjectiveId>& children) {
  return db.all<ContributionRow>(R"(
    SELECT {columns}
      FROM okr_contribution
     WHERE child IN ?
     ORDER BY child, id)"_sql,
                                 children);
}

std::vector<ContributionRow> contributions_above(Read& db, ObjectiveId child, ObjectiveId parent) {
  return db.all<ContributionRow>(R"(
    WITH RECURSIVE up (objective) AS (
      SELECT id FROM okr_objective WHERE id = ?
       UNION
      SELECT c.parent
        FROM up
        JOIN okr_contribution c ON c.child = up.objective AND c.relation = 'contributes')
    SELECT {columns}
      FROM okr_contribution
     WHERE child IN (SELECT objective FROM up UNION SELECT id FROM okr_objective WHERE id = ?)
     ORDER BY id)"_sql,
                                 parent, child);
}

std::optional<ContributionRow> contribution(Read& db, ContributionId id) {
  return by_key<ContributionRow>(db, id);
}

ContributionId add_contribution(Tx& tx, const ContributionRow& row) { return insert_new(tx, row); }

void remove_contribution(Tx& tx, ContributionId id) {
  tx.run("DELETE FROM okr_contribution WHERE id = ?"_sql, id);
}

std::vector<LinkRow> links(Read& db, const std::vector<ObjectiveId>& objectives) {
  return db.all<LinkRow>(R"(
    SELECT {columns}
      FROM okr_link
     WHERE objective IN ?
     ORDER BY id)"_sql,
                         objectives);
}

std::vector<LinkRow> drivers(Read& db, const std::vector<kpi::AssignmentId>& assignments) {
  return db.all<LinkRow>(R"(
    SELECT {columns l}
      FROM okr_link l
      JOIN okr_objective o ON o.id = l.objective
      JOIN okr_cycle y ON y.id = o.cycle
     WHERE l.assignment IN ? AND l.kind = 'drives' AND o.state = 'active' AND y.state <> 'closed'
     ORDER BY l.id)"_sql,
                         assignments);
}

std::optional<LinkRow> link(Read& db, LinkId id) { return by_key<LinkRow>(db, id); }

LinkId add_link(Tx& tx, const LinkRow& row) { return insert_new(tx, row); }

void remove_link(Tx& tx, LinkId id) { tx.run("DELETE FROM okr_link WHERE id = ?"_sql, id); }

void save_baselines(Tx& tx, const std::vector<LinkRow>& rows) {
  tx.run_each("UPDATE okr_link SET baseline = ?, baseline_on = ? WHERE id = ?"_sql, rows,
              [](const LinkRow& r) { return std::tuple{r.baseline, r.baseline_on, r.id}; });
}

}  // namespace twinrail::okr::store
