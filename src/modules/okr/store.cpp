#include "modules/okr/store.hpp"

#include "platform/context.hpp"
#include "platform/db/table.hpp"

namespace twinrail::okr::store {

Ask<CycleRow> ask_cycles() {
  return ask<CycleRow>(R"(
    SELECT {columns}
      FROM okr_cycle
     ORDER BY start_on DESC, id DESC)"_sql);
}

std::vector<CycleRow> cycles(Read& db) { return db.all(ask_cycles()); }

std::optional<CycleRow> cycle(Read& db, CycleId id) { return by_key<CycleRow>(db, id); }

CycleId add_cycle(Tx& tx, const CycleRow& row) { return insert_new(tx, row); }

void update_cycle(Tx& tx, const CycleRow& row) {
  tx.run(R"(
    UPDATE okr_cycle
       SET name_zh = ?, name_en = ?, start_on = ?, end_on = ?, state = ?, parent = ?,
           version = version + 1
     WHERE id = ?)"_sql,
         row.name_zh, row.name_en, row.start_on, row.end_on, row.state, row.parent, row.id);
}

std::vector<ObjectiveId> objective_ids(Read& db, const Scope& scope,
                                       const ObjectiveFilter& filter) {
  const auto flag = [](bool on) { return std::int64_t{on ? 1 : 0}; };
  return db.all<ObjectiveId>(
      R"(
    SELECT o.id
      FROM okr_objective o
     WHERE o.id > ? AND o.state <> 'withdrawn'
       AND (? = 1 OR o.cycle = ?)
       AND (? = 1 OR o.org_unit IN ?)
       AND (? = 1 OR o.owner = ?)
       AND (? = 1 OR o.id IN (SELECT l.objective FROM okr_link l
                               WHERE l.assignment = ? AND l.ended_on IS NULL))
       AND (? = 1 OR lower(o.title_zh) LIKE ? ESCAPE '!' OR lower(o.title_en) LIKE ? ESCAPE '!')
       AND (? = 1 OR (? = 1 AND (o.owner = ? OR o.person = ?))
            OR EXISTS (SELECT 1 FROM reach x
                        WHERE x.viewer = ? AND x.org_unit = o.org_unit AND x.relation IN ?))
     ORDER BY o.id
     LIMIT ?)"_sql,
      filter.after, flag(!filter.cycle), filter.cycle.value_or(CycleId{}), flag(filter.everywhere),
      filter.units, flag(!filter.owner), filter.owner.value_or(PersonId{}), flag(!filter.metric),
      filter.metric.value_or(kpi::AssignmentId{}), flag(filter.like.empty()), filter.like,
      filter.like, scope.everything(), flag(scope.own()), scope.viewer(), scope.viewer(),
      scope.viewer(), scope.relations(), filter.limit);
}

std::vector<ObjectiveId> all_objective_ids(Read& db) {
  return db.all<ObjectiveId>("SELECT id FROM okr_objective ORDER BY id"_sql);
}

Ask<ObjectiveRow> ask_objectives(const std::vector<ObjectiveId>& ids) {
  return ask<ObjectiveRow>(R"(
    SELECT {columns}
      FROM okr_objective
     WHERE id IN ?
     ORDER BY id)"_sql,
                           ids);
}

std::vector<ObjectiveRow> objectives(Read& db, const std::vector<ObjectiveId>& ids) {
  return db.all(ask_objectives(ids));
}

std::optional<ObjectiveRow> objective(Read& db, ObjectiveId id) {
  return by_key<ObjectiveRow>(db, id);
}

bool has_code(Read& db, const std::string& code) {
  return db.one<ObjectiveId>("SELECT id FROM okr_objective WHERE code = ?"_sql, code).has_value();
}

std::int64_t objectives_beside(Read& db, const ObjectiveRow& row) {
  if (row.owner)
    return *db.one<std::int64_t>(
        "SELECT COUNT(*) AS n FROM okr_objective WHERE cycle = ? AND owner = ?"_sql, row.cycle,
        *row.owner);
  return *db.one<std::int64_t>(R"(
    SELECT COUNT(*) AS n FROM okr_objective
     WHERE cycle = ? AND org_unit = ? AND owner IS NULL)"_sql,
                               row.cycle, row.org_unit);
}

std::int64_t active_in(Read& db, OrgUnitId unit, CycleId cycle) {
  return *db.one<std::int64_t>(R"(
    SELECT COUNT(*) AS n FROM okr_objective
     WHERE org_unit = ? AND cycle = ? AND state = 'active')"_sql,
                               unit, cycle);
}

ObjectiveId add_objective(Tx& tx, const ObjectiveRow& row) { return insert_new(tx, row); }

