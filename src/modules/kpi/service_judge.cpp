#include "modules/kpi/service_judge.hpp"

#include <algorithm>
#include <deque>

#include "modules/kpi/rules_term.hpp"
#include "platform/events/events.hpp"

namespace twinrail::kpi {
namespace {

using rules::AssignmentHistory;
using rules::PeriodEvaluator;
using rules::RowChange;

/// Which row changes reach which period of an assignment.
using Touched = std::map<AssignmentId, rules::TouchedPeriods>;

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

bool uses_any(const rules::Definition& d, const std::map<MeasureId, DayChange>& changed) {
  return std::ranges::any_of(d.measures, [&](MeasureId m) { return changed.contains(m); });
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
      const rules::Definition& dated = c.definitions.at(kpi);
      const auto& beside = stands == changes.standing.end() ? nothing : stands->second;
      std::map<const rules::Definition*, const RowChange*> by_definition;
      for (const store::AncestorRow& path : up->second) {
        if (place.day < path.valid_from || place.day > path.valid_to) continue;
        const auto found = c.assigned.find({kpi, path.ancestor});
        if (found == c.assigned.end()) continue;
        if (place.day < c.assignments.at(found->second).row.valid_from) continue;
        const Period period = c.calendar_of(path.ancestor).period_of(place.day, dated.grid);
        if (!rules::counts(c.assignments.at(found->second).row, period)) continue;
        const rules::Definition& d = dated.on(period.last_day());
        if (!uses_any(d, changed)) continue;
        const RowChange*& row = by_definition[&d];
        if (!row) row = &rows.emplace_back(row_change(d, changed, beside));
        touched[found->second][period.start].push_back(row);
      }
    }
  }
  return touched;
}

/// Those that wait for the days of one period.
using Waiting = std::map<AssignmentId, PeriodEvaluator*>;

/// What is stored of the touched assignments, each list asked for once.
std::map<AssignmentId, AssignmentHistory> load(Read& db, const Touched& touched, Date today) {
  std::vector<AssignmentId> ids;
  Date from = Date::last();
  for (const auto& [id, starts] : touched) {
    ids.push_back(id);
    from = std::min(from, starts.begin()->first);
  }
  std::map<AssignmentId, AssignmentHistory> histories;
  auto [points, tallies] = db.all_of(store::ask_points(ids, from, Date::last()),
                                     store::ask_tallies(ids, from, Date::last()));
  for (PointRow& p : points) histories[p.assignment].points.emplace(p.start_on, std::move(p));
  for (const TallyRow& t : tallies)
    histories[t.assignment].sums[t.start_on][t.measure] = t.figure();
  std::vector<AssignmentId> not_running;
  for (const auto& [id, starts] : touched)
    if (!rules::running_point(histories[id], starts.begin()->first, today))
      not_running.push_back(id);
  if (!not_running.empty())
    for (PointRow& p : store::last_judged_before(db, not_running, from))
      histories[p.assignment].last_judged = std::move(p);
  return histories;
}

void add(std::vector<DayRow>& to, const store::DayUnderRow& row) {
  to.push_back({row.measure, row.org_unit, row.day, row.amount, row.readings});
}

/// The days behind a period of assignments, and what their formulas look back at.
std::map<AssignmentId, rules::PeriodDays> days_of(Read& db, const Waiting& those,
                                                  const Period& period) {
  std::vector<AssignmentId> ids;
  std::vector<AssignmentId> opened;
  std::map<std::pair<Date, Date>, std::vector<AssignmentId>> a_year_before;
  for (const auto& [id, evaluator] : those) {
    const rules::JudgedBy& by = evaluator->by();
    const rules::Definition& d = by.definition.on(period.last_day());
    ids.push_back(id);
    if (d.needs_opening) opened.push_back(id);
    if (!d.needs_last_year) continue;
    const Period before = by.calendar.year_before(period, d.grid);
    a_year_before[{before.start, before.last_day()}].push_back(id);
  }
  std::map<AssignmentId, rules::PeriodDays> found;
  for (const auto& row : store::days_under(db, ids, period.start, period.last_day()))
    add(found[row.assignment].days, row);
  if (!opened.empty())
    for (const auto& row : store::opening_under(db, opened, period.start))
      add(found[row.assignment].opening, row);
  for (const auto& [days, some] : a_year_before)
    for (const auto& row : store::earlier_under(db, some, days.first, days.second))
      add(found[row.assignment].last_year, row);
  return found;
}

/// Runs all of them to the end. Those that wait for the days of the same period get them together.
void run_all(Read& db, std::span<PeriodEvaluator> evaluators) {
  for (bool waits = true; waits;) {
    std::map<std::pair<Date, Date>, Waiting> waiting;  // by first and last day
    for (PeriodEvaluator& e : evaluators)
      if (const auto period = e.run())
        waiting[{period->start, period->last_day()}][e.assignment().id] = &e;
    for (const auto& [days, those] : waiting) {
      auto found = days_of(db, those, {days.first, days.second + 1});
      for (const auto& [id, evaluator] : those) evaluator->use_days(std::move(found[id]));
    }
    waits = !waiting.empty();
  }
}

