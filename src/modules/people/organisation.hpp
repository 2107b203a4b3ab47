#pragma once

#include <functional>

#include "modules/people/store.hpp"

/// What several use cases of the module do to the organisation.
namespace twinrail::people {

/// The versions of a unit that stand from a day on when it changes on that day. Later versions stay
/// later; the one in force is cut off the day before.
[[nodiscard]] std::vector<store::UnitVersion> changed_from(
    std::vector<store::UnitVersion> versions, Date from,
    const std::function<void(store::UnitVersion&)>& change);
/// Makes a new dated version of a unit from a day on.
void change_version(Tx& tx, OrgUnitId unit, Date from, Instant now,
                    const std::function<void(store::UnitVersion&)>& change);
/// The tree by day and who oversees whom, after any change of units or heads.
void rebuild_organisation(Tx& tx, Date today, Instant now);
/// Who oversees whom, after a change of posts.
void rebuild_reach(Tx& tx, Date today, Instant now);
/// What a search finds a person by: name, Latin name without blanks, pinyin, initials, number;
/// lower case.
[[nodiscard]] std::string search_text(const std::string& name, const std::string& latin,
                                      const std::string& employee_no);

}  // namespace twinrail::people
