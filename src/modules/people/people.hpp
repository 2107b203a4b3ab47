#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/access.hpp"
#include "base/calendar.hpp"
#include "base/decimal.hpp"
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
/// Keep what holds for the whole company: its name and time, its working days, its exchange rates.
inline constexpr Permission company{"people.company"};
}  // namespace permission

/// Announced when units, people, posts or heads changed.
struct OrganisationChanged {
  static constexpr std::string_view topic = "people.changed";
  std::vector<OrgUnitId> org_units;
  /// The parents of units that moved, before and after: on some day another unit stands below them.
  std::optional<std::vector<OrgUnitId>> subtrees;
  /// The company counts its time otherwise, and with it whoever does as the company does.
  std::optional<bool> calendar = {};
  /// From this day on other days are worked than before, in some units.
  std::optional<Date> workdays = {};
  /// Units whose employer or place in the tree is other than before on some day: they and those
  /// below may count their money in another currency.
  std::optional<std::vector<OrgUnitId>> employers = {};
};
DESCRIBE(OrganisationChanged, org_units, subtrees, calendar, workdays, employers);

/// Announced when money is worth something else than before.
struct MoneyChanged {
  static constexpr std::string_view topic = "people.money_changed";
  std::vector<Date> days;  ///< of which a rate is new or other than before, each once
  /// An employer counts in another currency.
  std::optional<bool> currencies = {};
};
DESCRIBE(MoneyChanged, days, currencies);

enum class UnitKind { company, division, department, team };
DESCRIBE_ENUM(UnitKind, company, division, department, team);

using LegalEntityId = Id<struct LegalEntityTag>;

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
struct PersonView;
struct PersonOf;
struct Person;
struct NewPerson;
struct ChangePerson;
struct NewPost;
struct NewDeparture;
struct NoDeparture;
struct NewEmployment;
struct CloseUnit;
struct UnitHistory;
struct LegalEntity;
struct LegalEntityList;
struct NewLegalEntity;
struct UnitCalendar;
struct UnitCalendarQuery;
struct ChangeUnitCalendar;
struct CompanyView;
struct ChangeCompany;
struct WorkCalendarList;
struct WorkCalendarOf;
struct WorkCalendarView;
struct WorkYear;
struct NewWorkCalendar;
struct ChangeWorkCalendar;
struct ChangeWorkDays;
struct TakeHolidays;
struct ChooseWorkCalendar;
struct RatesQuery;
struct RateView;
struct NewRate;
struct ChangeRate;

/// How units count their time, by day: the company's calendar, and what units have of their own,
/// for themselves and all below. Loaded once; asked for each unit and day.
class Calendars {
 public:
  /// What one unit says for another one below it (or itself), during a span of days.
  struct Own {
    OrgUnitId unit;
    int depth = 0;  ///< how far below
    Date from;
    Date to;
    std::optional<std::string> zone;
    std::optional<std::int64_t> week_start;
    std::optional<std::int64_t> fiscal_start_month;
  };
  Calendars() = default;
  Calendars(CalendarRule company, std::vector<Own> own);

  [[nodiscard]] const CalendarRule& company() const { return company_; }
  [[nodiscard]] CalendarRule of(OrgUnitId unit, Date day) const;
  /// Days from which on what is said for the unit is other than before, in order. Before the first
  /// of them it counts as the company does.
  [[nodiscard]] std::vector<Date> changes(OrgUnitId unit) const;
  /// Whether no unit says anything of its own.
  [[nodiscard]] bool all_as_company() const { return own_.empty(); }
  /// The day of a moment where the unit is.
  [[nodiscard]] Date day_of(OrgUnitId unit, Instant moment) const;

 private:
  CalendarRule company_;
  std::map<OrgUnitId, std::vector<Own>> own_;  ///< of the units above first
};

/// Which days are worked in some units. Loaded once for a span of days; asked for each unit and
/// day.
class Workdays {
 public:
  /// Whether the unit works on a day of the span, by the calendar that was chosen for it or for the
  /// nearest unit above; by the company's usual one where none was.
  [[nodiscard]] bool works(OrgUnitId unit, Date day) const;
  /// Whether a calendar was ever chosen for the unit or for one above it.
  [[nodiscard]] bool chosen(OrgUnitId unit) const { return choices_.contains(unit); }

