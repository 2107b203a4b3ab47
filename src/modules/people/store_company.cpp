#include "modules/people/store_company.hpp"

#include "platform/db/table.hpp"

namespace twinrail::people::store {

CompanyRow company(Read& db) { return *by_key<CompanyRow>(db, std::int64_t{1}); }

bool change_company(Tx& tx, const CompanyRow& row) { return update_by_key(tx, row); }

std::vector<WorkCalendarRow> work_calendars(Read& db) {
  return db.all<WorkCalendarRow>("SELECT {columns} FROM people_work_calendar ORDER BY id"_sql);
}

std::optional<WorkCalendarRow> work_calendar(Read& db, WorkCalendarId id) {
  return by_key<WorkCalendarRow>(db, id);
}

std::vector<WorkCalendarRow> work_calendars(Read& db, const std::vector<std::string>& codes) {
  return db.all<WorkCalendarRow>(
      "SELECT {columns} FROM people_work_calendar WHERE code IN ? ORDER BY id"_sql, codes);
}

WorkCalendarId add_work_calendar(Tx& tx, const WorkCalendarRow& row) { return insert_new(tx, row); }

bool change_work_calendar(Tx& tx, const WorkCalendarRow& row) { return update_by_key(tx, row); }

void touch_work_calendars(Tx& tx, const std::vector<WorkCalendarId>& ids) {
  tx.run("UPDATE people_work_calendar SET version = version + 1 WHERE id IN ?"_sql, ids);
}

std::vector<WorkDayRow> work_days(Read& db, const std::vector<WorkCalendarId>& ids, Date from,
                                  Date to) {
  return db.all<WorkDayRow>(R"(
    SELECT {columns}
      FROM people_work_day
     WHERE calendar IN ? AND day BETWEEN ? AND ?
     ORDER BY calendar, day)"_sql,
                            ids, from, to);
}

void set_work_days(Tx& tx, const std::vector<WorkDayRow>& rows) { upsert(tx, rows); }

void drop_work_days(Tx& tx, WorkCalendarId calendar, const std::vector<Date>& days) {
  tx.run_each("DELETE FROM people_work_day WHERE calendar = ? AND day = ?"_sql, days,
              [&](Date day) { return std::tuple{calendar, day}; });
}

std::vector<WorkWeekRow> work_weeks(Read& db, const std::vector<WorkCalendarId>& ids) {
  return db.all<WorkWeekRow>(R"(
    SELECT {columns} FROM people_work_week WHERE calendar IN ? ORDER BY calendar, valid_to)"_sql,
                             ids);
}

void keep_work_week(Tx& tx, const WorkWeekRow& row) {
  tx.run(R"(
    INSERT INTO people_work_week (calendar, valid_to, weekdays) VALUES (?, ?, ?)
    ON CONFLICT (calendar, valid_to) DO NOTHING)"_sql,
         row.calendar, row.valid_to, row.weekdays);
}

std::vector<CalendarUseRow> calendar_uses(Read& db) {
  return db.all<CalendarUseRow>(
      "SELECT {columns} FROM people_work_calendar_use ORDER BY unit, valid_from"_sql);
}

void set_calendar_use(Tx& tx, const CalendarUseRow& row) { upsert(tx, row); }

std::vector<UseAbove> uses_above(Read& db, const std::vector<OrgUnitId>& units) {
  return db.all<UseAbove>(R"(
    SELECT o.unit, o.depth, u.unit AS above, o.valid_from AS path_from, o.valid_to AS path_to,
           u.valid_from, u.calendar
      FROM people_work_calendar_use u
      JOIN org_path o ON o.ancestor = u.unit
     WHERE o.unit IN ?
     ORDER BY o.unit, o.depth, u.valid_from DESC)"_sql,
                          units);
}

std::vector<CurrencyAbove> currencies_above(Read& db) {
  return db.all<CurrencyAbove>(R"(
    SELECT o.unit, o.depth, o.valid_from AS path_from, o.valid_to AS path_to, v.valid_from,
           v.valid_to, e.currency
      FROM people_unit_version v
      JOIN people_legal_entity e ON e.id = v.legal_entity
      JOIN org_path o ON o.ancestor = v.unit
     WHERE v.superseded_at IS NULL
     ORDER BY o.unit, o.depth)"_sql);
}

std::vector<RateRow> rates(Read& db, const RatesAsked& asked) {
  return db.all<RateRow>(R"(
    SELECT {columns}
      FROM people_rate
     WHERE day <= ? AND (day < ? OR (day = ? AND id < ?))
       AND (? = '' OR base = ?) AND (? = '' OR quote = ?)
     ORDER BY day DESC, id DESC
     LIMIT ?)"_sql,
                         asked.until, asked.before_day, asked.before_day, asked.before_id,
                         asked.base, asked.base, asked.quote, asked.quote, asked.limit);
}

std::optional<RateRow> rate(Read& db, RateId id) { return by_key<RateRow>(db, id); }

std::vector<RateRow> rates_on(Read& db, const std::vector<std::string>& bases,
                              const std::vector<Date>& days) {
  std::vector<std::int64_t> numbers;
  for (const Date day : days) numbers.push_back(day.days());
  return db.all<RateRow>(R"(
    SELECT {columns} FROM people_rate WHERE base IN ? AND day IN ? ORDER BY id)"_sql,
                         bases, numbers);
}

std::vector<RateRow> all_rates(Read& db) {
  return db.all<RateRow>("SELECT {columns} FROM people_rate ORDER BY day, id"_sql);
}

std::vector<RateRow> rates_named(Read& db, const std::vector<RateId>& ids) {
  return db.all<RateRow>("SELECT {columns} FROM people_rate WHERE id IN ? ORDER BY id"_sql, ids);
}

RateId add_rate(Tx& tx, const RateRow& row) { return insert_new(tx, row); }

void add_rates(Tx& tx, const std::vector<RateRow>& rows) { insert_new(tx, rows); }

bool change_rate(Tx& tx, const RateRow& row) { return update_by_key(tx, row); }

void put_rates(Tx& tx, const std::vector<RateRow>& rows) { upsert(tx, rows); }

}  // namespace twinrail::people::store
