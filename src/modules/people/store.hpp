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
/// What a unit says of its calendar from a day on; what is absent is as above.
struct UnitCalendarRow {
  OrgUnitId unit;
  Date valid_from;
  Date valid_to;
  std::optional<std::string> zone;
  std::optional<std::int64_t> week_start;
  std::optional<std::int64_t> fiscal_start_month;
};
DESCRIBE(UnitCalendarRow, unit, valid_from, valid_to, zone, week_start, fiscal_start_month);
std::vector<UnitCalendarRow> unit_calendars(Read& db, OrgUnitId unit);
/// What is known from a day on is known otherwise now.
void supersede_unit_calendars(Tx& tx, OrgUnitId unit, Date from, Instant at);
void add_unit_calendars(Tx& tx, const std::vector<UnitCalendarRow>& rows, Instant at);
/// What units say for themselves and for those below them.
struct CalendarAbove {
  OrgUnitId unit;  ///< for whom
  std::int64_t depth = 0;
  Date path_from;
  Date path_to;
  Date valid_from;
  Date valid_to;
  std::optional<std::string> zone;
  std::optional<std::int64_t> week_start;
  std::optional<std::int64_t> fiscal_start_month;
};
DESCRIBE(CalendarAbove, unit, depth, path_from, path_to, valid_from, valid_to, zone, week_start,
         fiscal_start_month);
std::vector<CalendarAbove> calendars_above(Read& db, const std::vector<OrgUnitId>& units);
std::vector<CalendarAbove> all_calendars_above(Read& db);

// --- units
// ---------------------------------------------------------------------------------------------

/// All units as they stand on a day, as known now.
std::vector<UnitRow> units(Read& db, Date on);
std::optional<UnitRow> unit(Read& db, OrgUnitId id, Date on);
std::optional<OrgUnitId> unit_id(Read& db, const std::string& code);
struct UnitName {
  OrgUnitId id;
  std::string code;
  std::string name_zh;
  std::string name_en;
};
DESCRIBE(UnitName, id, code, name_zh, name_en);
Ask<UnitName> ask_unit_names(const std::vector<OrgUnitId>& ids, Date on);
struct UnitCode {
  OrgUnitId id;
  std::string code;
};
DESCRIBE(UnitCode, id, code);
std::vector<UnitCode> unit_codes(Read& db, const std::vector<std::string>& codes);
std::vector<UnitCode> codes_of(Read& db, const std::vector<OrgUnitId>& ids);
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
  std::optional<LegalEntityId> legal_entity;
  std::optional<std::string> reason;  ///< why it is so from its first day on
};
DESCRIBE(UnitVersion, unit, valid_from, valid_to, name_zh, name_en, kind, parent, head,
         legal_entity, reason);
/// By unit and day.
std::vector<UnitVersion> versions(Read& db, const std::vector<OrgUnitId>& units);
std::vector<OrgUnitId> all_units(Read& db);
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

// --- legal entities
// ------------------------------------------------------------------------------------

std::vector<LegalEntityRow> legal_entities(Read& db);
/// Those that a unit which the viewer may list has had.
std::vector<LegalEntityRow> legal_entities(Read& db, const Scope& scope);
std::vector<LegalEntityRow> legal_entities(Read& db, const std::vector<std::string>& codes);
void add_legal_entities(Tx& tx, const std::vector<LegalEntityRow>& rows);
/// Names, country and currency, by code.
void update_legal_entities(Tx& tx, const std::vector<LegalEntityRow>& rows);

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
/// All that lead up from units, in order.
std::vector<PathRow> paths_of(Read& db, const std::vector<OrgUnitId>& units);
/// Units that stood under one of these on any day, and units that stood above one; themselves, too.
std::vector<OrgUnitId> ever_below(Read& db, const std::vector<OrgUnitId>& units);
std::vector<OrgUnitId> ever_above(Read& db, const std::vector<OrgUnitId>& units);
void remove_paths(Tx& tx, const std::vector<PathRow>& rows);
void add_paths(Tx& tx, const std::vector<PathRow>& rows, Instant at);
std::vector<OrgUnitId> below(Read& db, OrgUnitId unit, Date on);
std::vector<OrgUnitId> directly_below(Read& db, OrgUnitId unit, Date on);

// --- people
// --------------------------------------------------------------------------------------------

