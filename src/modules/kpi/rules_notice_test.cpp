#include "modules/kpi/rules_notice.hpp"

#include <doctest/doctest.h>

namespace twinrail::kpi::rules {
namespace {

TEST_CASE("a figure in a notice never looks like the line that it missed") {
  struct Row {
    const char* value;
    const char* unit;
    int decimals;
    std::optional<Decimal> beside;
    const char* text;
  };
  for (const Row& row :
       {Row{"0.894", "%", 1, {}, "89.4%"}, Row{"31.5", "h", 0, {}, "32"},
        Row{"31.5", "h", 1, {}, "31.5"}, Row{"0.8996", "%", 1, "0.9"_dec, "89.96%"},
        Row{"0.9", "%", 1, "0.9"_dec, "90.0%"}, Row{"-3", "", 0, {}, "-3"},
        Row{"0.899999", "%", 0, "0.9"_dec, "89.9999%"},
        Row{"9223372036854", "%", 0, {}, "922337203685400%"}}) {
    CAPTURE(row.value);
    CHECK(figure_text(Decimal::from_text(row.value), row.unit, row.decimals, row.beside) ==
          row.text);
  }
}

TEST_CASE("a notice names the end of the red line that was passed") {
  struct Row {
    std::optional<Decimal> value;
    std::optional<Condition> red;
    std::string_view side;
    std::string_view line;
  };
  const Decimal low = "0.8"_dec, high = "0.95"_dec;
  for (const Row& row :
       {Row{high, Condition{Compare::above, low, {}}, "above", "80.0%"},
        Row{low, Condition{Compare::at_least, low, {}}, "above", "80.0%"},
        Row{low, Condition{Compare::below, high, {}}, "below", "95.0%"},
        Row{high, Condition{Compare::at_most, high, {}}, "below", "95.0%"},
        Row{"0.7"_dec, Condition{Compare::outside, low, high}, "below", "80.0%"},
        Row{"0.99"_dec, Condition{Compare::outside, low, high}, "above", "95.0%"},
        Row{low, Condition{Compare::outside, low, high}, "other", "80.0%–95.0%"},
        Row{{}, Condition{Compare::outside, low, high}, "other", "80.0%–95.0%"},
        Row{"0.9"_dec, Condition{Compare::inside, low, high}, "within", "80.0%–95.0%"},
        Row{low, {}, "other", "—"}}) {
    const Crossed told = crossed(row.value, row.red, "%", 1);
    CHECK(told.side == row.side);
    CHECK(told.line == row.line);
  }
  const auto value = [&](Decimal of, Compare op) {
    return crossed(of, Condition{op, low, high}, "%", 1).value;
  };
  CHECK(value("0.9501"_dec, Compare::outside) == "95.01%");
  CHECK(value("0.7999"_dec, Compare::outside) == "79.99%");
  CHECK(value("0.9499"_dec, Compare::inside) == "94.99%");
  CHECK(value("0.9501"_dec, Compare::above) == "95.0%");
  CHECK(crossed({}, {}, "%", 1).value == "—");
  CHECK(crossed(low, {}, "%", 1).value == "80.0%");
}

TEST_CASE("a breach goes up past its owner, and to each who leads once") {
  const PersonId a{1}, b{2}, c{3};
  CHECK(up_from({a, b, c}, {}) == std::vector{a, b, c});
  CHECK(up_from({a, b, c}, a) == std::vector{b, c});
  CHECK(up_from({a, a, b}, {}) == std::vector{a, b});
  CHECK(up_from({a}, a).empty());
  CHECK(up_from({}, a).empty());
}

}  // namespace
}  // namespace twinrail::kpi::rules
