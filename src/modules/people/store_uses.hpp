#pragma once

#include <cstdint>
#include <vector>

#include "platform/db/db.hpp"
#include "platform/inlets/undo.hpp"

/// Which rows of the module name units, people and legal entities.
namespace twinrail::people::store {

using inlets::Use;
using Ids = std::vector<std::int64_t>;

std::vector<Use> uses_of_units(Read& db, const Ids& ids);
std::vector<Use> uses_of_people(Read& db, const Ids& ids);
std::vector<Use> uses_of_legal_entities(Read& db, const Ids& ids);

}  // namespace twinrail::people::store