/// Which people a list holds.
struct PeopleFilter {
  OrgUnitId unit;  ///< with all below; none: everybody
  std::optional<EmploymentType> type;
  PersonId manager;  ///< none: whoever it is
  Date on;
  std::int64_t limit = 0;
  PeopleState state = PeopleState::in_service;

  /// As a statement takes it; "": whatever the type is.
  [[nodiscard]] std::string_view type_name() const {
    return type ? enum_name(*type) : std::string_view();
  }
};
/// A person's place in each order that a list may have, and the post that the list shows: the first
/// of the day.
struct Listed {
  PersonId person;
  PostId post;
  OrgUnitId unit;
  std::optional<PersonId> manager;
  std::string sort_name;
  std::string employee_no;
  Date start;
};
DESCRIBE(Listed, person, post, unit, manager, sort_name, employee_no, start);
/// People after `after` in an order: a page of the list, found by walking along an index. The order
/// by unit, which a list has unless somebody asks for another, comes with all that it shows.
std::vector<PersonRow> by_unit(Read& db, const Scope& scope, const PeopleFilter& filter,
                               const Listed& after);
std::vector<PersonRow> all_by_unit(Read& db, const Scope& scope, const PeopleFilter& filter,
                                   const Listed& after);
/// In the other orders only what the order needs is filled beside person, post, unit and manager.
std::vector<Listed> by_name(Read& db, const Scope& scope, const PeopleFilter& filter,
                            const Listed& after);
std::vector<Listed> by_number(Read& db, const Scope& scope, const PeopleFilter& filter,
                              const Listed& after);
std::vector<Listed> by_start(Read& db, const Scope& scope, const PeopleFilter& filter,
                             const Listed& after);
/// All people of a unit and below, and all who report to a manager; in no order.
std::vector<Listed> in_unit(Read& db, const Scope& scope, const PeopleFilter& filter);
std::vector<Listed> under_manager(Read& db, const Scope& scope, const PeopleFilter& filter);
/// Who is found by a term, in the order of what was found; each person once.
struct Hit : PersonRow {
  std::string token;
};
DESCRIBE_ON(Hit, PersonRow, token);
std::vector<Hit> searched(Read& db, const Scope& scope, const PeopleFilter& filter,
                          const std::string& term, const Hit& after);
/// The same, looking at the unit's people and not at who is found: for a small unit.
std::vector<Hit> searched_in_unit(Read& db, const Scope& scope, const PeopleFilter& filter,
                                  const std::string& term, const Hit& after);
/// The same, of whoever stands as the filter's state says, in service or not.
std::vector<Hit> searched_ever(Read& db, const Scope& scope, const PeopleFilter& filter,
                               const std::string& term, const Hit& after);
/// Who is to come and who is known to leave, by first and last day; who has left, the newest first.
std::vector<PersonRow> starting(Read& db, const Scope& scope, const PeopleFilter& filter,
                                const Listed& after);
std::vector<PersonRow> leaving(Read& db, const Scope& scope, const PeopleFilter& filter,
                               const Listed& after);
std::vector<PersonRow> left(Read& db, const Scope& scope, const PeopleFilter& filter,
                            const Listed& after);
/// Whether a unit with all below has more posts than so many; looks at no more of them.
bool has_more_than(Read& db, OrgUnitId unit, Date on, std::int64_t count);
/// People with the posts; in no order.
Ask<PersonRow> ask_people_with(const std::vector<PostId>& posts);
Ask<PersonRow> ask_person(PersonId id, Date on);
/// The same; without a post that day, with the next one to come, or the last one of all.
Ask<PersonRow> ask_person_ever(PersonId id, Date on);
/// All posts, the newest first, with the names of units and managers as they are on a day.
Ask<PostLine> ask_posts(PersonId person, Date on);
std::optional<PersonId> person_by_number(Read& db, const std::string& employee_no);
struct PersonName {
  PersonId id;
  std::string name;
};
DESCRIBE(PersonName, id, name);
/// A person once for each post of a day, or once without a unit.
struct NamedPost {
  PersonId person;
  std::optional<OrgUnitId> unit;
};
DESCRIBE(NamedPost, person, unit);
std::vector<NamedPost> named_posts(Read& db, const std::vector<PersonId>& people, Date on);

