#pragma once

#include "modules/people/model.hpp"

/// Requests that change people and units from a day on, and what has been changed.
namespace twinrail::people {

/// Somebody new, with the first post.
struct NewPerson {
  Text<64> employee_no;
  Text<200> name;
  std::optional<Text<200>> latin_name;
  OrgUnitId unit;
  std::optional<Names> post;
  std::optional<PersonId> manager;
  Date start;
  std::optional<EmploymentType> employment_type;  ///< regular unless said
  std::optional<Text<254>> email;
};
DESCRIBE(NewPerson, employee_no, name, latin_name, unit, post, manager, start, employment_type,
         email);

/// What is not dated: absent fields stay.
struct ChangePerson {
  PersonId person;
  std::optional<Text<200>> name;
  std::optional<Text<200>> latin_name;
  std::optional<Text<254>> email;  ///< empty: none
  std::optional<EmploymentType> employment_type;
};
DESCRIBE(ChangePerson, person, name, latin_name, email, employment_type);

/// All that the post is from this day on; without a manager it has none. A day before today says
/// why.
struct NewPost {
  PersonId person;
  Date valid_from;
  OrgUnitId unit;
  std::optional<Names> post;
  std::optional<PersonId> manager;
  std::optional<Text<500>> reason;
};
DESCRIBE(NewPost, person, valid_from, unit, post, manager, reason);

/// The end of the employment; a second one corrects the first.
struct NewDeparture {
  PersonId person;
  Date last_day;
  LeaveKind kind = LeaveKind::resigned;
  std::optional<Text<500>> note;
  std::optional<PersonId> successor;  ///< takes over who reports to the person, and units led
};
DESCRIBE(NewDeparture, person, last_day, kind, note, successor);

struct NoDeparture {
  PersonId person;
};
DESCRIBE(NoDeparture, person);

/// Somebody who has left comes back.
struct NewEmployment {
  PersonId person;
  Date start;
  OrgUnitId unit;
  std::optional<Names> post;
  std::optional<PersonId> manager;
  std::optional<EmploymentType> employment_type;  ///< as before unless said
  std::optional<Text<64>> employee_no;            ///< as before unless said
};
DESCRIBE(NewEmployment, person, start, unit, post, manager, employment_type, employee_no);

/// The unit's end; nobody works in it and nothing stands below it after its last day.
struct CloseUnit {
  OrgUnitId unit;
  Date last_day;
  std::optional<Text<500>> reason;
};
DESCRIBE(CloseUnit, unit, last_day, reason);

/// A unit as it is during a span of days.
struct UnitTurn {
  Date from;
  std::optional<Date> to;
  Names names;
  UnitKind kind = UnitKind::team;
  std::optional<OrgUnitId> parent;
  std::optional<std::string> parent_code;
  Names parent_names;
  std::optional<PersonId> head;
  std::optional<std::string> head_name;
  std::optional<std::string> reason;
  Date known_on;           ///< the day on which it was recorded
  bool corrected = false;  ///< recorded later than it is valid, in the place of something else
};
DESCRIBE(UnitTurn, from, to, names, kind, parent, parent_code, parent_names, head, head_name,
         reason, known_on, corrected);

/// The newest first.
struct UnitHistory {
  std::vector<UnitTurn> items;
};
DESCRIBE(UnitHistory, items);

}  // namespace twinrail::people
