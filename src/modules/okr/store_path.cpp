#include "modules/okr/store.hpp"

/// The objectives above key results, and how they stand. Their other children are not read.
namespace twinrail::okr::store {

Ask<KeyResultStandingRow> ask_key_result_standings_by_id(
    const std::vector<KeyResultId>& key_results) {
  return ask<KeyResultStandingRow>(R"(
    SELECT {columns}
      FROM okr_key_result_standing
     WHERE key_result IN ?)"_sql,
                                   key_results);
}

Ask<KeyResultDayRow> ask_key_result_days_by_id(const std::vector<KeyResultId>& key_results,
                                               Date day) {
  return ask<KeyResultDayRow>(R"(
    SELECT {columns d}
      FROM okr_key_result k
      JOIN okr_key_result_day d ON d.key_result = k.id
     WHERE k.id IN ?
       AND d.day >= COALESCE((SELECT MAX(b.day) FROM okr_key_result_day b
                               WHERE b.key_result = k.id AND b.day <= ?), ?)
     ORDER BY d.key_result, d.day)"_sql,
                              key_results, day, day);
}

Ask<ObjectivePathRow> ask_path(const std::vector<KeyResultId>& key_results) {
  return ask<ObjectivePathRow>(R"(
    WITH RECURSIVE up (objective, child, share) AS (
      SELECT objective, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT)
        FROM okr_key_result
       WHERE id IN ?
       UNION
      SELECT c.parent, c.child, c.share
        FROM up
        JOIN okr_contribution c ON c.child = up.objective AND c.relation = 'contributes')
    SELECT up.objective, up.child, up.share, o.state, o.weight, o.org_unit, o.cycle,
           y.state AS cycle_state, y.start_on, y.end_on, s.progress, s.coverage, s.sums
      FROM up
      JOIN okr_objective o ON o.id = up.objective
      JOIN okr_cycle y ON y.id = o.cycle
      LEFT JOIN okr_standing s ON s.objective = up.objective)"_sql,
                               key_results);
}

Ask<ObjectiveDayRow> ask_path_days(const std::vector<KeyResultId>& key_results, Date day) {
  return ask<ObjectiveDayRow>(R"(
    WITH RECURSIVE up (objective) AS (
      SELECT objective FROM okr_key_result WHERE id IN ?
       UNION
      SELECT c.parent
        FROM up
        JOIN okr_contribution c ON c.child = up.objective AND c.relation = 'contributes')
    SELECT d.objective, d.day, d.progress, d.coverage, d.sums
      FROM up
      JOIN okr_standing_day d ON d.objective = up.objective
     WHERE d.day >= COALESCE((SELECT MAX(b.day) FROM okr_standing_day b
                               WHERE b.objective = up.objective AND b.day <= ?), ?))"_sql,
                              key_results, day, day);
}

}  // namespace twinrail::okr::store
