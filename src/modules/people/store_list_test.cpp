#include <doctest/doctest.h>

#include "modules/people/company_fixture.hpp"
#include "modules/people/store.hpp"
#include "platform/context.hpp"

namespace twinrail::people {
namespace {

template <class List>
std::vector<PersonId> people_in(const List& list) {
  std::vector<PersonId> people;
  for (const auto& one : list) {
    if constexpr (requires { one.person; })
      people.push_back(one.person);
    else
      people.push_back(one.id);
  }
  return people;
}

}  // namespace

TEST_CASE("a small unit and a large one are looked through in two ways that find the same") {
  for_each_engine([](TestTenant& tenant) {
    CHECK(units(tenant, {unit("C", "", "2026-01-01"), unit("S", "C", "2026-01-01"),
                         unit("T", "S", "2026-01-01")}) == "sss");
    std::vector<Cells> staff;
    for (int i = 0; i < 30; ++i) {
      staff.push_back(person(std::to_string(100 + i), i % 3 ? (i % 2 ? "S" : "T") : "C"));
      staff.back()[1] = std::string(i % 4 ? "张" : "王") + (i % 5 ? "伟" : "静");
    }
    CHECK(people(tenant, staff) == std::string(30, 's'));
    tenant.read([&](Read& db) {
      const Scope scope = writer().scope(permission::read);
      store::PeopleFilter filter{
          .unit = *Service().unit_by_code(db, "S"), .on = Date::of(2026, 3, 2), .limit = 100};
      const auto all = store::in_unit(db, scope, filter);
      CHECK(all.size() == 20);
      store::Listed first;
      first.start = Date::first();
      auto by_name = people_in(store::by_name(db, scope, filter, first));
      auto by_number = people_in(store::by_number(db, scope, filter, first));
      CHECK(by_name.size() == 20);
      CHECK(by_number.size() == 20);
      const auto wide = store::searched(db, scope, filter, "zhang", {});
      CHECK(wide.size() > 5);
      CHECK(people_in(wide) == people_in(store::searched_in_unit(db, scope, filter, "zhang", {})));
      const auto rest = store::searched(db, scope, filter, "zhang", wide[3]);
      CHECK(rest.size() == wide.size() - 4);
      CHECK(people_in(rest) ==
            people_in(store::searched_in_unit(db, scope, filter, "zhang", wide[3])));
      CHECK(store::has_more_than(db, filter.unit, filter.on, 19));
      CHECK_FALSE(store::has_more_than(db, filter.unit, filter.on, 20));
    });
  });
}

}  // namespace twinrail::people
