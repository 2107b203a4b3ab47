#pragma once

#include "base/decimal.hpp"
#include "modules/people/model.hpp"

/// What holds for a whole company: its name, its working days, its exchange rates.
namespace twinrail::people {

// --- the company

enum class CompanyLanguage { zh, en };
DESCRIBE_ENUM(CompanyLanguage, zh, en);

struct CompanyRow {
  std::int64_t id = 1;
  std::string zone;
  std::int64_t week_start = 1;          ///< 1 = Monday
  std::int64_t fiscal_start_month = 1;  ///< 1..12
  std::string name_zh;
  std::string name_en;
  std::optional<CompanyLanguage> language;
  std::int64_t version = 1;
};
DESCRIBE(CompanyRow, id, zone, week_start, fiscal_start_month, name_zh, name_en, language, version);
TABLE(CompanyRow, "people_calendar", id);

struct CompanyView {
  Names names;                              ///< both empty: as the installation calls it
  std::optional<CompanyLanguage> language;  ///< of new accounts; absent: of whoever gives them
  std::string zone;                         ///< IANA name
  Weekday week_start = Weekday::monday;
  std::int64_t fiscal_start_month = 1;  ///< 1..12
  std::int64_t version = 1;
};
DESCRIBE(CompanyView, names, language, zone, week_start, fiscal_start_month, version);

struct ChangeCompany {
  Names names;
  std::optional<CompanyLanguage> language;
  Text<64> zone;
  Weekday week_start = Weekday::monday;
  Int<1, 12> fiscal_start_month;
};
DESCRIBE(ChangeCompany, names, language, zone, week_start, fiscal_start_month);

// --- working days

using WorkCalendarId = Id<struct WorkCalendarTag>;

/// What a day is: worked, an ordinary day off, a statutory holiday, a day in lieu of a holiday that
/// fell on a day off, a day off that is worked on another day.
enum class DayKind { workday, rest, statutory, substitute, adjusted_rest };
DESCRIBE_ENUM(DayKind, workday, rest, statutory, substitute, adjusted_rest);

struct WorkCalendarRow {
  WorkCalendarId id;
  std::string code;
  std::string name_zh;
  std::string name_en;
  std::int64_t weekdays = 31;  ///< bits, Monday is 1
  std::int64_t version = 1;
};
DESCRIBE(WorkCalendarRow, id, code, name_zh, name_en, weekdays, version);
TABLE(WorkCalendarRow, "people_work_calendar", id);

struct WorkDayRow {
  WorkCalendarId calendar;
  Date day;
  DayKind kind = DayKind::rest;
  std::string name;
};
DESCRIBE(WorkDayRow, calendar, day, kind, name);
TABLE(WorkDayRow, "people_work_day", calendar, day);

/// The days of the week that a calendar had up to a day, before they were changed.
struct WorkWeekRow {
  WorkCalendarId calendar;
  Date valid_to;
  std::int64_t weekdays = 31;  ///< bits, Monday is 1
};
DESCRIBE(WorkWeekRow, calendar, valid_to, weekdays);
TABLE(WorkWeekRow, "people_work_week", calendar, valid_to);

struct CalendarUseRow {
  OrgUnitId unit;
  Date valid_from;
  std::optional<WorkCalendarId> calendar;
};
DESCRIBE(CalendarUseRow, unit, valid_from, calendar);
TABLE(CalendarUseRow, "people_work_calendar_use", unit, valid_from);

/// A unit that a calendar was chosen for.
struct CalendarUse {
  OrgUnitId unit;
  Names unit_names;
  Date valid_from;
  std::optional<Date> valid_to;  ///< the last day; absent: until further notice
};
DESCRIBE(CalendarUse, unit, unit_names, valid_from, valid_to);

struct WorkCalendarView {
  WorkCalendarId id;
  std::string code;
  Names names;
  std::vector<Weekday> weekdays;
  bool usual = false;  ///< holds where no other one was chosen
  std::vector<CalendarUse> uses;
  std::int64_t version = 1;
};
DESCRIBE(WorkCalendarView, id, code, names, weekdays, usual, uses, version);

struct WorkCalendarList {
  std::vector<WorkCalendarView> items;
  std::vector<std::int64_t> known_years;  ///< whose holidays in China the program brings along
};
DESCRIBE(WorkCalendarList, items, known_years);

struct WorkCalendarOf {
  WorkCalendarId calendar;
  Int<1970, 2200> year;
};
DESCRIBE(WorkCalendarOf, calendar, year);

/// A day that is otherwise than the week says.
struct SpecialDay {
  Date day;
  DayKind kind = DayKind::rest;
  std::string name;
};
DESCRIBE(SpecialDay, day, kind, name);

/// The days of the week that were worked up to a day.
struct WorkWeek {
  Date valid_to;
  std::vector<Weekday> weekdays;
};
DESCRIBE(WorkWeek, valid_to, weekdays);

/// A calendar through one year.
struct WorkYear {
  WorkCalendarView calendar;
  std::int64_t year = 0;
  std::vector<SpecialDay> days;
  std::vector<WorkWeek> earlier;       ///< before the week was what it is now, the oldest first
  std::vector<std::int64_t> workdays;  ///< of January to December
  std::int64_t version = 1;            ///< of the calendar
};
DESCRIBE(WorkYear, calendar, year, days, earlier, workdays, version);

struct NewWorkCalendar {
  CodeText<40> code;
  Names names;
  List<Weekday, 7> weekdays;
};
DESCRIBE(NewWorkCalendar, code, names, weekdays);

/// Other days of the week are worked from today on; what was worked before stays.
struct ChangeWorkCalendar {
  WorkCalendarId calendar;
  Names names;
  List<Weekday, 7> weekdays;
};
DESCRIBE(ChangeWorkCalendar, calendar, names, weekdays);

struct DayChange {
  Date day;
  std::optional<DayKind> kind;  ///< absent: as the week says again
  std::optional<Text<60>> name;
};
DESCRIBE(DayChange, day, kind, name);

struct ChangeWorkDays {
  WorkCalendarId calendar;
  List<DayChange, 400> days;
};
DESCRIBE(ChangeWorkDays, calendar, days);

struct TakeHolidays {
  WorkCalendarId calendar;
  Int<1970, 2200> year;
};
DESCRIBE(TakeHolidays, calendar, year);

struct ChooseWorkCalendar {
  OrgUnitId unit;
  Date valid_from;
  std::optional<WorkCalendarId> calendar;  ///< absent: as the unit above
};
DESCRIBE(ChooseWorkCalendar, unit, valid_from, calendar);

// --- exchange rates

using RateId = Id<struct RateTag>;

struct RateRow {
  RateId id;
  std::string base;
  std::string quote;
  Date day;
  std::optional<Decimal> closing;
  std::optional<Decimal> average;
  std::string reason;
  std::int64_t version = 1;
};
DESCRIBE(RateRow, id, base, quote, day, closing, average, reason, version);
TABLE(RateRow, "people_rate", id);

struct RateView {
  RateId id;
  std::string base;
  std::string quote;
  Date day;
  std::optional<Decimal> closing;
  std::optional<Decimal> average;
  std::string reason;  ///< of the last correction; empty without one
  std::int64_t version = 1;
};
DESCRIBE(RateView, id, base, quote, day, closing, average, reason, version);

struct RatesQuery {
  std::optional<Text<3>> base;
  std::optional<Text<3>> quote;
  std::optional<Date> until;  ///< nothing after this day
  std::optional<Text<40>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(RatesQuery, base, quote, until, cursor, limit);

struct NewRate {
  Text<3> base;   ///< ISO 4217: what one unit of it
  Text<3> quote;  ///< is worth in this one
  Date day;
  std::optional<Decimal> closing;
  std::optional<Decimal> average;
};
DESCRIBE(NewRate, base, quote, day, closing, average);

struct ChangeRate {
  RateId rate;
  std::optional<Decimal> closing;
  std::optional<Decimal> average;
  Text<500> reason;
};
DESCRIBE(ChangeRate, rate, closing, average, reason);

}  // namespace twinrail::people
