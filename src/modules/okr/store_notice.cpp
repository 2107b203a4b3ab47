#include "modules/okr/store_notice.hpp"

namespace twinrail::okr::store {

std::vector<AwaitedRow> awaited_since(Read& db, Date day) {
  return db.all<AwaitedRow>(R"(
    SELECT k.id, k.objective, o.org_unit, COALESCE(k.owner, o.person, o.owner) AS reader,
           CASE WHEN k.owner IS NULL THEN 0 ELSE 1 END AS own,
           k.title_zh, k.title_en, o.title_zh AS goal_zh, o.title_en AS goal_en, s.checked_on,
           COALESCE(s.checked_on, o.active_on, c.start_on) AS since
      FROM okr_cycle c
      JOIN okr_objective o ON o.cycle = c.id AND o.state = 'active'
      JOIN okr_key_result k ON k.objective = o.id
      LEFT JOIN okr_key_result_standing s ON s.key_result = k.id
     WHERE c.state = 'active' AND s.done_on IS NULL
       AND COALESCE(s.checked_on, o.active_on, c.start_on) <= ?
       AND NOT EXISTS (SELECT 1 FROM okr_link l
                        WHERE l.key_result = k.id AND l.ended_on IS NULL)
     ORDER BY k.id)"_sql,
                            day);
}

std::vector<EndingRow> ending(Read& db) {
  return db.all<EndingRow>(R"(
    SELECT o.id, o.cycle, o.org_unit, COALESCE(o.person, o.owner) AS owner,
           o.title_zh, o.title_en, c.name_zh AS cycle_zh, c.name_en AS cycle_en, c.end_on,
           CASE WHEN r.submitted_at IS NULL THEN 0 ELSE 1 END AS reviewed
      FROM okr_cycle c
      JOIN okr_objective o ON o.cycle = c.id AND o.state IN ('active', 'closed')
      LEFT JOIN okr_review r ON r.objective = o.id
     WHERE c.state = 'closing'
     ORDER BY o.id)"_sql);
}

}  // namespace twinrail::okr::store
