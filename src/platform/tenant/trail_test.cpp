#include <fstream>

#include <doctest/doctest.h>

#include "platform/db/postgres.hpp"
#include "platform/db/sqlite.hpp"
#include "platform/db/testing.hpp"
#include "platform/json/json.hpp"
#include "platform/tenant/tenant.hpp"

namespace twinrail {
namespace {

using audit::HeadState;

/// An installation with its key, and the company "acme" with five changes.
struct Place {
  explicit Place(bool on_postgres)
      : folder(test_folder()), keeper(folder + "/audit.key", folder + "/data") {
    place.data = folder + "/data";
    place.postgres = on_postgres ? test_postgres() : "";
    place.keeper = &keeper;
    clean();
    Tenants tenants(place);
    watch(tenants);
    (void)tenants.create("acme", {"", "acme"});
    set(*tenants.open("acme"), 5);
  }
  ~Place() { clean(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  void clean() const { TestTenant::forget_tenants(place.postgres, {"acme", "beta"}); }
  static void watch(Tenants& tenants) { tenants.audit({{"setting"}}); }
  static void set(Tenant& tenant, int times) {
    for (int i = 0; i < times; ++i)
      tenant.lanes().write({.name = "test"}, "test", [&](Tx& tx) {
        audit::note(tx, {.op = "did", .place = "probe", .key = "1", .values = "{}"});
      });
  }
  /// Past the product, as somebody does it who can write the data and switches the guards off.
  void doctor(const std::string& code, const std::string& sql) const {
    const auto engine = place.postgres.empty()
                            ? sqlite_engine(place.data + "/tenants/" + code + ".sqlite")
                            : postgres_engine(place.postgres, "t_" + code);
    const std::string free = place.postgres.empty()
                                 ? without_guards(*engine)
                                 : "SET LOCAL session_replication_role = replica;";
    const std::string again = guards_;
    const auto connection = engine->open_writer();
    in_transaction(*connection, {.name = "test"}, "test",
                   [&](Tx& tx) { tx.connection().script(free + sql + ";" + again); });
  }
  [[nodiscard]] TrailReport look(const std::string& code = "acme",
                                 const std::string& head = "") const {
    Tenants tenants(place);
    watch(tenants);
    return tenants.look_at_trail(code, head);
  }
  void keep_head() const {
    Tenants tenants(place);
    watch(tenants);
    keeper.keep(tenants.head_of("acme", Date::of(2026, 3, 10)));
  }

  std::string folder;
  audit::Keeper keeper;
  TenantPlace place;

 private:
  /// Drops the triggers of a file, and keeps how they are made again.
  std::string without_guards(Engine& engine) const {
    const auto connection = engine.open_reader();
    Read db(*connection);
    std::string drop;
    guards_.clear();
    for (const std::string& sql : db.all<std::string>(
             "SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"_sql))
      guards_ += sql + ";\n";
    for (const std::string& name : db.all<std::string>(
             "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"_sql))
      drop += "DROP TRIGGER " + name + ";";
    return drop;
  }
  mutable std::string guards_;
};

void for_both(const std::function<void(Place&)>& test) {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    Place place(on_postgres);
    test(place);
  }
}

constexpr const char* cut =
    "DELETE FROM audit_seal WHERE id > 3; DELETE FROM audit_value WHERE id > 3;"
    "DELETE FROM audit_row WHERE id > 3";

TEST_CASE("the head that an installation keeps beside its key shows a cut end by itself") {
  for_both([](Place& p) {
    CHECK(p.look().well());
    p.keep_head();
    CHECK(p.look().kept == HeadState::stands);
    p.doctor("acme", cut);
    const TrailReport found = p.look();
    CHECK(found.verdict.well());
    CHECK(found.recording);
    CHECK(found.kept == HeadState::gone);
    CHECK_FALSE(found.well());
  });
}

TEST_CASE("a head is given as a signed file or as a bare hash") {
  for_both([](Place& p) {
    const TrailReport before = p.look();
    p.keep_head();
    const std::string file = p.folder + "/kept.json";
    std::ofstream(file) << to_json(*p.keeper.kept("acme"));
    CHECK(p.look("acme", file).given == HeadState::stands);
    CHECK(p.look("acme", before.verdict.head).given == HeadState::stands);
    CHECK(p.look("acme", std::string(64, '0')).given == HeadState::gone);
    p.doctor("acme", cut);
    CHECK(p.look("acme", file).given == HeadState::gone);
    CHECK(p.look("acme", before.verdict.head).given == HeadState::gone);
  });
}

TEST_CASE("a look changes nothing: what was added to the end is told, not sealed") {
  for_both([](Place& p) {
    p.doctor("acme",
             "INSERT INTO audit_row (at, account, actor, use_case, request, place, key, op) "
             "VALUES (1, 0, 'li', '', '', 'probe', '1', 'did')");
    for (int i = 0; i < 2; ++i) {
      const TrailReport found = p.look();
      CHECK(found.verdict.stale == 1);
      CHECK_FALSE(found.well());
    }
  });
}

TEST_CASE("a copy that is restored elsewhere says whose it was and goes on under the key there") {
  for_both([](Place& p) {
    const std::string file = p.folder + "/acme.backup";
    {
      Tenants tenants(p.place);
      Place::watch(tenants);
      tenants.backup("acme", file);
    }
    const audit::Keeper other(p.folder + "/other.key", p.folder + "/data");
    TenantPlace elsewhere = p.place;
    elsewhere.keeper = &other;
    Tenants tenants(elsewhere);
    Place::watch(tenants);
    tenants.restore("beta", file);
    const TrailReport found = tenants.look_at_trail("beta", "");
    CHECK(found.verdict.well());
    CHECK(found.verdict.of_other_keys == 5);
    CHECK(found.verdict.other_key == p.keeper.key().fingerprint());
    CHECK(found.verdict.unchecked == 0);
    Place::set(*tenants.open("beta"), 1);
    tenants.stop();
    p.doctor("beta", "UPDATE audit_row SET actor = 'li' WHERE id = 2");
    CHECK(tenants.look_at_trail("beta", "").verdict.first_broken);
  });
}

TEST_CASE("what a module compares with its batches is part of the look") {
  Place p(false);
  Tenants tenants(p.place);
  tenants.audit({{"setting"}}, {}, {[](Read&) { return std::optional<std::int64_t>(4); }});
  const TrailReport found = tenants.look_at_trail("acme", "");
  CHECK(found.differs == 4);
  CHECK_FALSE(found.well());
}

}  // namespace
}  // namespace twinrail
