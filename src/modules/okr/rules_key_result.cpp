#include "modules/okr/rules_key_result.hpp"

#include <algorithm>
#include <array>

#include "base/wide_sum.hpp"

namespace twinrail::okr::rules {
namespace {

/// The way from start to target that `value` has gone, not clamped. start != target.
Fraction way_gone(Decimal start, Decimal target, Decimal value) {
  return Fraction::of(Int128{value.micros()} - start.micros(),
                      Int128{target.micros()} - start.micros());
}

Ratio clamped_ratio(const Fraction& exact) { return exact.clamped(0, 1).to_ratio(); }

Error refused(const char* code) { return Error(Fault::invalid, code); }

bool met(const Move& move, Decimal target, Decimal value) {
  return move.aim == Aim::up ? value >= target : value <= target;
}

std::optional<Date> first_reached(const Move& move, Decimal target) {
  const auto reached = [&](const DatedValue& check_in) {
    return way_gone(move.start, target, check_in.value) >= Fraction(1);
  };
  const auto found = std::find_if(move.check_ins.begin(), move.check_ins.end(), reached);
  if (found == move.check_ins.end()) return std::nullopt;
  return found->on;
}

}  // namespace

const DatedValue* in_force(std::span<const DatedValue> series, Date day) {
  const DatedValue* found = nullptr;
  for (const DatedValue& entry : series) {
    if (entry.on <= day && (found == nullptr || entry.on >= found->on)) found = &entry;
  }
  return found;
}

std::vector<std::string_view> Progress::flags() const {
  std::vector<std::string_view> names;
  if (degenerate) names.push_back("degenerate");
  if (rebaselined) names.push_back("rebaselined");
  if (regressed) names.push_back("regressed");
  return names;
}

Progress move_progress(const Move& move) {
  if (move.targets.empty()) throw refused("target_missing");
  const DatedValue* found = in_force(move.targets, move.as_of);
  const DatedValue& in_force_now = found == nullptr ? move.targets.front() : *found;
  const Decimal target = in_force_now.value;
  const bool same = move.start == target;
  if (same && !move.imported) throw refused("use_keep");

  Progress shown;
  shown.rebaselined = &in_force_now != &move.targets.front();
  if (move.check_ins.empty()) return shown;
  const Decimal current = move.check_ins.back().value;
  shown.state = ProgressState::measured;
  shown.coverage = Ratio::one();
  if (same) {
    shown.degenerate = true;
    shown.progress = met(move, target, current) ? Ratio::one() : Ratio::zero();
    return shown;
  }
  const Fraction raw = way_gone(move.start, target, current);
  shown.raw = within_range([&] { return raw.to_ratio(); });
  shown.progress = clamped_ratio(raw);
  shown.regressed = raw.is_negative();
  shown.reached_on = first_reached(move, target);
  return shown;
}

bool done_by(std::optional<Date> done_on, Date as_of) { return done_on && *done_on <= as_of; }

Progress binary_progress(std::optional<Date> done_on, Date as_of) {
  Progress shown;
  const bool done = done_by(done_on, as_of);
  shown.progress = done ? Ratio::one() : Ratio::zero();
  shown.raw = shown.progress;
  shown.state = ProgressState::measured;
  shown.coverage = Ratio::one();
  if (done) shown.reached_on = done_on;
  return shown;
}

AnchoredScore anchored_score(const Anchors& anchors, Decimal value) {
  const Fraction base = anchors.base;
  const Fraction span = Fraction(anchors.stretch) - base;
  const Fraction at_commit = Fraction::of(3, 10);
  const Fraction at_target = Fraction::of(7, 10);
  // Measured as a share of the way from base to stretch, a falling figure rises as well.
  if (span.is_zero()) throw refused("anchors_not_monotonic");
  const auto place = [&](Decimal mark) { return (Fraction(mark) - base) / span; };
  const Fraction commit = anchors.commit ? place(*anchors.commit) : at_commit;
  const Fraction target = anchors.target ? place(*anchors.target) : at_target;
  const std::array<Fraction, 4> places{Fraction(0), commit, target, Fraction(1)};
  const std::array<Fraction, 4> scores{Fraction(0), at_commit, at_target, Fraction(1)};
  const auto not_rising = [](const Fraction& a, const Fraction& b) { return a >= b; };
  if (std::adjacent_find(places.begin(), places.end(), not_rising) != places.end()) {
    throw refused("anchors_not_monotonic");
  }

  const Fraction here = place(value);
  AnchoredScore result;
  result.regressed = here.is_negative();
  if (result.regressed) return result;
  std::size_t zone = 0;  // the last anchor that is reached
  while (zone < 3 && here >= places[zone + 1]) ++zone;
  result.zone = static_cast<Zone>(zone);
  if (zone == 3) {
    result.score = Ratio::one();
    return result;
  }
  const Fraction part = (here - places[zone]) / (places[zone + 1] - places[zone]);
  result.score = (scores[zone] + part * (scores[zone + 1] - scores[zone])).to_ratio();
  return result;
}

Keep keep_score(const Band& band, std::span<const std::optional<Decimal>> values) {
  if (!band.lower && !band.upper) throw refused("no_band");
  if (band.lower && band.upper && *band.lower > *band.upper) throw refused("band_reversed");
  const auto inside = [&](Decimal value) {
    return (!band.lower || value >= *band.lower) && (!band.upper || value <= *band.upper);
  };
  Keep kept;
  if (values.empty()) return kept;
  std::int64_t evaluated = 0;
  std::int64_t good = 0;
  for (const auto& value : values) {
    if (!value) continue;
    ++evaluated;
    if (inside(*value)) ++good;
  }
  kept.coverage = Fraction::of(evaluated, static_cast<std::int64_t>(values.size())).to_ratio();
  if (evaluated > 0) kept.score = Fraction::of(good, evaluated).to_ratio();
  const auto& last = values.back();
  if (last) kept.current = inside(*last) ? KeepStatus::green : KeepStatus::red;
  return kept;
}

Ratio milestone_progress(std::span<const Milestone> milestones) {
  if (milestones.empty()) throw refused("no_milestones");
  Int128 total = 0;
  Int128 done = 0;
  for (const Milestone& milestone : milestones) {
    const std::int64_t weight =
        milestone.weight ? milestone.weight->micros() : Decimal::micros_per_unit;
    if (weight < 0) throw refused("negative_weight");
    total += weight;
    if (milestone.done) done += weight;
  }
  if (total == 0) throw refused("zero_total_weight");
  return Fraction::of(done, total).to_ratio();
}

CarryOver carry_over(Decimal start, Decimal target, Decimal closed_at,
                     std::optional<Decimal> new_target) {
  const Decimal next = new_target.value_or(target);
  if (start == target || closed_at == next) throw refused("use_keep");
  return {.new_start = closed_at,
          .new_target = next,
          .new_progress = Ratio::zero(),
          .last_cycle_progress = clamped_ratio(way_gone(start, target, closed_at))};
}

}  // namespace twinrail::okr::rules
