#include "modules/kpi/rules_term.hpp"

#include <doctest/doctest.h>

namespace twinrail::kpi::rules {
namespace {

Date march(int day) { return Date::of(2026, 3, day); }

AssignmentRow row_of(const char* limit) {
  return {.id = AssignmentId{7},
          .weight = Decimal::whole(1),
          .valid_from = march(1),
          .valid_to = Date::last(),
          .breach_op = "<",
          .breach_value = Decimal::parse(limit).value};
}

/// Writes a change where the others stand, as the store does.
void write(AssignmentWithTargets& assignment, const AssignmentRow& wanted, Date from) {
  auto change = change_term(assignment.row, assignment.terms, wanted, from);
  for (AssignmentTermRow& ended : change.ended)
    for (AssignmentTermRow& term : assignment.terms)
      if (term.id == ended.id) term = ended;
  for (AssignmentTermRow& added : change.added) {
    added.id = static_cast<std::int64_t>(assignment.terms.size()) + 1;
    assignment.terms.push_back(added);
  }
}

std::string limits(const AssignmentWithTargets& assignment) {
  std::string text;
  for (const int day : {1, 9, 10, 20, 31})
    text += (text.empty() ? "" : " ") + held_on(assignment, march(day)).breach_value->to_string();
  return text;
}

}  // namespace

TEST_CASE("what held of an assignment on a day follows its changes") {
  AssignmentWithTargets assignment{row_of("0.9"), {}, {}};
  CHECK(limits(assignment) == "0.9 0.9 0.9 0.9 0.9");
  write(assignment, row_of("0.8"), march(10));
  CHECK(limits(assignment) == "0.9 0.9 0.8 0.8 0.8");
  SUBCASE("the same day again takes its place") {
    write(assignment, row_of("0.7"), march(10));
    CHECK(limits(assignment) == "0.9 0.9 0.7 0.7 0.7");
  }
  SUBCASE("a later one follows") {
    write(assignment, row_of("0.7"), march(20));
    CHECK(limits(assignment) == "0.9 0.9 0.8 0.7 0.7");
    CHECK_THROWS_AS(write(assignment, row_of("0.6"), march(15)), Error);
  }
}

TEST_CASE("a change on the first day leaves nothing before it") {
  AssignmentWithTargets assignment{row_of("0.9"), {}, {}};
  write(assignment, row_of("0.8"), march(1));
  CHECK(assignment.terms.size() == 1);
  CHECK(limits(assignment) == "0.8 0.8 0.8 0.8 0.8");
}

TEST_CASE("how a KPI is worked out follows its terms, and nothing else of it does") {
  const KpiRow now{.id = KpiId{3}, .code = "rate", .name_en = "Rate", .formula = "a / b"};
  KpiRow wanted = now;
  wanted.formula = "a / c";
  wanted.name_en = "Another";
  const auto change = change_term(now, std::span<const KpiTermRow>(), wanted, march(10));
  CHECK(change.ended.empty());
  REQUIRE(change.added.size() == 2);
  CHECK(held_on(now, change.added, march(9)).formula == "a / b");
  CHECK(held_on(now, change.added, march(10)).formula == "a / c");
  CHECK(held_on(now, change.added, march(10)).name_en == "Rate");
  CHECK(with_term(now, change.added[1]).formula == "a / c");
}

TEST_CASE("a period that is cut by the last day does not count") {
  AssignmentRow row = row_of("0.9");
  row.valid_to = march(15);
  CHECK(counts(row, {march(9), march(16)}));
  CHECK_FALSE(counts(row, {march(9), march(17)}));
}

TEST_CASE("only what decides colours judges otherwise") {
  AssignmentRow other = row_of("0.9");
  other.owner = PersonId{4};
  other.weight = Decimal::whole(3);
  CHECK_FALSE(judges_otherwise(row_of("0.9"), other));
  other.grace_days = 3;
  CHECK(judges_otherwise(row_of("0.9"), other));
}

TEST_CASE("differences name each field that became another") {
  AssignmentRow before = row_of("0.9");
  AssignmentRow after = row_of("0.8");
  after.owner = PersonId{4};
  after.valid_to = march(31);
  const std::vector<FieldChange> told{
      {"owner", {}, "4"}, {"breach", "< 0.9", "< 0.8"}, {"last_day", {}, "2026-03-31"}};
  CHECK(differences(before, after) == told);
  CHECK(differences(before, before).empty());
  KpiRow kpi{.formula = "a / b"};
  KpiRow changed = kpi;
  changed.formula = "a";
  CHECK(differences(kpi, changed) == std::vector<FieldChange>{{"formula", "a / b", "a"}});
  MeasureRow measure;
  MeasureRow retired = measure;
  retired.retired_from = march(1);
  CHECK(differences(measure, retired) ==
        std::vector<FieldChange>{{"retired_from", {}, "2026-03-01"}});
  KpiWords words;
  words.purpose_en = "why";
  CHECK(differences(KpiWords{}, words) == std::vector<FieldChange>{{"purpose_en", {}, "why"}});
}

}  // namespace twinrail::kpi::rules
