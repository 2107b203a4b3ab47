#include "platform/log/log.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "platform/json/document.hpp"

namespace twinrail {

TEST_CASE("a line of the log is one line of JSON, whatever stands in its fields") {
  std::vector<std::string> lines;
  log::send_to([&](std::string_view line) { lines.emplace_back(line); });
  log::write(log::Level::warn, "request", {{"route", "a\n\"b\""}, {"status", std::int64_t{200}}});
  log::send_to({});
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].find('\n') == std::string::npos);
  const json::Document document = json::Document::parse(lines[0]);
  std::string names;
  for (const json::Value member : document.root()) (names += member.name()) += ' ';
  CHECK(names == "at level event route status ");
  CHECK(lines[0].ends_with(R"("level":"warn","event":"request","route":"a\n\"b\"","status":200})"));
}

}  // namespace twinrail
