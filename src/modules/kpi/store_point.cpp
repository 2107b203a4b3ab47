#include "modules/kpi/store.hpp"

namespace twinrail::kpi::store {

std::optional<AssignmentRow> assignment(Read& db, AssignmentId id) {
  return db.one<AssignmentRow>(R"(
    SELECT id, kpi, org_unit, owner, weight, veto, valid_from, valid_to, breach_op, breach_value,
           breach_value_to, recover_op, recover_value, recover_value_to, n, m, grace_days, version
      FROM kpi_assignment
     WHERE id = ?)"_sql,
                               id);
}

std::optional<AssignmentRow> assignment(Read& db, KpiId kpi, OrgUnitId unit) {
  return db.one<AssignmentRow>(R"(
    SELECT id, kpi, org_unit, owner, weight, veto, valid_from, valid_to, breach_op, breach_value,
           breach_value_to, recover_op, recover_value, recover_value_to, n, m, grace_days, version
      FROM kpi_assignment
     WHERE kpi = ? AND org_unit = ?)"_sql,
                               kpi, unit);
}

std::vector<AssignmentRow> assignments_of(Read& db, const std::vector<KpiId>& kpis,
                                          const std::vector<OrgUnitId>& units) {
  return db.all<AssignmentRow>(R"(
    SELECT id, kpi, org_unit, owner, weight, veto, valid_from, valid_to, breach_op, breach_value,
           breach_value_to, recover_op, recover_value, recover_value_to, n, m, grace_days, version
      FROM kpi_assignment
     WHERE kpi IN ? AND org_unit IN ?
     ORDER BY id)"_sql,
                               kpis, units);
}

std::vector<AssignmentRow> assignments(Read& db) {
  return db.all<AssignmentRow>(R"(
    SELECT id, kpi, org_unit, owner, weight, veto, valid_from, valid_to, breach_op, breach_value,
           breach_value_to, recover_op, recover_value, recover_value_to, n, m, grace_days, version
      FROM kpi_assignment
     ORDER BY id)"_sql);
}

AssignmentId add_assignment(Tx& tx, const AssignmentRow& row, Instant at) {
  return *tx.one<AssignmentId>(R"(
    INSERT INTO kpi_assignment (kpi, org_unit, owner, weight, veto, valid_from, valid_to,
                                recorded_at, breach_op, breach_value, breach_value_to, recover_op,
                                recover_value, recover_value_to, n, m, grace_days, version)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
    RETURNING id)"_sql,
                               row.kpi, row.org_unit, row.owner, row.weight, row.veto,
                               row.valid_from, row.valid_to, at, row.breach_op, row.breach_value,
                               row.breach_value_to, row.recover_op, row.recover_value,
                               row.recover_value_to, row.n, row.m, row.grace_days);
}

std::vector<TargetRow> targets(Read& db, const std::vector<AssignmentId>& ids) {
  return db.all<TargetRow>(R"(
    SELECT assignment, valid_from, valid_to, target, lower, upper, tolerance, green, amber,
           green_to, amber_to
      FROM kpi_target
     WHERE assignment IN ?
     ORDER BY assignment, valid_from, id)"_sql,
                           ids);
}

void close_targets(Tx& tx, AssignmentId id, Date from) {
  tx.run(R"(
    UPDATE kpi_target
       SET valid_to = ?
     WHERE assignment = ? AND valid_from < ? AND valid_to >= ?)"_sql,
         from - 1, id, from, from);
}

void add_target(Tx& tx, const TargetRow& row, Instant at) {
  tx.run(R"(
    INSERT INTO kpi_target (assignment, valid_from, valid_to, recorded_at, target, lower, upper,
                            tolerance, green, amber, green_to, amber_to)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))"_sql,
         row.assignment, row.valid_from, row.valid_to, at, row.target, row.lower, row.upper,
         row.tolerance, row.green, row.amber, row.green_to, row.amber_to);
}

Ask<PointRow> ask_points(const std::vector<AssignmentId>& ids, Date from, Date to) {
  return ask<PointRow>(R"(
    SELECT assignment, start_on, end_on, value, null_reason, achievement, colour, rule, judged,
           phase, streak, missing, rows_used, rows_seen
      FROM kpi_point
     WHERE assignment IN ? AND start_on BETWEEN ? AND ?
     ORDER BY assignment, start_on)"_sql,
                       ids, from, to);
}

