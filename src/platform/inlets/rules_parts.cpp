#include "platform/inlets/rules_parts.hpp"

#include <algorithm>
#include <map>

namespace twinrail::inlets::rules {

namespace {

/// What the rows of one key name, by the place of that key.
struct Node {
  Group rows;
  std::vector<std::size_t> named;
};

std::vector<Node> nodes_of(std::span<const NamingRow> rows) {
  std::map<std::string_view, std::size_t> places;
  std::vector<Node> nodes;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto [place, is_new] = places.try_emplace(rows[row].key, nodes.size());
    if (is_new) nodes.emplace_back();
    nodes[place->second].rows.push_back(row);
  }
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto named = places.find(rows[row].named);
    if (!rows[row].named.empty() && named != places.end())
      nodes[places.at(rows[row].key)].named.push_back(named->second);
  }
  return nodes;
}

/// Tarjan's walk without recursion: a chain of managers may be as long as the file.
class Walk {
 public:
  explicit Walk(const std::vector<Node>& nodes)
      : nodes_(nodes), met_(nodes.size()), low_(nodes.size()), open_(nodes.size()) {}

  std::vector<Group> groups() {
    for (std::size_t node = 0; node < nodes_.size(); ++node)
      if (met_[node] == 0) from(node);
    return std::move(groups_);
  }

 private:
  struct Step {
    std::size_t node;
    std::size_t next = 0;  ///< of what it names: the first that is not looked at
  };

  void enter(std::size_t node) {
    met_[node] = low_[node] = ++count_;
    open_[node] = true;
    stack_.push_back(node);
    path_.push_back({node});
  }

  void from(std::size_t start) {
    enter(start);
    while (!path_.empty()) {
      Step& step = path_.back();
      const std::size_t node = step.node;
      if (step.next < nodes_[node].named.size()) {
        const std::size_t named = nodes_[node].named[step.next++];
        if (met_[named] == 0)
          enter(named);
        else if (open_[named])
          low_[node] = std::min(low_[node], met_[named]);
        continue;
      }
      path_.pop_back();
      if (!path_.empty()) low_[path_.back().node] = std::min(low_[path_.back().node], low_[node]);
      if (low_[node] == met_[node]) close(node);
    }
  }

  /// All that were met since the node name each other in a circle with it, or it stands alone.
  void close(std::size_t node) {
    Group& group = groups_.emplace_back();
    std::size_t last = 0;
    do {
      last = stack_.back();
      stack_.pop_back();
      open_[last] = false;
      group.insert(group.end(), nodes_[last].rows.begin(), nodes_[last].rows.end());
    } while (last != node);
    std::ranges::sort(group);
  }

  const std::vector<Node>& nodes_;
  std::vector<std::size_t> met_;  ///< as the how many-th; 0: not yet
  std::vector<std::size_t> low_;  ///< the earliest that can be come to from it
  std::vector<bool> open_;
  std::vector<std::size_t> stack_;
  std::vector<Step> path_;
  std::vector<Group> groups_;
  std::size_t count_ = 0;
};

}  // namespace

std::vector<Group> groups_of(std::span<const NamingRow> rows) {
  const std::vector<Node> nodes = nodes_of(rows);
  return Walk(nodes).groups();
}

std::size_t part_end(std::span<const Group> groups, std::size_t from, std::size_t most) {
  std::size_t rows = 0;
  std::size_t end = from;
  while (end < groups.size() && (end == from || rows + groups[end].size() <= most))
    rows += groups[end++].size();
  return end;
}

}  // namespace twinrail::inlets::rules
