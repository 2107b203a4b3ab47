#pragma once

#include <map>
#include <string>
#include <vector>

#include "platform/db/db.hpp"

/// By which number it is seen that a unit or a person has been changed.
namespace twinrail::people::store {

struct Mark {
  std::string name;  ///< code or employee number
  std::int64_t version = 0;
};
DESCRIBE(Mark, name, version);

/// Those that there are. Whoever changes a unit or a person raises its version.
std::vector<Mark> unit_marks(Read& db, const std::vector<std::string>& codes);
/// Of a number that was given again: the newest person's, who comes last.
std::vector<Mark> person_marks(Read& db, const std::vector<std::string>& numbers);

}  // namespace twinrail::people::store

namespace twinrail::people {

/// The numbers of these names in their order; 0 of one that is not there.
[[nodiscard]] inline std::vector<std::int64_t> marks_in(const std::vector<std::string>& names,
                                                        const std::vector<store::Mark>& marks) {
  std::map<std::string, std::int64_t, std::less<>> found;
  for (const store::Mark& mark : marks) found.insert_or_assign(mark.name, mark.version);
  std::vector<std::int64_t> list;
  for (const std::string& name : names) {
    const auto known = found.find(name);
    list.push_back(known == found.end() ? 0 : known->second);
  }
  return list;
}

}  // namespace twinrail::people