std::vector<PointRow> points(Read& db, const std::vector<AssignmentId>& ids, Date from, Date to) {
  return db.all(ask_points(ids, from, to));
}

std::vector<PointRow> newest_points(Read& db, const std::vector<AssignmentId>& ids, Date today) {
  return db.all<PointRow>(R"(
    SELECT p.assignment, p.start_on, p.end_on, p.value, p.null_reason, p.achievement, p.colour,
           p.rule, p.judged, p.phase, p.streak, p.missing, p.rows_used, p.rows_seen
      FROM kpi_assignment a
      JOIN kpi_point p ON p.assignment = a.id AND p.start_on <= ?
       AND p.start_on >= COALESCE((SELECT q.start_on FROM kpi_point q
                                    WHERE q.assignment = a.id AND q.start_on <= ?
                                    ORDER BY q.start_on DESC LIMIT 1 OFFSET 12), -1000000)
     WHERE a.id IN ?
     ORDER BY p.assignment, p.start_on)"_sql,
                          today, today, ids);
}

std::vector<PointRow> last_judged_before(Read& db, const std::vector<AssignmentId>& ids, Date day) {
  return db.all<PointRow>(R"(
    SELECT p.assignment, p.start_on, p.end_on, p.value, p.null_reason, p.achievement, p.colour,
           p.rule, p.judged, p.phase, p.streak, p.missing, p.rows_used, p.rows_seen
      FROM kpi_assignment a
      JOIN kpi_point p ON p.assignment = a.id
       AND p.start_on = (SELECT MAX(q.start_on) FROM kpi_point q
                          WHERE q.assignment = a.id AND q.start_on < ? AND q.judged = 1)
     WHERE a.id IN ?)"_sql,
                          day, ids);
}

std::vector<PointRow> points_to_judge(Read& db, Date today) {
  return db.all<PointRow>(R"(
    SELECT assignment, start_on, end_on, value, null_reason, achievement, colour, rule, judged,
           phase, streak, missing, rows_used, rows_seen
      FROM kpi_point
     WHERE judged = 0 AND end_on < ?
     ORDER BY assignment, start_on)"_sql,
                          today);
}

namespace {

auto columns_of(const PointRow& r) {
  return std::tuple{r.assignment,  r.start_on, r.end_on,    r.value,    r.null_reason,
                    r.achievement, r.colour,   r.rule,      r.judged,   r.phase,
                    r.streak,      r.missing,  r.rows_used, r.rows_seen};
}

}  // namespace

void save_points(Tx& tx, const std::vector<PointRow>& rows) {
  tx.run_each(R"(
    INSERT INTO kpi_point (assignment, start_on, end_on, value, null_reason, achievement, colour,
                           rule, judged, phase, streak, missing, rows_used, rows_seen)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (assignment, start_on)
        DO UPDATE SET end_on = excluded.end_on, value = excluded.value,
                      null_reason = excluded.null_reason, achievement = excluded.achievement,
                      colour = excluded.colour, rule = excluded.rule, judged = excluded.judged,
                      phase = excluded.phase, streak = excluded.streak,
                      missing = excluded.missing, rows_used = excluded.rows_used,
                      rows_seen = excluded.rows_seen)"_sql,
              rows, columns_of);
}

void save_moved_points(Tx& tx, const std::vector<PointRow>& rows) {
  tx.run_each(R"(
    INSERT INTO kpi_point (assignment, start_on, end_on, value, null_reason, achievement, colour,
                           rule, judged, phase, streak, missing, rows_used, rows_seen)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (assignment, start_on)
        DO UPDATE SET value = excluded.value, null_reason = excluded.null_reason,
                      achievement = excluded.achievement, rows_used = excluded.rows_used,
                      rows_seen = excluded.rows_seen)"_sql,
              rows, columns_of);
}

void drop_points(Tx& tx, const std::vector<PointRow>& rows) {
  tx.run_each("DELETE FROM kpi_point WHERE assignment = ? AND start_on = ?"_sql, rows,
              [](const PointRow& r) { return std::tuple{r.assignment, r.start_on}; });
}

std::vector<LastData> last_data(Read& db) {
  return db.all<LastData>(R"(
    SELECT assignment, MAX(end_on) AS end_on
      FROM kpi_point
     WHERE rows_seen > 0
     GROUP BY assignment)"_sql);
}

