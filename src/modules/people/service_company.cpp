#include <set>

#include "base/money.hpp"
#include "modules/people/names.hpp"
#include "modules/people/organisation.hpp"
#include "platform/context.hpp"
#include "platform/events/events.hpp"

/// Legal entities and calendars: by whose law and by what time units work.
namespace twinrail::people {
namespace {

LegalEntity view_of(const LegalEntityRow& row) {
  return {row.id, row.code, {row.name_zh, row.name_en}, row.country, row.currency, row.version};
}

Error wrong(const char* field, const char* key, Arguments args = {}) {
  return {Fault::invalid, "request.invalid",
          std::vector<Problem>{{std::string("/") + field, key, std::move(args)}}};
}

CalendarRule overlaid(CalendarRule rule, const Calendars::Own& own) {
  if (own.zone) rule.zone = *own.zone;
  if (own.week_start) rule.week_start = static_cast<Weekday>(*own.week_start);
  if (own.fiscal_start_month) rule.fiscal_start_month = static_cast<int>(*own.fiscal_start_month);
  return rule;
}

/// A span counts on days on which the unit stood below the one that says it.
std::vector<Calendars::Own> own_of(const std::vector<store::CalendarAbove>& rows) {
  std::vector<Calendars::Own> list;
  for (const store::CalendarAbove& r : rows) {
    const Date from = std::max(r.path_from, r.valid_from);
    const Date to = std::min(r.path_to, r.valid_to);
    if (to < from) continue;
    list.push_back(
        {r.unit, static_cast<int>(r.depth), from, to, r.zone, r.week_start, r.fiscal_start_month});
  }
  return list;
}

UnitCalendar view_of(OrgUnitId unit, Date on, const CalendarRule& rule) {
  return {unit, on, rule.zone, rule.week_start, rule.fiscal_start_month};
}

}  // namespace

Calendars::Calendars(CalendarRule company, std::vector<Own> own) : company_(std::move(company)) {
  for (Own& o : own) own_[o.unit].push_back(std::move(o));
  for (auto& [unit, spans] : own_) std::ranges::sort(spans, std::greater{}, &Own::depth);
}

CalendarRule Calendars::of(OrgUnitId unit, Date day) const {
  const auto found = own_.find(unit);
  if (found == own_.end()) return company_;
  CalendarRule rule = company_;
  for (const Own& own : found->second)
    if (own.from <= day && day <= own.to) rule = overlaid(std::move(rule), own);
  return rule;
}

std::vector<Date> Calendars::changes(OrgUnitId unit) const {
  std::set<Date> days;
  if (const auto found = own_.find(unit); found != own_.end())
    for (const Own& own : found->second) {
      days.insert(own.from);
      if (own.to != Date::last()) days.insert(own.to + 1);
    }
  return {days.begin(), days.end()};
}

Date Calendars::day_of(OrgUnitId unit, Instant moment) const {
  // The zone in force is that of the company's day: zones differ by a day at most.
  return local_date(moment, of(unit, local_date(moment, company_.zone)).zone);
}

CalendarRule Service::calendar(Read& db) {
  const store::CalendarRow row = store::calendar(db);
  CalendarRule rule;
  rule.zone = row.zone;
  rule.week_start = static_cast<Weekday>(row.week_start);
  rule.fiscal_start_month = static_cast<int>(row.fiscal_start_month);
  return rule;
}

void Service::set_calendar(Tx& tx, const CalendarRule& rule) {
  require_zone(rule.zone);
  store::set_calendar(
      tx, {rule.zone, static_cast<std::int64_t>(rule.week_start), rule.fiscal_start_month});
}

Calendars Service::calendars_of(Read& db, const std::vector<OrgUnitId>& units) {
  return {calendar(db), own_of(store::calendars_above(db, units))};
}

Calendars Service::calendars(Read& db) {
  return {calendar(db), own_of(store::all_calendars_above(db))};
}

CalendarRule Service::calendar_of(Read& db, OrgUnitId unit, Date day) {
  return calendars_of(db, {unit}).of(unit, day);
}

UnitCalendar Service::unit_calendar(const Context& ctx, Read& db,
                                    const UnitCalendarQuery& request) {
  ctx.require(permission::read, request.unit);
  const Date on = request.on.value_or(ctx.today());
  if (!store::unit(db, request.unit, on)) throw Error(Fault::not_found, "people.unknown_unit");
  return view_of(request.unit, on, calendar_of(db, request.unit, on));
}

UnitCalendar Service::change_unit_calendar(const Context& ctx, Tx& tx,
                                           const ChangeUnitCalendar& request) {
  ctx.require(permission::write, request.unit);
  if (!store::unit(tx, request.unit, request.valid_from))
    throw Error(Fault::not_found, "people.unknown_unit");
  if (request.zone && !is_zone(*request.zone))
    throw wrong("zone", "unknown_zone", {{"zone", *request.zone}});
  store::UnitCalendarRow wanted{request.unit, request.valid_from, Date::last(), {}, {}, {}};
  if (request.zone) wanted.zone = *request.zone;
  if (request.week_start) wanted.week_start = static_cast<std::int64_t>(*request.week_start);
  if (request.fiscal_start_month) wanted.fiscal_start_month = request.fiscal_start_month->value;
  std::vector<store::UnitCalendarRow> before;
  for (store::UnitCalendarRow& row : store::unit_calendars(tx, request.unit)) {
    if (row.valid_to < request.valid_from || request.valid_from <= row.valid_from) continue;
    row.valid_to = request.valid_from - 1;
    before.push_back(std::move(row));
  }
  store::supersede_unit_calendars(tx, request.unit, request.valid_from, ctx.now);
  before.push_back(wanted);
  store::add_unit_calendars(tx, before, ctx.now);
  announce(tx,
           OrganisationChanged{store::below(tx, request.unit, request.valid_from), std::nullopt});
  return view_of(request.unit, request.valid_from,
                 calendar_of(tx, request.unit, request.valid_from));
}

LegalEntityList Service::legal_entities(const Context& ctx, Read& db, const NoRequest&) {
  const Scope scope = ctx.scope(permission::read);
  LegalEntityList list;
  for (const LegalEntityRow& row : store::legal_entities(db, scope))
    list.items.push_back(view_of(row));
  return list;
}

LegalEntity Service::add_legal_entity(const Context& ctx, Tx& tx, const NewLegalEntity& request) {
  ctx.require_everywhere(permission::write);
  const std::vector<std::string> code{std::string(request.code)};
  if (!store::legal_entities(tx, code).empty())
    throw Error(Fault::conflict, "people.code_taken", Arguments{{"code", request.code}});
  LegalEntityRow row{
      .code = request.code, .name_zh = request.names.zh, .name_en = request.names.en};
  if (const auto all = store::legal_entities(tx); !all.empty()) {
    row.country = all.front().country;
    row.currency = all.front().currency;
  }
  if (request.country) row.country = *request.country;
  if (request.currency) row.currency = *request.currency;
  if (!names::is_country(row.country))
    throw wrong("country", "people.unknown_country", {{"country", row.country}});
  if (!Currency::find(row.currency))
    throw wrong("currency", "base.unknown_currency", {{"code", row.currency}});
  store::add_legal_entities(tx, {row});
  announce(tx, OrganisationChanged{});
  return view_of(store::legal_entities(tx, code).front());
}

}  // namespace twinrail::people
