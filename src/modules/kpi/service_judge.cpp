#include "modules/kpi/service_judge.hpp"

#include <algorithm>
#include <deque>

#include "platform/events/events.hpp"

namespace twinrail::kpi {
namespace {

using rules::BreachState;
using rules::PeriodFigures;
using rules::RowChange;

/// Which row changes reach which period of an assignment.
using Touched = std::map<AssignmentId, std::map<Date, std::vector<const RowChange*>>>;

/// What the database knows of one assignment, from its first touched period on.
struct Known {
  std::map<Date, PointRow> points;
  std::map<Date, std::map<MeasureId, Decimal>> sums;
  std::optional<PointRow> before;  ///< the newest judged point before the first touched period
};

/// The KPIs that any of the changed measures feeds.
std::vector<KpiId> fed_by(const Catalogue& c, const std::map<MeasureId, DayChange>& changed) {
  std::vector<KpiId> found;
  for (const auto& [measure, change] : changed)
    if (const auto fed = c.fed.find(measure); fed != c.fed.end())
      found.insert(found.end(), fed->second.begin(), fed->second.end());
  std::ranges::sort(found);
  found.erase(std::ranges::unique(found).begin(), found.end());
  return found;
}

RowChange row_change(const rules::Definition& d, const std::map<MeasureId, DayChange>& changed,
                     const std::map<MeasureId, Decimal>& standing) {
  RowChange row;
  for (const MeasureId measure : d.measures) {
    const auto change = changed.find(measure);
    const auto stands = standing.find(measure);
    std::optional<Decimal> now;
    if (stands != standing.end()) now = stands->second;
    row.before.push_back(change == changed.end() ? now : change->second.before);
    row.after.push_back(change == changed.end() ? now : change->second.after);
  }
  return row;
}

/// Follows each place up the tree as it stood on its day.
Touched touched_by(const Catalogue& c, const DayChanges& changes, std::deque<RowChange>& rows) {
  Touched touched;
  const std::map<MeasureId, Decimal> nothing;
  for (const auto& [place, changed] : changes.moved) {
    const auto stands = changes.standing.find(place);
    const auto up = changes.up.find(place.unit);
    if (up == changes.up.end()) continue;
    for (const KpiId kpi : fed_by(c, changed)) {
      const rules::Definition& d = c.definitions.at(kpi);
      rows.push_back(
          row_change(d, changed, stands == changes.standing.end() ? nothing : stands->second));
      const Date start = period_of(place.day, d.grid, c.calendar).start;
      for (const store::PathRow& path : up->second) {
        if (place.day < path.valid_from || place.day > path.valid_to) continue;
        const auto found = c.assigned.find({kpi, path.ancestor});
        if (found == c.assigned.end()) continue;
        if (place.day < c.assignments.at(found->second).row.valid_from) continue;
        touched[found->second][start].push_back(&rows.back());
      }
    }
  }
  return touched;
}

/// The stored point of a period that still runs. It has moved no breach, so it says how the periods
/// before it left the machine.
const PointRow* running_point(const Known& known, Date start, Date today) {
  const auto found = known.points.find(start);
  if (found == known.points.end()) return nullptr;
  const PointRow& point = found->second;
  return point.judged || point.end_on < today ? nullptr : &point;
}

std::map<AssignmentId, Known> load(Read& db, const Touched& touched, Date today) {
  std::vector<AssignmentId> ids;
  Date from = Date::last();
  for (const auto& [id, starts] : touched) {
    ids.push_back(id);
    from = std::min(from, starts.begin()->first);
  }
  std::map<AssignmentId, Known> known;
  auto [points, tallies] = db.all_of(store::ask_points(ids, from, Date::last()),
                                     store::ask_tallies(ids, from, Date::last()));
  for (PointRow& p : points) known[p.assignment].points.emplace(p.start_on, std::move(p));
  for (const TallyRow& t : tallies) known[t.assignment].sums[t.start_on][t.measure] = t.amount;
  std::vector<AssignmentId> unsaid;
  for (const auto& [id, starts] : touched)
    if (!running_point(known[id], starts.begin()->first, today)) unsaid.push_back(id);
  if (!unsaid.empty())
    for (PointRow& p : store::last_judged_before(db, unsaid, from))
      known[p.assignment].before = std::move(p);
  return known;
}

/// One walk over the periods of an assignment, oldest first.
class Walk {
 public:
  Walk(Read& db, const Catalogue& c, AssignmentId id, const Known& known, Date today)
      : db_(db),
        c_(c),
        assignment_(c.assignments.at(id)),
        d_(c.definition_of(id)),
        known_(known),
        today_(today) {}

