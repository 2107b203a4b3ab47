#include "modules/okr/rules_contribution.hpp"

#include <deque>
#include <map>
#include <set>

namespace twinrail::okr::rules {
namespace {

using Neighbours = std::map<std::string, std::set<std::string>>;

/// Steps from every node to `goal` going up, found by walking down from it.
std::map<std::string, int> steps_to(const std::string& goal, const Neighbours& children) {
  std::map<std::string, int> steps{{goal, 0}};
  std::deque<std::string> waiting{goal};
  while (!waiting.empty()) {
    const std::string here = waiting.front();
    waiting.pop_front();
    const auto below = children.find(here);
    if (below == children.end()) continue;
    for (const std::string& child : below->second) {
      if (steps.emplace(child, steps[here] + 1).second) waiting.push_back(child);
    }
  }
  return steps;
}

std::string joined(const std::vector<std::string>& path) {
  std::string text;
  for (const std::string& name : path) text += (text.empty() ? "" : " → ") + name;
  return text;
}

}  // namespace

std::vector<std::string> loop_closed_by(std::span<const ContributionEdge> edges,
                                        const ContributionEdge& added) {
  if (added.relation != Relation::contributes) return {};
  Neighbours parents;
  Neighbours children;
  for (const ContributionEdge& edge : edges) {
    if (edge.relation != Relation::contributes) continue;
    parents[edge.child].insert(edge.parent);
    children[edge.parent].insert(edge.child);
  }
  const auto steps = steps_to(added.child, children);
  auto here = steps.find(added.parent);
  if (here == steps.end()) return {};
  std::vector<std::string> path{added.child, added.parent};
  while (here->second > 0) {
    for (const std::string& next : parents[here->first]) {  // by name: the first one that is nearer
      const auto nearer = steps.find(next);
      if (nearer == steps.end() || nearer->second != here->second - 1) continue;
      here = nearer;
      break;
    }
    path.push_back(here->first);
  }
  return path;
}

Decimal accept_contribution(std::span<const ContributionEdge> edges,
                            const ContributionEdge& added) {
  Decimal sum;
  for (const ContributionEdge& edge : edges) {
    if (edge.relation == Relation::contributes && edge.child == added.child) sum += edge.share;
  }
  if (added.relation == Relation::supports) return sum;

  const Decimal one = Decimal::from_micros(Decimal::micros_per_unit);
  if (added.share <= Decimal() || added.share > one) {
    throw Error(Fault::invalid, "share_out_of_range");
  }
  const auto path = loop_closed_by(edges, added);
  if (!path.empty()) throw Error(Fault::invalid, "cycle", Arguments{{"path", joined(path)}});
  sum += added.share;
  if (sum > one) {
    throw Error(Fault::invalid, "shares_exceed_one", Arguments{{"sum", sum.to_string()}});
  }
  return sum;
}

}  // namespace twinrail::okr::rules
