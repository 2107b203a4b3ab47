#include <algorithm>
#include <set>

#include "modules/kpi/service_judge.hpp"
#include "modules/kpi/service_life.hpp"
#include "modules/people/people.hpp"
#include "platform/events/events.hpp"

/// Money is worth something else, or units move in the tree, with effect from any day, or begin to
/// count their time otherwise: the points of the periods concerned are judged anew.
namespace twinrail::kpi {
namespace {

/// Assignments whose points are looked at together.
constexpr std::size_t together_max = 500;

std::vector<OrgUnitId> named_in(const std::vector<Event>& events) {
  std::set<OrgUnitId> units;
  for (const Event& event : events)
    for (const OrgUnitId unit : from_json<people::OrganisationChanged>(event.payload).org_units)
      units.insert(unit);
  return {units.begin(), units.end()};
}

/// Units that may count in another currency: their employer or their place is another one.
std::vector<OrgUnitId> of_other_employers(const std::vector<Event>& events) {
  std::set<OrgUnitId> units;
  for (const Event& event : events)
    if (const auto told = from_json<people::OrganisationChanged>(event.payload).employers)
      units.insert(told->begin(), told->end());
  return {units.begin(), units.end()};
}

/// Whether the company itself counts its time otherwise.
bool of_company(const std::vector<Event>& events) {
  return std::ranges::any_of(events, [](const Event& event) {
    return from_json<people::OrganisationChanged>(event.payload).calendar.value_or(false);
  });
}

/// The first day from which on other days are worked, if they are.
std::optional<Date> worked_otherwise(const std::vector<Event>& events) {
  std::optional<Date> first;
  for (const Event& event : events)
    if (const auto from = from_json<people::OrganisationChanged>(event.payload).workdays)
      first = std::min(first.value_or(*from), *from);
  return first;
}

/// The days of daily KPIs from that day on: without a figure they are missing, or not any more.
Wanted days_from(const Catalogue& c, Date first, Date today) {
  Wanted wanted;
  for (const auto& [id, assignment] : c.assignments) {
    const Date from = std::max(first, assignment.row.valid_from);
    if (c.definition_of(id).grid == Grid::day && from < today) wanted[id].insert(from);
  }
  return wanted;
}

/// The units whose subtree is another one on some day: the parents of what moved, and all above.
std::set<OrgUnitId> with_other_subtree(Read& db, const std::vector<Event>& events) {
  std::set<OrgUnitId> parents;
  for (const Event& event : events)
    if (const auto told = from_json<people::OrganisationChanged>(event.payload).subtrees)
      parents.insert(told->begin(), told->end());
  std::set<OrgUnitId> units;
  if (parents.empty()) return units;
  for (const store::AncestorRow& path : store::paths_up(db, {parents.begin(), parents.end()}))
    units.insert(path.ancestor);
  return units;
}

/// Whether a stored point is of a period that the unit's calendar knows.
bool fits(const Catalogue& c, const PointRow& point) {
  const AssignmentRow& a = c.assignments.at(point.assignment).row;
  const Period period =
      c.calendar_of(a.org_unit).period_of(point.start_on, c.definitions.at(a.kpi).grid);
  return period.start == point.start_on && period.last_day() == point.end_on;
}

/// Assignments of the units that hold a point of a period of another calendar, or whose value would
/// be another in another zone. Days and months are the same in every calendar.
std::set<AssignmentId> to_be_corrected(Read& db, const Catalogue& c,
                                       const std::vector<OrgUnitId>& units) {
  std::set<AssignmentId> found;
  std::vector<AssignmentId> asked;
  for (const auto& [id, assignment] : c.assignments) {
    if (!std::ranges::binary_search(units, assignment.row.org_unit)) continue;
    const rules::Definition& d = c.definition_of(id);
    if (rules::counts_hours(d))
      found.insert(id);
    else if (d.grid != Grid::day && d.grid != Grid::month)
      asked.push_back(id);
  }
  for (std::size_t from = 0; from < asked.size(); from += together_max) {
    const auto some = std::span(asked).subspan(from, std::min(together_max, asked.size() - from));
    for (const PointRow& p :
         store::points(db, {some.begin(), some.end()}, Date::first(), Date::last()))
      if (!fits(c, p)) found.insert(p.assignment);
  }
  return found;
}

/// Those whose figures are converted, of the units or of any below or above them.
std::set<AssignmentId> of_money(Read& db, const Catalogue& c, const std::vector<OrgUnitId>& of) {
  std::set<OrgUnitId> units(of.begin(), of.end());
  for (const OrgUnitId unit : store::units_below(db, of)) units.insert(unit);
  for (const store::AncestorRow& path : store::paths_up(db, of)) units.insert(path.ancestor);
  std::set<AssignmentId> found;
  for (const auto& [id, assignment] : c.assignments)
    if (c.definition_of(id).ever_money() && units.contains(assignment.row.org_unit))
      found.insert(id);
  return found;
}

/// The periods of converted figures in which one of the days lies.
Wanted periods_with(const Catalogue& c, const std::set<Date>& days) {
  Wanted wanted;
  for (const auto& [id, assignment] : c.assignments) {
    const rules::Definition& d = c.definition_of(id);
    if (!d.ever_money()) continue;
    const rules::DatedCalendar& calendar = c.calendar_of(assignment.row.org_unit);
    for (const Date day : days) {
      const Period period = calendar.period_of(day, d.grid);
      if (period.last_day() >= assignment.row.valid_from) wanted[id].insert(period.start);
    }
  }
  return wanted;
}

/// Judges so many assignments at a time that their points can be held.
void rejudge_in_groups(Tx& tx, const Catalogue& c, Wanted wanted, Date today) {
  while (!wanted.empty()) {
    Wanted some;
    while (!wanted.empty() && some.size() < together_max)
      some.insert(wanted.extract(wanted.begin()));
    Judged judged = rejudge(tx, c, some, today);
    save(tx, judged);
  }
}

}  // namespace

void Service::follow_money(Tx& tx, const std::vector<Event>& events) {
  if (!catalogue(tx)->money) return;
  const auto c = fresh_catalogue(tx);
  const Date today =
      std::max(local_date(events.back().at, c->company_calendar.zone), store::swept_on(tx));
  std::set<Date> days;
  bool currencies = false;
  for (const Event& event : events) {
    const auto told = from_json<people::MoneyChanged>(event.payload);
    days.insert(told.days.begin(), told.days.end());
    currencies = currencies || told.currencies.value_or(false);
  }
  std::vector<AssignmentId> all;
  if (currencies)
    for (const auto& [id, assignment] : c->assignments)
      if (c->definition_of(id).ever_money()) all.push_back(id);
  judge_anew(tx, *c, all, today);
  rejudge_in_groups(tx, *c, periods_with(*c, days), today);
}

void Service::follow_organisation(Tx& tx, const std::vector<Event>& events) {
  const std::vector<OrgUnitId> named = named_in(events);
  const std::set<OrgUnitId> subtrees = with_other_subtree(tx, events);
  const auto workdays = worked_otherwise(events);
  const bool other_calendars =
      !named.empty() && (of_company(events) || !people_.calendars(tx).all_as_company());
  const std::vector<OrgUnitId> employers = of_other_employers(events);
  const bool money = !employers.empty() && catalogue(tx)->money;
  if (subtrees.empty() && !other_calendars && !workdays && !money) return;
  const auto c = other_calendars || workdays || money ? fresh_catalogue(tx) : catalogue(tx);
  // Not before the day up to which periods were ended already.
  const Date today =
      std::max(local_date(events.back().at, c->company_calendar.zone), store::swept_on(tx));
  std::set<AssignmentId> wrong;
  if (other_calendars) wrong = to_be_corrected(tx, *c, store::units_below(tx, named));
  if (money) wrong.merge(of_money(tx, *c, employers));
  for (const auto& [id, assignment] : c->assignments)
    if (subtrees.contains(assignment.row.org_unit)) wrong.insert(id);
  store::drop_tallies(tx, {wrong.begin(), wrong.end()});
  for (const AssignmentId id : wrong) {
    Judged judged = corrected(tx, *c, id, today);
    save(tx, judged);
  }
  if (workdays) rejudge_in_groups(tx, *c, days_from(*c, *workdays, today), today);
}

}  // namespace twinrail::kpi
