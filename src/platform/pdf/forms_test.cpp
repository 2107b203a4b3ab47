#include "platform/pdf/forms.hpp"

#include <doctest/doctest.h>

namespace twinrail::pdf {
namespace {

Decimal decimal(const char* text) { return Decimal::from_text(text); }

TEST_CASE("figures stand on paper as they stand on the screen") {
  CHECK(grouped("1234567.50") == "1,234,567.50");
  CHECK(grouped("-3.2") == "−3.2");
  CHECK(grouped("-0.00") == "0.00");
  CHECK(percent(Ratio::from_text("0.5012")) == "50%");
  CHECK(percent(Ratio::from_text("0.9996")) == "99.9%");
  CHECK(percent(Ratio::from_text("1.0000")) == "100%");
  CHECK(percent(std::nullopt) == "—");
  CHECK(points(Ratio::from_text("0.0500")) == "+5");
  CHECK(points(Ratio::from_text("-0.1300")) == "−13");
  CHECK(points(Ratio::from_text("0.0000")) == "0");
  CHECK(figure(decimal("0.894"), "%", 1) == "89.4");
  CHECK(figure(decimal("1862.5"), "min", 0) == "1,863");
  CHECK(bound(decimal("0.07"), "%", 1) == "7");
  CHECK(bound(decimal("2.45"), "h", 1) == "2.45");
  CHECK(bound_text(decimal("0.07"), "%", 1) == "7%");
  CHECK(bound_text(decimal("2.45"), "h", 1) == "2.45");
  CHECK(share(decimal("0.894")) == "89%");
  CHECK(tenths(decimal("0.7")) == "0.7");
  CHECK(tenths(std::nullopt) == "—");
  CHECK(or_unknown("Wang Fang") == "Wang Fang");
  CHECK(or_unknown(std::nullopt) == "—");
  CHECK(decimal_of(Ratio::from_text("0.5000")) == decimal("0.5"));
  CHECK_FALSE(decimal_of(std::nullopt).has_value());
}

TEST_CASE("figures have the word of their unit in the reader's language") {
  CHECK(with_unit(Locale::zh, decimal("31.5"), "h", 1) == "31.5 小时");
  CHECK(with_unit(Locale::en, decimal("31.5"), "h", 1) == "31.5 h");
  CHECK(with_unit(Locale::en, decimal("0.894"), "%", 1) == "89.4%");
  CHECK(with_unit(Locale::en, decimal("3"), "bales", 0) == "3 bales");
  CHECK(with_unit(Locale::en, std::nullopt, "%", 1) == "—");
  CHECK(change(Locale::zh, decimal("-0.008"), "%", 1) == "−0.8 点");
  CHECK(change(Locale::en, decimal("12"), "pieces", 0) == "+12 pcs");
  CHECK(change(Locale::en, decimal("0"), "pieces", 0) == "0 pcs");
}

TEST_CASE("a target says in which direction it is") {
  Aim aim{.direction = "higher", .target = decimal("0.95"), .unit = "%", .decimals = 1};
  CHECK(aimed(aim) == "≥ 95.0%");
  aim.direction = "lower";
  CHECK(aimed(aim) == "≤ 95.0%");
  aim.direction = "range";
  CHECK(aimed(aim) == "—");
  aim.lower = decimal("0.88");
  aim.upper = decimal("0.95");
  CHECK(aimed(aim) == "88.0–95.0%");
  CHECK(sign_of("<=") == "≤");
  CHECK(sign_of(">") == ">");
  CHECK(sign_of("outside").empty());
}

TEST_CASE("a red line has its sign, or both ends of its range, or is left out") {
  RedLine line{.limit = decimal("0.8"), .op = "<", .unit = "%", .decimals = 0};
  CHECK(red_line(Locale::en, line) == "< 80%");
  line.op = ">=";
  CHECK(red_line(Locale::zh, line) == "≥ 80%");
  line.op = "outside";
  CHECK(red_line(Locale::en, line) == "—");
  line.limit_to = decimal("0.95");
  CHECK(red_line(Locale::en, line) == "outside 80%–95%");
  CHECK(red_line(Locale::zh, line) == "80%–95% 以外");
  line.op = "inside";
  CHECK(red_line(Locale::en, line) == "inside 80%–95%");
  line.decimals = 1;
  line.limit_to = decimal("0.95125");
  CHECK(red_line(Locale::zh, line) == "80.0%–95.125% 以内");
  CHECK(red_line(Locale::en, {.limit = decimal("-1200.5"), .op = ">", .unit = "h"}) ==
        "> −1,200.5");
  CHECK(red_line(Locale::en, {.op = "<", .unit = "%"}) == "—");
  CHECK(red_line(Locale::en, {.limit = decimal("0.8"), .unit = "%"}) == "80%");
}

TEST_CASE("days have their year, and moments stand in a zone") {
  CHECK(day(Locale::zh, Date::of(2026, 11, 8)) == "2026-11-08");
  CHECK(day(Locale::en, Date::of(2026, 11, 8)) == "8 Nov 2026");
  CHECK(day(Locale::en, std::nullopt) == "—");
  const Instant at = Instant::from_text("2026-11-18T17:05:00Z");
  CHECK(moment(Locale::zh, at, "Asia/Shanghai") == "2026-11-19 01:05");
  CHECK(moment(Locale::en, at, "America/New_York") == "18 Nov 2026 12:05");
  // On the day on which the clock is set back.
  CHECK(moment(Locale::en, Instant::from_text("2026-10-25T11:00:00Z"), "Europe/Berlin") ==
        "25 Oct 2026 12:00");
}

TEST_CASE("a status has a word and a shape of its own") {
  CHECK(status(Locale::zh, "breach").text == "告警");
  CHECK(status(Locale::zh, "breach").mark == Mark::breach);
  CHECK(status(Locale::en, "at_risk").text == "Behind");
  CHECK(status(Locale::en, "at_risk").mark == Mark::watch);
  CHECK(status(Locale::en, "plain").mark == Mark::nothing);
  CHECK(progress(Ratio::from_text("0.5"), std::nullopt).bar.has_value());
  CHECK_FALSE(progress(std::nullopt, std::nullopt).bar.has_value());
  CHECK(name(Locale::en, {"公司", ""}) == "公司");
  CHECK(joined(Locale::en, "A.", "B.") == "A. B.");
  CHECK(joined(Locale::zh, "甲。", "乙。") == "甲。乙。");
}

TEST_CASE("what somebody wrote stands on the paper with its label, and nothing where it is empty") {
  Paper paper;
  const Words say{Locale::en};
  add_said(paper, say, "pdf.why", "");
  CHECK(paper.blocks.empty());
  add_said(paper, say, "pdf.why", "Late lorries");
  REQUIRE(paper.blocks.size() == 1);
  CHECK(std::get<Paragraph>(paper.blocks.front()).text.find("Late lorries") != std::string::npos);
}

}  // namespace
}  // namespace twinrail::pdf
