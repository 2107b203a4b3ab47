#pragma once

#include <map>
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

}  // namespace twinrail::people
