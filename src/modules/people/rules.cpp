#include "modules/people/rules.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "base/error.hpp"

namespace twinrail::people::rules {
namespace {

using Parents = std::map<OrgUnitId, std::optional<OrgUnitId>>;

Error refused(const char* key, OrgUnitId unit, Date day) {
  return {Fault::unprocessable, key,
          Arguments{{"unit", std::to_string(unit.value)}, {"day", day.to_string()}}};
}

std::set<Date> days_of_change(const std::vector<Placement>& placements) {
  std::set<Date> days;
  for (const Placement& p : placements) {
    days.insert(p.from);
    if (p.to < Date::last()) days.insert(p.to + 1);
  }
  return days;
}

Parents parents_on(const std::vector<Placement>& placements, Date day) {
  Parents parents;
  for (const Placement& p : placements)
    if (p.from <= day && day <= p.to) parents[p.unit] = p.parent;
  return parents;
}

/// The ancestors of a unit on a day, itself first.
std::vector<OrgUnitId> ancestors(const Parents& parents, OrgUnitId unit, Date day) {
  std::vector<OrgUnitId> up{unit};
  auto parent = parents.at(unit);
  while (parent) {
    if (*parent == unit) throw refused("people.cycle", unit, day);
    if (up.size() > static_cast<std::size_t>(depth_max))
      throw refused("people.too_deep", unit, day);
    const auto found = parents.find(*parent);
    if (found == parents.end()) throw refused("people.parent_not_there", unit, day);
    up.push_back(*parent);
    parent = found->second;
  }
  return up;
}

}  // namespace

std::vector<Path> paths(const std::vector<Placement>& placements) {
  const std::set<Date> days = days_of_change(placements);
  std::vector<Path> list;
  std::map<std::tuple<OrgUnitId, OrgUnitId, int>, std::size_t> running;  // index of the open span
  for (auto day = days.begin(); day != days.end(); ++day) {
    const auto after = std::next(day);
    const Date last = after == days.end() ? Date::last() : *after - 1;
    const Parents parents = parents_on(placements, *day);
    for (const auto& [unit, parent] : parents) {
      const std::vector<OrgUnitId> up = ancestors(parents, unit, *day);
      for (int depth = 0; depth < static_cast<int>(up.size()); ++depth) {
        const std::tuple key{up[static_cast<std::size_t>(depth)], unit, depth};
        const auto open = running.find(key);
        if (open != running.end() && list[open->second].to == *day - 1) {
          list[open->second].to = last;
          continue;
        }
        running[key] = list.size();
        list.push_back({up[static_cast<std::size_t>(depth)], unit, *day, last, depth});
      }
    }
  }
  std::ranges::sort(list);
  return list;
}

}  // namespace twinrail::people::rules
