#include "modules/okr/store_close.hpp"

#include "platform/context.hpp"
#include "platform/db/table.hpp"

namespace twinrail::okr::store {

void advance_cycles(Tx& tx, Date today) {
  tx.run(R"(
    UPDATE okr_cycle SET state = 'active', version = version + 1
     WHERE state = 'planning' AND kind <> 'backlog' AND start_on <= ?)"_sql,
         today);
  tx.run(R"(
    UPDATE okr_cycle SET state = 'closing', version = version + 1
     WHERE state = 'active' AND end_on < ?)"_sql,
         today);
}

std::optional<CycleRow> next_cycle(Read& db, CycleKind kind, Date after) {
  return db.one<CycleRow>(R"(
    SELECT {columns}
      FROM okr_cycle
     WHERE kind = ? AND start_on > ? AND state IN ('planning', 'active')
     ORDER BY start_on, id
     LIMIT 1)"_sql,
                          kind, after);
}

void close_objectives(Tx& tx, CycleId cycle) {
  tx.run(R"(
    UPDATE okr_objective SET state = 'closed', version = version + 1
     WHERE cycle = ? AND state = 'active')"_sql,
         cycle);
}

std::vector<ObjectiveId> ending_ids(Read& db, const Scope& scope, CycleId cycle,
                                    const std::optional<std::vector<OrgUnitId>>& units) {
  return db.all<ObjectiveId>(R"(
    SELECT o.id
      FROM okr_objective o
     WHERE o.cycle = ? AND o.state IN ('active', 'closed')
       AND (? = 1 OR o.org_unit IN ?)
       AND (? = 1 OR (? = 1 AND (o.owner = ? OR o.person = ?))
            OR EXISTS (SELECT 1 FROM reach x
                        WHERE x.viewer = ? AND x.org_unit = o.org_unit AND x.relation IN ?))
     ORDER BY o.id)"_sql,
                             cycle, std::int64_t{units ? 0 : 1},
                             units.value_or(std::vector<OrgUnitId>{}), scope.everything(),
                             std::int64_t{scope.own() ? 1 : 0}, scope.viewer(), scope.viewer(),
                             scope.viewer(), scope.relations());
}

std::vector<ObjectiveId> ending_ids(Read& db, CycleId cycle) {
  return db.all<ObjectiveId>(R"(
    SELECT id FROM okr_objective
     WHERE cycle = ? AND state IN ('active', 'closed')
     ORDER BY id)"_sql,
                             cycle);
}

std::int64_t drafts_in(Read& db, CycleId cycle) {
  return *db.one<std::int64_t>(R"(
    SELECT COUNT(*) AS n FROM okr_objective WHERE cycle = ? AND state IN ('draft', 'review'))"_sql,
                               cycle);
}

std::vector<ScoreRow> scores(Read& db, const std::vector<ObjectiveId>& objectives) {
  return db.all<ScoreRow>(R"(
    SELECT {columns} FROM okr_score WHERE objective IN ? ORDER BY id)"_sql,
                          objectives);
}

ScoreId add_score(Tx& tx, const ScoreRow& row) { return insert_new(tx, row); }

std::vector<ClosingRow> closings(Read& db, const std::vector<ObjectiveId>& objectives) {
  return db.all<ClosingRow>("SELECT {columns} FROM okr_closing WHERE objective IN ?"_sql,
                            objectives);
}

void save_closings(Tx& tx, const std::vector<ClosingRow>& rows) { upsert(tx, rows); }

std::vector<ReviewRow> reviews(Read& db, const std::vector<ObjectiveId>& objectives) {
  return db.all<ReviewRow>("SELECT {columns} FROM okr_review WHERE objective IN ?"_sql, objectives);
}

void save_review(Tx& tx, const ReviewRow& row) { upsert(tx, std::vector{row}); }

std::vector<StepRow> steps(Read& db, const std::vector<ObjectiveId>& objectives) {
  return db.all<StepRow>(R"(
    SELECT {columns} FROM okr_review_step WHERE objective IN ? ORDER BY objective, position)"_sql,
                         objectives);
}

void replace_steps(Tx& tx, ObjectiveId objective, const std::vector<StepRow>& rows) {
  tx.run("DELETE FROM okr_review_step WHERE objective = ?"_sql, objective);
  insert_new(tx, rows);
}

std::vector<OriginRow> origins_of(Read& db, ObjectiveId objective) {
  return db.all<OriginRow>(R"(
    SELECT {columns r}
      FROM okr_origin r
      JOIN okr_objective o ON o.id = r.objective
     WHERE r.objective = ? OR (r.source = ? AND o.state <> 'withdrawn')
     ORDER BY r.objective)"_sql,
                           objective, objective);
}

void add_origin(Tx& tx, const OriginRow& row) { upsert(tx, std::vector{row}); }

void add_key_results(Tx& tx, const std::vector<KeyResultRow>& rows) { insert_new(tx, rows); }

void add_links(Tx& tx, const std::vector<LinkRow>& rows) { insert_new(tx, rows); }

std::optional<MeetingRow> meeting(Read& db, CycleId cycle, OrgUnitId unit) {
  return db.one<MeetingRow>(
      "SELECT {columns} FROM okr_meeting WHERE cycle = ? AND org_unit = ?"_sql, cycle, unit);
}

void save_meeting(Tx& tx, const MeetingRow& row) {
  tx.run(R"(
    INSERT INTO okr_meeting (cycle, org_unit, held_on, attendees, notes, version)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (cycle, org_unit) DO UPDATE
       SET held_on = excluded.held_on, attendees = excluded.attendees, notes = excluded.notes,
           version = excluded.version)"_sql,
         row.cycle, row.org_unit, row.held_on, row.attendees, row.notes, row.version);
}

std::vector<PersonId> collaborators(Read& db, ObjectiveId objective) {
  return db.all<PersonId>(R"(
    SELECT k.owner AS id FROM okr_key_result k
     WHERE k.objective = ? AND k.owner IS NOT NULL
     UNION
    SELECT o.owner AS id FROM okr_contribution c JOIN okr_objective o ON o.id = c.child
     WHERE c.parent = ? AND o.owner IS NOT NULL)"_sql,
                          objective, objective);
}

}  // namespace twinrail::okr::store
