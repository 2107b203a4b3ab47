#include <algorithm>

#include "modules/okr/service_material.hpp"

/// A change of some key results' figures goes up by its difference: each objective keeps the sums
/// that its progress is the quotient of, so nothing beside the way up is read.
namespace twinrail::okr {
namespace {

/// Whether only KPIs moved, on days on which they drive already: then nothing that people said
/// before matters, but for figures that were typed in their place.
bool drive_all_along(const Touch& touch) {
  const auto drives = [&](const LinkRow& link) {
    return link.baseline_on && *link.baseline_on <= touch.since;
  };
  return !touch.followed.empty() && std::ranges::all_of(touch.followed, drives);
}

std::vector<KeyResultId> changing(const Touch& touch) {
  if (touch.said) return {touch.said->row.key_result};
  std::vector<KeyResultId> ids;
  for (const LinkRow& link : touch.followed) ids.push_back(*link.key_result);
  return ids;
}

/// Whether a check-in comes after all that was said of its key result, so that it can be added to
/// what stands.
bool follows_all(const Path& path, const Hypothesis& said) {
  if (!said.newest_counts || said.replaces) return false;
  for (const PathRow& r : path.rows)
    if (!r.child && said.row.day < r.start_on) return false;
  return std::ranges::all_of(path.stood, [&](const KeyResultStandingRow& s) {
    return !s.checked_on || *s.checked_on <= said.row.day;
  });
}

/// False where something on the way has no standing yet, or sums that nobody can read.
bool lay_out(Material& m, Path& path) {
  for (PathRow& r : path.rows) {
    if (!r.coverage || !rules::sums_from_text(r.sums.value_or(""))) return false;
    m.affected.insert(r.objective);
    if (r.child)
      m.children[r.objective].push_back(
          {{}, *r.child, r.objective, Relation::contributes, *r.share});
    else
      m.touched.push_back(r.objective);
    ObjectiveRow& o = m.objectives[r.objective];
    o.id = r.objective;
    o.state = r.state;
    o.weight = r.weight;
    o.org_unit = r.org_unit;
    o.cycle = r.cycle;
    CycleRow& cycle = m.cycles[r.cycle];
    cycle.id = r.cycle;
    cycle.start_on = r.start_on;
    cycle.end_on = r.end_on;
    m.stored[r.objective] = {r.objective, r.progress, *r.coverage, std::move(*r.sums)};
  }
  for (KeyResultRow& k : path.key_results) m.key_results[k.objective].push_back(std::move(k));
  for (const KeyResultStandingRow& s : path.stood) m.stood[s.key_result] = s;
  put_in_order(m);
  return true;
}

/// Whether each key result stands where the newest figure of its KPI is, whatever came before.
bool newest_says_all(const Material& m) {
  const auto follows_newest = [&](const KeyResultRow& kr) {
    return kr.kind == KeyResultKind::move && m.drivers.at(kr.id).value_rule == ValueSpan::period;
  };
  return std::ranges::all_of(m.key_results, [&](const auto& of) {
    return std::ranges::all_of(of.second, follows_newest);
  });
}

/// Whether the points that are loaded say where each key result stood at the end of a day.
bool reaches_back(const Material& m, Date day) {
  const auto said = [&](const kpi::PointView& p) { return p.value && p.end <= day; };
  return std::ranges::all_of(m.drivers, [&](const auto& driver) {
    const auto found = m.points.find(driver.first);
    return found != m.points.end() && std::ranges::any_of(found->second, said);
  });
}

/// What speaks about the key results.
void listen(Read& db, kpi::Service& kpi, Material& m, const Touch& touch) {
  if (touch.said) {
    const KeyResultId id = touch.said->row.key_result;
    const auto stood = m.stood.find(id);
    m.stood_before =
        stood == m.stood.end() ? KeyResultStandingRow{.key_result = id} : stood->second;
    suppose(m, *touch.said);
    return;
  }
  for (const LinkRow& link : touch.followed) m.drivers[*link.key_result] = link;
  m.figures_only = true;
  for (CheckInRow& c : store::check_ins_beside(db, changing(touch), touch.since))
    m.check_ins[c.key_result].push_back(c);
  load_points(db, kpi, m, newest_says_all(m) ? touch.period_start : Date::first());
  if (!reaches_back(m, touch.since)) load_points(db, kpi, m);
}

/// What a part handed on before and hands on now.
struct Moved {
  rules::Figure before;
  rules::Figure after;
};

rules::Figure figure_in(const std::map<KeyResultId, KeyResultStandingRow>& stood, KeyResultId id) {
  const auto found = stood.find(id);
  return found == stood.end() ? rules::Figure{} : figure_of(found->second);
}

/// The objective's sums with every part that moved in its new place. `own` and `below` give Moved
/// or nothing.
template <class Own, class Below>
rules::Sums exchanged(const Material& m, ObjectiveId id, rules::Sums sums, const Own& own,
                      const Below& below) {
  if (const auto mine = m.key_results.find(id); mine != m.key_results.end())
    for (const KeyResultRow& kr : mine->second)
      if (const std::optional<Moved> moved = own(kr.id))
        sums = rules::exchanged(sums, part(kr, moved->before), part(kr, moved->after));
  if (const auto edges = m.children.find(id); edges != m.children.end())
    for (const ContributionRow& c : edges->second) {
      const ObjectiveRow& child = m.objectives.at(c.child);
      if (child.state != ObjectiveState::active) continue;
      if (const std::optional<Moved> moved = below(c.child))
        sums = rules::exchanged(sums, part(child, c, moved->before), part(child, c, moved->after));
    }
  return sums;
}

/// How everything on the way stands now.
void lift_standings(Material& m, Plan& plan,
                    const std::map<KeyResultId, KeyResultStandingRow>& stood_before) {
  std::map<ObjectiveId, Moved> moved;
  const auto own = [&](KeyResultId id) -> std::optional<Moved> {
    return Moved{figure_in(stood_before, id), figure_in(m.stood, id)};
  };
  const auto below = [&](ObjectiveId id) -> std::optional<Moved> {
    const auto found = moved.find(id);
    return found == moved.end() ? std::nullopt : std::optional(found->second);
  };
  for (const ObjectiveId id : m.order) {
    ObjectiveStandingRow& stored = m.stored.at(id);
    ObjectiveStandingRow now = stored;
    if (!m.is_closed(id))
      now = standing_by(id, exchanged(m, id, *rules::sums_from_text(stored.sums), own, below));
    plan.objectives_now[id] = now;
    if (now == stored) continue;
    plan.objectives.push_back(now);
    if (const Moved m2{figure_of(stored), figure_of(now)}; m2.before != m2.after) {
      moved[id] = m2;
      plan.moved.push_back(id);
    }
    stored = now;
  }
}

/// A course before and after the change, each from the last row by its day on.
struct Turned {
  rules::Course before;
  rules::Course after;

