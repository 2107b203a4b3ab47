#include "base/links.hpp"

#include <string>

#include <doctest/doctest.h>

namespace twinrail::links {

namespace {

std::string refusal_of(auto&& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.key();
  }
  return "";
}

DrivingPeriod value(const char* label, const char* figure, const char* recorded = "") {
  DrivingPeriod p;
  p.period = label;
  if (*figure != '\0') p.value = Decimal::from_text(figure);
  if (*recorded != '\0') p.recorded_on = Date::from_text(recorded);
  return p;
}

DrivingPeriod quotient(const char* label, const char* num, const char* den) {
  DrivingPeriod p;
  p.period = label;
  p.quotient = true;
  if (*num != '\0') p.numerator = Decimal::from_text(num);
  if (*den != '\0') p.denominator = Decimal::from_text(den);
  return p;
}

DriveQuestion to_fifty(std::vector<DrivingPeriod> series) {
  DriveQuestion q;
  q.baseline = "32"_dec;
  q.kr_target = "50"_dec;
  q.series = std::move(series);
  return q;
}

std::string text_of(const std::optional<Fraction>& f) { return f ? f->to_fixed(4) : "none"; }

}  // namespace

TEST_CASE("the key result takes the KPI's newest value") {
  const auto v = drive(to_fifty({value("2026-05", "41"), value("2026-04", "35")}));
  CHECK(text_of(v.value) == "41.0000");
  CHECK(v.progress.to_fixed(4) == "0.5000");
  CHECK(v.measured());
  CHECK_FALSE(v.frozen);
  CHECK(v.flags().empty());
}

TEST_CASE("a missing newest period is stale, an older one stands in") {
  const auto v = drive(to_fifty({value("2026-05", "41"), value("2026-06", "")}));
  CHECK(text_of(v.value) == "41.0000");
  CHECK(v.flags() == std::vector<std::string>{"stale"});
  const auto none = drive(to_fifty({value("2026-06", "")}));
  CHECK_FALSE(none.measured());
  CHECK(none.progress.is_zero());
  CHECK(none.stale);
  CHECK_FALSE(drive(to_fifty({})).stale);
}

TEST_CASE("several periods by their rule") {
  auto q = to_fifty({value("2026-01", "30"), value("2026-02", "40"), value("2026-03", ""),
                     value("2026-04", "60")});
  q.span = ValueSpan::cycle_to_date;
  CHECK(text_of(drive(q).value) == "60.0000");
  q.agg = ValueAgg::sum;
  CHECK(text_of(drive(q).value) == "130.0000");
  q.agg = ValueAgg::avg;
  CHECK(text_of(drive(q).value) == "43.3333");
  q.span = ValueSpan::rolling;
  q.k = 2;  // the missing March is not one of the two
  CHECK(text_of(drive(q).value) == "50.0000");
  q.k = 10;
  CHECK(text_of(drive(q).value) == "43.3333");
}

TEST_CASE("numerators and denominators are summed first") {
  auto q = to_fifty({quotient("2026-01", "90", "100"), quotient("2026-02", "10", "300"),
                     quotient("2026-03", "5", "")});
  q.span = ValueSpan::cycle_to_date;
  CHECK(text_of(drive(q).value) == "0.2500");
  CHECK(drive(q).stale);
  q.series = {quotient("2026-01", "90", "100"), quotient("2026-02", "0", "0")};
  CHECK(text_of(drive(q).value) == "0.9000");
  q.span = ValueSpan::period;  // 0 of 0 is not missing, but it is no value
  CHECK(text_of(drive(q).value) == "none");
  CHECK_FALSE(drive(q).stale);
}

TEST_CASE("after the close nothing recorded later counts") {
  auto q = to_fifty({value("2026-05", "41", "2026-06-03"), value("2026-06", "50", "2026-07-04"),
                     value("2026-05", "44", "2026-07-05")});
  q.closed_on = Date::from_text("2026-07-03");
  CHECK(text_of(drive(q).value) == "41.0000");
  CHECK(drive(q).frozen);
  q.closed_on = Date::from_text("2026-07-04");
  CHECK(text_of(drive(q).value) == "50.0000");
  q.series.erase(q.series.begin() + 1);
  q.closed_on = Date::from_text("2026-07-05");  // the restated May replaces the first
  CHECK(text_of(drive(q).value) == "44.0000");
}

