#include <algorithm>

#include "modules/okr/service_material.hpp"

/// The rows of the past, made anew from the first day on which a fact changed.
namespace twinrail::okr {
namespace {

/// How everything that an affected objective counts stood. Where only the newest day changes, the
/// rest stands as it does now and nothing is loaded.
class Courses {
 public:
  Courses(const Material& m, Date since) : m_(m), since_(since) {}

  void load(Read& db, const std::vector<ObjectiveId>& ids) {
    const std::vector<ObjectiveId> affected(m_.affected.begin(), m_.affected.end());
    const auto [own, days] = db.all_of(store::ask_key_result_days_from(affected, since_),
                                       store::ask_days_from(ids, since_));
    take(own, days);
  }
  void take(const std::vector<KeyResultDay>& own, const std::vector<StandingDay>& days) {
    loaded_ = true;
    for (const KeyResultDay& d : own) own_[d.key_result][d.day] = {d.progress, d.coverage};
    for (const StandingDay& d : days) of_[d.objective][d.day] = {d.progress, d.coverage};
  }

  /// Puts what was worked out in the place of what is stored from that day on.
  void replace(KeyResultId id, const rules::Course& made) { replace(own_[id], made); }
  void replace(ObjectiveId id, const rules::Course& made) { replace(of_[id], made); }

  /// What is stored from the day on, or was put there.
  [[nodiscard]] rules::Course rows(KeyResultId id) const { return rows(own_, id); }
  [[nodiscard]] rules::Course rows(ObjectiveId id) const { return rows(of_, id); }

  [[nodiscard]] rules::Figure on(KeyResultId id, Date day) const {
    if (const auto* f = stood(own_, id, day)) return *f;
    const auto now = m_.stood.find(id);
    return loaded_ || now == m_.stood.end() ? rules::Figure{} : figure_of(now->second);
  }
  [[nodiscard]] rules::Figure on(ObjectiveId id, Date day) const {
    if (const auto* f = stood(of_, id, day)) return *f;
    const auto now = m_.stored.find(id);
    return loaded_ || now == m_.stored.end()
               ? rules::Figure{}
               : rules::Figure{now->second.progress, now->second.coverage};
  }

 private:
  void replace(rules::Course& course, const rules::Course& made) const {
    course.erase(course.lower_bound(since_), course.end());
    course.insert(made.begin(), made.end());
  }
  template <class Id>
  rules::Course rows(const std::map<Id, rules::Course>& courses, Id id) const {
    const auto found = courses.find(id);
    if (found == courses.end()) return {};
    return {found->second.lower_bound(since_), found->second.end()};
  }
  template <class Id>
  static const rules::Figure* stood(const std::map<Id, rules::Course>& courses, Id id, Date day) {
    const auto found = courses.find(id);
    return found == courses.end() ? nullptr : rules::standing_on(found->second, day);
  }

  const Material& m_;
  Date since_;
  bool loaded_ = false;
  std::map<KeyResultId, rules::Course> own_;
  std::map<ObjectiveId, rules::Course> of_;
};

/// What must be written to turn the stored rows into the made ones.
template <class Id, class Row>
void compare(Id id, const rules::Course& stored, const rules::Course& made, std::vector<Row>& save,
             std::vector<Row>& gone) {
  for (const auto& [day, figure] : made) {
    const auto before = stored.find(day);
    if (before == stored.end() || before->second != figure)
      save.push_back({id, day, figure.progress, figure.coverage});
  }
  for (const auto& [day, figure] : stored)
    if (!made.contains(day)) gone.push_back({id, day, figure.progress, figure.coverage});
}

/// An objective has a row on each day on which something that counts in it has one.
rules::Course course_of(const Material& m, const Courses& courses, ObjectiveId id, Date since) {
  std::set<Date> days;
  if (const Date first = m.cycle_of(id).start_on; first >= since) days.insert(first);
  const auto take = [&](auto part) {
    for (const auto& [day, figure] : courses.rows(part)) days.insert(day);
  };
  if (const auto own = m.key_results.find(id); own != m.key_results.end())
    for (const KeyResultStored& kr : own->second) take(kr.id);
  if (const auto below = m.children.find(id); below != m.children.end())
    for (const ContributionRow& c : below->second)
      if (counts(m, c)) take(c.child);
  rules::Course course;
  for (const Date day : days)
    course[day] = rolled_up(
        m, id, [&](KeyResultId kr) { return courses.on(kr, day); },
        [&](ObjectiveId child) { return courses.on(child, day); });
  return course;
}

/// The key results whose facts changed. A closed objective's stand still.
void stand(const Material& m, Courses& courses, Plan& plan, Date since) {
  for (const ObjectiveId id : m.touched) {
    if (m.is_closed(id)) continue;
    const auto own = m.key_results.find(id);
    if (own == m.key_results.end()) continue;
    for (const KeyResultStored& kr : own->second) {
      if (!m.concerns(kr.id)) continue;
      const auto made = course_of(kr, m.evidence_of(kr.id), m.cycle_of(id).start_on, since);
      compare(kr.id, courses.rows(kr.id), made, plan.key_result_days, plan.key_result_days_gone);
      courses.replace(kr.id, made);
    }
  }
}

}  // namespace

void plan_history(Read& db, const Material& m, Plan& plan, const Touch& touch) {
  const Date since = touch.since;
  if (touch.said && !moves(touch.said->row)) return;
  std::vector<ObjectiveId> ids(m.affected.begin(), m.affected.end());
  for (const auto& [parent, below] : m.children)
    for (const ContributionRow& c : below)
      if (counts(m, c) && !m.affected.contains(c.child)) ids.push_back(c.child);
  Courses courses(m, since);
  // A check-in on the newest day of all that it moves: one row each, from how things stand now.
  const auto later = [&](const StandingDay& d) { return d.day > since; };
  const bool newest = touch.said && std::ranges::none_of(m.days, later);
  if (!touch.said) courses.load(db, ids);
  if (touch.said && !newest) courses.take(m.own_days, m.days);
  if (newest || m.is_next) {
    const KeyResultId id = touch.said->row.key_result;
    const rules::Course made{{since, figure_of(plan.key_results_now.at(id))}};
    compare(id, courses.rows(id), made, plan.key_result_days, plan.key_result_days_gone);
    courses.replace(id, made);
  } else {
    stand(m, courses, plan, since);
  }
  for (const ObjectiveId id : m.order) {
    if (m.is_closed(id)) continue;
    const auto made = course_of(m, courses, id, since);
    compare(id, courses.rows(id), made, plan.days, plan.days_gone);
    courses.replace(id, made);
  }
}

}  // namespace twinrail::okr
