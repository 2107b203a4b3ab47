#pragma once

#include <cstdint>
#include <vector>

#include "platform/db/db.hpp"
#include "platform/inlets/undo.hpp"

/// Which rows of the module name units, people and assignments of KPIs.
namespace twinrail::okr::store {

using inlets::Use;
using Ids = std::vector<std::int64_t>;

std::vector<Use> uses_of_units(Read& db, const Ids& ids);
std::vector<Use> uses_of_people(Read& db, const Ids& ids);
std::vector<Use> uses_of_assignments(Read& db, const Ids& ids);

}  // namespace twinrail::okr::store
