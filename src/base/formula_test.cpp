#include "base/formula.hpp"

#include <string>

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace twinrail {

namespace {

/// The refused column, or "" if the formula is accepted.
std::string column_of(const std::string& text) {
  try {
    (void)Formula::parse(text);
  } catch (const Error& error) {
    CHECK(error.key() == "bad_formula");
    return error.args().at(0).second;
  }
  return "";
}

/// Evaluates with every slot at the same figure.
std::string value_of(const std::string& text, const Fraction& figure = 0) {
  const Formula formula = Formula::parse(text);
  const std::vector<std::optional<Fraction>> figures(formula.slots().size(), figure);
  const auto result = formula.evaluate(figures);
  if (result.outcome == Formula::Outcome::zero_denominator) return "zero";
  return result.outcome == Formula::Outcome::value ? result.value.to_fixed(4) : "missing";
}

}  // namespace

TEST_CASE("formulas compute with the usual precedence") {
  CHECK(value_of("1 + 2 * 3") == "7.0000");
  CHECK(value_of("(1 + 2) * 3") == "9.0000");
  CHECK(value_of("8 / 4 / 2") == "1.0000");
  CHECK(value_of("8 - 4 - 2") == "2.0000");
  CHECK(value_of("2 / 3") == "0.6667");
  CHECK(value_of("1 / 3 * 3 - 1") == "0.0000");
  CHECK(value_of("-2 * -3") == "6.0000");
  CHECK(value_of("1 - -1") == "2.0000");
  CHECK(value_of("+4 * +2.5") == "10.0000");
  CHECK(value_of(" \t7\n") == "7.0000");
  CHECK(value_of("0.12345678901234567890 * 10000000000") == "1234567890.1235");
  CHECK(value_of("a / b", 5) == "1.0000");
  CHECK(value_of("1 / (a - a)", 5) == "zero");
  CHECK(value_of("0 / a", 0) == "zero");
}

TEST_CASE("a formula knows its measures and their uses") {
  const auto f =
      Formula::parse("(revenue - same_period_last_year(revenue)) / open( cost_2 ) * 1_x");
  CHECK(f.measures() == std::vector<std::string>{"1_x", "cost_2", "revenue"});
  CHECK(f.slots().size() == 4);
  CHECK(f.has_division());
  const auto revenue = *f.measure_index("revenue");
  CHECK(f.uses(revenue, Formula::Use::value));
  CHECK(f.uses(revenue, Formula::Use::last_year));
  CHECK_FALSE(f.uses(revenue, Formula::Use::open));
  CHECK_FALSE(f.measure_index("cost").has_value());
  CHECK_FALSE(Formula::parse("a * b + avg_open_close(c)").has_division());
  CHECK(Formula::parse("open + close").measures() == std::vector<std::string>{"close", "open"});
  CHECK(Formula::parse("a + a + a").slots().size() == 1);
}

TEST_CASE("a missing figure wins over a zero denominator") {
  const auto f = Formula::parse("a / b + c");
  const std::vector<std::optional<Fraction>> figures{Fraction(1), Fraction(0), std::nullopt};
  CHECK(f.evaluate(figures).outcome == Formula::Outcome::missing_input);
  CHECK(f.evaluate({}).outcome == Formula::Outcome::missing_input);
}

TEST_CASE("a bad formula is refused at its column") {
  struct Row {
    const char* text;
    const char* column;
  };
  const Row rows[] = {
      {"", "1"},       {"   ", "4"},    {"a +", "4"},      {"a b", "3"},
      {"(a", "3"},     {"a)", "2"},     {"* a", "1"},      {"a ** b", "4"},
      {"a % b", "3"},  {"sum(a)", "1"}, {"open(1)", "6"},  {"open(a + b)", "8"},
      {"open()", "6"}, {"open(a", "7"}, {"1.", "3"},       {".5", "1"},
      {"1.5.2", "4"},  {"2(3)", "2"},   {"a; b", "2"},     {"\"a\"", "1"},
      {"a ^ 2", "3"},  {"1.5x", "4"},   {"umsatz_ü", "8"}, {"open(open(a))", "10"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(column_of(row.text) == row.column);
  }
}

TEST_CASE("a formula has bounds") {
  const auto nested = [](int depth) {
    const auto n = static_cast<std::size_t>(depth);
    return std::string(n, '(') + "1" + std::string(n, ')');
  };
  CHECK(column_of(nested(Formula::deepest_nesting - 1)).empty());
  CHECK_FALSE(column_of(nested(Formula::deepest_nesting)).empty());
  CHECK_FALSE(column_of(std::string(100'000, '-') + "1").empty());
  std::string steps = "1";
  for (std::size_t i = 0; i < Formula::most_steps / 2; ++i) steps += "+1";
  CHECK_FALSE(column_of(steps).empty());
  CHECK(column_of(steps.substr(0, steps.size() - 2)).empty());
  CHECK_FALSE(column_of("1" + std::string(Formula::longest_text, ' ')).empty());
  CHECK_FALSE(column_of(std::string(60, '9')).empty());
}

TEST_CASE("properties: any text is parsed or refused with a column inside it") {
  const std::string alphabet = "abc_019.+-*/() \topen(close(avg_open_close(";
  CHECK(rc::check("random text of the alphabet", [&] {
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(alphabet));
    const std::string column = column_of(text);
    if (column.empty()) {
      RC_ASSERT(!Formula::parse(text).text().empty());
    } else {
      RC_ASSERT(std::stoul(column) >= 1UL);
      RC_ASSERT(std::stoul(column) <= text.size() + 1);
    }
  }));
}

}  // namespace twinrail
