#include "platform/audit/trail_pages.hpp"

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"

namespace twinrail::audit {
namespace {

void keep_notes(TestTenant& tenant, int count) {
  tenant.write([&](Tx& tx) {
    for (int n = 1; n <= count; ++n)
      note(tx, {.op = n % 2 == 0 ? "even" : "odd",
                .place = "thing",
                .key = std::to_string(n),
                .values = "{}"});
  });
}

std::vector<std::string> keys_of(const PageFound& found) {
  std::vector<std::string> keys;
  for (const store::Row& row : found.rows) keys.push_back(row.key);
  return keys;
}

}  // namespace

TEST_CASE("the trail is looked through from the newest, and what is rare is found with its next") {
  for_each_engine([](TestTenant& tenant) {
    keep_notes(tenant, 9);
    tenant.read([&](Read& db) {
      const PageFound first = page(db, {.place = "thing", .what = "even", .limit = 3});
      CHECK(keys_of(first) == std::vector<std::string>{"8", "6", "4"});
      const PageFound second =
          page(db, {.place = "thing", .what = "even", .before = first.next, .limit = 3});
      CHECK(keys_of(second) == std::vector<std::string>{"2"});
      CHECK(second.next == 0);
      CHECK(page(db, {.who = "100%", .limit = 3}).rows.empty());
      CHECK(keys_of(page(db, {.place = "thing", .key = "5"})) == std::vector<std::string>{"5"});
    });
  });
}

TEST_CASE("what a walk along the chain found is kept in the trail, the newest counts") {
  for_each_engine([](TestTenant& tenant) {
    tenant.read([](Read& db) { CHECK_FALSE(last_proof(db).has_value()); });
    tenant.write([](Tx& tx) { keep_proof(tx, {.rows = 7, .sealed = 7}); });
    tenant.write([](Tx& tx) { keep_proof(tx, {.rows = 8, .sealed = 8, .first_broken = 3}); });
    tenant.read([](Read& db) {
      const auto proof = last_proof(db);
      REQUIRE(proof.has_value());
      CHECK(proof->rows == 8);
      CHECK_FALSE(proof->well);
    });
  });
}

}  // namespace twinrail::audit
