#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <set>
#include <thread>

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "platform/audit/audit.hpp"
#include "platform/db/testing.hpp"
#include "platform/events/events.hpp"
#include "platform/tenant/tenant.hpp"

// A child process writes as fast as it can and says what it was told; it is killed at some moment,
// and what it said must be there.

namespace twinrail {
namespace {

struct Written {
  static constexpr std::string_view topic = "probe.written";
  std::int64_t number = 0;
};
DESCRIBE(Written, number);

constexpr int rounds = 8;
constexpr int writers = 8;
/// A child that says nothing for so long is killed all the same.
constexpr std::chrono::seconds patience(30);

/// Writes numbers until the process is killed; each acknowledged one goes down the pipe.
[[noreturn]] void write_until_killed(const TenantPlace& place, std::int64_t from, int pipe) {
  Tenants tenants(place);
  tenants.audit({{"probe_kill"}});
  const auto acme = tenants.open("acme");
  std::atomic<std::int64_t> next{from};
  std::vector<std::thread> callers;
  for (int i = 0; i < writers; ++i) {
    callers.emplace_back([&] {
      for (;;) {
        const std::int64_t number = ++next;
        acme->lanes().write({.name = "child"}, "probe", [&](Tx& tx) {
          tx.run("INSERT INTO probe_kill (id) VALUES (?)"_sql, number);
          announce(tx, Written{number});
        });
        if (::write(pipe, &number, sizeof number) != sizeof number) ::_exit(1);
      }
    });
  }
  for (;;) ::pause();
}

/// Starts a child, lets it write for a while and kills it. Returns what it was told to be durable.
/// Its life is counted from its first word: a busy machine takes longer than that to start it.
std::set<std::int64_t> killed_after(const TenantPlace& place, std::int64_t from,
                                    std::chrono::milliseconds life) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::close(ends[0]);
    try {
      write_until_killed(place, from, ends[1]);
    } catch (...) {
      ::_exit(2);
    }
  }
  ::close(ends[1]);
  std::set<std::int64_t> told;
  std::int64_t number = 0;
  std::promise<void> first;
  std::thread killer([&] {
    first.get_future().wait_for(patience);
    std::this_thread::sleep_for(life);
    ::kill(child, SIGKILL);
  });
  while (::read(ends[0], &number, sizeof number) == sizeof number) {
    if (told.empty()) first.set_value();
    told.insert(number);
  }
  killer.join();
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WIFSIGNALED(status));
  return told;
}

void make_table(const TenantPlace& place) {
  Tenants tenants(place);
  const auto acme = tenants.create("acme", {"", "Acme"});
  acme->lanes().write({.name = "test"}, "test", [&](Tx& tx) {
    tx.connection().script(tx.connection().is_postgres()
                               ? "CREATE TABLE probe_kill (id BIGINT PRIMARY KEY)"
                               : "CREATE TABLE probe_kill (id INTEGER PRIMARY KEY)");
  });
}

void check_all_there(const TenantPlace& place, const std::set<std::int64_t>& told) {
  Tenants tenants(place);
  tenants.audit({{"probe_kill"}});
  const auto acme = tenants.open("acme");
  acme->lanes().read([&](Read& db) {
    const auto ids = db.all<std::int64_t>("SELECT id FROM probe_kill ORDER BY id"_sql);
    const std::set<std::int64_t> there(ids.begin(), ids.end());
    CHECK(std::ranges::includes(there, told));
    std::set<std::int64_t> announced;
    for (std::int64_t last = 0;;) {
      const auto events = events_after(db, last, 5000);
      if (events.empty()) break;
      for (const Event& e : events) announced.insert(from_json<Written>(e.payload).number);
      last = events.back().id;
    }
    CHECK(announced == there);  // no change without its event, no event without its change
    const audit::Verdict verdict = audit::verify(db);
    CHECK_FALSE(verdict.first_broken);
    CHECK(verdict.rows == static_cast<std::int64_t>(there.size()));
    if (place.postgres.empty()) CHECK(verdict.unsealed == 0);
  });
}

TEST_CASE("what was acknowledged is there after a kill, with its event and its audit row") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    TenantPlace place{.data = test_folder(), .postgres = on_postgres ? test_postgres() : ""};
    TestTenant::forget_tenants(place.postgres, {"acme"});
    make_table(place);
    std::set<std::int64_t> told;
    for (int round = 0; round < rounds; ++round) {
      const auto life = std::chrono::milliseconds(150 + 37 * round);
      told.merge(killed_after(place, round * 1'000'000, life));
      check_all_there(place, told);
    }
    CHECK(told.size() > 100);
    MESSAGE(told.size() << " acknowledged changes, " << rounds << " kills, none lost");
    TestTenant::forget_tenants(place.postgres, {"acme"});
  }
}

}  // namespace
}  // namespace twinrail
