#include "modules/kpi/rules_period.hpp"

#include <array>
#include <string>

#include <doctest/doctest.h>

namespace twinrail::kpi::rules {
namespace {

constexpr MeasureId good{1};
constexpr MeasureId all{2};
const Date first = Date::of(2026, 3, 1);
const OrgUnitId unit{7};

/// Good pieces of a hundred a day; "" is a day without a figure.
using Figures = std::vector<const char*>;

/// One letter a period by its phase: o(k) p(ending) f(iring) r(ecovering); ? is no data, - is no
/// point, and a capital a period that still runs.
std::string letters(const std::map<Date, PointRow>& points, std::size_t days) {
  std::string text;
  for (std::size_t i = 0; i < days; ++i) {
    const auto found = points.find(first + static_cast<int>(i));
    if (found == points.end()) {
      text += '-';
      continue;
    }
    const char letter = "opfr"[static_cast<std::size_t>(found->second.phase)];
    text += found->second.judged ? letter : static_cast<char>(letter - 'a' + 'A');
    if (found->second.rows_seen == 0) text += '?';
  }
  return text;
}

/// "03-02 cleared 03-05": when it fired, how it stands, when it ended.
std::string text_of(const BreachRow& row) {
  std::string text = row.fired_on.to_string().substr(5) + " " + row.state;
  if (row.ended_on) text += " " + row.ended_on->to_string().substr(5);
  return text;
}
std::string text_of(const std::vector<BreachRow>& rows) {
  std::string text;
  for (const BreachRow& row : rows) text += (text.empty() ? "" : ", ") + text_of(row);
  return text;
}

/// A pass rate by day that fires when it is twice below 0.9 and clears when it is twice not.
class PassRate {
 public:
  explicit PassRate(std::size_t days_gone, OrgAgg org_agg = OrgAgg::ratio_of_sums)
      : today(first + static_cast<int>(days_gone)),
        definition(define(
            {.formula = "good / all", .frequency = Frequency::day, .org_agg = org_agg},
            {{"good", {.id = good, .code = "good"}}, {"all", {.id = all, .code = "all"}}}, "UTC")) {
    assignment.row = {.id = AssignmentId{3},
                      .org_unit = unit,
                      .valid_from = first,
                      .valid_to = Date::last(),
                      .breach_op = "<",
                      .breach_value = "0.9"_dec,
                      .grace_days = 366};
    assignment.targets = {
        {{.target = Decimal::whole(1)}, 1, AssignmentId{3}, first, Date::last(), {}}};
  }

  [[nodiscard]] JudgedBy by() const { return {definition, assignment, calendar, today}; }

  static std::vector<DayRow> days_of(const Figures& figures) {
    std::vector<DayRow> days;
    for (std::size_t i = 0; i < figures.size(); ++i) {
      const Date day = first + static_cast<int>(i);
      if (*figures[i] == '\0') continue;
      days.push_back({good, unit, day, Decimal::from_text(figures[i]), 1});
      days.push_back({all, unit, day, Decimal::whole(100), 1});
    }
    return days;
  }

  /// Everything from the figures alone; what it comes to is then what is stored.
  void rebuild(const Figures& figures) {
    PeriodEvaluator evaluator = rebuilt(by(), days_of(figures));
    REQUIRE_FALSE(evaluator.run());
    evaluator.settle_breaches({});
    Judged judged = evaluator.take();
    points.clear();
    for (const PointRow& p : judged.points) points.emplace(p.start_on, p);
    for (const TallyRow& t : judged.tallies) sums[t.start_on][t.measure] = t.figure();
    breaches = judged.new_breaches;
  }

  [[nodiscard]] PeriodEvaluator evaluator_from(Date start, TouchedPeriods touched) const {
    AssignmentHistory history{.sums = sums};
    for (const auto& [day, point] : points) {
      if (day >= start) history.points.emplace(day, point);
      if (day < start && point.judged) history.last_judged = point;
    }
    return {by(), std::move(history), std::move(touched)};
  }

