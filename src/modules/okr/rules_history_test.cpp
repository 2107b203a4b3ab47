#include "modules/okr/rules_history.hpp"

#include <doctest/doctest.h>

namespace twinrail::okr::rules {
namespace {

Date day(int n) { return Date::of(2026, 1, 1) + (n - 1); }
Figure at(const char* progress) { return {Ratio::from_text(progress), Ratio::one()}; }

std::string text(const std::vector<ProgressDay>& weeks) {
  std::string all;
  for (const ProgressDay& w : weeks)
    all += w.day.to_string().substr(5) + " " + w.progress.to_decimal().to_string() + "; ";
  return all;
}

}  // namespace

TEST_CASE("a day stands as the last fact by its end") {
  const ProgressTimeline timeline{{day(3), at("0.2")}, {day(5), at("0.4")}};
  CHECK(figure_on(timeline, day(2)) == nullptr);
  CHECK(figure_on(timeline, day(3))->progress == Ratio::from_text("0.2"));
  CHECK(figure_on(timeline, day(4))->progress == Ratio::from_text("0.2"));
  CHECK(figure_on(timeline, day(9))->progress == Ratio::from_text("0.4"));
  CHECK(figure_on({}, day(1)) == nullptr);
}

TEST_CASE("weeks end on their last day, the last one with the cycle; a running one is left out") {
  const ProgressTimeline timeline{{day(1), {Ratio::zero(), Ratio::zero()}},
                                  {day(9), at("0.2")},
                                  {day(14), at("0.4")},
                                  {day(15), at("0.5")}};
  const auto until = [&](int today) { return text(weekly(timeline, day(1), day(17), day(today))); };
  CHECK(until(13) == "");  // nothing was measured in the first week
  CHECK(until(14) == "01-14 0.4; ");
  CHECK(until(16) == "01-14 0.4; ");
  CHECK(until(17) == "01-14 0.4; 01-17 0.5; ");
  CHECK(until(90) == "01-14 0.4; 01-17 0.5; ");
}

TEST_CASE("a forecast needs four weeks of a quarter, and a quarter that still runs") {
  struct Row {
    std::vector<const char*> weeks;
    int today;
    std::optional<Ratio> forecast;
    Trend trend;
  };
  const auto is = [](const char* text) { return std::optional(Ratio::from_text(text)); };
  const Row rows[] = {
      {{}, 30, std::nullopt, Trend::insufficient_data},
      {{"0.1", "0.2", "0.3"}, 22, std::nullopt, Trend::insufficient_data},  // 14 days of 90
      {{"0.1", "0.2", "0.3", "0.4"}, 28, is("1"), Trend::trending_on},      // 0.1 a week, 1.3
      {{"0.05", "0.1", "0.15", "0.2"}, 30, is("0.65"), Trend::trending_off},
      {{"0.4", "0.3", "0.2", "0.1"}, 30, is("0"), Trend::trending_off},
      {{"0.9", "0.1", "0.2", "0.3", "0.4"}, 35, is("1"), Trend::trending_on},  // the last four
      {{"0.1", "0.2", "0.3", "0.4"}, 91, std::nullopt, Trend::insufficient_data},
  };
  for (const Row& row : rows) {
    std::vector<ProgressDay> weeks;
    for (const char* progress : row.weeks)
      weeks.push_back({day(7 * (static_cast<int>(weeks.size()) + 1)), Ratio::from_text(progress)});
    const Forecast answer = progress_forecast(weeks, day(1), day(91), day(row.today));
    CHECK(answer.forecast == row.forecast);
    CHECK(answer.trend == row.trend);
  }
}

TEST_CASE("a cadence is the longest period of its kind") {
  CHECK(cadence_of(kpi::Frequency::day) == 1);
  CHECK(cadence_of(kpi::Frequency::week) == 7);
  CHECK(cadence_of(kpi::Frequency::month) == 35);
  CHECK(cadence_of(kpi::Frequency::quarter) == 98);
  CHECK(cadence_of(kpi::Frequency::year) == 371);
}

}  // namespace twinrail::okr::rules
