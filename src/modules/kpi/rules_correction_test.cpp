#include <string>

#include <doctest/doctest.h>

#include "modules/kpi/rules.hpp"

namespace twinrail::kpi::rules {

namespace {

ValueRevision revision(int day, const char* value, const char* reason = "late report") {
  ValueRevision r{Date::of(2026, 7, day), std::nullopt, std::nullopt};
  if (*value != '\0') r.value = Decimal::from_text(value);
  if (*reason != '\0') r.reason = reason;
  return r;
}

CorrectionQuestion lower_is_better(std::vector<ValueRevision> revisions) {
  CorrectionQuestion q;
  q.revisions = std::move(revisions);
  q.direction = Direction::lower;
  q.thresholds = {{"60"_dec, std::nullopt}, Bound{"65"_dec, std::nullopt}};
  return q;
}

std::string text_of(const KnownValue& k) {
  constexpr const char* colours[] = {"green", "amber", "red", "no_data"};
  return (k.value ? k.value->to_string() : "null") + " " +
         colours[static_cast<std::size_t>(k.colour)] + " " + std::to_string(k.revision);
}

std::string refusal_of(const CorrectionQuestion& q) {
  try {
    (void)correct(q);
  } catch (const Error& error) {
    return error.key();
  }
  return "";
}

std::string anomaly(const std::vector<const char*>& history, const char* value) {
  std::vector<std::optional<Decimal>> points;
  for (const char* point : history) {
    points.push_back(*point == '\0' ? std::nullopt : std::optional(Decimal::from_text(point)));
  }
  const auto v = find_anomaly(points, Decimal::from_text(value));
  const auto shown = [](const auto& f) { return f ? f->to_fixed(4) : std::string("-"); };
  const std::string verdict = v.verdict == AnomalyKind::anomaly ? "anomaly"
                              : v.verdict == AnomalyKind::usual ? "usual"
                                                                : "none";
  return verdict + " " + shown(v.median) + " " + shown(v.mad) + " " + shown(v.z);
}

}  // namespace

TEST_CASE("a read sees what was recorded up to and including its day") {
  auto q = lower_is_better({revision(2, "61", ""), revision(18, "66"), revision(18, "59")});
  q.known_on = {Date::of(2026, 7, 1), Date::of(2026, 7, 2), Date::of(2026, 7, 17),
                Date::of(2026, 7, 18)};
  q.frozen_on = Date::of(2026, 7, 10);
  const auto v = correct(q);
  CHECK(text_of(v.reads[0]) == "null no_data 0");
  CHECK(text_of(v.reads[1]) == "61 amber 1");
  CHECK(text_of(v.reads[2]) == "61 amber 1");
  CHECK(text_of(v.reads[3]) == "59 green 3");
  CHECK(v.alert == Alert::corrected);
  CHECK(text_of(v.frozen->pinned) == "61 amber 1");
  CHECK(v.frozen->delta->to_string() == "-2");
}

TEST_CASE("the alert follows the latest figure") {
  CHECK(correct(lower_is_better({revision(2, "66"), revision(3, "61")})).alert == Alert::corrected);
  CHECK(correct(lower_is_better({revision(2, "61"), revision(3, "66")})).alert == Alert::open);
  CHECK(correct(lower_is_better({revision(2, "61"), revision(3, "60")})).alert == Alert::none);
  CHECK(correct(lower_is_better({})).alert == Alert::none);
}

TEST_CASE("a card frozen before anything was known has no difference") {
  auto q = lower_is_better({revision(12, "61")});
  q.frozen_on = Date::of(2026, 7, 10);
  const auto frozen = *correct(q).frozen;
  CHECK(text_of(frozen.pinned) == "null no_data 0");
  CHECK_FALSE(frozen.delta.has_value());
  q.revisions.clear();
  CHECK_FALSE(correct(q).frozen->delta.has_value());
}

TEST_CASE("revisions come in order and with a reason") {
  CHECK(refusal_of(lower_is_better({revision(3, "61", ""), revision(2, "60", "")})) ==
        "revision_order");
  CHECK(refusal_of(lower_is_better({revision(2, "61", ""), revision(3, "60", " ")})) ==
        "reason_required");
  auto standing = lower_is_better({revision(2, "61", ""), revision(3, "60", "")});
  standing.standing_reason = "nightly restatement";
  CHECK(refusal_of(standing).empty());
}

TEST_CASE("a figure stands out by its own history") {
  CHECK(anomaly({"10", "12", "11", "13", "12", "10", "11", "13"}, "18") ==
        "anomaly 11.5000 1.0000 4.3843");
  CHECK(anomaly({"10", "12", "11", "13", "12", "10", "11", "13"}, "8") ==
        "usual 11.5000 1.0000 -2.3608");
  CHECK(anomaly({"7", "7", "7", "7", "7", "7", "7", "9"}, "9") == "none 7.0000 0.0000 -");
  CHECK(anomaly({"1", "2", "3", "4", "5", "6", "7", ""}, "9") == "none - - -");
  CHECK(anomaly({"1", "2", "3", "4", "5", "6", "7", "8", "9"}, "5") ==
        "usual 5.0000 2.0000 0.0000");
}

}  // namespace twinrail::kpi::rules
