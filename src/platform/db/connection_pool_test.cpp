#include "platform/db/connection_pool.hpp"

#include <atomic>
#include <thread>

#include <doctest/doctest.h>

#include "platform/db/lanes.hpp"
#include "platform/db/postgres.hpp"
#include "platform/db/testing.hpp"

namespace twinrail {
namespace {

std::int64_t count_of(Lanes& lanes) {
  std::int64_t n = 0;
  lanes.read([&](Read& db) { n = *db.one<std::int64_t>("SELECT COUNT(*) AS n FROM event"_sql); });
  return n;
}

void add_one(Lanes& lanes) {
  lanes.write({.name = "test"}, "test", [](Tx& tx) {
    tx.run("INSERT INTO event (topic, payload, at, actor) VALUES ('t', '{}', 0, 'test')"_sql);
  });
}

/// Connections to this database as the server counts them, but for the one that asks.
std::int64_t at_the_server() {
  std::int64_t n = 0;
  const auto asking = postgres_engine(test_postgres(), "public")->open_reader();
  asking->begin_read();
  Read db(*asking);
  n = *db.one<std::int64_t>(R"(
    SELECT COUNT(*) AS n FROM pg_catalog.pg_stat_activity
     WHERE datname = current_database() AND application_name = 'twinrail'
       AND pid <> pg_backend_pid())"_sql);
  asking->commit();
  return n;
}

TEST_CASE("many companies share few connections, each in its own schema") {
  constexpr int companies = 12, most = 3;
  const auto pool = std::make_shared<ConnectionPool>(most);
  const auto workers = std::make_shared<Workers>(8);
  const std::int64_t others = at_the_server();
  std::vector<std::unique_ptr<TestTenant>> schemas;
  std::vector<std::unique_ptr<Lanes>> lanes;
  for (int i = 0; i < companies; ++i) {
    schemas.push_back(std::make_unique<TestTenant>(true));
    lanes.push_back(std::make_unique<Lanes>(schemas.back()->pooled_engine(pool), 2, workers));
  }
  std::atomic<bool> over{false};
  std::atomic<std::int64_t> seen{0};
  std::thread watch([&] {
    while (!over) seen = std::max(seen.load(), at_the_server() - others);
  });
  std::vector<std::thread> users;
  for (int user = 0; user < 6; ++user)
    users.emplace_back([&, user] {
      for (int i = 0; i < companies; ++i) {
        Lanes& one = *lanes[static_cast<std::size_t>((i + 2 * user) % companies)];
        add_one(one);
        CHECK(count_of(one) > 0);
      }
    });
  for (std::thread& user : users) user.join();
  over = true;
  watch.join();
  for (const auto& one : lanes) CHECK(count_of(*one) == 6);
  CHECK(pool->peak() <= most);
  CHECK(seen <= most);
  CHECK(seen > 0);
  lanes.clear();
  CHECK(pool->open() == 0);
}

TEST_CASE("a connection that was given back is used again; a lost one is replaced") {
  const auto pool = std::make_shared<ConnectionPool>(2);
  TestTenant t(true);
  Lanes lanes(t.pooled_engine(pool), 1);
  const auto backend = [&] {
    std::int64_t pid = 0;
    lanes.read(
        [&](Read& db) { pid = *db.one<std::int64_t>("SELECT pg_backend_pid() AS pid"_sql); });
    return pid;
  };
  const std::int64_t first = backend();
  CHECK(backend() == first);
  t.read([&](Read& db) {
    (void)db.one<std::int64_t>(
        "SELECT CAST(pg_terminate_backend(CAST(? AS INTEGER), 5000) AS INTEGER) AS gone"_sql,
        first);
  });
  CHECK(backend() != first);
  CHECK(pool->open() == 1);
}

TEST_CASE("whoever finds all connections taken waits in line and is served in turn") {
  const auto pool = std::make_shared<ConnectionPool>(1);
  TestTenant t(true);
  const auto engine = t.pooled_engine(pool);
  auto held = engine->open_reader();
  std::vector<int> order;
  std::mutex mutex;
  std::vector<std::thread> line;
  for (int i = 0; i < 3; ++i) {
    line.emplace_back([&, i] {
      auto mine = engine->open_reader();
      const std::lock_guard lock(mutex);
      order.push_back(i);
      engine->give_back(std::move(mine), Use::reader);
    });
    while (pool->waiting() <= static_cast<std::size_t>(i)) std::this_thread::yield();
  }
  CHECK(order.empty());
  engine->give_back(std::move(held), Use::reader);
  for (std::thread& one : line) one.join();
  CHECK(order == std::vector<int>{0, 1, 2});
  CHECK(pool->peak() == 1);
}

TEST_CASE("whoever waits too long for a connection is told that there is none") {
  const auto pool = std::make_shared<ConnectionPool>(1, std::chrono::milliseconds(30));
  TestTenant t(true);
  const auto engine = t.pooled_engine(pool);
  Lanes lanes(t.pooled_engine(pool), 1);
  const auto held = engine->open_writer();
  CHECK_THROWS_WITH_AS(add_one(lanes), "db.no_connection", Error);
  CHECK_THROWS_WITH_AS((void)count_of(lanes), "db.no_connection", Error);
}

}  // namespace
}  // namespace twinrail
