#include "platform/inlets/upload.hpp"

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"
#include "platform/inlets/csv_export.hpp"
#include "platform/inlets/import_fixture.hpp"
#include "platform/inlets/store_import.hpp"
#include "platform/inlets/table_writer.hpp"
#include "platform/inlets/workbook_fixture.hpp"

namespace twinrail {
namespace {

using testing::archive_of;
using testing::book_of;
using testing::caller;
using testing::ProbeImports;
using testing::rows_there;
using testing::table_of;
using testing::upload;
using Rows = std::map<std::string, std::string>;

/// Heads code and amount, one row with these cells.
std::string book_with(const std::string& code, const std::string& amount,
                      const std::string& behind = "") {
  return archive_of(
      book_of("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
              "<c r=\"B1\" t=\"s\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"" +
                  code + "</c><c r=\"B2\"" + amount + "</c></row>",
              behind));
}

Import take(ProbeImports& imports, TestTenant& t, const StartImport& request) {
  return imports.service.run(caller(), t.lanes(), request);
}

std::string keys_of(const Import& import) {
  std::string keys;
  for (const ImportProblem& p : import.problems) keys += std::to_string(p.row) + " " + p.key + "\n";
  return keys;
}

std::string key_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& e) {
    return e.key();
  }
  return "done";
}

TEST_CASE("a workbook is taken in as a table is, with its numbers exact") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    ProbeImports imports;
    const Import import =
        take(imports, t, upload(book_with(" s=\"2\"><v>12</v>", "><v>141.30000000000001</v>")));
    CHECK(import.state == ImportState::done);
    CHECK(rows_there(t.lanes()) == Rows{{"00012", "141.3"}});
    REQUIRE(import.facts);
    CHECK(import.facts->encoding == "XLSX");
    CHECK(import.facts->separator == "cell");
    CHECK(import.facts->sheet == "名单");
    CHECK(import.facts->sheets.size() == 2);
    const auto broken = upload(book_with("><f>B2</f>", " t=\"e\"><v>#DIV/0!</v>"));
    CHECK(keys_of(take(imports, t, broken)) == "2 csv.cell_error\n2 csv.cell_error\n");
  });
}

TEST_CASE("merged cells are refused in the head and below it, not in titles above") {
  TestTenant t(false);
  ProbeImports imports;
  const auto merged = [&](const char* range) {
    const std::string cells =
        std::string("<mergeCells><mergeCell ref=\"") + range + "\"/></mergeCells>";
    return key_of(
        [&] { (void)take(imports, t, upload(book_with("><v>1</v>", "><v>2</v>", cells), true)); });
  };
  CHECK(merged("A1:B1") == "workbook.merged");
  CHECK(merged("A2:A3") == "workbook.merged");
  const std::string titled = archive_of(
      book_of("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Title</t></is></c></row>"
              "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c><c r=\"B3\" t=\"s\"><v>1</v></c></row>"
              "<row r=\"4\"><c r=\"A4\"><v>1</v></c><c r=\"B4\"><v>2</v></c></row>",
              "<mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>"));
  const Import import = take(imports, t, upload(titled, true));
  CHECK(import.state == ImportState::done);
  CHECK(import.facts->head_row == 3);
}

StartImport with_heads(std::string bytes, const char* heads, bool remember = false) {
  StartImport request = upload(std::move(bytes));
  request.heads = heads;
  request.remember = remember;
  return request;
}

