#include "modules/okr/store.hpp"

namespace twinrail::okr::store {

Ask<KeyResultStandingRow> ask_key_result_standings(const std::vector<ObjectiveId>& objectives) {
  return ask<KeyResultStandingRow>(R"(
    SELECT s.key_result, s.current_value, s.progress, s.raw, s.coverage, s.state, s.done_on,
           s.confidence, s.reported, s.checked_on, s.frozen
      FROM okr_key_result_standing s
      JOIN okr_key_result k ON k.id = s.key_result
     WHERE k.objective IN ?)"_sql,
                                   objectives);
}

std::vector<KeyResultStandingRow> key_result_standings(Read& db,
                                                       const std::vector<ObjectiveId>& objectives) {
  return db.all(ask_key_result_standings(objectives));
}

void save_standings(Tx& tx, const std::vector<KeyResultStandingRow>& rows) {
  tx.run_each(R"(
    INSERT INTO okr_key_result_standing (key_result, current_value, progress, raw, coverage, state,
                                         done_on, confidence, reported, checked_on, frozen)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (key_result)
        DO UPDATE SET current_value = excluded.current_value, progress = excluded.progress,
                      raw = excluded.raw, coverage = excluded.coverage, state = excluded.state,
                      done_on = excluded.done_on, confidence = excluded.confidence,
                      reported = excluded.reported, checked_on = excluded.checked_on,
                      frozen = excluded.frozen)"_sql,
              rows, [](const KeyResultStandingRow& r) {
                return std::tuple{r.key_result, r.current_value, r.progress, r.raw,
                                  r.coverage,   r.state,         r.done_on,  r.confidence,
                                  r.reported,   r.checked_on,    r.frozen};
              });
}

void freeze_key_results(Tx& tx, ObjectiveId objective) {
  tx.run(R"(
    UPDATE okr_key_result_standing SET frozen = 1
     WHERE key_result IN (SELECT id FROM okr_key_result WHERE objective = ?))"_sql,
         objective);
}

Ask<ObjectiveStandingRow> ask_objective_standings(const std::vector<ObjectiveId>& objectives) {
  return ask<ObjectiveStandingRow>(R"(
    SELECT objective, progress, coverage, sums FROM okr_standing WHERE objective IN ?)"_sql,
                                   objectives);
}

std::vector<ObjectiveStandingRow> objective_standings(Read& db,
                                                      const std::vector<ObjectiveId>& objectives) {
  return db.all(ask_objective_standings(objectives));
}

void save_standings(Tx& tx, const std::vector<ObjectiveStandingRow>& rows) {
  tx.run_each(R"(
    INSERT INTO okr_standing (objective, progress, coverage, sums)
    VALUES (?, ?, ?, ?)
        ON CONFLICT (objective)
        DO UPDATE SET progress = excluded.progress, coverage = excluded.coverage,
                      sums = excluded.sums)"_sql,
              rows, [](const ObjectiveStandingRow& r) {
                return std::tuple{r.objective, r.progress, r.coverage, r.sums};
              });
}

std::vector<CheckInRow> check_ins(Read& db, const std::vector<ObjectiveId>& objectives) {
  return db.all<CheckInRow>(R"(
    SELECT c.id, c.key_result, c.day, c.value, c.done, c.milestone, c.confidence, c.reported,
           c.note, c.blocker, c.source, c.by_person, c.recorded_at, c.revision, c.first,
           c.override_reason, c.reason, c.progress
      FROM okr_check_in c
      JOIN okr_key_result k ON k.id = c.key_result
     WHERE k.objective IN ? AND c.superseded_at IS NULL
     ORDER BY c.day, COALESCE(c.first, c.id))"_sql,
                            objectives);
}

std::vector<CheckInRow> check_ins_beside(Read& db, const std::vector<KeyResultId>& key_results,
                                         Date since) {
  return db.all<CheckInRow>(R"(
    SELECT c.id, c.key_result, c.day, c.value, c.done, c.milestone, c.confidence, c.reported,
           c.note, c.blocker, c.source, c.by_person, c.recorded_at, c.revision, c.first,
           c.override_reason, c.reason, c.progress
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
    SELECT c.id, c.key_result, c.day, c.value, c.done, c.milestone, c.confidence, c.reported,
           c.note, c.blocker, c.source, c.by_person, c.recorded_at, c.revision, c.first,
           c.override_reason, c.reason, c.progress
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
    SELECT id, key_result, day, value, done, milestone, confidence, reported, note, blocker, source,
           by_person, recorded_at, revision, first, override_reason, reason, progress
      FROM okr_check_in
     WHERE id = ? AND superseded_at IS NULL)"_sql,
                            id);
}