void update_objective(Tx& tx, const ObjectiveRow& row) {
  tx.run(R"(
    UPDATE okr_objective
       SET owner = ?, title_zh = ?, title_en = ?, why = ?, type = ?, state = ?, weight = ?,
           reported = ?, cycle = ?, active_on = ?, version = version + 1
     WHERE id = ?)"_sql,
         row.owner, row.title_zh, row.title_en, row.why, row.type, row.state, row.weight,
         row.reported, row.cycle, row.active_on, row.id);
}

Ask<KeyResultRow> ask_key_results(const std::vector<ObjectiveId>& objectives) {
  return ask<KeyResultRow>(R"(
    SELECT {columns}
      FROM okr_key_result
     WHERE objective IN ?
     ORDER BY objective, position, id)"_sql,
                           objectives);
}

std::vector<KeyResultRow> key_results(Read& db, const std::vector<ObjectiveId>& objectives) {
  return db.all(ask_key_results(objectives));
}

Ask<KeyResultRow> ask_key_results_by_id(const std::vector<KeyResultId>& key_results) {
  return ask<KeyResultRow>(R"(
    SELECT {columns}
      FROM okr_key_result
     WHERE id IN ?
     ORDER BY objective, position, id)"_sql,
                           key_results);
}

std::optional<KeyResultRow> key_result(Read& db, KeyResultId id) {
  return by_key<KeyResultRow>(db, id);
}

Ask<ObjectiveRow> ask_objective_of(KeyResultId id) {
  return ask<ObjectiveRow>(R"(
    SELECT {columns o}
      FROM okr_key_result k
      JOIN okr_objective o ON o.id = k.objective
     WHERE k.id = ?)"_sql,
                           id);
}

Ask<MilestoneRow> ask_milestones_of(KeyResultId id) {
  return ask<MilestoneRow>(R"(
    SELECT {columns}
      FROM okr_milestone
     WHERE key_result = ?
     ORDER BY position, id)"_sql,
                           id);
}

Ask<KeyResultTermRow> ask_terms(const std::vector<ObjectiveId>& objectives) {
  return ask<KeyResultTermRow>(R"(
    SELECT {columns t}
      FROM okr_key_result k
      JOIN okr_key_result_term t ON t.key_result = k.id
     WHERE k.objective IN ?
     ORDER BY t.until, t.id)"_sql,
                               objectives);
}

Ask<KeyResultTermRow> ask_terms_by_id(const std::vector<KeyResultId>& key_results) {
  return ask<KeyResultTermRow>(R"(
    SELECT {columns}
      FROM okr_key_result_term
     WHERE key_result IN ?
     ORDER BY until, id)"_sql,
                               key_results);
}

void add_term(Tx& tx, const KeyResultTermRow& row) { (void)insert_new(tx, row); }

KeyResultId add_key_result(Tx& tx, const KeyResultRow& row) { return insert_new(tx, row); }

void update_key_result(Tx& tx, const KeyResultRow& row) {
  tx.run(R"(
    UPDATE okr_key_result
       SET title_zh = ?, title_en = ?, start_value = ?, target_value = ?, commit_value = ?,
           stretch_value = ?, weight = ?, due = ?, owner = ?,
           version = version + 1
     WHERE id = ?)"_sql,
         row.title_zh, row.title_en, row.start_value, row.target_value, row.commit_value,
         row.stretch_value, row.weight, row.due, row.owner, row.id);
}

std::vector<MilestoneRow> milestones(Read& db, const std::vector<ObjectiveId>& objectives) {
  return db.all<MilestoneRow>(R"(
    SELECT {columns m}
      FROM okr_milestone m
      JOIN okr_key_result k ON k.id = m.key_result
     WHERE k.objective IN ?
     ORDER BY m.key_result, m.position, m.id)"_sql,
                              objectives);
}

void add_milestones(Tx& tx, const std::vector<MilestoneRow>& rows) { insert_new(tx, rows); }

void save_milestones(Tx& tx, const std::vector<MilestoneRow>& rows) {
  tx.run_each("UPDATE okr_milestone SET done_on = ? WHERE id = ?"_sql, rows,
              [](const MilestoneRow& r) { return std::tuple{r.done_on, r.id}; });
}

std::vector<CheckInRow> corrected_check_ins(Read& db, const std::vector<CheckInId>& firsts) {
  return db.all<CheckInRow>(R"(
    SELECT {columns}
      FROM okr_check_in
     WHERE superseded_at IS NOT NULL AND (id IN ? OR first IN ?)
     ORDER BY revision DESC)"_sql,
                            firsts, firsts);
}

}  // namespace twinrail::okr::store