  /// Takes these values instead of what is stored: for a rebuild from the sums of days.
  void give(const std::map<Date, rules::ValueVerdict>& values) { given_ = &values; }

  void run(const std::map<Date, std::vector<const RowChange*>>& touched, Judged& judged) {
    const Date first = touched.begin()->first;
    enter(first);
    std::set<Date> starts;
    for (const auto& [start, changes] : touched) starts.insert(start);
    for (auto it = known_.points.lower_bound(first); it != known_.points.end(); ++it)
      starts.insert(it->first);
    for (const Date start : starts) {
      const auto change = touched.find(start);
      step(start, change == touched.end() ? nullptr : &change->second, judged);
    }
    if (phases_differ_) settle_breaches(first, judged);
  }

 private:
  void enter(Date first) {
    if (const PointRow* running = running_point(known_, first, today_))
      state_ = rules::state_of(*running);
    if (known_.before) remember(*known_.before);
    for (const auto& [start, point] : known_.points)
      if (start < first) remember(point);
    old_state_ = state_;
    entry_ = state_;
    if (entry_.confirmed()) open_state_ = std::string(enum_name(entry_.phase));
  }

  void remember(const PointRow& point) {
    if (point.rows_seen > 0) last_data_ = std::max(last_data_, point.end_on);
    if (point.judged) state_ = rules::state_of(point);
  }

  void step(Date start, const std::vector<const RowChange*>* changes, Judged& judged) {
    const auto found = known_.points.find(start);
    const PointRow* stored = found == known_.points.end() ? nullptr : &found->second;
    const Period period = period_of(start, d_.grid, c_.calendar);
    const bool over = period.last_day() < today_;
    if (!changes && stored->judged == over && state_ == old_state_ && stored->rows_seen > 0) {
      keep(*stored);
      return;
    }
    const PointRow point = rules::point_of(d_, assignment_, period,
                                           value(period, stored, changes, judged), state_, over);
    if (point.rows_seen == 0 && !placeholder_due(period)) {
      if (stored) drop(*stored, judged);
      return;
    }
    if (stored && stored->judged) old_state_ = rules::state_of(*stored);
    if (over) advance(point);
    if (point.rows_seen > 0) last_data_ = std::max(last_data_, point.end_on);
    if (stored && *stored == point) return;
    if (!stored || rules::state_of(*stored).phase != point.phase) phases_differ_ = true;
    judged.values.changes.push_back({assignment_.row.id, assignment_.row.org_unit, start,
                                     point.end_on, point.value, point.achievement, point.colour,
                                     rules::light_of(point)});
    (stored && only_moved(*stored, point) ? judged.moved : judged.points).push_back(point);
  }

  static bool only_moved(const PointRow& stored, const PointRow& now) {
    return stored.end_on == now.end_on && stored.judged == now.judged &&
           stored.colour == now.colour && stored.rule == now.rule && stored.phase == now.phase &&
           stored.streak == now.streak && stored.missing == now.missing;
  }

  void keep(const PointRow& stored) {
    if (stored.judged) advance(stored);
    old_state_ = state_;
    last_data_ = std::max(last_data_, stored.end_on);
  }

  void drop(const PointRow& stored, Judged& judged) {
    if (stored.judged) old_state_ = rules::state_of(stored);
    if (rules::state_of(stored).phase != state_.phase) phases_differ_ = true;
    judged.dropped.push_back(stored);
    judged.values.changes.push_back({assignment_.row.id,
                                     assignment_.row.org_unit,
                                     stored.start_on,
                                     stored.end_on,
                                     {},
                                     {},
                                     {},
                                     Light::none});
  }

