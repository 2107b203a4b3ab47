#include "modules/kpi/rules_figures.hpp"

#include <doctest/doctest.h>

namespace twinrail::kpi::rules {
namespace {

constexpr MeasureId good{1};
constexpr MeasureId all{2};
constexpr MeasureId heads{3};
constexpr MeasureId budget{4};
constexpr OrgUnitId one{1};
constexpr OrgUnitId two{2};
const Period march{Date::of(2026, 3, 1), Date::of(2026, 4, 1)};

const std::map<std::string, MeasureRow> measures{
    {"good", {.id = good, .code = "good"}},
    {"all", {.id = all, .code = "all"}},
    {"heads", {.id = heads, .code = "heads", .kind = MeasureKind::stock}},
    {"budget", {.id = budget, .code = "budget", .grain = Grain::month}}};

Definition defined(const char* formula, TimeAgg time_agg = TimeAgg::ratio_of_sums,
                   OrgAgg org_agg = OrgAgg::ratio_of_sums, Frequency frequency = Frequency::month) {
  return define(
      {.formula = formula, .frequency = frequency, .time_agg = time_agg, .org_agg = org_agg},
      measures, "UTC");
}

DayRow on(int day, MeasureId measure, OrgUnitId unit, const char* amount) {
  return {measure, unit, Date::of(2026, 3, day), Decimal::from_text(amount), 1};
}
DayRow before(const char* day, MeasureId measure, OrgUnitId unit, const char* amount) {
  return {measure, unit, Date::from_text(day), Decimal::from_text(amount), 1};
}

std::string value(const Definition& d, const PeriodDays& days) {
  const ValueVerdict verdict = value_of_days(d, DatedCalendar{}, march, days);
  if (verdict.value) return verdict.value->rounded().to_string();
  return std::string(enum_name(*verdict.null_reason));
}
std::string told(const Definition& d, const PeriodDays& days) {
  return substituted(d, DatedCalendar{}, march, days);
}

std::vector<std::optional<Decimal>> cells(std::optional<int> first, std::optional<int> second) {
  std::vector<std::optional<Decimal>> list;
  for (const auto& cell : {first, second})
    list.push_back(cell ? std::optional(Decimal::whole(*cell)) : std::nullopt);
  return list;
}

}  // namespace

TEST_CASE("all readings of a measure in a period count, whatever day or unit they came from") {
  const std::vector<DayRow> days{on(5, all, one, "1000"), on(6, all, one, "100"),
                                 on(6, good, one, "10"), on(9, good, two, "1")};
  struct Line {
    Definition definition;
    std::vector<DayRow> days;
    const char* value;
    const char* told;
  };
  const Line lines[] = {
      {defined("good / all"), days, "0.01", "11 / 1100"},
      {defined("all + good"), days, "1111", "1100 + 11"},
      // Each unit is asked for its own: two has no `all`.
      {defined("good / all", TimeAgg::ratio_of_sums, OrgAgg::min), days, "0.0091",
       "min(0.0091, —)"},
      // A day that lacks one of them is no part of an average over days.
      {defined("good / all", TimeAgg::avg, OrgAgg::min),
       {days[0], days[1], days[2]},
       "0.1",
       "avg(—, 0.1)"},
      {defined("good / all", TimeAgg::last, OrgAgg::min),
       {days[0], days[1], days[2]},
       "0.1",
       "10 / 100"},
      {defined("good", TimeAgg::max, OrgAgg::min),
       {on(2, good, one, "3"), on(4, good, one, "7")},
       "7",
       "max(3, 7)"},
      // A month's budget over what came day by day.
      {defined("good / budget"),
       {on(1, budget, one, "50"), on(4, good, one, "10")},
       "0.2",
       "10 / 50"},
      {defined("good / all"), {days[2], days[3]}, "no_data", "11 / —"},
      {defined("good / all"), {}, "no_data", "— / —"},
      {defined("good / days_in_period"), {on(4, good, one, "62")}, "2", "62 / 31"},
  };
  for (const Line& line : lines) {
    CAPTURE(line.told);
    CHECK(value(line.definition, {line.days, {}, {}}) == line.value);
    CHECK(told(line.definition, {line.days, {}, {}}) == line.told);
  }
}

TEST_CASE("of a level each unit's newest day counts, and then the units are added") {
  const std::vector<DayRow> days{on(5, heads, one, "10"), on(20, heads, one, "12"),
                                 on(7, heads, two, "5"), on(9, good, one, "34")};
  CHECK(value(defined("heads"), {days, {}, {}}) == "17");
  CHECK(value(defined("heads", TimeAgg::last), {days, {}, {}}) == "17");
  CHECK(value(defined("good / heads"), {days, {}, {}}) == "2");
  CHECK(told(defined("good / heads"), {days, {}, {}}) == "34 / 17");
  CHECK(value(defined("heads", TimeAgg::sum, OrgAgg::sum), {days, {}, {}}) == "not_derivable");
}

TEST_CASE("what a formula looks back at has its figures, and is named with them") {
  const std::vector<DayRow> days{on(31, heads, one, "90"), on(4, good, one, "5")};
  const std::vector<DayRow> opening{before("2026-02-28", heads, one, "110")};
  const std::vector<DayRow> last_year{before("2025-03-09", good, one, "4")};
  const PeriodDays behind{days, opening, last_year};
  const Definition turnover = defined("good / avg_open_close(heads)");
  CHECK(turnover.needs_opening);
  CHECK_FALSE(turnover.tallied);
  CHECK(value(turnover, behind) == "0.05");
  CHECK(told(turnover, behind) == "5 / ((110 + 90) / 2)");
  CHECK(value(turnover, {days, {}, {}}) == "no_data");
  CHECK(value(defined("close(heads) - open(heads)"), behind) == "-20");
  CHECK(told(defined("close(heads) - open( heads )"), behind) == "90 - 110");
  const Definition growth = defined("good / same_period_last_year(good) - 1");
  CHECK(growth.needs_last_year);
  CHECK(value(growth, behind) == "0.25");
  CHECK(told(growth, behind) == "5 / 4 - 1");
  CHECK(value(growth, {days, {}, {}}) == "no_data");
  CHECK(value(defined("good / same_period_last_year(good)", TimeAgg::avg, OrgAgg::min), behind) ==
        "not_derivable");

  const auto used = used_figures(turnover, march, behind);
  REQUIRE(used.size() == 2);
  CHECK(used[1].amount == "90"_dec);
  CHECK(used[1].opening == "110"_dec);
  CHECK(used[1].opening_on == Date::of(2026, 2, 28));
  CHECK(used_figures(growth, march, behind)[0].last_year == "4"_dec);
}

TEST_CASE("rows hold a whole period or a part of it, of a unit or of all together") {
  const std::vector<DayRow> days{on(5, good, one, "1"), on(6, good, one, "2"),
                                 on(6, good, two, "4"), before("2026-02-01", good, one, "9")};
  const auto size = [&](TimeAgg time_agg, OrgAgg org_agg, Frequency frequency = Frequency::month) {
    return rows_of(defined("good * 2", time_agg, org_agg, frequency), march, {days, {}, {}}).size();
  };
  CHECK(size(TimeAgg::ratio_of_sums, OrgAgg::ratio_of_sums) == 1);
  CHECK(size(TimeAgg::recompute, OrgAgg::none) == 2);
  CHECK(size(TimeAgg::avg, OrgAgg::sum) == 3);
  CHECK(size(TimeAgg::avg, OrgAgg::sum, Frequency::day) == 2);
}

TEST_CASE("running sums take each figure for itself, and none at all is missing") {
  struct Line {
    RowChange change;
    int first, second, seen;
    bool complete;
  };
  const Line lines[] = {
      {{cells({}, {}), cells(5, {})}, 5, 0, 1, false},  // half of it came
      {{cells({}, {}), cells({}, 8)}, 0, 8, 1, false},  // the other half, elsewhere
      {{cells(5, {}), cells(5, 8)}, 0, 8, 0, false},    // or beside it
      {{cells({}, {}), cells(6, 8)}, 6, 8, 1, true},    // both
      {{cells(6, {}), cells({}, {})}, -6, 0, -1, false},
  };
  for (const Line& line : lines) {
    PeriodFigures figures{.measures = {{}, {}}};
    apply(line.change, figures);
    CHECK(figures.measures[0].sum == Decimal::whole(line.first));
    CHECK(figures.measures[1].sum == Decimal::whole(line.second));
    CHECK(figures.rows_seen == line.seen);
    CHECK(figures.complete() == line.complete);
  }
}

TEST_CASE("days come to the same running sums as their changes one by one") {
  const Definition d = defined("good / all");
  const std::vector<DayRow> days{on(2, good, one, "3"),
                                 on(2, all, one, "4"),
                                 on(2, good, two, "9"),
                                 {all, two, Date::of(2026, 3, 2), Decimal::whole(9), 0},
                                 before("2026-04-01", all, one, "9")};
  const PeriodFigures figures = figures_of(d, march, days);
  CHECK(figures.rows_seen == 2);  // no reading, and a day outside, are no rows
  CHECK(value_of_sums(d, figures).value == Fraction(3));
  PeriodFigures changed{.measures = {{}, {}}};
  const bool good_first = d.measures[0] == good;
  const auto row = [&](std::optional<int> g, std::optional<int> a) {
    return RowChange{cells({}, {}), good_first ? cells(g, a) : cells(a, g)};
  };
  apply(row(3, 4), changed);
  apply(row(9, {}), changed);
  CHECK(changed.measures == figures.measures);
  CHECK(changed.rows_seen == figures.rows_seen);
}

TEST_CASE("a value of sums is exact, and says why there is none") {
  const Definition d = defined("good / all");
  PeriodFigures figures{.measures = {}, .rows_seen = 3};
  for (const MeasureId m : d.measures)
    figures.measures.push_back({Decimal::whole(m == good ? 1 : 3), 2});
  const ValueVerdict third = value_of_sums(d, figures);
  CHECK(third.value == Fraction::of(1, 3));
  CHECK(third.coverage == Ratio::one());
  CHECK(value_of_sums(d, {.measures = {{}, {}}}).null_reason == NullReason::no_data);
  CHECK_FALSE(value_of_sums(d, {.measures = {{}, {}}}).coverage);
  for (MeasureSum& m : figures.measures) m.sum = {};
  CHECK(value_of_sums(d, figures).null_reason == NullReason::zero_denominator);
  figures.measures[0].days = 0;
  CHECK(value_of_sums(d, figures).null_reason == NullReason::no_data);
  CHECK(value_of_sums(d, figures).coverage == Ratio::zero());

  const Decimal most = Decimal::from_micros(INT64_MAX);
  figures.measures = {{most, 1}, {most, 1}};
  figures.measures[d.measures[0] == good ? 0 : 1].sum += most;
  CHECK(value_of_sums(d, figures).value == Fraction(2));  // though the sum itself is no decimal
}

TEST_CASE("per cent is a way to say a ratio, and a bare number that could be either is neither") {
  const auto told = [](const char* amount) { return ratio_told(amount).value_or("refused"); };
  CHECK(told("0.96") == "0.96");
  CHECK(Decimal::from_text(told("96%")) == "0.96"_dec);
  CHECK(Decimal::from_text(told("-4.25%")) == "-0.0425"_dec);
  CHECK(Decimal::from_text(told("1250%")) == "12.5"_dec);
  CHECK(Decimal::from_text(told("0.5%")) == "0.005"_dec);
  CHECK(told("2") == "2");
  CHECK(told("96") == "refused");
  CHECK(told("-2.000001") == "refused");
  CHECK(told("abc") == "abc");
  CHECK(told("x%") == "x%");
}

TEST_CASE("the period a year before has the same number, a week is 52 weeks away") {
  const DatedCalendar calendar;
  const auto year_before = [&](int month, int day, Grid grid) {
    const Period period = calendar.period_of(Date::of(2028, month, day), grid);
    return calendar.year_before(period, grid).start.to_string();
  };
  CHECK(year_before(2, 29, Grid::day) == "2027-02-28");
  CHECK(year_before(2, 29, Grid::month) == "2027-02-01");
  CHECK(year_before(5, 1, Grid::quarter) == "2027-04-01");
  CHECK(year_before(5, 1, Grid::year) == "2027-01-01");
  CHECK(year_before(5, 1, Grid::week) == "2027-05-03");
}

}  // namespace twinrail::kpi::rules
