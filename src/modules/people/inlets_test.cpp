#include <doctest/doctest.h>

#include "modules/people/company_fixture.hpp"
#include "modules/people/store.hpp"

namespace twinrail::people {
namespace {

Person found(TestTenant& tenant, const std::string& number) {
  Service service;
  Person view;
  tenant.read([&](Read& db) {
    view = service.person(writer(), db, {*service.person_by_number(db, number)});
  });
  return view;
}

Unit found_unit(TestTenant& tenant, const std::string& code) {
  Service service;
  Unit view;
  tenant.read(
      [&](Read& db) { view = service.unit(writer(), db, {*service.unit_by_code(db, code)}); });
  return view;
}

/// The company C and its boss.
void fill(TestTenant& tenant) {
  CHECK(taken_file(tenant, "people.legal_entity",
                   "code,name_zh,name_en,country,currency\nSH,上海公司,Shanghai Ltd,CN,CNY\n") ==
        "s");
  CHECK(units(tenant, {unit("C", "", "2026-01-01")}) == "s");
  CHECK(people(tenant, {person("1", "C")}) == "s");
}

/// How many people there are, with a post or without, and how many of these numbers are known.
std::size_t people_and_numbers(TestTenant& tenant, const std::vector<std::string>& numbers) {
  std::size_t n = 0;
  tenant.read(
      [&](Read& db) { n = store::all_people(db).size() + store::numbered(db, numbers).size(); });
  return n;
}

}  // namespace

TEST_CASE("a file of units leaves what it has no column for, and clears what is empty") {
  for_each_engine([](TestTenant& tenant) {
    fill(tenant);
    CHECK(taken_file(tenant, "people.unit",
                     "code,parent,name_zh,name_en,kind,head,valid_from,legal_entity\n"
                     "S,C,缝制,Sewing,team,1,2026-01-01,SH\n") == "s");
    const std::string renamed = "code,name_zh,kind,valid_from\nS,车缝,team,2026-02-01\n";
    CHECK(taken_file(tenant, "people.unit", renamed) == "c");
    const Unit kept = found_unit(tenant, "S");
    CHECK(kept.names == Names{"车缝", "Sewing"});
    CHECK(kept.parent == found_unit(tenant, "C").id);
    CHECK(kept.head == found(tenant, "1").id);
    CHECK(kept.legal_entity == "SH");
    CHECK(taken_file(tenant, "people.unit", renamed) == "k");
    CHECK(taken_file(tenant, "people.unit",
                     "code,name_zh,name_en,kind,valid_from,head,legal_entity\n"
                     "S,车缝,,team,2026-02-01,,\n") == "c");
    const Unit cleared = found_unit(tenant, "S");
    CHECK(cleared.names == Names{"车缝", ""});
    CHECK(cleared.parent == kept.parent);
    CHECK_FALSE(cleared.head);
    CHECK_FALSE(cleared.legal_entity);
  });
}

TEST_CASE("a file may say that a unit stood earlier than was known") {
  for_each_engine([](TestTenant& tenant) {
    CHECK(units(tenant, {unit("C", "", "2026-02-01", "新名")}) == "s");
    CHECK(units(tenant, {unit("C", "", "2026-01-10", "旧名")}) == "c");
    Service service;
    tenant.read([&](Read& db) {
      const OrgUnitId c = *service.unit_by_code(db, "C");
      CHECK_FALSE(service.unit_view(db, c, Date::of(2026, 1, 9)));
      CHECK(service.unit_view(db, c, Date::of(2026, 1, 31))->names.zh == "旧名");
      CHECK(service.unit_view(db, c, Date::of(2026, 2, 1))->names.zh == "新名");
    });
    CHECK(units(tenant, {unit("C", "", "2026-01-10", "旧名")}) == "k");
  });
}

TEST_CASE("a file of people leaves what it has no column for, and clears what is empty") {
  for_each_engine([](TestTenant& tenant) {
    fill(tenant);
    CHECK(taken_file(tenant, "people.person",
                     "employee_no,name,latin_name,unit,post_zh,post_en,manager_no,email,start\n"
                     "7,王七,Wang Qi,C,车工,Sewer,1,7@x.example,2026-02-01\n") == "s");
    CHECK(taken_file(tenant, "people.person",
                     "employee_no,name,unit,start\n7,王七,C,2026-02-01\n") == "k");
    CHECK(taken_file(tenant, "people.person",
                     "employee_no,name,unit,post_zh,start\n7,王琪,C,班长,2026-02-01\n") == "c");
    const Person kept = found(tenant, "7");
    CHECK(kept.name == "王琪");
    CHECK(kept.latin_name == "Wang Qi");
    CHECK(kept.post == Names{"班长", "Sewer"});
    CHECK(kept.manager == found(tenant, "1").id);
    CHECK(kept.email == "7@x.example");
    CHECK(taken_file(tenant, "people.person",
                     "employee_no,name,latin_name,unit,post_en,manager_no,email,start\n"
                     "7,王琪,,C,,,,2026-02-01\n") == "c");
    const Person cleared = found(tenant, "7");
    CHECK(cleared.latin_name.empty());
    CHECK(cleared.post == Names{"班长", ""});
    CHECK_FALSE(cleared.manager);
    CHECK_FALSE(cleared.email);
  });
}

TEST_CASE("a file of employers with one name only leaves the other") {
  for_each_engine([](TestTenant& tenant) {
    fill(tenant);
    CHECK(taken_file(tenant, "people.legal_entity",
                     "code,name_zh,country,currency\nSH,上海公司,CN,CNY\n") == "k");
    CHECK(taken_file(tenant, "people.legal_entity",
                     "code,name_zh,country,currency\nSH,沪,CN,CNY\n") == "c");
    tenant.read([&](Read& db) {
      CHECK(Service().legal_entities(writer(), db, {}).items.front().names ==
            Names{"沪", "Shanghai Ltd"});
    });
  });
}

TEST_CASE("a refused row leaves nothing behind, nor does one under somebody who was refused") {
  for_each_engine([](TestTenant& tenant) {
    fill(tenant);
    CHECK(people(tenant, {person("11", "C", "12"), person("12", "nowhere"), person("13", "C", "11"),
                          person("14", "C", "15"), person("15", "C", "99"),
                          person("1", "C", "99", "经理")}) == "rrrrrr");
    CHECK(people_and_numbers(tenant, {"11", "12", "13", "14", "15"}) == 1);
    CHECK(found(tenant, "1").post.zh == "车工");
    // Who was there before stays somebody's manager, whatever becomes of the own row.
    CHECK(people(tenant, {person("1", "C", "99"), person("16", "C", "1"), person("17", "C", "18"),
                          person("18", "C", "17")}) == "rsss");
    CHECK(found(tenant, "17").manager == found(tenant, "18").id);
  });
}

TEST_CASE("what is wrong with a cell is said in the words of requests, with row and column") {
  for_each_engine([](TestTenant& tenant) {
    fill(tenant);
    const std::string unit_head = "code,parent,name_zh,name_en,kind,head,valid_from\n";
    CHECK(taken_file(tenant, "people.unit",
                     unit_head + "S,C,缝制,,group,,2026-02-30\nT,C,,,team,,2026-01-01\n") ==
          " 2 kind request.not_a_choice 2 valid_from base.not_a_date"
          " 3 name_zh request.names_empty");
    CHECK(taken_file(tenant, "people.person",
                     "employee_no,name,unit,employment_type,start\n" + std::string(65, '7') +
                         ",王,C,boss,today\n8,,C,,2026-01-01\n") ==
          " 2 employee_no request.too_long 2 employment_type request.not_a_choice"
          " 2 start base.not_a_date 3 name inlet.missing_value");
    CHECK(taken_file(tenant, "people.legal_entity",
                     "code,name_zh,country,currency\nJP,日本,JPN,JPY\n") ==
          " 2 country request.too_long");
  });
}

}  // namespace twinrail::people
