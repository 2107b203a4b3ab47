#include <string>

#include <doctest/doctest.h>

#include "modules/kpi/rules.hpp"

namespace twinrail::kpi::rules {

namespace {

std::optional<Decimal> maybe(const char* text) {
  return *text == '\0' ? std::nullopt : std::optional(Decimal::from_text(text));
}

Aim aim(Direction direction, const char* target) {
  Aim a;
  a.direction = direction;
  a.target = maybe(target);
  return a;
}

Aim band(const char* lower, const char* upper, const char* tolerance) {
  return {Direction::range, std::nullopt, maybe(lower), maybe(upper), maybe(tolerance)};
}

Thresholds single(const char* green, const char* amber = "") {
  Thresholds t{{Decimal::from_text(green), std::nullopt}, std::nullopt};
  if (*amber != '\0') t.amber = Bound{Decimal::from_text(amber), std::nullopt};
  return t;
}

Bound pair(const char* from, const char* to) {
  return {Decimal::from_text(from), Decimal::from_text(to)};
}

std::string achieved(const char* actual, const Aim& a) {
  constexpr const char* reasons[] = {"not_derivable",    "no_rate",     "no_data",
                                     "zero_denominator", "zero_target", "zero_tolerance"};
  try {
    const auto v = achieve(maybe(actual), a);
    if (v.achievement) return v.achievement->to_fixed(4);
    return v.null_reason ? reasons[static_cast<std::size_t>(*v.null_reason)] : "null";
  } catch (const Error& error) {
    return error.key();
  }
}

/// "green bands 0.9000", "no_data - -", "null - -".
std::string judged(const ColourQuestion& q) {
  constexpr const char* colours[] = {"green", "amber", "red", "no_data"};
  try {
    const auto v = judge_colour(q);
    const std::string rule =
        !v.rule ? "-" : (*v.rule == ColourRule::bands ? "bands" : "thresholds");
    const std::string colour =
        v.colour ? colours[static_cast<std::size_t>(*v.colour)] : std::string("null");
    return colour + " " + rule + " " + (v.achievement ? v.achievement->to_fixed(4) : "-");
  } catch (const Error& error) {
    return error.key();
  }
}

ColourQuestion question(const char* actual, const Aim& a) {
  ColourQuestion q;
  q.actual = maybe(actual);
  q.aim = a;
  return q;
}

}  // namespace

TEST_CASE("achievement counts distance to the target, both ways") {
  CHECK(achieved("81", aim(Direction::higher, "90")) == "0.9000");
  CHECK(achieved("0.06", aim(Direction::lower, "0.05")) == "0.8000");
  CHECK(achieved("-80", aim(Direction::higher, "-100")) == "1.2000");
  CHECK(achieved("-80", aim(Direction::lower, "-100")) == "0.8000");
  CHECK(achieved("500", aim(Direction::lower, "100")) == "-3.0000");
  CHECK(achieved("300", aim(Direction::higher, "100")) == "3.0000");
  CHECK(achieved("5", aim(Direction::higher, "0")) == "zero_target");
  CHECK(achieved("", aim(Direction::higher, "0")) == "no_data");
  CHECK(achieved("5", aim(Direction::higher, "")) == "null");
}

TEST_CASE("a range counts distance to the band") {
  CHECK(achieved("38.5", band("40", "45", "6")) == "0.7500");
  CHECK(achieved("46", band("40", "45", "6")) == "0.8333");
  CHECK(achieved("40", band("40", "45", "6")) == "1.0000");
  CHECK(achieved("45", band("40", "45", "0")) == "1.0000");
  CHECK(achieved("46", band("40", "45", "0")) == "zero_tolerance");
  CHECK(achieved("60", band("40", "45", "5")) == "-2.0000");
  CHECK(achieved("40", band("40", "40", "5")) == "1.0000");
  CHECK(achieved("", band("45", "40", "5")) == "band_reversed");
  CHECK(achieved("", band("40", "45", "0")) == "no_data");
}

TEST_CASE("a boundary belongs to the better colour and decides before rounding") {
  CHECK(judged(question("81", aim(Direction::higher, "90"))) == "green bands 0.9000");
  CHECK(judged(question("80.999999", aim(Direction::higher, "90"))) == "amber bands 0.9000");
  CHECK(judged(question("63", aim(Direction::higher, "90"))) == "amber bands 0.7000");
  CHECK(judged(question("62.999", aim(Direction::higher, "90"))) == "red bands 0.7000");
  CHECK(judged(question("", aim(Direction::higher, "90"))) == "no_data - -");
  CHECK(judged(question("1", aim(Direction::higher, "0"))) == "null - -");
  auto strict = question("0.95", aim(Direction::higher, "1"));
  strict.bands = {"1"_dec, "0.95"_dec};
  CHECK(judged(strict) == "amber bands 0.9500");
  strict.bands = {"0.9"_dec, "0.9"_dec};
  CHECK(judged(strict) == "green bands 0.9500");
}

TEST_CASE("absolute thresholds win over bands") {
  auto q = question("2", aim(Direction::lower, "0"));
  q.thresholds = single("0", "1");
  CHECK(judged(q) == "red thresholds -");
  q.actual = Fraction(1);
  CHECK(judged(q) == "amber thresholds -");
  q.thresholds = single("0");
  CHECK(judged(q) == "red thresholds -");
  q = question("95", aim(Direction::higher, "100"));
  q.thresholds = single("98", "96");
  CHECK(judged(q) == "red thresholds 0.9500");
  q.thresholds = single("95", "95");
  CHECK(judged(q) == "green thresholds 0.9500");
  q = question("35", band("36", "38", "2"));
  q.thresholds = Thresholds{pair("36", "38"), pair("35", "39")};
  CHECK(judged(q) == "amber thresholds 0.5000");
  q = question("35", band("", "", ""));
  q.thresholds = Thresholds{pair("35", "35"), std::nullopt};
  CHECK(judged(q) == "green thresholds -");
}

TEST_CASE("thresholds have dates") {
  auto q = question("85", aim(Direction::higher, "100"));
  q.series = {{Date::of(2026, 1, 1), Date::of(2026, 3, 31), single("80")},
              {Date::of(2026, 5, 1), std::nullopt, single("90", "86")}};
  q.date = Date::of(2026, 3, 31);
  CHECK(judged(q) == "green thresholds 0.8500");
  q.date = Date::of(2026, 4, 1);
  CHECK(judged(q) == "amber bands 0.8500");
  q.date = Date::of(2030, 1, 1);
  CHECK(judged(q) == "red thresholds 0.8500");
  q.series[0].to = Date::of(2026, 5, 1);
  CHECK(judged(q) == "overlapping_intervals");
}

TEST_CASE("a definition that makes no sense is refused in order, with or without data") {
  auto q = question("", band("45", "40", "1"));
  q.bands = {"0.5"_dec, "0.6"_dec};
  q.thresholds = Thresholds{pair("40", "45"), pair("41", "46")};
  q.series = {{Date::of(2026, 1, 1), std::nullopt, *q.thresholds},
              {Date::of(2025, 1, 1), std::nullopt, *q.thresholds}};
  CHECK(judged(q) == "overlapping_intervals");
  q.series.pop_back();
  CHECK(judged(q) == "band_reversed");
  q.aim = band("40", "45", "1");
  CHECK(judged(q) == "thresholds_unordered");
  q.thresholds = Thresholds{pair("40", "45"), pair("39", "46")};
  CHECK(judged(q) == "thresholds_unordered");  // the one of the series
  q.series.clear();
  CHECK(judged(q) == "bands_unordered");
  q.bands.green = "0.6"_dec;
  CHECK(judged(q) == "no_data - -");
  auto higher = question("1", aim(Direction::higher, "1"));
  higher.thresholds = single("90", "95");
  CHECK(judged(higher) == "thresholds_unordered");
  higher.aim.direction = Direction::lower;
  CHECK(judged(higher) == "green thresholds 1.0000");
  higher.thresholds = single("95", "90");
  CHECK(judged(higher) == "thresholds_unordered");
  auto reversed = question("40", band("", "", ""));
  reversed.thresholds = Thresholds{pair("45", "40"), std::nullopt};
  CHECK(judged(reversed) == "thresholds_unordered");
}

TEST_CASE("the true figure of a recovering KPI is judged itself") {
  const auto v = recovery({"0.40"_dec, "0.72"_dec, "0.5"_dec, "0.80"_dec, {}});
  CHECK(v.shown.to_string() == "0.72");
  CHECK(v.colour == Colour::amber);
  CHECK(v.plan.to_fixed(4) == "0.6000");
  CHECK_FALSE(v.healthy);
  CHECK(recovery({"0.60"_dec, "0.90"_dec, "2"_dec, "0.90"_dec, {}}).healthy);
}

TEST_CASE("worse is lower, higher, or further from the band; the same is not worse") {
  const Fraction five(5);
  const Fraction six(6);
  CHECK(is_worse(five, six, aim(Direction::higher, "10")));
  CHECK_FALSE(is_worse(six, five, aim(Direction::higher, "10")));
  CHECK(is_worse(six, five, aim(Direction::lower, "1")));
  CHECK_FALSE(is_worse(five, five, aim(Direction::lower, "1")));
  const Aim around = band("8", "10", "2");
  CHECK(is_worse(five, six, around));
  CHECK(is_worse(Fraction(13), six, around));
  CHECK_FALSE(is_worse(Fraction(8), Fraction(10), around));
}

TEST_CASE("a boundary has the better colour, by thresholds and by bands") {
  const Thresholds both = single("90", "70");
  CHECK(colour_by(both, Direction::higher, Fraction(90)) == Colour::green);
  CHECK(colour_by(both, Direction::higher, Fraction::from_text("89.99")) == Colour::amber);
  CHECK(colour_by(both, Direction::higher, Fraction(70)) == Colour::amber);
  CHECK(colour_by(both, Direction::higher, Fraction(69)) == Colour::red);
  CHECK(colour_by(single("90"), Direction::higher, Fraction(89)) == Colour::red);
  CHECK(colour_by(single("10", "20"), Direction::lower, Fraction(20)) == Colour::amber);
  const Thresholds range{pair("40", "45"), pair("38", "47")};
  CHECK(colour_by(range, Direction::range, Fraction(45)) == Colour::green);
  CHECK(colour_by(range, Direction::range, Fraction(38)) == Colour::amber);
  CHECK(colour_by(range, Direction::range, Fraction(48)) == Colour::red);
  CHECK(colour_by(Bands{}, Fraction::from_text("0.9")) == Colour::green);
  CHECK(colour_by(Bands{}, Fraction::from_text("0.7")) == Colour::amber);
  CHECK(colour_by(Bands{}, Fraction::from_text("0.6999")) == Colour::red);
}

}  // namespace twinrail::kpi::rules