 private:
  friend class Service;
  struct Calendar {
    std::int64_t weekdays = 0;             ///< bits, Monday is 1
    std::map<Date, std::int64_t> earlier;  ///< bits of the week up to a day
    std::map<Date, bool> special;          ///< days that are otherwise: whether they are worked
  };
  struct Choice {
    OrgUnitId above;  ///< who made it
    Date path_from;
    Date path_to;
    Date valid_from;
    std::int64_t calendar = 0;  ///< 0: as the unit above
  };
  std::map<std::int64_t, Calendar> calendars_;
  std::map<OrgUnitId, std::vector<Choice>> choices_;  ///< the nearest unit's first, newest first
};

/// In which currency units count their money, by day: that of the employer which the unit, or the
/// nearest unit above it, belongs to.
class Currencies {
 public:
  /// What one unit says for another one below it (or itself), during a span of days.
  struct Said {
    OrgUnitId unit;
    std::int64_t depth = 0;  ///< how far below
    Date from;
    Date to;
    std::string currency;  ///< ISO 4217
  };
  Currencies() = default;
  explicit Currencies(std::vector<Said> said);
  /// Empty where no employer is named.
  [[nodiscard]] std::string of(OrgUnitId unit, Date day) const;

 private:
  std::map<OrgUnitId, std::vector<Said>> said_;  ///< of the nearest unit first
};

/// What one unit of a currency was worth in another one on a day; both above zero.
struct DatedRate {
  std::string base;
  std::string quote;
  Date day;
  std::optional<Decimal> closing;
  std::optional<Decimal> average;
};

/// What the company says of itself; empty where it says nothing.
struct CompanyStyle {
  Names names;
  std::optional<bool> english;  ///< the language of new accounts
};

/// People that a request names, looked up once: who is there, and in which units they stand.
class NamedPeople {
 public:
  struct Post {
    PersonId person;
    OrgUnitId unit;  ///< none without a post on the day
  };
  NamedPeople() = default;
  explicit NamedPeople(const std::vector<Post>& posts);

  /// Throws unless the caller may name this person in a row that the permission is for: oneself, or
  /// somebody on whose unit one holds it. Otherwise a request could make anybody an owner.
  void require(const Context& ctx, Permission permission, PersonId person,
               const char* pointer) const;
  /// Whether the caller holds a permission on this person.
  [[nodiscard]] bool may(const Context& ctx, Permission permission, PersonId person) const;

 private:
  std::map<PersonId, std::vector<OrgUnitId>> units_;
};

/// The organisation: one dated tree, who works where, and who oversees whom.
class Service {
 public:
  UnitList units(const Context& ctx, Read& db, const UnitsQuery& request);
  Unit unit(const Context& ctx, Read& db, const UnitOf& request);
  Unit add_unit(const Context& ctx, Tx& tx, const NewUnit& request);
  Unit change_unit(const Context& ctx, Tx& tx, const ChangeUnit& request);
  Unit close_unit(const Context& ctx, Tx& tx, const CloseUnit& request);
  UnitHistory unit_history(const Context& ctx, Read& db, const UnitOf& request);
  Page<PersonView> people(const Context& ctx, Read& db, const PeopleQuery& request);
  Person hire(const Context& ctx, Tx& tx, const NewPerson& request);
  Person change_person(const Context& ctx, Tx& tx, const ChangePerson& request);
  Person move(const Context& ctx, Tx& tx, const NewPost& request);
  Person leave(const Context& ctx, Tx& tx, const NewDeparture& request);
  Person stay(const Context& ctx, Tx& tx, const NoDeparture& request);
  Person rehire(const Context& ctx, Tx& tx, const NewEmployment& request);
  Person person(const Context& ctx, Read& db, const PersonOf& request);
  LegalEntityList legal_entities(const Context& ctx, Read& db, const NoRequest&);
  LegalEntity add_legal_entity(const Context& ctx, Tx& tx, const NewLegalEntity& request);
  UnitCalendar unit_calendar(const Context& ctx, Read& db, const UnitCalendarQuery& request);
  UnitCalendar change_unit_calendar(const Context& ctx, Tx& tx, const ChangeUnitCalendar& request);

