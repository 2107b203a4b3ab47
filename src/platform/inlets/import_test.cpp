#include "platform/inlets/import.hpp"

#include <semaphore>
#include <stdexcept>

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"
#include "platform/inlets/import_fixture.hpp"

namespace twinrail {
namespace {

using testing::caller;
using testing::look;
using testing::probe_inlet;
using testing::ProbeImports;
using testing::rows_there;
using testing::table_of;
using testing::upload;
using Rows = std::map<std::string, std::string>;

Import take(ProbeImports& imports, TestTenant& t, std::string bytes, bool dry_run = false) {
  return imports.service.run(caller(), t.lanes(), upload(std::move(bytes), dry_run));
}

struct ReadingRecord {
  Text<40> measure;
  Decimal amount;
  std::optional<Text<40>> reason;
};
DESCRIBE(ReadingRecord, measure, amount, reason);

/// Row, column and key of each problem, one a line.
std::string problems_of(const Import& import) {
  std::string text;
  for (const ImportProblem& p : import.problems)
    text += std::to_string(p.row) + " " + p.column + " " + p.key + "\n";
  return text;
}

Error error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& e) {
    return e;
  }
  FAIL("nothing was refused");
  return {Fault::internal, ""};
}

TEST_CASE("rows are stored, known the second time, corrected when they changed") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    ProbeImports imports;
    const Import first = take(imports, t, "code,amount\na,1\nb,2\n");
    CHECK(first.state == ImportState::done);
    CHECK(first.rows == 2);
    CHECK(first.checked == 2);
    CHECK(first.stored == 2);
    CHECK(first.finished_at.has_value());
    const Import second = take(imports, t, "amount,note,code\r\n1,same,a\r\n\r\n3,,b\r\n4,,c\r\n");
    CHECK(second.known == 1);
    CHECK(second.corrected == 1);
    CHECK(second.stored == 1);
    CHECK(rows_there(t.lanes()) == Rows{{"a", "1"}, {"b", "3"}, {"c", "4"}});
  });
}

TEST_CASE("one refused row, and nothing is written; all problems are named in the reader's words") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    ProbeImports imports;
    const Import import =
        take(imports, t, std::string("code,amount\na,1\n,2\nno,3\nb,x\nc,1,2\nd,\"5\n"));
    CHECK(import.state == ImportState::refused);
    CHECK(problems_of(import) ==
          "3 code inlet.missing_value\n4 code inlet.unknown\n5 amount base.not_a_number\n"
          "6  csv.uneven_row\n7 amount csv.quote_not_closed\n");
    CHECK(import.rows == 6);
    CHECK(import.stored == 1);  // would be
    CHECK(import.refused == 5);
    CHECK(import.problems.at(3).detail == "2 columns expected, 3 found");
    CHECK(rows_there(t.lanes()).empty());
    CHECK(take(imports, t, "code,amount\na,1\nno,2\n").state == ImportState::refused);
    CHECK(rows_there(t.lanes()).empty());
  });
}

TEST_CASE("a dry run tells what would happen and leaves nothing behind") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    ProbeImports imports;
    for (const int rows : {3, 23}) {
      const Import good = take(imports, t, table_of(rows), true);
      CHECK(good.state == ImportState::done);
      CHECK(good.dry_run);
      CHECK(good.stored == rows);
      const Import bad = take(imports, t, table_of(rows) + "no,1\n", true);
      CHECK(bad.state == ImportState::refused);
      CHECK(bad.refused == 1);
      CHECK(rows_there(t.lanes()).empty());
    }
  });
}