Ask<PersonName> ask_names(const std::vector<PersonId>& ids);
struct PersonAddress {
  PersonId id;
  std::string email;
};
DESCRIBE(PersonAddress, id, email);
std::vector<PersonAddress> addresses(Read& db, const std::vector<PersonId>& ids);
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
  std::int64_t employment = 0;
  std::optional<std::string> reason;
  EmploymentType type = EmploymentType::regular;
  Date started;  ///< the first day of the employment
};
DESCRIBE(Posted, person, name, latin_name, email, unit, manager, post_zh, post_en, valid_from,
         valid_to, employment, reason, type, started);
/// In order of people, and of each in order of days.
std::vector<Posted> posted(Read& db, const std::vector<PersonId>& people);
/// What a file says of a person; `id` and `employment` of one who is new come when it is there.
struct PersonLine {
  PersonId id;
  std::int64_t employment = 0;
  std::string employee_no;
  std::string name;
  std::string latin_name;
  std::string sort_name;
  std::optional<std::string> email;
  EmploymentType type = EmploymentType::regular;
  Date start;
};
/// Gives the new people their ids and employments. Nobody else writes meanwhile: a tenant has one
/// writer, so the people above the newest one of before are these, in this order.
void add_people(Tx& tx, std::vector<PersonLine>& lines, Instant at);
/// A person and the line manager, by their employee numbers.
struct ManagedBy {
  std::string number;
  std::string manager;
};
DESCRIBE(ManagedBy, number, manager);
/// Of these people and of everybody above them, from a day on.
std::vector<ManagedBy> managed_by(Read& db, const std::vector<PersonId>& people, Date from);
/// Name, address, kind and first day of the employment.
void update_people(Tx& tx, const std::vector<PersonLine>& lines);
void supersede_posts(Tx& tx, const std::vector<PersonId>& people, Instant at);
void supersede_posts(Tx& tx, const std::vector<PostId>& posts, Instant at);
void add_posts(Tx& tx, const std::vector<PostRow>& rows, Instant at);

// --- changes of people and units (store_change.cpp)
// ----------------------------------------------------------------

/// A post as it was recorded, known otherwise by now or not.
struct KeptPost : PostRow {
  PostId id{};
  Instant recorded_at;
  std::optional<Instant> superseded_at;
};
DESCRIBE_ON(KeptPost, PostRow, id, recorded_at, superseded_at);
/// All that was ever recorded of a person, in order of days and as it was recorded.
Ask<KeptPost> ask_kept_posts(PersonId person);
/// What is known now of the posts under a manager, or in a unit, that last beyond a day.
std::vector<KeptPost> posts_under(Read& db, PersonId manager, Date beyond);
std::vector<KeptPost> posts_of(Read& db, const std::vector<PersonId>& people);
/// Names of some of the people whose posts in a unit last beyond a day, and how many they are.
std::vector<PersonId> people_beyond(Read& db, OrgUnitId unit, Date beyond);
/// Units that stand right below one, and those led by somebody, beyond a day.
std::vector<OrgUnitId> units_beyond(Read& db, OrgUnitId parent, Date beyond);
std::vector<OrgUnitId> units_led(Read& db, PersonId head, Date beyond);
struct EmploymentRow {
  std::int64_t id = 0;
  PersonId person;
  std::string employee_no;
  EmploymentType type = EmploymentType::regular;
  Date valid_from;
  Date valid_to;
  std::optional<LeaveKind> leave_kind;
  std::optional<std::string> leave_note;
};
DESCRIBE(EmploymentRow, id, person, employee_no, type, valid_from, valid_to, leave_kind,
         leave_note);
/// The newest first.
Ask<EmploymentRow> ask_employments(PersonId person);
void end_employment(Tx& tx, const EmploymentRow& row);
std::int64_t add_employment(Tx& tx, const PersonLine& line, Instant at);
void touch_people(Tx& tx, const std::vector<PersonId>& people);
/// How many report directly to somebody on a day.
std::int64_t reports(Read& db, PersonId manager, Date on);
/// A version of a unit as it was recorded, known otherwise by now or not.
struct KeptVersion : UnitVersion {
  std::int64_t id = 0;
  Instant recorded_at;
  std::optional<Instant> superseded_at;
};
DESCRIBE_ON(KeptVersion, UnitVersion, id, recorded_at, superseded_at);
std::vector<KeptVersion> kept_versions(Read& db, OrgUnitId unit);

