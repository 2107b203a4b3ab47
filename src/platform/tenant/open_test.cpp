#include <atomic>
#include <filesystem>
#include <thread>

#include <doctest/doctest.h>

#include "platform/db/migrate.hpp"
#include "platform/db/testing.hpp"
#include "platform/tenant/tenant.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

struct Place {
  Place(bool on_postgres, int companies) {
    place.data = test_folder();
    place.postgres = on_postgres ? test_postgres() : "";
    place.connections = 6;
    for (int i = 0; i < companies; ++i) codes.push_back("o" + std::to_string(i));
    TestTenant::forget_tenants(place.postgres, codes);
    Tenants tenants(place);
    for (const std::string& code : codes) (void)tenants.create(code, {code, code});
  }
  ~Place() { TestTenant::forget_tenants(place.postgres, codes); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  TenantPlace place;
  std::vector<std::string> codes;
};

/// Descriptors of this process that are open on files of the folder.
std::size_t files_open_in(const std::string& folder) {
  std::size_t n = 0;
  for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    const fs::path file = fs::read_symlink(entry.path(), gone);
    if (!gone && file.string().starts_with(folder + "/tenants/")) ++n;
  }
  return n;
}

void use(Tenants& tenants, const std::string& code) {
  const auto tenant = tenants.open(code);
  tenant->lanes().write({.name = "test"}, "test", [](Tx& tx) {
    tx.run("INSERT INTO event (topic, payload, at, actor) VALUES ('t', '{}', 0, 'test')"_sql);
  });
  tenant->lanes().read(
      [](Read& db) { CHECK(*db.one<std::int64_t>("SELECT COUNT(*) AS n FROM event"_sql) > 0); });
}

TEST_CASE("many companies are used in turn with a few open, few threads and few connections") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Place place(on_postgres, on_postgres ? 12 : 40);
    TenantPlace small = place.place;
    small.open_most = 5;
    small.threads = 4;
    Tenants tenants(small);
    std::atomic<int> open{0}, most{0}, most_connections{0};
    tenants.attend({.start = [&](Tenant&) { most = std::max(most.load(), ++open); },
                    .may_end = [](Tenant&) { return true; },
                    .end = [&](Tenant&) { --open; }});
    std::vector<std::thread> users;
    for (int user = 0; user < 3; ++user)
      users.emplace_back([&] {
        for (int round = 0; round < 2; ++round)
          for (const std::string& code : place.codes) {
            use(tenants, code);
            most_connections = std::max(most_connections.load(), tenants.connections());
          }
      });
    for (std::thread& user : users) user.join();
    CHECK(most <= 5);
    CHECK(most_connections <= 6);
    CHECK(files_open_in(small.data) <= 5 * 7);
    tenants.close_idle(std::chrono::seconds(0));
    CHECK(open == 0);
    CHECK(tenants.open_codes().empty());
    CHECK(files_open_in(small.data) == 0);
    CHECK(tenants.connections() <= 1);
    for (const std::string& code : place.codes)
      tenants.open(code)->lanes().read([](Read& db) {
        CHECK(*db.one<std::int64_t>("SELECT COUNT(*) AS n FROM event"_sql) == 6);
      });
  }
}

TEST_CASE("what somebody holds stays open; where all are held there is no place for another") {
  const Place place(false, 3);
  TenantPlace small = place.place;
  small.open_most = 2;
  Tenants tenants(small);
  auto first = tenants.open("o0");
  auto kept = tenants.open("o1")->lanes().hold();  // as an import holds it
  tenants.close_idle(std::chrono::seconds(0));
  CHECK(tenants.open_codes() == std::vector<std::string>{"o0", "o1"});
  CHECK_THROWS_WITH_AS(tenants.open("o2"), "tenant.too_many_open", Error);
  CHECK(tenants.open("o0") == first);
  kept.reset();
  CHECK_NOTHROW(tenants.open("o2"));
  CHECK(tenants.open_codes() == std::vector<std::string>{"o0", "o2"});
  CHECK_FALSE(tenants.opened("o1"));
}

TEST_CASE("a company of another release is refused by name, and those beside it are not") {
  struct Row {
    const char* doctored;
    const char* named;
  };
  const std::string ours = program_version();
  const Row rows[] = {
      {"UPDATE program_version SET version = '99.1.0'", "99.1.0"},
      {"DROP TABLE program_version", "0.1"},
      // A file of tables that this program does not know, from the same release under development.
      {"INSERT INTO schema_version (module, number, hash) VALUES ('later', 1, 'x')", ours.c_str()},
  };
  for (const bool on_postgres : {false, true})
    for (const Row& row : rows) {
      CAPTURE(on_postgres);
      CAPTURE(row.doctored);
      const Place place(on_postgres, 2);
      {
        Tenants tenants(place.place);
        tenants.open("o0")->lanes().write({.name = "test"}, "test",
                                          [&](Tx& tx) { tx.connection().script(row.doctored); });
      }
      Tenants tenants(place.place);
      for (int i = 0; i < 2; ++i) {
        try {
          (void)tenants.open("o0");
          FAIL("a company of another release was opened");
        } catch (const Error& e) {
          CHECK(e.key() == "tenant.other_version");
          CHECK(e.fault() == Fault::unavailable);
          CHECK(e.args().at(0).second == row.named);
          CHECK(e.args().at(1).second == ours);
        }
      }
      CHECK_NOTHROW(use(tenants, "o1"));
      CHECK_THROWS_WITH_AS(
          tenants.move("o0", on_postgres ? TenantEngine::sqlite : TenantEngine::postgres),
          on_postgres ? "tenant.other_version" : "tenant.no_postgres", Error);
    }
}

TEST_CASE("a backup of another release is refused as well") {
  const Place place(false, 1);
  const std::string file = place.place.data + "/later.backup";
  Tenants tenants(place.place);
  tenants.open("o0")->lanes().write({.name = "test"}, "test", [](Tx& tx) {
    tx.run("UPDATE program_version SET version = '99.1.0'"_sql);
  });
  tenants.backup("o0", file);
  CHECK_THROWS_WITH_AS(tenants.restore("again", file), "tenant.other_version", Error);
  CHECK(tenants.list().size() == 1);
}

}  // namespace
}  // namespace twinrail
