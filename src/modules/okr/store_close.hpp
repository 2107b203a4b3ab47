#pragma once

#include "modules/okr/model_close.hpp"
#include "platform/db/db.hpp"

namespace twinrail {
class Scope;
}

/// SQL of cycles' and objectives' ends.
namespace twinrail::okr::store {

/// Brings cycles to the state that the day asks for: begun ones active, past ones closing.
void advance_cycles(Tx& tx, Date today);
/// The first cycle of the same kind after a day that is not closing or closed.
std::optional<CycleRow> next_cycle(Read& db, CycleKind kind, Date after);
/// Marks all objectives that are under way in a cycle as closed.
void close_objectives(Tx& tx, CycleId cycle);

/// Active and closed objectives of a cycle, ordered by id; of these units unless everywhere.
std::vector<ObjectiveId> ending_ids(Read& db, const Scope& scope, CycleId cycle,
                                    const std::optional<std::vector<OrgUnitId>>& units);
/// The same of the whole company, for the work itself.
std::vector<ObjectiveId> ending_ids(Read& db, CycleId cycle);
std::int64_t drafts_in(Read& db, CycleId cycle);

std::vector<ScoreRow> scores(Read& db, const std::vector<ObjectiveId>& objectives);
ScoreId add_score(Tx& tx, const ScoreRow& row);
std::vector<ClosingRow> closings(Read& db, const std::vector<ObjectiveId>& objectives);
void save_closings(Tx& tx, const std::vector<ClosingRow>& rows);
std::vector<ReviewRow> reviews(Read& db, const std::vector<ObjectiveId>& objectives);
void save_review(Tx& tx, const ReviewRow& row);
std::vector<StepRow> steps(Read& db, const std::vector<ObjectiveId>& objectives);
void replace_steps(Tx& tx, ObjectiveId objective, const std::vector<StepRow>& rows);
/// What was made from an objective, and what it was made from.
std::vector<OriginRow> origins_of(Read& db, ObjectiveId objective);
void add_origin(Tx& tx, const OriginRow& row);
void add_key_results(Tx& tx, const std::vector<KeyResultRow>& rows);
void add_links(Tx& tx, const std::vector<LinkRow>& rows);
std::optional<MeetingRow> meeting(Read& db, CycleId cycle, OrgUnitId unit);
void save_meeting(Tx& tx, const MeetingRow& row);
/// Who owns a key result of an objective, or a child that contributes to it.
std::vector<PersonId> collaborators(Read& db, ObjectiveId objective);

}  // namespace twinrail::okr::store