  [[nodiscard]] Moved on(Date day) const { return {at(before, day), at(after, day)}; }

 private:
  static rules::Figure at(const rules::Course& course, Date day) {
    const auto* figure = rules::standing_on(course, day);
    return figure ? *figure : rules::Figure{};
  }
};

/// The way's history, from the touch's day on.
class Lift {
 public:
  Lift(const Material& m, const Path& path, const Touch& touch, Plan& plan)
      : m_(m), touch_(touch), plan_(plan) {
    for (const KeyResultDayRow& d : path.own_days) own_rows_[d.key_result][d.day] = d;
    for (const ObjectiveDayRow& d : path.days) rows_[d.objective][d.day] = d;
  }

  /// False where a row would go, or one is missing: then what lies beside the way matters.
  bool run() {
    for (const ObjectiveId id : m_.touched)
      if (!m_.is_closed(id))
        for (const KeyResultRow& kr : m_.key_results.at(id)) turn(kr, id);
    if (!plan_.key_result_days_gone.empty()) return false;
    for (const ObjectiveId id : m_.order)
      if (!m_.is_closed(id) && !lift(id)) return false;
    return true;
  }

 private:
  template <class Row>
  static rules::Course course(const Days<Row>& rows) {
    rules::Course course;
    for (const auto& [day, row] : rows) course[day] = {row.progress, row.coverage};
    return course;
  }
  template <class Row>
  Turned turned(const Days<Row>& stored, const Days<Row>& made) const {
    Turned t{course(stored), course(made)};
    for (const auto& [day, figure] : t.before)
      if (day < touch_.since) t.after[day] = figure;
    return t;
  }
  template <class Row>
  Days<Row> changing(const Days<Row>& rows) const {
    return {rows.lower_bound(touch_.since), rows.end()};
  }

