#include "modules/kpi/rules_target.hpp"

#include <string>

#include <doctest/doctest.h>

namespace twinrail::kpi::rules {
namespace {

Date on(int month, int day = 1) { return Date::of(2026, month, day); }

TargetRow row(std::int64_t id, Date from, Date to, const char* target, const char* green = nullptr,
              const char* amber = nullptr) {
  TargetRow made;
  made.id = id;
  made.assignment = AssignmentId{7};
  made.valid_from = from;
  made.valid_to = to;
  made.target = Decimal::from_text(target);
  if (green) made.green = Decimal::from_text(green);
  if (amber) made.amber = Decimal::from_text(amber);
  return made;
}

NewAim aim(Date from, Date to, const char* target) {
  return {from, to, Decimal::from_text(target), to};
}

/// "01-01..05-31 95", one after the other, as they are in force.
std::string text(std::vector<TargetRow> rows) {
  std::string told;
  for (const TargetRow& r : rows)
    if (r.valid_from <= r.valid_to)
      told += (told.empty() ? "" : ", ") + r.valid_from.to_string().substr(5) + ".." +
              (r.valid_to == Date::last() ? "" : r.valid_to.to_string().substr(5)) + " " +
              r.target->to_string() + (r.green ? "/" + r.green->to_string() : "") +
              (r.amber ? "/" + r.amber->to_string() : "");
  return told;
}

std::string after(const std::vector<TargetRow>& series, const std::vector<NewAim>& aims) {
  return text(changed(series, retarget(AssignmentId{7}, series, aims, Instant{})));
}

}  // namespace

TEST_CASE("one month of a series changes, and what was before and after stays") {
  const std::vector<TargetRow> series{row(1, on(1), Date::last(), "95", "93", "91")};
  CHECK(after(series, {aim(on(5), on(5, 31), "94")}) ==
        "01-01..04-30 95/93/91, 05-01..05-31 94/92/90, 06-01.. 95/93/91");
  CHECK(after(series, {aim(on(1), on(1, 31), "94")}) == "01-01..01-31 94/92/90, 02-01.. 95/93/91");
  CHECK(after(series, {aim(on(5), Date::last(), "96")}) ==
        "01-01..04-30 95/93/91, 05-01.. 96/94/92");
  CHECK(after(series, {aim(on(1), Date::last(), "96")}) == "01-01.. 96/94/92");
}

TEST_CASE("months side by side that say the same are one row, and each day has one at most") {
  const std::vector<TargetRow> series{row(1, on(1), on(6, 30), "95"),
                                      row(2, on(7), Date::last(), "97")};
  const std::vector<NewAim> two{aim(on(6), on(6, 30), "96"), aim(on(7), on(7, 31), "96")};
  CHECK(after(series, two) == "01-01..05-31 95, 06-01..07-31 96, 08-01.. 97");
  const SeriesChange change = retarget(AssignmentId{7}, series, two, Instant{});
  CHECK(change.added.size() == 2);
  const std::vector<TargetRow> now = changed(series, change);
  for (Date day = on(1); day < on(12); day = day + 1)
    CHECK(std::ranges::count_if(now, [&](const TargetRow& r) {
            return r.valid_from <= day && day <= r.valid_to;
          }) == 1);
  CHECK(after({}, {aim(on(3), on(3, 31), "5")}) == "03-01..03-31 5");
}

TEST_CASE("what is in force goes on over rows that say the same") {
  const std::vector<TargetRow> series{row(1, on(1), on(3, 31), "95"),
                                      row(2, on(4), on(6, 30), "95"), row(3, on(7), on(6, 30), "1"),
                                      row(4, on(7), Date::last(), "97")};
  CHECK(in_force(series, on(7))->id == 4);
  CHECK(in_force(series, Date::of(2025, 12, 31)) == nullptr);
  CHECK(runs_until(series, on(2)) == on(6, 30));
  CHECK(runs_until(series, on(8)) == Date::last());
  CHECK(runs_until(series, Date::of(2025, 6, 1)) == Date::of(2025, 12, 31));
  CHECK(runs_until({}, on(2)) == Date::last());
}

TEST_CASE("an aim lies on top of others") {
  std::vector<NewAim> aims{aim(on(1), on(12, 31), "94")};
  lay(aims, aim(on(5), on(5, 31), "95"));
  REQUIRE(aims.size() == 3);
  CHECK(aims[0].to == on(4, 30));
  CHECK(aims[1].target == Decimal::whole(95));
  CHECK(aims[2].from == on(6));
  lay(aims, aim(on(1), on(12, 31), "90"));
  CHECK(aims.size() == 1);
}

TEST_CASE("a mistyped target is told from one that is meant") {
  const Decimal usual[] = {"0.95"_dec, "0.9"_dec};
  const auto range = target_range("%", usual);
  REQUIRE(range.has_value());
  CHECK(range->least == Decimal{});
  CHECK(range->most == "1.2"_dec);
  CHECK(likely_target("9.5"_dec, *range, "0.95"_dec) == "0.95"_dec);
  CHECK(likely_target("95"_dec, *range, "0.95"_dec) == "0.95"_dec);
  CHECK(likely_target("0"_dec, *range, "0.95"_dec) == std::nullopt);
  const Decimal growth[] = {"-0.1"_dec};
  CHECK(target_range("%", growth)->least == Decimal::whole(-2));
  CHECK(target_range("piece", usual) == std::nullopt);
}

}  // namespace twinrail::kpi::rules
