#include "modules/okr/rules_standing.hpp"

#include <doctest/doctest.h>

namespace twinrail::okr::rules {
namespace {

Date march(int day) { return Date::of(2026, 3, day); }

CheckInRow value(int day, const char* amount) {
  return {.day = march(day), .value = Decimal::from_text(amount)};
}
CheckInRow typed_over(int day, const char* amount) {
  CheckInRow row = value(day, amount);
  row.override_reason = "meter broken";
  return row;
}
CheckInRow done(int day, bool is_done, std::optional<MilestoneId> milestone = {}) {
  return {.day = march(day), .done = is_done, .milestone = milestone};
}
kpi::PointView period(int start, int end, std::optional<Decimal> amount) {
  return {.start = march(start), .end = march(end), .value = amount, .over = true};
}
KeyResultRow of_kind(KeyResultKind kind) {
  KeyResultRow row{.kind = kind};
  if (kind == KeyResultKind::move) {
    row.start_value = Decimal();
    row.target_value = Decimal::whole(100);
  }
  if (kind == KeyResultKind::keep) row.upper = Decimal::whole(50);
  return row;
}
LinkRow driving_since(int day) {
  return {.baseline = Decimal::whole(20), .baseline_on = march(day)};
}

/// "03-01 -, 03-04 0.5": a dash where nothing was measured.
std::string text(const ProgressTimeline& timeline) {
  std::string all;
  for (const auto& [day, figure] : timeline)
    all += (all.empty() ? "" : ", ") + day.to_string().substr(5) + " " +
           (figure.progress ? figure.progress->to_decimal().to_string() : "-");
  return all;
}

std::string timeline(KeyResultKind kind, const Evidence& evidence, Date since = Date::first()) {
  return text(timeline_of(of_kind(kind), evidence, march(1), since));
}

const std::vector<MilestoneRow> two_steps{{.id = {1}, .weight = Decimal::whole(1)},
                                          {.id = {2}, .weight = Decimal::whole(3)}};

}  // namespace

TEST_CASE("each kind of key result stands as its check-ins say, on each of their days") {
  using enum KeyResultKind;
  struct Row {
    KeyResultKind kind;
    Evidence evidence;
    const char* timeline;
  };
  const Row rows[] = {
      {move, {}, "03-01 -"},
      {move, {.check_ins = {value(2, "40"), value(5, "10")}}, "03-01 -, 03-02 0.4, 03-05 0.1"},
      {move, {.check_ins = {value(2, "40"), {.day = march(3)}}}, "03-01 -, 03-02 0.4"},
      {keep, {.check_ins = {value(2, "40"), value(5, "60")}}, "03-01 -, 03-02 1, 03-05 0.5"},
      {binary, {}, "03-01 -"},
      {binary, {.check_ins = {done(2, false)}}, "03-01 -, 03-02 0"},
      {binary, {.check_ins = {done(2, true), done(4, false)}}, "03-01 -, 03-02 1, 03-04 0"},
      {baseline, {.check_ins = {value(2, "7")}}, "03-01 -, 03-02 1"},
      {milestone, {.milestones = two_steps}, "03-01 -"},
      {milestone,
       {.milestones = two_steps,
        .check_ins = {done(2, true, MilestoneId{2}), done(4, false, MilestoneId{2}),
                      done(4, true, MilestoneId{1})}},
       "03-01 -, 03-02 0.75, 03-04 0.25"},
  };
  for (const Row& row : rows) CHECK(timeline(row.kind, row.evidence) == row.timeline);
}

TEST_CASE("a KPI drives from its baseline on, and a period counts from its last day on") {
  using enum KeyResultKind;
  const kpi::PointView first = period(1, 7, Decimal::whole(60));
  const kpi::PointView second = period(8, 14, Decimal::whole(100));
  const kpi::PointView empty = period(15, 21, std::nullopt);
  const Evidence driven{.driver = driving_since(3), .points = {first, second, empty}};
  CHECK(timeline(move, driven) == "03-01 -, 03-03 -, 03-07 0.5, 03-14 1");
  CHECK(timeline(move, driven, march(8)) == "03-14 1");
  CHECK(standing_of(of_kind(move), driven, march(13)).current_value == Decimal::whole(60));
  CHECK(standing_of(of_kind(move), driven).checked_on == march(14));
  CHECK(timeline(keep, driven) == "03-01 -, 03-03 -, 03-07 0, 03-14 0");

  Evidence told_before = driven;
  told_before.check_ins = {value(2, "30")};
  CHECK(timeline(move, told_before) == "03-01 -, 03-02 0.3, 03-03 -, 03-07 0.5, 03-14 1");
  Evidence draft = driven;
  draft.driver->baseline_on.reset();
  CHECK(timeline(move, draft) == "03-01 -");
}

TEST_CASE("a value typed in the KPI's place stands until a later period has a figure") {
  Evidence e{.check_ins = {typed_over(9, "40")},
             .driver = driving_since(1),
             .points = {period(1, 7, Decimal::whole(60)), period(8, 14, Decimal::whole(100))}};
  CHECK(standing_of(of_kind(KeyResultKind::move), e).current_value == Decimal::whole(40));
  CHECK(standing_of(of_kind(KeyResultKind::move), e).checked_on == march(14));
  e.points.push_back(period(15, 21, std::nullopt));
  CHECK(standing_of(of_kind(KeyResultKind::move), e).current_value == Decimal::whole(40));
  e.points.back().value = Decimal::whole(80);
  CHECK(standing_of(of_kind(KeyResultKind::move), e).current_value == Decimal::whole(80));
}

TEST_CASE("one check-in on top of what stood comes to the same as all of them") {
  Evidence all{.check_ins = {value(2, "40"), value(3, "50"), {.day = march(5)}}};
  all.check_ins[0].confidence = Decimal::from_text("0.4");
  all.check_ins[1].reported = Reported::at_risk;
  const KeyResultRow kr = of_kind(KeyResultKind::move);
  Evidence last{.check_ins = {all.check_ins.back()}};
  last.earlier = standing_of(kr, {.check_ins = {all.check_ins[0], all.check_ins[1]}});
  CHECK(standing_of(kr, last) == standing_of(kr, all));
  CHECK(standing_of(kr, last).confidence == Decimal::from_text("0.4"));
  CHECK(standing_of(kr, last).reported == Reported::at_risk);
}

TEST_CASE("where only figures changed, an old word that is listed takes nobody's confidence back") {
  Evidence e{.check_ins = {typed_over(2, "40")}, .driver = driving_since(1)};
  e.check_ins[0].confidence = Decimal::from_text("0.9");
  e.earlier = KeyResultStandingRow{.confidence = Decimal::from_text("0.3")};
  const KeyResultRow kr = of_kind(KeyResultKind::move);
  CHECK(standing_of(kr, e).confidence == Decimal::from_text("0.9"));
  e.only_figures = true;
  CHECK(standing_of(kr, e).confidence == Decimal::from_text("0.3"));
}

TEST_CASE("a link takes the newest period, an average of some, or the cycle so far") {
  const std::vector<kpi::PointView> points{period(1, 7, Decimal::whole(10)),
                                           period(8, 14, Decimal::whole(40)),
                                           period(15, 21, std::nullopt)};
  struct Row {
    ValueSpan span;
    std::optional<std::int64_t> k;
    ValueAgg agg;
    const char* value;
  };
  const Row rows[] = {{ValueSpan::period, {}, ValueAgg::last, "40"},
                      {ValueSpan::rolling, 2, ValueAgg::avg, "25"},
                      {ValueSpan::cycle_to_date, {}, ValueAgg::sum, "50"}};
  for (const Row& row : rows) {
    const LinkRow link{.value_rule = row.span, .k = row.k, .agg = row.agg};
    CHECK(driven_value(link, points) == Decimal::from_text(row.value));
    CHECK(driven_value(link, {}) == std::nullopt);
  }
}

TEST_CASE("a period that runs counts where the link says so, or the cycle adds up") {
  kpi::PointView open = period(1, 31, Decimal::whole(5));
  open.over = false;
  kpi::PointView over = open;
  over.over = true;
  struct Row {
    ValueSpan span;
    ValueAgg agg;
    bool counts;
  };
  const Row rows[] = {{ValueSpan::period, ValueAgg::last, false},
                      {ValueSpan::running, ValueAgg::last, true},
                      {ValueSpan::rolling, ValueAgg::avg, false},
                      {ValueSpan::cycle_to_date, ValueAgg::sum, true},
                      {ValueSpan::cycle_to_date, ValueAgg::avg, false}};
  for (const Row& row : rows) {
    const LinkRow link{.value_rule = row.span, .agg = row.agg};
    CHECK(counts(link, open) == row.counts);
    CHECK(counts(link, over));
  }
  open.may_run = true;  // a quotient of sums goes on with what there is
  CHECK(counts({.value_rule = ValueSpan::cycle_to_date}, open));
}

TEST_CASE("a pending key result hands nothing on, an objective what it has") {
  KeyResultStandingRow standing{.progress = Ratio::percent(40), .coverage = Ratio::one()};
  CHECK(figure_of(standing) == Figure{});
  standing.state = ProgressState::measured;
  CHECK(figure_of(standing) == Figure{Ratio::percent(40), Ratio::one()});
  CHECK(figure_of(ObjectiveStandingRow{.progress = Ratio::percent(60)}) ==
        Figure{Ratio::percent(60), {}});
  CHECK(figure_of(ObjectiveStandingRow{}) == Figure{});
}

TEST_CASE("a word or a confidence moves no figure") {
  CHECK(changes_figure(value(1, "5")));
  CHECK(changes_figure(done(1, false)));
  CHECK(changes_figure(done(1, true, MilestoneId{1})));
  CHECK_FALSE(changes_figure({.day = march(1), .confidence = Decimal::whole(1), .note = "soon"}));
}

TEST_CASE("what held at the end of a day is what had not ended by then") {
  KeyResultRow now{.target_value = "50"_dec};
  now.weight = "2"_dec;
  const auto term = [](Date until, Decimal target) {
    return KeyResultTermRow{.until = until, .target_value = target, .weight = "1"_dec};
  };
  // Twice on one day: the second never held at the end of one.
  const std::vector<KeyResultTermRow> former{term(Date::of(2026, 2, 1), "100"_dec),
                                             term(Date::of(2026, 3, 1), "80"_dec),
                                             term(Date::of(2026, 3, 1), "70"_dec)};
  CHECK(as_of(now, former, Date::of(2026, 1, 31)).target_value == "100"_dec);
  CHECK(as_of(now, former, Date::of(2026, 2, 1)).target_value == "80"_dec);
  CHECK(as_of(now, former, Date::of(2026, 3, 1)).target_value == "50"_dec);
  CHECK(as_of(now, former, Date::of(2026, 3, 1)).weight == "2"_dec);
  CHECK(rebaselined(now, former));
  CHECK(!rebaselined(now, std::vector{term(Date::of(2026, 2, 1), "50"_dec)}));
}

}  // namespace twinrail::okr::rules
