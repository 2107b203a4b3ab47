#include <algorithm>
#include <set>

#include "modules/people/organisation.hpp"
#include "modules/people/rules_company.hpp"
#include "modules/people/store_company.hpp"
#include "platform/context.hpp"
#include "platform/events/events.hpp"

/// The company itself, and the calendars of working days that its units work by.
namespace twinrail::people {
namespace {

[[noreturn]] void refuse(const char* pointer, const char* key, Arguments args = {}) {
  throw Error(Fault::invalid, "request.invalid",
              std::vector<Problem>{{pointer, key, std::move(args)}});
}

[[noreturn]] void refuse_stale(std::int64_t yours) {
  throw Error(Fault::stale, "request.stale",
              Arguments{{"current", std::to_string(yours + 1)}, {"yours", std::to_string(yours)}});
}

/// What is the whole company's is seen by who keeps it for the whole company.
void require_keeper(const Context& ctx) {
  (void)ctx.scope(permission::company);
  ctx.require_everywhere(permission::company);
}

CompanyView view_of(const CompanyRow& row) {
  return {.names = {row.name_zh, row.name_en},
          .language = row.language,
          .zone = row.zone,
          .week_start = static_cast<Weekday>(row.week_start),
          .fiscal_start_month = row.fiscal_start_month,
          .version = row.version};
}

WorkCalendarRow calendar_or_refuse(Read& db, WorkCalendarId id) {
  auto row = store::work_calendar(db, id);
  if (!row) throw Error(Fault::not_found, "people.unknown_calendar");
  return *row;
}

std::map<Date, DayKind> kinds_of(const std::vector<WorkDayRow>& days) {
  std::map<Date, DayKind> kinds;
  for (const WorkDayRow& row : days) kinds[row.day] = row.kind;
  return kinds;
}

/// By the calendar they are of.
std::map<WorkCalendarId, std::map<Date, std::int64_t>> weeks_of(
    const std::vector<WorkWeekRow>& rows) {
  std::map<WorkCalendarId, std::map<Date, std::int64_t>> weeks;
  for (const WorkWeekRow& row : rows) weeks[row.calendar][row.valid_to] = row.weekdays;
  return weeks;
}

/// Tells that other days are worked from a day on.
void tell(Tx& tx, Date from, std::vector<OrgUnitId> units = {}) {
  announce(tx, OrganisationChanged{.org_units = std::move(units), .workdays = from});
}

Date first_day(std::int64_t year) { return Date::of(static_cast<int>(year), 1, 1); }
Date last_day(std::int64_t year) { return Date::of(static_cast<int>(year), 12, 31); }

/// The units of each calendar, those that have it today or will.
std::vector<WorkCalendarView> views_of(Read& db, Service& people,
                                       const std::vector<WorkCalendarRow>& rows, Date today) {
  const std::vector<CalendarUseRow> uses = store::calendar_uses(db);
  const auto ends = rules::last_days(uses);
  std::vector<OrgUnitId> units;
  for (const CalendarUseRow& use : uses) units.push_back(use.unit);
  const auto names = people.unit_names(db, units, today);
  std::vector<WorkCalendarView> views;
  for (const WorkCalendarRow& row : rows) {
    WorkCalendarView& view =
        views.emplace_back(WorkCalendarView{.id = row.id,
                                            .code = row.code,
                                            .names = {row.name_zh, row.name_en},
                                            .weekdays = rules::weekdays_of(row.weekdays),
                                            .usual = row.id == WorkCalendarId{1},
                                            .uses = {},
                                            .version = row.version});
    for (std::size_t i = 0; i < uses.size(); ++i)
      if (uses[i].calendar == row.id && (!ends[i] || *ends[i] >= today) &&
          names.contains(uses[i].unit))
        view.uses.push_back({uses[i].unit, names.at(uses[i].unit), uses[i].valid_from, ends[i]});
  }
  return views;
}

std::int64_t bits_or_refuse(const std::vector<Weekday>& days) {
  if (days.empty()) refuse("/weekdays", "people.calendar_without_days");
  return rules::weekday_bits(days);
}

void change_or_refuse(Tx& tx, const WorkCalendarRow& row) {
  if (!store::change_work_calendar(tx, row)) refuse_stale(row.version);
}

}  // namespace

CompanyView Service::company(const Context& ctx, Read& db, const NoRequest&) {
  require_keeper(ctx);
  return view_of(store::company(db));
}

/// Every unit counts its time otherwise from now on, and is looked at anew.
CompanyView Service::change_company(const Context& ctx, Tx& tx, const ChangeCompany& request) {
  require_keeper(ctx);
  CompanyRow row = store::company(tx);
  ctx.expect_version(row.version);
  if (!is_zone(request.zone)) refuse("/zone", "unknown_zone", {{"zone", request.zone}});
  const auto week_start = static_cast<std::int64_t>(request.week_start);
  const bool counts_otherwise = row.zone != request.zone || row.week_start != week_start ||
                                row.fiscal_start_month != request.fiscal_start_month.value;
  row.zone = request.zone;
  row.week_start = week_start;
  row.fiscal_start_month = request.fiscal_start_month.value;
  row.name_zh = request.names.zh;
  row.name_en = request.names.en;
  row.language = request.language;
  if (!store::change_company(tx, row)) refuse_stale(row.version);
  ++row.version;
  OrganisationChanged news;
  if (counts_otherwise) {
    news.org_units = store::all_units(tx);
    news.calendar = true;
  }
  announce(tx, news);
  return view_of(row);
}

CompanyStyle Service::style(Read& db) {
  const CompanyRow row = store::company(db);
  CompanyStyle style{.names = {row.name_zh, row.name_en}};
  if (row.language) style.english = *row.language == CompanyLanguage::en;
  return style;
}

WorkCalendarList Service::work_calendars(const Context& ctx, Read& db, const NoRequest&) {
  require_keeper(ctx);
  return {views_of(db, *this, store::work_calendars(db), ctx.today()), rules::holiday_years()};
}

WorkYear Service::work_year(const Context& ctx, Read& db, const WorkCalendarOf& request) {
  require_keeper(ctx);
  const WorkCalendarRow row = calendar_or_refuse(db, request.calendar);
  const auto days = store::work_days(db, {row.id}, first_day(request.year), last_day(request.year));
  WorkYear year{.calendar = views_of(db, *this, {row}, ctx.today()).front(),
                .year = request.year,
                .days = {},
                .earlier = {},
                .workdays = {},
                .version = row.version};
  const auto weeks = store::work_weeks(db, {row.id});
  for (const WorkWeekRow& week : weeks)
    year.earlier.push_back({week.valid_to, rules::weekdays_of(week.weekdays)});
  year.workdays =
      rules::workdays_by_month(row.weekdays, weeks_of(weeks)[row.id], kinds_of(days), request.year);
  for (const WorkDayRow& day : days) year.days.push_back({day.day, day.kind, day.name});
  return year;
}

WorkCalendarView Service::add_work_calendar(const Context& ctx, Tx& tx,
                                            const NewWorkCalendar& request) {
  require_keeper(ctx);
  const std::vector<std::string> code{std::string(request.code)};
  if (!store::work_calendars(tx, code).empty())
    throw Error(Fault::conflict, "people.code_taken", Arguments{{"code", request.code}});
  WorkCalendarRow row{.id = {},
                      .code = request.code,
                      .name_zh = request.names.zh,
                      .name_en = request.names.en,
                      .weekdays = bits_or_refuse(request.weekdays)};
  row.id = store::add_work_calendar(tx, row);
  return views_of(tx, *this, {row}, ctx.today()).front();
}

WorkCalendarView Service::change_work_calendar(const Context& ctx, Tx& tx,
                                               const ChangeWorkCalendar& request) {
  require_keeper(ctx);
  WorkCalendarRow row = calendar_or_refuse(tx, request.calendar);
  ctx.expect_version(row.version);
  row.name_zh = request.names.zh;
  row.name_en = request.names.en;
  const std::int64_t before = row.weekdays;
  row.weekdays = bits_or_refuse(request.weekdays);
  if (row.weekdays != before) {
    store::keep_work_week(tx, {row.id, ctx.today() - 1, before});
    tell(tx, ctx.today());
  }
  change_or_refuse(tx, row);
  ++row.version;
  return views_of(tx, *this, {row}, ctx.today()).front();
}

WorkCalendarView Service::change_work_days(const Context& ctx, Tx& tx,
                                           const ChangeWorkDays& request) {
  require_keeper(ctx);
  WorkCalendarRow row = calendar_or_refuse(tx, request.calendar);
  ctx.expect_version(row.version);
  std::vector<WorkDayRow> set;
  std::vector<Date> dropped;
  std::set<Date> seen;
  for (std::size_t i = 0; i < request.days.size(); ++i) {
    const DayChange& change = request.days[i];
    if (!seen.insert(change.day).second)
      refuse(("/days/" + std::to_string(i) + "/day").c_str(), "people.day_twice");
    if (change.kind)
      set.push_back({row.id, change.day, *change.kind, std::string(change.name.value_or(""))});
    else
      dropped.push_back(change.day);
  }
  store::set_work_days(tx, set);
  store::drop_work_days(tx, row.id, dropped);
  change_or_refuse(tx, row);
  if (!seen.empty()) tell(tx, *seen.begin());
  ++row.version;
  return views_of(tx, *this, {row}, ctx.today()).front();
}

/// Days of the year that somebody has said something of already become what the notice says.
WorkCalendarView Service::take_holidays(const Context& ctx, Tx& tx, const TakeHolidays& request) {
  require_keeper(ctx);
  WorkCalendarRow row = calendar_or_refuse(tx, request.calendar);
  ctx.expect_version(row.version);
  std::vector<WorkDayRow> rows;
  for (const SpecialDay& day : rules::holidays_of(request.year))
    rows.push_back({row.id, day.day, day.kind, day.name});
  if (rows.empty())
    refuse("/year", "people.unknown_holidays", {{"year", std::to_string(request.year.value)}});
  store::set_work_days(tx, rows);
  change_or_refuse(tx, row);
  tell(tx, rows.front().day);  // the first of the year's
  ++row.version;
  return views_of(tx, *this, {row}, ctx.today()).front();
}

WorkCalendarList Service::choose_work_calendar(const Context& ctx, Tx& tx,
                                               const ChooseWorkCalendar& request) {
  require_keeper(ctx);
  if (!store::unit(tx, request.unit, request.valid_from))
    throw Error(Fault::not_found, "people.unknown_unit");
  if (request.calendar) (void)calendar_or_refuse(tx, *request.calendar);
  store::set_calendar_use(tx, {request.unit, request.valid_from, request.calendar});
  tell(tx, request.valid_from, {request.unit});
  return {views_of(tx, *this, store::work_calendars(tx), ctx.today()), rules::holiday_years()};
}

bool Workdays::works(OrgUnitId unit, Date day) const {
  const Calendar* found = &calendars_.at(WorkCalendarId{1}.value);
  std::set<OrgUnitId> said;
  if (const auto choices = choices_.find(unit); choices != choices_.end())
    for (const Choice& c : choices->second) {
      if (day < c.path_from || c.path_to < day || day < c.valid_from) continue;
      if (!said.insert(c.above).second) continue;  // a newer choice of the same unit holds
      if (c.calendar == 0) continue;
      found = &calendars_.at(c.calendar);
      break;
    }
  const auto special = found->special.find(day);
  if (special != found->special.end()) return special->second;
  const std::int64_t week = rules::week_on(found->weekdays, found->earlier, day);
  return (week & (std::int64_t{1} << (static_cast<int>(day.weekday()) - 1))) != 0;
}

Workdays Service::workdays_of(Read& db, const std::vector<OrgUnitId>& units, Date from, Date to) {
  Workdays days;
  std::vector<WorkCalendarId> ids;
  for (const WorkCalendarRow& row : store::work_calendars(db)) {
    ids.push_back(row.id);
    days.calendars_[row.id.value].weekdays = row.weekdays;
  }
  for (auto& [id, weeks] : weeks_of(store::work_weeks(db, ids)))
    days.calendars_[id.value].earlier = std::move(weeks);
  for (const WorkDayRow& row : store::work_days(db, ids, from, to))
    days.calendars_[row.calendar.value].special[row.day] = row.kind == DayKind::workday;
  for (const store::UseAbove& use : store::uses_above(db, units))
    days.choices_[use.unit].push_back({use.above, use.path_from, use.path_to, use.valid_from,
                                       use.calendar ? use.calendar->value : 0});
  return days;
}

}  // namespace twinrail::people