TEST_CASE("an override needs a reason and leaves the KPI as it is") {
  auto q = to_fifty({value("2026-05", "41")});
  q.typed = TypedValue{"20"_dec, std::nullopt};
  CHECK(refusal_of([&] { (void)drive(q); }) == "driven_key_result");
  q.typed->override_reason = "  ";
  CHECK(refusal_of([&] { (void)drive(q); }) == "driven_key_result");
  q.typed->override_reason = "the counter stood still";
  const auto v = drive(q);
  CHECK(text_of(v.value) == "20.0000");
  CHECK(text_of(v.kpi_value) == "41.0000");
  CHECK(v.progress.is_zero());
  CHECK(v.flags() == std::vector<std::string>{"override", "regressed"});
  q.kr_target = q.baseline;
  CHECK(refusal_of([&] { (void)drive(q); }) == "use_keep");
}

TEST_CASE("the baseline stays frozen, its correction is listed") {
  auto q = to_fifty({value("2026-05", "41")});
  q.baseline_corrected = "34"_dec;
  const auto v = drive(q);
  CHECK(v.progress.to_fixed(4) == "0.5000");
  CHECK(v.baseline_delta->to_string() == "2");
}

TEST_CASE("progress is clamped, also for a falling target") {
  DriveQuestion q;
  q.baseline = "0.40"_dec;
  q.kr_target = "0.10"_dec;
  q.series = {value("2026-05", "0.05")};
  CHECK(drive(q).progress == Fraction(1));
  CHECK(drive(q).raw->to_fixed(4) == "1.1667");
  q.series = {value("2026-05", "0.46")};
  CHECK(drive(q).raw->to_fixed(4) == "-0.2000");
  CHECK(drive(q).regressed);
}

TEST_CASE("the lowest cap in breach wins") {
  const Fraction raw = Fraction::from_text("0.85");
  const auto at = [](const char* text) { return Decimal::from_text(text); };
  CHECK(guardrail_cap(raw, {}).final == raw);
  CHECK(guardrail_cap(raw, {{"a", false, at("0.5")}}).final == raw);
  const auto usual = guardrail_cap(raw, {{"a", true}});
  CHECK(usual.final.to_fixed(4) == "0.7000");
  CHECK(usual.capped_by == "a");
  CHECK(
      guardrail_cap(raw, {{"c", true, at("0.6")}, {"b", true, at("0.6")}, {"a", true}}).capped_by ==
      "b");
  CHECK_FALSE(guardrail_cap(raw, {{"a", true, at("0.9")}}).capped_by.has_value());
  CHECK_FALSE(guardrail_cap(raw, {{"a", true, at("0.85")}}).capped_by.has_value());
}

TEST_CASE("a floor that held for m periods is proposed higher") {
  const auto ask = [](bool higher, const char* floor, int m, std::vector<const char*> figures) {
    GraduationQuestion q{higher, Decimal::from_text(floor), m, {}};
    for (const char* figure : figures) {
      q.values.push_back(*figure == '\0' ? std::nullopt
                                         : std::optional(Decimal::from_text(figure)));
    }
    const auto v = graduate(q);
    CHECK(v.needs_approval == v.close_proposed);
    const std::string proposed = v.proposed_floor ? v.proposed_floor->to_string() : "none";
    return std::string(v.close_proposed ? "close " : "stay ") + proposed;
  };
  CHECK(ask(true, "80", 2, {"78", "84", "86"}) == "close 84");
  CHECK(ask(true, "80", 3, {"78", "84", "86"}) == "stay none");
  CHECK(ask(true, "80", 2, {"85", "84", ""}) == "stay none");
  CHECK(ask(true, "80", 2, {"", "84", "80"}) == "close none");
  CHECK(ask(true, "80", 2, {"84"}) == "stay none");
  CHECK(ask(false, "5", 2, {"9", "4", "3"}) == "close 4");
  CHECK(ask(false, "5", 1, {"5.1"}) == "stay none");
}

TEST_CASE("the plan runs from the launch to healthy") {
  CHECK(recovery_plan("0.5"_dec, "0.9"_dec, "0.25"_dec).to_fixed(4) == "0.6000");
  CHECK(recovery_plan("0.5"_dec, "0.9"_dec, "1.7"_dec).to_fixed(4) == "0.9000");
  CHECK(recovery_plan("0.5"_dec, "0.9"_dec, "-1"_dec).to_fixed(4) == "0.5000");
}

}  // namespace twinrail::links
