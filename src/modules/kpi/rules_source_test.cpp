#include "modules/kpi/rules_source.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace twinrail::kpi::rules {

namespace {

const Date today = Date::of(2026, 3, 10);
const std::vector<std::string> hr{"hr", "employee"};
const std::vector<std::string> none;

}  // namespace

TEST_CASE("the product's own sources are its own, and no other name is") {
  for (const char* code : {"api", "file", "entry"}) REQUIRE(own_source(code) != nullptr);
  CHECK(own_source("entry")->en == "Data entry");
  for (const char* code : {"", "mes", "API", "api "}) CHECK(own_source(code) == nullptr);
}

TEST_CASE("under a source that nobody has registered nobody reports") {
  CHECK(may_report(nullptr, {AccountId{1}, hr, true}, today) == MayReport::no);
}

TEST_CASE("a writer is an account, a role, or who reports for the whole company") {
  const Writers account{.accounts = {AccountId{7}}};
  CHECK(may_report(&account, {AccountId{7}, none, false}, today) == MayReport::yes);
  CHECK(may_report(&account, {AccountId{8}, hr, true}, today) == MayReport::no);
  const Writers role{.roles = {"hr"}};
  CHECK(may_report(&role, {AccountId{8}, hr, false}, today) == MayReport::yes);
  CHECK(may_report(&role, {AccountId{7}, none, true}, today) == MayReport::no);
  const Writers whole{.whole_company = true};
  CHECK(may_report(&whole, {AccountId{7}, none, true}, today) == MayReport::yes);
  CHECK(may_report(&whole, {AccountId{7}, hr, false}, today) == MayReport::no);
  CHECK(may_report(&whole, {AccountId{}, none, false}, today) == MayReport::no);
}

TEST_CASE("a source is closed from its day on, and only its writers are told so") {
  Writers source{.closed_from = today, .accounts = {AccountId{7}}};
  CHECK(may_report(&source, {AccountId{7}, none, false}, today - 1) == MayReport::yes);
  CHECK(may_report(&source, {AccountId{7}, none, false}, today) == MayReport::closed);
  CHECK(may_report(&source, {AccountId{7}, none, false}, today + 1) == MayReport::closed);
  CHECK(may_report(&source, {AccountId{8}, hr, true}, today) == MayReport::no);
}

}  // namespace twinrail::kpi::rules