  void turn(const KeyResultRow& kr, ObjectiveId of) {
    const Days<KeyResultDayRow>& stored = own_rows_[kr.id];
    const auto course =
        touch_.said ? rules::Course{{touch_.since, figure_of(plan_.key_results_now.at(kr.id))}}
                    : course_of(kr, m_.evidence_of(kr.id), m_.cycle_of(of).start_on, touch_.since);
    const auto made = rows_of(kr.id, course);
    compare(changing(stored), made, plan_.key_result_days, plan_.key_result_days_gone);
    own_[kr.id] = turned(stored, made);
  }

  bool lift(ObjectiveId id) {
    const Days<ObjectiveDayRow>& stored = rows_[id];
    std::set<Date> days;
    const auto add = [&](const Turned& t) {
      for (auto at = t.after.lower_bound(touch_.since); at != t.after.end(); ++at)
        days.insert(at->first);
    };
    if (const auto own = m_.key_results.find(id); own != m_.key_results.end())
      for (const KeyResultRow& kr : own->second) add(own_.at(kr.id));
    if (const auto edges = m_.children.find(id); edges != m_.children.end())
      for (const ContributionRow& c : edges->second)
        if (const auto t = below_.find(c.child); t != below_.end() && counts(m_, c)) add(t->second);
    if (days.empty()) return true;
    for (const auto& [day, row] : changing(stored)) days.insert(day);
    Days<ObjectiveDayRow> made;
    for (const Date day : days) {
      const auto after = stored.upper_bound(day);
      if (after == stored.begin()) return false;
      const auto sums = rules::sums_from_text(std::prev(after)->second.sums);
      if (!sums) return false;
      const auto own = [&](KeyResultId kr) { return std::optional(own_.at(kr).on(day)); };
      const auto below = [&](ObjectiveId child) -> std::optional<Moved> {
        const auto t = below_.find(child);
        return t == below_.end() ? std::nullopt : std::optional(t->second.on(day));
      };
      made[day] = standing_by(id, day, exchanged(m_, id, *sums, own, below));
    }
    compare(changing(stored), made, plan_.days, plan_.days_gone);
    below_[id] = turned(stored, made);
    return true;
  }

  const Material& m_;
  const Touch& touch_;
  Plan& plan_;
  std::map<KeyResultId, Days<KeyResultDayRow>> own_rows_;
  std::map<ObjectiveId, Days<ObjectiveDayRow>> rows_;
  std::map<KeyResultId, Turned> own_;
  std::map<ObjectiveId, Turned> below_;
};

Path read_path(Read& db, const Touch& touch) {
  const auto ids = changing(touch);
  auto [key_results, stood, own_days, rows, days] =
      db.all_of(store::ask_key_results_by_id(ids), store::ask_standings_of(ids),
                store::ask_days_of(ids, touch.since), store::ask_path(ids),
                store::ask_path_days(ids, touch.since));
  return {std::move(key_results), std::move(stood), std::move(own_days), std::move(rows),
          std::move(days)};
}

}  // namespace

std::optional<Plan> plan_by_difference(Read& db, kpi::Service& kpi, const Touch& touch) {
  if (touch.said ? !touch.path || !follows_all(*touch.path, *touch.said) : !drive_all_along(touch))
    return std::nullopt;
  Path path = touch.path ? std::move(*touch.path) : read_path(db, touch);
  Material m;
  if (!lay_out(m, path)) return std::nullopt;
  listen(db, kpi, m, touch);
  Plan plan;
  const auto stood_before = m.stood;
  stand_key_results(m, plan);
  lift_standings(m, plan, stood_before);
  plan.changed = changes_of(m, plan);
  if (touch.said && !moves(touch.said->row)) return plan;
  if (!Lift(m, path, touch, plan).run()) return std::nullopt;
  return plan;
}

}  // namespace twinrail::okr
