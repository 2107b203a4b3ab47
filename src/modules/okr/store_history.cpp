#include "modules/okr/store.hpp"
#include "platform/db/table.hpp"

namespace twinrail::okr::store {

std::vector<StandingDay> history(Read& db, const std::vector<ObjectiveId>& objectives, Date to) {
  return db.all<StandingDay>(R"(
    SELECT {columns}
      FROM okr_standing_day
     WHERE objective IN ? AND day <= ?
     ORDER BY objective, day)"_sql,
                             objectives, to);
}

Ask<ObjectiveDayRow> ask_objective_days_from(const std::vector<ObjectiveId>& objectives, Date day) {
  return ask<ObjectiveDayRow>(R"(
    SELECT {columns d}
      FROM okr_objective o
      JOIN okr_standing_day d ON d.objective = o.id
     WHERE o.id IN ?
       AND d.day >= COALESCE((SELECT MAX(b.day) FROM okr_standing_day b
                               WHERE b.objective = o.id AND b.day < ?), ?)
     ORDER BY d.objective, d.day)"_sql,
                              objectives, day, day);
}

Ask<KeyResultDayRow> ask_key_result_days_from(const std::vector<ObjectiveId>& objectives,
                                              Date day) {
  return ask<KeyResultDayRow>(R"(
    SELECT {columns d}
      FROM okr_key_result k
      JOIN okr_key_result_day d ON d.key_result = k.id
     WHERE k.objective IN ?
       AND d.day >= COALESCE((SELECT MAX(b.day) FROM okr_key_result_day b
                               WHERE b.key_result = k.id AND b.day < ?), ?)
     ORDER BY d.key_result, d.day)"_sql,
                              objectives, day, day);
}

void save_days(Tx& tx, const std::vector<ObjectiveDayRow>& rows) { upsert(tx, rows); }

void save_days(Tx& tx, const std::vector<KeyResultDayRow>& rows) { upsert(tx, rows); }

void remove_days(Tx& tx, const std::vector<ObjectiveDayRow>& rows) {
  tx.run_each("DELETE FROM okr_standing_day WHERE objective = ? AND day = ?"_sql, rows,
              [](const ObjectiveDayRow& r) { return std::tuple{r.objective, r.day}; });
}

void remove_days(Tx& tx, const std::vector<KeyResultDayRow>& rows) {
  tx.run_each("DELETE FROM okr_key_result_day WHERE key_result = ? AND day = ?"_sql, rows,
              [](const KeyResultDayRow& r) { return std::tuple{r.key_result, r.day}; });
}

}  // namespace twinrail::okr::store