  void advance(const PointRow& point) {
    const BreachState after = rules::state_of(point);
    if (!state_.confirmed() && after.confirmed())
      episodes_.push_back({.assignment = assignment_.row.id,
                           .state = "firing",
                           .fired_start = point.start_on,
                           .fired_on = point.end_on});
    if (state_.confirmed() && !after.confirmed()) end_episode(point);
    if (after.confirmed() && !episodes_.empty())
      episodes_.back().state = std::string(enum_name(after.phase));
    if (after.confirmed() && episodes_.empty()) open_state_ = std::string(enum_name(after.phase));
    state_ = after;
  }

  void end_episode(const PointRow& point) {
    if (episodes_.empty()) {
      open_ended_ = point;
      open_state_ = "cleared";
      return;
    }
    episodes_.back().state = "cleared";
    episodes_.back().ended_start = point.start_on;
    episodes_.back().ended_on = point.end_on;
  }

  /// The last period that is over, once the newest figure is older than the grace allows.
  bool placeholder_due(const Period& period) const {
    const Period running = period_of(today_, d_.grid, c_.calendar);
    if (next(period, d_.grid, c_.calendar).start != running.start) return false;
    const Date since = last_data_ == Date::first() ? assignment_.row.valid_from - 1 : last_data_;
    return period.last_day() - since > assignment_.row.grace_days;
  }

  rules::ValueVerdict value(const Period& period, const PointRow* stored,
                            const std::vector<const RowChange*>* changes, Judged& judged) {
    if (given_) {
      const auto given = given_->find(period.start);
      return given == given_->end() ? rules::value_of_sums(d_, {}) : given->second;
    }
    if (!d_.tallied) return evaluated(period);
    PeriodFigures figures;
    figures.sums.resize(d_.measures.size());
    if (const auto sums = known_.sums.find(period.start); sums != known_.sums.end())
      for (std::size_t i = 0; i < d_.measures.size(); ++i)
        if (const auto sum = sums->second.find(d_.measures[i]); sum != sums->second.end())
          figures.sums[i] = sum->second;
    if (stored) {
      figures.rows_used = stored->rows_used;
      figures.rows_seen = stored->rows_seen;
    }
    if (changes && !changes->empty()) {
      const std::vector<Decimal> before = figures.sums;
      for (const RowChange* change : *changes) rules::apply(*change, figures);
      for (std::size_t i = 0; i < d_.measures.size(); ++i)
        if (!stored || figures.sums[i] != before[i])
          judged.tallies.push_back(
              {assignment_.row.id, period.start, d_.measures[i], figures.sums[i]});
    }
    return rules::value_of_sums(d_, figures);
  }

  rules::ValueVerdict evaluated(const Period& period) const {
    const Date from = std::max(period.start, assignment_.row.valid_from);
    const std::vector<DayRow> days =
        store::days_under(db_, assignment_.row.org_unit, d_.measures, from, period.last_day());
    return rules::evaluate(d_.rule, rules::rows_of(d_, period, days));
  }

  /// Breaches follow the phases: one that the corrected figures never fired becomes `corrected`.
  void settle_breaches(Date first, Judged& judged) {
    for (BreachRow& row : store::breaches_from(db_, {assignment_.row.id}, first)) {
      const BreachRow old = row;
      const auto same = std::ranges::find(episodes_, row.fired_start, &BreachRow::fired_start);
      if (same != episodes_.end()) {
        row.state = same->state;
        row.ended_start = same->ended_start;
        row.ended_on = same->ended_on;
        episodes_.erase(same);
      } else if (row.fired_start < first && entry_.confirmed()) {
        row.state = open_state_;
        row.ended_start = open_ended_ ? std::optional(open_ended_->start_on) : std::nullopt;
        row.ended_on = open_ended_ ? std::optional(open_ended_->end_on) : std::nullopt;
      } else if (row.fired_start >= first) {
        row.state = "corrected";
        row.ended_start = row.fired_start;
        row.ended_on = row.fired_on;
      }
      if (old.state == row.state && old.ended_start == row.ended_start) continue;
      judged.changed_breaches.push_back(row);
    }
    judged.new_breaches.insert(judged.new_breaches.end(), episodes_.begin(), episodes_.end());
  }

