#include "modules/kpi/store_move.hpp"

namespace twinrail::kpi::store {

std::vector<PointRow> points_ending_from(Read& db, const std::vector<AssignmentId>& ids, Date day) {
  return db.all<PointRow>(R"(
    SELECT {columns p}
      FROM kpi_assignment a
      JOIN kpi_point p ON p.assignment = a.id AND p.judged = 1
       AND p.start_on >= COALESCE((SELECT q.start_on FROM kpi_point q
                                    WHERE q.assignment = a.id AND q.end_on < ?
                                    ORDER BY q.start_on DESC LIMIT 1), -1000000)
     WHERE a.id IN ?
     ORDER BY p.assignment, p.start_on)"_sql,
                          day, ids);
}

std::vector<BreachRow> acknowledged(Read& db, const std::vector<AssignmentId>& ids,
                                    const FeedSpan& span, std::int64_t id_below) {
  return db.all<BreachRow>(R"(
    SELECT {columns}
      FROM kpi_breach
     WHERE assignment IN ? AND accepted_at >= ?
       AND (accepted_at < ? OR (accepted_at = ? AND id < ?))
     ORDER BY accepted_at DESC, id DESC
     LIMIT ?)"_sql,
                           ids, span.since(), span.place.at, span.place.at, id_below, span.limit);
}

std::vector<CorrectedRow> corrected(Read& db, const std::vector<OrgUnitId>& units,
                                    const FeedSpan& span, std::int64_t id_below) {
  return db.all<CorrectedRow>(R"(
    SELECT r.id, r.measure, r.org_unit, r.day, o.amount AS before, r.amount AS after, r.recorded_at,
           r.reason
      FROM kpi_reading r
      JOIN kpi_reading o ON o.measure = r.measure AND o.source = r.source
       AND o.source_key = r.source_key AND o.revision = r.revision - 1
     WHERE r.revision > 1 AND r.recorded_at >= ? AND r.org_unit IN ?
       AND (r.recorded_at < ? OR (r.recorded_at = ? AND r.id < ?))
     ORDER BY r.recorded_at DESC, r.id DESC
     LIMIT ?)"_sql,
                              span.since(), units, span.place.at, span.place.at, id_below,
                              span.limit);
}

std::vector<RetargetedRow> retargeted(Read& db, const std::vector<AssignmentId>& ids,
                                      const FeedSpan& span, std::int64_t id_below) {
  return db.all<RetargetedRow>(R"(
    SELECT t.id, t.assignment, t.valid_from, e.target AS before, t.target AS after, t.recorded_at
      FROM kpi_target t
      JOIN kpi_target e ON e.assignment = t.assignment
       AND e.id = (SELECT x.id FROM kpi_target x
                    WHERE x.assignment = t.assignment AND x.valid_from < t.valid_from
                      AND x.valid_from <= x.valid_to
                    ORDER BY x.valid_from DESC, x.id DESC LIMIT 1)
     WHERE t.assignment IN ? AND t.valid_from <= t.valid_to AND t.recorded_at >= ?
       AND COALESCE(t.target, 0) <> COALESCE(e.target, 0)
       AND (t.recorded_at < ? OR (t.recorded_at = ? AND t.id < ?))
     ORDER BY t.recorded_at DESC, t.id DESC
     LIMIT ?)"_sql,
                               ids, span.since(), span.place.at, span.place.at, id_below,
                               span.limit);
}

}  // namespace twinrail::kpi::store
