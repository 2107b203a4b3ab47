#include "platform/approvals/rules.hpp"

#include <doctest/doctest.h>

namespace twinrail::approvals::rules {
namespace {

constexpr OrgUnitId team{3}, department{2}, company{1}, elsewhere{9};
constexpr PersonId ann{1}, ben{2}, cai{3}, dai{4};

}  // namespace

TEST_CASE("the chain of the nearest unit holds, then the one of the highest amount reached") {
  const std::vector<OrgUnitId> above{team, department, company};
  const std::vector<Condition> chains{{"pay", {}, {}},                  // 0: everywhere
                                      {"pay", department, {}},          // 1
                                      {"pay", department, "1000"_dec},  // 2
                                      {"pay", department, "500"_dec},   // 3
                                      {"pay", elsewhere, {}},           // 4
                                      {"leave", team, {}},              // 5
                                      {"pay", department, "500"_dec}};  // 6: as 3, later
  CHECK(chosen(chains, "pay", above, {}) == 1);
  CHECK(chosen(chains, "pay", above, "499"_dec) == 1);
  CHECK(chosen(chains, "pay", above, "500"_dec) == 6);
  CHECK(chosen(chains, "pay", above, "1000"_dec) == 2);
  CHECK(chosen(chains, "pay", std::vector{company}, {}) == 0);
  CHECK(chosen(chains, "pay", std::vector{elsewhere}, {}) == 4);
  CHECK(chosen(chains, "leave", std::vector{department}, {}) == std::nullopt);
  CHECK(chosen({}, "pay", above, {}) == std::nullopt);
}

TEST_CASE("who asks, and who has left, is skipped up; a ladder may end at nobody") {
  const Eligible eligible{.here = {ann, ben, cai}, .own = {ann}};
  CHECK(first_up(std::vector{ben, cai}, eligible) == std::vector{ben});
  CHECK(first_up(std::vector{ann, dai, cai}, eligible) == std::vector{cai});
  CHECK(first_up(std::vector{ann, dai}, eligible).empty());
  CHECK(first_up({}, eligible).empty());
  CHECK(all_who_may(std::vector{cai, ann, ben, cai, dai}, eligible) == std::vector{cai, ben});
}

TEST_CASE("nobody is asked twice, unless another one could have answered the first time") {
  const auto counted = [](std::vector<Step> steps) { return without_repeats(steps).size(); };
  const Step one{.people = {ben}};
  const Step any{.mode = ApprovalMode::any, .people = {ben, cai}};
  const Step all{.mode = ApprovalMode::all, .people = {ben, cai}};
  CHECK(counted({one, one}) == 1);
  CHECK(counted({any, one}) == 2);
  CHECK(counted({all, one}) == 1);
  CHECK(counted({one, all}) == 2);
  CHECK(counted({all, any}) == 1);
}

TEST_CASE("a step is over with one who agrees, or with all of them") {
  using enum TurnState;
  CHECK_FALSE(step_done(ApprovalMode::any, std::vector{waiting, waiting}));
  CHECK(step_done(ApprovalMode::any, std::vector{waiting, approved}));
  CHECK_FALSE(step_done(ApprovalMode::all, std::vector{waiting, approved}));
  CHECK(step_done(ApprovalMode::all, std::vector{approved, approved}));
  CHECK(step_done(ApprovalMode::all, std::vector{passed_on, left, approved}));
  CHECK_FALSE(step_done(ApprovalMode::all, std::vector{passed_on, left}));
}

TEST_CASE("a step is due so many whole days after it began") {
  const Instant began = Instant::from_text("2026-03-02T01:00:00Z");
  CHECK(due(began, 3) == Instant::from_text("2026-03-05T01:00:00Z"));
  CHECK(due(began, {}) == std::nullopt);
}

}  // namespace twinrail::approvals::rules
