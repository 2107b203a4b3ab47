#pragma once

#include "modules/people/model_company.hpp"

/// Lines of the files that bring the organisation: a column is a field, a name two columns.
namespace twinrail::people {

struct UnitRecord {
  CodeText<64> code;
  std::optional<Text<64>> parent;
  Names name;
  UnitKind kind = UnitKind::team;
  std::optional<Text<64>> head;  ///< employee number
  Date valid_from;
  std::optional<Text<64>> legal_entity;  ///< code
};
DESCRIBE(UnitRecord, code, parent, name, kind, head, valid_from, legal_entity);

struct PersonRecord {
  CodeText<64> employee_no;
  Text<200> name;
  std::optional<Text<200>> latin_name;
  Text<64> unit;
  std::optional<Names> post;
  std::optional<Text<64>> manager_no;
  std::optional<Text<254>> email;                 ///< RFC 5321 allows no longer address
  std::optional<EmploymentType> employment_type;  ///< regular unless said
  Date start;
};
DESCRIBE(PersonRecord, employee_no, name, latin_name, unit, post, manager_no, email,
         employment_type, start);

struct LegalEntityRecord {
  CodeText<64> code;
  Names name;
  Text<2> country;   ///< ISO 3166
  Text<3> currency;  ///< ISO 4217
};
DESCRIBE(LegalEntityRecord, code, name, country, currency);

/// A day that is otherwise than the week of its calendar says.
struct WorkDayRecord {
  Text<40> calendar;  ///< code
  Date day;
  DayKind kind = DayKind::rest;
  std::optional<Text<60>> name;
};
DESCRIBE(WorkDayRecord, calendar, day, kind, name);

struct RateRecord {
  Text<3> base;   ///< ISO 4217: what one unit of it
  Text<3> quote;  ///< is worth in this one
  Date day;
  std::optional<Decimal> closing;
  std::optional<Decimal> average;
};
DESCRIBE(RateRecord, base, quote, day, closing, average);

}  // namespace twinrail::people
