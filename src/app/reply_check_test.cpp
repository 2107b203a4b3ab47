#include "support/reply_check.hpp"

#include <doctest/doctest.h>

namespace twinrail {
namespace {

constexpr const char* document = R"({"components":{"schemas":{
  "Colour":{"type":"string","enum":["red","green"]},
  "Thing":{"type":"object","additionalProperties":false,"required":["id","at","on"],"properties":{
    "id":{"type":"integer","format":"int64","minimum":1,"maximum":9},
    "at":{"type":["string","null"],"format":"date-time","maxLength":40},
    "on":{"type":"string","format":"date","maxLength":10},
    "amount":{"type":["string","null"],"maxLength":8,"pattern":"^-?[0-9]{1,13}(\\.[0-9]{1,6})?$"},
    "colour":{"anyOf":[{"$ref":"#/components/schemas/Colour"},{"type":"null"}]},
    "parts":{"type":"array","maxItems":2,"items":{"$ref":"#/components/schemas/Colour"}}}},
  "Odd":{"type":"string","minLength":3}}}})";

std::string first(std::string_view schema, std::string_view body) {
  const auto found = ReplyCheck(document).findings(schema, body);
  return found.empty() ? "" : found.front();
}

/// A thing with one field more, or another one.
std::string thing(const std::string& last) {
  return R"({"id":3,"at":"2026-03-02T01:00:00Z","on":"2026-03-02")" + last + "}";
}

TEST_CASE("a reply that fits its schema gives no finding") {
  CHECK(first("Thing", thing("")) == "");
  CHECK(first("Thing", thing(R"(,"amount":"-12.5","colour":null,"parts":["red"])")) == "");
  CHECK(first("Thing", R"({"id":3,"at":null,"on":"2026-03-02","colour":"green"})") == "");
}

TEST_CASE("each way of not fitting is found") {
  CHECK(first("Thing", "[]") == R"(/: is no "object": [])");
  CHECK(first("Thing", "{") == "the body is no JSON: json.malformed");
  CHECK(first("Thing", R"({"id":3,"at":null})") == "/: lacks on");
  CHECK(first("Thing", thing(R"(,"more":1)")) == "/: has more, which the document does not know");
  CHECK(first("Thing", R"({"id":"3","at":null,"on":"2026-03-02"})") ==
        R"(/id: is no "integer": "3")");
  CHECK(first("Thing", R"({"id":3.5,"at":null,"on":"2026-03-02"})") ==
        R"(/id: is no "integer": 3.5)");
  CHECK(first("Thing", R"({"id":0,"at":null,"on":"2026-03-02"})") == "/id: breaks minimum 1: 0");
  CHECK(first("Thing", R"({"id":10,"at":null,"on":"2026-03-02"})") == "/id: breaks maximum 9: 10");
  CHECK(first("Thing", R"({"id":3,"at":null,"on":"2026-02-30"})") ==
        R"(/on: breaks format "date": "2026-02-30")");
  CHECK(first("Thing", R"({"id":3,"at":"2026-03-02 01:00","on":"2026-03-02"})") ==
        R"(/at: breaks format "date-time": "2026-03-02 01:00")");
  CHECK(first("Thing", thing(R"(,"amount":"1.2345678")")).starts_with("/amount: breaks"));
  CHECK(first("Thing", thing(R"(,"amount":12)")).starts_with("/amount: is no"));
  CHECK(first("Thing", thing(R"(,"amount":"123456789")")).starts_with("/amount: breaks maxLength"));
  CHECK(first("Thing", thing(R"(,"colour":"blue")")) ==
        R"(/colour: breaks enum ["red","green"]: "blue")");
  CHECK(first("Thing", thing(R"(,"parts":["red","red","red"])"))
            .starts_with("/parts: breaks maxItems"));
  CHECK(first("Thing", thing(R"(,"parts":["red","blue"])")).starts_with("/parts/1: breaks enum"));
}

TEST_CASE("a word that the checker does not know is a finding, not a blank") {
  CHECK(first("Odd", R"("abc")") == "/: the schema says minLength, which nobody checks");
  CHECK(first("Nowhere", "1") == "no schema Nowhere");
}

}  // namespace
}  // namespace twinrail
