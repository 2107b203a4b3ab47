#pragma once

#include "modules/people/people.hpp"

/// The module's own structs: rows as they are stored, requests and replies as they travel.
namespace twinrail::people {

enum class EmploymentType { regular, part_time, dispatched, outsourced, intern, rehired_retiree };
DESCRIBE_ENUM(EmploymentType, regular, part_time, dispatched, outsourced, intern, rehired_retiree);

// --- rows
// -------------------------------------------------------------------------------------------

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

struct PostRow {
  PersonId person;
  std::int64_t employment = 0;
  OrgUnitId unit;
  std::optional<PersonId> manager;
  std::string name_zh;
  std::string name_en;
  Date valid_from;
  Date valid_to;
};
DESCRIBE(PostRow, person, employment, unit, manager, name_zh, name_en, valid_from, valid_to);

/// A post as a person's page shows it.
struct PostLine {
  OrgUnitId unit;
  std::optional<std::string> unit_zh;  ///< absent: the unit has ended
  std::optional<std::string> unit_en;
  std::string name_zh;
  std::string name_en;
  Date valid_from;
  Date valid_to;
  std::optional<PersonId> manager;
  std::optional<std::string> manager_name;
};
DESCRIBE(PostLine, unit, unit_zh, unit_en, name_zh, name_en, valid_from, valid_to, manager,
         manager_name);

/// A person with the post of a day, as lists need it.
struct PersonListRow {
  PersonId id;
  std::string employee_no;
  std::string name;
  std::string latin_name;
  std::optional<std::string> email;
  EmploymentType employment_type = EmploymentType::regular;
  OrgUnitId unit;
  std::string unit_zh;
  std::string unit_en;
  std::string post_zh;
  std::string post_en;
  std::optional<PersonId> manager;
  std::optional<std::string> manager_name;
  Date start;
  std::int64_t version = 1;
};
DESCRIBE(PersonListRow, id, employee_no, name, latin_name, email, employment_type, unit, unit_zh,
         unit_en, post_zh, post_en, manager, manager_name, start, version);

// --- requests and replies
// -----------------------------------------------------------------------------

struct UnitsQuery {
  std::optional<Date> as_of;
};
DESCRIBE(UnitsQuery, as_of);

struct UnitOf {
  OrgUnitId unit;
};
DESCRIBE(UnitOf, unit);

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
  Text<64> code;
  Names names;
  UnitKind kind = UnitKind::team;
  std::optional<OrgUnitId> parent;
  std::optional<PersonId> head;
  Date valid_from;
};
DESCRIBE(NewUnit, code, names, kind, parent, head, valid_from);

struct ChangeUnit {
  OrgUnitId unit;
  Date valid_from;  ///< from this day on; an earlier one corrects the past, and says so in the
                    ///< record
  std::optional<Names> names;
  std::optional<OrgUnitId> parent;
  std::optional<PersonId> head;
};
DESCRIBE(ChangeUnit, unit, valid_from, names, parent, head);

struct PeopleQuery {
  std::optional<OrgUnitId> unit;  ///< with everything below it
  std::optional<Text<100>> q;     ///< name, pinyin, initials or employee number
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(PeopleQuery, unit, q, cursor, limit);

struct PersonRow {
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
};
DESCRIBE(PersonRow, id, employee_no, name, latin_name, unit, unit_names, post, manager,
         manager_name, employment_type, email);
ATTRIBUTES(PersonRow, {"email", {.field_class = FieldClass::contact}});

struct PersonOf {
  PersonId person;
};
DESCRIBE(PersonOf, person);

struct Post {
  OrgUnitId unit;
  Names unit_names;
  Names post;
  Date from;
  std::optional<Date> to;
  std::optional<PersonId> manager;
  std::optional<std::string> manager_name;
};
DESCRIBE(Post, unit, unit_names, post, from, to, manager, manager_name);

struct Person {
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
  Date start;
  std::vector<Post> posts;
  std::int64_t version = 1;
};
DESCRIBE(Person, id, employee_no, name, latin_name, unit, unit_names, post, manager, manager_name,
         employment_type, email, start, posts, version);
ATTRIBUTES(Person, {"email", {.field_class = FieldClass::contact}});

}  // namespace twinrail::people
