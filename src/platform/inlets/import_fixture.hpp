#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "platform/clock.hpp"
#include "platform/db/lanes.hpp"
#include "platform/inlets/import.hpp"
#include "platform/inlets/record_inlet.hpp"

/// An inlet for the tests of imports, and what they look at. Only tests include this.
namespace twinrail::testing {

inline constexpr AccountId importer{1};
inline constexpr Permission probe_permission = Permission("kpi.write_reading");

/// One row of the inlet "test.row". Its rows land in a table that every tenant has.
struct ProbeRecord {
  Text<40> code;
  Decimal amount;
  std::optional<Text<40>> note;
};
DESCRIBE(ProbeRecord, code, amount, note);
InletVerdict take_probe(Tx& tx, const ProbeRecord& record);

/// The inlet "test.row": code and amount are required, a note may be there. A code that begins with
/// "no" is refused. `after` is called at the end of each batch,
/// still in its transaction, with the number of batches so far.
inline Inlet probe_inlet(std::function<void(int batch)> after = {}) {
  return inlet<ProbeRecord>("test.row", probe_permission,
                            [after, batch = std::make_shared<std::atomic<int>>(0)](
                                const Context&, Tx& tx, InletLines<ProbeRecord> lines) {
                              std::vector<InletVerdict> verdicts;
                              for (const InletLine<ProbeRecord>& line : lines)
                                verdicts.push_back(take_probe(tx, *line));
                              if (after) after(++*batch);
                              return verdicts;
                            });
}

/// The same, and a row's note names the row of another code, which is there or in the file: a long
/// file is looked at whole and written in parts. `looked` is called when a file has been looked at.
Inlet cross_inlet(std::function<void(int batch)> after = {}, std::function<void()> looked = {});

/// A table with the codes r1, r2, … of which each names the next one.
inline std::string chain_of(int rows) {
  std::string text = "code,amount,note\n";
  for (int i = 1; i <= rows; ++i) {
    text += "r" + std::to_string(i) + "," + std::to_string(i) + ",";
    text += i < rows ? "r" + std::to_string(i + 1) + "\n" : "\n";
  }
  return text;
}

/// Code and amount of every row that is there.
std::map<std::string, std::string> rows_there(Lanes& lanes);

/// Somebody who holds the inlet's permission through these relations.
inline Context caller(AccountId account = importer, Relations held = relation::unit) {
  auto viewer = std::make_shared<Viewer>();
  viewer->account = account;
  viewer->login = "importer";
  viewer->held.add(probe_permission, held);
  return {Instant::from_text("2026-05-10T04:00:00Z"), viewer, Locale::en};
}

/// A table with the codes r1, r2, … and their numbers as amounts.
inline std::string table_of(int rows) {
  std::string text = "code,amount\n";
  for (int i = 1; i <= rows; ++i) text += "r" + std::to_string(i) + "," + std::to_string(i) + "\n";
  return text;
}

inline StartImport upload(std::string bytes, bool dry_run = false) {
  return {.inlet = "test.row",
          .dry_run = dry_run,
          .body = {"text/csv; charset=utf-8", std::move(bytes)}};
}

/// Short files, so that a test sees parts: up to 5 rows are one transaction, a part has 4.
inline ImportSizes small_sizes() {
  ImportSizes sizes;
  sizes.whole = 5;
  sizes.part = 4;
  sizes.lease = std::chrono::milliseconds(50);
  return sizes;
}

/// Imports in which the caller of a resumed one is the importer.
struct ProbeImports {
  Inlets inlets;
  ImportService service;
  explicit ProbeImports(Inlet inlet = probe_inlet(), ImportSizes sizes = small_sizes())
      : inlets(with(std::move(inlet))), service(inlets, hooks(), sizes) {}

 private:
  static Inlets with(Inlet inlet) {
    Inlets list;
    list.add(std::move(inlet));
    return list;
  }
  static ImportHooks hooks() {
    return {&now_utc,
            [](Lanes&, AccountId account) {
              return account == importer ? std::optional(caller()) : std::nullopt;
            },
            [](const std::string&) {}};
  }
};

inline Import look(ImportService& service, Lanes& lanes, ImportId id,
                   const Context& ctx = caller()) {
  Import seen;
  lanes.read([&](Read& db) { seen = service.import(ctx, db, {id}); });
  return seen;
}

/// Waits until the import is at its end; fails the test after 20 seconds.
inline Import finished(ImportService& service, Lanes& lanes, ImportId id,
                       const Context& ctx = caller()) {
  for (int i = 0; i < 2000; ++i) {
    Import seen = look(service, lanes, id, ctx);
    if (seen.finished_at) return seen;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  FAIL("the import does not end");
  return {};
}

}  // namespace twinrail::testing
