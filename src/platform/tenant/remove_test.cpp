#include <filesystem>

#include <doctest/doctest.h>

#include "platform/db/postgres.hpp"
#include "platform/db/testing.hpp"
#include "platform/tenant/store_tenant.hpp"
#include "platform/tenant/tenant.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

/// An installation of its own with two companies, on the engine asked for.
struct Place {
  explicit Place(bool on_postgres) {
    place.data = test_folder();
    place.postgres = on_postgres ? test_postgres() : "";
    clean();
    Tenants tenants(place);
    for (const char* code : {"acme", "beta"}) fill(*tenants.create(code, {"", code}), 3);
  }
  ~Place() { clean(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  void clean() const { TestTenant::forget_tenants(place.postgres, {"acme", "beta"}); }
  static void fill(Tenant& tenant, int events) {
    tenant.lanes().write({.name = "test"}, "test", [&](Tx& tx) {
      for (int i = 0; i < events; ++i)
        tx.run("INSERT INTO event (topic, payload, at, actor) VALUES ('t', '', 0, 'test')"_sql);
    });
  }
  static std::int64_t events(Tenant& tenant) {
    std::int64_t count = 0;
    tenant.lanes().read(
        [&](Read& db) { count = *db.one<std::int64_t>("SELECT COUNT(*) AS n FROM event"_sql); });
    return count;
  }
  /// What is left of a company in the folder or on the server.
  [[nodiscard]] bool anything_left(const std::string& code) const {
    for (const char* end : {"", "-wal", "-shm"})
      if (fs::exists(place.data + "/tenants/" + code + ".sqlite" + end)) return true;
    if (place.postgres.empty()) return false;
    const auto directory = postgres_engine(place.postgres, "twinrail_directory")->open_reader();
    Read db(*directory);
    return db.one<std::int64_t>("SELECT COUNT(*) AS n FROM pg_namespace WHERE nspname = ?"_sql,
                                "t_" + code) != 0;
  }
  TenantPlace place;
};

TEST_CASE("a company is removed with all its data, and its last backup brings it back") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Place place(on_postgres);
    const std::string file = place.place.data + "/last.backup";
    Tenants tenants(place.place);
    tenants.open("beta");
    CHECK_THROWS_WITH_AS(tenants.remove("beta", ""), "tenant.in_use", Error);
    CHECK_THROWS_WITH_AS(tenants.remove("nobody", file), "tenant.unknown", Error);
    CHECK_FALSE(fs::exists(file));
    CHECK(tenants.remove("acme", file));
    CHECK_FALSE(place.anything_left("acme"));
    CHECK(tenants.only() == "beta");
    CHECK_THROWS_WITH_AS(tenants.open("acme"), "tenant.unknown", Error);
    tenants.restore("acme", file);
    CHECK(Place::events(*tenants.open("acme")) == 3);
    CHECK(Place::events(*tenants.open("beta")) == 3);
  }
}

TEST_CASE("a removal that is killed half-way leaves a closed company, and the next try ends it") {
  struct Killed {};
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Place place(on_postgres);
    const std::string file = place.place.data + "/last.backup";
    CHECK_THROWS_AS(Tenants(place.place).remove("acme", file, [] { throw Killed(); }), Killed);
    Tenants tenants(place.place);
    CHECK(place.anything_left("acme"));
    CHECK_THROWS_WITH_AS(tenants.open("acme"), "tenant.unknown", Error);
    CHECK_THROWS_WITH_AS(tenants.create("acme", {"", "A"}), "tenant.removing", Error);
    CHECK_FALSE(tenants.remove("acme", file));
    CHECK_FALSE(place.anything_left("acme"));
    CHECK_NOTHROW(tenants.create("acme", {"", "A"}));
  }
}

TEST_CASE("who still has a removed company open is refused, and lets go of it") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Place place(on_postgres);
    Tenants server(place.place);
    auto acme = server.open("acme");
    const auto beta = server.open("beta");
    CHECK(Tenants(place.place).remove("acme", place.place.data + "/last.backup"));
    CHECK_THROWS(Place::fill(*acme, 1));
    acme.reset();
    server.close_removed();
    CHECK(server.open_codes() == std::vector<std::string>{"beta"});
    CHECK(server.broken().empty());
    Place::fill(*beta, 1);
    CHECK_FALSE(place.anything_left("acme"));
  }
}

TEST_CASE("a company that has moved leaves nothing in its old place either") {
  const Place place(true);
  {
    Tenants tenants(place.place);
    (void)tenants.move("acme", TenantEngine::sqlite);
  }
  Tenants tenants(place.place);
  CHECK(place.anything_left("acme"));
  CHECK(tenants.remove("acme", place.place.data + "/last.backup"));
  CHECK_FALSE(place.anything_left("acme"));
  CHECK(Tenants({place.place.data, "", 2}).list().empty());
}

TEST_CASE("a company whose data are gone can be removed as well, without a backup") {
  const Place place(false);
  const std::string file = place.place.data + "/tenants/acme.sqlite";
  fs::remove(file);
  Tenants tenants(place.place);
  CHECK_THROWS_AS(tenants.remove("acme", file + ".backup"), Error);
  CHECK_FALSE(tenants.remove("acme", ""));
  CHECK(tenants.only() == "beta");
}

}  // namespace
}  // namespace twinrail
