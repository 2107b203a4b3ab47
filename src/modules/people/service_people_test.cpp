#include <doctest/doctest.h>

#include "modules/people/company_fixture.hpp"

namespace twinrail::people {
namespace {

/// The names on all pages of a list, two at a time; pages are separated by "|".
std::string listed(TestTenant& tenant, PeopleQuery query, const Context& ctx = writer()) {
  Service service;
  std::string text;
  tenant.read([&](Read& db) {
    query.limit = Int<1, 200>{2};
    for (int page = 0; page < 20; ++page) {
      const Page<PersonView> found = service.people(ctx, db, query);
      for (const PersonView& p : found.items) text += p.employee_no + " ";
      if (!found.next) return;
      text += "|";
      query.cursor = Text<1000>(*found.next);
    }
    text += "no end";
  });
  return text;
}

void fill(TestTenant& tenant) {
  CHECK(units(tenant, {unit("C", "", "2026-01-01"), unit("S", "C", "2026-01-01"),
                       unit("T", "S", "2026-01-01"), unit("X", "C", "2026-01-01")}) == "ssss");
  std::vector<Cells> staff{person("5", "T", "1"), person("4", "X", "1"), person("3", "S", "1"),
                           person("2", "T", "3"), person("1", "C")};
  const char* names[] = {"张三", "安宁", "欧阳修", "张飞", "Mary Smith"};
  const char* starts[] = {"2026-02-05", "2026-02-04", "2026-02-03", "2026-02-02", "2026-02-01"};
  for (std::size_t i = 0; i < staff.size(); ++i) {
    staff[i][1] = names[i];
    staff[i].back() = starts[i];
  }
  staff[1][8] = "intern";
  CHECK(people(tenant, staff) == "sssss");
}

OrgUnitId unit_of(TestTenant& tenant, const std::string& code) {
  OrgUnitId unit;
  tenant.read([&](Read& db) { unit = *Service().unit_by_code(db, code); });
  return unit;
}

PersonId person_of(TestTenant& tenant, const std::string& number) {
  PersonId person;
  tenant.read([&](Read& db) { person = *Service().person_by_number(db, number); });
  return person;
}

}  // namespace

TEST_CASE("people are listed by unit, name, number or first day, page by page, each once") {
  for_each_engine([](TestTenant& tenant) {
    fill(tenant);
    CHECK(listed(tenant, {}) == "1 3 |5 2 |4 ");
    CHECK(listed(tenant, {.unit = unit_of(tenant, "S")}) == "3 5 |2 ");
    for (const auto& unit : {std::optional<OrgUnitId>(), std::optional(unit_of(tenant, "C"))}) {
      CHECK(listed(tenant, {.unit = unit, .sort = PeopleSort::name}) == "4 1 |3 2 |5 ");
      CHECK(listed(tenant, {.unit = unit, .sort = PeopleSort::employee_no}) == "1 2 |3 4 |5 ");
      CHECK(listed(tenant, {.unit = unit, .sort = PeopleSort::start}) == "1 2 |3 4 |5 ");
    }
    CHECK(listed(tenant, {.unit = unit_of(tenant, "T"), .sort = PeopleSort::name}) == "2 5 ");
    CHECK(listed(tenant, {.employment_type = EmploymentType::intern}) == "4 ");
    CHECK(listed(tenant, {.manager = person_of(tenant, "1")}) == "3 5 |4 ");
    CHECK(listed(tenant, {.unit = unit_of(tenant, "S"), .manager = person_of(tenant, "1")}) ==
          "3 5 ");
  });
}

TEST_CASE("a search finds each person once, by the beginning of a word, in all ways of writing") {
  for_each_engine([](TestTenant& tenant) {
    fill(tenant);
    const auto found = [&](const char* q) { return listed(tenant, {.q = Text<100>(q)}); };
    CHECK(found("张") == "5 2 ");
    CHECK(found("zhang") == "2 5 ");
    CHECK(found("z") == "2 5 ");
    CHECK(found("Zhang F") == "2 ");
    CHECK(found("oyx") == "3 ");
    CHECK(found("smith") == "1 ");
    CHECK(found("mary  sm") == "1 ");
    CHECK(found("3") == "3 ");
    CHECK(found("%").empty());
    CHECK(found("mith").empty());
    CHECK(listed(tenant, {.unit = unit_of(tenant, "X"), .q = Text<100>("zhang")}).empty());
    CHECK(listed(tenant, {.unit = unit_of(tenant, "S"), .q = Text<100>("zhang")}) == "2 5 ");
    CHECK(listed(tenant, {.q = Text<100>("张"), .manager = person_of(tenant, "3")}) == "2 ");
    // Who is called otherwise is found by the new name only.
    Cells renamed = person("2", "T", "3");
    renamed[1] = "关羽";
    CHECK(people(tenant, {renamed}) == "c");
    CHECK(found("zhang") == "5 ");
    CHECK(found("gy") == "2 ");
  });
}

TEST_CASE("a list holds whom the viewer may see") {
  for_each_engine([](TestTenant& tenant) {
    fill(tenant);
    auto viewer = std::make_shared<Viewer>();
    viewer->person = person_of(tenant, "3");
    viewer->held.add(permission::read, relation::unit | relation::self);
    Context ctx(test_now(), viewer);
    ctx.set_today(Date::of(2026, 3, 2));
    CHECK(listed(tenant, {}, ctx) == "3 5 |2 ");
    CHECK(listed(tenant, {.q = Text<100>("1")}, ctx).empty());
    for (const PeopleSort sort : {PeopleSort::employee_no, PeopleSort::start})
      CHECK(listed(tenant, {.sort = sort}, ctx) == "2 3 |5 ");
    // Whom somebody out of reach manages is not told either.
    CHECK(listed(tenant, {.manager = person_of(tenant, "1")}, ctx).empty());
    viewer->reach = {{unit_of(tenant, "C"), relation::unit}};
    CHECK(listed(tenant, {.manager = person_of(tenant, "1")}, ctx) == "3 5 ");
  });
}

TEST_CASE("a page takes the same number of questions whatever the company's size") {
  for_each_engine([](TestTenant& tenant) {
    fill(tenant);
    Service service;
    const auto asked = [&](const PeopleQuery& query) {
      return tenant.statements([&](Tx& tx) { (void)service.people(writer(), tx, query); });
    };
    // The people; the names of their units; the names of their managers.
    CHECK(asked({}) == 3);
    CHECK(asked({.unit = unit_of(tenant, "C")}) == 3);
    CHECK(asked({.q = Text<100>("z")}) == 3);
  });
}

}  // namespace twinrail::people
