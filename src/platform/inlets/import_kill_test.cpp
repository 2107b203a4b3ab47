#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "platform/db/migrate.hpp"
#include "platform/db/postgres.hpp"
#include "platform/db/sqlite.hpp"
#include "platform/db/testing.hpp"
#include "platform/inlets/import_fixture.hpp"

namespace twinrail {
namespace {

using testing::caller;
using testing::probe_inlet;
using testing::ProbeImports;
using testing::rows_there;
using testing::upload;

constexpr const char* place_variable = "TWINRAIL_TEST_IMPORT_PLACE";
constexpr const char* batch_variable = "TWINRAIL_TEST_IMPORT_BATCH";
constexpr const char* rows_variable = "TWINRAIL_TEST_IMPORT_ROWS";
constexpr const char* cross_variable = "TWINRAIL_TEST_IMPORT_CROSS";

/// A file whose rows name each other, or one whose rows do not.
Inlet inlet_of(bool cross, std::function<void(int batch)> after) {
  return cross ? testing::cross_inlet(std::move(after)) : probe_inlet(std::move(after));
}

std::unique_ptr<Engine> engine_at(bool on_postgres, const std::string& place) {
  if (on_postgres) return postgres_engine(test_postgres(), place);
  return sqlite_engine(place, Durability::full);
}

/// The process that is killed: it imports a file and ends in the middle of a batch, when the rows
/// of that batch are written and not committed.
TEST_CASE("child of the kill test") {
  const char* place = std::getenv(place_variable);
  if (!place) return;  // not started by the test below
  const int last = std::stoi(std::getenv(batch_variable));
  const bool on_postgres = std::string(place).find('/') == std::string::npos;
  Lanes lanes(engine_at(on_postgres, place), 1);
  const bool cross = std::string(std::getenv(cross_variable)) == "1";
  ProbeImports imports(inlet_of(cross, [last](int batch) {
    if (batch == last) std::raise(SIGKILL);
  }));
  const int rows = std::stoi(std::getenv(rows_variable));
  (void)imports.service.run(caller(), lanes,
                            upload(cross ? testing::chain_of(rows) : testing::table_of(rows)));
}

/// Returns how the child ended, as waitpid says it.
int run_child(const std::string& place, int rows, int batch, bool cross) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv(place_variable, place.c_str(), 1);
    ::setenv(batch_variable, std::to_string(batch).c_str(), 1);
    ::setenv(rows_variable, std::to_string(rows).c_str(), 1);
    ::setenv(cross_variable, cross ? "1" : "0", 1);
    ::execl("/proc/self/exe", "child", "--no-skip", "--test-case=child of the kill test", nullptr);
    ::_exit(127);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

struct Case {
  const char* when;
  int rows;
  int batch;            ///< in which the process is killed
  ImportState state;    ///< that is found afterwards
  std::size_t written;  ///< rows that are found afterwards
  bool cross = false;   ///< its rows name each other
};

// A part has 4 rows: 23 rows are 6 parts to check and then 6 to write; 3 rows are one transaction.
const std::vector<Case> cases = {
    {"in a file of one transaction", 3, 1, ImportState::checking, 0},
    {"in the check", 23, 2, ImportState::checking, 0},
    {"in the first part that is written", 23, 7, ImportState::writing, 0},
    {"in the third part that is written", 23, 9, ImportState::writing, 8},
    {"in the last part that is written", 23, 12, ImportState::writing, 20},
    {"in the first part of rows that name each other", 23, 1, ImportState::writing, 0, true},
    {"in the third part of rows that name each other", 23, 3, ImportState::writing, 8, true},
};

void kill_and_resume(const Case& c, bool on_postgres, const std::string& place) {
  if (!on_postgres) make_sqlite_file(place);
  migrate(*engine_at(on_postgres, place));
  const int status = run_child(place, c.rows, c.batch, c.cross);
  REQUIRE(WIFSIGNALED(status));
  REQUIRE(WTERMSIG(status) == SIGKILL);

  Lanes lanes(engine_at(on_postgres, place), 1);
  CHECK(rows_there(lanes).size() == c.written);
  int batches = 0;
  ProbeImports imports(inlet_of(c.cross, [&](int batch) { batches = batch; }));
  const Import found = testing::look(imports.service, lanes, {1});
  CHECK(found.state == c.state);
  CHECK_FALSE(found.finished_at.has_value());
  CHECK(found.stored == static_cast<std::int64_t>(c.written));

  imports.service.resume(lanes);
  const Import import = testing::finished(imports.service, lanes, {1});
  CHECK(import.state == ImportState::done);
  CHECK(import.rows == c.rows);
  CHECK(import.stored == c.rows);  // each row once: a second time it would be known
  CHECK(import.known == 0);
  CHECK(rows_there(lanes).size() == static_cast<std::size_t>(c.rows));
  // Only what was left; rows that name each other were checked by reading.
  if (c.written > 0) CHECK(batches == (c.cross ? 7 : 13) - c.batch);
  imports.service.stop();
}

TEST_CASE("a killed import leaves whole parts and is brought to its end by the next start") {
  for (const bool on_postgres : {false, true}) {
    for (const Case& c : cases) {
      CAPTURE(on_postgres);
      CAPTURE(c.when);
      const std::string folder = test_folder();
      const std::string schema = "test_import_" + std::to_string(::getpid());
      kill_and_resume(c, on_postgres, on_postgres ? schema : folder + "/tenant.sqlite");
      if (on_postgres) drop_postgres_schema(test_postgres(), schema);
    }
  }
}

TEST_CASE("what was changed while nobody worked on a killed import is not written over") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const std::string schema = "test_import_" + std::to_string(::getpid());
    const std::string place = on_postgres ? schema : test_folder() + "/tenant.sqlite";
    if (!on_postgres) make_sqlite_file(place);
    migrate(*engine_at(on_postgres, place));
    REQUIRE(WIFSIGNALED(run_child(place, 23, 3, true)));
    Lanes lanes(engine_at(on_postgres, place), 1);
    lanes.write({}, "other", [](Tx& tx) {
      (void)testing::take_probe(tx, {.code = "r1", .amount = Decimal::whole(999)});
    });
    ProbeImports imports(testing::cross_inlet());
    imports.service.resume(lanes);
    const Import import = testing::finished(imports.service, lanes, {1});
    CHECK(import.state == ImportState::failed);
    REQUIRE(import.problems.size() == 1);
    CHECK(import.problems[0].key == "inlet.changed_meanwhile");
    CHECK(import.stored == 22);
    CHECK(rows_there(lanes)["r1"] == "999");
    imports.service.stop();
    if (on_postgres) drop_postgres_schema(test_postgres(), schema);
  }
}

