#include "platform/log/log.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "platform/json/document.hpp"
#include "platform/log/sparse.hpp"

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

TEST_CASE("a line of a kind goes out once a second, and says how many were left out") {
  log::Sparse sparse;
  const auto begin = log::Sparse::Clock::time_point() + std::chrono::hours(1);
  const auto at = [&](int millis) { return begin + std::chrono::milliseconds(millis); };
  CHECK(sparse.admit("full", at(0)) == 0);
  CHECK_FALSE(sparse.admit("full", at(10)));
  CHECK(sparse.admit("away", at(20)) == 0);
  CHECK_FALSE(sparse.admit("full", at(999)));
  CHECK(sparse.admit("full", at(1000)) == 2);
  CHECK(sparse.admit("full", at(2500)) == 0);
  int let_through = 0;
  for (int kind = 0; kind < 1000; ++kind)
    if (sparse.admit("kind " + std::to_string(kind), at(2600))) ++let_through;
  CHECK(let_through < 100);
}

}  // namespace twinrail
