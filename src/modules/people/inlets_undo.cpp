#include <algorithm>
#include <map>
#include <set>

#include "modules/people/inlets.hpp"
#include "modules/people/inlets_turns.hpp"
#include "modules/people/organisation.hpp"
#include "modules/people/rules_place.hpp"
#include "modules/people/store_company.hpp"
#include "modules/people/store_uses.hpp"
#include "platform/context.hpp"
#include "platform/events/events.hpp"

/// How imports of the organisation are taken back: the rows are as they were before, and what is
/// derived of them is derived anew.
namespace twinrail::people {
namespace {

using twinrail::inlets::WrittenRow;
using Rows = std::span<const WrittenRow>;

/// The number that a row has in `column`, or as its own key where the row is of `table` itself.
std::int64_t subject(const WrittenRow& row, std::string_view table, std::string_view column) {
  return row.number(row.place == table ? "id" : column).value_or(0);
}

template <class Id>
std::vector<Id> subjects(Rows rows, std::string_view table, std::string_view column) {
  std::set<Id> found;
  for (const WrittenRow& row : rows)
    if (const std::int64_t id = subject(row, table, column)) found.insert(Id{id});
  return {found.begin(), found.end()};
}

std::vector<std::string> called_people(Read& db, Rows rows) {
  const auto people = subjects<PersonId>(rows, "people_person", "person");
  std::map<std::int64_t, std::string> names;
  if (!people.empty())
    for (const store::Named& n : store::named(db, people))
      names[n.person.value] = n.name + " " + n.employee_no;
  std::vector<std::string> called;
  for (const WrittenRow& row : rows)
    called.push_back(names[subject(row, "people_person", "person")]);
  return called;
}

std::vector<std::string> called_units(Read& db, Rows rows) {
  const auto units = subjects<OrgUnitId>(rows, "people_unit", "unit");
  std::map<std::int64_t, std::string> codes;
  if (!units.empty())
    for (store::UnitCode& u : store::codes_of(db, units)) codes[u.id.value] = std::move(u.code);
  std::vector<std::string> called;
  for (const WrittenRow& row : rows) called.push_back(codes[subject(row, "people_unit", "unit")]);
  return called;
}

std::vector<std::string> called_entities(Read& db, Rows rows) {
  std::map<std::int64_t, std::string> codes;
  if (!rows.empty())
    for (LegalEntityRow& e : store::legal_entities(db)) codes[e.id.value] = std::move(e.code);
  std::vector<std::string> called;
  for (const WrittenRow& row : rows) called.push_back(codes[row.number("id").value_or(0)]);
  return called;
}

void settle_people(const Context& ctx, Tx& tx, Rows rows) {
  ctx.require_everywhere(permission::write);
  const auto people = subjects<PersonId>(rows, "people_person", "person");
  Derived derived(tx, ctx.today(), ctx.now);
  derived.posts_changed(people);
  derived.names_changed(people);
  announce(tx, OrganisationChanged{});
}

/// What stood of units because of these rows until they were taken back, in order of days.
Versions brought_by(Rows rows) {
  std::set<std::string> superseded;
  for (const WrittenRow& row : rows)
    if (row.place == "people_unit_version" && row.op == "update") superseded.insert(row.key);
  Versions brought;
  for (const WrittenRow& row : rows) {
    if (row.place != "people_unit_version" || row.op != "insert" || superseded.contains(row.key))
      continue;
    store::UnitVersion v{.unit = OrgUnitId{row.number("unit").value_or(0)},
                         .valid_from = Date::from_days(row.number("valid_from").value_or(0)),
                         .valid_to = Date::from_days(row.number("valid_to").value_or(0))};
    if (const auto parent = row.number("parent")) v.parent = OrgUnitId{*parent};
    if (const auto entity = row.number("legal_entity")) v.legal_entity = LegalEntityId{*entity};
    brought[v.unit].push_back(std::move(v));
  }
  for (auto& [unit, versions] : brought)
    std::ranges::sort(versions, {}, &store::UnitVersion::valid_from);
  return brought;
}

/// Units that had another employer or another place in between.
std::vector<OrgUnitId> otherwise_placed(Read& db, Rows rows, const std::vector<OrgUnitId>& units) {
  const Versions brought = brought_by(rows);
  Versions standing = brought.empty() ? Versions{} : versions_of(db, units);
  std::vector<OrgUnitId> found;
  for (const auto& [unit, versions] : brought) {
    const Date from = versions.front().valid_from;
    if (rules::places_from(versions, from) != rules::places_from(standing[unit], from))
      found.push_back(unit);
  }
  return found;
}

/// Where units stood in between, and stand again, is looked at anew by whoever sums them.
void settle_units(const Context& ctx, Tx& tx, Rows rows) {
  ctx.require_everywhere(permission::write);
  const auto units = subjects<OrgUnitId>(rows, "people_unit", "unit");
  std::set<OrgUnitId> parents;
  for (const WrittenRow& row : rows)
    for (const std::int64_t parent : row.numbers("parent")) parents.insert(OrgUnitId{parent});
  Derived(tx, ctx.today(), ctx.now).units_changed(units);
  announce(tx, OrganisationChanged{.org_units = units,
                                   .subtrees = std::vector(parents.begin(), parents.end()),
                                   .employers = otherwise_placed(tx, rows, units)});
}

void settle_entities(const Context& ctx, Tx& tx, Rows) {
  ctx.require_everywhere(permission::write);
  announce(tx, OrganisationChanged{});
  announce(tx, MoneyChanged{.days = {}, .currencies = true});
}

/// The days that rows are of, each once.
std::set<Date> days_of(Rows rows) {
  std::set<Date> days;
  for (const WrittenRow& row : rows)
    if (const auto day = row.number("day")) days.insert(Date::from_days(*day));
  return days;
}

std::vector<std::string> called_rates(Read& db, Rows rows) {
  std::map<RateId, std::string> names;
  if (!rows.empty())
    for (const RateRow& r : store::rates_named(db, subjects<RateId>(rows, "people_rate", "id")))
      names[r.id] = r.base + "/" + r.quote + " " + r.day.to_string();
  std::vector<std::string> called;
  for (const WrittenRow& row : rows) called.push_back(names[RateId{row.number("id").value_or(0)}]);
  return called;
}

void settle_rates(const Context& ctx, Tx& tx, Rows rows) {
  ctx.require_everywhere(permission::company);
  const std::set<Date> days = days_of(rows);
  announce(tx, MoneyChanged{{days.begin(), days.end()}});
}

std::vector<std::string> called_days(Read& db, Rows rows) {
  std::map<std::int64_t, std::string> codes;
  if (!rows.empty())
    for (WorkCalendarRow& c : store::work_calendars(db)) codes[c.id.value] = std::move(c.code);
  std::vector<std::string> called;
  for (const WrittenRow& row : rows)
    called.push_back(codes[row.number("calendar").value_or(0)] + " " +
                     Date::from_days(row.number("day").value_or(0)).to_string());
  return called;
}

/// Whoever changes a calendar on the ground of what was shown in between is refused.
void settle_days(const Context& ctx, Tx& tx, Rows rows) {
  ctx.require_everywhere(permission::company);
  store::touch_work_calendars(tx, subjects<WorkCalendarId>(rows, "", "calendar"));
  const std::set<Date> days = days_of(rows);
  if (!days.empty()) announce(tx, OrganisationChanged{.workdays = *days.begin()});
}

}  // namespace

InletUndo entity_undo() {
  return {.how = UndoHow::removes,
          .tables = {"people_legal_entity"},
          .settle = &settle_entities,
          .called = &called_entities};
}

InletUndo unit_undo() {
  return {.how = UndoHow::removes,
          .tables = {"people_unit", "people_unit_version"},
          .settle = &settle_units,
          .called = &called_units};
}

InletUndo person_undo() {
  return {.how = UndoHow::removes,
          .tables = {"people_person", "people_employment", "people_post"},
          .settle = &settle_people,
          .called = &called_people};
}

InletUndo rate_undo() {
  return {.how = UndoHow::removes,
          .tables = {"people_rate"},
          .settle = &settle_rates,
          .called = &called_rates};
}

InletUndo work_day_undo() {
  return {.how = UndoHow::removes,
          .tables = {"people_work_day"},
          .settle = &settle_days,
          .called = &called_days};
}

std::vector<twinrail::inlets::Uses> uses() {
  return {{"people_unit", &store::uses_of_units},
          {"people_person", &store::uses_of_people},
          {"people_legal_entity", &store::uses_of_legal_entities}};
}

}  // namespace twinrail::people
