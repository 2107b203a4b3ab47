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
OrgUnitId add_unit(Tx& tx, const std::string& code);
void touch_unit(Tx& tx, OrgUnitId id);
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
std::vector<UnitVersion> versions(Read& db, OrgUnitId unit);
std::vector<UnitVersion> all_versions(Read& db);
void supersede_versions(Tx& tx, OrgUnitId unit, Date from, Instant at);
void add_version(Tx& tx, const UnitVersion& version, Instant at);
struct Headcount {
  OrgUnitId ancestor;
  std::int64_t people = 0;
};
DESCRIBE(Headcount, ancestor, people);
std::vector<Headcount> headcounts(Read& db, Date on);
std::int64_t headcount(Read& db, OrgUnitId unit, Date on);
std::optional<std::int64_t> legal_entity(Read& db, const std::string& code);
std::int64_t add_legal_entity(Tx& tx, const std::string& code);

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
std::optional<PersonListRow> person(Read& db, PersonId id, Date on);
std::vector<PostRow> posts(Read& db, PersonId person);
std::optional<PersonId> person_by_number(Read& db, const std::string& employee_no);
struct PersonName {
  PersonId id;
  std::string name;
};
DESCRIBE(PersonName, id, name);
std::vector<PersonName> names(Read& db, const std::vector<PersonId>& ids);
PersonId add_person(Tx& tx, const std::string& name, const std::string& latin,
                    const std::string& search, const std::optional<std::string>& email);
void update_person(Tx& tx, PersonId id, const std::string& name, const std::string& latin,
                   const std::string& search, const std::optional<std::string>& email);
std::int64_t add_employment(Tx& tx, PersonId person, const std::string& employee_no,
                            EmploymentType type, Date from, Instant at);
void supersede_posts(Tx& tx, PersonId person, Instant at);
void add_post(Tx& tx, const PostRow& row, Instant at);

// --- who oversees whom
// -----------------------------------------------------------------------------------

void clear_reach(Tx& tx);
/// Units a person is posted in on a day, and all below (relation 2).
void fill_reach_of_posts(Tx& tx, Date on, Instant at);
/// Units a person leads on a day, and all below (relation 4).
void fill_reach_of_heads(Tx& tx, Date on, Instant at);

}  // namespace twinrail::people::store
