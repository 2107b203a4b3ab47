#include <atomic>
#include <deque>
#include <thread>

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"
#include "platform/inlets/import_fixture.hpp"
#include "platform/inlets/store_import.hpp"

namespace twinrail {
namespace {

using testing::caller;
using testing::finished;
using testing::look;
using testing::probe_inlet;
using testing::ProbeImports;
using testing::table_of;
using testing::upload;

void rest(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

/// Keeps a file and does not work on it, as a process does that is killed at
/// once.
ImportId left_undone(TestTenant& t, int rows, const Context& ctx = caller()) {
  ProbeImports killed;
  killed.service.stop();
  return killed.service.start(ctx, t.lanes(), upload(table_of(rows))).id;
}

TEST_CASE(
    "more long files than threads: each goes on, and a short one is not "
    "held up") {
  std::deque<TestTenant> companies;
  for (int i = 0; i < 7; ++i) companies.emplace_back(false);
  ProbeImports imports(probe_inlet([](int) { rest(3); }));
  std::vector<ImportId> ids;
  for (std::size_t i = 0; i < 6; ++i)
    ids.push_back(imports.service.start(caller(), companies[i].lanes(), upload(table_of(400))).id);
  const ImportId quick =
      imports.service.start(caller(), companies[6].lanes(), upload(table_of(2))).id;
  CHECK(finished(imports.service, companies[6].lanes(), quick).stored == 2);
  for (std::size_t i = 0; i < 6; ++i)
    CHECK_FALSE(look(imports.service, companies[i].lanes(), ids[i]).finished_at);
  for (std::size_t i = 0; i < 6; ++i)
    CHECK(finished(imports.service, companies[i].lanes(), ids[i]).stored == 400);
}

TEST_CASE("so many files of a company wait at most, and what is past them is refused") {
  for_each_engine([](TestTenant& t) {
    ImportSizes sizes = testing::small_sizes();
    sizes.waiting.most = 2;
    ProbeImports imports(probe_inlet(), sizes);
    imports.service.stop();  // nothing is worked on
    const auto start = [&] {
      return imports.service.start(caller(), t.lanes(), upload(table_of(2))).id;
    };
    (void)start();
    (void)start();
    CHECK_THROWS_WITH_AS((void)start(), "inlet.too_many_wait", Error);
    ProbeImports next;
    next.service.resume(t.lanes());
    (void)finished(next.service, t.lanes(), ImportId{2});
    CHECK(next.service.run(caller(), t.lanes(), upload(table_of(2))).known == 2);
  });
}

TEST_CASE(
    "what an earlier process left undone is brought to its end before a "
    "command's own file") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    const ImportId earlier = left_undone(t, 23);
    ProbeImports command;
    const Import own = command.service.run(caller(), t.lanes(), upload("code,amount\nr1,7\n"));
    CHECK(own.corrected == 1);  // in order of arrival
    CHECK(look(command.service, t.lanes(), earlier).stored == 23);
  });
}

TEST_CASE("what another process works on is left to it until that one falls silent") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    const ImportId id = left_undone(t, 23);
    const auto hold_elsewhere = [&](std::int64_t seconds) {
      t.write([&](Tx& tx) {
        const Instant now = now_utc();
        CHECK(inlets::store::hold(tx, id, "elsewhere", now, now.plus_seconds(seconds)));
      });
    };
    hold_elsewhere(60);
    std::atomic<int> batches = 0;
    ProbeImports imports(probe_inlet([&](int batch) { batches = batch; }));
    imports.service.resume(t.lanes());
    imports.service.resume(t.lanes());  // is in its line already
    rest(200);
    CHECK(batches == 0);
    hold_elsewhere(-1);
    CHECK(finished(imports.service, t.lanes(), id).stored == 23);
    CHECK(batches == 12);
  });
}

TEST_CASE("a process that ends in order lets go of its import") {
  TestTenant t(false);
  ImportSizes sizes = testing::small_sizes();
  sizes.lease = std::chrono::hours(1);
  std::atomic<bool> begun = false;
  ImportId id;
  {
    ProbeImports imports(probe_inlet([&](int) {
                           begun = true;
                           rest(2);
                         }),
                         sizes);
    id = imports.service.start(caller(), t.lanes(), upload(table_of(400))).id;
    while (!begun) rest(1);
    imports.service.stop();
  }
  ProbeImports next(probe_inlet(), sizes);
  CHECK_FALSE(look(next.service, t.lanes(), id).finished_at);
  next.service.resume(t.lanes());
  CHECK(finished(next.service, t.lanes(), id).stored == 400);
}

TEST_CASE("whatever an inlet throws is kept on its import, and the next goes on") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    for (const int rows : {3, 23}) {
      ProbeImports odd(probe_inlet([](int batch) {
        if (batch == 1) throw 7;
      }));
      const ImportId first = odd.service.start(caller(), t.lanes(), upload(table_of(rows))).id;
      const ImportId second = odd.service.start(caller(), t.lanes(), upload(table_of(2))).id;
      const Import broken = finished(odd.service, t.lanes(), first);
      CHECK(broken.state == ImportState::failed);
      REQUIRE(broken.problems.size() == 1);
      CHECK(broken.problems[0].key == "inlet.broken");
      CHECK(finished(odd.service, t.lanes(), second).state == ImportState::done);
    }
  });
}

}  // namespace
}  // namespace twinrail
