#include "modules/people/names.hpp"

#include <doctest/doctest.h>

namespace twinrail::people::names {
namespace {

bool finds(const std::vector<std::string>& tokens, std::string_view typed) {
  const std::string term = search_term(typed);
  for (const std::string& token : tokens)
    if (token.starts_with(term)) return true;
  return false;
}

}  // namespace

TEST_CASE("a person is found by name, sound, initials and number, from the beginning of a word") {
  const auto sun = search_tokens("孙薇薇", "Sun Weiwei", {"HZ0042"});
  for (const char* typed : {"孙", "薇薇", "孙薇", "sun", "SUN w", "sunwei", "weiwei", "sww", "ww",
                            "hz0042", "HZ00", "0042", "42"})
    CHECK_MESSAGE(finds(sun, typed), typed);
  for (const char* typed : {"un", "eiwei", "王", "z0042", "2"})
    CHECK_MESSAGE(!finds(sun, typed), typed);
  // The surname has a reading of its own.
  CHECK(finds(search_tokens("单雄信", "", {"1"}), "shan"));
  CHECK(finds(search_tokens("单雄信", "", {"1"}), "sxx"));
  CHECK(finds(search_tokens("Mary-Jane O'Neill", "", {"A-7"}), "jane"));
  CHECK(finds(search_tokens("Mary-Jane O'Neill", "", {"A-7"}), "o'n"));
  CHECK(finds(search_tokens("Zoë", "", {"1"}), "zoë"));
  CHECK(finds(search_tokens("Zoë", "", {"1"}), "zoe"));
}

TEST_CASE("no token is the beginning of another") {
  const auto tokens = search_tokens("安安", "An An", {"1", "12"});
  for (std::size_t i = 1; i < tokens.size(); ++i) CHECK_FALSE(tokens[i].starts_with(tokens[i - 1]));
  CHECK(finds(tokens, "12"));
  CHECK(finds(tokens, "安"));
}

TEST_CASE("countries are those of ISO 3166") {
  CHECK(is_country("CN"));
  CHECK(is_country("DE"));
  CHECK_FALSE(is_country("cn"));
  CHECK_FALSE(is_country("XX"));
  CHECK_FALSE(is_country(""));
}

TEST_CASE("names are sorted by their sound") {
  CHECK(sort_name("安宁") < sort_name("张三"));
  CHECK(sort_name("张飞") < sort_name("张三"));
  CHECK(sort_name("Mary") < sort_name("欧阳修"));
  CHECK(sort_name("李一") != sort_name("李依"));
}

}  // namespace twinrail::people::names