  Read& db_;
  const Catalogue& c_;
  const rules::AssignmentWithTargets& assignment_;
  const rules::Definition& d_;
  const Known& known_;
  Date today_;
  const std::map<Date, rules::ValueVerdict>* given_ = nullptr;
  BreachState state_;      ///< as walked
  BreachState old_state_;  ///< as stored
  BreachState entry_;
  Date last_data_ = Date::first();
  bool phases_differ_ = false;
  std::vector<BreachRow> episodes_;
  std::string open_state_ = "firing";  ///< of the breach that was open at the entry
  std::optional<PointRow> open_ended_;
};

Judged walk(Read& db, const Catalogue& c, const Touched& touched, Date today) {
  Judged judged;
  if (touched.empty()) return judged;
  const std::map<AssignmentId, Known> known = load(db, touched, today);
  const Known nothing;
  for (const auto& [id, starts] : touched) {
    const auto found = known.find(id);
    judged.units[id] = c.assignments.at(id).row.org_unit;
    Walk(db, c, id, found == known.end() ? nothing : found->second, today).run(starts, judged);
  }
  return judged;
}

}  // namespace

Judged rejudge(Tx& tx, const Catalogue& catalogue, const DayChanges& changes, Date today) {
  std::deque<RowChange> rows;  // a deque: the walks keep pointers into it
  return walk(tx, catalogue, touched_by(catalogue, changes, rows), today);
}

Judged rejudge(Tx& tx, const Catalogue& catalogue, const Wanted& wanted, Date today) {
  Touched touched;
  for (const auto& [id, starts] : wanted)
    for (const Date start : starts) touched[id][start];
  return walk(tx, catalogue, touched, today);
}

Judged rebuild(Read& db, const Catalogue& catalogue, AssignmentId id, Date today) {
  const rules::AssignmentWithTargets& assignment = catalogue.assignments.at(id);
  const rules::Definition& d = catalogue.definition_of(id);
  std::map<Date, std::vector<DayRow>> by_period;
  for (const DayRow& day : store::days_under(db, assignment.row.org_unit, d.measures,
                                             assignment.row.valid_from, Date::last()))
    if (day.readings > 0)
      by_period[period_of(day.day, d.grid, catalogue.calendar).start].push_back(day);
  Judged judged;
  judged.units[id] = assignment.row.org_unit;
  std::map<Date, rules::ValueVerdict> values;
  std::map<Date, std::vector<const RowChange*>> touched;
  for (const auto& [start, days] : by_period) {
    const Period period = period_of(start, d.grid, catalogue.calendar);
    const std::vector<rules::Row> rows = rules::rows_of(d, period, days);
    values[start] = rules::evaluate(d.rule, rows);
    touched[start];
    if (d.tallied) {
      const PeriodFigures figures = rules::figures_of(d, rows);
      for (std::size_t i = 0; i < d.measures.size(); ++i)
        judged.tallies.push_back({id, start, d.measures[i], figures.sums[i]});
    }
  }
  const Period running = period_of(today, d.grid, catalogue.calendar);
  touched[previous(running, d.grid, catalogue.calendar).start];  // a placeholder, if it is due
  const Known nothing;
  Walk walk(db, catalogue, id, nothing, today);
  walk.give(values);
  walk.run(touched, judged);
  return judged;
}

void save(Tx& tx, Judged& judged) {
  store::save_tallies(tx, judged.tallies);
  store::save_points(tx, judged.points);
  store::save_moved_points(tx, judged.moved);
  if (!judged.dropped.empty()) store::drop_points(tx, judged.dropped);
  for (BreachRow& row : judged.new_breaches) row.id = store::add_breach(tx, row);
  for (const BreachRow& row : judged.changed_breaches) store::update_breach(tx, row);
  for (const auto* rows : {&judged.new_breaches, &judged.changed_breaches})
    for (const BreachRow& row : *rows)
      judged.breaches.changes.push_back(
          {row.id, row.assignment, judged.units.at(row.assignment), row.state});
  if (!judged.values.changes.empty()) announce(tx, judged.values);
  if (!judged.breaches.changes.empty()) announce(tx, judged.breaches);
}

}  // namespace twinrail::kpi
