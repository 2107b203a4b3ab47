#include <doctest/doctest.h>

#include "modules/people/company_fixture.hpp"

namespace twinrail::people {
namespace {

std::string refusal(const std::function<void()>& job) {
  try {
    job();
  } catch (const Error& e) {
    return e.problems().empty() ? e.key() : e.problems().front().key;
  }
  return "";
}

std::string entities(TestTenant& tenant, const std::vector<Cells>& table) {
  std::string letters;
  tenant.write([&](Tx& tx) { letters = taken(tx, "people.legal_entity", table); });
  return letters;
}

OrgUnitId unit_of(TestTenant& tenant, const std::string& code) {
  OrgUnitId unit;
  tenant.read([&](Read& db) { unit = *Service().unit_by_code(db, code); });
  return unit;
}

}  // namespace

TEST_CASE("an employer has a country and a currency that exist") {
  for_each_engine([](TestTenant& tenant) {
    CHECK(entities(tenant, {{"SH", "上海公司", "", "CN", "CNY"},
                            {"DE", "", "GmbH", "DE", "EUR"},
                            {"A", "甲", "", "XX", "CNY"},
                            {"B", "乙", "", "CN", "RMB"},
                            {"C", "", "", "CN", "CNY"}}) == "ssrrr");
    CHECK(entities(tenant, {{"DE", "", "GmbH", "DE", "CHF"}}) == "c");
    CHECK(entities(tenant, {{"SH", "上海公司", "", "CN", "CNY"}, {"DE", "", "AG", "DE", "EUR"}}) ==
          "kc");
    Service service;
    tenant.read([&](Read& db) {
      const LegalEntityList list = service.legal_entities(writer(), db, {});
      REQUIRE(list.items.size() == 2);
      CHECK(list.items[0].country == "CN");
      CHECK(list.items[1].names.en == "AG");
      CHECK(list.items[1].currency == "EUR");
      CHECK(list.items[1].version == 3);
    });
  });
}

TEST_CASE("a unit names an employer that is there") {
  for_each_engine([](TestTenant& tenant) {
    Cells company = unit("C", "", "2026-01-01");
    company[7] = "SH";
    CHECK(units(tenant, {company}) == "r");
    CHECK(entities(tenant, {{"SH", "上海公司", "", "CN", "CNY"}}) == "s");
    CHECK(units(tenant, {company}) == "s");
    Service service;
    CHECK(refusal([&] {
            tenant.write([&](Tx& tx) {
              (void)service.add_unit(writer(), tx,
                                     {.code = Text<64>("D"),
                                      .names = {"部", ""},
                                      .legal_entity = Text<64>("DE"),
                                      .valid_from = Date::of(2026, 2, 1)});
            });
          }) == "people.unknown_legal_entity");
    tenant.read([&](Read& db) {
      CHECK(service.unit(writer(), db, {*service.unit_by_code(db, "C")}).legal_entity == "SH");
    });
  });
}

TEST_CASE("who sees their own unit only sees its employer only") {
  for_each_engine([](TestTenant& tenant) {
    CHECK(entities(tenant,
                   {{"SH", "上海公司", "", "CN", "CNY"}, {"DE", "", "GmbH", "DE", "EUR"}}) == "ss");
    Cells company = unit("C", "", "2026-01-01");
    company[7] = "SH";
    CHECK(units(tenant, {company}) == "s");
    CHECK(people(tenant, {person("1", "C")}) == "s");
    auto viewer = std::make_shared<Viewer>();
    viewer->held.add(permission::read, relation::unit);
    Service service;
    tenant.read([&](Read& db) {
      viewer->person = *service.person_by_number(db, "1");
      const LegalEntityList list = service.legal_entities(Context(test_now(), viewer), db, {});
      REQUIRE(list.items.size() == 1);
      CHECK(list.items.front().code == "SH");
    });
  });
}

TEST_CASE("what a further employer leaves open is as the first has it") {
  for_each_engine([](TestTenant& tenant) {
    Service service;
    const auto add = [&](const char* code, std::optional<Text<2>> country,
                         std::optional<Text<3>> currency) {
      LegalEntity made;
      tenant.write([&](Tx& tx) {
        made = service.add_legal_entity(writer(), tx,
                                        {.code = Text<64>(code),
                                         .names = {"", code},
                                         .country = country,
                                         .currency = currency});
      });
      return made;
    };
    CHECK(refusal([&] { add("FIRST", {}, {}); }) == "people.unknown_country");
    CHECK(refusal([&] { add("FIRST", Text<2>("JP"), Text<3>("YEN")); }) == "base.unknown_currency");
    CHECK(add("FIRST", Text<2>("JP"), Text<3>("JPY")).currency == "JPY");
    CHECK(add("SECOND", {}, {}).country == "JP");
    CHECK(add("THIRD", Text<2>("SG"), Text<3>("SGD")).currency == "SGD");
    CHECK(refusal([&] { add("FIRST", {}, {}); }) == "people.code_taken");
  });
}

TEST_CASE("a unit counts its time as it says, as the units above, as the company: by day") {
  for_each_engine([](TestTenant& tenant) {
    CHECK(units(tenant, {unit("C", "", "2026-01-01"), unit("JP", "C", "2026-01-01"),
                         unit("T", "JP", "2026-01-01"), unit("X", "C", "2026-01-01")}) == "ssss");
    Service service;
    const auto say = [&](const ChangeUnitCalendar& change) {
      tenant.write([&](Tx& tx) { (void)service.change_unit_calendar(writer(), tx, change); });
    };
    const auto told = [&](const char* code, Date on) {
      std::string text;
      tenant.read([&](Read& db) {
        const UnitCalendar c =
            service.unit_calendar(writer(), db, {*service.unit_by_code(db, code), on});
        text = c.zone + " " + std::string(enum_name(c.week_start)) + " " +
               std::to_string(c.fiscal_start_month);
        const CalendarRule rule = service.calendars(db).of(c.unit, on);
        CHECK(rule.zone == c.zone);
        CHECK(rule.week_start == c.week_start);
        CHECK(rule.fiscal_start_month == c.fiscal_start_month);
      });
      return text;
    };
    const Date march = Date::of(2026, 3, 1);
    const Date may = Date::of(2026, 5, 1);
    say({.unit = unit_of(tenant, "JP"),
         .valid_from = march,
         .zone = Text<64>("Asia/Tokyo"),
         .fiscal_start_month = Int<1, 12>{4}});
    say({.unit = unit_of(tenant, "T"), .valid_from = may, .week_start = Weekday::sunday});
    CHECK(told("T", march - 1) == "Asia/Shanghai monday 1");
    CHECK(told("T", march) == "Asia/Tokyo monday 4");
    CHECK(told("T", may) == "Asia/Tokyo sunday 4");
    CHECK(told("X", may) == "Asia/Shanghai monday 1");
    // A unit that moves counts as where it has come to; what it says itself goes with it.
    Cells moved = unit("T", "X", "2026-06-01");
    CHECK(units(tenant, {moved}) == "c");
    CHECK(told("T", Date::of(2026, 6, 1)) == "Asia/Shanghai sunday 1");
    // From a day on as above again.
    say({.unit = unit_of(tenant, "JP"), .valid_from = may});
    CHECK(told("JP", may - 1) == "Asia/Tokyo monday 4");
    CHECK(told("JP", may) == "Asia/Shanghai monday 1");
    CHECK(refusal([&] {
            say({.unit = unit_of(tenant, "X"), .valid_from = may, .zone = Text<64>("Mars/Base")});
          }) == "unknown_zone");
  });
}

TEST_CASE("what is said for a unit changes on days that can be asked for") {
  const OrgUnitId unit{7};
  const Date march = Date::of(2026, 3, 1);
  const Calendars calendars({}, {{unit, 1, march, march + 9, "Asia/Tokyo", {}, {}},
                                 {unit, 0, march + 5, Date::last(), {}, 7, {}}});
  CHECK(calendars.changes(unit) == std::vector{march, march + 5, march + 10});
  CHECK(calendars.changes(OrgUnitId{8}).empty());
  CHECK_FALSE(calendars.all_as_company());
  CHECK(Calendars({}, {}).all_as_company());
}

TEST_CASE("a moment falls on the day of the unit's zone") {
  CalendarRule company;
  company.zone = "Asia/Shanghai";
  const OrgUnitId la{7};
  const Calendars calendars(
      company, {{la, 0, Date::of(2026, 1, 1), Date::last(), "America/Los_Angeles", {}, {}}});
  const Instant moment = Instant::from_text("2026-03-02T01:00:00Z");
  CHECK(calendars.day_of(OrgUnitId{1}, moment) == Date::of(2026, 3, 2));
  CHECK(calendars.day_of(la, moment) == Date::of(2026, 3, 1));
}

}  // namespace twinrail::people