std::vector<PointRow> placeholders(Read& db) {
  return db.all<PointRow>(R"(
    SELECT assignment, start_on, end_on, value, null_reason, achievement, colour, rule, judged,
           phase, streak, missing, rows_used, rows_seen
      FROM kpi_point
     WHERE rows_seen = 0)"_sql);
}

Ask<TallyRow> ask_tallies(const std::vector<AssignmentId>& ids, Date from, Date to) {
  return ask<TallyRow>(R"(
    SELECT assignment, start_on, measure, amount
      FROM kpi_tally
     WHERE assignment IN ? AND start_on BETWEEN ? AND ?)"_sql,
                       ids, from, to);
}

std::vector<TallyRow> tallies(Read& db, const std::vector<AssignmentId>& ids, Date from, Date to) {
  return db.all(ask_tallies(ids, from, to));
}

void save_tallies(Tx& tx, const std::vector<TallyRow>& rows) {
  tx.run_each(R"(
    INSERT INTO kpi_tally (assignment, start_on, measure, amount)
    VALUES (?, ?, ?, ?)
        ON CONFLICT (assignment, start_on, measure) DO UPDATE SET amount = excluded.amount)"_sql,
              rows, [](const TallyRow& r) {
                return std::tuple{r.assignment, r.start_on, r.measure, r.amount};
              });
}

std::vector<BreachRow> open_breaches(Read& db, const std::vector<AssignmentId>& ids) {
  return db.all<BreachRow>(R"(
    SELECT id, assignment, state, fired_start, fired_on, ended_start, ended_on, accepted_by,
           accepted_at, accepted_value, accepted_until, accepted_reason, version
      FROM kpi_breach
     WHERE assignment IN ? AND state IN ('firing', 'recovering')
     ORDER BY assignment, fired_start, id)"_sql,
                           ids);
}

std::vector<BreachRow> breaches_from(Read& db, const std::vector<AssignmentId>& ids, Date from) {
  return db.all<BreachRow>(R"(
    SELECT id, assignment, state, fired_start, fired_on, ended_start, ended_on, accepted_by,
           accepted_at, accepted_value, accepted_until, accepted_reason, version
      FROM kpi_breach
     WHERE assignment IN ? AND state <> 'corrected'
       AND (ended_start IS NULL OR ended_start >= ? OR fired_start >= ?)
     ORDER BY assignment, fired_start, id)"_sql,
                           ids, from, from);
}

std::vector<BreachRow> newest_breaches(Read& db, AssignmentId id, std::int64_t limit) {
  return db.all<BreachRow>(R"(
    SELECT id, assignment, state, fired_start, fired_on, ended_start, ended_on, accepted_by,
           accepted_at, accepted_value, accepted_until, accepted_reason, version
      FROM kpi_breach
     WHERE assignment = ?
     ORDER BY fired_start DESC, id DESC
     LIMIT ?)"_sql,
                           id, limit);
}

std::optional<BreachRow> breach(Read& db, BreachId id) {
  return db.one<BreachRow>(R"(
    SELECT id, assignment, state, fired_start, fired_on, ended_start, ended_on, accepted_by,
           accepted_at, accepted_value, accepted_until, accepted_reason, version
      FROM kpi_breach
     WHERE id = ?)"_sql,
                           id);
}

BreachId add_breach(Tx& tx, const BreachRow& row) {
  return *tx.one<BreachId>(R"(
    INSERT INTO kpi_breach (assignment, state, fired_start, fired_on, ended_start, ended_on,
                            version)
    VALUES (?, ?, ?, ?, ?, ?, 1)
    RETURNING id)"_sql,
                           row.assignment, row.state, row.fired_start, row.fired_on,
                           row.ended_start, row.ended_on);
}

void update_breaches(Tx& tx, const std::vector<BreachRow>& rows) {
  tx.run_each(R"(
    UPDATE kpi_breach
       SET state = ?, ended_start = ?, ended_on = ?, accepted_by = ?, accepted_at = ?,
           accepted_value = ?, accepted_until = ?, accepted_reason = ?, version = version + 1
     WHERE id = ?)"_sql,
              rows, [](const BreachRow& r) {
                return std::tuple{r.state,          r.ended_start,     r.ended_on,
                                  r.accepted_by,    r.accepted_at,     r.accepted_value,
                                  r.accepted_until, r.accepted_reason, r.id};
              });
}

}  // namespace twinrail::kpi::store
