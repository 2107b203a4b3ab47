#pragma once

#include <map>
#include <string>

#include <doctest/doctest.h>
#include <zip.h>

/// Workbooks for tests, part by part. Only tests include this.
namespace twinrail::testing {

using BookParts = std::map<std::string, std::string>;

/// Packs the parts into an archive.
inline std::string archive_of(const BookParts& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* bytes = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(bytes);
  zip_t* archive = zip_open_from_source(bytes, ZIP_TRUNCATE, &error);
  REQUIRE(archive != nullptr);
  for (const auto& [name, text] : parts) {
    zip_source_t* part = zip_source_buffer(archive, text.data(), text.size(), 0);
    REQUIRE(zip_file_add(archive, name.c_str(), part, ZIP_FL_ENC_UTF_8) >= 0);
  }
  REQUIRE(zip_close(archive) == 0);
  zip_stat_t stat;
  zip_source_stat(bytes, &stat);
  std::string packed(stat.size, '\0');
  zip_source_open(bytes);
  zip_source_read(bytes, packed.data(), packed.size());
  zip_source_close(bytes);
  zip_source_free(bytes);
  return packed;
}

/// A workbook with one sheet of these rows (XML), styles (0 plain, 1 a day, 2 five digits, 3 an
/// hour) and texts "code", "amount", "甲, \"乙\"".
inline BookParts book_of(const std::string& rows, const std::string& behind = "") {
  return {
      {"xl/workbook.xml",
       "<workbook xmlns:r=\"r\"><workbookPr/><sheets>"
       "<sheet name=\"Hidden\" sheetId=\"1\" state=\"hidden\" r:id=\"rId1\"/>"
       "<sheet name=\"名单\" sheetId=\"2\" r:id=\"rId2\"/>"
       "<sheet name=\"Second\" sheetId=\"3\" r:id=\"rId1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships>"
       "<Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
       "<Relationship Id=\"rId2\" Type=\"x/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>"
       "<Relationship Id=\"rId3\" Type=\"x/styles\" Target=\"styles.xml\"/>"
       "<Relationship Id=\"rId4\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/>"
       "</Relationships>"},
      {"xl/styles.xml",
       "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"00000\"/></numFmts>"
       "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
       "<xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"20\"/></cellXfs></styleSheet>"},
      {"xl/sharedStrings.xml",
       "<sst><si><t>code</t></si><si><r><t>am</t></r><r><t>ount</t></r><rPh><t>no</t></rPh></si>"
       "<si><t>甲, &quot;乙&quot;_x000A_丙</t></si></sst>"},
      {"xl/worksheets/sheet1.xml",
       "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>other</t></is></c>"
       "</row></sheetData></worksheet>"},
      {"xl/worksheets/sheet2.xml",
       "<worksheet><sheetData>" + rows + "</sheetData>" + behind + "</worksheet>"}};
}

}  // namespace twinrail::testing
