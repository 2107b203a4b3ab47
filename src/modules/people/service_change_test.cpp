#include <doctest/doctest.h>

#include "modules/people/company_fixture.hpp"
#include "modules/people/model_change.hpp"

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

/// A company of units C, S below it and T below S; person 1 leads S and manages 2, who manages 3.
struct Company {
  explicit Company(TestTenant& t) : tenant(t) {
    CHECK(units(tenant, {unit("C", "", "2026-01-01"), unit("S", "C", "2026-01-01"),
                         unit("T", "S", "2026-01-01"), unit("L", "C", "2026-06-01")}) == "ssss");
    CHECK(people(tenant, {person("1", "S"), person("2", "T", "1"), person("3", "T", "2")}) ==
          "sss");
  }

  OrgUnitId at(const std::string& code) {
    OrgUnitId found;
    tenant.read([&](Read& db) { found = *service.unit_by_code(db, code); });
    return found;
  }
  PersonId who(const std::string& number) {
    PersonId found;
    tenant.read([&](Read& db) { found = *service.person_by_number(db, number); });
    return found;
  }
  Person seen(const std::string& number, const char* on = "2026-03-02") {
    Person found;
    const PersonId id = who(number);
    tenant.read([&](Read& db) { found = service.person(ctx, db, {id, Date::from_text(on)}); });
    return found;
  }
  /// What refuses the act at the person's present version, or nothing.
  template <class Request>
  std::string act(Person (Service::*use)(const Context&, Tx&, const Request&), Request request) {
    ctx.now = ctx.now.plus_seconds(1);
    if constexpr (requires { request.person; }) {
      const PersonId id = request.person;
      tenant.read([&](Read& db) { ctx.if_match = service.person(ctx, db, {id}).version; });
    }
    return refusal([&] { tenant.write([&](Tx& tx) { (void)(service.*use)(ctx, tx, request); }); });
  }
  NewPost post(const std::string& number, const char* from, const std::string& unit_code,
               const char* name = "车工") {
    NewPost wanted{.person = who(number), .valid_from = Date::from_text(from)};
    wanted.unit = at(unit_code);
    wanted.post = Names{name, ""};
    wanted.manager = seen(number, "2026-03-01").manager;
    return wanted;
  }
  NewDeparture departure(const std::string& number, const char* last) {
    return {.person = who(number), .last_day = Date::from_text(last)};
  }
  std::string listed(PeopleQuery query) {
    std::string text;
    tenant.read([&](Read& db) {
      for (const PersonView& p : service.people(ctx, db, query).items) text += p.employee_no + " ";
    });
    return text;
  }

  TestTenant& tenant;
  Service service;
  Context ctx = [] {
    Context c = writer();
    c.set_today(Date::of(2026, 3, 2));
    return c;
  }();
};

/// From, unit and post of each line, the newest first.
std::string lines(const Person& p) {
  std::string text;
  for (const Post& post : p.posts)
    text += post.from.to_string() + " " + post.unit_code + " " + post.post.zh +
            (post.corrected ? " corrected" : "") + "; ";
  return text;
}

}  // namespace

TEST_CASE("somebody is hired from a day on, is found before it, and a taken number is refused") {
  for_each_engine([](TestTenant& tenant) {
    Company c(tenant);
    NewPerson wanted{.employee_no = "9", .name = "新人", .unit = c.at("T")};
    wanted.start = Date::of(2026, 4, 1);
    wanted.manager = c.who("2");
    CHECK(c.act(&Service::hire, wanted) == "");
    CHECK(c.act(&Service::hire, wanted) == "people.number_taken");
    CHECK(c.seen("9").state == PeopleState::starting);
    CHECK(c.listed({}) == "1 2 3 ");
    CHECK(c.listed({.as_of = Date::of(2026, 4, 1)}) == "1 2 3 9 ");
    CHECK(c.listed({.state = PeopleState::starting}) == "9 ");
    CHECK(c.listed({.q = Text<100>("xr")}).empty());
    CHECK(c.listed({.q = Text<100>("xr"), .state = PeopleState::everybody}) == "9 ");
    CHECK(refusal([&] { (void)c.listed({.state = PeopleState::everybody}); }) ==
          "people.everybody_is_searched");
    wanted.employee_no = "10";
    wanted.unit = c.at("L");
    CHECK(c.act(&Service::hire, wanted) == "people.unit_not_there_on");
    wanted.unit = c.at("T");
    wanted.manager = PersonId{INT64_MAX};
    CHECK(c.act(&Service::hire, wanted) == "people.unknown_person");
  });
}

