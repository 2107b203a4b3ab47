#include <string>

#include <doctest/doctest.h>

#include "modules/kpi/rules.hpp"

namespace twinrail::kpi::rules {

namespace {

ScorecardLine line(const char* weight, const char* achievement, const char* cap = "") {
  const auto maybe = [](const char* text) {
    return *text == '\0' ? std::nullopt : std::optional(Decimal::from_text(text));
  };
  return {maybe(weight), maybe(achievement), maybe(cap), false, false};
}

ScorecardLine veto(bool breached) { return {"0"_dec, "0"_dec, std::nullopt, true, breached}; }

Scorecard graded(std::vector<ScorecardLine> lines) {
  Scorecard card;
  card.lines = std::move(lines);
  card.grades = {{"A", "90"_dec}, {"B", "75"_dec}, {"C", "60"_dec}, {"D", std::nullopt}};
  card.veto_grade = "C";
  return card;
}

/// "total uncapped missing before after".
std::string text_of(const Scorecard& card) {
  try {
    const auto v = score(card);
    return v.total.to_fixed(2) + " " + v.uncapped_total.to_fixed(2) + " " +
           v.missing_weight.to_string() + " " + v.grade_before_veto.value_or("-") + " " +
           v.grade.value_or("-");
  } catch (const Error& error) {
    return error.key();
  }
}

ScoreSegment segment(const char* from, const char* to, const char* score) {
  ScoreSegment s{Date::from_text(from), Date::from_text(to), std::nullopt};
  if (*score != '\0') s.score = Decimal::from_text(score);
  return s;
}

std::string prorated(const std::vector<ScoreSegment>& segments) {
  try {
    const auto p = prorate(Date::of(2026, 4, 1), Date::of(2026, 4, 30), segments);
    return (p.score ? p.score->to_fixed(2) : "null") + " " + std::to_string(p.missing_days);
  } catch (const Error& error) {
    return error.key();
  }
}

}  // namespace

TEST_CASE("cap and floor work line by line") {
  Scorecard card;
  card.lines = {line("40", "1.30"), line("30", "0.90"), line("30", "0.50")};
  CHECK(text_of(card) == "90.00 94.00 0 - -");
  card.lines[0].cap = "1"_dec;
  CHECK(text_of(card) == "82.00 94.00 0 - -");
  card.lines[2].achievement = "-2"_dec;
  CHECK(text_of(card) == "67.00 79.00 0 - -");
  card.floor = "0.2"_dec;
  CHECK(text_of(card) == "73.00 85.00 0 - -");
  card.floor = "-5"_dec;
  CHECK(text_of(card) == "7.00 19.00 0 - -");
}

TEST_CASE("a missing weight is shown, never scaled away") {
  CHECK(text_of(graded({line("50", "0.80"), line("30", "")})) == "40.00 40.00 50 D D");
  CHECK(text_of(graded({})) == "0.00 0.00 100 D D");
}

TEST_CASE("grades use the exact total") {
  CHECK(text_of(graded({line("100", "0.9")})) == "90.00 90.00 0 A A");
  CHECK(text_of(graded({line("100", "0.899999")})) == "90.00 90.00 0 B B");
  CHECK(text_of(graded({line("100", "0.1")})) == "10.00 10.00 0 D D");
}

TEST_CASE("a breached veto line limits the grade and never lifts it") {
  CHECK(text_of(graded({line("100", "0.95"), veto(true)})) == "95.00 95.00 0 A C");
  CHECK(text_of(graded({line("100", "0.95"), veto(false)})) == "95.00 95.00 0 A A");
  CHECK(text_of(graded({line("100", "0.10"), veto(true)})) == "10.00 10.00 0 D D");
  auto plain = graded({line("100", "0.95")});
  plain.lines[0].breached = true;  // a breach without a veto
  CHECK(text_of(plain) == "95.00 95.00 0 A A");
}

TEST_CASE("weights are there, not negative and at most 100") {
  CHECK(text_of(graded({line("-1", "1"), line("", "1")})) == "weight_missing");
  CHECK(text_of(graded({line("-1", "1"), line("200", "")})) == "negative_weight");
  CHECK(text_of(graded({line("100", "1"), line("0.000001", "")})) == "weights_exceed_100");
}

TEST_CASE("a score is prorated by the days that have one") {
  CHECK(prorated({segment("2026-04-01", "2026-04-10", "70"),
                  segment("2026-04-16", "2026-04-30", "90")}) == "82.00 5");
  CHECK(prorated({segment("2026-04-01", "2026-04-10", ""),
                  segment("2026-04-11", "2026-04-30", "90")}) == "90.00 10");
  CHECK(prorated({segment("2026-04-01", "2026-04-30", "")}) == "null 30");
  CHECK(prorated({}) == "null 30");
  CHECK(prorated({segment("2026-04-11", "2026-04-30", "1"),
                  segment("2026-04-01", "2026-04-11", "1")}) == "segments_overlap");
  CHECK(prorated({segment("2026-03-31", "2026-04-10", "1")}) == "segment_outside_period");
  CHECK(prorated({segment("2026-03-31", "2026-04-10", "1"),
                  segment("2026-04-10", "2026-04-11", "1")}) == "segments_overlap");
}

}  // namespace twinrail::kpi::rules
