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

TEST_CASE("the side of a breach has a word") {
  CHECK(side_of(">") == "above");
  CHECK(side_of(">=") == "above");
  CHECK(side_of("<") == "below");
  CHECK(side_of("<=") == "below");
  CHECK(side_of("outside") == "other");
  CHECK(side_of("") == "other");
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
