#include "modules/kpi/rules_lines.hpp"

#include <string>

#include <doctest/doctest.h>

#include "modules/kpi/rules_point.hpp"

namespace twinrail::kpi::rules {
namespace {

AssignmentRow warned(const char* op, const char* value, std::optional<Decimal> to = {}) {
  AssignmentRow row;
  row.breach_op = op;
  row.breach_value = Decimal::from_text(value);
  row.breach_value_to = to;
  return row;
}

/// "green 1, amber 0.97", of a range "green 88..95, amber 80..99".
std::string text(const std::optional<Thresholds>& lines) {
  if (!lines) return "none";
  const auto bound = [](const Bound& b) {
    return b.at.to_string() + (b.to ? ".." + b.to->to_string() : "");
  };
  return "green " + bound(lines->green) + (lines->amber ? ", amber " + bound(*lines->amber) : "");
}

TargetValues aimed(const char* target) { return {.target = Decimal::from_text(target)}; }

}  // namespace

TEST_CASE("a breach rule draws the red line where it counts what is past a value on the bad side") {
  CHECK(red_line(Direction::higher, warned("<", "0.97"))->at == "0.97"_dec);
  CHECK(red_line(Direction::lower, warned(">", "180"))->at == "180"_dec);
  CHECK(red_line(Direction::range, warned("outside", "80", "99"_dec))->to == "99"_dec);
  CHECK_FALSE(red_line(Direction::higher, AssignmentRow{}));
  CHECK_FALSE(red_line(Direction::higher, warned("<=", "0.97")));
  CHECK_FALSE(red_line(Direction::lower, warned("<", "180")));
  CHECK_FALSE(red_line(Direction::range, warned("inside", "80", "99"_dec)));
}

TEST_CASE("green up to the watch line, amber up to the red line, and the rule's counts") {
  const TargetValues whole = aimed("1");
  CHECK(text(lines_of(Direction::higher, warned("<", "0.97"), &whole)) == "green 1, amber 0.97");
  const TargetValues other{.target = "1"_dec, .green = "0.98"_dec, .amber = "0.9"_dec};
  CHECK(text(lines_of(Direction::higher, warned("<", "0.97"), &other)) == "green 0.98, amber 0.97");
  CHECK(text(lines_of(Direction::higher, AssignmentRow{}, &other)) == "green 0.98, amber 0.9");
  CHECK(text(lines_of(Direction::higher, warned("<=", "0.97"), &other)) == "green 0.98, amber 0.9");
  CHECK(text(lines_of(Direction::higher, AssignmentRow{}, &whole)) == "none");
  CHECK(text(lines_of(Direction::higher, warned("<", "0.97"), nullptr)) ==
        "green 0.97, amber 0.97");
  const TargetValues hours = aimed("120");
  CHECK(text(lines_of(Direction::lower, warned(">", "180"), &hours)) == "green 120, amber 180");
}

TEST_CASE("a watch line beyond the red one gives way to it") {
  const TargetValues low = aimed("0.9");
  CHECK(text(lines_of(Direction::higher, warned("<", "0.97"), &low)) == "green 0.97, amber 0.97");
  const TargetValues high = aimed("200");
  CHECK(text(lines_of(Direction::lower, warned(">", "180"), &high)) == "green 180, amber 180");
}

TEST_CASE("of a range the band is green, and the rule's ends are red lines") {
  const AssignmentRow held = warned("outside", "80", "99"_dec);
  const TargetValues band{.lower = "88"_dec, .upper = "95"_dec};
  CHECK(text(lines_of(Direction::range, held, &band)) == "green 88..95, amber 80..99");
  const TargetValues wide{.lower = "70"_dec, .upper = "95"_dec};
  CHECK(text(lines_of(Direction::range, held, &wide)) == "green 80..95, amber 80..99");
  const TargetValues apart{.lower = "10"_dec, .upper = "20"_dec};
  CHECK(text(lines_of(Direction::range, held, &apart)) == "green 80..99, amber 80..99");
}

TEST_CASE("lines that say two things are named") {
  const TargetValues lines{.target = "1"_dec, .green = "0.98"_dec, .amber = "0.9"_dec};
  const auto differ = [&](const AssignmentRow& held, const TargetValues& of) {
    const auto found = lines_differ(Direction::higher, held, &of);
    return found ? std::string(enum_name(*found)) : "";
  };
  CHECK(differ(warned("<", "0.9"), lines).empty());
  CHECK(differ(warned("<", "0.97"), lines) == "other_red_line");
  CHECK(differ(warned("<=", "0.9"), lines) == "counts_the_line");
  CHECK(differ(warned("<", "0.99"), {.green = "0.98"_dec}) == "watch_beyond_red");
  CHECK(differ(warned("<", "0.97"), aimed("0.9")).empty());
  CHECK(differ(warned("<=", "0.97"), aimed("1")).empty());
  CHECK(differ(AssignmentRow{}, lines).empty());
  CHECK_FALSE(lines_differ(Direction::higher, warned("<", "1"), nullptr));
}

TEST_CASE("a target keeps no second red line beside the rule's") {
  const TargetValues lines{.target = "1"_dec, .green = "0.98"_dec, .amber = "0.9"_dec};
  CHECK_FALSE(with_one_red_line(Direction::higher, warned("<", "0.9"), lines).amber);
  CHECK(with_one_red_line(Direction::higher, warned("<", "0.9"), lines).green == "0.98"_dec);
  CHECK(with_one_red_line(Direction::higher, warned("<", "0.8"), lines) == lines);
  CHECK(with_one_red_line(Direction::higher, AssignmentRow{}, lines) == lines);
}

TEST_CASE("colour and breach turn at the same value, and the line itself is still amber") {
  const Definition d =
      define({.formula = "good"}, {{"good", {.id = MeasureId{1}, .code = "good"}}}, "UTC");
  AssignmentWithTargets a{warned("<", "0.97"), {}};
  a.row.n = 1;
  TargetRow target;
  target.target = "1"_dec;
  target.green = "0.98"_dec;
  target.amber = "0.93"_dec;
  target.valid_to = Date::last();
  a.targets.push_back(target);
  const Period march{Date::of(2026, 3, 1), Date::of(2026, 4, 1)};
  const auto told = [&](std::int64_t thousandths) {
    const PointRow p = point_of(d, a, march, {.value = Fraction::of(thousandths, 1000)}, {}, true);
    return std::string(enum_name(*p.colour)) + " " + std::string(enum_name(p.phase));
  };
  CHECK(told(980) == "green ok");
  CHECK(told(979) == "amber ok");
  CHECK(told(970) == "amber ok");
  CHECK(told(969) == "red firing");
  CHECK(told(940) == "red firing");
}

}  // namespace twinrail::kpi::rules
