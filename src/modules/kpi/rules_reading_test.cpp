#include <string>

#include <doctest/doctest.h>

#include "modules/kpi/rules.hpp"

namespace twinrail::kpi::rules {

namespace {

BatchRecord record(const char* key, const char* amount, const char* reason = "", Dims dims = {}) {
  BatchRecord r{"revenue", "crm", key, {}};
  r.reading.amount = amount;
  if (*reason != '\0') r.reading.reason = reason;
  r.reading.dims = std::move(dims);
  return r;
}

/// "new 1 120", "refused reason_required".
std::string text_of(const IntakeVerdict& v) {
  const std::string name(name_of(v.outcome));
  if (v.outcome == IntakeOutcome::refused) return name + " " + std::string(v.code);
  return name + " " + std::to_string(v.revision) + " " + v.amount.to_string();
}

std::vector<std::string> texts(const std::vector<BatchRecord>& records,
                               const std::map<std::string, SourcePolicy>& sources = {},
                               const Dictionaries& dictionaries = {}) {
  std::vector<std::string> found;
  for (const auto& v : intake_batch(records, sources, dictionaries)) found.push_back(text_of(v));
  return found;
}

using Texts = std::vector<std::string>;

const Dictionaries shifts{{"shift", {"day", "night"}}, {"line", {"1", "2"}}};

}  // namespace

TEST_CASE("a bound belongs to what a reading may be, and without one there is none") {
  struct Row {
    const char* amount;
    std::optional<Decimal> least;
    std::optional<Decimal> most;
    std::string_view past;
  };
  const Decimal zero, day = Decimal::whole(24);
  for (const Row& row : {Row{"0", zero, day, ""}, Row{"24", zero, day, ""},
                         Row{"-0.000001", zero, day, "below_least"},
                         Row{"24.000001", zero, day, "above_most"}, Row{"-5", {}, day, ""},
                         Row{"9000000000000", zero, {}, ""}, Row{"-9000000000000", {}, {}, ""}}) {
    CAPTURE(row.amount);
    CHECK(past_bound(Decimal::from_text(row.amount), row.least, row.most) == row.past);
  }
}

TEST_CASE("the same key with another amount needs a reason") {
  CHECK(texts({record("1", "120"), record("1", "120.00"), record("1", "125"),
               record("1", "125", " "), record("1", "125", "freight"), record("1", "125"),
               record("1", "120", "freight was right")}) ==
        Texts{"new 1 120", "already_known 1 120", "refused reason_required",
              "refused reason_required", "correction 2 125", "already_known 2 125",
              "correction 3 120"});
}

TEST_CASE("measure, source and key together are one reading") {
  auto other_measure = record("1", "7");
  other_measure.measure = "orders";
  auto other_source = record("1", "8");
  other_source.source = "erp";
  CHECK(texts({record("1", "120"), other_measure, other_source}) ==
        Texts{"new 1 120", "new 1 7", "new 1 8"});
}

TEST_CASE("a source may have a standing reason and a rounding") {
  const std::map<std::string, SourcePolicy> sources{{"crm", {"nightly restatement", 2}}};
  CHECK(texts({record("1", "1.005"), record("1", "1.014"), record("1", "1.015"),
               record("2", "-0.12345678901234567890"), record("3", "12345678901234.5"),
               record("4", "x")},
              sources) == Texts{"new 1 1.01", "already_known 1 1.01", "correction 2 1.02",
                                "new 1 -0.12", "refused overflow", "refused not_a_number"});
}

TEST_CASE("amounts hold six decimals") {
  CHECK(texts({record("1", "1.2345678"), record("1", "1.234567"), record("2", "1.2000000"),
               record("3", "9999999999999"), record("4", "99999999999999.1234567")}) ==
        Texts{"refused too_many_decimals", "new 1 1.234567", "new 1 1.2", "refused overflow",
              "refused too_many_decimals"});
}

TEST_CASE("dims come from the dictionaries and belong to the reading") {
  CHECK(texts({record("1", "5", "", {{"shift", "night"}}), record("1", "5", "", {{"shift", "day"}}),
               record("1", "5", "wrong shift", {{"shift", "day"}}),
               record("1", "5", "no shift at all"), record("2", "5", "", {{"shift", "noon"}}),
               record("3", "5", "", {{"colour", "red"}})},
              {}, shifts) == Texts{"new 1 5", "refused reason_required", "correction 2 5",
                                   "correction 3 5", "refused unknown_dim", "refused unknown_dim"});
}

TEST_CASE("the first thing that is wrong is named") {
  const Dims five{{"a", "1"}, {"b", "1"}, {"c", "1"}, {"d", "1"}, {"e", "1"}};
  CHECK(texts({record("1", "5"), record("1", "1.2345678", "", five),
               record("1", "1.2345678", "", {{"a", "1"}}), record("1", "99999999999999")}) ==
        Texts{"new 1 5", "refused too_many_dims", "refused unknown_dim", "refused overflow"});
}

TEST_CASE("another unit or day is a correction, too") {
  const KnownReading known{"5"_dec, {}, OrgUnitId{1}, Date::of(2026, 1, 1), 4};
  IncomingReading same{"5.0", std::nullopt, {}, OrgUnitId{1}, Date::of(2026, 1, 1)};
  CHECK(text_of(intake(same, &known, {}, {})) == "already_known 4 5");
  IncomingReading moved = same;
  moved.org_unit = OrgUnitId{2};
  CHECK(text_of(intake(moved, &known, {}, {})) == "refused reason_required");
  moved.reason = "booked on the wrong team";
  CHECK(text_of(intake(moved, &known, {}, {})) == "correction 5 5");
  moved.org_unit = OrgUnitId{1};
  moved.day = Date::of(2026, 1, 2);
  CHECK(text_of(intake(moved, &known, {}, {})) == "correction 5 5");
}

}  // namespace twinrail::kpi::rules
