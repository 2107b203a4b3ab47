#include <algorithm>
#include <charconv>
#include <set>

#include "modules/kpi/service_entry.hpp"
#include "modules/kpi/service_existence.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

namespace twinrail::kpi {
namespace {

constexpr std::int64_t page_default = 100;
/// Days before today whose gaps are told beside a duty.
constexpr std::int64_t days_told = 6;
constexpr std::int64_t all_days = 127;

[[noreturn]] void refuse(std::string pointer, std::string key, Arguments args = {}) {
  throw Error(Fault::invalid, "request.invalid",
              std::vector<Problem>{{std::move(pointer), std::move(key), std::move(args)}});
}

std::int64_t bits_of(const std::optional<List<Weekday, 7>>& days, std::int64_t usual) {
  if (!days) return usual;
  if (days->empty()) refuse("/workdays", "kpi.duty_no_day");
  return rules::workday_bits(*days);
}

void require_sound(const DutyRow& row) {
  if (row.valid_to < row.valid_from) refuse("/valid_to", "kpi.duty_ends_first");
  if (row.due_minute <= row.open_minute && row.grace_days == 0)
    refuse("/due_minute", "kpi.duty_due_first");
}

DutyRow row_of(const NewDuties& request, OrgUnitId unit) {
  DutyRow row{.measure = request.measure,
              .org_unit = unit,
              .person = request.person,
              .grain = request.grain,
              .valid_from = request.valid_from,
              .valid_to = request.valid_to.value_or(Date::last())};
  row.workdays = bits_of(request.workdays, all_days);
  if (request.open_minute) row.open_minute = *request.open_minute;
  if (request.due_minute) row.due_minute = *request.due_minute;
  if (request.grace_days) row.grace_days = *request.grace_days;
  return row;
}

/// Throws where one of the rows asks for what a stored one, or another of them, asks for.
void require_apart(Read& db, const std::vector<DutyRow>& rows, DutyId but = {}) {
  std::vector<OrgUnitId> units;
  for (const DutyRow& row : rows) units.push_back(row.org_unit);
  const auto stored = store::duties_at(db, {rows.front().measure}, units);
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto same = [&](const DutyRow& known) {
      return known.id != but && rules::overlap(known, rows[i]);
    };
    const auto earlier = std::span(rows).first(i);
    const bool twice = std::ranges::any_of(
        earlier, [&](const DutyRow& row) { return row.org_unit == rows[i].org_unit; });
    if (twice || std::ranges::any_of(stored, same))
      problems.push_back({"/org_units/" + std::to_string(i), "kpi.duty_twice", {}});
  }
  if (!problems.empty()) throw Error(Fault::conflict, "kpi.duty_twice", std::move(problems));
}

std::vector<DutyView> views_of(Read& db, people::Service& people, const Context& ctx,
                               const std::vector<DutyRow>& rows, const CalendarRule& calendar) {
  std::vector<OrgUnitId> units;
  std::vector<PersonId> persons;
  for (const DutyRow& row : rows) {
    units.push_back(row.org_unit);
    if (row.person) persons.push_back(*row.person);
  }
  const auto unit_names = people.unit_names(db, units, ctx.today());
  const auto names = people.person_names(db, persons);
  const Date since = ctx.today() - days_told;
  // The period of a month goes on behind today; its last day names it.
  const Date until = period_of(ctx.today(), Grid::month, calendar).last_day() + days_told;
  const EntryBook book(db, people, rows, since, until, ctx.now);
  std::vector<DutyView> views;
  for (const DutyRow& row : rows) {
    DutyView view;
    view.id = row.id;
    view.measure = row.measure;
    view.org_unit = row.org_unit;
    view.person = row.person;
    view.grain = row.grain;
    view.valid_from = row.valid_from;
    if (unit_names.contains(row.org_unit)) view.unit_names = unit_names.at(row.org_unit);
    if (row.person && names.contains(*row.person)) view.person_name = names.at(*row.person);
    if (row.valid_to != Date::last()) view.valid_to = row.valid_to;
    view.workdays = rules::workdays_of(row.workdays);
    view.open_minute = row.open_minute;
    view.due_minute = row.due_minute;
    view.grace_days = row.grace_days;
    view.version = row.version;
    for (const Period& p :
         periods_between(since, ctx.today(), rules::grid_of(row.grain), calendar)) {
      view.state = book.at(row, p).state;
      view.late += view.state == EntryState::late;
    }
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace

Page<DutyView> Service::duties(const Context& ctx, Read& db, const DutiesOf& request) {
  const Scope scope = ctx.scope(permission::read);
  if (!store::measure(db, request.measure))
    throw Error(Fault::not_found, "kpi.unknown_measure_id",
                Arguments{{"id", std::to_string(request.measure.value)}});
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  std::int64_t after = 0;
  if (request.cursor)
    std::from_chars(request.cursor->data(), request.cursor->data() + request.cursor->size(), after);
  auto rows = store::duties_of(db, request.measure, scope, after, limit + 1);
  Page<DutyView> page;
  if (static_cast<std::int64_t>(rows.size()) > limit) {
    rows.pop_back();
    page.next = std::to_string(rows.back().id.value);
  }
  page.items = views_of(db, people_, ctx, rows, people_.calendar(db));
  return page;
}

DutyList Service::add_duties(const Context& ctx, Tx& tx, const NewDuties& request) {
  ctx.require(permission::define, request.org_units);
  if (!store::measure(tx, request.measure))
    throw Error(Fault::not_found, "kpi.unknown_measure_id",
                Arguments{{"id", std::to_string(request.measure.value)}});
  if (request.org_units.empty()) refuse("/org_units", "kpi.duty_no_unit");
  if (request.person)
    people_.named(tx, {*request.person}, ctx.today())
        .require(ctx, permission::define, *request.person, "/person");
  const Existence existence(tx, request.org_units);
  std::vector<DutyRow> rows;
  for (std::size_t i = 0; i < request.org_units.size(); ++i) {
    const OrgUnitId unit = request.org_units[i];
    if (!existence.on(unit, request.valid_from))
      refuse("/org_units/" + std::to_string(i), "kpi.unit_not_there",
             {{"day", request.valid_from.to_string()}});
    rows.push_back(row_of(request, unit));
    require_sound(rows.back());
  }
  require_apart(tx, rows);
  store::add_duties(tx, rows);
  std::vector<DutyRow> stored;
  for (const DutyRow& row : store::duties_at(tx, {request.measure}, request.org_units))
    if (row.valid_from == request.valid_from) stored.push_back(row);
  return {views_of(tx, people_, ctx, stored, people_.calendar(tx))};
}

DutyView Service::change_duty(const Context& ctx, Tx& tx, const ChangeDuty& request) {
  ctx.require(permission::define);
  auto row = store::duty(tx, request.duty);
  if (!row || !ctx.may(permission::define, row->org_unit))
    throw Error(Fault::not_found, "kpi.unknown_duty");
  ctx.expect_version(row->version);
  if (request.person) {
    people_.named(tx, {*request.person}, ctx.today())
        .require(ctx, permission::define, *request.person, "/person");
    row->person = request.person;
  } else if (request.nobody.value_or(false)) {
    row->person.reset();
  }
  if (request.valid_to) row->valid_to = *request.valid_to;
  row->workdays = bits_of(request.workdays, row->workdays);
  if (request.open_minute) row->open_minute = *request.open_minute;
  if (request.due_minute) row->due_minute = *request.due_minute;
  if (request.grace_days) row->grace_days = *request.grace_days;
  require_sound(*row);
  require_apart(tx, {*row}, row->id);
  if (!store::update_duty(tx, *row)) ctx.expect_version(row->version + 1);
  return views_of(tx, people_, ctx, {*store::duty(tx, request.duty)}, people_.calendar(tx)).front();
}

}  // namespace twinrail::kpi
