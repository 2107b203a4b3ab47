#pragma once

#include "base/table.hpp"
#include "modules/people/people.hpp"

namespace twinrail {
DESCRIBE_ENUM(Weekday, monday, tuesday, wednesday, thursday, friday, saturday, sunday);
}

/// The module's own structs: rows as they are stored, requests and replies as they travel.
namespace twinrail::people {

enum class EmploymentType { regular, part_time, dispatched, outsourced, intern, rehired_retiree };
DESCRIBE_ENUM(EmploymentType, regular, part_time, dispatched, outsourced, intern, rehired_retiree);

/// How an employment ended.
enum class LeaveKind { resigned, dismissed, contract_ended, retired, other };
DESCRIBE_ENUM(LeaveKind, resigned, dismissed, contract_ended, retired, other);

/// How somebody stands on a day: in service, the last day known already, still to come, gone.
/// `everybody` is for searches alone.
enum class PeopleState { in_service, leaving, starting, left, everybody };
DESCRIBE_ENUM(PeopleState, in_service, leaving, starting, left, everybody);

// --- rows
// -------------------------------------------------------------------------------------------

using PostId = Id<struct PostTag>;

struct UnitRow {
  OrgUnitId id;
  std::string code;
  std::string name_zh;
  std::string name_en;
  UnitKind kind = UnitKind::team;
  std::optional<OrgUnitId> parent;
  std::optional<PersonId> head;
  std::optional<std::string> head_name;
  std::optional<std::string> legal_entity;
  Date valid_from;
  Date valid_to;
  std::int64_t version = 1;
};
DESCRIBE(UnitRow, id, code, name_zh, name_en, kind, parent, head, head_name, legal_entity,
         valid_from, valid_to, version);

struct LegalEntityRow {
  LegalEntityId id;
  std::string code;
  std::string name_zh;
  std::string name_en;
  std::string country;   ///< ISO 3166, two letters
  std::string currency;  ///< ISO 4217, three letters
  std::int64_t version = 1;
};
DESCRIBE(LegalEntityRow, id, code, name_zh, name_en, country, currency, version);
TABLE(LegalEntityRow, "people_legal_entity", id);

struct PostRow {
  PersonId person;
  std::int64_t employment = 0;
  OrgUnitId unit;
  std::optional<PersonId> manager;
  std::string name_zh;
  std::string name_en;
  Date valid_from;
  Date valid_to;
  std::optional<std::string> reason;  ///< why it is so from its first day on
  friend bool operator==(const PostRow&, const PostRow&) = default;
};
DESCRIBE(PostRow, person, employment, unit, manager, name_zh, name_en, valid_from, valid_to,
         reason);

/// A post as a person's page shows it.
struct PostLine {
  PostId id;
  OrgUnitId unit;
  std::string unit_code;
  std::optional<std::string> unit_zh;  ///< absent: the unit has ended
  std::optional<std::string> unit_en;
  std::string name_zh;
  std::string name_en;
  Date valid_from;
  Date valid_to;
  std::optional<PersonId> manager;
  std::optional<std::string> manager_name;
};
DESCRIBE(PostLine, id, unit, unit_code, unit_zh, unit_en, name_zh, name_en, valid_from, valid_to,
         manager, manager_name);

/// A person with the post of a day. The names of unit and manager are looked up beside it: a page
/// of people has few of either.
struct PersonRow {
  PersonId id;
  PostId post;
  std::string employee_no;
  std::string name;
  std::string latin_name;
  std::optional<std::string> email;
  EmploymentType employment_type = EmploymentType::regular;
  OrgUnitId unit;
  std::string post_zh;
  std::string post_en;
  std::optional<PersonId> manager;
  Date start;
  Date until;  ///< the last day of the employment
  std::int64_t version = 1;
};
DESCRIBE(PersonRow, id, post, employee_no, name, latin_name, email, employment_type, unit, post_zh,
         post_en, manager, start, until, version);

// --- requests and replies
// -----------------------------------------------------------------------------

struct UnitsQuery {
  std::optional<Date> as_of;
};
DESCRIBE(UnitsQuery, as_of);

struct UnitOf {
  OrgUnitId unit;
  std::optional<Date> as_of = {};
};
DESCRIBE(UnitOf, unit, as_of);

struct Unit {
  OrgUnitId id;
  std::string code;
  Names names;
  UnitKind kind = UnitKind::team;
  std::optional<OrgUnitId> parent;
  std::optional<PersonId> head;
  std::optional<std::string> head_name;
  Date valid_from;
  std::optional<Date> valid_to;
  std::int64_t people = 0;
  std::optional<std::string> legal_entity;
  std::int64_t version = 1;
};
DESCRIBE(Unit, id, code, names, kind, parent, head, head_name, valid_from, valid_to, people,
         legal_entity, version);

struct UnitList {
  std::vector<Unit> items;
};
DESCRIBE(UnitList, items);

struct NewUnit {
  CodeText<64> code;
  Names names;
  UnitKind kind = UnitKind::team;
  std::optional<OrgUnitId> parent;
  std::optional<PersonId> head;
  std::optional<Text<64>> legal_entity;  ///< code
  Date valid_from;
};
DESCRIBE(NewUnit, code, names, kind, parent, head, legal_entity, valid_from);

struct ChangeUnit {
  OrgUnitId unit;
  Date valid_from;  ///< from this day on; an earlier one corrects the past, and says so in the
                    ///< record
  std::optional<Names> names;
  std::optional<OrgUnitId> parent;
  std::optional<PersonId> head;
  std::optional<Text<64>> legal_entity;  ///< code
  std::optional<bool> no_head;           ///< nobody leads it from then on
  std::optional<Text<500>> reason;
};
DESCRIBE(ChangeUnit, unit, valid_from, names, parent, head, legal_entity, no_head, reason);

// --- legal entities

/// An employer: its country and currency decide what law and what money its people have.
struct LegalEntity {
  LegalEntityId id;
  std::string code;
  Names names;
  std::string country;
  std::string currency;
  std::int64_t version = 1;
};
DESCRIBE(LegalEntity, id, code, names, country, currency, version);

struct LegalEntityList {
  std::vector<LegalEntity> items;
};
DESCRIBE(LegalEntityList, items);

/// Country and currency of the first entity of the company have to be said; of a further one they
/// are those of the first unless they are.
struct NewLegalEntity {
  CodeText<64> code;
  Names names;
  std::optional<Text<2>> country;   ///< ISO 3166
  std::optional<Text<3>> currency;  ///< ISO 4217
};
DESCRIBE(NewLegalEntity, code, names, country, currency);

// --- calendars

/// How a unit counts its time on a day.
struct UnitCalendar {
  OrgUnitId unit;
  Date on;
  std::string zone;  ///< IANA name
  Weekday week_start = Weekday::monday;
  std::int64_t fiscal_start_month = 1;  ///< 1..12
};
DESCRIBE(UnitCalendar, unit, on, zone, week_start, fiscal_start_month);

struct UnitCalendarQuery {
  OrgUnitId unit;
  std::optional<Date> on;
};
DESCRIBE(UnitCalendarQuery, unit, on);

/// From a day on; what is absent is as the unit above has it, and what nobody says as the company.
struct ChangeUnitCalendar {
  OrgUnitId unit;
  Date valid_from;
  std::optional<Text<64>> zone;  ///< IANA name
  std::optional<Weekday> week_start;
  std::optional<Int<1, 12>> fiscal_start_month;
};
DESCRIBE(ChangeUnitCalendar, unit, valid_from, zone, week_start, fiscal_start_month);

/// The order of a list of people. `unit`: by unit, and in it as people were added.
enum class PeopleSort { unit, name, employee_no, start };
DESCRIBE_ENUM(PeopleSort, unit, name, employee_no, start);

struct PeopleQuery {
  std::optional<OrgUnitId> unit;  ///< with everything below it
  std::optional<Text<100>> q;  ///< the beginning of a word of name, pinyin or employee number, or
                               ///< initials; sorted by what was found
  std::optional<EmploymentType> employment_type;
  std::optional<PersonId> manager;  ///< who report to this person directly
  std::optional<PeopleSort> sort;   ///< without `q`, of those in service
  std::optional<Text<1000>> cursor;
  std::optional<Int<1, 200>> limit;
  std::optional<Date> as_of;         ///< today unless said
  std::optional<PeopleState> state;  ///< whoever is in service, leaving or not, unless said
};
DESCRIBE(PeopleQuery, unit, q, employment_type, manager, sort, cursor, limit, as_of, state);

struct PersonView {
  PersonId id;
  std::string employee_no;
  std::string name;
  std::string latin_name;
  OrgUnitId unit;
  Names unit_names;
  Names post;
  std::optional<PersonId> manager;
  std::optional<std::string> manager_name;
  EmploymentType employment_type = EmploymentType::regular;
  std::optional<std::string> email;
  std::string unit_code;
  Date start;                    ///< the first day of the employment
  std::optional<Date> last_day;  ///< when one is known
  PeopleState state = PeopleState::in_service;
};
DESCRIBE(PersonView, id, employee_no, name, latin_name, unit, unit_names, post, manager,
         manager_name, employment_type, email, unit_code, start, last_day, state);
ATTRIBUTES(PersonView, {"email", {.field_class = FieldClass::contact}});

struct PersonOf {
  PersonId person;
  std::optional<Date> as_of = {};
};
DESCRIBE(PersonOf, person, as_of);

struct Post {
  OrgUnitId unit;
  Names unit_names;
  Names post;
  Date from;
  std::optional<Date> to;
  std::optional<PersonId> manager;
  std::optional<std::string> manager_name;
  PersonId person;  ///< whose post it is
  std::string unit_code;
  std::optional<std::string> reason;
  Date known_on;           ///< the day on which it was recorded
  bool corrected = false;  ///< recorded later than it is valid, in the place of something else
};
DESCRIBE(Post, unit, unit_names, post, from, to, manager, manager_name, person, unit_code, reason,
         known_on, corrected);
ATTRIBUTES(Post, {"reason", {.field_class = FieldClass::contact}});

/// From the first day to the last, and how it ended.
struct Employment {
  PersonId person;
  std::string employee_no;
  EmploymentType type = EmploymentType::regular;
  Date start;
  std::optional<Date> last_day;
  std::optional<LeaveKind> leave_kind;
  std::optional<std::string> leave_note;
};
DESCRIBE(Employment, person, employee_no, type, start, last_day, leave_kind, leave_note);
ATTRIBUTES(Employment, {"leave_kind", {.field_class = FieldClass::contact}},
           {"leave_note", {.field_class = FieldClass::contact}});

/// As in a list, with all posts. What ATTRIBUTES says of a field of the list holds here as well.
struct Person : PersonView {
  std::vector<Post> posts;
  std::int64_t version = 1;
  std::int64_t reports = 0;  ///< who report to the person directly, on the day
  std::vector<Employment> employments;
};
DESCRIBE_ON(Person, PersonView, posts, version, reports, employments);

}  // namespace twinrail::people