TEST_CASE("a file without the inlet's heads or without rows ends at once") {
  struct Case {
    const char* text;
    const char* problems;
  };
  const std::vector<Case> cases = {
      {"", "0  csv.empty\n"},
      {"\n\n", "0  csv.empty\n"},
      {"code,amount\n", "0  csv.no_rows\n"},
      {"code,amount\n,\n\n", "0  csv.no_rows\n"},
      {"code|amount\n1|2\n", "1  csv.no_head\n"},
      {"name,sum\n1,2\n", "1  csv.no_head\n"},
      {"code,sum\n1,2\n", "1 amount csv.column_missing\n1 sum csv.column_unknown\n"},
      {"code,amount,Code\n1,2,3\n", "1 Code csv.column_twice\n"},
      {"code,\"amount\n", "1 2 csv.quote_not_closed\n"},
  };
  for_each_engine([&](TestTenant& t) {
    CAPTURE(t.engine_name());
    ProbeImports imports;
    for (const Case& c : cases) {
      CAPTURE(c.text);
      const Import import = imports.service.start(caller(), t.lanes(), upload(c.text));
      CHECK(import.state == ImportState::refused);
      CHECK(problems_of(import) == c.problems);
      CHECK(import.finished_at.has_value());
    }
  });
}

TEST_CASE("what is no UTF-8 table is refused before anything is kept") {
  struct Case {
    const char* type;
    std::string bytes;
    Fault fault;
    const char* key;
  };
  const std::vector<Case> cases = {
      {"text/csv", std::string("\xFF\xFE\x16", 3), Fault::unsupported, "csv.encoding"},
      {"text/csv", "PK\x03\x04", Fault::invalid, "workbook.damaged"},
      {"text/csv", "code,amount\n三\xE5\x8E", Fault::invalid, "csv.cut_off_character"},
      {"text/csv", std::string("code\0,", 6), Fault::invalid, "csv.zero_byte"},
      {"application/json", "{}", Fault::unsupported, "inlet.not_csv"},
  };
  for_each_engine([&](TestTenant& t) {
    CAPTURE(t.engine_name());
    ProbeImports imports;
    for (const Case& c : cases) {
      CAPTURE(c.key);
      const StartImport request{.inlet = "test.row", .dry_run = false, .body = {c.type, c.bytes}};
      const Error e = error_of([&] { (void)imports.service.start(caller(), t.lanes(), request); });
      CHECK(e.fault() == c.fault);
      CHECK(e.key() == c.key);
    }
    t.read([&](Read& db) { CHECK(imports.service.imports(caller(), db, {}).items.empty()); });
  });
}

TEST_CASE("files as offices have them are read as they are meant, or refused at the place") {
  struct Case {
    std::string text;
    Rows rows;
    const char* problems;
  };
  const std::vector<Case> cases = {
      {"code;amount\na;1\n", {{"a", "1"}}, ""},
      {"code\tamount\na\t1,000.50\n", {{"a", "1000.5"}}, ""},
      {"code,amount\n\xB1\xE0\xBA\xC5,1\n", {{"编号", "1"}}, ""},
      {"Report of May,,\n\nc o d e,amount (pieces),\na,\"1,200\",\n,,\n", {{"a", "1200"}}, ""},
      {"code,amount,,\na,1,,\n\xE3\x80\x80,,,\n", {{"a", "1"}}, ""},
      {"code,amount,\na,1,x\n", {}, "2 3 csv.no_head_above\n"},
      {"code;amount\na;1234,05\n", {}, "2 amount base.not_a_number\n"},
      {"code,amount\n1.00E+05,1\n", {}, "2 code csv.number_shortened\n"},
      {"code,amount\na,￥1\nb,x\n", {}, "2 amount base.not_a_number\n3 amount base.not_a_number\n"},
  };
  for_each_engine([&](TestTenant& t) {
    CAPTURE(t.engine_name());
    for (const Case& c : cases) {
      CAPTURE(c.text);
      ProbeImports imports;
      const Import import = take(imports, t, c.text);
      CHECK(problems_of(import) == c.problems);
      if (c.rows.empty()) continue;
      for (const auto& [code, amount] : c.rows) CHECK(rows_there(t.lanes())[code] == amount);
    }
  });
}

