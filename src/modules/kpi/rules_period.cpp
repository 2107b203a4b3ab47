#include "modules/kpi/rules_period.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "modules/kpi/rules_term.hpp"

namespace twinrail::kpi::rules {
namespace {

/// Whether only columns that stand in no index are other than stored.
bool only_moved(const PointRow& stored, const PointRow& now) {
  return stored.end_on == now.end_on && stored.judged == now.judged &&
         stored.colour == now.colour && stored.rule == now.rule && stored.phase == now.phase &&
         stored.streak == now.streak && stored.missing == now.missing;
}

template <class List>
void append(List& to, List& from) {
  std::ranges::move(from, std::back_inserter(to));
}

/// Whether none of the days has a figure of the definition's own measures.
bool uses_none(const Definition& d, std::span<const DayRow> days) {
  return std::ranges::none_of(days, [&](const DayRow& day) {
    return std::ranges::find(d.measures, day.measure) != d.measures.end();
  });
}

/// What is told of a point that is dropped.
ValueChange gone(const PointRow& point, OrgUnitId unit) {
  return {.assignment = point.assignment,
          .org_unit = unit,
          .start = point.start_on,
          .end = point.end_on,
          .value = {},
          .achievement = {},
          .colour = {},
          .light = Light::none};
}

/// A daily KPI has no figure of a day on which its unit does not work.
bool rests(const JudgedBy& by, const Period& period) {
  return by.definition.grid == Grid::day && !by.calendar.works(period.start);
}

}  // namespace

const PointRow* running_point(const AssignmentHistory& history, Date start, Date today) {
  const auto found = history.points.find(start);
  if (found == history.points.end()) return nullptr;
  const PointRow& point = found->second;
  return point.judged || point.end_on < today ? nullptr : &point;
}

bool is_missing(const JudgedBy& by, const Period& period, bool had_figures) {
  if (period.last_day() >= by.today || !counts(by.assignment.row, period)) return false;
  const AssignmentRow a = held_on(by.assignment, period.last_day());
  if (by.today - period.last_day() <= a.grace_days) return false;
  if (period.last_day() < a.valid_from) return false;
  if (rests(by, period)) return false;
  return had_figures || period.last_day() >= first_expected(by).start;
}

std::int64_t periods_behind(const JudgedBy& by, Date last_figure) {
  std::int64_t behind = 0;
  for (Period p = by.calendar.period_of(last_figure + 1, by.definition.grid);
       p.last_day() < by.today && behind < behind_max; p = by.calendar.next(p, by.definition.grid))
    behind += counts(by.assignment.row, p) && !rests(by, p);
  return behind;
}

Period first_expected(const JudgedBy& by) {
  const AssignmentRow& a = by.assignment.row;
  const Date made = local_date(a.recorded_at, by.calendar.on(a.valid_from).zone);
  return by.calendar.period_of(std::max(a.valid_from, made), by.definition.grid);
}

void Judged::append(Judged&& other) {
  rules::append(points, other.points);
  rules::append(moved, other.moved);
  rules::append(dropped, other.dropped);
  rules::append(tallies, other.tallies);
  rules::append(new_breaches, other.new_breaches);
  rules::append(changed_breaches, other.changed_breaches);
  rules::append(values.changes, other.values.changes);
  units.merge(other.units);
}

PeriodEvaluator::PeriodEvaluator(const JudgedBy& by, AssignmentHistory history,
                                 TouchedPeriods touched)
    : by_(by), history_(std::move(history)), touched_(std::move(touched)) {
  judged_.units[assignment().id] = assignment().org_unit;
  start_from(first());
  starts_ = starts_to_judge();
}

void PeriodEvaluator::use_values(std::map<Date, ValueVerdict> values, std::vector<TallyRow> tallies,
                                 bool complete) {
  values_ = std::move(values);
  judged_.tallies = std::move(tallies);
  values_complete_ = complete;
}

void PeriodEvaluator::use_days(PeriodDays days) {
  days.money = by_.money;
  days.looking = assignment().org_unit;
  const Definition& d = by_.definition;
  const Period period = by_.calendar.period_of(starts_[at_], d.grid);
  values_[period.start] = value_of_days(d, by_.calendar, period, days);
}

/// Before the first touched period all that is missing is stored, but what came after the newest
/// judged one.
Date PeriodEvaluator::missing_from() const {
  const PointRow* newest = history_.last_judged ? &*history_.last_judged : nullptr;
  for (const auto& [start, point] : history_.points)
    if (start < first() && point.judged) newest = &point;
  if (newest) return newest->end_on + 1;
  if (running_point(history_, first(), by_.today)) return first();
  return std::min(first(), first_expected(by_).start);
}

std::vector<Date> PeriodEvaluator::starts_to_judge() const {
  std::set<Date> starts;
  for (const auto& [start, changes] : touched_) starts.insert(start);
  for (auto it = history_.points.lower_bound(first()); it != history_.points.end(); ++it)
    starts.insert(it->first);
  const Grid grid = by_.definition.grid;
  const Date running = by_.calendar.period_of(by_.today, grid).start;
  const Date from = missing_from();
  if (from >= running) return {starts.begin(), starts.end()};
  for (Period p = by_.calendar.period_of(from, grid); p.start < running;
       p = by_.calendar.next(p, grid))
    if (is_missing(by_, p, true)) starts.insert(p.start);
  return {starts.begin(), starts.end()};
}

std::optional<Period> PeriodEvaluator::run() {
  for (; at_ < starts_.size(); ++at_) {
    const auto found = history_.points.find(starts_[at_]);
    const PointRow* stored = found == history_.points.end() ? nullptr : &found->second;
    const Period period = by_.calendar.period_of(starts_[at_], by_.definition.grid);
    if (!counts(assignment(), period)) {
      if (stored) drop(*stored);
      continue;
    }
    if (stored && unchanged(*stored, period)) {
      keep(*stored);
      continue;
    }
    const auto value = value_of(period, stored);
    if (!value) return period;
    step(period, stored, *value);
  }
  return std::nullopt;
}

/// The breach machine as it stood before the first touched period.
void PeriodEvaluator::start_from(Date first) {
  if (const PointRow* running = running_point(history_, first, by_.today))
    state_ = state_of(*running);
  if (history_.last_judged) remember(*history_.last_judged);
  for (const auto& [start, point] : history_.points)
    if (start < first) remember(point);
  stored_state_ = state_;
  entry_ = state_;
  if (entry_.confirmed()) open_state_ = std::string(enum_name(entry_.phase));
}

void PeriodEvaluator::remember(const PointRow& point) {
  if (point.judged) {
    had_figures_ = true;  // or it would not be stored
    state_ = state_of(point);
  }
}

/// None of its figures moved, it is judged just when its period is over, and the breach machine
/// enters it as it did when it was stored.
bool PeriodEvaluator::unchanged(const PointRow& stored, const Period& period) const {
  const bool over = period.last_day() < by_.today;
  return !touched_.contains(period.start) && stored.judged == over && state_ == stored_state_ &&
         stored.rows_seen > 0 && !by_.definition.ever_looks_back();
}

void PeriodEvaluator::keep(const PointRow& stored) {
  if (stored.judged) advance(stored);
  stored_state_ = state_;
  had_figures_ = true;
}

void PeriodEvaluator::step(const Period& period, const PointRow* stored,
                           const ValueVerdict& value) {
  const bool over = period.last_day() < by_.today;
  const PointRow point = point_of(by_.definition, by_.assignment, period, value, state_, over);
  if (point.rows_seen == 0 && !is_missing(by_, period, had_figures_)) {
    if (stored) drop(*stored);
    return;
  }
  if (stored && stored->judged) stored_state_ = state_of(*stored);
  if (over) advance(point);
  had_figures_ = true;
  if (!stored || *stored != point) write(point, stored);
}

void PeriodEvaluator::write(const PointRow& point, const PointRow* stored) {
  if (!stored || stored->phase != point.phase) phases_differ_ = true;
  judged_.values.changes.push_back({assignment().id, assignment().org_unit, point.start_on,
                                    point.end_on, point.value, point.achievement, point.colour,
                                    light_of(point)});
  (stored && only_moved(*stored, point) ? judged_.moved : judged_.points).push_back(point);
}

void PeriodEvaluator::drop(const PointRow& stored) {
  if (stored.judged) stored_state_ = state_of(stored);
  if (stored.phase != state_.phase) phases_differ_ = true;
  judged_.dropped.push_back(stored);
  judged_.values.changes.push_back(gone(stored, assignment().org_unit));
}

void PeriodEvaluator::advance(const PointRow& point) {
  const BreachState after = state_of(point);
  if (!state_.confirmed() && after.confirmed())
    episodes_.push_back({.assignment = assignment().id,
                         .state = "firing",
                         .fired_start = point.start_on,
                         .fired_on = point.end_on});
  if (state_.confirmed() && !after.confirmed()) end_episode(point);
  if (after.confirmed()) {
    std::string& state = episodes_.empty() ? open_state_ : episodes_.back().state;
    state = std::string(enum_name(after.phase));
  }
  state_ = after;
}

void PeriodEvaluator::end_episode(const PointRow& point) {
  if (episodes_.empty()) {
    open_ended_by_ = point;
    open_state_ = "cleared";
    return;
  }
  episodes_.back().state = "cleared";
  episodes_.back().ended_start = point.start_on;
  episodes_.back().ended_on = point.end_on;
}

/// Nothing until the days are there from which it follows.
std::optional<ValueVerdict> PeriodEvaluator::value_of(const Period& period,
                                                      const PointRow* stored) {
  if (const auto given = values_.find(period.start); given != values_.end()) return given->second;
  const bool has_days =
      !values_complete_ && (touched_.contains(period.start) || (stored && stored->rows_seen > 0));
  if (!has_days) return ValueVerdict{.null_reason = NullReason::no_data};
  if (!by_.definition.on(period.last_day()).tallied) return std::nullopt;
  return value_of_tally(period, stored);
}

ValueVerdict PeriodEvaluator::value_of_tally(const Period& period, const PointRow* stored) {
  const Definition& definition = by_.definition.on(period.last_day());
  const std::vector<MeasureId>& measures = definition.measures;
  PeriodFigures figures;
  figures.measures.resize(measures.size());
  if (const auto sums = history_.sums.find(period.start); sums != history_.sums.end())
    for (std::size_t i = 0; i < measures.size(); ++i)
      if (const auto sum = sums->second.find(measures[i]); sum != sums->second.end())
        figures.measures[i] = sum->second;
  if (stored) figures.rows_seen = stored->rows_seen;
  const auto changes = touched_.find(period.start);
  if (changes == touched_.end() || changes->second.empty())
    return value_of_sums(definition, figures);
  const std::vector<MeasureSum> before = figures.measures;
  for (const RowChange* change : changes->second) apply(*change, figures);
  for (std::size_t i = 0; i < measures.size(); ++i)
    if (!stored || figures.measures[i] != before[i])
      judged_.tallies.push_back(
          tally_row(assignment().id, period.start, measures[i], figures.measures[i]));
  return value_of_sums(definition, figures);
}

void PeriodEvaluator::settle_breaches(std::vector<BreachRow> stored) {
  for (BreachRow& row : stored) {
    const bool touched = !row.ended_start || *row.ended_start >= first();
    if (row.fired_start < first() && !touched) continue;
    BreachRow now = settled(row);
    if (now.state != row.state || now.ended_start != row.ended_start)
      judged_.changed_breaches.push_back(std::move(now));
  }
  append(judged_.new_breaches, episodes_);
}

/// A stored breach as the phases have it now.
BreachRow PeriodEvaluator::settled(BreachRow row) {
  const auto same = std::ranges::find(episodes_, row.fired_start, &BreachRow::fired_start);
  if (same != episodes_.end()) {
    row.state = same->state;
    row.ended_start = same->ended_start;
    row.ended_on = same->ended_on;
    episodes_.erase(same);
  } else if (row.fired_start >= first()) {
    row.state = "corrected";
    row.ended_start = row.fired_start;
    row.ended_on = row.fired_on;
  } else if (entry_.confirmed()) {
    row.state = open_state_;
    row.ended_start = open_ended_by_ ? std::optional(open_ended_by_->start_on) : std::nullopt;
    row.ended_on = open_ended_by_ ? std::optional(open_ended_by_->end_on) : std::nullopt;
  }
  return row;
}

void leave_out(Judged& rebuilt, const std::vector<PointRow>& stored) {
  if (stored.empty()) return;
  const OrgUnitId unit = rebuilt.units.at(stored.front().assignment);
  std::map<Date, const PointRow*> left;
  for (const PointRow& p : stored) left[p.start_on] = &p;
  std::set<Date> same;
  for (const PointRow& p : rebuilt.points) {
    const auto found = left.find(p.start_on);
    if (found == left.end()) continue;
    if (*found->second == p) same.insert(p.start_on);
    left.erase(found);
  }
  std::erase_if(rebuilt.points, [&](const PointRow& p) { return same.contains(p.start_on); });
  std::erase_if(rebuilt.values.changes,
                [&](const ValueChange& v) { return same.contains(v.start); });
  for (const auto& [start, point] : left) {
    rebuilt.dropped.push_back(*point);
    rebuilt.values.changes.push_back(gone(*point, unit));
  }
}

std::int64_t differing(std::span<const TallyRow> anew, std::span<const TallyRow> stored) {
  std::map<std::pair<Date, MeasureId>, std::pair<MeasureSum, MeasureSum>> sums;
  for (const TallyRow& t : anew) sums[{t.start_on, t.measure}].first = t.figure();
  for (const TallyRow& t : stored) sums[{t.start_on, t.measure}].second = t.figure();
  return std::ranges::count_if(sums,
                               [](const auto& at) { return at.second.first != at.second.second; });
}

PeriodEvaluator rebuilt(const JudgedBy& by, std::span<const DayRow> days) {
  const Definition& dated = by.definition;
  const AssignmentId id = by.assignment.row.id;
  std::map<Date, std::vector<DayRow>> by_period;
  for (const DayRow& day : days)
    if (day.readings > 0)
      by_period[by.calendar.period_of(day.day, dated.grid).start].push_back(day);
  std::map<Date, ValueVerdict> values;
  std::vector<TallyRow> tallies;
  TouchedPeriods touched;
  for (auto& [start, own] : by_period) {
    const Period period = by.calendar.period_of(start, dated.grid);
    if (!counts(by.assignment.row, period)) continue;
    const Definition& d = dated.on(period.last_day());
    if (uses_none(d, own)) continue;
    touched[start];
    if (!d.looks_back())
      values[start] = value_of_days(d, by.calendar, period,
                                    {own, {}, {}, by.money, by.assignment.row.org_unit});
    if (!d.tallied) continue;
    const PeriodFigures figures = figures_of(d, period, own);
    for (std::size_t i = 0; i < d.measures.size(); ++i)
      tallies.push_back(tally_row(id, start, d.measures[i], figures.measures[i]));
  }
  // Without any figure the periods since the assignment was made are missing.
  const Date made = first_expected(by).start;
  if (touched.empty() || made < touched.begin()->first) touched[made];
  PeriodEvaluator evaluator(by, {}, std::move(touched));
  evaluator.use_values(std::move(values), std::move(tallies), !dated.ever_looks_back());
  return evaluator;
}

}  // namespace twinrail::kpi::rules
