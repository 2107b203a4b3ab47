#pragma once

#include <vector>

#include "platform/inlets/inlets.hpp"

namespace twinrail::people {

/// people.legal_entity, people.unit, people.person, people.work_day and people.rate.
[[nodiscard]] std::vector<Inlet> inlets();

}  // namespace twinrail::people