// --- who oversees whom
// -----------------------------------------------------------------------------------

/// The day that the reach is of.
Date reach_day(Read& db);
void set_reach_day(Tx& tx, Date day);
/// Whose post begins or ends in between, and which unit's version does.
std::vector<PersonId> people_turning(Read& db, Date from, Date to);
std::vector<OrgUnitId> units_turning(Read& db, Date from, Date to);

struct ReachRow {
  PersonId viewer;
  OrgUnitId org_unit;
  std::int64_t relation = 0;
  friend auto operator<=>(const ReachRow&, const ReachRow&) = default;
};
DESCRIBE(ReachRow, viewer, org_unit, relation);
/// As it is stored, and as posts (relation 2) and heads (4) of a day make it; in order.
std::vector<ReachRow> reach_to(Read& db, const std::vector<OrgUnitId>& units);
std::vector<ReachRow> reach_of(Read& db, const std::vector<PersonId>& viewers);
std::vector<ReachRow> due_reach_to(Read& db, const std::vector<OrgUnitId>& units, Date on);
std::vector<ReachRow> due_reach_of(Read& db, const std::vector<PersonId>& viewers, Date on);
/// The heads of units and of those above them on a day, by unit, nearest first.
struct HeadRow {
  OrgUnitId unit;
  PersonId head;
};
DESCRIBE(HeadRow, unit, head);
std::vector<HeadRow> heads(Read& db, const std::vector<OrgUnitId>& units, Date on);
void remove_reach(Tx& tx, const std::vector<ReachRow>& rows);
void add_reach(Tx& tx, const std::vector<ReachRow>& rows, Instant at);

// --- line managers
// -------------------------------------------------------------------------------------

struct ManagerPathRow {
  PersonId manager;
  PersonId person;
  Date valid_from;
  Date valid_to;
  std::int64_t depth = 0;
  friend auto operator<=>(const ManagerPathRow&, const ManagerPathRow&) = default;
};
DESCRIBE(ManagerPathRow, manager, person, valid_from, valid_to, depth);
std::vector<ManagerPathRow> manager_paths_of(Read& db, const std::vector<PersonId>& people);
/// People who were managed by one of these on any day, over any number of levels; themselves not.
std::vector<PersonId> ever_managed_by(Read& db, const std::vector<PersonId>& managers);
std::vector<PersonId> ever_managers_of(Read& db, const std::vector<PersonId>& people);
void remove_manager_paths(Tx& tx, const std::vector<ManagerPathRow>& rows);
void add_manager_paths(Tx& tx, const std::vector<ManagerPathRow>& rows, Instant at);
std::vector<PersonId> managers_on(Read& db, PersonId person, Date on);
std::vector<OrgUnitId> units_above(Read& db, OrgUnitId unit, Date on);
std::vector<PersonId> posted_on(Read& db, const std::vector<PersonId>& people, Date on);
/// Whom posts are under, the first post of a person first.
struct Managed {
  PersonId person;
  std::optional<PersonId> manager;
  Date valid_from;
  Date valid_to;
};
DESCRIBE(Managed, person, manager, valid_from, valid_to);
std::vector<Managed> managed(Read& db, const std::vector<PersonId>& people);

// --- what a search finds
// -------------------------------------------------------------------------------

struct TokenRow {
  PersonId person;
  std::string token;
  friend auto operator<=>(const TokenRow&, const TokenRow&) = default;
};
DESCRIBE(TokenRow, person, token);
TABLE(TokenRow, "people_search", person, token);
std::vector<TokenRow> tokens_of(Read& db, const std::vector<PersonId>& people);
void remove_tokens(Tx& tx, const std::vector<TokenRow>& rows);
void add_tokens(Tx& tx, const std::vector<TokenRow>& rows);
/// What people are called, a row for each of their employee numbers.
struct Named {
  PersonId person;
  std::string name;
  std::string latin_name;
  std::string employee_no;
};
DESCRIBE(Named, person, name, latin_name, employee_no);
std::vector<Named> named(Read& db, const std::vector<PersonId>& people);
std::vector<PersonId> all_people(Read& db);

}  // namespace twinrail::people::store
