#include "modules/okr/service_standing.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace twinrail::okr {
namespace {

void take(KeyResultStandingRow& s, const rules::Progress& p) {
  s.progress = p.progress;
  s.raw = p.raw;
  s.coverage = p.coverage;
  s.state = p.state;
}

void measured(KeyResultStandingRow& s, Ratio progress) {
  s.progress = progress;
  s.coverage = Ratio::one();
  s.state = ProgressState::measured;
}

void move(KeyResultStandingRow& s, const KeyResultRow& kr, std::optional<Decimal> start) {
  if (!s.current_value || !start || !kr.target_value) return;
  const Date any = Date::first();  // one target: no day decides which is in force
  take(s, rules::move_progress({.start = *start,
                                .targets = {{any, *kr.target_value}},
                                .as_of = any,
                                .check_ins = {{any, *s.current_value}}}));
}

void keep(KeyResultStandingRow& s, const KeyResultRow& kr,
          const std::vector<std::optional<Decimal>>& values) {
  const rules::Keep kept = rules::keep_score({kr.lower, kr.upper}, values);
  if (kept.score) measured(s, *kept.score);
}

/// The typed value that stands against the KPI: the last one, until a later period has a figure.
const CheckInRow* overriding(const Evidence& e) {
  const CheckInRow* found = nullptr;
  for (const CheckInRow& c : e.check_ins)
    if (c.value && c.override_reason) found = &c;
  if (!found) return nullptr;
  const auto newer = [&](const kpi::PointView& p) { return p.value && p.start > found->day; };
  return std::ranges::any_of(e.points, newer) ? nullptr : found;
}

void drive(KeyResultStandingRow& s, const KeyResultRow& kr, const Evidence& e) {
  if (!e.driver->baseline_on) return;  // a draft: nothing is followed yet
  s.current_value = driven_value(*e.driver, e.points);
  std::vector<std::optional<Decimal>> values;
  for (const kpi::PointView& p : e.points) {
    if (!p.value) continue;
    values.push_back(p.value);
    if (!s.checked_on || *s.checked_on < p.end) s.checked_on = p.end;
  }
  if (const CheckInRow* typed = overriding(e)) {
    s.current_value = typed->value;
    s.checked_on = std::max(s.checked_on.value_or(typed->day), typed->day);
  }
  if (kr.kind == KeyResultKind::keep) return keep(s, kr, values);
  move(s, kr, e.driver->baseline);
}

void by_hand(KeyResultStandingRow& s, const KeyResultRow& kr, const Evidence& e) {
  std::vector<std::optional<Decimal>> values;
  if (e.stood) {
    s.checked_on = e.stood->checked_on;
    s.current_value = e.stood->current_value;
    s.done_on = e.stood->done_on;
  }
  for (const CheckInRow& c : e.check_ins) {
    s.checked_on = c.day;
    if (c.value) values.push_back(s.current_value = c.value);
    if (c.done && !c.milestone) s.done_on = *c.done ? std::optional(c.day) : std::nullopt;
  }
  switch (kr.kind) {
    case KeyResultKind::move:
      return move(s, kr, kr.start_value);
    case KeyResultKind::keep:
      return keep(s, kr, values);
    case KeyResultKind::baseline:
      if (s.current_value) measured(s, Ratio::one());
      return;
    case KeyResultKind::binary:
      take(s, rules::binary_progress(s.done_on, Date::last()));
      return;
    case KeyResultKind::milestone:
      break;
  }
  std::vector<rules::Milestone> steps;
  for (const MilestoneRow& m : e.milestones)
    steps.push_back({m.weight, done_on(m.id, e.check_ins).has_value()});
  const auto named = [](const CheckInRow& c) { return c.milestone.has_value(); };
  if (std::ranges::any_of(e.check_ins, named)) measured(s, rules::milestone_progress(steps));
}

/// What was said by the end of a day. Check-ins go by their days, points by their periods.
Evidence until(const Evidence& e, Date day) {
  const auto said = std::ranges::upper_bound(e.check_ins, day, {}, &CheckInRow::day);
  const auto ended = std::ranges::upper_bound(e.points, day, {}, &kpi::PointView::end);
  Evidence by{
      e.milestones, {e.check_ins.begin(), said}, e.driver, {e.points.begin(), ended}, nullptr};
  if (e.driver && e.driver->baseline_on && day < *e.driver->baseline_on) by.driver = nullptr;
  return by;
}

std::set<Date> days_of_facts(const Evidence& e, Date cycle_start) {
  std::set<Date> days{cycle_start};
  for (const CheckInRow& c : e.check_ins)
    if (moves(c)) days.insert(c.day);
  if (!e.driver || !e.driver->baseline_on) return days;
  days.insert(*e.driver->baseline_on);
  for (const kpi::PointView& p : e.points)
    if (p.value && p.end > *e.driver->baseline_on) days.insert(p.end);
  return days;
}

}  // namespace

rules::Figure figure_of(const KeyResultStandingRow& s) {
  if (s.state != ProgressState::measured) return {};
  return {s.progress, s.coverage};
}

bool moves(const CheckInRow& c) { return c.value || c.done || c.milestone; }

rules::Course course_of(const KeyResultRow& key_result, const Evidence& evidence, Date cycle_start,
                        Date since) {
  rules::Course course;
  for (const Date day : days_of_facts(evidence, cycle_start))
    if (day >= since) course[day] = figure_of(standing_of(key_result, until(evidence, day)));
  return course;
}

std::optional<Date> done_on(MilestoneId milestone, std::span<const CheckInRow> check_ins) {
  std::optional<Date> day;
  for (const CheckInRow& c : check_ins)
    if (c.milestone == milestone) day = c.done.value_or(true) ? std::optional(c.day) : std::nullopt;
  return day;
}

std::optional<Decimal> driven_value(const LinkRow& link, std::span<const kpi::PointView> points) {
  links::DriveQuestion question;
  question.kr_target = Decimal::whole(1);  // only the value is asked for here
  question.span = link.value_rule;
  question.k = static_cast<int>(link.k.value_or(1));
  question.agg = link.agg;
  const bool one_period = link.value_rule == ValueSpan::period;
  if (one_period) {  // the newest figure is the value: what came before need not be looked at
    const auto newest = std::find_if(points.rbegin(), points.rend(),
                                     [](const kpi::PointView& p) { return p.value.has_value(); });
    if (newest == points.rend()) return std::nullopt;
    points = points.subspan(static_cast<std::size_t>(points.rend() - newest) - 1, 1);
  }
  for (const kpi::PointView& p : points) {
    // Of one period the stored value counts; over several, the quotient of the sums.
    const bool quotient = !one_period && p.numerator && p.denominator && p.value;
    question.series.push_back({.period = p.start.to_string(),
                               .value = p.value,
                               .numerator = p.numerator,
                               .denominator = p.denominator,
                               .quotient = quotient});
  }
  const auto value = links::drive(question).value;
  return value ? std::optional(value->rounded()) : std::nullopt;
}

KeyResultStandingRow standing_of(const KeyResultRow& key_result, const Evidence& evidence) {
  KeyResultStandingRow s{.key_result = key_result.id};
  if (evidence.stood) {
    s.confidence = evidence.stood->confidence;
    s.reported = evidence.stood->reported;
  }
  for (const CheckInRow& c : evidence.check_ins) {
    if (c.confidence) s.confidence = c.confidence;
    if (c.reported) s.reported = c.reported;
  }
  if (evidence.driver)
    drive(s, key_result, evidence);
  else
    by_hand(s, key_result, evidence);
  return s;
}

}  // namespace twinrail::okr
