#include <doctest/doctest.h>

#include "modules/people/company_fixture.hpp"
#include "modules/people/model_company.hpp"

namespace twinrail::people {
namespace {

Context keeper(std::optional<std::int64_t> version = {}) {
  Context ctx = context_with({permission::read, permission::company});
  ctx.if_match = version;
  ctx.set_today(Date::of(2026, 3, 1));
  return ctx;
}

std::string refusal(const std::function<void()>& job) {
  try {
    job();
  } catch (const Error& e) {
    return e.problems().empty() ? e.key() : e.problems().front().key;
  }
  return "";
}

OrgUnitId unit_of(TestTenant& tenant, const std::string& code) {
  OrgUnitId unit;
  tenant.read([&](Read& db) { unit = *Service().unit_by_code(db, code); });
  return unit;
}

/// "C" above "S" above "T", and "X" beside "S".
void add_company(TestTenant& tenant) {
  REQUIRE(units(tenant, {unit("C", "", "2026-01-01"), unit("S", "C", "2026-01-01"),
                         unit("T", "S", "2026-01-01"), unit("X", "C", "2026-01-01")}) == "ssss");
}

std::string imported(TestTenant& tenant, const std::string& inlet, const std::vector<Cells>& rows) {
  std::string letters;
  const Context ctx = keeper();
  tenant.write([&](Tx& tx) {
    letters.clear();
    for (const InletVerdict& v : inlet_named(inlet).accept(ctx, tx, rows_of(rows)))
      letters += "skcr"[static_cast<std::size_t>(v.verdict)];
  });
  return letters;
}

}  // namespace

TEST_CASE("the company's name, language and time are changed together, by version") {
  for_each_engine([](TestTenant& tenant) {
    Service service;
    const ChangeCompany wanted{.names = {"云衡制造", "Yunheng"},
                               .language = CompanyLanguage::en,
                               .zone = "Asia/Tokyo",
                               .week_start = Weekday::sunday,
                               .fiscal_start_month = 4};
    tenant.write([&](Tx& tx) {
      const CompanyView before = service.company(keeper(), tx, {});
      CHECK(before.zone == "Asia/Shanghai");
      CHECK(before.names == Names{});
      const CompanyView after = service.change_company(keeper(before.version), tx, wanted);
      CHECK(after.version == before.version + 1);
      CHECK(after.names.zh == "云衡制造");
      CHECK(service.style(tx).english == true);
      CHECK(service.calendar(tx).zone == "Asia/Tokyo");
      CHECK(service.calendar(tx).fiscal_start_month == 4);
    });
    tenant.write([&](Tx& tx) {
      CHECK(refusal([&] { (void)service.change_company(keeper(1), tx, wanted); }) ==
            "request.stale");
      ChangeCompany nowhere = wanted;
      nowhere.zone = "Mars/Base";
      CHECK(refusal([&] { (void)service.change_company(keeper(2), tx, nowhere); }) ==
            "unknown_zone");
    });
  });
}

TEST_CASE("only who keeps the whole company's affairs sees or changes them") {
  for_each_engine([](TestTenant& tenant) {
    Service service;
    const Context reader = writer();
    tenant.write([&](Tx& tx) {
      CHECK(refusal([&] { (void)service.company(reader, tx, {}); }) == "access.forbidden");
      CHECK(refusal([&] { (void)service.work_calendars(reader, tx, {}); }) == "access.forbidden");
      CHECK(refusal([&] { (void)service.rates(reader, tx, {}); }) == "access.forbidden");
      CHECK(refusal([&] {
              (void)service.add_rate(reader, tx, {"USD", "CNY", Date::of(2026, 1, 1), "7"_dec, {}});
            }) == "access.forbidden");
    });
  });
}

TEST_CASE("a year's holidays come in with the days worked in exchange") {
  for_each_engine([](TestTenant& tenant) {
    Service service;
    tenant.write([&](Tx& tx) {
      WorkCalendarView view = service.work_calendars(keeper(), tx, {}).items.at(0);
      CHECK(view.usual);
      view = service.take_holidays(keeper(view.version), tx, {view.id, 2026});
      WorkYear year = service.work_year(keeper(), tx, {view.id, 2026});
      CHECK(year.version == view.version);
      CHECK(year.workdays.at(1) == 16);
      // One day by hand, and another one as the week says again.
      const Date saturday = Date::of(2026, 2, 14);
      const Date tuesday = Date::of(2026, 2, 24);
      view = service.change_work_days(
          keeper(view.version), tx,
          {view.id, {{saturday, {}, {}}, {tuesday, DayKind::rest, Text<60>("年会")}}});
      year = service.work_year(keeper(), tx, {view.id, 2026});
      CHECK(year.workdays.at(1) == 14);
      CHECK(service.work_year(keeper(), tx, {view.id, 2025}).days.empty());
      CHECK(refusal([&] {
              (void)service.take_holidays(keeper(view.version), tx, {view.id, 2030});
            }) == "people.unknown_holidays");
      CHECK(refusal([&] {
              (void)service.change_work_days(
                  keeper(view.version), tx,
                  {view.id, {{tuesday, {}, {}}, {tuesday, DayKind::rest, {}}}});
            }) == "people.day_twice");
      CHECK(refusal([&] { (void)service.take_holidays(keeper(1), tx, {view.id, 2026}); }) ==
            "request.stale");
    });
  });
}

TEST_CASE("a unit works by the calendar of the nearest unit that chose one, from a day on") {
  for_each_engine([](TestTenant& tenant) {
    add_company(tenant);
    Service service;
    const Date saturday = Date::of(2026, 3, 7);
    WorkCalendarId six;
    tenant.write([&](Tx& tx) {
      six = service
                .add_work_calendar(keeper(), tx,
                                   {"six",
                                    {"六天", "Six days"},
                                    {Weekday::monday, Weekday::tuesday, Weekday::wednesday,
                                     Weekday::thursday, Weekday::friday, Weekday::saturday}})
                .id;
      (void)service.choose_work_calendar(keeper(), tx, {unit_of(tenant, "S"), saturday, six});
    });
    const auto works = [&](const std::string& code, Date day) {
      const OrgUnitId unit = unit_of(tenant, code);
      bool worked = false;
      tenant.read(
          [&](Read& db) { worked = service.workdays_of(db, {unit}, day, day).works(unit, day); });
      return worked;
    };
    CHECK(works("T", saturday));
    CHECK(works("S", saturday));
    CHECK_FALSE(works("X", saturday));
    CHECK_FALSE(works("T", saturday - 7));
    CHECK(works("X", saturday - 1));
    // From a later day on as above again; what held before still does.
    tenant.write([&](Tx& tx) {
      const WorkCalendarList list = service.choose_work_calendar(
          keeper(), tx, {unit_of(tenant, "S"), saturday + 7, std::nullopt});
      REQUIRE(list.items.at(1).uses.size() == 1);
      CHECK(list.items.at(1).uses.at(0).valid_to == saturday + 6);
    });
    CHECK(works("T", saturday));
    CHECK_FALSE(works("T", saturday + 7));
    CHECK(imported(tenant, "people.work_day",
                   {{"six", "2026-03-07", "statutory", "厂休"},
                    {"six", "2026-03-07", "statutory", "厂休"},
                    {"nobody", "2026-03-07", "rest", ""}}) == "skr");
    CHECK_FALSE(works("T", saturday));
  });
}

TEST_CASE("other days of the week hold from today on, and whoever counts by days is told") {
  for_each_engine([](TestTenant& tenant) {
    add_company(tenant);
    Service service;
    const OrgUnitId unit = unit_of(tenant, "X");
    const auto change = [&](Tx& tx, Date today, std::vector<Weekday> days) {
      const WorkCalendarView view = service.work_calendars(keeper(), tx, {}).items.at(0);
      Context ctx = keeper(view.version);
      ctx.set_today(today);
      (void)service.change_work_calendar(ctx, tx, {view.id, {"标准", "Standard"}, {days}});
    };
    tenant.write([&](Tx& tx) {
      const Date wednesday = Date::of(2026, 3, 4);
      change(tx, wednesday, {Weekday::saturday});
      change(tx, wednesday, {Weekday::sunday});  // meant so, a minute later
      const Workdays days = service.workdays_of(tx, {unit}, Date::first(), Date::last());
      CHECK(days.works(unit, wednesday - 1));
      CHECK_FALSE(days.works(unit, wednesday));
      CHECK_FALSE(days.works(unit, Date::of(2026, 3, 7)));
      CHECK(days.works(unit, Date::of(2026, 3, 8)));
      CHECK_FALSE(days.works(unit, Date::of(2026, 3, 1)));
      const WorkYear year = service.work_year(keeper(), tx, {WorkCalendarId{1}, 2026});
      REQUIRE(year.earlier.size() == 1);
      CHECK(year.earlier.front().valid_to == wednesday - 1);
      CHECK(year.workdays.at(1) == 20);
      CHECK(year.workdays.at(2) == 6);
    });
  });
}

TEST_CASE("a unit counts money in the currency of the nearest employer above it, by day") {
  for_each_engine([](TestTenant& tenant) {
    tenant.write([&](Tx& tx) {
      CHECK(taken(tx, "people.legal_entity",
                  {{"SH", "上海", "", "CN", "CNY"}, {"US", "美国", "", "US", "USD"}}) == "ss");
    });
    Cells company = unit("C", "", "2026-01-01");
    company.back() = "SH";
    Cells later = unit("S", "C", "2026-03-01");
    later.back() = "US";
    REQUIRE(units(tenant, {company, unit("S", "C", "2026-01-01"), later,
                           unit("T", "S", "2026-01-01")}) == "sscs");
    Service service;
    tenant.read([&](Read& db) {
      const Currencies money = service.currencies(db);
      const OrgUnitId team = *service.unit_by_code(db, "T");
      CHECK(money.of(team, Date::of(2026, 2, 28)) == "CNY");
      CHECK(money.of(team, Date::of(2026, 3, 1)) == "USD");
      CHECK(money.of(team, Date::of(2025, 12, 31)).empty());
      CHECK(money.of(*service.unit_by_code(db, "C"), Date::of(2026, 3, 1)) == "CNY");
    });
  });
}

TEST_CASE("a rate is added once and corrected with a reason; a file does both") {
  for_each_engine([](TestTenant& tenant) {
    Service service;
    const Date day = Date::of(2026, 2, 28);
    tenant.write([&](Tx& tx) {
      const RateView added = service.add_rate(keeper(), tx, {"USD", "CNY", day, "6.9"_dec, {}});
      CHECK(refusal([&] {
              (void)service.add_rate(keeper(), tx, {"USD", "CNY", day, "7"_dec, {}});
            }) == "people.rate_known");
      CHECK(refusal([&] {
              (void)service.change_rate(keeper(1), tx, {added.id, "7.1"_dec, {}, ""});
            }) == "people.rate_reason");
      const RateView changed =
          service.change_rate(keeper(1), tx, {added.id, "7.1"_dec, "7"_dec, "typing error"});
      CHECK(changed.version == 2);
      CHECK(changed.reason == "typing error");
    });
    CHECK(imported(tenant, "people.rate",
                   {{"USD", "CNY", "2026-02-28", "7.1", ""},
                    {"USD", "CNY", "2026-02-28", "7.2", ""},
                    {"EUR", "CNY", "2026-02-28", "8", "7.9"},
                    {"EUR", "CNY", "2026-03-31", "8", ""},
                    {"EUR", "EUR", "2026-03-31", "1", ""}}) == "kcssr");
    tenant.read([&](Read& db) {
      Page<RateView> page = service.rates(keeper(), db, {.limit = 2});
      REQUIRE(page.items.size() == 2);
      CHECK(page.items.at(0).day == Date::of(2026, 3, 31));
      REQUIRE(page.next);
      page = service.rates(keeper(), db, {.cursor = Text<40>(*page.next), .limit = 2});
      REQUIRE(page.items.size() == 1);
      CHECK(page.items.at(0).closing == "7.2"_dec);
      CHECK_FALSE(page.next);
      CHECK(service.rates(keeper(), db, {.base = Text<3>("EUR"), .until = day}).items.size() == 1);
      CHECK(refusal([&] {
              (void)service.rates(keeper(), db, {.cursor = Text<40>("2026-01-01")});
            }) == "people.bad_cursor");
    });
  });
}

}  // namespace twinrail::people
