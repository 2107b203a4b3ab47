#include <algorithm>
#include <deque>

#include "modules/okr/rules_rollup.hpp"

namespace twinrail::okr::rules {
namespace {

/// Who waits for whom: an objective is computed once all that contribute to it are.
struct Order {
  std::vector<std::vector<std::size_t>> parents;  ///< of each objective, one entry a link
  std::vector<std::size_t> open_children;         ///< links below that are not computed yet
};

Order order_of(std::span<const TreeObjective> objectives) {
  Order order{std::vector<std::vector<std::size_t>>(objectives.size()),
              std::vector<std::size_t>(objectives.size(), 0)};
  for (std::size_t parent = 0; parent < objectives.size(); ++parent) {
    for (const TreeChild& child : objectives[parent].children) {
      if (child.objective >= objectives.size()) throw Error(Fault::invalid, "unknown_objective");
      if (child.relation != Relation::contributes) continue;
      order.parents[child.objective].push_back(parent);
      ++order.open_children[parent];
    }
  }
  return order;
}

/// Names one loop among the objectives that could not be computed: each of them has a contributing
/// child that could not be computed either, so walking down must come round.
std::string loop_among(std::span<const TreeObjective> objectives, const Order& order) {
  std::vector<std::size_t> step(objectives.size(), 0);  // place on the walk, 0 = not on it
  std::vector<std::size_t> walk;
  std::size_t here = 0;
  while (order.open_children[here] == 0) ++here;
  while (step[here] == 0) {
    walk.push_back(here);
    step[here] = walk.size();
    const auto& children = objectives[here].children;
    const auto stuck = [&](const TreeChild& child) {
      return child.relation == Relation::contributes && order.open_children[child.objective] > 0;
    };
    here = std::find_if(children.begin(), children.end(), stuck)->objective;
  }
  std::string path = objectives[here].name;  // written upwards, from child to parent
  for (std::size_t at = walk.size(); at >= step[here]; --at) {
    path += " → " + objectives[walk[at - 1]].name;
  }
  return path;
}

std::optional<Decimal> figure_of(const std::optional<Ratio>& stored) {
  if (!stored) return std::nullopt;
  return stored->to_decimal();
}

std::vector<RollupItem> items_of(const TreeObjective& objective,
                                 std::span<const TreeObjective> objectives,
                                 std::span<const Rollup> computed) {
  std::vector<RollupItem> items;
  items.reserve(objective.key_results.size() + objective.children.size());
  for (const TreeKeyResult& result : objective.key_results) {
    items.push_back({.progress = figure_of(result.progress),
                     .coverage = result.coverage.to_decimal(),
                     .weight = result.weight});
  }
  for (const TreeChild& child : objective.children) {
    const Rollup& below = computed[child.objective];
    items.push_back({.progress = figure_of(below.progress),
                     .coverage = below.coverage.to_decimal(),
                     .weight = child.weight,
                     .share = child.share,
                     .relation = child.relation,
                     .active = objectives[child.objective].active});
  }
  return items;
}

/// A wrong weight anywhere is refused before anything is computed.
void refuse_negative_weights(std::span<const TreeObjective> objectives) {
  const auto negative = [](const std::optional<Decimal>& weight) {
    return weight && weight->is_negative();
  };
  for (const TreeObjective& objective : objectives) {
    for (const TreeKeyResult& result : objective.key_results) {
      if (negative(result.weight)) throw Error(Fault::invalid, "negative_weight");
    }
    for (const TreeChild& child : objective.children) {
      const bool counts =
          child.relation == Relation::contributes && objectives[child.objective].active;
      if (counts && (negative(child.weight) || child.share.is_negative())) {
        throw Error(Fault::invalid, "negative_weight");
      }
    }
  }
}

}  // namespace

std::vector<Rollup> roll_up_tree(std::span<const TreeObjective> objectives) {
  Order order = order_of(objectives);
  refuse_negative_weights(objectives);
  std::deque<std::size_t> ready;
  for (std::size_t i = 0; i < objectives.size(); ++i) {
    if (order.open_children[i] == 0) ready.push_back(i);
  }
  std::vector<Rollup> computed(objectives.size());
  std::size_t done = 0;
  while (!ready.empty()) {
    const std::size_t here = ready.front();
    ready.pop_front();
    computed[here] = roll_up(items_of(objectives[here], objectives, computed));
    ++done;
    for (const std::size_t parent : order.parents[here]) {
      if (--order.open_children[parent] == 0) ready.push_back(parent);
    }
  }
  if (done != objectives.size()) {
    throw Error(Fault::invalid, "cycle", Arguments{{"path", loop_among(objectives, order)}});
  }
  return computed;
}

}  // namespace twinrail::okr::rules