  /// Writes what an evaluator came to over what is stored, as a database would.
  void store(PeriodEvaluator& evaluator) {
    if (evaluator.phases_differ()) {
      std::vector<BreachRow> open;
      for (const BreachRow& b : breaches)
        if (b.state != "corrected") open.push_back(b);
      evaluator.settle_breaches(open);
    }
    written = evaluator.take();
    for (const PointRow& p : written.points) points[p.start_on] = p;
    for (const PointRow& p : written.moved) points[p.start_on] = p;
    for (const PointRow& p : written.dropped) points.erase(p.start_on);
    for (const BreachRow& changed : written.changed_breaches)
      for (BreachRow& b : breaches)
        if (b.fired_start == changed.fired_start) b = changed;
    breaches.insert(breaches.end(), written.new_breaches.begin(), written.new_breaches.end());
  }

  /// The figure of a day (from 1) becomes another one.
  void correct(int day, const char* from, const char* to) {
    const Date on = first + (day - 1);
    const auto cells = [&](const char* figure) {
      std::vector<std::optional<Decimal>> list;
      for (const MeasureId m : definition.measures)
        if (*figure == '\0')
          list.push_back(std::nullopt);
        else
          list.push_back(m == good ? Decimal::from_text(figure) : Decimal::whole(100));
      return list;
    };
    const RowChange change{cells(from), cells(to)};
    PeriodEvaluator evaluator = evaluator_from(on, {{on, {&change}}});
    REQUIRE_FALSE(evaluator.run());
    store(evaluator);
  }

