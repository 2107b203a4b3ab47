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
     WHERE key_result = ? AND ended_on IS NULL)"_sql,
                      id);
}

Ask<ChildRow> ask_children(const std::vector<ObjectiveId>& parents) {
  return ask<ChildRow>(R"(
    SELECT c.id, c.child, c.parent, c.relation, c.share, o.state, o.weight, s.progress, s.coverage,
           o.cycle, o.active_on, x.closed_on, c.version
      FROM okr_contribution c
      JOIN okr_objective o ON o.id = c.child
      LEFT JOIN okr_standing s ON s.objective = c.child
      LEFT JOIN okr_closing x ON x.objective = c.child
     WHERE c.parent IN ?
     ORDER BY c.parent, c.id)"_sql,
                       parents);
}

std::int64_t figured_by(Read& db) {
  return *db.one<std::int64_t>("SELECT figured_by FROM okr_stamp WHERE id = 1"_sql);
}

void set_figured_by(Tx& tx, std::int64_t rules) {
  tx.run("UPDATE okr_stamp SET figured_by = ? WHERE id = 1"_sql, rules);
}

}  // namespace twinrail::okr::store
