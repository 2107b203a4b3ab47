#include "modules/okr/rules_propagation.hpp"

#include <set>

namespace twinrail::okr::rules {
namespace {

template <class Map, class Key>
const typename Map::mapped_type* find_in(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

/// The last row by the end of a day.
template <class Row>
const Row* row_by(const DayRows<Row>& rows, Date day) {
  const auto after = rows.upper_bound(day);
  return after == rows.begin() ? nullptr : &std::prev(after)->second;
}

template <class Id, class Standing, class Row>
std::optional<Figure> figure_in(const std::map<Id, Standing>& now,
                                const std::map<Id, DayRows<Row>>& days, Id id, Moment when) {
  if (!when) {
    const Standing* standing = find_in(now, id);
    return standing ? std::optional(figure_of(*standing)) : std::nullopt;
  }
  const DayRows<Row>* rows = find_in(days, id);
  if (!rows) return std::nullopt;
  const Row* row = row_by(*rows, *when);
  return row ? Figure{row->progress, row->coverage} : Figure{};
}

/// Children before their parents, each once. The graph has no loop: contributions are checked.
class ChildrenFirst {
 public:
  explicit ChildrenFirst(const std::map<ObjectiveId, CountedObjective>& objectives)
      : objectives_(objectives) {}

  std::vector<const CountedObjective*> order() {
    for (const auto& [id, objective] : objectives_) add(objective);
    return std::move(order_);
  }

 private:
  void add(const CountedObjective& o) {
    if (!seen_.insert(o.id).second) return;
    for (const CountedChild& child : o.children)
      if (const CountedObjective* below = find_in(objectives_, child.id)) add(*below);
    order_.push_back(&o);
  }

  const std::map<ObjectiveId, CountedObjective>& objectives_;
  std::set<ObjectiveId> seen_;
  std::vector<const CountedObjective*> order_;
};

RollupItem with(RollupItem part, const Figure& figure) {
  part.coverage = Decimal();
  if (!figure.progress) return part;
  part.progress = figure.progress->to_decimal();
  part.coverage = figure.coverage.to_decimal();
  return part;
}

/// Works out how everything stands after a change, from the bottom up.
class ProgressPropagation {
 public:
  explicit ProgressPropagation(const RollupInputs& inputs) : in_(inputs) {}

  /// False where a difference is not enough.
  bool run() {
    for (const auto& [id, objective] : in_.objectives)
      for (const KeyResultRow& kr : objective.key_results)
        if (const Evidence* evidence = find_in(in_.evidence, kr.id))
          compute_standings(objective, kr, *evidence);
    for (const CountedObjective* objective : ChildrenFirst(in_.objectives).order())
      if (!compute_standings(*objective)) return false;
    return true;
  }

  Standings after;
  std::vector<MilestoneRow> milestones;

 private:
  void compute_standings(const CountedObjective& of, const KeyResultRow& kr, const Evidence& e) {
    const KeyResultStandingRow* before = find_in(in_.stored.key_results, kr.id);
    if (of.closed && before) {
      after.key_results[kr.id] = *before;
      return;
    }
    after.key_results[kr.id] = standing_of(kr, e);
    for (MilestoneRow step : e.milestones) {
      const auto day = done_on(step.id, e.check_ins);
      if (day == step.done_on) continue;
      step.done_on = day;
      milestones.push_back(step);
    }
    if (!in_.dated || of.closed) return;
    auto rows = rows_before(in_.stored.key_result_days, kr.id);
    for (const auto& [day, figure] : timeline_of(kr, e, of.cycle_start, in_.since))
      rows[day] = {kr.id, day, figure.progress, figure.coverage};
    after.key_result_days[kr.id] = std::move(rows);
  }

  bool compute_standings(const CountedObjective& o) {
    const ObjectiveStandingRow* before = find_in(in_.stored.objectives, o.id);
    if (o.closed && before) {
      after.objectives[o.id] = *before;
    } else {
      const auto sums = sums_at(o, std::nullopt, before);
      if (!sums) return false;
      const Rollup rollup = roll_up(*sums);
      after.objectives[o.id] = {o.id, rollup.progress, rollup.coverage, to_text(*sums)};
    }
    return !in_.dated || o.closed || compute_days(o);
  }

  bool compute_days(const CountedObjective& o) {
    const DayRows<ObjectiveDayRow>* stored = find_in(in_.stored.objective_days, o.id);
    auto rows = rows_before(in_.stored.objective_days, o.id);
    for (const Date day : days_of(o)) {
      const auto sums = sums_at(o, day, stored ? row_by(*stored, day) : nullptr);
      if (!sums) return false;
      const Rollup rollup = roll_up(*sums);
      rows[day] = {o.id, day, rollup.progress, rollup.coverage, to_text(*sums)};
    }
    after.objective_days[o.id] = std::move(rows);
    return true;
  }

  /// An objective has a row on each day on which something that counts in it has one.
  std::set<Date> days_of(const CountedObjective& o) const {
    std::set<Date> days;
    const auto add = [&](const auto* rows) {
      if (!rows) return;
      for (auto at = rows->lower_bound(in_.since); at != rows->end(); ++at) days.insert(at->first);
    };
    for (const KeyResultRow& kr : o.key_results)
      add(days_after(after.key_result_days, in_.stored.key_result_days, kr.id));
    for (const CountedChild& child : o.children)
      if (child.counts) add(days_after(after.objective_days, in_.stored.objective_days, child.id));
    // Of the parts that are not here the days are those of the rows that are stored.
    if (!in_.all_parts)
      add(find_in(in_.stored.objective_days, o.id));
    else if (o.cycle_start >= in_.since)
      days.insert(o.cycle_start);
    return days;
  }

  /// What an objective's progress is the quotient of. `stored`: a row with its sums before the
  /// change, which a difference starts from.
  template <class Row>
  std::optional<Sums> sums_at(const CountedObjective& o, Moment when, const Row* stored) const {
    if (in_.all_parts) {
      std::vector<RollupItem> parts;
      for_each_part(o, when, [&](const RollupItem& part, auto id) {
        parts.push_back(with(part, figure_after(id, when)));
      });
      return sums_of(parts);
    }
    std::optional<Sums> sums = stored ? sums_from_text(stored->sums) : std::nullopt;
    if (sums)
      for_each_part(o, when, [&](const RollupItem& part, auto id) {
        sums = replace_part(*sums, with(part, figure_before(id, when)),
                            with(part, figure_after(id, when)));
      });
    return sums;
  }

  /// `use(part, id)` with the weight of each part that counts, but not yet its figure.
  template <class Use>
  void for_each_part(const CountedObjective& o, Moment when, const Use& use) const {
    for (const KeyResultRow& kr : o.key_results)
      use(RollupItem{.weight = weight_at(kr, when)}, kr.id);
    for (const CountedChild& child : o.children)
      if (child.counts) use(RollupItem{.weight = child.weight, .share = child.share}, child.id);
  }

  Decimal weight_at(const KeyResultRow& kr, Moment when) const {
    const auto* terms = when ? find_in(in_.terms, kr.id) : nullptr;
    return terms ? as_of(kr, *terms, *when).weight : kr.weight;
  }

  template <class Id>
  Figure figure_before(Id id, Moment when) const {
    return in_.stored.figure(id, when).value_or(Figure{});
  }
  template <class Id>
  Figure figure_after(Id id, Moment when) const {
    const auto changed = after.figure(id, when);
    return changed ? *changed : figure_before(id, when);
  }

  template <class Id, class Row>
  static const DayRows<Row>* days_after(const std::map<Id, DayRows<Row>>& after,
                                        const std::map<Id, DayRows<Row>>& stored, Id id) {
    const DayRows<Row>* changed = find_in(after, id);
    return changed ? changed : find_in(stored, id);
  }
  template <class Id, class Row>
  DayRows<Row> rows_before(const std::map<Id, DayRows<Row>>& stored, Id id) const {
    const DayRows<Row>* rows = find_in(stored, id);
    if (!rows) return {};
    return {rows->begin(), rows->lower_bound(in_.since)};
  }

  const RollupInputs& in_;
};

/// Notes what must be written to turn the stored rows into the others.
template <class Id, class Row>
void differing(const std::map<Id, Row>& stored, const std::map<Id, Row>& after,
               std::vector<Row>& save) {
  for (const auto& [id, row] : after) {
    const Row* before = find_in(stored, id);
    if (!before || *before != row) save.push_back(row);
  }
}

template <class Id, class Row>
void differing_days(const std::map<Id, DayRows<Row>>& stored,
                    const std::map<Id, DayRows<Row>>& after, std::vector<Row>& save,
                    std::vector<Row>& gone) {
  for (const auto& [id, rows] : after) {
    const DayRows<Row> none;
    const DayRows<Row>* before = find_in(stored, id);
    if (!before) before = &none;
    differing(*before, rows, save);
    for (const auto& [day, row] : *before)
      if (!rows.contains(day)) gone.push_back(row);
  }
}

/// Objectives whose figure changes, not only its sums, and those with a key result that does.
ProgressChanged changes_of(const RollupInputs& in, const ProgressPlan& plan) {
  std::map<KeyResultId, const KeyResultStandingRow*> changed_key_results;
  for (const KeyResultStandingRow& s : plan.key_results) changed_key_results[s.key_result] = &s;
  ProgressChanged changed;
  for (const auto& [id, objective] : in.objectives) {
    const ObjectiveStandingRow& now = plan.after.objectives.at(id);
    ObjectiveChange change{id, objective.org_unit, now.progress, now.coverage, {}};
    for (const KeyResultRow& kr : objective.key_results)
      if (const auto* found = find_in(changed_key_results, kr.id))
        change.key_results.push_back({kr.id, (*found)->progress, (*found)->current_value});
    if (!change.key_results.empty() || in.stored.figure(id, std::nullopt) != figure_of(now))
      changed.changes.push_back(std::move(change));
  }
  return changed;
}

}  // namespace

std::optional<Figure> Standings::figure(KeyResultId id, Moment when) const {
  return figure_in(key_results, key_result_days, id, when);
}

std::optional<Figure> Standings::figure(ObjectiveId id, Moment when) const {
  return figure_in(objectives, objective_days, id, when);
}

std::int64_t ProgressPlan::rows() const {
  return static_cast<std::int64_t>(milestones.size() + key_results.size() + objectives.size() +
                                   key_result_days.size() + key_result_days_gone.size() +
                                   objective_days.size() + objective_days_gone.size());
}

std::optional<ProgressPlan> propagate(const RollupInputs& inputs) {
  ProgressPropagation propagation(inputs);
  if (!propagation.run()) return std::nullopt;
  ProgressPlan plan;
  plan.milestones = std::move(propagation.milestones);
  plan.after = std::move(propagation.after);
  differing(inputs.stored.key_results, plan.after.key_results, plan.key_results);
  differing(inputs.stored.objectives, plan.after.objectives, plan.objectives);
  differing_days(inputs.stored.key_result_days, plan.after.key_result_days, plan.key_result_days,
                 plan.key_result_days_gone);
  differing_days(inputs.stored.objective_days, plan.after.objective_days, plan.objective_days,
                 plan.objective_days_gone);
  if (!inputs.all_parts && !plan.key_result_days_gone.empty()) return std::nullopt;
  plan.changed = changes_of(inputs, plan);
  return plan;
}

}  // namespace twinrail::okr::rules
