#include "platform/tenant/tenant.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"
#include "platform/events/events.hpp"

namespace twinrail {
namespace {

struct Happened {
  static constexpr std::string_view topic = "test.happened";
  std::int64_t number = 0;
  Text<20> words;
};
DESCRIBE(Happened, number, words);

/// An installation of its own, on the engine asked for.
struct Place {
  explicit Place(bool on_postgres) {
    place.data = test_folder();
    place.postgres = on_postgres ? test_postgres() : "";
    clean();
  }
  ~Place() { clean(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  void clean() const { TestTenant::forget_tenants(place.postgres, {"acme", "acme-two"}); }
  TenantPlace place;
};

void fill(Tenant& tenant, std::int64_t events) {
  tenant.lanes().write({.name = "test"}, "test", [&](Tx& tx) {
    for (std::int64_t i = 1; i <= events; ++i) announce(tx, Happened{i, "双轨 'x'\n"});
  });
}

std::vector<std::string> told(Tenant& tenant) {
  std::vector<std::string> payloads;
  tenant.lanes().read([&](Read& db) {
    for (const Event& e : events_after(db, 0, 10'000)) payloads.push_back(e.payload);
  });
  return payloads;
}

void for_both(const std::function<void(bool, bool)>& test) {
  for (const bool from : {false, true})
    for (const bool to : {false, true}) test(from, to);
}

TEST_CASE("tenants are made, listed and found again after a restart") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Place place(on_postgres);
    {
      Tenants tenants(place.place);
      CHECK_FALSE(tenants.only());
      fill(*tenants.create("acme", {"双轨服装", "Acme"}), 3);
      CHECK(tenants.only() == "acme");
      CHECK_THROWS_AS(tenants.create("acme", {"again", ""}), Error);
      CHECK_THROWS_AS(tenants.create("../acme", {"bad", ""}), Error);
      CHECK_THROWS_AS(tenants.create("acme-two", {"", ""}), Error);
    }
    Tenants tenants(place.place);
    CHECK(tenants.list().size() == 1);
    CHECK(tenants.list().front().name_zh == "双轨服装");
    CHECK(told(*tenants.open("acme")).size() == 3);
    CHECK_THROWS_AS(tenants.open("acme-two"), Error);
  }
}

TEST_CASE("a backup is one file that either engine takes, and goes on counting where it stood") {
  for_both([](bool from, bool to) {
    CAPTURE(from);
    CAPTURE(to);
    const Place first(from);
    const std::string file = first.place.data + "/acme.backup";
    std::vector<std::string> before;
    {
      Tenants tenants(first.place);
      const auto acme = tenants.create("acme", {"双轨服装", ""});
      fill(*acme, 4001);
      before = told(*acme);
      fill(*acme, 5);
      acme->lanes().write({.name = "test"}, "test",
                          [](Tx& tx) { tx.run("DELETE FROM event WHERE id > 4001"_sql); });
      tenants.backup("acme", file);
      CHECK_THROWS_AS(tenants.backup("nobody", file), Error);
    }
    first.clean();
    const Place second(to);
    Tenants tenants(second.place);
    tenants.restore("acme-two", file);
    CHECK_THROWS_AS(tenants.restore("acme-two", file), Error);
    CHECK(tenants.list().front().name_zh == "双轨服装");
    const auto restored = tenants.open("acme-two");
    CHECK(told(*restored) == before);
    fill(*restored, 1);
    restored->lanes().read([](Read& db) { CHECK(newest_event(db) == 4007); });
  });
}

TEST_CASE("what is no backup is refused and leaves nothing") {
  for (const bool on_postgres : {false, true}) {
    const Place place(on_postgres);
    Tenants tenants(place.place);
    const std::string file = place.place.data + "/letter.txt";
    std::ofstream(file) << std::string(5000, 'x');
    CHECK_THROWS_WITH_AS(tenants.restore("acme", file), "tenant.not_a_backup", Error);
    CHECK_THROWS_WITH_AS(tenants.restore("acme", file + ".gone"), "tenant.not_a_backup", Error);
    CHECK(tenants.list().empty());
    CHECK_NOTHROW(tenants.create("acme", {"", "Acme"}));
  }
}

}  // namespace
}  // namespace twinrail
