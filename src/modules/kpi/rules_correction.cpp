#include <algorithm>

#include "modules/kpi/rules.hpp"

namespace twinrail::kpi::rules {

namespace {

constexpr std::size_t fewest_points = 8;
constexpr std::int64_t z_scale_micros =
    674'500;  ///< 0.6745: MAD to standard deviation, normal data
constexpr int z_limit = 3;

bool is_given(const std::optional<std::string>& reason) {
  return reason && reason->find_first_not_of(" \t\r\n") != std::string::npos;
}

void require_sound(const CorrectionQuestion& question) {
  const auto& revisions = question.revisions;
  for (std::size_t i = 1; i < revisions.size(); ++i) {
    if (revisions[i].recorded_on < revisions[i - 1].recorded_on) {
      throw Error(Fault::invalid, "revision_order");
    }
  }
  if (is_given(question.standing_reason)) return;
  for (std::size_t i = 1; i < revisions.size(); ++i) {
    if (!is_given(revisions[i].reason)) throw Error(Fault::invalid, "reason_required");
  }
}

Colour colour_of(const CorrectionQuestion& question, const ValueRevision& revision) {
  if (!revision.value) return Colour::no_data;
  return colour_by(question.thresholds, question.direction, Fraction(*revision.value));
}

/// What was recorded up to and including a day.
KnownValue known_on(const CorrectionQuestion& question, Date day) {
  KnownValue known;
  for (const ValueRevision& revision : question.revisions) {
    if (revision.recorded_on > day) break;
    known = {revision.value, colour_of(question, revision), known.revision + 1};
  }
  return known;
}

Alert alert_of(const CorrectionQuestion& question) {
  if (question.revisions.empty()) return Alert::none;
  const auto is_red = [&](const ValueRevision& revision) {
    return colour_of(question, revision) == Colour::red;
  };
  if (is_red(question.revisions.back())) return Alert::open;
  return std::any_of(question.revisions.begin(), question.revisions.end(), is_red)
             ? Alert::corrected
             : Alert::none;
}

FrozenValue frozen_on(const CorrectionQuestion& question, Date day) {
  FrozenValue frozen{known_on(question, day), std::nullopt};
  if (!frozen.pinned.value || !question.revisions.back().value) return frozen;
  frozen.delta = *question.revisions.back().value - *frozen.pinned.value;
  return frozen;
}

Fraction median_of(std::vector<Fraction> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return (values[middle - 1] + values[middle]) / Fraction(2);
}

}  // namespace

CorrectionVerdict correct(const CorrectionQuestion& question) {
  require_sound(question);
  CorrectionVerdict verdict;
  for (const Date day : question.known_on) verdict.reads.push_back(known_on(question, day));
  verdict.alert = alert_of(question);
  if (question.frozen_on) verdict.frozen = frozen_on(question, *question.frozen_on);
  return verdict;
}

AnomalyVerdict find_anomaly(std::span<const std::optional<Decimal>> history, Decimal value) {
  AnomalyVerdict verdict;
  std::vector<Fraction> points;
  for (const auto& point : history) {
    if (point) points.emplace_back(*point);
  }
  if (points.size() < fewest_points) {
    verdict.reason = AnomalyReason::too_few_points;
    return verdict;
  }
  const Fraction median = median_of(points);
  for (Fraction& point : points) point = (point - median).abs();
  verdict.median = median;
  verdict.mad = median_of(points);
  if (verdict.mad->is_zero()) {
    verdict.reason = AnomalyReason::zero_spread;
    return verdict;
  }
  const Fraction scale(Decimal::from_micros(z_scale_micros));
  verdict.z = scale * (Fraction(value) - median) / *verdict.mad;
  verdict.verdict =
      verdict.z->abs() > Fraction(z_limit) ? AnomalyKind::anomaly : AnomalyKind::usual;
  return verdict;
}

}  // namespace twinrail::kpi::rules