/// Compares the breaches of those whose phases are other than stored.
void settle_breaches(Read& db, std::span<PeriodEvaluator> evaluators) {
  std::map<AssignmentId, std::vector<BreachRow>> stored;
  std::vector<AssignmentId> ids;
  Date from = Date::last();
  for (const PeriodEvaluator& e : evaluators) {
    if (!e.phases_differ()) continue;
    ids.push_back(e.assignment().id);
    from = std::min(from, e.first());
  }
  if (ids.empty()) return;
  for (BreachRow& row : store::breaches_from(db, ids, from))
    stored[row.assignment].push_back(std::move(row));
  for (PeriodEvaluator& e : evaluators)
    if (e.phases_differ()) e.settle_breaches(std::move(stored[e.assignment().id]));
}

/// The days of an assignment with those in their places that were computed anew.
std::vector<DayRow> mended(std::vector<DayRow> days, const AssignmentRow& of,
                           const std::vector<MeasureId>& measures, const DaysAnew& anew) {
  std::map<std::tuple<OrgUnitId, Date, MeasureId>, DayRow> all;
  for (const DayRow& d : days) all[{d.org_unit, d.day, d.measure}] = d;
  const auto under = [&](const DayRow& d) {
    const auto up = anew.up.find(d.org_unit);
    return up != anew.up.end() && std::ranges::any_of(up->second, [&](const auto& path) {
             return path.ancestor == of.org_unit && path.valid_from <= d.day &&
                    d.day <= path.valid_to;
           });
  };
  for (const auto& [place, d] : anew.rows)
    if (d.day >= of.valid_from && std::ranges::find(measures, d.measure) != measures.end() &&
        under(d))
      all[place] = d;
  days.clear();
  for (const auto& [place, d] : all) days.push_back(d);
  return days;
}

Judged judge(Read& db, const Catalogue& c, Touched touched, Date today,
             const Retargeted& retargeted = {}) {
  Judged judged;
  if (touched.empty()) return judged;
  auto histories = load(db, touched, today);
  std::vector<PeriodEvaluator> evaluators;
  evaluators.reserve(touched.size());
  for (auto& [id, periods] : touched) {
    const rules::JudgedBy as_defined = judged_by(c, id, today);
    const auto other = retargeted.find(id);
    const rules::JudgedBy by{as_defined.definition,
                             other == retargeted.end() ? as_defined.assignment : other->second,
                             as_defined.calendar, today, c.money_book()};
    evaluators.emplace_back(by, std::move(histories[id]), std::move(periods));
  }
  run_all(db, evaluators);
  settle_breaches(db, evaluators);
  for (PeriodEvaluator& e : evaluators) judged.append(e.take());
  return judged;
}

}  // namespace

rules::JudgedBy judged_by(const Catalogue& c, AssignmentId id, Date today) {
  const rules::AssignmentWithTargets& assignment = c.assignments.at(id);
  return {c.definition_of(id), assignment, c.calendar_of(assignment.row.org_unit), today,
          c.money_book()};
}

Judged rejudge(Tx& tx, const Catalogue& catalogue, const DayChanges& changes, Date today) {
  std::deque<RowChange> rows;  // a deque: the touched periods keep pointers into it
  return judge(tx, catalogue, touched_by(catalogue, changes, rows), today);
}

Judged rejudge(Tx& tx, const Catalogue& catalogue, const Wanted& wanted, Date today) {
  return rejudge(tx, catalogue, wanted, today, {});
}

Judged rejudge(Read& db, const Catalogue& catalogue, const Wanted& wanted, Date today,
               const Retargeted& retargeted) {
  Touched touched;
  for (const auto& [id, starts] : wanted)
    for (const Date start : starts) touched[id][start];
  return judge(db, catalogue, std::move(touched), today, retargeted);
}

Judged rebuild(Read& db, const Catalogue& catalogue, AssignmentId id, Date today,
               const DaysAnew& anew) {
  const AssignmentRow& row = catalogue.assignments.at(id).row;
  const std::vector<MeasureId> measures = catalogue.definition_of(id).all_measures();
  std::vector<DayRow> days =
      store::days_under(db, row.org_unit, measures, row.valid_from, Date::last());
  if (!anew.rows.empty()) days = mended(std::move(days), row, measures, anew);
  PeriodEvaluator evaluator = rules::rebuilt(judged_by(catalogue, id, today), days);
  run_all(db, {&evaluator, 1});  // it waits only where the formula looks back
  settle_breaches(db, {&evaluator, 1});
  return evaluator.take();
}

Judged corrected(Read& db, const Catalogue& catalogue, AssignmentId id, Date today,
                 const DaysAnew& anew) {
  Judged judged = rebuild(db, catalogue, id, today, anew);
  rules::leave_out(judged, store::points(db, {id}, Date::first(), Date::last()));
  return judged;
}

void save(Tx& tx, Judged& judged) {
  BreachChanged breaches;
  store::save_tallies(tx, judged.tallies);
  store::save_points(tx, judged.points);
  store::save_moved_points(tx, judged.moved);
  if (!judged.dropped.empty()) store::drop_points(tx, judged.dropped);
  for (BreachRow& row : judged.new_breaches) row.id = store::add_breach(tx, row);
  store::update_breaches(tx, judged.changed_breaches);
  for (const auto* rows : {&judged.new_breaches, &judged.changed_breaches})
    for (const BreachRow& row : *rows)
      breaches.changes.push_back(
          {row.id, row.assignment, judged.units.at(row.assignment), row.state});
  if (!judged.values.changes.empty()) announce(tx, judged.values);
  if (!breaches.changes.empty()) announce(tx, breaches);
}

}  // namespace twinrail::kpi
