#include <algorithm>

#include "base/wide_sum.hpp"
#include "modules/kpi/rules.hpp"

namespace twinrail::kpi::rules {

namespace {

void require_band(const Aim& aim) {
  if (aim.direction != Direction::range || !aim.lower || !aim.upper) return;
  if (*aim.upper < *aim.lower) throw Error(Fault::invalid, "band_reversed");
}

/// How far a value lies outside the band; 0 inside, bounds included.
Fraction distance(const Fraction& value, Decimal lower, Decimal upper) {
  if (value < Fraction(lower)) return Fraction(lower) - value;
  if (value > Fraction(upper)) return value - Fraction(upper);
  return {};
}

AchievementVerdict of_target(const Fraction& actual, const Aim& aim) {
  if (!aim.target) return {};
  if (aim.target->is_zero()) return {std::nullopt, NullReason::zero_target};
  const Fraction target(*aim.target);
  const Fraction share = (actual - target) / target.abs();
  return {aim.direction == Direction::higher ? Fraction(1) + share : Fraction(1) - share,
          std::nullopt};
}

AchievementVerdict of_band(const Fraction& actual, const Aim& aim) {
  if (!aim.lower || !aim.upper) return {};
  const Fraction away = distance(actual, *aim.lower, *aim.upper);
  if (away.is_zero()) return {Fraction(1), std::nullopt};
  if (!aim.tolerance || aim.tolerance->is_zero()) return {std::nullopt, NullReason::zero_tolerance};
  return {Fraction(1) - away / Fraction(*aim.tolerance), std::nullopt};
}

bool is_reversed(const Bound& pair) { return pair.to && *pair.to < pair.at; }

/// Amber is stricter than green if it would refuse a value that green takes.
bool is_unordered(const Thresholds& t, Direction direction) {
  if (is_reversed(t.green) || (t.amber && is_reversed(*t.amber))) return true;
  if (!t.amber) return false;
  if (direction == Direction::higher) return t.amber->at > t.green.at;
  if (direction == Direction::lower) return t.amber->at < t.green.at;
  const Decimal green_to = t.green.to.value_or(t.green.at);
  const Decimal amber_to = t.amber->to.value_or(t.amber->at);
  return t.amber->at > t.green.at || amber_to < green_to;
}

bool meets(const Bound& bound, Direction direction, const Fraction& actual) {
  if (direction == Direction::higher) return actual >= Fraction(bound.at);
  if (direction == Direction::lower) return actual <= Fraction(bound.at);
  return Fraction(bound.at) <= actual && actual <= Fraction(bound.to.value_or(bound.at));
}

bool overlap(const DatedThresholds& a, const DatedThresholds& b) {
  return a.from <= b.to.value_or(Date::last()) && b.from <= a.to.value_or(Date::last());
}

bool any_overlap(const std::vector<DatedThresholds>& series) {
  for (std::size_t i = 0; i < series.size(); ++i) {
    for (std::size_t j = i + 1; j < series.size(); ++j) {
      if (overlap(series[i], series[j])) return true;
    }
  }
  return false;
}

void require_sound(const ColourQuestion& question) {
  if (any_overlap(question.series)) throw Error(Fault::invalid, "overlapping_intervals");
  require_band(question.aim);
  const Direction direction = question.aim.direction;
  const bool unordered =
      (question.thresholds && is_unordered(*question.thresholds, direction)) ||
      std::any_of(question.series.begin(), question.series.end(),
                  [&](const auto& dated) { return is_unordered(dated.thresholds, direction); });
  if (unordered) throw Error(Fault::invalid, "thresholds_unordered");
  if (question.bands.green < question.bands.amber) throw Error(Fault::invalid, "bands_unordered");
}

std::optional<Thresholds> in_force(const ColourQuestion& question) {
  if (question.thresholds) return question.thresholds;
  for (const DatedThresholds& dated : question.series) {
    if (!question.date || *question.date < dated.from) continue;
    if (*question.date <= dated.to.value_or(Date::last())) return dated.thresholds;
  }
  return std::nullopt;
}

}  // namespace

AchievementVerdict achieve(const std::optional<Fraction>& actual, const Aim& aim) {
  require_band(aim);
  if (!actual) return {std::nullopt, NullReason::no_data};
  const auto verdict = within_range([&] {
    return aim.direction == Direction::range ? of_band(*actual, aim) : of_target(*actual, aim);
  });
  return verdict.value_or(AchievementVerdict{std::nullopt, NullReason::overflow});
}

bool is_worse(const Fraction& a, const Fraction& b, const Aim& aim) {
  if (aim.direction == Direction::higher) return a < b;
  if (aim.direction == Direction::lower) return a > b;
  const Decimal lower = aim.lower.value_or(Decimal{});
  const Decimal upper = aim.upper.value_or(lower);
  return distance(a, lower, upper) > distance(b, lower, upper);
}

Colour colour_by(const Thresholds& thresholds, Direction direction, const Fraction& actual) {
  if (meets(thresholds.green, direction, actual)) return Colour::green;
  const bool amber = thresholds.amber && meets(*thresholds.amber, direction, actual);
  return amber ? Colour::amber : Colour::red;
}

Colour colour_by(const Bands& bands, const Fraction& ratio) {
  if (ratio >= Fraction(bands.green)) return Colour::green;
  return ratio >= Fraction(bands.amber) ? Colour::amber : Colour::red;
}

ColourVerdict judge_colour(const ColourQuestion& question) {
  require_sound(question);
  if (!question.actual) return {Colour::no_data, std::nullopt, std::nullopt};
  ColourVerdict verdict;
  const AchievementVerdict achieved = achieve(question.actual, question.aim);
  verdict.achievement = achieved.achievement;
  if (const auto thresholds = in_force(question)) {
    verdict.colour = colour_by(*thresholds, question.aim.direction, *question.actual);
    verdict.rule = ColourRule::thresholds;
  } else if (verdict.achievement) {
    verdict.colour = colour_by(question.bands, *verdict.achievement);
    verdict.rule = ColourRule::bands;
  } else if (achieved.null_reason == NullReason::overflow) {
    verdict.colour = Colour::no_data;
  }
  return verdict;
}

}  // namespace twinrail::kpi::rules
