#include "platform/i18n/i18n.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

#include <doctest/doctest.h>

#include "platform/embedded.hpp"
#include "platform/json/document.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> words_of(const EmbeddedFile& file) {
  const json::Document document = json::Document::parse(file.content);
  std::map<std::string, std::string> words;
  for (const json::Value word : document.root()) words.emplace(word.name(), word.text());
  return words;
}

/// The names of a message's arguments: "{max, plural, one {# row}}" → max.
std::set<std::string> arguments_of(const std::string& message) {
  std::set<std::string> names;
  static const std::regex argument(R"(\{([a-z_]+)\s*[,}])");
  for (std::sregex_iterator at(message.begin(), message.end(), argument), end; at != end; ++at) {
    names.insert((*at)[1]);
  }
  return names;
}

TEST_CASE("each file of words has the same keys and arguments in both languages") {
  std::size_t files = 0;
  for (const EmbeddedFile& zh : embedded_files()) {
    if (!zh.path.ends_with("/i18n/zh.json")) continue;
    ++files;
    const std::string other = std::string(zh.path.substr(0, zh.path.size() - 7)) + "en.json";
    const auto embedded = embedded_files();
    const auto en = std::find_if(embedded.begin(), embedded.end(),
                                 [&](const EmbeddedFile& file) { return file.path == other; });
    REQUIRE_MESSAGE(en != embedded.end(), other);
    const auto chinese = words_of(zh);
    const auto english = words_of(*en);
    for (const auto& [key, message] : chinese) {
      INFO(key);
      REQUIRE(english.contains(key));
      CHECK(arguments_of(message) == arguments_of(english.at(key)));
      CHECK_FALSE(message.empty());
      CHECK_FALSE(english.at(key).empty());
    }
    CHECK_MESSAGE(english.size() == chinese.size(), other);
  }
  CHECK(files >= 2);
}

TEST_CASE("ICU reads every message") {
  CHECK(i18n::unreadable(Locale::zh).empty());
  CHECK(i18n::unreadable(Locale::en).empty());
}

TEST_CASE("arguments are put in") {
  const Arguments one{{"max", "1"}};
  const Arguments many{{"max", "1000"}};
  CHECK(i18n::text(Locale::en, "request.too_many_items", one) == "At most 1 item");
  CHECK(i18n::text(Locale::en, "request.too_many_items", many) == "At most 1,000 items");
  CHECK(i18n::text(Locale::zh, "request.too_long", {{"max", "5"}}) == "最多 5 个字符");
  CHECK(i18n::text(Locale::zh, "request.wrong_type", {{"expected", "date"}}) ==
        "应为日期（年-月-日）");
  CHECK(i18n::text(Locale::en, "request.wrong_type", {{"expected", "new kind"}}) ==
        "Expected another type");
  CHECK(i18n::text(Locale::en, "request.not_a_choice", {{"choices", "day, {week}"}}) ==
        "Must be one of: day, {week}");
}

TEST_CASE("what has no words is shown as its key") {
  CHECK(i18n::text(Locale::zh, "no.such_key", {{"a", "b"}}) == "no.such_key");
  CHECK_FALSE(i18n::has(Locale::en, "no.such_key"));
}

/// Keys of refusals in a source file: Error(Fault::x, "key", …) and {pointer, "key", {…}}.
std::set<std::string> keys_in(const fs::path& file) {
  std::ifstream in(file);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  static const std::regex thrown(R"rx(Fault::[a-z_]+,\s*"([a-z0-9_.]+)")rx");
  static const std::regex noted(R"rx(note\([^;"]*"([a-z0-9_]+\.[a-z0-9_.]+)")rx");
  std::set<std::string> keys;
  for (const std::regex* shape : {&thrown, &noted}) {
    for (std::sregex_iterator at(text.begin(), text.end(), *shape), end; at != end; ++at) {
      keys.insert((*at)[1]);
    }
  }
  return keys;
}

TEST_CASE("every refusal has words in both languages") {
  std::size_t found = 0;
  for (const std::string_view layer : {"base", "platform", "modules"}) {
    const fs::path root = fs::path(TWINRAIL_SOURCE_DIR) / "src" / layer;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
      const std::string name = entry.path().filename().string();
      const bool code = name.ends_with(".cpp") || name.ends_with(".hpp");
      const bool of_tests =
          name.find("_test.") != std::string::npos || name.starts_with("testing.");
      if (!code || of_tests) continue;
      for (const std::string& key : keys_in(entry.path())) {
        ++found;
        CHECK_MESSAGE(i18n::has(Locale::zh, key), name, ": ", key);
        CHECK_MESSAGE(i18n::has(Locale::en, key), name, ": ", key);
      }
    }
  }
  CHECK(found > 60);
}

}  // namespace
}  // namespace twinrail