TEST_CASE("an import stops between two parts and goes on later") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    ImportId id;
    {
      std::atomic<bool> there{false};
      std::atomic<bool> go{false};
      ProbeImports imports(probe_inlet([&](int batch) {
        if (batch != 8) return;
        there = true;
        while (!go) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }));
      id = imports.service.start(caller(), t.lanes(), upload(testing::table_of(23))).id;
      while (!there) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      std::thread stopper([&] { imports.service.stop(); });
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      go = true;
      stopper.join();
    }
    CHECK(rows_there(t.lanes()).size() == 8);
    ProbeImports imports;
    imports.service.resume(t.lanes());
    const Import import = testing::finished(imports.service, t.lanes(), id);
    CHECK(import.state == ImportState::done);
    CHECK(import.stored == 23);
  });
}

TEST_CASE("an import that nobody can go on with ends as failed") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    ImportId id;
    {
      ProbeImports imports;
      imports.service.stop();  // keeps the file and does not work on it
      const Context gone = caller({9}, relation::company);
      id = imports.service.start(gone, t.lanes(), upload(testing::table_of(2))).id;
    }
    ProbeImports imports;
    imports.service.resume(t.lanes());
    const Context all = caller(testing::importer, relation::company);
    const Import import = testing::finished(imports.service, t.lanes(), id, all);
    CHECK(import.state == ImportState::failed);
    CHECK(import.problems.at(0).key == "inlet.nobody");
    CHECK(rows_there(t.lanes()).empty());
  });
}

/// An inlet that is not harmless when a row comes twice: each time is counted in the row.
Inlet counting_inlet(std::function<void()> after) {
  Inlet inlet = probe_inlet();
  inlet.accept = [take = inlet.accept, after](const Context& ctx, Tx& tx,
                                              std::span<const InletRow> rows) {
    auto verdicts = take(ctx, tx, rows);
    for (const InletRow& row : rows)
      tx.run("UPDATE idempotency SET status = status + 1 WHERE key = ?"_sql, row.values[0]);
    after();
    return verdicts;
  };
  return inlet;
}

TEST_CASE("two nodes that take up the same import write each row once") {
  for (const int rows : {5, 24}) {  // in one transaction, in parts
    for_each_engine([rows](TestTenant& t) {
      CAPTURE(t.engine_name());
      CAPTURE(rows);
      ImportId id;
      {
        ProbeImports imports;
        imports.service.stop();
        id = imports.service.start(caller(), t.lanes(), upload(testing::table_of(rows))).id;
      }
      // The first node stays in its first batch until the second has read where the import stands
      // and waits for the writer.
      std::atomic<bool> there{false};
      std::atomic<bool> go{false};
      const auto hold = [&] {
        there = true;
        while (!go) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      };
      Lanes elsewhere(t.engine(), 1);
      ProbeImports first(counting_inlet(hold)), second(counting_inlet([] {}));
      first.service.resume(t.lanes());
      while (!there) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      second.service.resume(elsewhere);
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      go = true;
      const Import import = testing::finished(first.service, t.lanes(), id);
      first.service.stop();
      second.service.stop();
      CHECK(import.state == ImportState::done);
      CHECK(import.stored == rows);
      std::vector<std::int64_t> times;
      t.read([&](Read& db) {
        times = db.all<std::int64_t>("SELECT status - 200 AS times FROM idempotency"_sql);
      });
      CHECK(times == std::vector<std::int64_t>(static_cast<std::size_t>(rows), 1));
    });
  }
}

}  // namespace
}  // namespace twinrail
