#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "platform/pdf/forms.hpp"
#include "support/pdf_text.hpp"

/// Board, KPI, objective and review on paper, as a reader gets them.
namespace twinrail::testing {
namespace {

std::string printed(Installation& i, const std::string& target, const std::string& who) {
  const Answer answer = i.get(target, who);
  REQUIRE_MESSAGE(answer.status == 200, (target + " " + answer.body));
  CHECK(answer.body.starts_with("%PDF-"));
  CHECK(answer.header("Content-Disposition").find(".pdf") != std::string::npos);
  return text_of_pdf(answer.body);
}

/// The first assignment of the caller's list, which has a judged period.
std::string assignment_of(Installation& i) {
  const Answer list = i.get("/kpi-assignments", "english");
  REQUIRE(list.status == 200);
  return list.at("/items/0/assignment");
}

TEST_CASE("a KPI's PDF has the figures of the API, its definition and its source") {
  for_each_installation([](Installation& i) {
    const std::string id = assignment_of(i);
    const Answer one = i.get("/kpi-assignments/" + id, "english");
    const Answer points = i.get("/kpi-assignments/" + id + "/points", "english");
    REQUIRE(points.status == 200);
    const std::string text = printed(i, "/kpi-assignments/" + id + "/pdf", "english");
    CHECK(says(text, one.at("/row/names/en")));
    CHECK(says(text, one.at("/kpi/formula")));
    CHECK(says(text, "Last recorded"));
    const std::string unit = one.at("/row/unit");
    const std::int64_t decimals = std::stoll(one.at("/row/decimals"));
    std::size_t told = 0;
    const std::size_t count = points.size("/items");
    for (std::size_t n = count > 26 ? count - 26 : 0; n < count; ++n) {
      const std::string value = points.at("/items/" + std::to_string(n) + "/value");
      if (value == "null") continue;
      ++told;
      CHECK(says(text, pdf::with_unit(Locale::en, Decimal::from_text(value), unit, decimals)));
    }
    CHECK(told > 0);
  });
}

TEST_CASE("a board's PDF names what the board shows, in the reader's language") {
  for_each_installation([](Installation& i) {
    const std::string unit = i.id("S");
    const Answer board = i.get("/board?unit=" + unit, "english");
    REQUIRE(board.status == 200);
    const std::string english = printed(i, "/board/pdf?unit=" + unit, "english");
    const std::string chinese = printed(i, "/board/pdf?unit=" + unit, "hr");
    CHECK(says(english, "Dual-track board"));
    CHECK(says(chinese, "双轨看板"));
    CHECK(says(english, board.at("/kpi/ok") + " of " + board.at("/kpi/total") + " normal"));
    for (std::size_t n = 0; n < board.size("/objectives"); ++n)
      CHECK(says(english, board.at("/objectives/" + std::to_string(n) + "/title/en")));
    for (std::size_t n = 0; n < board.size("/kpis"); ++n)
      CHECK(says(english, board.at("/kpis/" + std::to_string(n) + "/names/en")));
  });
}

TEST_CASE("an objective's and a review's PDF have the progress and key results of the API") {
  for_each_installation([](Installation& i) {
    const std::string goal = "/objectives/" + i.id("objective");
    const Answer one = i.get(goal, "english");
    REQUIRE(one.status == 200);
    const std::string progress =
        pdf::percent(one.at("/row/progress") == "null"
                         ? std::nullopt
                         : std::optional(Ratio::from_text(one.at("/row/progress"))));
    for (const std::string& target : {goal + "/pdf", goal + "/review/pdf"}) {
      const std::string text = printed(i, target, "english");
      CHECK(says(text, one.at("/row/title/en")));
      CHECK(says(text, progress));
      for (std::size_t n = 0; n < one.size("/row/key_results"); ++n)
        CHECK(says(text, one.at("/row/key_results/" + std::to_string(n) + "/title/en")));
    }
  });
}

TEST_CASE("a PDF opens to whom the page opens, and each one stands in the trail") {
  for_each_installation([](Installation& i) {
    const std::string goal = "/objectives/" + i.id("objective");
    const std::string metric = "/kpi-assignments/" + assignment_of(i);
    for (const std::string& who : role_names())
      for (const auto& [page, paper] : std::vector<std::pair<std::string, std::string>>{
               {goal, goal + "/pdf"},
               {goal + "/review", goal + "/review/pdf"},
               {metric, metric + "/pdf"},
               {"/board?unit=" + i.id("C"), "/board/pdf?unit=" + i.id("C")}}) {
        CAPTURE(who);
        CAPTURE(paper);
        CHECK(i.get(paper, who).status == i.get(page, who).status);
      }
    CHECK(i.get(goal + "/pdf", "nobody").status == 403);
    const Answer trail = i.get("/trail?what=exported", "admin");
    REQUIRE(trail.status == 200);
    CHECK(trail.body.find("metric-") != std::string::npos);
    CHECK(trail.body.find("board-" + i.id("C")) != std::string::npos);
  });
}

}  // namespace
}  // namespace twinrail::testing
