#include "base/decimal.hpp"

#include <array>
#include <limits>
#include <string>

#include <boost/multiprecision/cpp_int.hpp>
#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace twinrail {

namespace {

using Big = boost::multiprecision::cpp_int;
using BigRational = boost::multiprecision::cpp_rational;

constexpr Int128 most_negative = std::numeric_limits<Int128>::min();

std::string refusal_of(auto&& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.key();
  }
  return "";
}

BigRational exact(const Fraction& f) { return {Big(to_string(f.num())), Big(to_string(f.den()))}; }

/// Rounds an exact quotient to `digits` decimals as Rounding says, with unbounded integers.
Big oracle_round(const BigRational& value, int digits, Rounding rounding) {
  Big scale = 1;
  for (int i = 0; i < digits; ++i) scale *= 10;
  const BigRational scaled = value * BigRational(scale);
  const Big num = abs(numerator(scaled));
  const Big den = denominator(scaled);
  Big whole = num / den;
  const Big rest = num % den;
  const Big twice = rest * 2;
  const bool odd = whole % 2 != 0;
  const bool lifts =
      rest != 0 && (rounding == Rounding::up || (rounding == Rounding::half_up && twice >= den) ||
                    (rounding == Rounding::half_even && (twice > den || (twice == den && odd))));
  if (lifts) ++whole;
  return numerator(scaled) < 0 ? Big(-whole) : whole;
}

/// Fractions whose sums and products fit, with small and large parts.
rc::Gen<Fraction> fractions() {
  return rc::gen::map(
      rc::gen::pair(rc::gen::inRange<std::int64_t>(-4'000'000'000'000LL, 4'000'000'000'000LL),
                    rc::gen::inRange<std::int64_t>(1, 2'000'000)),
      [](const auto& parts) { return Fraction::of(parts.first, parts.second); });
}

rc::Gen<Rounding> roundings() {
  return rc::gen::element(Rounding::half_up, Rounding::half_even, Rounding::down, Rounding::up);
}

}  // namespace

