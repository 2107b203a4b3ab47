#include "base/money.hpp"

#include <limits>
#include <string>

#include <doctest/doctest.h>

namespace twinrail {

namespace {

std::string refusal_of(auto&& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.key();
  }
  return "";
}

std::string rounded(const char* amount, const char* code, Rounding rounding = Rounding::half_up) {
  return Money::of(Fraction::from_text(amount), Currency::from_code(code), rounding).to_string();
}

}  // namespace

TEST_CASE("money is whole minor units of its currency") {
  CHECK(rounded("1.005", "CNY") == "1.01");
  CHECK(rounded("-1.005", "CNY") == "-1.01");
  CHECK(rounded("1.005", "CNY", Rounding::half_even) == "1.00");
  CHECK(rounded("1.009", "CNY", Rounding::down) == "1.00");
  CHECK(rounded("1234.5", "JPY") == "1235");
  CHECK(rounded("0.0005", "KWD") == "0.001");
  CHECK(Money::exactly("12.30"_dec, Currency::from_code("EUR")).minor_units() == 1230);
  CHECK(refusal_of([] { (void)Money::exactly("0.5"_dec, Currency::from_code("KRW")); }) ==
        "base.too_many_decimals");
  CHECK(refusal_of([] { (void)Currency::from_code("XYZ"); }) == "base.unknown_currency");
  CHECK(refusal_of([] { (void)Currency::from_code("eur"); }) == "base.unknown_currency");
}

TEST_CASE("currencies do not mix and amounts do not wrap") {
  const Money euro(100, Currency::from_code("EUR"));
  const Money yuan(100, Currency::from_code("CNY"));
  const Money most(std::numeric_limits<std::int64_t>::max(), Currency::from_code("EUR"));
  CHECK((euro + euro).minor_units() == 200);
  CHECK((euro - most).minor_units() == 100 - std::numeric_limits<std::int64_t>::max());
  CHECK(euro < most);
  CHECK(refusal_of([&] { (void)(euro + yuan); }) == "base.mixed_currencies");
  CHECK(refusal_of([&] { (void)(euro < yuan); }) == "base.mixed_currencies");
  CHECK(refusal_of([&] { (void)(most + euro); }) == "base.overflow");
}

TEST_CASE("a rate is rounded once, at the end") {
  const Rate eight_percent(Ratio::percent(8));
  const Money base(1'234'567, Currency::from_code("CNY"));
  CHECK(eight_percent.of(base, Rounding::half_up).to_string() == "987.65");
  CHECK(eight_percent.of(base, Rounding::up).to_string() == "987.66");
  CHECK(Rate(Fraction::of(1, 3)).of(base, Rounding::down).to_string() == "4115.22");
}

}  // namespace twinrail
