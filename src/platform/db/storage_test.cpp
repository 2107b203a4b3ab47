#include "platform/db/storage.hpp"

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"

namespace twinrail::testing {
namespace {

std::int64_t stored(Tx& tx) { return tx.connection().stored_bytes(); }

void make_table(TestTenant& t) {
  t.write([](Tx& tx) {
    tx.connection().script("CREATE TABLE probe_storage (id BIGINT PRIMARY KEY, text TEXT)");
  });
}

void fill(Tx& tx, int rows) {
  const std::string text(1000, 'x');
  for (int i = 0; i < rows; ++i)
    tx.connection().script("INSERT INTO probe_storage SELECT COALESCE(MAX(id), 0) + 1, '" + text +
                           "' FROM probe_storage");
}

}  // namespace

TEST_CASE("what the tables take is told with what the transaction itself has added") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_table(t);
    std::int64_t before = 0;
    std::int64_t within = 0;
    t.write([&](Tx& tx) {
      before = stored(tx);
      fill(tx, 100);
      within = stored(tx);
    });
    CHECK(before > 0);
    CHECK(within - before >= 100'000);
    CHECK(within - before < 400'000);
    t.write([&](Tx& tx) { CHECK(stored(tx) >= within); });
  });
}

TEST_CASE("growth ends at the bound, before it is passed by much, and never without one") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_table(t);
    std::int64_t begun = 0;
    t.write([&](Tx& tx) { begun = stored(tx); });
    constexpr std::int64_t room = 1 << 20;
    t.lanes().bound_storage(begun + room);
    const auto grow = [&] {
      t.write([&](Tx& tx) {
        tx.require_storage(100'000);
        fill(tx, 100);
      });
    };
    int grown = 0;
    const auto grow_to_the_end = [&] {
      for (; grown < 100; ++grown) grow();
    };
    CHECK_THROWS_WITH_AS(grow_to_the_end(), "storage.full", Error);
    CHECK(t.lanes().storage_full());
    CHECK(grown >= 4);
    t.write([&](Tx& tx) {
      CHECK(stored(tx) >= begun + room);
      CHECK(stored(tx) < begun + room + room / 2);
    });
    t.write([](Tx& tx) { fill(tx, 1); });  // a person's own few words still go in
    t.lanes().bound_storage(0);
    CHECK_NOTHROW(grow());
  });
}

}  // namespace twinrail::testing
