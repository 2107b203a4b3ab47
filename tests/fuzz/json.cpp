// The reader of requests: any bytes are a document or a refusal, and what was read is written and
// read again as the same.
#include "platform/json/json.hpp"

#include "fuzz/fuzz.hpp"
#include "platform/json/document.hpp"

namespace twinrail::fuzz {

struct Part {
  std::string name;
  std::optional<std::int64_t> count;
};
DESCRIBE(Part, name, count);

struct Whole {
  std::string text;
  std::int64_t number = 0;
  bool flag = false;
  Decimal amount;
  std::optional<Date> day;
  std::vector<Part> parts;
};
DESCRIBE(Whole, text, number, flag, amount, day, parts);

namespace {

std::string written(std::string_view text) {
  const json::Document document = json::Document::parse(text);
  std::string out;
  document.root().write(out);
  return out;
}

}  // namespace
}  // namespace twinrail::fuzz

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace twinrail;
  const std::string_view text = fuzz::text_of(data, size);
  fuzz::read([&] {
    const std::string once = fuzz::written(text);
    fuzz::require(fuzz::written(once) == once);
  });
  fuzz::read([&] {
    const auto whole = from_json<fuzz::Whole>(text);
    const std::string once = to_json(whole);
    fuzz::require(to_json(from_json<fuzz::Whole>(once)) == once);
  });
  return 0;
}
