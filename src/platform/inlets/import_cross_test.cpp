#include <future>
#include <vector>

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"
#include "platform/inlets/import_fixture.hpp"

/// Long files whose rows name each other: looked at whole beside the writer, written in parts.
namespace twinrail {
namespace {

using testing::caller;
using testing::chain_of;
using testing::cross_inlet;
using testing::ProbeImports;
using testing::rows_there;
using testing::upload;

Import take(ProbeImports& imports, TestTenant& t, std::string bytes, bool dry_run = false) {
  return imports.service.run(caller(), t.lanes(), upload(std::move(bytes), dry_run));
}

std::string problems_of(const Import& import) {
  std::string text;
  for (const ImportProblem& p : import.problems)
    text += std::to_string(p.row) + " " + p.column + " " + p.key + "\n";
  return text;
}

/// Somebody else's change, given to the writer now and made when its turn comes.
void change_later(TestTenant& t, std::function<void(Tx&)> job, Lanes::Done done) {
  t.lanes().async_write({AccountId{9}, "other", "r"}, "other", std::move(job), std::move(done));
}

}  // namespace

TEST_CASE(
    "a long file whose rows name later ones is checked without the writer, written in parts") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    int batches = 0;
    ProbeImports imports(cross_inlet([&](int batch) { batches = batch; }));
    const Import tried = take(imports, t, chain_of(23), true);
    CHECK(tried.state == ImportState::done);
    CHECK(tried.stored == 23);
    CHECK(tried.checked == 23);
    CHECK(batches == 0);
    CHECK(rows_there(t.lanes()).empty());
    const Import written = take(imports, t, chain_of(23));
    CHECK(written.state == ImportState::done);
    CHECK(written.stored == 23);
    CHECK(written.checked == 23);
    CHECK(batches == 6);
    CHECK(rows_there(t.lanes()).size() == 23);
    CHECK(take(imports, t, chain_of(23)).known == 23);
  });
}

TEST_CASE("while a long file is looked at and between its parts others write") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    std::atomic<int> others = 0;
    std::vector<int> before;  // how many of the others' changes were made when a part was
    const auto another = [&](Lanes::Done done) {
      change_later(
          t, [](Tx& tx) { (void)tx.one<std::int64_t>("SELECT 1 AS n"_sql); }, std::move(done));
    };
    bool served_in_check = false;
    ProbeImports imports(cross_inlet(
        [&](int) {
          before.push_back(others);
          another([&](const std::exception_ptr&) { ++others; });
        },
        [&] {
          std::promise<void> made;
          another([&](const std::exception_ptr&) { made.set_value(); });
          // The file's snapshot is open all the while.
          served_in_check =
              made.get_future().wait_for(std::chrono::seconds(60)) == std::future_status::ready;
        }));
    CHECK(take(imports, t, chain_of(23)).state == ImportState::done);
    CHECK(served_in_check);
    // The change that came during a part is made before the next one, at the latest together with
    // it.
    REQUIRE(before.size() == 6);
    for (int part = 1; part < 6; ++part) CHECK(before[static_cast<std::size_t>(part)] >= part - 1);
  });
}

TEST_CASE("what is wrong with one row of a long file is said before anything is written") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    int batches = 0;
    ProbeImports imports(cross_inlet([&](int batch) { batches = batch; }));
    const std::string bad = chain_of(12) + "no,1,\nlast,2,nobody\n,3,\n";
    for (const bool dry : {true, false}) {
      const Import import = take(imports, t, bad, dry);
      CHECK(import.state == ImportState::refused);
      CHECK(problems_of(import) ==
            "14 code inlet.unknown\n15 note inlet.unknown\n16 code inlet.missing_value\n");
      CHECK(import.refused == 3);
    }
    CHECK(batches == 0);
    CHECK(rows_there(t.lanes()).empty());
    StartImport without = upload(bad);
    without.leave_out = true;
    const Import rest = imports.service.run(caller(), t.lanes(), without);
    CHECK(rest.state == ImportState::done);
    CHECK(rest.stored == 12);
    CHECK(rest.refused == 3);
  });
}

TEST_CASE("what somebody has changed since the check is named and not written over") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    ProbeImports first(cross_inlet());
    CHECK(take(first, t, "code,amount\nr1,50\nr3,70\n").stored == 2);
    // The first part holds the end of the chain; r1 to r3 are written last.
    ProbeImports imports(cross_inlet([&](int batch) {
      if (batch != 1) return;
      change_later(
          t,
          [](Tx& tx) {
            tx.run("UPDATE idempotency SET body = '999' WHERE key = 'r1'"_sql);
            (void)testing::take_probe(tx, {.code = "r2", .amount = Decimal::whole(998)});
          },
          [](const std::exception_ptr&) {});
    }));
    const Import import = take(imports, t, chain_of(23));
    CHECK(import.state == ImportState::failed);
    CHECK(problems_of(import) ==
          "2 code inlet.changed_meanwhile\n3 code inlet.changed_meanwhile\n");
    CHECK(import.stored == 20);
    CHECK(import.corrected == 1);
    auto rows = rows_there(t.lanes());
    CHECK(rows["r1"] == "999");
    CHECK(rows["r2"] == "998");
    CHECK(rows["r3"] == "3");
    CHECK(rows.size() == 23);
  });
}

TEST_CASE("rows of one code come together, whatever stands between them") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    ProbeImports imports(cross_inlet());
    const Import import = take(imports, t, chain_of(9) + "r1,100,r9\nr5,101,\n");
    CHECK(import.state == ImportState::done);
    CHECK(import.stored == 9);
    CHECK(import.corrected == 2);
    CHECK(rows_there(t.lanes())["r1"] == "100");
  });
}

TEST_CASE("of rows that name each other as many come as can be looked at together, or none") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    ImportSizes sizes = testing::small_sizes();
    sizes.cross_most = 23;
    ProbeImports imports(cross_inlet(), sizes);
    CHECK(take(imports, t, chain_of(23)).state == ImportState::done);
    for (const bool dry : {true, false}) {
      std::string key;
      try {
        (void)take(imports, t, chain_of(24), dry);
      } catch (const Error& e) {
        key = e.key();
        CHECK(e.fault() == Fault::too_large);
      }
      CHECK(key == "inlet.too_many_in_one");
    }
    CHECK(rows_there(t.lanes()).size() == 23);
  });
}

}  // namespace twinrail