  DatedCalendar calendar;
  Date today;
  Definition definition;
  AssignmentWithTargets assignment;
  std::map<Date, PointRow> points;
  std::map<Date, std::map<MeasureId, MeasureSum>> sums;
  std::vector<BreachRow> breaches;
  Judged written;
};

}  // namespace

TEST_CASE("breaches follow the phases of the periods") {
  struct Line {
    Figures figures;
    std::string phases;
    std::string breaches;
  };
  const Line lines[] = {
      {{"95", "80", "95"}, "opo", ""},
      {{"80", "80"}, "pf", "03-02 firing"},
      {{"80", "80", "95"}, "pfr", "03-02 recovering"},
      {{"80", "80", "95", "80"}, "pfrf", "03-02 firing"},
      {{"80", "80", "95", "95"}, "pfro", "03-02 cleared 03-04"},
      {{"80", "80", "95", "95", "80", "80"}, "pfropf", "03-02 cleared 03-04, 03-06 firing"},
      {{"80", "", "80"}, "p-f", "03-03 firing"},
  };
  for (const Line& line : lines) {
    PassRate rate(line.figures.size());
    rate.rebuild(line.figures);
    CAPTURE(line.phases);
    CHECK(letters(rate.points, line.figures.size()) == line.phases);
    CHECK(text_of(rate.breaches) == line.breaches);
  }
}

TEST_CASE("a correction judges again as far as it reaches") {
  struct Line {
    Figures stored;
    int day;
    const char* to;
    std::string phases;
    std::string breaches;
    std::size_t points;  ///< whose colour or phase is other
    std::size_t moved;   ///< of which only the value is
  };
  const Line lines[] = {
      // Nothing follows from another value on the same side.
      {{"95", "80", "95"}, 2, "79", "opo", "", 0, 1},
      {{"95", "95", "95"}, 1, "80", "poo", "", 1, 0},
      // The second bad day fires; it goes on to where the machine stands as it did.
      {{"80", "95", "95", "95"}, 2, "80", "pfro", "03-02 cleared 03-04", 2, 0},
      // A breach that never was.
      {{"80", "80", "95", "95"}, 1, "95", "opoo", "03-02 corrected 03-02", 3, 0},
      // It ends earlier, and goes on again.
      {{"80", "80", "80", "95"}, 3, "95", "pfro", "03-02 cleared 03-04", 2, 0},
      {{"80", "80", "95", "95"}, 4, "80", "pfrf", "03-02 firing", 1, 0},
      // Another one takes its place.
      {{"80", "80", "80"}, 1, "95", "opf", "03-02 corrected 03-02, 03-03 firing", 2, 0},
      // A figure that comes late, and one that is taken back.
      {{"80", "", "95"}, 2, "80", "pfr", "03-02 recovering", 2, 0},
      {{"80", "80", "95"}, 2, "", "p-o", "03-02 corrected 03-02", 1, 0},
  };
  for (const Line& line : lines) {
    PassRate rate(line.stored.size());
    rate.rebuild(line.stored);
    rate.correct(line.day, line.stored[static_cast<std::size_t>(line.day - 1)], line.to);
    CAPTURE(line.phases);
    CAPTURE(line.day);
    CHECK(letters(rate.points, line.stored.size()) == line.phases);
    CHECK(text_of(rate.breaches) == line.breaches);
    CHECK(rate.written.points.size() == line.points);
    CHECK(rate.written.moved.size() == line.moved);

    Figures corrected = line.stored;
    corrected[static_cast<std::size_t>(line.day - 1)] = line.to;
    PassRate anew(corrected.size());
    anew.rebuild(corrected);
    CHECK(rate.points == anew.points);
  }
}

TEST_CASE("a correction tells of each point that it moves and of nothing else") {
  PassRate rate(4);
  rate.rebuild({"80", "80", "95", "95"});
  rate.correct(4, "95", "80");
  REQUIRE(rate.written.values.changes.size() == 1);
  const ValueChange& change = rate.written.values.changes.front();
  CHECK(change.start == first + 3);
  CHECK(change.value == "0.8"_dec);
  CHECK(change.light == Light::breach);
  CHECK(rate.written.units == std::map<AssignmentId, OrgUnitId>{{AssignmentId{3}, unit}});
  REQUIRE(rate.written.tallies.size() == 1);
  CHECK(rate.written.tallies.front().measure == good);
  CHECK(rate.written.tallies.front().amount == Decimal::whole(80));
}

TEST_CASE("a running period is not judged and leaves the machine as it was") {
  PassRate rate(2);
  rate.rebuild({"80", "80", "95"});
  CHECK(letters(rate.points, 3) == "pfF");
  CHECK_FALSE(rate.points.at(first + 2).colour);
  const AssignmentHistory history{.points = rate.points};
  CHECK(running_point(history, first + 2, rate.today) != nullptr);
  CHECK(running_point(history, first + 1, rate.today) == nullptr);
  CHECK(running_point(history, first + 3, rate.today) == nullptr);

  // The day ends: judged once, from what is stored.
  rate.today = rate.today + 1;
  PeriodEvaluator evaluator = rate.evaluator_from(first + 2, {{first + 2, {}}});
  REQUIRE_FALSE(evaluator.run());
  rate.store(evaluator);
  CHECK(letters(rate.points, 3) == "pfr");
  CHECK(text_of(rate.breaches) == "03-02 recovering");
}

TEST_CASE("each workday without a figure is a missing one once its days of grace are over") {
  struct Line {
    Figures figures;
    std::size_t days_gone;
    std::int64_t grace_days;
    std::string phases;
  };
  const Line lines[] = {
      {{"95", ""}, 2, 0, "oo?"},        {{"95", ""}, 2, 1, "o-"},   {{"95", "", ""}, 3, 1, "oo?-"},
      {{"95", "", ""}, 3, 2, "o--"},    {{"", ""}, 2, 0, "-o?"},    {{"", ""}, 2, 2, "--"},
      {{"80", "80", ""}, 3, 0, "pff?"}, {{"95", "95"}, 2, 0, "oo"},
  };
  for (const Line& line : lines) {
    PassRate rate(line.days_gone);
    rate.assignment.row.grace_days = line.grace_days;
    rate.rebuild(line.figures);
    CAPTURE(line.phases);
    CHECK(letters(rate.points, line.figures.size()) == line.phases);
  }
}

TEST_CASE("a figure is behind by the workdays that ended since, whatever grace there is") {
  PassRate rate(20);
  rate.assignment.row.grace_days = 9;
  const Date friday = Date::of(2026, 3, 6);
  rate.today = friday + 1;
  CHECK(periods_behind(rate.by(), friday) == 0);
  rate.today = friday + 3;  // Monday: the weekend has no figures, and today is not over
  CHECK(periods_behind(rate.by(), friday) == 0);
  rate.today = friday + 5;
  CHECK(periods_behind(rate.by(), friday) == 2);
  rate.today = friday + 1000;
  CHECK(periods_behind(rate.by(), friday) == behind_max);
  rate.assignment.row.valid_to = friday + 3;
  CHECK(periods_behind(rate.by(), friday) == 1);
}

TEST_CASE("a missing period goes when its figure comes, and stays when later ones are missing") {
  PassRate rate(2);
  rate.assignment.row.grace_days = 0;
  rate.rebuild({"95", ""});
  CHECK(letters(rate.points, 2) == "oo?");
  rate.correct(2, "", "80");
  CHECK(letters(rate.points, 2) == "op");

  rate.rebuild({"95", ""});
  rate.today = rate.today + 1;
  PeriodEvaluator evaluator = rate.evaluator_from(first + 1, {{first + 1, {}}, {first + 2, {}}});
  REQUIRE_FALSE(evaluator.run());
  rate.store(evaluator);
  CHECK(letters(rate.points, 3) == "oo?o?");
  CHECK(rate.points.at(first + 2).missing == 2);
  CHECK(rate.written.values.changes.front().light == Light::none);
  CHECK_FALSE(is_missing(rate.by(), {first - 1, first}, true));  // not assigned yet
  CHECK_FALSE(is_missing(rate.by(), {first, first + 1}, true));  // a Sunday
  CHECK_FALSE(is_missing(rate.by(), {rate.today, rate.today + 1}, true));
  CHECK(first_expected(rate.by()).start == first);
}

TEST_CASE("a value that follows from days is waited for, and only where it can be another") {
  const Figures before{"95", "95", "95", "95"};
  PassRate rate(4, OrgAgg::min);
  CHECK_FALSE(rate.definition.tallied);
  rate.rebuild(before);
  struct Line {
    Figures now;
    int day;
    std::vector<int> asked;
    std::string phases;
  };
  const Line lines[] = {
      {{"95", "94", "95", "95"}, 2, {2}, "oooo"},
      {{"95", "80", "95", "95"}, 2, {2, 3}, "opoo"},
      {{"80", "95", "95", "95"}, 1, {1, 2}, "pooo"},
      {{"95", "95", "95", "80"}, 4, {4}, "ooop"},
  };
  for (const Line& line : lines) {
    PassRate again(rate);
    const RowChange change;
    const Date on = first + (line.day - 1);
    PeriodEvaluator evaluator = again.evaluator_from(on, {{on, {&change}}});
    std::vector<int> asked;
    const std::vector<DayRow> days = PassRate::days_of(line.now);
    while (const auto period = evaluator.run()) {
      asked.push_back(period->start - first + 1);
      evaluator.use_days({days, {}, {}});
    }
    again.store(evaluator);
    CHECK(asked == line.asked);
    CHECK(letters(again.points, 4) == line.phases);
    CHECK(again.written.tallies.empty());
  }
}

TEST_CASE("what several assignments come to is one list after the other") {
  Judged both;
  for (const std::int64_t id : {5, 2}) {
    Judged one;
    one.points.push_back({.assignment = AssignmentId{id}});
    one.values.changes.push_back({.assignment = AssignmentId{id}});
    one.units[AssignmentId{id}] = unit;
    both.append(std::move(one));
  }
  REQUIRE(both.points.size() == 2);
  CHECK(both.points[0].assignment == AssignmentId{5});
  CHECK(both.values.changes[1].assignment == AssignmentId{2});
  CHECK(both.units.size() == 2);
}

TEST_CASE("running sums differ by what they come to; one of 0 is as good as none") {
  const Date day = Date::of(2026, 3, 2);
  const AssignmentId id{3};
  const TallyRow one = tally_row(id, day, good, {Decimal::whole(1), 1});
  const TallyRow zero = tally_row(id, day, all, {});
  TallyRow wide = one;
  wide.wraps = 1;
  CHECK(differing(std::array{one, zero}, std::array{one}) == 0);
  CHECK(differing(std::array{one}, std::array{one, zero}) == 0);
  CHECK(differing(std::array{one}, std::array{wide}) == 1);
  CHECK(differing(std::array{one, zero}, std::span<const TallyRow>()) == 1);
}

}  // namespace twinrail::kpi::rules