TEST_CASE("a decimal reads exactly what is written") {
  struct Row {
    const char* text;
    NumberText outcome;
    std::int64_t micros;
  };
  const Row rows[] = {
      {"0", NumberText::ok, 0},
      {"-0", NumberText::ok, 0},
      {"+1.5", NumberText::ok, 1'500'000},
      {"000120.00", NumberText::ok, 120'000'000},
      {"0.000001", NumberText::ok, 1},
      {"1.0000000000000000000000000000", NumberText::ok, 1'000'000},
      {"9223372036854.775807", NumberText::ok, std::numeric_limits<std::int64_t>::max()},
      {"-9223372036854.775808", NumberText::ok, std::numeric_limits<std::int64_t>::min()},
      {"9223372036854.775808", NumberText::overflow, 0},
      {"99999999999999999999999999999999999999999999999", NumberText::overflow, 0},
      {"1.2345678", NumberText::too_many_decimals, 0},
      {"99999999999999999999999999999999999999999.1234567", NumberText::too_many_decimals, 0},
      {"", NumberText::malformed, 0},
      {"-", NumberText::malformed, 0},
      {".5", NumberText::malformed, 0},
      {"5.", NumberText::malformed, 0},
      {"1e3", NumberText::malformed, 0},
      {"1,5", NumberText::malformed, 0},
      {" 1", NumberText::malformed, 0},
      {"1 ", NumberText::malformed, 0},
      {"--1", NumberText::malformed, 0},
      {"1.2.3", NumberText::malformed, 0},
      {"NaN", NumberText::malformed, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto parsed = Decimal::parse(row.text);
    CHECK(parsed.outcome == row.outcome);
    CHECK(parsed.value.micros() == row.micros);
  }
}

TEST_CASE("a refused number says why") {
  CHECK(refusal_of([] { (void)Decimal::from_text("x"); }) == "base.not_a_number");
  CHECK(refusal_of([] { (void)Decimal::from_text("1.0000001"); }) == "base.too_many_decimals");
  CHECK(refusal_of([] { (void)Decimal::from_text("10000000000000"); }) == "base.overflow");
  CHECK(refusal_of([] { (void)Ratio::from_text("0.12345"); }) == "base.too_many_decimals");
  CHECK(refusal_of([] { (void)Fraction::from_text("1/2"); }) == "base.not_a_number");
}

TEST_CASE("a source may round what is too long") {
  struct Row {
    const char* text;
    int decimals;
    const char* kept;
  };
  const Row rows[] = {
      {"1.005", 2, "1.01"},           {"-1.005", 2, "-1.01"}, {"1.00499999999999999999", 2, "1"},
      {"0.9999999", 6, "1"},          {"0.5", 0, "1"},        {"-0.4999", 0, "0"},
      {"2.345678901", 9, "2.345679"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(Decimal::parse_rounded(row.text, row.decimals).value.to_string() == row.kept);
  }
  CHECK(Decimal::parse_rounded("9223372036854.7758075", 6).outcome == NumberText::overflow);
  CHECK(Decimal::parse_rounded("abc", 2).outcome == NumberText::malformed);
}

TEST_CASE("a decimal writes no more than it needs") {
  CHECK("0.800000"_dec.to_string() == "0.8");
  CHECK("-3.0"_dec.to_string() == "-3");
  CHECK("-0.000001"_dec.to_string() == "-0.000001");
  CHECK("1200"_dec.to_string() == "1200");
  CHECK("2.345"_dec.to_fixed(2) == "2.35");
  CHECK("-2.345"_dec.to_fixed(2) == "-2.35");
  CHECK("2.345"_dec.to_fixed(2, Rounding::half_even) == "2.34");
  CHECK("7"_dec.to_fixed(0) == "7");
  CHECK(Ratio::percent(60).to_string() == "0.6000");
  CHECK(Ratio::of("2"_dec, "3"_dec).to_string() == "0.6667");
  CHECK(Ratio::of("-2"_dec, "3"_dec).to_string() == "-0.6667");
  CHECK(Ratio::from_text("0.05").parts() == 500);
}

TEST_CASE("a JSON number with an exponent becomes a plain decimal") {
  CHECK(plain_number("1.5e3") == "1500");
  CHECK(plain_number("-12E-4") == "-0.0012");
  CHECK(plain_number("120e-1") == "12.0");
  CHECK(plain_number("0.80") == "0.80");
  CHECK_FALSE(plain_number("1e").has_value());
  CHECK_FALSE(plain_number("1e999999999999999999999999999999").has_value());
  CHECK_FALSE(plain_number("abc").has_value());
}

TEST_CASE("arithmetic never wraps") {
  const Decimal most = Decimal::from_micros(std::numeric_limits<std::int64_t>::max());
  const Decimal least = Decimal::from_micros(std::numeric_limits<std::int64_t>::min());
  CHECK(refusal_of([&] { (void)(most + "0.000001"_dec); }) == "base.overflow");
  CHECK(refusal_of([&] { (void)(least - "0.000001"_dec); }) == "base.overflow");
  CHECK(refusal_of([&] { (void)-least; }) == "base.overflow");
  CHECK(refusal_of([] { (void)Decimal::whole(10'000'000'000'000LL); }) == "base.overflow");
  CHECK(refusal_of([] { (void)Fraction::of(most_negative, 1); }) == "base.overflow");
  const Fraction big = Fraction::of(power_of_ten(38), 1);
  CHECK(refusal_of([&] { (void)(big + big); }) == "base.overflow");
  CHECK(refusal_of([&] { (void)(big * Fraction(10)); }) == "base.overflow");
  CHECK(refusal_of([&] { (void)big.rounded(); }) == "base.overflow");
  CHECK(refusal_of([] { (void)(Fraction(1) / Fraction(0)); }) == "base.zero_denominator");
}

TEST_CASE("a fraction is as long as its text") {
  CHECK(Fraction::parse("0.12345678901")->to_fixed(11) == "0.12345678901");
  CHECK_FALSE(Fraction::parse("1e3").has_value());
  CHECK_FALSE(Fraction::parse(std::string(50, '9')).has_value());
}

TEST_CASE("fractions of opposite extremes compare without overflow") {
  const Fraction a = Fraction::of(power_of_ten(38), power_of_ten(38) - 1);
  const Fraction b = Fraction::of(power_of_ten(38) - 1, power_of_ten(38) - 2);
  CHECK(a < b);
  CHECK(b > a);
  CHECK(-b < -a);
  CHECK(a == Fraction::of(power_of_ten(38), power_of_ten(38) - 1));
}

TEST_CASE("properties: text and back") {
  CHECK(rc::check("a decimal reads back what it wrote", [](std::int64_t micros) {
    const Decimal d = Decimal::from_micros(micros);
    RC_ASSERT(Decimal::from_text(d.to_string()) == d);
  }));
}

TEST_CASE("properties: fractions agree with unbounded arithmetic") {
  CHECK(rc::check("the four operations", [] {
    const Fraction a = *fractions();
    const Fraction b = *fractions();
    RC_ASSERT(exact(a + b) == exact(a) + exact(b));
    RC_ASSERT(exact(a - b) == exact(a) - exact(b));
    RC_ASSERT(exact(a * b) == exact(a) * exact(b));
    if (!b.is_zero()) RC_ASSERT(exact(a / b) == exact(a) / exact(b));
  }));
  CHECK(rc::check("order", [] {
    const Fraction a = *fractions();
    const Fraction b = *fractions();
    RC_ASSERT((a < b) == (exact(a) < exact(b)));
    RC_ASSERT((a == b) == (exact(a) == exact(b)));
  }));
  CHECK(rc::check("rounding to any number of digits", [] {
    const Fraction a = *fractions();
    const int digits = *rc::gen::inRange(0, 7);
    const Rounding rounding = *roundings();
    Big micros(a.rounded(rounding, digits).micros());
    for (int i = digits; i < Decimal::digits; ++i) micros /= 10;
    RC_ASSERT(micros == oracle_round(exact(a), digits, rounding));
    RC_ASSERT(Big(a.to_ratio(rounding).parts()) == oracle_round(exact(a), 4, rounding));
  }));
}

TEST_CASE("properties: near the limit a result is exact or refused, never wrapped") {
  const auto huge = [] {
    const auto parts = *rc::gen::arbitrary<std::array<std::int64_t, 4>>();
    const Int128 num = Int128{parts[0]} * parts[1];
    const Int128 den = Int128{parts[2]} * parts[3];
    return Fraction::of(num, den == 0 ? 1 : den);
  };
  CHECK(rc::check("the four operations on 126-bit parts", [&] {
    const Fraction a = huge();
    const Fraction b = huge();
    Fraction sum, difference, product;
    if (refusal_of([&] { sum = a + b; }).empty()) RC_ASSERT(exact(sum) == exact(a) + exact(b));
    if (refusal_of([&] { difference = a - b; }).empty())
      RC_ASSERT(exact(difference) == exact(a) - exact(b));
    if (refusal_of([&] { product = a * b; }).empty())
      RC_ASSERT(exact(product) == exact(a) * exact(b));
    RC_ASSERT((a < b) == (exact(a) < exact(b)));
  }));
}

TEST_CASE("properties: decimals agree with unbounded arithmetic or refuse") {
  CHECK(rc::check("sum and difference", [](std::int64_t x, std::int64_t y) {
    const Big sum = Big(x) + Big(y);
    const bool fits = sum >= std::numeric_limits<std::int64_t>::min() &&
                      sum <= std::numeric_limits<std::int64_t>::max();
    Decimal found;
    const std::string refusal =
        refusal_of([&] { found = Decimal::from_micros(x) + Decimal::from_micros(y); });
    RC_ASSERT(refusal.empty() == fits);
    if (fits) RC_ASSERT(Big(found.micros()) == sum);
  }));
}

}  // namespace twinrail
