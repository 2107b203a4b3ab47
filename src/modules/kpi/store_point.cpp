#include "modules/kpi/store.hpp"
#include "platform/db/table.hpp"

namespace twinrail::kpi::store {

Ask<PointRow> ask_points(const std::vector<AssignmentId>& ids, Date from, Date to) {
  return ask<PointRow>(R"(
    SELECT {columns}
      FROM kpi_point
     WHERE assignment IN ? AND start_on BETWEEN ? AND ?
     ORDER BY assignment, start_on)"_sql,
                       ids, from, to);
}

std::vector<PointRow> points(Read& db, const std::vector<AssignmentId>& ids, Date from, Date to) {
  return db.all(ask_points(ids, from, to));
}

std::vector<PointRow> points_at(Read& db, const std::vector<AssignmentId>& ids,
                                const std::vector<Date>& starts) {
  std::vector<std::int64_t> days;
  for (const Date start : starts) days.push_back(start.days());
  return db.all<PointRow>(R"(
    SELECT {columns}
      FROM kpi_point
     WHERE assignment IN ? AND start_on IN ?)"_sql,
                          ids, days);
}

std::vector<PointRow> newest_points(Read& db, const std::vector<AssignmentId>& ids, Date today) {
  return db.all<PointRow>(R"(
    SELECT {columns p}
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
    SELECT {columns p}
      FROM kpi_assignment a
      JOIN kpi_point p ON p.assignment = a.id
       AND p.start_on = (SELECT MAX(q.start_on) FROM kpi_point q
                          WHERE q.assignment = a.id AND q.start_on < ? AND q.judged = 1)
     WHERE a.id IN ?)"_sql,
                          day, ids);
}

std::vector<PointRow> points_to_judge(Read& db, Date today) {
  return db.all<PointRow>(R"(
    SELECT {columns}
      FROM kpi_point
     WHERE judged = 0 AND end_on < ?
     ORDER BY assignment, start_on)"_sql,
                          today);
}

void save_points(Tx& tx, const std::vector<PointRow>& rows) { upsert(tx, rows); }

// An insertion and no UPDATE, because PostgreSQL takes a list of insertions as arrays.
void save_moved_points(Tx& tx, const std::vector<PointRow>& rows) {
  tx.run_each(R"(
    INSERT INTO kpi_point (assignment, start_on, end_on, value, null_reason, achievement, colour,
                           rule, judged, phase, streak, missing, rows_used, rows_seen)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (assignment, start_on)
        DO UPDATE SET value = excluded.value, null_reason = excluded.null_reason,
                      achievement = excluded.achievement, rows_used = excluded.rows_used,
                      rows_seen = excluded.rows_seen)"_sql,
              rows, [](const PointRow& r) {
                return std::tuple{r.assignment,  r.start_on, r.end_on,    r.value,    r.null_reason,
                                  r.achievement, r.colour,   r.rule,      r.judged,   r.phase,
                                  r.streak,      r.missing,  r.rows_used, r.rows_seen};
              });
}

void drop_points(Tx& tx, const std::vector<PointRow>& rows) {
  tx.run_each("DELETE FROM kpi_point WHERE assignment = ? AND start_on = ?"_sql, rows,
              [](const PointRow& r) { return std::tuple{r.assignment, r.start_on}; });
}

std::vector<PeriodEnd> last_judged_ends(Read& db) {
  return db.all<PeriodEnd>(R"(
    SELECT a.id AS assignment, p.end_on
      FROM kpi_assignment a
      JOIN kpi_point p ON p.assignment = a.id
       AND p.start_on = (SELECT q.start_on FROM kpi_point q
                          WHERE q.assignment = a.id AND q.judged = 1
                          ORDER BY q.start_on DESC LIMIT 1))"_sql);
}

std::vector<PeriodEnd> last_values(Read& db, const std::vector<AssignmentId>& ids) {
  return db.all<PeriodEnd>(R"(
    SELECT a.id AS assignment, p.end_on
      FROM kpi_assignment a
      JOIN kpi_point p ON p.assignment = a.id
       AND p.start_on = (SELECT q.start_on FROM kpi_point q
                          WHERE q.assignment = a.id AND q.value IS NOT NULL
                          ORDER BY q.start_on DESC LIMIT 1)
     WHERE a.id IN ?)"_sql,
                           ids);
}

Ask<TallyRow> ask_tallies(const std::vector<AssignmentId>& ids, Date from, Date to) {
  return ask<TallyRow>(R"(
    SELECT {columns}
      FROM kpi_tally
     WHERE assignment IN ? AND start_on BETWEEN ? AND ?)"_sql,
                       ids, from, to);
}

std::vector<TallyRow> tallies(Read& db, const std::vector<AssignmentId>& ids, Date from, Date to) {
  return db.all(ask_tallies(ids, from, to));
}

void save_tallies(Tx& tx, const std::vector<TallyRow>& rows) { upsert(tx, rows); }

void drop_tallies(Tx& tx, const std::vector<AssignmentId>& ids) {
  tx.run("DELETE FROM kpi_tally WHERE assignment IN ?"_sql, ids);
}

std::vector<BreachRow> open_breaches(Read& db, const std::vector<AssignmentId>& ids) {
  return db.all<BreachRow>(R"(
    SELECT {columns}
      FROM kpi_breach
     WHERE assignment IN ? AND state IN ('firing', 'recovering')
     ORDER BY assignment, fired_start, id)"_sql,
                           ids);
}

std::vector<BreachRow> breaches_from(Read& db, const std::vector<AssignmentId>& ids, Date from) {
  return db.all<BreachRow>(R"(
    SELECT {columns}
      FROM kpi_breach
     WHERE assignment IN ? AND state <> 'corrected'
       AND (ended_start IS NULL OR ended_start >= ? OR fired_start >= ?)
     ORDER BY assignment, fired_start, id)"_sql,
                           ids, from, from);
}

std::vector<BreachRow> newest_breaches(Read& db, AssignmentId id, std::int64_t limit) {
  return db.all<BreachRow>(R"(
    SELECT {columns}
      FROM kpi_breach
     WHERE assignment = ?
     ORDER BY fired_start DESC, id DESC
     LIMIT ?)"_sql,
                           id, limit);
}

std::optional<BreachRow> breach(Read& db, BreachId id) { return by_key<BreachRow>(db, id); }

std::vector<BreachRow> breaches(Read& db, const std::vector<BreachId>& ids) {
  return by_keys<BreachRow>(db, ids);
}

BreachId add_breach(Tx& tx, const BreachRow& row) { return insert_new(tx, row); }

void update_breaches(Tx& tx, const std::vector<BreachRow>& rows) {
  tx.run_each(
      R"(
    UPDATE kpi_breach
       SET state = ?, ended_start = ?, ended_on = ?, accepted_by = ?, accepted_at = ?,
           accepted_value = ?, accepted_until = ?, accepted_reason = ?, accepted_person = ?,
           version = version + 1
     WHERE id = ?)"_sql,
      rows, [](const BreachRow& r) {
        return std::tuple{
            r.state,          r.ended_start,    r.ended_on,        r.accepted_by,     r.accepted_at,
            r.accepted_value, r.accepted_until, r.accepted_reason, r.accepted_person, r.id};
      });
}

}  // namespace twinrail::kpi::store
