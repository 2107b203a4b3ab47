#pragma once

#include "modules/okr/model.hpp"
#include "platform/db/db.hpp"

namespace twinrail {
class Scope;
}

/// SQL of the OKR rail and nothing else.
namespace twinrail::okr::store {

// --- cycles -----------------------------------------------------------------------------------

Ask<CycleRow> ask_cycles();
std::vector<CycleRow> cycles(Read& db);
std::optional<CycleRow> cycle(Read& db, CycleId id);
CycleId add_cycle(Tx& tx, const CycleRow& row);
void update_cycle(Tx& tx, const CycleRow& row);

// --- objectives and key results ------------------------------------------------------------------

struct ObjectiveFilter {
  std::optional<CycleId> cycle;
  bool everywhere = true;
  std::vector<OrgUnitId> units;  ///< unless everywhere
  std::optional<PersonId> owner;
  std::optional<kpi::AssignmentId> metric;  ///< that drives or guards them
  std::string like;                         ///< pattern, empty for all
  ObjectiveId after;
  std::int64_t limit = 0;
};
std::vector<ObjectiveId> objective_ids(Read& db, const Scope& scope, const ObjectiveFilter& filter);
std::vector<ObjectiveId> all_objective_ids(Read& db);
Ask<ObjectiveRow> ask_objectives(const std::vector<ObjectiveId>& ids);
std::vector<ObjectiveRow> objectives(Read& db, const std::vector<ObjectiveId>& ids);
std::optional<ObjectiveRow> objective(Read& db, ObjectiveId id);
bool has_code(Read& db, const std::string& code);
/// How many objectives of a cycle belong to one person or, without an owner, to one unit itself.
/// Active objectives of a unit in a cycle.
std::int64_t active_in(Read& db, OrgUnitId unit, CycleId cycle);
std::int64_t objectives_beside(Read& db, const ObjectiveRow& row);
ObjectiveId add_objective(Tx& tx, const ObjectiveRow& row);
void update_objective(Tx& tx, const ObjectiveRow& row);

Ask<KeyResultRow> ask_key_results(const std::vector<ObjectiveId>& objectives);
std::vector<KeyResultRow> key_results(Read& db, const std::vector<ObjectiveId>& objectives);
std::optional<KeyResultRow> key_result(Read& db, KeyResultId id);
/// Key results by their own ids.
Ask<KeyResultRow> ask_key_results_by_id(const std::vector<KeyResultId>& key_results);
/// Read together with a key result before a check-in: its objective, milestones and driver.
Ask<ObjectiveRow> ask_objective_of(KeyResultId id);
Ask<MilestoneRow> ask_milestones_of(KeyResultId id);
Ask<LinkRow> ask_driver_of(KeyResultId id);
/// What key results aimed at before, by the days on which that ended.
Ask<KeyResultTermRow> ask_terms(const std::vector<ObjectiveId>& objectives);
Ask<KeyResultTermRow> ask_terms_by_id(const std::vector<KeyResultId>& key_results);
void add_term(Tx& tx, const KeyResultTermRow& row);
KeyResultId add_key_result(Tx& tx, const KeyResultRow& row);
void update_key_result(Tx& tx, const KeyResultRow& row);
std::vector<MilestoneRow> milestones(Read& db, const std::vector<ObjectiveId>& objectives);
void add_milestones(Tx& tx, const std::vector<MilestoneRow>& rows);
void save_milestones(Tx& tx, const std::vector<MilestoneRow>& rows);

// --- standings ----------------------------------------------------------------------------------

Ask<KeyResultStandingRow> ask_key_result_standings(const std::vector<ObjectiveId>& objectives);
std::vector<KeyResultStandingRow> key_result_standings(Read& db,
                                                       const std::vector<ObjectiveId>& objectives);
void save_standings(Tx& tx, const std::vector<KeyResultStandingRow>& rows);
void freeze_key_results(Tx& tx, ObjectiveId objective);
/// The same for all that a cycle has under way.
void freeze_cycle(Tx& tx, CycleId cycle);
Ask<ObjectiveStandingRow> ask_objective_standings(const std::vector<ObjectiveId>& objectives);
std::vector<ObjectiveStandingRow> objective_standings(Read& db,
                                                      const std::vector<ObjectiveId>& objectives);
void save_standings(Tx& tx, const std::vector<ObjectiveStandingRow>& rows);

// --- history, see store_history.cpp --------------------------------------------------------------

std::vector<StandingDay> history(Read& db, const std::vector<ObjectiveId>& objectives, Date to);
/// From the last row before a day on, so that it is known how each stood when the day began.
Ask<ObjectiveDayRow> ask_objective_days_from(const std::vector<ObjectiveId>& objectives, Date day);
Ask<KeyResultDayRow> ask_key_result_days_from(const std::vector<ObjectiveId>& objectives, Date day);
void save_days(Tx& tx, const std::vector<ObjectiveDayRow>& rows);
void save_days(Tx& tx, const std::vector<KeyResultDayRow>& rows);
void remove_days(Tx& tx, const std::vector<ObjectiveDayRow>& rows);
void remove_days(Tx& tx, const std::vector<KeyResultDayRow>& rows);

// --- the path from key results to the top, see store_path.cpp ------------------------------------

Ask<KeyResultStandingRow> ask_key_result_standings_by_id(
    const std::vector<KeyResultId>& key_results);
/// From the last row by the end of a day on.
Ask<KeyResultDayRow> ask_key_result_days_by_id(const std::vector<KeyResultId>& key_results,
                                               Date day);
/// The objectives of key results and all that they contribute to: a row for each edge.
Ask<ObjectivePathRow> ask_path(const std::vector<KeyResultId>& key_results);
/// Of the same objectives, from the last row by the end of a day on.
Ask<ObjectiveDayRow> ask_path_days(const std::vector<KeyResultId>& key_results, Date day);

// --- check-ins ----------------------------------------------------------------------------------

/// Those that were not corrected, by their days and in the order of their recording.
std::vector<CheckInRow> check_ins(Read& db, const std::vector<ObjectiveId>& objectives);
/// Of key results that KPIs drive: those that override a KPI's figure, and all from a day on.
std::vector<CheckInRow> check_ins_beside_kpi(Read& db, const std::vector<KeyResultId>& key_results,
                                             Date since);
std::vector<CheckInRow> newest_check_ins(Read& db, ObjectiveId objective,
                                         std::optional<KeyResultId> key_result, std::int64_t limit);
/// What was corrected, newest first, in the check-ins that were first recorded as these.
std::vector<CheckInRow> corrected_check_ins(Read& db, const std::vector<CheckInId>& firsts);
/// Nothing where it was corrected.
std::optional<CheckInRow> check_in(Read& db, CheckInId id);
CheckInId add_check_in(Tx& tx, const CheckInRow& row);
void supersede_check_in(Tx& tx, CheckInId id, Instant at);

// --- contributions and links, see store_edge.cpp
// --------------------------------------------------

/// The rules that the stored standings follow.
std::int64_t figured_by(Read& db);
void set_figured_by(Tx& tx, std::int64_t rules);
/// The objectives themselves and all that they contribute to, up to the top.
std::vector<ObjectiveId> with_ancestors(Read& db, const std::vector<ObjectiveId>& objectives);
/// The children of objectives, those that contribute and those that only support.
Ask<ChildRow> ask_children(const std::vector<ObjectiveId>& parents);
std::vector<ContributionRow> contributions_of(Read& db, const std::vector<ObjectiveId>& children);
/// The edges that a further one from `child` to `parent` has to fit with: those of the child, and
/// those on the ways up from the parent, where a loop would show.
std::vector<ContributionRow> contributions_above(Read& db, ObjectiveId child, ObjectiveId parent);
std::optional<ContributionRow> contribution(Read& db, ContributionId id);
ContributionId add_contribution(Tx& tx, const ContributionRow& row);
void remove_contribution(Tx& tx, ContributionId id);

struct ProposalFilter {
  bool waiting = true;  ///< for the viewer; otherwise those that the viewer's side asked for
  ProposalId after;
  std::int64_t limit = 0;
};
/// Those that nobody has answered, oldest first. The scope is that of writing objectives.
std::vector<ProposalRow> proposals(Read& db, const Scope& scope, const ProposalFilter& filter);
/// Those of an objective that wait, and those that were declined since.
std::vector<ProposalRow> proposals_of(Read& db, ObjectiveId objective, Instant declined_since);
std::optional<ProposalRow> proposal(Read& db, ProposalId id);
std::optional<ProposalRow> open_proposal(Read& db, ObjectiveId child, ObjectiveId parent);
/// How many wait for the side of an objective.
std::int64_t proposals_waiting_for(Read& db, ObjectiveId objective);
ProposalId add_proposal(Tx& tx, const ProposalRow& row);
void update_proposal(Tx& tx, const ProposalRow& row);

std::vector<LinkRow> links(Read& db, const std::vector<ObjectiveId>& objectives);
/// Those that drove key results until a day, by that day.
Ask<LinkRow> ask_former_drivers(const std::vector<ObjectiveId>& objectives);
/// The drivers of active objectives that these assignments feed, and those that once were.
std::vector<LinkRow> drivers(Read& db, const std::vector<kpi::AssignmentId>& assignments);
std::optional<LinkRow> link(Read& db, LinkId id);
LinkId add_link(Tx& tx, const LinkRow& row);
void remove_link(Tx& tx, LinkId id);
/// It drives until that day; what it came to stays.
void end_link(Tx& tx, LinkId id, Date on);
void save_baselines(Tx& tx, const std::vector<LinkRow>& rows);

}  // namespace twinrail::okr::store
