#include "modules/okr/rules_close.hpp"

#include <doctest/doctest.h>

namespace twinrail::okr::rules {
namespace {

Date day(const char* text) { return Date::from_text(text); }
Decimal number(const char* text) { return Decimal::from_text(text); }

}  // namespace

TEST_CASE("kind_of_span: the level of a cycle follows from its days") {
  CHECK(kind_of_span(day("2026-01-01"), day("2026-12-31")) == CycleKind::year);
  CHECK(kind_of_span(day("2026-01-01"), day("2026-06-30")) == CycleKind::half);
  CHECK(kind_of_span(day("2026-01-01"), day("2026-03-31")) == CycleKind::quarter);
  CHECK(kind_of_span(day("2026-02-01"), day("2026-02-28")) == CycleKind::month);
  CHECK(kind_of_span(day("2026-01-01"), day("2026-02-15")) == CycleKind::custom);
  CHECK(kind_of_span(day("2026-01-01"), day("2026-01-27")) == CycleKind::custom);
}

TEST_CASE("overlap: only cycles of one level may not share a day") {
  const CycleSpan first{CycleKind::quarter, day("2026-01-01"), day("2026-03-31")};
  const CycleSpan next{CycleKind::quarter, day("2026-04-01"), day("2026-06-30")};
  const CycleSpan early{CycleKind::quarter, day("2026-03-31"), day("2026-06-30")};
  const CycleSpan year{CycleKind::year, day("2026-01-01"), day("2026-12-31")};
  CHECK_FALSE(overlap(first, next));
  CHECK(overlap(first, early));
  CHECK(overlap(early, first));
  CHECK_FALSE(overlap(first, year));
  const CycleSpan own{CycleKind::custom, day("2026-01-01"), day("2026-02-15")};
  CHECK_FALSE(overlap(own, own));
}

TEST_CASE("decided_grade: the manager's score takes the place of the key results', then the cap") {
  const std::vector<GradedItem> items{{number("0.6"), {}}, {number("0.7"), {}}};
  const Grade suggested = decided_grade(Ambition::aspirational, items, {}, {});
  CHECK(suggested.raw == Ratio::from_text("0.65"));
  const Grade decided = decided_grade(Ambition::aspirational, items, number("0.9"), {});
  CHECK(decided.grade == number("0.9"));
  CHECK(decided.success);
  const Grade capped =
      decided_grade(Ambition::aspirational, items, number("0.9"), {{"9", true, number("0.7")}});
  CHECK(capped.raw == Ratio::from_text("0.9"));
  CHECK(capped.grade == number("0.7"));
  CHECK_FALSE(capped.success);
  CHECK(decided_grade(Ambition::committed, items, number("0.9"), {}).needs_cause);
}

TEST_CASE("mean_score: one decimal, half up") {
  CHECK_FALSE(mean_score({}));
  const std::vector<Decimal> scores{number("0.8"), number("0.9")};
  CHECK(mean_score(scores) == number("0.9"));
}

TEST_CASE("lacks: the grade before the cause, and the review last") {
  CHECK(lacks({}) == std::vector{Lack::grade, Lack::review});
  CHECK(lacks({.graded = true, .needs_cause = true}) == std::vector{Lack::cause, Lack::review});
  CHECK(lacks({.graded = true, .needs_cause = true, .has_cause = true, .reviewed = true}).empty());
  CHECK(lacks({.graded = true}) == std::vector{Lack::review});
}

}  // namespace twinrail::okr::rules
