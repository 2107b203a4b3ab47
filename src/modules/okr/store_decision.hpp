#pragma once

#include "modules/okr/model_decision.hpp"
#include "platform/db/db.hpp"

/// SQL of what weekly meetings decide.
namespace twinrail::okr::store {

std::optional<DecisionRow> decision(Read& db, DecisionId id);
/// Those of a unit that are not done, or were done on a day or later; the oldest first.
std::vector<DecisionRow> decisions(Read& db, OrgUnitId unit, Date done_since);
std::int64_t open_decisions(Read& db, OrgUnitId unit);
DecisionId add_decision(Tx& tx, const DecisionRow& row);
void save_decision(Tx& tx, const DecisionRow& row);
void remove_decision(Tx& tx, DecisionId id);

}  // namespace twinrail::okr::store