TEST_CASE("an address that is none is refused, by request and by file") {
  for_each_engine([](TestTenant& tenant) {
    Company c(tenant);
    NewPerson wanted{.employee_no = "9", .name = "新人", .unit = c.at("T")};
    wanted.start = Date::of(2026, 4, 1);
    wanted.email = Text<254>("not a mail");
    CHECK(c.act(&Service::hire, wanted) == "people.bad_email");
    wanted.email = Text<254>("xin@x.example");
    CHECK(c.act(&Service::hire, wanted) == "");
    ChangePerson change{.person = c.who("9"), .email = Text<254>("xin@@x.example")};
    CHECK(c.act(&Service::change_person, change) == "people.bad_email");
    change.email = Text<254>("");
    CHECK(c.act(&Service::change_person, change) == "");
    Cells row = person("10", "T");
    row[7] = "x example";
    CHECK(people(tenant, {row}) == "r");
  });
}

TEST_CASE("a move from a day leaves the past as it was; a back-dated one says so and why") {
  for_each_engine([](TestTenant& tenant) {
    Company c(tenant);
    CHECK(c.act(&Service::move, c.post("3", "2026-04-01", "S")) == "");
    CHECK(lines(c.seen("3")) == "2026-04-01 S 车工; 2026-02-01 T 车工; ");
    CHECK(c.seen("3").unit == c.at("T"));
    CHECK(c.seen("3", "2026-04-01").unit == c.at("S"));
    CHECK(c.listed({.unit = c.at("T")}) == "2 3 ");
    CHECK(c.listed({.unit = c.at("T"), .as_of = Date::of(2026, 4, 1)}) == "2 ");
    // Another post today goes on in the planned unit.
    CHECK(c.act(&Service::move, c.post("3", "2026-03-02", "T", "班长")) == "");
    CHECK(lines(c.seen("3")) == "2026-04-01 S 班长; 2026-03-02 T 班长; 2026-02-01 T 车工; ");
    NewPost late = c.post("3", "2026-02-10", "T", "组长");
    CHECK(c.act(&Service::move, late) == "people.reason_missing");
    late.reason = Text<500>("补录");
    CHECK(c.act(&Service::move, late) == "");
    const Person corrected = c.seen("3");
    CHECK(lines(corrected) ==
          "2026-04-01 S 班长; 2026-03-02 T 班长; 2026-02-10 T 组长 corrected; 2026-02-01 T 车工; ");
    CHECK(corrected.posts[2].reason == "补录");
    CHECK(corrected.posts[2].known_on == Date::of(2026, 3, 2));
    CHECK(c.act(&Service::move, c.post("3", "2026-01-10", "T")) == "people.reason_missing");
    NewPost early = c.post("3", "2026-01-10", "T");
    early.reason = Text<500>("x");
    CHECK(c.act(&Service::move, early) == "people.not_in_service_on");
  });
}

TEST_CASE("nobody becomes their own manager, over however many others") {
  for_each_engine([](TestTenant& tenant) {
    Company c(tenant);
    NewPost wanted = c.post("1", "2026-03-02", "S");
    wanted.manager = c.who("3");
    CHECK(c.act(&Service::move, wanted) == "people.own_manager");
    wanted.manager = c.who("1");
    CHECK(c.act(&Service::move, wanted) == "people.own_manager");
    wanted.manager.reset();
    CHECK(c.act(&Service::move, wanted) == "");
  });
}

