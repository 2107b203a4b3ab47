#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/access.hpp"
#include "base/calendar.hpp"
#include "base/describe.hpp"

namespace twinrail {
class Context;
class Read;
class Tx;
class Lanes;
}  // namespace twinrail

namespace twinrail::people {

namespace permission {
inline constexpr Permission read{"people.read"};    ///< see units and people
inline constexpr Permission write{"people.write"};  ///< keep units, people and posts
}  // namespace permission

/// Announced when units, people, posts or heads changed.
struct OrganisationChanged {
  static constexpr std::string_view topic = "people.changed";
  std::vector<OrgUnitId> org_units;
};
DESCRIBE(OrganisationChanged, org_units);

enum class UnitKind { company, division, department, team };
DESCRIBE_ENUM(UnitKind, company, division, department, team);

/// What others show of a unit.
struct UnitView {
  OrgUnitId id;
  std::string code;
  Names names;
  UnitKind kind = UnitKind::team;
  std::optional<OrgUnitId> parent;
  std::int64_t people = 0;  ///< in it and below, with a post today
};

struct NewUnit;
struct ChangeUnit;
struct Unit;
struct UnitList;
struct UnitsQuery;
struct UnitOf;
struct PeopleQuery;
struct PersonRow;
struct PersonOf;
struct Person;
struct UnitRecord;
struct PersonRecord;

/// The organisation: one dated tree, who works where, and who oversees whom.
class Service {
 public:
  UnitList units(const Context& ctx, Read& db, const UnitsQuery& request);
  Unit unit(const Context& ctx, Read& db, const UnitOf& request);
  Unit add_unit(const Context& ctx, Tx& tx, const NewUnit& request);
  Unit change_unit(const Context& ctx, Tx& tx, const ChangeUnit& request);
  Page<PersonRow> people(const Context& ctx, Read& db, const PeopleQuery& request);
  Person person(const Context& ctx, Read& db, const PersonOf& request);

  // --- for other modules; the caller has passed its own gate ---
  /// How the company counts its time: zone, week start, fiscal year.
  CalendarRule calendar(Read& db);
  void set_calendar(Tx& tx, const CalendarRule& rule);
  std::optional<OrgUnitId> unit_by_code(Read& db, const std::string& code);
  std::map<std::string, OrgUnitId> units_by_code(Read& db, const std::vector<std::string>& codes);
  std::optional<PersonId> person_by_number(Read& db, const std::string& employee_no);
  std::map<std::string, PersonId> people_by_number(Read& db,
                                                   const std::vector<std::string>& numbers);
  std::optional<UnitView> unit_view(Read& db, OrgUnitId unit, Date on);
  std::map<OrgUnitId, Names> unit_names(Read& db, const std::vector<OrgUnitId>& units, Date on);
  std::map<PersonId, std::string> person_names(Read& db, const std::vector<PersonId>& people);
  /// Units directly below one, on a day.
  std::vector<OrgUnitId> children(Read& db, OrgUnitId unit, Date on);
  /// A unit and everything below it, on a day.
  std::vector<OrgUnitId> subtree(Read& db, OrgUnitId unit, Date on);
  /// The unit of a person's first post on a day.
  std::optional<OrgUnitId> home_unit(Read& db, PersonId person, Date on);
  /// The unit without a parent, on a day: the company (the first by id when there are several).
  std::optional<OrgUnitId> root(Read& db, Date on);
  /// Follows the calendar: posts that begin or end change who oversees whom. Does nothing on a day
  /// that was looked at already, or on which nothing begins or ends.
  void daily(Tx& tx, Date today);

  struct Inlets;
  friend struct Inlets;
};

}  // namespace twinrail::people