CheckInId add_check_in(Tx& tx, const CheckInRow& row) {
  return *tx.one<CheckInId>(R"(
    INSERT INTO okr_check_in (key_result, day, value, done, milestone, confidence, reported, note,
                              blocker, source, by_person, recorded_at, revision, first,
                              override_reason, reason, progress)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    RETURNING id)"_sql,
                            row.key_result, row.day, row.value, row.done, row.milestone,
                            row.confidence, row.reported, row.note, row.blocker, row.source,
                            row.by_person, row.recorded_at, row.revision, row.first,
                            row.override_reason, row.reason, row.progress);
}

void supersede_check_in(Tx& tx, CheckInId id, Instant at) {
  tx.run("UPDATE okr_check_in SET superseded_at = ? WHERE id = ?"_sql, at, id);
}

std::vector<ObjectiveId> upwards(Read& db, const std::vector<ObjectiveId>& objectives) {
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
    SELECT id, kind, assignment, key_result, objective, value_rule, k, agg, cap, baseline,
           baseline_on
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
    SELECT id, child, parent, relation, share
      FROM okr_contribution
     WHERE child IN ?
     ORDER BY child, id)"_sql,
                                 children);
}

std::vector<ContributionRow> all_contributions(Read& db) {
  return db.all<ContributionRow>(R"(
    SELECT id, child, parent, relation, share FROM okr_contribution ORDER BY id)"_sql);
}

std::optional<ContributionRow> contribution(Read& db, ContributionId id) {
  return db.one<ContributionRow>(R"(
    SELECT id, child, parent, relation, share FROM okr_contribution WHERE id = ?)"_sql,
                                 id);
}

ContributionId add_contribution(Tx& tx, const ContributionRow& row) {
  return *tx.one<ContributionId>(R"(
    INSERT INTO okr_contribution (child, parent, relation, share) VALUES (?, ?, ?, ?)
    RETURNING id)"_sql,
                                 row.child, row.parent, row.relation, row.share);
}

void remove_contribution(Tx& tx, ContributionId id) {
  tx.run("DELETE FROM okr_contribution WHERE id = ?"_sql, id);
}

std::vector<LinkRow> links(Read& db, const std::vector<ObjectiveId>& objectives) {
  return db.all<LinkRow>(R"(
    SELECT id, kind, assignment, key_result, objective, value_rule, k, agg, cap, baseline,
           baseline_on
      FROM okr_link
     WHERE objective IN ?
     ORDER BY id)"_sql,
                         objectives);
}

std::vector<LinkRow> drivers(Read& db, const std::vector<kpi::AssignmentId>& assignments) {
  return db.all<LinkRow>(R"(
    SELECT l.id, l.kind, l.assignment, l.key_result, l.objective, l.value_rule, l.k, l.agg, l.cap,
           l.baseline, l.baseline_on
      FROM okr_link l
      JOIN okr_objective o ON o.id = l.objective
     WHERE l.assignment IN ? AND l.kind = 'drives' AND o.state = 'active'
     ORDER BY l.id)"_sql,
                         assignments);
}

std::optional<LinkRow> link(Read& db, LinkId id) {
  return db.one<LinkRow>(R"(
    SELECT id, kind, assignment, key_result, objective, value_rule, k, agg, cap, baseline,
           baseline_on
      FROM okr_link
     WHERE id = ?)"_sql,
                         id);
}

LinkId add_link(Tx& tx, const LinkRow& row) {
  return *tx.one<LinkId>(R"(
    INSERT INTO okr_link (kind, assignment, key_result, objective, value_rule, k, agg, cap,
                          baseline, baseline_on)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    RETURNING id)"_sql,
                         row.kind, row.assignment, row.key_result, row.objective, row.value_rule,
                         row.k, row.agg, row.cap, row.baseline, row.baseline_on);
}

void remove_link(Tx& tx, LinkId id) { tx.run("DELETE FROM okr_link WHERE id = ?"_sql, id); }

void save_baselines(Tx& tx, const std::vector<LinkRow>& rows) {
  tx.run_each("UPDATE okr_link SET baseline = ?, baseline_on = ? WHERE id = ?"_sql, rows,
              [](const LinkRow& r) { return std::tuple{r.baseline, r.baseline_on, r.id}; });
}

}  // namespace twinrail::okr::store
