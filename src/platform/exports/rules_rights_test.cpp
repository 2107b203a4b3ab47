#include "platform/exports/rules_rights.hpp"

#include <functional>

#include <doctest/doctest.h>

namespace twinrail::exports::rules {
namespace {

const Grasp whole{.person = 7,
                  .held = {{"people.read", 6}, {"kpi.read", 16}},
                  .seen = {0, 16, 4},
                  .reach = {{3, 2}, {5, 6}}};

Grasp with(const std::function<void(Grasp&)>& change) {
  Grasp grasp = whole;
  change(grasp);
  return grasp;
}

TEST_CASE("what was seen is given as long as each right of it is held, whatever came beside it") {
  CHECK(still_held(whole, whole));
  CHECK(still_held({.person = 7, .held = {}, .seen = {}, .reach = {}}, whole));
  CHECK(still_held(whole, with([](Grasp& g) {
                     g.held.push_back({"okr.read", 16});
                     g.held[0].relations = 22;
                     g.seen = {16, 16, 6, 1};
                     g.reach.push_back({9, 4});
                   })));
  CHECK_FALSE(still_held(whole, with([](Grasp& g) { g.person = 8; })));
  CHECK_FALSE(still_held(whole, with([](Grasp& g) { g.held.erase(g.held.begin()); })));
  CHECK(still_held(whole, with([](Grasp& g) { g.held[0].relations = 16; })));  // everywhere
  CHECK_FALSE(still_held(whole, with([](Grasp& g) { g.held[1].relations = 6; })));
  CHECK_FALSE(still_held(whole, with([](Grasp& g) { g.seen[2] = 2; })));
  CHECK_FALSE(still_held(whole, with([](Grasp& g) { g.seen.pop_back(); })));
  CHECK_FALSE(still_held(whole, with([](Grasp& g) { g.reach[1].relations = 4; })));
  CHECK_FALSE(still_held(whole, with([](Grasp& g) { g.reach.erase(g.reach.begin()); })));
}

TEST_CASE("of the rights of now those are left that were there when it was asked for") {
  CHECK(left_of(whole, whole) == whole);
  const Grasp token = with([](Grasp& g) { g.held = {{"kpi.read", 16}}; });
  CHECK(left_of(token, whole) == token);
  const Grasp fewer = left_of(whole, with([](Grasp& g) {
                                g.held = {{"people.read", 2}, {"okr.read", 16}, {"kpi.read", 1}};
                                g.seen = {16, 1, 2};
                                g.reach = {{4, 2}};
                              }));
  CHECK(fewer.held == std::vector<HeldRight>{{"people.read", 2}, {"kpi.read", 1}});
  CHECK(fewer.seen == std::vector<std::int64_t>{0, 1, 0});
  CHECK(fewer.reach == std::vector<Reached>{{4, 2}});
  CHECK(left_of(whole, with([](Grasp& g) { g.person = 8; })) == Grasp{});
}

}  // namespace
}  // namespace twinrail::exports::rules
