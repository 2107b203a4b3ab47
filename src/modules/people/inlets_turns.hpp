#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "modules/people/organisation.hpp"
#include "platform/inlets/record_inlet.hpp"

/// What the inlets of the module share.
namespace twinrail::people {

using Verdicts = std::vector<InletVerdict>;

[[nodiscard]] inline InletVerdict of(Verdict verdict) { return {verdict, {}, {}, {}}; }

/// Lines that name the same thing take turns, so that in one turn every key stands once and a turn
/// is worked on as a set: a file without such lines is one turn.
template <class Record, class Key>
[[nodiscard]] std::vector<std::vector<std::size_t>> turns(InletLines<Record> lines,
                                                          Key Record::* key) {
  std::vector<std::vector<std::size_t>> list;
  std::map<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t turn = seen[(*lines[i]).*key]++;
    if (turn == list.size()) list.emplace_back();
    list[turn].push_back(i);
  }
  return list;
}

/// The later of two lines with one key that cannot both be right is refused in `column`: `agree`
/// takes the line before and this one. The very same line twice is no contradiction.
template <class Record, class Key, class Agree>
void refuse_contradictions(InletLines<Record> lines, Key Record::* key, const char* column,
                           Agree agree, Verdicts& verdicts) {
  std::multimap<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Record& mine = *lines[i];
    const auto [first, last] = seen.equal_range(mine.*key);
    for (auto at = first; at != last; ++at)
      if (!agree(*lines[at->second], mine))
        verdicts[i] = refused(
            column, "people.twice_in_file",
            {{"key", std::string(mine.*key)}, {"row", std::to_string(lines[at->second].line)}});
    seen.emplace(mine.*key, i);
  }
}

/// Below, and what stands right above it; what is there already belongs in it, too.
using Above = std::map<std::string, std::string, std::less<>>;

/// Who would stand under itself: 10 under 11, 11 under 10. Each name is walked over once, so that a
/// long chain, or one that leads into a circle, costs no more than its length.
[[nodiscard]] inline std::set<std::string, std::less<>> circles(const Above& above) {
  std::set<std::string, std::less<>> found;
  std::map<std::string_view, std::size_t> walk_of;  // in which walk a name was come to
  std::size_t walk = 0;
  for (const auto& [start, ignored] : above) {
    ++walk;
    auto at = above.find(start);
    while (at != above.end() && walk_of.emplace(at->first, walk).second)
      at = above.find(at->second);
    if (at == above.end() || walk_of.at(at->first) != walk) continue;
    const std::string& first = at->first;  // come to twice in this walk: it is on a circle
    do {
      found.insert(at->first);
      at = above.find(at->second);
    } while (at->first != first);
  }
  return found;
}

using Units = std::map<std::string, OrgUnitId, std::less<>>;
[[nodiscard]] inline Units units_of(Read& db, const std::vector<std::string>& codes) {
  Units units;
  for (store::UnitCode& u : store::unit_codes(db, codes)) units.emplace(std::move(u.code), u.id);
  return units;
}

using Numbers = std::map<std::string, store::Numbered, std::less<>>;
[[nodiscard]] inline Numbers numbers_of(Read& db, const std::vector<std::string>& numbers) {
  Numbers found;
  for (store::Numbered& n : store::numbered(db, numbers))
    found.insert_or_assign(n.employee_no, std::move(n));
  return found;
}

using Versions = std::map<OrgUnitId, std::vector<store::UnitVersion>>;
[[nodiscard]] inline Versions versions_of(Read& db, const std::vector<OrgUnitId>& units) {
  Versions found;
  for (store::UnitVersion& v : store::versions(db, units)) found[v.unit].push_back(std::move(v));
  return found;
}

/// The inlet people.person; the others stand beside their list.
[[nodiscard]] Inlet person_inlet();
[[nodiscard]] Inlet rate_inlet();
[[nodiscard]] Inlet work_day_inlet();

}  // namespace twinrail::people