TEST_CASE("a long file is written in parts once all of it is good") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    int batches = 0;
    ProbeImports imports(probe_inlet([&](int batch) { batches = batch; }));
    const Import bad = take(imports, t, table_of(22) + "no,1\n");
    CHECK(bad.state == ImportState::refused);
    CHECK(problems_of(bad) == "24 code inlet.unknown\n");
    CHECK(batches == 6);
    CHECK(rows_there(t.lanes()).empty());
    const Import good = take(imports, t, table_of(23));
    CHECK(good.state == ImportState::done);
    CHECK(good.stored == 23);
    CHECK(good.checked == 23);
    CHECK(batches == 6 + 6 + 6);
    CHECK(rows_there(t.lanes()).size() == 23);
  });
}

TEST_CASE("a company that takes as much room as it may takes no further file, and says so") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    ProbeImports imports;
    CHECK(take(imports, t, table_of(3)).state == ImportState::done);
    t.lanes().bound_storage(1);
    std::string key;
    try {
      (void)imports.service.run(caller(), t.lanes(), upload(table_of(4)));
    } catch (const Error& e) {
      key = e.key();
      CHECK(e.fault() == Fault::conflict);
    }
    CHECK(key == "storage.full");
    CHECK(t.lanes().storage_full());
    CHECK(rows_there(t.lanes()).size() == 3);
    t.lanes().bound_storage(std::int64_t{1} << 40);
    CHECK(take(imports, t, table_of(4)).state == ImportState::done);
    CHECK_FALSE(t.lanes().storage_full());
  });
}

TEST_CASE(
    "data that changes while a long file is written: the row is named, the others are written") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Inlet inlet = probe_inlet();
    inlet.accept = [take = inlet.accept, batch = 0](const Context& ctx, Tx& tx,
                                                    std::span<const InletRow> rows) mutable {
      if (++batch != 5)
        return take(ctx, tx, rows);  // three to check, then the second that is written
      auto verdicts = take(ctx, tx, rows.subspan(1));
      verdicts.insert(verdicts.begin(), refused("code", "inlet.unknown", {{"inlet", "r5"}}));
      return verdicts;
    };
    ProbeImports imports(inlet);
    const Import import = take(imports, t, table_of(12));
    CHECK(import.state == ImportState::failed);
    CHECK(import.stored == 11);
    CHECK(import.refused == 1);
    CHECK(problems_of(import) == "6 code inlet.unknown\n");
    CHECK(rows_there(t.lanes()).size() == 11);
  });
}

TEST_CASE("an inlet that breaks ends the import as failed, with nothing of that batch") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    ProbeImports broken(probe_inlet([](int) { throw std::runtime_error("a mistake"); }));
    const Import import = take(broken, t, table_of(3));
    CHECK(import.state == ImportState::failed);
    CHECK(problems_of(import) == "0  inlet.broken\n");
    CHECK(rows_there(t.lanes()).empty());

    ProbeImports forbidden(
        probe_inlet([](int) { throw Error(Fault::forbidden, "access.forbidden"); }));
    CHECK(problems_of(take(forbidden, t, table_of(3))) == "0  access.forbidden\n");
  });
}

TEST_CASE("files are worked on behind the answer, one after the other") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    ProbeImports imports;
    const Import first = imports.service.start(caller(), t.lanes(), upload(table_of(23)));
    const Import second = imports.service.start(caller(), t.lanes(), upload("code,amount\nr1,7\n"));
    CHECK(first.state == ImportState::checking);
    CHECK(first.rows == 23);
    CHECK(testing::finished(imports.service, t.lanes(), second.id).corrected == 1);
    CHECK(look(imports.service, t.lanes(), first.id).stored == 23);
    CHECK(rows_there(t.lanes()).at("r1") == "7");
    std::int64_t kept = -1;
    t.read([&](Read& db) {
      kept = *db.one<std::int64_t>("SELECT COUNT(*) AS n FROM inlet_upload"_sql);
    });
    CHECK(kept == 0);
  });
}

