#include "base/wide_sum.hpp"

#include <limits>

#include <doctest/doctest.h>

namespace twinrail {

TEST_CASE("a wide sum leaves the range of decimals and comes back exactly") {
  const Decimal most = Decimal::from_micros(std::numeric_limits<std::int64_t>::max());
  const Decimal least = Decimal::from_micros(std::numeric_limits<std::int64_t>::min());
  for (const Decimal step : {most, least, "0.000001"_dec, "-7.5"_dec}) {
    WideSum sum("0.25"_dec);
    for (int i = 0; i < 1000; ++i) {
      sum += step;
      CHECK(WideSum::of(sum.low(), sum.wraps()) == sum);
      CHECK(sum.decimal() == within_range([&] { return sum.exact().rounded(); }));
    }
    for (int i = 0; i < 1000; ++i) sum -= step;
    CHECK(sum.decimal() == "0.25"_dec);
    CHECK(sum.wraps() == 0);
  }
  WideSum sum(most);
  sum += most;
  CHECK_FALSE(sum.decimal());
  CHECK(sum.exact() == Fraction(most) + Fraction(most));
}

TEST_CASE("only what leaves the range is nothing; another error stays one") {
  CHECK(within_range([] { return Decimal::whole(3); }) == Decimal::whole(3));
  CHECK_FALSE(within_range([] { return Decimal::whole(std::int64_t{1} << 62); }));
  CHECK_THROWS_AS((void)within_range([] { return Decimal::from_text("x"); }), Error);
}

}  // namespace twinrail
