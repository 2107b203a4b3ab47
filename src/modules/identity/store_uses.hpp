#pragma once

#include <cstdint>
#include <vector>

#include "platform/db/db.hpp"
#include "platform/inlets/undo.hpp"

/// Which accounts name people.
namespace twinrail::identity::store {

std::vector<inlets::Use> uses_of_people(Read& db, const std::vector<std::int64_t>& ids);

}  // namespace twinrail::identity::store
