#pragma once

#include "modules/people/model_company.hpp"
#include "platform/db/db.hpp"

/// SQL of what holds for a whole company.
namespace twinrail::people::store {

[[nodiscard]] CompanyRow company(Read& db);
/// False when the row's version is not the stored one.
[[nodiscard]] bool change_company(Tx& tx, const CompanyRow& row);

[[nodiscard]] std::vector<WorkCalendarRow> work_calendars(Read& db);
[[nodiscard]] std::optional<WorkCalendarRow> work_calendar(Read& db, WorkCalendarId id);
[[nodiscard]] std::vector<WorkCalendarRow> work_calendars(Read& db,
                                                          const std::vector<std::string>& codes);
[[nodiscard]] WorkCalendarId add_work_calendar(Tx& tx, const WorkCalendarRow& row);
/// False when the row's version is not the stored one.
[[nodiscard]] bool change_work_calendar(Tx& tx, const WorkCalendarRow& row);
void touch_work_calendars(Tx& tx, const std::vector<WorkCalendarId>& ids);
/// Both days included.
[[nodiscard]] std::vector<WorkDayRow> work_days(Read& db, const std::vector<WorkCalendarId>& ids,
                                                Date from, Date to);
void set_work_days(Tx& tx, const std::vector<WorkDayRow>& rows);
void drop_work_days(Tx& tx, WorkCalendarId calendar, const std::vector<Date>& days);
/// In order of calendar and day.
[[nodiscard]] std::vector<WorkWeekRow> work_weeks(Read& db, const std::vector<WorkCalendarId>& ids);
/// Keeps what held up to a day, unless something was kept of that day already.
void keep_work_week(Tx& tx, const WorkWeekRow& row);
/// In order of unit and day.
[[nodiscard]] std::vector<CalendarUseRow> calendar_uses(Read& db);
void set_calendar_use(Tx& tx, const CalendarUseRow& row);

/// A choice that holds for a unit because the unit, or one above it, made it.
struct UseAbove {
  OrgUnitId unit;  ///< for whom
  std::int64_t depth = 0;
  OrgUnitId above;  ///< who made it
  Date path_from;
  Date path_to;
  Date valid_from;
  std::optional<WorkCalendarId> calendar;
};
DESCRIBE(UseAbove, unit, depth, above, path_from, path_to, valid_from, calendar);
/// The nearest first, the newest choice of each first.
[[nodiscard]] std::vector<UseAbove> uses_above(Read& db, const std::vector<OrgUnitId>& units);

/// An employer that a unit names, for the unit and those below it while both spans hold.
struct CurrencyAbove {
  OrgUnitId unit;
  std::int64_t depth = 0;
  Date path_from;
  Date path_to;
  Date valid_from;
  Date valid_to;
  std::string currency;
};
DESCRIBE(CurrencyAbove, unit, depth, path_from, path_to, valid_from, valid_to, currency);
[[nodiscard]] std::vector<CurrencyAbove> currencies_above(Read& db);

/// Which rates a page shows; an empty currency: any.
struct RatesAsked {
  std::string base;
  std::string quote;
  Date until;
  Date before_day;  ///< the page before ended with this row
  RateId before_id;
  std::int64_t limit = 50;
};
/// The newest first.
[[nodiscard]] std::vector<RateRow> rates(Read& db, const RatesAsked& asked);
[[nodiscard]] std::optional<RateRow> rate(Read& db, RateId id);
/// Those of some base currencies on some days.
[[nodiscard]] std::vector<RateRow> rates_on(Read& db, const std::vector<std::string>& bases,
                                            const std::vector<Date>& days);
/// The oldest first.
[[nodiscard]] std::vector<RateRow> all_rates(Read& db);
[[nodiscard]] std::vector<RateRow> rates_named(Read& db, const std::vector<RateId>& ids);
[[nodiscard]] RateId add_rate(Tx& tx, const RateRow& row);
void add_rates(Tx& tx, const std::vector<RateRow>& rows);
/// False when the row's version is not the stored one.
[[nodiscard]] bool change_rate(Tx& tx, const RateRow& row);
/// Writes rows as they are, with their versions.
void put_rates(Tx& tx, const std::vector<RateRow>& rows);

}  // namespace twinrail::people::store