TEST_CASE("each company has a line of its own: a long file holds up nobody else's") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    TestTenant here(on_postgres), there(on_postgres);
    std::binary_semaphore begun(0), go(0);
    ProbeImports imports(probe_inlet([&](int batch) {
      if (batch > 1) return;
      begun.release();
      go.acquire();
    }));
    const Import slow = imports.service.start(caller(), here.lanes(), upload(table_of(23)));
    begun.acquire();
    CHECK_FALSE(here.lanes().idle());  // the company stays open
    const Import quick = imports.service.start(caller(), there.lanes(), upload(table_of(2)));
    CHECK(testing::finished(imports.service, there.lanes(), quick.id).stored == 2);
    CHECK_FALSE(look(imports.service, here.lanes(), slow.id).finished_at);
    go.release();
    CHECK(testing::finished(imports.service, here.lanes(), slow.id).stored == 23);
    for (int i = 0; i < 1000 && !here.lanes().idle(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    CHECK(here.lanes().idle());
  }
}

TEST_CASE("who may import, and who sees an import") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    ProbeImports imports;
    ImportService& service = imports.service;
    const Context nobody = caller({2}, relation::none);
    const auto refused_to = [&](const std::function<void()>& work) {
      CHECK(error_of(work).fault() == Fault::forbidden);
    };
    refused_to([&] { (void)service.start(nobody, t.lanes(), upload(table_of(1))); });
    const Import mine = take(imports, t, table_of(1));
    t.read([&](Read& db) {
      refused_to([&] { (void)service.import(nobody, db, {mine.id}); });
      refused_to([&] { (void)service.imports(nobody, db, {}); });
      refused_to([&] { (void)service.inlets(nobody, db, {}); });
      refused_to([&] { (void)service.table(nobody, db, {"test.row", {}}); });

      const Context other = caller({2}, relation::unit);
      const Context company = caller({3}, relation::company);
      CHECK(error_of([&] { (void)service.import(other, db, {mine.id}); }).fault() ==
            Fault::not_found);
      CHECK(service.imports(other, db, {}).items.empty());
      CHECK(service.import(company, db, {mine.id}).stored == 1);
      CHECK(service.imports(company, db, {}).items.size() == 1);
      CHECK(service.imports(company, db, {Text<60>("kpi.reading")}).items.empty());
      CHECK(service.import(caller(), db, {mine.id}).stored == 1);
    });
    const auto unknown = [&] {
      (void)service.start(caller(), t.lanes(),
                          {.inlet = "test.other", .dry_run = false, .body = {"text/csv", "a\n"}});
    };
    CHECK(error_of(unknown).key() == "inlet.unknown");
  });
}

TEST_CASE("a template's heads are understood in both languages") {
  TestTenant t(false);
  ProbeImports imports(inlet<ReadingRecord>(
      "kpi.reading", testing::probe_permission,
      [](const Context&, Tx&, InletLines<ReadingRecord> lines) {
        return std::vector<InletVerdict>(lines.size(), {Verdict::known, {}, {}, {}});
      }));
  t.read([&](Read& db) {
    const auto heads = [&](const char* lang) {
      return imports.service.table(caller(), db, {"kpi.reading", Text<2>(lang)}).content;
    };
    CHECK(heads("zh") ==
          "\xEF\xBB\xBF"
          "度量编号,数值,更正原因\r\n");
    CHECK(heads("en") ==
          "\xEF\xBB\xBF"
          "Measure code,Amount,Reason for a correction\r\n");
    CHECK(error_of([&] { (void)heads("fr"); }).key() == "inlet.unknown_language");
    const InletList list = imports.service.inlets(caller(), db, {});
    REQUIRE(list.items.size() == 1);
    CHECK(list.items[0].names == Names{"上报数据", "Readings"});
    CHECK(list.items[0].columns.at(1).names == Names{"数值", "Amount"});
    CHECK(list.items[0].columns.at(1).required);
  });
  for (const char* heads :
       {"度量编号,数值,更正原因", "更正原因 ,数值,度量编号", "MEASURE,amount,Reason",
        "Measure code,Amount,Reason for a correction"}) {
    CAPTURE(heads);
    const std::string text = std::string("\xEF\xBB\xBF") + heads + "\r\n1,2,3\r\n";
    const StartImport request{.inlet = "kpi.reading", .dry_run = true, .body = {"", text}};
    CHECK(imports.service.run(caller(), t.lanes(), request).state == ImportState::done);
  }
}

}  // namespace
}  // namespace twinrail
