#pragma once

#include "modules/people/model.hpp"
#include "platform/db/db.hpp"

namespace twinrail {
class Scope;
}

/// SQL of the organisation and nothing else.
namespace twinrail::people::store {

// --- calendar
// ------------------------------------------------------------------------------------------

struct CalendarRow {
  std::string zone;
  std::int64_t week_start = 1;  ///< 1 = Monday
  std::int64_t fiscal_start_month = 1;
};
DESCRIBE(CalendarRow, zone, week_start, fiscal_start_month);
CalendarRow calendar(Read& db);
void set_calendar(Tx& tx, const CalendarRow& row);

// --- units
// ---------------------------------------------------------------------------------------------

/// All units as they stand on a day, as known now.
std::vector<UnitRow> units(Read& db, Date on);
std::optional<UnitRow> unit(Read& db, OrgUnitId id, Date on);
std::optional<OrgUnitId> unit_id(Read& db, const std::string& code);
struct UnitName {
  OrgUnitId id;
  std::string name_zh;
  std::string name_en;
};
DESCRIBE(UnitName, id, name_zh, name_en);
std::vector<UnitName> unit_names(Read& db, const std::vector<OrgUnitId>& ids, Date on);
struct UnitCode {
  OrgUnitId id;
  std::string code;
};
DESCRIBE(UnitCode, id, code);
std::vector<UnitCode> unit_codes(Read& db, const std::vector<std::string>& codes);
void add_units(Tx& tx, const std::vector<std::string>& codes);
void touch_units(Tx& tx, const std::vector<OrgUnitId>& ids);
/// A dated version, in force from its valid_from until its valid_to.
struct UnitVersion {
  OrgUnitId unit;
  Date valid_from;
  Date valid_to;
  std::string name_zh;
  std::string name_en;
  UnitKind kind = UnitKind::team;
  std::optional<OrgUnitId> parent;
  std::optional<PersonId> head;
  std::optional<std::int64_t> legal_entity;
};
DESCRIBE(UnitVersion, unit, valid_from, valid_to, name_zh, name_en, kind, parent, head,
         legal_entity);
/// By unit and day.
std::vector<UnitVersion> versions(Read& db, const std::vector<OrgUnitId>& units);
std::vector<UnitVersion> all_versions(Read& db);
/// What is known of a unit from a day on is known otherwise now.
struct VersionsFrom {
  OrgUnitId unit;
  Date from;
};
void supersede_versions(Tx& tx, const std::vector<VersionsFrom>& ends, Instant at);
void add_versions(Tx& tx, const std::vector<UnitVersion>& versions, Instant at);
struct Headcount {
  OrgUnitId ancestor;
  std::int64_t people = 0;
};
DESCRIBE(Headcount, ancestor, people);
std::vector<Headcount> headcounts(Read& db, Date on);
std::int64_t headcount(Read& db, OrgUnitId unit, Date on);
struct EntityCode {
  std::int64_t id = 0;
  std::string code;
};
DESCRIBE(EntityCode, id, code);
std::vector<EntityCode> legal_entities(Read& db, const std::vector<std::string>& codes);
void add_legal_entities(Tx& tx, const std::vector<std::string>& codes);

// --- the tree by day
// -----------------------------------------------------------------------------------

struct PathRow {
  OrgUnitId ancestor;
  OrgUnitId unit;
  Date valid_from;
  Date valid_to;
  std::int64_t depth = 0;
  friend auto operator<=>(const PathRow&, const PathRow&) = default;
};
DESCRIBE(PathRow, ancestor, unit, valid_from, valid_to, depth);
void replace_paths(Tx& tx, const std::vector<PathRow>& rows, Instant at);
std::vector<OrgUnitId> below(Read& db, OrgUnitId unit, Date on);
std::vector<OrgUnitId> directly_below(Read& db, OrgUnitId unit, Date on);

// --- people
// --------------------------------------------------------------------------------------------

std::vector<PersonListRow> people(Read& db, const Scope& scope, const std::vector<OrgUnitId>& units,
                                  bool everywhere, const std::string& like, Date on, PersonId after,
                                  std::int64_t limit);
Ask<PersonListRow> ask_person(PersonId id, Date on);
/// All posts, the newest first, with the names of units and managers as they are on a day.
Ask<PostLine> ask_posts(PersonId person, Date on);
std::optional<PersonId> person_by_number(Read& db, const std::string& employee_no);
struct PersonName {
  PersonId id;
  std::string name;
};
DESCRIBE(PersonName, id, name);
std::vector<PersonName> names(Read& db, const std::vector<PersonId>& ids);
/// Who has a number; of one that was given again, the newest comes last.
struct Numbered {
  std::string employee_no;
  PersonId person;
  std::int64_t employment = 0;
};
DESCRIBE(Numbered, employee_no, person, employment);
std::vector<Numbered> numbered(Read& db, const std::vector<std::string>& numbers);
/// People as they are known now, a row for each of their posts.
struct Posted {
  PersonId person;
  std::string name;
  std::string latin_name;
  std::optional<std::string> email;
  OrgUnitId unit;
  std::optional<PersonId> manager;
  std::string post_zh;
  std::string post_en;
  Date valid_from;
  Date valid_to;
};
DESCRIBE(Posted, person, name, latin_name, email, unit, manager, post_zh, post_en, valid_from,
         valid_to);
std::vector<Posted> posted(Read& db, const std::vector<PersonId>& people);
/// What a file says of a person; `id` and `employment` of one who is new come when it is there.
struct PersonLine {
  PersonId id;
  std::int64_t employment = 0;
  std::string employee_no;
  std::string name;
  std::string latin_name;
  std::string search;
  std::optional<std::string> email;
  EmploymentType type = EmploymentType::regular;
  Date start;
};
/// Gives the new people their ids and employments. Nobody else writes meanwhile: a tenant has one
/// writer, so the people above the newest one of before are these, in this order.
void add_people(Tx& tx, std::vector<PersonLine>& lines, Instant at);
void update_people(Tx& tx, const std::vector<PersonLine>& lines);
void supersede_posts(Tx& tx, const std::vector<PersonId>& people, Instant at);
void add_posts(Tx& tx, const std::vector<PostRow>& rows, Instant at);

// --- who oversees whom
// -----------------------------------------------------------------------------------

/// The day that the reach is of.
Date reach_day(Read& db);
void set_reach_day(Tx& tx, Date day);
/// Whether a post or a version of a unit begins after `from` and by `to`, or has ended since.
bool turns_between(Read& db, Date from, Date to);
void clear_reach(Tx& tx);
/// Units a person is posted in on a day, and all below (relation 2).
void fill_reach_of_posts(Tx& tx, Date on, Instant at);
/// Units a person leads on a day, and all below (relation 4).
void fill_reach_of_heads(Tx& tx, Date on, Instant at);

}  // namespace twinrail::people::store
