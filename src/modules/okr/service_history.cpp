#include <algorithm>

#include "modules/okr/service_material.hpp"

/// The rows of the past, made anew from the first day on which a fact changed.
namespace twinrail::okr {
namespace {

/// How everything that an affected objective counts stood, from the last row before a day on.
class Courses {
 public:
  Courses(Read& db, const Material& m, const std::vector<ObjectiveId>& ids, Date since)
      : since_(since) {
    const std::vector<ObjectiveId> affected(m.affected.begin(), m.affected.end());
    auto [own, days] = db.all_of(store::ask_key_result_days_from(affected, since),
                                 store::ask_days_from(ids, since));
    for (KeyResultDayRow& d : own) own_[d.key_result][d.day] = d;
    for (ObjectiveDayRow& d : days) of_[d.objective][d.day] = std::move(d);
  }

  /// Puts what was worked out in the place of what is stored from that day on.
  void replace(KeyResultId id, const Days<KeyResultDayRow>& made) { replace_in(own_[id], made); }
  void replace(ObjectiveId id, const Days<ObjectiveDayRow>& made) { replace_in(of_[id], made); }

  /// What is stored from the day on, or was put there.
  [[nodiscard]] Days<KeyResultDayRow> rows(KeyResultId id) const { return rows_in(own_, id); }
  [[nodiscard]] Days<ObjectiveDayRow> rows(ObjectiveId id) const { return rows_in(of_, id); }

  [[nodiscard]] rules::Figure on(KeyResultId id, Date day) const { return stood(own_, id, day); }
  [[nodiscard]] rules::Figure on(ObjectiveId id, Date day) const { return stood(of_, id, day); }

 private:
  template <class Row>
  void replace_in(Days<Row>& rows, const Days<Row>& made) const {
    rows.erase(rows.lower_bound(since_), rows.end());
    rows.insert(made.begin(), made.end());
  }
  template <class Id, class Row>
  Days<Row> rows_in(const std::map<Id, Days<Row>>& all, Id id) const {
    const auto found = all.find(id);
    if (found == all.end()) return {};
    return {found->second.lower_bound(since_), found->second.end()};
  }
  template <class Id, class Row>
  static rules::Figure stood(const std::map<Id, Days<Row>>& all, Id id, Date day) {
    const auto found = all.find(id);
    if (found == all.end()) return {};
    const auto after = found->second.upper_bound(day);
    if (after == found->second.begin()) return {};
    const Row& row = std::prev(after)->second;
    return {row.progress, row.coverage};
  }

  Date since_;
  std::map<KeyResultId, Days<KeyResultDayRow>> own_;
  std::map<ObjectiveId, Days<ObjectiveDayRow>> of_;
};

/// An objective has a row on each day on which something that counts in it has one.
Days<ObjectiveDayRow> course_of(const Material& m, const Courses& courses, ObjectiveId id,
                                Date since) {
  std::set<Date> days;
  if (const Date first = m.cycle_of(id).start_on; first >= since) days.insert(first);
  const auto take = [&](auto part) {
    for (const auto& [day, row] : courses.rows(part)) days.insert(day);
  };
  if (const auto own = m.key_results.find(id); own != m.key_results.end())
    for (const KeyResultRow& kr : own->second) take(kr.id);
  if (const auto below = m.children.find(id); below != m.children.end())
    for (const ContributionRow& c : below->second)
      if (counts(m, c)) take(c.child);
  Days<ObjectiveDayRow> course;
  for (const Date day : days) {
    const auto on = [&](auto part) { return courses.on(part, day); };
    course[day] = standing_by(id, day, summed(m, id, on, on));
  }
  return course;
}

/// The key results whose facts changed. A closed objective's stand still.
void stand(const Material& m, Courses& courses, Plan& plan, Date since) {
  for (const ObjectiveId id : m.touched) {
    if (m.is_closed(id)) continue;
    const auto own = m.key_results.find(id);
    if (own == m.key_results.end()) continue;
    for (const KeyResultRow& kr : own->second) {
      const auto made =
          rows_of(kr.id, course_of(kr, m.evidence_of(kr.id), m.cycle_of(id).start_on, since));
      compare(courses.rows(kr.id), made, plan.key_result_days, plan.key_result_days_gone);
      courses.replace(kr.id, made);
    }
  }
}

}  // namespace

void plan_history(Read& db, const Material& m, Plan& plan, const Touch& touch) {
  if (touch.said && !moves(touch.said->row)) return;
  std::vector<ObjectiveId> ids(m.affected.begin(), m.affected.end());
  for (const auto& [parent, below] : m.children)
    for (const ContributionRow& c : below)
      if (counts(m, c) && !m.affected.contains(c.child)) ids.push_back(c.child);
  Courses courses(db, m, ids, touch.since);
  stand(m, courses, plan, touch.since);
  for (const ObjectiveId id : m.order) {
    if (m.is_closed(id)) continue;
    const auto made = course_of(m, courses, id, touch.since);
    compare(courses.rows(id), made, plan.days, plan.days_gone);
    courses.replace(id, made);
  }
}

}  // namespace twinrail::okr
