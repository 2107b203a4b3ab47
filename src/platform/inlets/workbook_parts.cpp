#include "platform/inlets/workbook_parts.hpp"

#include <array>
#include <exception>
#include <memory>

#include <expat.h>
#include <zip.h>

namespace twinrail::inlets {
namespace {

/// Below it nothing is said of how well a part is packed: long runs of one value pack very well.
constexpr std::uint64_t ratio_from = std::uint64_t{16} << 20U;

std::string_view local_name(std::string_view name) {
  return name.substr(name.find_last_of(':') + 1);  // npos + 1 is 0: all of it
}

/// What the parser calls back, with whatever a reader throws kept until the parser has returned.
struct Calls {
  XmlReader& reader;
  XML_Parser parser;
  std::exception_ptr thrown{};
  bool entities = false;
  int depth = 0;

  template <class Call>
  void guarded(Call call) {
    if (thrown) return;
    try {
      call();
    } catch (...) {
      thrown = std::current_exception();
      XML_StopParser(parser, XML_FALSE);
    }
  }
};

void XMLCALL opened(void* data, const XML_Char* name, const XML_Char** attributes) {
  auto& calls = *static_cast<Calls*>(data);
  constexpr int levels = 64;  // a sheet has six
  if (++calls.depth > levels) return void(XML_StopParser(calls.parser, XML_FALSE));
  calls.guarded([&] {
    XmlReader::Attributes read;
    for (; attributes[0] != nullptr; attributes += 2)
      read.insert_or_assign(std::string(local_name(attributes[0])), attributes[1]);
    calls.reader.open(local_name(name), read);
  });
}

void XMLCALL said(void* data, const XML_Char* text, int length) {
  auto& calls = *static_cast<Calls*>(data);
  calls.guarded([&] { calls.reader.text({text, static_cast<std::size_t>(length)}); });
}

void XMLCALL closed(void* data, const XML_Char* name) {
  auto& calls = *static_cast<Calls*>(data);
  --calls.depth;
  calls.guarded([&] { calls.reader.close(local_name(name)); });
}

/// No workbook declares a document type; what does would have entities unfolded.
void XMLCALL declared(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  auto& calls = *static_cast<Calls*>(data);
  calls.entities = true;
  XML_StopParser(calls.parser, XML_FALSE);
}

using Parser = std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)>;
using Open = std::unique_ptr<zip_file_t, decltype(&zip_fclose)>;

[[noreturn]] void too_large(const std::string& part) {
  throw Error(Fault::invalid, "workbook.too_large", Arguments{{"part", part}});
}

}  // namespace

bool says_yes(const XmlReader::Attributes& attributes, std::string_view name) {
  const std::string value = value_of(attributes, name);
  return value == "1" || value == "true";
}

std::string value_of(const XmlReader::Attributes& attributes, std::string_view name) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? std::string() : found->second;
}

void damaged(const std::string& part) {
  throw Error(Fault::invalid, "workbook.damaged", Arguments{{"part", part}});
}

Parts::Parts(std::string_view bytes, const WorkbookLimits& limits) : limits_(limits) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  archive_ = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
  if (source && !archive_) zip_source_free(source);
  zip_error_fini(&error);
  if (!archive_) damaged("zip");
}

Parts::~Parts() { zip_discard(static_cast<zip_t*>(archive_)); }

bool Parts::has(const std::string& part) const {
  return zip_name_locate(static_cast<zip_t*>(archive_), part.c_str(), 0) >= 0;
}

void Parts::read(const std::string& part, XmlReader& reader) const {
  auto* archive = static_cast<zip_t*>(archive_);
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_stat(archive, part.c_str(), 0, &stat) != 0) damaged(part);
  if (stat.encryption_method != ZIP_EM_NONE) throw Error(Fault::unsupported, "workbook.encrypted");
  const Open file(zip_fopen(archive, part.c_str(), 0), &zip_fclose);
  if (!file) damaged(part);
  const Parser parser(XML_ParserCreate(nullptr), &XML_ParserFree);
  Calls calls{reader, parser.get()};
  XML_SetUserData(parser.get(), &calls);
  XML_SetElementHandler(parser.get(), &opened, &closed);
  XML_SetCharacterDataHandler(parser.get(), &said);
  XML_SetStartDoctypeDeclHandler(parser.get(), &declared);
  std::array<char, 1U << 16U> piece{};
  std::uint64_t unpacked = 0;
  for (;;) {
    const zip_int64_t got = zip_fread(file.get(), piece.data(), piece.size());
    if (got < 0) damaged(part);
    // What the archive says of its sizes is not taken for true.
    unpacked += static_cast<std::uint64_t>(got);
    if (unpacked > limits_.part_bytes) too_large(part);
    if (unpacked > ratio_from && unpacked / limits_.ratio > stat.comp_size) too_large(part);
    const auto status = XML_Parse(parser.get(), piece.data(), static_cast<int>(got), got == 0);
    if (calls.thrown) std::rethrow_exception(calls.thrown);
    if (calls.entities) throw Error(Fault::invalid, "workbook.entities", Arguments{{"part", part}});
    if (status != XML_STATUS_OK) damaged(part);
    if (got == 0) return;
  }
}

}  // namespace twinrail::inlets
