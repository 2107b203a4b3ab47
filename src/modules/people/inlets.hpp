#pragma once

#include <vector>

#include "platform/inlets/inlets.hpp"

namespace twinrail::people {

/// people.legal_entity, people.unit, people.person, people.work_day and people.rate.
[[nodiscard]] std::vector<Inlet> inlets();

/// How what they wrote is taken back.
[[nodiscard]] InletUndo entity_undo();
[[nodiscard]] InletUndo unit_undo();
[[nodiscard]] InletUndo person_undo();
[[nodiscard]] InletUndo rate_undo();
[[nodiscard]] InletUndo work_day_undo();

/// Where the module's rows name units, people and legal entities.
[[nodiscard]] std::vector<twinrail::inlets::Uses> uses();

}  // namespace twinrail::people
