#include "modules/okr/store_move.hpp"

#include "platform/context.hpp"

namespace twinrail::okr::store {

std::vector<ObjectiveId> moving_ids(Read& db, const Scope& scope,
                                    const std::vector<CycleId>& cycles,
                                    const std::vector<OrgUnitId>& units) {
  return db.all<ObjectiveId>(R"(
    SELECT o.id
      FROM okr_objective o
     WHERE o.org_unit IN ? AND o.cycle IN ? AND o.state IN ('active', 'closed')
       AND (? = 1 OR (? = 1 AND (o.owner = ? OR o.person = ?))
            OR EXISTS (SELECT 1 FROM reach x
                        WHERE x.viewer = ? AND x.org_unit = o.org_unit AND x.relation IN ?))
     ORDER BY o.id)"_sql,
                             units, cycles, scope.everything(), std::int64_t{scope.own() ? 1 : 0},
                             scope.viewer(), scope.viewer(), scope.viewer(), scope.relations());
}

std::vector<ObjectiveId> ids_of_person(Read& db, const Scope& scope,
                                       const std::vector<CycleId>& cycles, PersonId person) {
  return db.all<ObjectiveId>(R"(
    SELECT o.id
      FROM okr_objective o
     WHERE o.cycle IN ? AND o.state <> 'withdrawn'
       AND (o.owner = ? OR o.person = ?
            OR EXISTS (SELECT 1 FROM okr_key_result k WHERE k.objective = o.id AND k.owner = ?))
       AND (? = 1 OR (? = 1 AND (o.owner = ? OR o.person = ?))
            OR EXISTS (SELECT 1 FROM reach x
                        WHERE x.viewer = ? AND x.org_unit = o.org_unit AND x.relation IN ?))
     ORDER BY o.id)"_sql,
                             cycles, person, person, person, scope.everything(),
                             std::int64_t{scope.own() ? 1 : 0}, scope.viewer(), scope.viewer(),
                             scope.viewer(), scope.relations());
}

std::vector<ToldRow> told(Read& db, const std::vector<ObjectiveId>& ids, const FeedSpan& span,
                          std::int64_t id_below) {
  // A check-in may be dated some weeks back; older days are not looked through.
  constexpr std::int64_t dated_back_days = 31;
  return db.all<ToldRow>(R"(
    SELECT c.id, c.key_result, k.objective, o.org_unit, k.title_zh, k.title_en,
           o.title_zh AS of_zh, o.title_en AS of_en, k.unit, k.decimals, c.day, c.recorded_at,
           (SELECT p.value FROM okr_check_in p
             WHERE p.key_result = c.key_result AND p.superseded_at IS NULL
               AND (p.day, p.id) < (c.day, c.id)
             ORDER BY p.day DESC, p.id DESC LIMIT 1) AS value_before,
           c.value,
           (SELECT p.confidence FROM okr_check_in p
             WHERE p.key_result = c.key_result AND p.superseded_at IS NULL
               AND (p.day, p.id) < (c.day, c.id)
             ORDER BY p.day DESC, p.id DESC LIMIT 1) AS confidence_before,
           c.confidence, c.note, c.blocker, c.by_person
      FROM okr_objective o
      JOIN okr_key_result k ON k.objective = o.id
      JOIN okr_check_in c ON c.key_result = k.id AND c.day >= ?
     WHERE o.id IN ? AND c.source = 'manual' AND c.superseded_at IS NULL AND c.recorded_at >= ?
       AND (c.recorded_at < ? OR (c.recorded_at = ? AND c.id < ?))
     ORDER BY c.recorded_at DESC, c.id DESC
     LIMIT ?)"_sql,
                         span.from - dated_back_days, ids, span.since(), span.place.at,
                         span.place.at, id_below, span.limit);
}

std::vector<StoodRow> stood_from(Read& db, const std::vector<ObjectiveId>& ids, Date day) {
  return db.all<StoodRow>(R"(
    SELECT d.objective, o.org_unit, o.title_zh, o.title_en, d.day, d.progress
      FROM okr_objective o
      JOIN okr_standing_day d ON d.objective = o.id
       AND d.day >= COALESCE((SELECT b.day FROM okr_standing_day b
                               WHERE b.objective = o.id AND b.day < ?
                               ORDER BY b.day DESC LIMIT 1), ?)
     WHERE o.id IN ?
     ORDER BY d.objective, d.day)"_sql,
                          day, day, ids);
}

std::vector<ReaimedRow> reaimed(Read& db, const std::vector<ObjectiveId>& ids, const FeedSpan& span,
                                std::int64_t id_below) {
  return db.all<ReaimedRow>(R"(
    SELECT t.id, t.key_result, k.objective, o.org_unit, k.title_zh, k.title_en,
           o.title_zh AS of_zh, o.title_en AS of_en, k.unit, k.decimals, t.until, t.recorded_at,
           t.target_value AS before,
           COALESCE((SELECT n.target_value FROM okr_key_result_term n
                      WHERE n.key_result = t.key_result AND n.id > t.id
                      ORDER BY n.id LIMIT 1), k.target_value) AS after,
           t.reason, t.by_person
      FROM okr_objective o
      JOIN okr_key_result k ON k.objective = o.id
      JOIN okr_key_result_term t ON t.key_result = k.id
     WHERE o.id IN ? AND t.recorded_at >= ?
       AND (t.recorded_at < ? OR (t.recorded_at = ? AND t.id < ?))
     ORDER BY t.recorded_at DESC, t.id DESC
     LIMIT ?)"_sql,
                            ids, span.since(), span.place.at, span.place.at, id_below, span.limit);
}

}  // namespace twinrail::okr::store
