#include <string>

#include <doctest/doctest.h>

#include "modules/kpi/rules.hpp"

namespace twinrail::kpi::rules {

namespace {

Condition when(Compare op, const char* value, const char* to = "0") {
  return {op, Decimal::from_text(value), Decimal::from_text(to)};
}

BreachRule rule(Condition breach, std::optional<Condition> recover, int n, int m) {
  BreachRule r;
  r.breach = breach;
  r.recover = recover;
  r.n = n;
  r.m = m;
  return r;
}

/// One letter a period: o(k) p(ending) f(iring) r(ecovering); capitals carry a notice, ? is no
/// data.
std::string run(const BreachRule& r, const std::vector<const char*>& figures) {
  std::vector<std::optional<Fraction>> values;
  for (const char* figure : figures) {
    values.push_back(*figure == '\0' ? std::nullopt : std::optional(Fraction::from_text(figure)));
  }
  std::string letters;
  try {
    for (const auto& step : breach_sequence(r, values)) {
      const char letter = "opfr"[static_cast<std::size_t>(step.state.phase)];
      letters += step.notice ? static_cast<char>(letter - 'a' + 'A') : letter;
      if (step.state.no_data(r)) letters += '?';
    }
  } catch (const Error& error) {
    return error.key();
  }
  return letters;
}

BreachRule costs() { return rule(when(Compare::above, "1000"), when(Compare::below, "900"), 2, 2); }

}  // namespace

TEST_CASE("two in a row to enter, two in a row to leave") {
  CHECK(run(costs(), {"980", "1010", "990", "1020", "1030", "950", "880", "870"}) == "opopFfrO");
  CHECK(run(costs(), {"1010", "1010", "880", "950", "880", "1010", "880", "880"}) == "pFrfrfrO");
  CHECK(run(costs(), {"1000", "1000"}) == "oo");
  CHECK(run(costs(), {"1001", "1001", "900", "900", "899", "899", "1001"}) == "pFffrOp");
  CHECK(run(rule(when(Compare::above, "1"), std::nullopt, 1, 1), {"2", "1", "2", "2"}) == "FOFf");
  CHECK(run(rule(when(Compare::below, "1"), std::nullopt, 3, 1), {"0", "0", "0", "1"}) == "ppFO");
}

TEST_CASE("a missing value freezes state and counts") {
  CHECK(run(costs(), {"1010", "", "1020"}) == "pp?F");
  CHECK(run(costs(), {"1010", "1010", "800", "", "", "800"}) == "pFrr?r?O");
  BreachRule patient = costs();
  patient.no_data_after = 2;
  CHECK(run(patient, {"", "950", "", "", ""}) ==
        "ooo"
        "o?o?");
}

TEST_CASE("without a recovery rule, clear means not in breach") {
  CHECK(run(rule(when(Compare::outside, "36", "38"), std::nullopt, 1, 2),
            {"37", "39", "37", "38", "35.9"}) == "oFrOF");
  CHECK(run(rule(when(Compare::inside, "1", "2"), std::nullopt, 1, 1), {"1", "2", "2.1", "0.9"}) ==
        "FfOo");
  CHECK(run(rule(when(Compare::at_least, "5"), std::nullopt, 1, 1), {"5", "4.999999"}) == "FO");
}

TEST_CASE("counts are at least one") {
  CHECK(run(rule(when(Compare::above, "1"), std::nullopt, 0, 1), {}) == "bad_count");
  CHECK(run(rule(when(Compare::above, "1"), std::nullopt, 1, 0), {}) == "bad_count");
  BreachRule never = costs();
  never.no_data_after = 0;
  CHECK(run(never, {}) == "bad_count");
  BreachRule both = rule(when(Compare::above, "1"), when(Compare::above, "2"), 0, 1);
  CHECK(run(both, {}) == "bad_count");
}

TEST_CASE("recovery lies on the opposite side and never meets the breach") {
  struct Row {
    Condition breach;
    Condition recover;
    bool sound;
  };
  const Row rows[] = {
      {when(Compare::above, "10"), when(Compare::below, "10"), true},
      {when(Compare::above, "10"), when(Compare::at_most, "10"), true},
      {when(Compare::at_least, "10"), when(Compare::below, "10"), true},
      {when(Compare::at_least, "10"), when(Compare::at_most, "10"), false},
      {when(Compare::above, "10"), when(Compare::below, "10.1"), false},
      {when(Compare::above, "10"), when(Compare::above, "5"), false},
      {when(Compare::above, "10"), when(Compare::inside, "1", "2"), false},
      {when(Compare::below, "10"), when(Compare::above, "12"), true},
      {when(Compare::below, "10"), when(Compare::at_least, "9"), false},
      {when(Compare::at_most, "10"), when(Compare::at_least, "10"), false},
      {when(Compare::outside, "1", "5"), when(Compare::inside, "1", "5"), true},
      {when(Compare::outside, "1", "5"), when(Compare::inside, "2", "4"), true},
      {when(Compare::outside, "1", "5"), when(Compare::inside, "0.9", "4"), false},
      {when(Compare::outside, "1", "5"), when(Compare::inside, "2", "5.1"), false},
      {when(Compare::outside, "1", "5"), when(Compare::outside, "2", "4"), false},
      {when(Compare::outside, "1", "5"), when(Compare::below, "0"), false},
      {when(Compare::inside, "1", "5"), when(Compare::outside, "1", "5"), true},
      {when(Compare::inside, "1", "5"), when(Compare::outside, "0", "6"), true},
      {when(Compare::inside, "1", "5"), when(Compare::outside, "2", "6"), false},
  };
  for (const Row& row : rows) {
    CAPTURE(text_of(row.breach.op));
    CAPTURE(row.recover.value.to_string());
    CHECK(run(rule(row.breach, row.recover, 2, 2), {}) == (row.sound ? "" : "recover_unordered"));
  }
}

TEST_CASE("step by step is the same as the whole sequence") {
  const std::vector<std::optional<Fraction>> values{Fraction(1010), std::nullopt, Fraction(1020),
                                                    Fraction(800),  std::nullopt, Fraction(800)};
  const auto steps = breach_sequence(costs(), values);
  BreachState state;
  for (std::size_t i = 0; i < values.size(); ++i) {
    state = breach_step(state, costs(), values[i]).state;
    CHECK(state == steps[i].state);
  }
}

TEST_CASE("operators are written as in the cases") {
  for (const char* text : {">", ">=", "<", "<=", "outside", "inside"}) {
    CHECK(text_of(*compare_from(text)) == text);
  }
  CHECK_FALSE(compare_from("==").has_value());
}

TEST_CASE("an acknowledgement holds until its last day and its accepted value") {
  const Acknowledgement accepted{"45"_dec, Date::of(2026, 8, 31)};
  const Aim lower{Direction::lower, {}, {}, {}, {}};
  const Aim higher{Direction::higher, {}, {}, {}, {}};
  const auto ends = [&](const Aim& aim, int day, const char* value) {
    return acknowledgement_ends(accepted, aim, Date::of(2026, 8, 30) + day,
                                Fraction::from_text(value));
  };
  CHECK_FALSE(ends(lower, 1, "45").has_value());
  CHECK(ends(lower, 1, "45.1") == AckReason::worse_than_accepted);
  CHECK(ends(lower, 2, "45.1") == AckReason::expired);
  CHECK(ends(lower, 2, "1") == AckReason::expired);
  CHECK_FALSE(ends(higher, 1, "45").has_value());
  CHECK(ends(higher, 1, "44.9") == AckReason::worse_than_accepted);
  const Aim range{Direction::range, {}, "40"_dec, "42"_dec, "1"_dec};
  CHECK_FALSE(ends(range, 1, "37").has_value());
  CHECK(ends(range, 1, "36.9") == AckReason::worse_than_accepted);
  CHECK_FALSE(acknowledgement_ends(accepted, lower, Date::of(2026, 8, 1), {}).has_value());
}

}  // namespace twinrail::kpi::rules
