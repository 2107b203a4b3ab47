#include "modules/kpi/rules_lines.hpp"

#include <algorithm>

#include "modules/kpi/rules_point.hpp"

namespace twinrail::kpi::rules {
namespace {

/// The comparison that counts what lies past a line on the bad side of it.
Compare past(Direction direction) {
  if (direction == Direction::range) return Compare::outside;
  return direction == Direction::lower ? Compare::above : Compare::below;
}

bool counts_its_value(Compare op) {
  return op == Compare::at_least || op == Compare::at_most || op == Compare::inside;
}

/// Where green ends, as the target says it.
std::optional<Bound> watch_line(Direction direction, const TargetValues* target) {
  if (!target) return std::nullopt;
  if (target->green) return Bound{*target->green, target->green_to};
  if (direction != Direction::range)
    return target->target ? std::optional(Bound{*target->target, {}}) : std::nullopt;
  if (!target->lower || !target->upper) return std::nullopt;
  return Bound{*target->lower, *target->upper};
}

Decimal end_of(const Bound& bound) { return bound.to.value_or(bound.at); }

bool is_beyond(Direction direction, const Bound& watch, const Bound& red) {
  if (direction == Direction::higher) return watch.at < red.at;
  if (direction == Direction::lower) return watch.at > red.at;
  return watch.at < red.at || end_of(watch) > end_of(red);
}

/// The watch line, as far as it lies on the good side of the red one.
Bound kept_within(Direction direction, const Bound& watch, const Bound& red) {
  if (direction != Direction::range) return is_beyond(direction, watch, red) ? red : watch;
  const Bound kept{std::max(watch.at, red.at), std::min(end_of(watch), end_of(red))};
  return *kept.to < kept.at ? red : kept;
}

bool is_same(Direction direction, const Bound& amber, const Bound& red) {
  return amber.at == red.at && (direction != Direction::range || end_of(amber) == end_of(red));
}

}  // namespace

std::optional<Bound> red_line(Direction direction, const AssignmentRow& held) {
  const auto rule = breach_rule_of(held);
  if (!rule || rule->breach.op != past(direction)) return std::nullopt;
  if (direction != Direction::range) return Bound{rule->breach.value, {}};
  return Bound{rule->breach.value, rule->breach.to};
}

std::optional<Thresholds> lines_of(Direction direction, const AssignmentRow& held,
                                   const TargetValues* target) {
  const auto red = red_line(direction, held);
  if (!red) return thresholds_of(target);
  const Bound watch = watch_line(direction, target).value_or(*red);
  return Thresholds{.green = kept_within(direction, watch, *red), .amber = *red};
}

std::optional<LineDifference> lines_differ(Direction direction, const AssignmentRow& held,
                                           const TargetValues* target) {
  const auto own = thresholds_of(target);
  const auto rule = breach_rule_of(held);
  if (!own || !rule) return std::nullopt;
  if (counts_its_value(rule->breach.op)) return LineDifference::counts_the_line;
  const auto red = red_line(direction, held);
  if (!red) return std::nullopt;
  if (own->amber && !is_same(direction, *own->amber, *red)) return LineDifference::other_red_line;
  if (is_beyond(direction, own->green, *red)) return LineDifference::watch_beyond_red;
  return std::nullopt;
}

TargetValues with_one_red_line(Direction direction, const AssignmentRow& held,
                               TargetValues values) {
  const auto red = red_line(direction, held);
  if (!red || !values.amber || !values.green) return values;
  if (!is_same(direction, {*values.amber, values.amber_to}, *red)) return values;
  values.amber.reset();
  values.amber_to.reset();
  return values;
}

}  // namespace twinrail::kpi::rules