  CompanyView company(const Context& ctx, Read& db, const NoRequest&);
  CompanyView change_company(const Context& ctx, Tx& tx, const ChangeCompany& request);
  WorkCalendarList work_calendars(const Context& ctx, Read& db, const NoRequest&);
  WorkYear work_year(const Context& ctx, Read& db, const WorkCalendarOf& request);
  WorkCalendarView add_work_calendar(const Context& ctx, Tx& tx, const NewWorkCalendar& request);
  WorkCalendarView change_work_calendar(const Context& ctx, Tx& tx,
                                        const ChangeWorkCalendar& request);
  WorkCalendarView change_work_days(const Context& ctx, Tx& tx, const ChangeWorkDays& request);
  WorkCalendarView take_holidays(const Context& ctx, Tx& tx, const TakeHolidays& request);
  WorkCalendarList choose_work_calendar(const Context& ctx, Tx& tx,
                                        const ChooseWorkCalendar& request);
  Page<RateView> rates(const Context& ctx, Read& db, const RatesQuery& request);
  RateView add_rate(const Context& ctx, Tx& tx, const NewRate& request);
  RateView change_rate(const Context& ctx, Tx& tx, const ChangeRate& request);

  // --- for other modules; the caller has passed its own gate ---
  CompanyStyle style(Read& db);
  /// Which days are worked in these units, from a day to a day.
  Workdays workdays_of(Read& db, const std::vector<OrgUnitId>& units, Date from, Date to);
  /// In which currency each unit counts its money.
  Currencies currencies(Read& db);
  /// All exchange rates there are, the oldest first.
  std::vector<DatedRate> dated_rates(Read& db);
  /// How the company counts its time: zone, week start, fiscal year.
  CalendarRule calendar(Read& db);
  void set_calendar(Tx& tx, const CalendarRule& rule);
  /// How a unit counts its time on a day.
  CalendarRule calendar_of(Read& db, OrgUnitId unit, Date day);
  /// Of many units on any day, in one question.
  Calendars calendars_of(Read& db, const std::vector<OrgUnitId>& units);
  /// Of every unit.
  Calendars calendars(Read& db);
  std::optional<OrgUnitId> unit_by_code(Read& db, const std::string& code);
  std::map<std::string, OrgUnitId> units_by_code(Read& db, const std::vector<std::string>& codes);
  std::map<OrgUnitId, std::string> unit_codes(Read& db, const std::vector<OrgUnitId>& units);
  std::optional<PersonId> person_by_number(Read& db, const std::string& employee_no);
  std::map<std::string, PersonId> people_by_number(Read& db,
                                                   const std::vector<std::string>& numbers);
  std::optional<UnitView> unit_view(Read& db, OrgUnitId unit, Date on);
  std::map<OrgUnitId, Names> unit_names(Read& db, const std::vector<OrgUnitId>& units, Date on);
  std::map<PersonId, std::string> person_names(Read& db, const std::vector<PersonId>& people);
  /// E-mail addresses, of those who have one; for the program itself, which shows them to nobody.
  std::map<PersonId, std::string> addresses(Read& db, const std::vector<PersonId>& people);
  /// Of the people who are named that day; one who is no person is left out.
  NamedPeople named(Read& db, const std::vector<PersonId>& people, Date on);
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
  /// A person's line managers on a day, their own first: the chain that approvals go up.
  std::vector<PersonId> managers(Read& db, PersonId person, Date on);
  /// A unit and those above it on a day, the nearest first.
  std::vector<OrgUnitId> units_above(Read& db, OrgUnitId unit, Date on);
  /// Those of the list who have a post on a day.
  std::vector<PersonId> posted(Read& db, const std::vector<PersonId>& people, Date on);
  /// Who leads each unit and the units above it on a day, nearest first; a unit that nobody leads
  /// adds nobody.
  std::map<OrgUnitId, std::vector<PersonId>> heads(Read& db, const std::vector<OrgUnitId>& units,
                                                   Date on);
  /// Makes anew what is derived of units, posts and names, and says how many rows differ from what
  /// is stored; with `repair` they are put right.
  std::int64_t recompute(Tx& tx, Date today, Instant now, bool repair);

  struct Inlets;
  friend struct Inlets;
};

}  // namespace twinrail::people
