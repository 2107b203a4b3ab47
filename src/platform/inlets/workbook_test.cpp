#include "platform/inlets/workbook.hpp"

#include <doctest/doctest.h>

#include "platform/inlets/workbook_cells.hpp"
#include "platform/inlets/workbook_fixture.hpp"

namespace twinrail::inlets {
namespace {

using testing::archive_of;
using testing::book_of;
using testing::BookParts;

/// The table of a sheet with these rows.
std::string table_of(const std::string& rows) {
  return read_workbook(archive_of(book_of(rows))).text;
}

/// The key of what a workbook is refused for; "read" where it is not.
std::string refusal(const std::string& bytes, const WorkbookLimits& limits = {}) {
  try {
    (void)read_workbook(bytes, std::nullopt, limits);
  } catch (const Error& e) {
    return e.key();
  }
  return "read";
}

std::string refusal(const BookParts& parts, const WorkbookLimits& limits = {}) {
  return refusal(archive_of(parts), limits);
}

TEST_CASE("numbers of a workbook are what a spreadsheet shows, exactly") {
  const auto plain = [](const char* stored) { return plain_number(stored).value_or("none"); };
  CHECK(plain("141.30000000000001") == "141.3");
  CHECK(plain("0.30000000000000004") == "0.3");
  CHECK(plain("12.5") == "12.5");
  CHECK(plain("-1.25E-3") == "-0.00125");
  CHECK(plain("1E+5") == "100000");
  CHECK(plain("5.0") == "5");
  CHECK(plain("0") == "0");
  CHECK(plain("999999999999999.9") == "1E+15");
  CHECK(plain("1.10101199003071E+17") == "1.10101199003071E+17");
  CHECK(plain("9.9999999999999995E-2") == "0.1");
  for (const char* wrong : {"", "x", "1.2.3", "1E", "1E999", "--1", "0x10", "nan"})
    CHECK_MESSAGE(plain(wrong) == "none", wrong);
}

TEST_CASE("a day is what its serial number says, from 1900 or 1904") {
  const CellShow day{.day = true};
  CHECK(day_of_serial("46266", day, false) == "2026-09-01");
  CHECK(day_of_serial("44804", day, true) == "2026-09-01");
  CHECK(day_of_serial("1", day, false) == "1900-01-01");
  CHECK(day_of_serial("59", day, false) == "1900-02-28");
  CHECK(day_of_serial("60", day, false) == "1900-02-29");  // a day that never was
  CHECK(day_of_serial("61", day, false) == "1900-03-01");
  CHECK(day_of_serial("0", day, false) == "1900-01-00");
  CHECK(day_of_serial("-1", day, false) == "########");
  CHECK(day_of_serial("2958465", day, false) == "9999-12-31");
  CHECK(day_of_serial("2958466", day, false) == "########");
  CHECK(day_of_serial("1E+16", day, false) == "########");
  CHECK(day_of_serial("46266.354166666664", day, false) == "2026-09-01 08:30:00");
  CHECK(day_of_serial("46265.999999999", day, false) == "2026-09-01");
  CHECK(day_of_serial("0.5", {.time = true}, false) == "12:00:00");
}

TEST_CASE("a format tells days from numbers") {
  CHECK(show_of(14).day);
  CHECK(show_of(57).day);
  CHECK_FALSE(show_of(2).day);
  CHECK(show_of(20).time);
  CHECK(show_of("yyyy\"年\"m\"月\"d\"日\"").day);
  CHECK(show_of("[$-804]yyyy/m/d;@").day);
  CHECK(show_of("mmm-yy").day);
  CHECK(show_of("[h]:mm").time);
  CHECK_FALSE(show_of("[h]:mm").day);
  CHECK_FALSE(show_of("General").day);
  CHECK_FALSE(show_of("0.00\" days\"").day);
  CHECK_FALSE(show_of("[Red]#,##0.00").day);
  CHECK_FALSE(show_of("0\\d").day);
  CHECK(show_of("00000").padding == 5);
  CHECK(padded("12", 5) == "00012");
  CHECK(padded("1.2", 5) == "1.2");
}

TEST_CASE("cells and escaped characters") {
  CHECK(place_of("AB12")->column == 27);
  CHECK(place_of("AB12")->row == 12);
  for (const char* wrong : {"", "12", "A", "A0", "a1", "ABCDE1", "A1B"})
    CHECK_MESSAGE(!place_of(wrong), wrong);
  CHECK(unescaped("a_x000A_b_x_") == "a\nb_x_");
}

TEST_CASE("a sheet becomes a table: texts, numbers, days, formulas, gaps, rows in their lines") {
  CHECK(table_of(
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
            "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>2</v></c>"
            "<c r=\"C3\"><f>A1+1</f><v>0.30000000000000004</v></c></row>"
            "<row r=\"4\"><c r=\"B4\" s=\"1\"><v>46266</v></c></row>"
            "<row><c s=\"2\"><v>12</v></c><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c></row>"
            "<row r=\"7\"><c r=\"A7\"><f>B1</f></c><c t=\"str\"><f>x</f><v>a;b</v></c>"
            "<c s=\"3\"><v>0.5</v></c></row>") ==
        "code,amount,\n\n\"甲, \"\"乙\"\"\n丙\",,0.3\n,2026-09-01,\n00012,true,#N/A\n\n"
        "#CALC!,\"a;b\",12:00:00");
}

TEST_CASE("the first sheet that is not hidden, or the one that is named") {
  const std::string book = archive_of(book_of("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"));
  const WorkbookTable first = read_workbook(book);
  CHECK(first.sheet == "名单");
  CHECK(first.sheets == std::vector<std::string>{"名单", "Second"});
  CHECK(first.text == "1");
  CHECK(read_workbook(book, "Second").text == "other");
  CHECK_THROWS_AS((void)read_workbook(book, "Hidden"), Error);
}

TEST_CASE("the years of a workbook can begin in 1904") {
  BookParts parts = book_of("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>44804</v></c></row>");
  std::string& book = parts["xl/workbook.xml"];
  book.replace(book.find("<workbookPr/>"), 13, "<workbookPr date1904=\"1\"/>");
  CHECK(read_workbook(archive_of(parts)).text == "2026-09-01");
}

TEST_CASE("merged cells are told") {
  const WorkbookTable table = read_workbook(archive_of(book_of(
      "", "<mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"A3:A4\"/></mergeCells>")));
  REQUIRE(table.merged.size() == 2);
  CHECK(table.merged[1].range == "A3:A4");
  CHECK(table.merged[1].first_row == 3);
  CHECK(table.merged[1].last_row == 4);
}

TEST_CASE("what is no workbook, or a dangerous one, is refused by name") {
  const std::string row = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
  CHECK(refusal("PK\x03\x04 and then nothing") == "workbook.damaged");
  CHECK(refusal(BookParts{{"word/document.xml", "<w/>"}}) == "workbook.other_kind");
  std::string container = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
  CHECK(refusal(container) == "workbook.old");
  for (const char c : std::string("EncryptedPackage")) (container += c) += '\0';
  CHECK(refusal(container) == "workbook.encrypted");

  const auto with_sheet = [&](const std::string& text) {
    BookParts parts = book_of(row);
    parts["xl/worksheets/sheet2.xml"] = text;
    return refusal(parts);
  };
  CHECK(with_sheet("<worksheet><sheetData>") == "workbook.damaged");
  CHECK(with_sheet("<!DOCTYPE w [<!ENTITY a \"b\">]><worksheet>&a;</worksheet>") ==
        "workbook.entities");
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  CHECK(with_sheet(deep) == "workbook.damaged");
  for (const char* rows :
       {"<row r=\"2\"/><row r=\"1\"/>", "<row r=\"1048577\"/>", "<row r=\"1\"><c r=\"A2\"/></row>",
        "<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"/></row>", "<c r=\"A1\"/>",
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>9</v></c></row>",
        "<row r=\"1\"><c r=\"A1\"><v>one</v></c></row>"})
    CHECK_MESSAGE(refusal(book_of(rows)) == "workbook.damaged", rows);
  CHECK(refusal(book_of("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>")) ==
        "csv.too_many_columns");
  BookParts hidden = book_of(row);
  hidden["xl/_rels/workbook.xml.rels"] = "<Relationships/>";
  CHECK(refusal(hidden) == "workbook.no_sheet");
}

TEST_CASE("what unpacks to more than its bounds is refused, and a million empty rows are nothing") {
  const std::string cell = "<row><c><v>1</v></c></row>";
  std::string many;
  for (int i = 0; i < 2000; ++i) many += cell;
  CHECK(refusal(book_of(many), {.part_bytes = 10'000}) == "workbook.too_large");
  CHECK(refusal(book_of(many), {.text_bytes = 1'000}) == "workbook.too_large");
  // 32 MB of blanks are 32 kB in the archive.
  const std::string bomb = archive_of(book_of(std::string(std::size_t{32} << 20U, ' ')));
  CHECK(bomb.size() < 100'000);
  CHECK(refusal(bomb) == "workbook.too_large");
  std::string empty;
  for (int i = 1; i <= 100'000; ++i) empty += "<row/>";
  CHECK(table_of("<row><c><v>1</v></c></row>" + empty) == "1");
  CHECK(table_of("<row r=\"1\"><c><v>1</v></c></row><row r=\"1048576\"><c><v>2</v></c></row>")
            .size() == 1'048'577);
}

}  // namespace
}  // namespace twinrail::inlets
