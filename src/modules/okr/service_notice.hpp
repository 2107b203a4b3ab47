#pragma once

#include "modules/okr/okr.hpp"

/// What people were told of goals and need to do no more.
namespace twinrail::okr {

/// An update has come; `since`: the one before it, or the start.
void settle_due(Tx& tx, KeyResultId id, Date since, Date today, Instant now);
/// Somebody who leads has scored it.
void settle_score(Tx& tx, ObjectiveId id, Instant now);

}  // namespace twinrail::okr
