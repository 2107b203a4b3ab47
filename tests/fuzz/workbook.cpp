// The reader of workbooks: any archive is a table within its bounds, or a refusal. The sheet's XML
// is taken as it comes as well, in an archive that is good, because random bytes seldom make one.
#include "platform/inlets/workbook.hpp"

#include <zip.h>

#include "fuzz/fuzz.hpp"

namespace twinrail::fuzz {
namespace {

/// A workbook whose one sheet has these bytes.
std::string book_with(std::string_view sheet) {
  const std::pair<const char*, std::string_view> parts[] = {
      {"xl/workbook.xml", "<workbook><sheets><sheet name=\"a\" id=\"1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       "<R><Relationship Id=\"1\" Type=\"/worksheet\" Target=\"sheet.xml\"/>"
       "<Relationship Id=\"2\" Type=\"/styles\" Target=\"styles.xml\"/></R>"},
      {"xl/styles.xml", "<s><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></s>"},
      {"xl/sheet.xml", sheet}};
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* bytes = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(bytes);
  zip_t* archive = zip_open_from_source(bytes, ZIP_TRUNCATE, &error);
  for (const auto& [name, text] : parts)
    zip_file_add(archive, name, zip_source_buffer(archive, text.data(), text.size(), 0), 0);
  zip_close(archive);
  zip_stat_t stat;
  zip_source_stat(bytes, &stat);
  std::string packed(stat.size, '\0');
  zip_source_open(bytes);
  zip_source_read(bytes, packed.data(), packed.size());
  zip_source_close(bytes);
  zip_source_free(bytes);
  return packed;
}

void take(const std::string& bytes) {
  const inlets::WorkbookLimits limits{
      .part_bytes = 1U << 20U, .ratio = 400, .text_bytes = 1U << 21U, .columns = 200};
  fuzz::read([&] {
    const auto table = inlets::read_workbook(bytes, std::nullopt, limits);
    require(table.text.size() <= limits.text_bytes);
    require(!table.sheets.empty());
  });
}

}  // namespace
}  // namespace twinrail::fuzz

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace twinrail;
  const std::string bytes(fuzz::text_of(data, size));
  fuzz::take(bytes);
  fuzz::take(fuzz::book_with(bytes));
  return 0;
}
