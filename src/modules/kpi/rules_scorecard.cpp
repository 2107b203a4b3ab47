#include <algorithm>

#include "modules/kpi/rules.hpp"

namespace twinrail::kpi::rules {

namespace {

constexpr Decimal whole_weight = Decimal::from_micros(100 * Decimal::micros_per_unit);

void require_sound(const Scorecard& card) {
  Fraction sum;
  bool negative = false;
  for (const ScorecardLine& line : card.lines) {
    if (!line.weight) throw Error(Fault::invalid, "weight_missing");
    negative = negative || line.weight->is_negative();
    sum += *line.weight;
  }
  if (negative) throw Error(Fault::invalid, "negative_weight");
  if (sum > Fraction(whole_weight)) throw Error(Fault::invalid, "weights_exceed_100");
}

/// Index into the grades; one past the last if none fits.
std::size_t grade_for(const std::vector<Grade>& grades, const Fraction& total) {
  const auto fits = [&](const Grade& grade) { return !grade.from || total >= *grade.from; };
  return static_cast<std::size_t>(std::find_if(grades.begin(), grades.end(), fits) -
                                  grades.begin());
}

/// A breached veto line limits the grade and never lifts it.
std::size_t limited(const Scorecard& card, std::size_t grade) {
  const auto limit = std::find_if(card.grades.begin(), card.grades.end(), [&](const Grade& known) {
    return known.name == card.veto_grade;
  });
  if (limit == card.grades.end()) return grade;
  return std::max(grade, static_cast<std::size_t>(limit - card.grades.begin()));
}

std::optional<std::string> name_at(const std::vector<Grade>& grades, std::size_t index) {
  if (index >= grades.size()) return std::nullopt;
  return grades[index].name;
}

void require_sound(Date from, Date to, std::span<const ScoreSegment> segments) {
  for (std::size_t i = 0; i < segments.size(); ++i) {
    for (std::size_t j = i + 1; j < segments.size(); ++j) {
      const bool apart = segments[i].to < segments[j].from || segments[j].to < segments[i].from;
      if (!apart) throw Error(Fault::invalid, "segments_overlap");
    }
  }
  for (const ScoreSegment& segment : segments) {
    if (segment.from < from || segment.to > to || segment.to < segment.from) {
      throw Error(Fault::invalid, "segment_outside_period");
    }
  }
}

}  // namespace

ScorecardVerdict score(const Scorecard& card) {
  require_sound(card);
  ScorecardVerdict verdict;
  verdict.missing_weight = whole_weight;
  for (const ScorecardLine& line : card.lines) {
    verdict.veto = verdict.veto || (line.veto && line.breached);
    if (!line.achievement) continue;
    verdict.missing_weight -= *line.weight;
    const Decimal capped = std::min(*line.achievement, line.cap.value_or(card.cap));
    const Fraction weight(*line.weight);
    verdict.total += weight * Fraction(std::max(capped, card.floor));
    verdict.uncapped_total += weight * Fraction(std::max(*line.achievement, card.floor));
  }
  const std::size_t reached = grade_for(card.grades, verdict.total);
  verdict.grade_before_veto = name_at(card.grades, reached);
  verdict.grade = name_at(card.grades, verdict.veto ? limited(card, reached) : reached);
  return verdict;
}

ProratedScore prorate(Date from, Date to, std::span<const ScoreSegment> segments) {
  require_sound(from, to, segments);
  Fraction sum;
  int days = 0;
  for (const ScoreSegment& segment : segments) {
    if (!segment.score) continue;
    const int length = segment.to - segment.from + 1;
    sum += Fraction(length) * Fraction(*segment.score);
    days += length;
  }
  ProratedScore prorated;
  prorated.missing_days = to - from + 1 - days;
  if (days > 0) prorated.score = sum / Fraction(days);
  return prorated;
}

}  // namespace twinrail::kpi::rules