TEST_CASE("whoever manages somebody leaves when there is a successor, who takes over") {
  for_each_engine([](TestTenant& tenant) {
    Company c(tenant);
    Cells led = unit("S", "C", "2026-02-02");
    led[5] = "1";
    CHECK(units(tenant, {led}) == "c");
    NewDeparture wanted = c.departure("1", "2026-03-31");
    CHECK(c.act(&Service::leave, wanted) == "people.still_reports");
    CHECK(c.seen("1").state == PeopleState::in_service);
    wanted.successor = c.who("1");
    CHECK(c.act(&Service::leave, wanted) == "people.own_manager");
    wanted.successor = c.who("2");
    wanted.note = Text<500>("回老家");
    CHECK(c.act(&Service::leave, wanted) == "");
    CHECK(c.seen("1").state == PeopleState::leaving);
    CHECK(c.seen("1").employments.front().leave_note == "回老家");
    CHECK(c.seen("1", "2026-04-01").state == PeopleState::left);
    CHECK(c.seen("2", "2026-03-31").manager == c.who("1"));
    CHECK_FALSE(c.seen("2", "2026-04-01").manager);
    c.tenant.read([&](Read& db) {
      const OrgUnitId s = *c.service.unit_by_code(db, "S");
      CHECK(c.service.unit(c.ctx, db, {s, Date::of(2026, 3, 31)}).head == c.who("1"));
      CHECK(c.service.unit(c.ctx, db, {s, Date::of(2026, 4, 1)}).head == c.who("2"));
    });
    CHECK(c.listed({.state = PeopleState::leaving}) == "1 ");
    CHECK(c.listed({.as_of = Date::of(2026, 4, 1)}) == "2 3 ");
    CHECK(c.listed({.as_of = Date::of(2026, 4, 1), .state = PeopleState::left}) == "1 ");
  });
}

TEST_CASE("a leave is corrected and taken back; who has left comes back with the history") {
  for_each_engine([](TestTenant& tenant) {
    Company c(tenant);
    CHECK(c.act(&Service::stay, NoDeparture{c.who("3")}) == "people.not_leaving");
    CHECK(c.act(&Service::leave, c.departure("3", "2026-01-31")) == "people.before_first_day");
    CHECK(c.act(&Service::leave, c.departure("3", "2026-03-05")) == "");
    CHECK(c.act(&Service::leave, c.departure("3", "2026-03-10")) == "");
    CHECK(c.seen("3").last_day == Date::of(2026, 3, 10));
    CHECK(c.act(&Service::stay, NoDeparture{c.who("3")}) == "");
    CHECK_FALSE(c.seen("3").last_day);
    CHECK(lines(c.seen("3")) == "2026-02-01 T 车工; ");
    NewEmployment again{.person = c.who("3"), .start = Date::of(2026, 3, 1), .unit = c.at("S")};
    CHECK(c.act(&Service::rehire, again) == "people.still_employed");
    CHECK(c.act(&Service::leave, c.departure("3", "2026-02-20")) == "");
    CHECK(c.listed({.state = PeopleState::left}) == "3 ");
    CHECK(c.act(&Service::rehire, again) == "");
    CHECK(c.listed({.state = PeopleState::left}).empty());
    CHECK(lines(c.seen("3")) == "2026-03-01 S  corrected; 2026-02-01 T 车工; ");
    CHECK(c.seen("3").employments.size() == 2);
    std::int64_t differing = 1;
    tenant.write(
        [&](Tx& tx) { differing = c.service.recompute(tx, c.ctx.today(), c.ctx.now, false); });
    CHECK(differing == 0);
  });
}

TEST_CASE("nobody is taken from or put into a unit that is not the caller's to write") {
  for_each_engine([](TestTenant& tenant) {
    Company c(tenant);
    auto viewer = std::make_shared<Viewer>();
    viewer->held.add(permission::read, relation::company);
    viewer->held.add(permission::write, relation::chain);
    viewer->reach = {{c.at("T"), relation::chain}};
    const NewPost away = c.post("3", "2026-03-02", "S");
    const NewPost here = c.post("3", "2026-03-02", "T", "班长");
    const NewPost taken = c.post("1", "2026-03-02", "T");
    Context ctx(test_now(), viewer);
    ctx.set_today(Date::of(2026, 3, 2));
    c.ctx = ctx;
    CHECK(c.act(&Service::move, away) == "access.forbidden");
    CHECK(c.act(&Service::move, taken) == "access.forbidden");
    CHECK(c.act(&Service::leave, c.departure("1", "2026-03-05")) == "access.forbidden");
    CHECK(c.act(&Service::move, here) == "");
    NewPerson wanted{.employee_no = "9", .name = "新人", .unit = c.at("S")};
    wanted.start = Date::of(2026, 4, 1);
    CHECK(c.act(&Service::hire, wanted) == "access.forbidden");
  });
}

