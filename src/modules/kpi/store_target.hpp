#pragma once

#include <vector>

#include "modules/kpi/model_target.hpp"
#include "platform/db/db.hpp"

/// SQL of targets that are set on a sheet.
namespace twinrail::kpi::store {

/// Rows of the series of targets get the last days that these have.
void end_targets(Tx& tx, const std::vector<TargetRow>& rows);
void add_target_changes(Tx& tx, const std::vector<TargetChangeRow>& rows);
/// Of periods that begin between two days, in the order in which they were recorded.
std::vector<TargetChangeRow> target_changes(Read& db, const std::vector<AssignmentId>& ids,
                                            Date from, Date to);

}  // namespace twinrail::kpi::store
