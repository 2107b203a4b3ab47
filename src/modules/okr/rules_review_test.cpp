#include "modules/okr/rules_review.hpp"

#include <doctest/doctest.h>

namespace twinrail::okr::rules {

TEST_CASE("a unit's objective needs somebody's consent as the company has set it") {
  struct Row {
    ReviewNeed need;
    bool personal;
    bool leads;
    bool needed;
  };
  using enum ReviewNeed;
  const Row rows[] = {{nobody, false, false, false},  {nobody, false, true, false},
                      {members, false, false, true},  {members, false, true, false},
                      {everybody, false, true, true}, {everybody, false, false, true},
                      {members, true, false, false},  {everybody, true, false, false}};
  for (const Row& r : rows) CHECK(needs_review(r.need, r.personal, r.leads) == r.needed);
}

}  // namespace twinrail::okr::rules