TEST_CASE("a unit closes empty, with a day; its history keeps what it was") {
  for_each_engine([](TestTenant& tenant) {
    Company c(tenant);
    const auto close = [&](const char* code, const char* last) {
      const CloseUnit wanted{.unit = c.at(code), .last_day = Date::from_text(last), .reason = {}};
      return refusal([&] {
        tenant.write([&](Tx& tx) {
          c.ctx.now = c.ctx.now.plus_seconds(1);
          c.ctx.if_match = c.service.unit(c.ctx, tx, {wanted.unit}).version;
          (void)c.service.close_unit(c.ctx, tx, wanted);
        });
      });
    };
    CHECK(close("C", "2026-03-31") == "people.company_stays");
    CHECK(close("S", "2026-03-31") == "people.unit_has_units");
    CHECK(close("T", "2026-03-31") == "people.unit_has_people");
    for (const char* number : {"2", "3"})
      CHECK(c.act(&Service::move, c.post(number, "2026-04-01", "S")) == "");
    CHECK(close("T", "2026-03-31") == "");
    NewPost back = c.post("3", "2026-03-10", "T", "班长");
    back.unit = c.at("T");
    CHECK(c.act(&Service::move, back) == "");  // until the planned move
    NewPerson late{.employee_no = "9", .name = "新人", .unit = c.at("T")};
    late.start = Date::of(2026, 3, 20);
    CHECK(c.act(&Service::hire, late) == "people.unit_ends");
    tenant.read([&](Read& db) {
      const UnitHistory history = c.service.unit_history(c.ctx, db, {c.at("T")});
      REQUIRE(history.items.size() == 1);
      CHECK(history.items[0].to == Date::of(2026, 3, 31));
      CHECK(history.items[0].parent_code == "S");
      CHECK(c.service.units(c.ctx, db, {Date::of(2026, 3, 31)}).items.size() == 3);
      CHECK(c.service.units(c.ctx, db, {Date::of(2026, 4, 1)}).items.size() == 2);
    });
  });
}

TEST_CASE("a unit that is renamed today keeps its new name after a move that was planned before") {
  for_each_engine([](TestTenant& tenant) {
    Company c(tenant);
    const auto change = [&](ChangeUnit wanted) {
      return refusal([&] {
        tenant.write([&](Tx& tx) {
          c.ctx.now = c.ctx.now.plus_seconds(1);
          c.ctx.if_match = c.service.unit(c.ctx, tx, {wanted.unit}).version;
          (void)c.service.change_unit(c.ctx, tx, wanted);
        });
      });
    };
    ChangeUnit moved{.unit = c.at("T"), .valid_from = Date::of(2026, 5, 1)};
    moved.parent = c.at("C");
    CHECK(change(moved) == "");
    ChangeUnit renamed{.unit = c.at("T"), .valid_from = Date::of(2026, 3, 2)};
    renamed.names = Names{"新名", ""};
    CHECK(change(renamed) == "");
    tenant.read([&](Read& db) {
      const Unit later = c.service.unit(c.ctx, db, {c.at("T"), Date::of(2026, 5, 1)});
      CHECK(later.names.zh == "新名");
      CHECK(later.parent == c.at("C"));
      CHECK(c.service.unit(c.ctx, db, {c.at("T"), Date::of(2026, 3, 1)}).names.zh == "名");
    });
    renamed.valid_from = Date::of(2025, 12, 31);
    CHECK(change(renamed) == "people.unit_not_there_on");
    moved.valid_from = Date::of(2026, 3, 2);
    moved.parent = c.at("L");
    CHECK(change(moved) == "people.unit_not_there_on");
    moved.unit = c.at("S");
    moved.parent = c.at("T");
    CHECK(change(moved) == "people.cycle");
  });
}

}  // namespace twinrail::people
