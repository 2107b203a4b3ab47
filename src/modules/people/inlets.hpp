#pragma once

#include <vector>

#include "platform/inlets/inlets.hpp"

namespace twinrail::people {

/// people.legal_entity, people.unit and people.person.
[[nodiscard]] std::vector<Inlet> inlets();

}  // namespace twinrail::people
