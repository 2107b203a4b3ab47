#include "modules/okr/rules_standing.hpp"

#include <algorithm>
#include <set>

#include "base/wide_sum.hpp"

namespace twinrail::okr::rules {
namespace {

/// The part of the evidence that counts by the end of a day.
struct Counting {
  std::span<const MilestoneRow> milestones;
  std::span<const CheckInRow> check_ins;
  const LinkRow* driver = nullptr;
  std::vector<std::optional<Decimal>> kept;  ///< figures of KPIs that drive no more
  std::span<const kpi::PointView> points;
  const KeyResultStandingRow* earlier = nullptr;
};

Counting counting_by(const Evidence& e, Date day) {
  const auto told = std::ranges::upper_bound(e.check_ins, day, {}, &CheckInRow::day);
  const auto ended = std::ranges::upper_bound(e.points, day, {}, &kpi::PointView::end);
  Counting c{e.milestones, {e.check_ins.begin(), told}, nullptr, {}, {e.points.begin(), ended}};
  if (e.earlier) c.earlier = &*e.earlier;
  if (e.driver && !(e.driver->baseline_on && day < *e.driver->baseline_on)) {
    c.driver = &*e.driver;
    return c;
  }
  for (const FormerDriver& f : e.former) {
    if (day < *f.link.baseline_on) continue;
    if (day < *f.link.ended_on) {
      c.driver = &f.link;
      c.points = {f.points.begin(),
                  std::ranges::upper_bound(f.points, day, {}, &kpi::PointView::end)};
      return c;
    }
    for (const kpi::PointView& p : f.points)
      if (p.over && p.value && p.end < *f.link.ended_on) c.kept.push_back(p.value);
  }
  return c;
}

void take(KeyResultStandingRow& s, const Progress& p) {
  s.progress = p.progress;
  s.raw = p.raw;
  s.coverage = p.coverage;
  s.state = p.state;
}

void take_measured(KeyResultStandingRow& s, Ratio progress) {
  s.progress = progress;
  s.coverage = Ratio::one();
  s.state = ProgressState::measured;
}

void take_move(KeyResultStandingRow& s, const KeyResultRow& kr, std::optional<Decimal> start) {
  if (!s.current_value || !start || !kr.target_value) return;
  const Date any = Date::first();  // one target: no day decides which is in force
  take(s, move_progress({.start = *start,
                         .targets = {{any, *kr.target_value}},
                         .as_of = any,
                         .check_ins = {{any, *s.current_value}}}));
}

void take_keep(KeyResultStandingRow& s, const KeyResultRow& kr,
               const std::vector<std::optional<Decimal>>& values) {
  const Keep kept = keep_score({kr.lower, kr.upper}, values);
  if (kept.score) take_measured(s, *kept.score);
}

void take_milestones(KeyResultStandingRow& s, const Counting& c) {
  const auto names_one = [](const CheckInRow& r) { return r.milestone.has_value(); };
  if (std::ranges::none_of(c.check_ins, names_one)) return;
  std::vector<Milestone> steps;
  for (const MilestoneRow& m : c.milestones)
    steps.push_back({m.weight, done_on(m.id, c.check_ins).has_value()});
  take_measured(s, milestone_progress(steps));
}

/// The typed value that stands against the KPI: the last one, until a later period has a figure.
const CheckInRow* overriding(const Counting& c) {
  const CheckInRow* found = nullptr;
  for (const CheckInRow& r : c.check_ins)
    if (r.value && r.override_reason) found = &r;
  if (!found) return nullptr;
  const auto newer = [&](const kpi::PointView& p) { return p.value && p.start > found->day; };
  return std::ranges::any_of(c.points, newer) ? nullptr : found;
}

void follow_driver(KeyResultStandingRow& s, const KeyResultRow& kr, const Counting& c) {
  if (!c.driver->baseline_on) return;  // a draft: nothing is followed yet
  s.current_value = driven_value(*c.driver, c.points);
  std::vector<std::optional<Decimal>> values;
  for (const kpi::PointView& p : c.points) {
    if (!p.value) continue;
    if (p.over) values.push_back(p.value);  // `keep` asks of what is evaluated
    if (!s.checked_on || *s.checked_on < p.end) s.checked_on = p.end;
  }
  if (const CheckInRow* typed = overriding(c)) {
    s.current_value = typed->value;
    s.checked_on = std::max(s.checked_on.value_or(typed->day), typed->day);
    s.overridden = true;
  }
  if (kr.kind == KeyResultKind::keep) return take_keep(s, kr, values);
  take_move(s, kr, c.driver->baseline);
}

/// Whether anybody has said of a yes/no result that it is done, or is not. Never told is no "no".
bool is_answered(const Counting& c) {
  const auto answers = [](const CheckInRow& r) { return r.done && !r.milestone; };
  return (c.earlier && c.earlier->state == ProgressState::measured) ||
         std::ranges::any_of(c.check_ins, answers);
}

void follow_check_ins(KeyResultStandingRow& s, const KeyResultRow& kr, const Counting& c) {
  std::vector<std::optional<Decimal>> values = c.kept;
  if (c.earlier) {
    s.checked_on = c.earlier->checked_on;
    s.current_value = c.earlier->current_value;
    s.done_on = c.earlier->done_on;
  }
  for (const CheckInRow& r : c.check_ins) {
    s.checked_on = r.day;
    if (r.value) s.current_value = r.value;
    // What a KPI left behind is its last figure, which is among those that are kept.
    if (r.value && r.source == Source::manual) values.push_back(r.value);
    if (r.done && !r.milestone) s.done_on = *r.done ? std::optional(r.day) : std::nullopt;
  }
  switch (kr.kind) {
    case KeyResultKind::move:
      return take_move(s, kr, kr.start_value);
    case KeyResultKind::keep:
      return take_keep(s, kr, values);
    case KeyResultKind::baseline:
      if (s.current_value) take_measured(s, Ratio::one());
      return;
    case KeyResultKind::binary:
      if (is_answered(c)) take(s, binary_progress(s.done_on, Date::last()));
      return;
    case KeyResultKind::milestone:
      return take_milestones(s, c);
  }
}

/// Confidence and the status that the owner reported: the last word on each.
void take_words(KeyResultStandingRow& s, const Counting& c, bool as_earlier) {
  if (c.earlier) {
    s.confidence = c.earlier->confidence;
    s.reported = c.earlier->reported;
  }
  if (as_earlier) return;
  for (const CheckInRow& r : c.check_ins) {
    if (r.confidence) s.confidence = r.confidence;
    if (r.reported) s.reported = r.reported;
  }
}

std::set<Date> days_of_facts(const Evidence& e, Date cycle_start) {
  std::set<Date> days{cycle_start};
  for (const CheckInRow& c : e.check_ins)
    if (changes_figure(c)) days.insert(c.day);
  for (const KeyResultTermRow& t : e.terms) days.insert(std::max(t.until, cycle_start));
  const auto add = [&](const LinkRow& link, const std::vector<kpi::PointView>& points) {
    if (!link.baseline_on) return;
    days.insert(*link.baseline_on);
    for (const kpi::PointView& p : points)
      if (p.value && p.end > *link.baseline_on && (!link.ended_on || p.end < *link.ended_on))
        days.insert(p.end);
    if (link.ended_on) days.insert(*link.ended_on);
  };
  if (e.driver) add(*e.driver, e.points);
  for (const FormerDriver& f : e.former) add(f.link, f.points);
  return days;
}

}  // namespace

KeyResultRow as_of(KeyResultRow key_result, std::span<const KeyResultTermRow> former, Date day) {
  const auto held = std::ranges::upper_bound(former, day, {}, &KeyResultTermRow::until);
  if (held == former.end()) return key_result;
  key_result.start_value = held->start_value;
  key_result.target_value = held->target_value;
  key_result.commit_value = held->commit_value;
  key_result.stretch_value = held->stretch_value;
  key_result.weight = held->weight;
  return key_result;
}

bool rebaselined(const KeyResultRow& kr, std::span<const KeyResultTermRow> former) {
  return std::ranges::any_of(former, [&](const KeyResultTermRow& t) {
    return t.target_value != kr.target_value || t.start_value != kr.start_value ||
           t.commit_value != kr.commit_value || t.stretch_value != kr.stretch_value;
  });
}

KeyResultStandingRow standing_of(const KeyResultRow& now, const Evidence& evidence, Date by) {
  const KeyResultRow key_result = as_of(now, evidence.terms, by);
  KeyResultStandingRow s{.key_result = key_result.id};
  const Counting c = counting_by(evidence, by);
  take_words(s, c, evidence.only_figures);
  if (c.driver)
    follow_driver(s, key_result, c);
  else
    follow_check_ins(s, key_result, c);
  return s;
}

Figure figure_of(const KeyResultStandingRow& s) {
  if (s.state != ProgressState::measured) return {};
  return {s.progress, s.coverage};
}

Figure figure_of(const ObjectiveStandingRow& s) { return {s.progress, s.coverage}; }

bool changes_figure(const CheckInRow& c) { return c.value || c.done || c.milestone; }

ProgressTimeline timeline_of(const KeyResultRow& key_result, const Evidence& evidence,
                             Date cycle_start, Date since) {
  ProgressTimeline timeline;
  for (const Date day : days_of_facts(evidence, cycle_start))
    if (day >= since) timeline[day] = figure_of(standing_of(key_result, evidence, day));
  return timeline;
}

std::optional<Date> done_on(MilestoneId milestone, std::span<const CheckInRow> check_ins) {
  std::optional<Date> day;
  for (const CheckInRow& c : check_ins)
    if (c.milestone == milestone) day = c.done.value_or(true) ? std::optional(c.day) : std::nullopt;
  return day;
}

bool counts(const LinkRow& link, const kpi::PointView& point) {
  if (point.over || link.value_rule == ValueSpan::running) return true;
  return link.value_rule == ValueSpan::cycle_to_date &&
         (link.agg == links::ValueAgg::sum || point.may_run);
}

std::optional<Decimal> driven_value(const LinkRow& link, std::span<const kpi::PointView> points) {
  links::DriveQuestion question;
  question.kr_target = Decimal::whole(1);  // only the value is asked for here
  question.span = link.value_rule;
  question.k = static_cast<int>(link.k.value_or(1));
  question.agg = link.agg;
  const bool one_period =
      link.value_rule == ValueSpan::period || link.value_rule == ValueSpan::running;
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
  // A KPI's figures that do not add up to a decimal drive nothing, like those that are missing.
  const auto value = within_range([&] {
    const auto driven = links::drive(question).value;
    return driven ? std::optional(driven->rounded()) : std::nullopt;
  });
  return value.value_or(std::nullopt);
}

}  // namespace twinrail::okr::rules
