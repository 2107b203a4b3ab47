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
                          person("18", "C")}) == "rsss");
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

TEST_CASE("a later day in a file is a move, the same day a correction, an only day the first") {
  for_each_engine([](TestTenant& tenant) {
    fill(tenant);
    CHECK(units(tenant, {unit("D1", "C", "2026-01-01"), unit("D2", "C", "2026-01-01")}) == "ss");
    const auto file = [&](const std::string& rows) {
      return taken_file(tenant, "people.person", "employee_no,name,unit,start\n" + rows);
    };
    const auto posts = [&] {
      std::string text;
      tenant.read([&](Read& db) {
        Service service;
        for (const store::Posted& p : store::posted(db, {*service.person_by_number(db, "8")}))
          text += (p.unit == service.unit_by_code(db, "D1") ? "D1 " : "D2 ") +
                  p.valid_from.to_string() + " ";
      });
      return text;
    };
    CHECK(file("8,王八,D1,2026-02-01\n") == "s");
    CHECK(file("8,王八,D2,2026-06-01\n") == "c");
    CHECK(posts() == "D1 2026-02-01 D2 2026-06-01 ");
    CHECK(file("8,王八,D2,2026-06-01\n") == "k");
    CHECK(file("8,王八,D1,2026-06-01\n") == "c");
    CHECK(posts() == "D1 2026-02-01 D1 2026-06-01 ");
    CHECK(file("9,王九,D1,2026-02-01\n9,王九,D2,2026-03-01\n") == "sc");
    CHECK(file("7,王七,D1,2026-02-01\n") == "s");
    CHECK(file("7,王七,D1,2026-03-01\n") == "c");
    CHECK(found(tenant, "7").start == Date::of(2026, 3, 1));
  });
}

TEST_CASE("one number for two people, and one code for two units, is refused at the second row") {
  for_each_engine([](TestTenant& tenant) {
    fill(tenant);
    CHECK(taken_file(tenant, "people.person",
                     "employee_no,name,unit,start\n70101,一,C,2026-02-01\n"
                     "70101,二,C,2026-03-01\n70102,三,C,2026-02-01\n70102,三,C,2026-02-01\n") ==
          "srsk");
    CHECK(taken_file(tenant, "people.unit",
                     "code,parent,name_zh,kind,valid_from\nX,C,甲,team,2026-01-01\n"
                     "X,C,乙,team,2026-01-01\nX,C,乙,team,2026-05-01\n") == "src");
    CHECK(taken_file(tenant, "people.legal_entity",
                     "code,name_zh,country,currency\nA,甲,CN,CNY\nA,乙,CN,CNY\n") == "sr");
  });
}

TEST_CASE("nobody manages themselves, and no unit stands under itself, over however many rows") {
  for_each_engine([](TestTenant& tenant) {
    fill(tenant);
    CHECK(people(tenant, {person("2", "C", "2"), person("3", "C", "4"), person("4", "C", "3")}) ==
          "rrr");
    CHECK(people(tenant, {person("5", "C", "1"), person("6", "C", "5")}) == "ss");
    CHECK(people(tenant, {person("1", "C", "6")}) == "r");
    // Whoever stands below a circle goes with it: the manager is refused.
    CHECK(people(tenant, {person("20", "C", "21"), person("21", "C", "22"), person("22", "C", "21"),
                          person("23", "C", "20")}) == "rrrr");
    CHECK(units(tenant, {unit("A", "B", "2026-01-01"), unit("B", "A", "2026-01-01")}) == "rr");
  });
}

TEST_CASE("units stand in any order, and only a company stands on its own") {
  for_each_engine([](TestTenant& tenant) {
    fill(tenant);
    CHECK(units(tenant, {unit("T", "S", "2026-01-01"), unit("S", "C", "2026-01-01"),
                         unit("U", "none", "2026-01-01"), unit("V", "U", "2026-01-01")}) == "ssrr");
    CHECK(found_unit(tenant, "T").parent == found_unit(tenant, "S").id);
    CHECK(taken_file(tenant, "people.unit",
                     "code,parent,name_zh,kind,valid_from\nE,,设备部,department,2026-01-01\n") ==
          "r");
  });
}

TEST_CASE("whatever changes a person or a unit changes what a long file compares") {
  for_each_engine([](TestTenant& tenant) {
    fill(tenant);
    const auto mark = [&](const char* inlet, const Cells& row) {
      std::int64_t mark = -1;
      tenant.read(
          [&](Read& db) { mark = inlet_named(inlet).cross->marks(db, rows_of({row})).at(0); });
      return mark;
    };
    const std::int64_t unit_before = mark("people.unit", unit("C", "", "2026-01-01"));
    const std::int64_t person_before = mark("people.person", person("1", "C"));
    CHECK(unit_before > 0);
    CHECK(person_before > 0);
    CHECK(mark("people.unit", unit("D", "C", "2026-01-01")) == 0);
    CHECK(mark("people.person", person("9", "C")) == 0);
    Cells renamed = unit("C", "", "2026-02-01");
    renamed.at(2) += "2";
    CHECK(units(tenant, {renamed}) == "c");
    Cells other = person("1", "C");
    other.at(1) += "2";
    CHECK(people(tenant, {other}) == "c");
    CHECK(mark("people.unit", unit("C", "", "2026-01-01")) > unit_before);
    CHECK(mark("people.person", person("1", "C")) > person_before);
  });
}

TEST_CASE(
    "our own words for a choice are understood, and a unit that is not there yet says from when") {
  for_each_engine([](TestTenant& tenant) {
    fill(tenant);
    CHECK(
        taken_file(tenant, "people.person",
                   "工号,姓名,单位编号,用工类型,入职日期\n5,王五,C,兼职,2026/2/1\n6,王六,C,Intern,"
                   "2026年2月1日\n") == "ss");
    CHECK(found(tenant, "5").employment_type == EmploymentType::part_time);
    CHECK(found(tenant, "6").employment_type == EmploymentType::intern);
    tenant.write([&](Tx& tx) {
      const auto rows = rows_of({{"7", "王七", "", "C", "", "", "", "", "", "2019-05-06"}});
      const InletVerdict early = inlet_named("people.person").accept(writer(), tx, rows).at(0);
      CHECK(early.key == "people.unit_not_there_on");
      CHECK(early.args.at(2).second == "2026-01-01");
    });
  });
}

}  // namespace twinrail::people