TEST_CASE("heads that nobody knows are said by hand, and kept for the files to come") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    ProbeImports imports;
    const std::string file = "编号甲,amount,车牌\na,1,x\n";
    const Import refused = take(imports, t, upload(file));
    CHECK(refused.state == ImportState::refused);
    REQUIRE(refused.facts->columns.size() == 3);
    CHECK(refused.facts->columns[0].how == HeadMatch::unknown);
    CHECK(refused.facts->columns[0].sample == "a");
    CHECK(refused.facts->columns[1].how == HeadMatch::automatic);
    const char* said =
        R"({"items":[{"head":"编号甲","column":"code"},{"head":"车牌","column":""}]})";
    const Import once = take(imports, t, with_heads(file, said));
    CHECK(once.state == ImportState::done);
    CHECK(once.facts->columns[0].how == HeadMatch::by_hand);
    CHECK(once.facts->columns[2].how == HeadMatch::ignored);
    CHECK(take(imports, t, upload(file)).state == ImportState::refused);
    CHECK(take(imports, t, with_heads(file, said, true)).known == 1);
    const Import again = take(imports, t, upload("编号甲,amount,车牌\nb,2,y\n"));
    CHECK(again.state == ImportState::done);
    CHECK(again.facts->columns[0].how == HeadMatch::remembered);
    CHECK(rows_there(t.lanes()) == Rows{{"a", "1"}, {"b", "2"}});
    CHECK(key_of([&] {
            (void)take(imports, t, with_heads(file, R"({"items":[{"head":"a","column":"b"}]})"));
          }) == "inlet.no_such_column");
  });
}

TEST_CASE("rows with problems stay out where somebody says so, and all others are written") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    ProbeImports imports;
    StartImport request = upload("code,amount\na,1\nno,2\nb,x\nc,3\n");
    request.leave_out = true;
    request.file = "list.csv";
    const Import import = take(imports, t, request);
    CHECK(import.state == ImportState::done);
    CHECK(import.file == "list.csv");
    CHECK(import.stored == 2);
    CHECK(import.refused == 2);
    CHECK(import.rows == 4);
    CHECK(keys_of(import) == "3 inlet.unknown\n4 base.not_a_number\n");
    CHECK(import.problems[1].text == "x");
    CHECK(rows_there(t.lanes()) == Rows{{"a", "1"}, {"c", "3"}});
    request.body.bytes = table_of(12) + "no,1\nx,y\n";  // longer than one transaction
    const Import parts = take(imports, t, request);
    CHECK(parts.state == ImportState::done);
    CHECK(parts.stored == 12);
    CHECK(parts.refused == 2);
    CHECK(keys_of(parts) == "14 inlet.unknown\n15 base.not_a_number\n");
  });
}

struct OutRecord {
  Text<40> code;
  Decimal amount;
  Date day;
};
DESCRIBE(OutRecord, code, amount, day);

TEST_CASE("what goes out as a workbook comes in again as it was, and nothing is a formula") {
  const std::vector<OutRecord> rows = {
      {"=1+1", Decimal::from_text("141.3"), Date::of(2026, 9, 1)},
      {"00012", Decimal::from_text("-0.000001"), Date::of(1900, 1, 1)},
      {"甲", Decimal::from_text("9000000000000.000001"), Date::of(9999, 12, 31)}};
  const TableFile file = csv_of(caller(), "out.xlsx", "inlet.kpi.reading", rows, FileFormat::xlsx);
  const inlets::UploadText read = inlets::text_of({"", file.content}, std::nullopt);
  CHECK(read.text.substr(read.text.find('\n')) ==
        "\n=1+1,141.3,2026-09-01\n00012,-0.000001,1900-01-01\n"
        "甲,9000000000000.000001,9999-12-31");
}

TEST_CASE("what is wrong with a file is a table, too") {
  TestTenant t(false);
  ProbeImports imports;
  const Import import = take(imports, t, upload("code,amount\na,x\n"));
  t.lanes().read([&](Read& db) {
    const TableFile csv = imports.service.problems(caller(), db, {import.id, FileFormat::csv});
    CHECK(csv.content.find(",x,") != std::string::npos);
    const TableFile book = imports.service.problems(caller(), db, {import.id, FileFormat::xlsx});
    CHECK(book.name.ends_with(".xlsx"));
    CHECK(inlets::text_of({"", book.content}, std::nullopt).text.find(",x,") != std::string::npos);
    const TableFile empty = imports.service.table(caller(), db, {"test.row", {}, FileFormat::xlsx});
    CHECK(inlets::text_of({"", empty.content}, std::nullopt).text.find(',') != std::string::npos);
  });
}

}  // namespace
}  // namespace twinrail
