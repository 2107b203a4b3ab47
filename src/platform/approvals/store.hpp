#pragma once

#include "platform/approvals/model.hpp"
#include "platform/db/db.hpp"

/// SQL of approvals.
namespace twinrail::approvals::store {

[[nodiscard]] std::optional<ApprovalRow> find(Read& db, ApprovalId id);
[[nodiscard]] std::vector<ApprovalRow> find(Read& db, const std::vector<ApprovalId>& ids);
[[nodiscard]] std::optional<ApprovalId> holding(Read& db, std::string_view kind,
                                                std::int64_t subject);
[[nodiscard]] ApprovalId add(Tx& tx, const ApprovalRow& row);
/// Throws Error (stale) when somebody else has changed it since it was read.
void save(Tx& tx, const ApprovalRow& row);

/// A page of a list; `after` is the id that it goes on from, 0 at its beginning.
struct Place {
  std::int64_t after = 0;
  std::int64_t limit = 0;
};
/// What waits for one of these people and is none of `me`'s own; the oldest first.
[[nodiscard]] std::vector<ApprovalRow> waiting_for(Read& db, const std::vector<PersonId>& people,
                                                   PersonId me, Place place);
/// What `me` asked for, the newest first.
[[nodiscard]] std::vector<ApprovalRow> sent_by(Read& db, PersonId me, Place place);
/// What `me` decided, the newest first.
[[nodiscard]] std::vector<ApprovalRow> decided_by(Read& db, PersonId me, Place place);

[[nodiscard]] std::vector<std::int64_t> held(Read& db, std::string_view kind,
                                             const std::vector<std::int64_t>& subjects);
/// All about one thing, the newest first.
[[nodiscard]] std::vector<ApprovalRow> about(Read& db, std::string_view kind, std::int64_t subject,
                                             Place place);

/// Open ones whose step is due, or that were submitted before; the oldest first.
[[nodiscard]] std::vector<ApprovalRow> due(Read& db, Instant now, std::int64_t limit);
[[nodiscard]] std::vector<ApprovalRow> older(Read& db, Instant than, std::int64_t limit);
/// Open ones that wait for one of these people.
[[nodiscard]] std::vector<ApprovalRow> waiting_on(Read& db, const std::vector<PersonId>& people,
                                                  std::int64_t limit);
/// Everybody for whom anything waits.
[[nodiscard]] std::vector<PersonId> awaited(Read& db);

/// By approval, step and number.
[[nodiscard]] std::vector<TurnRow> turns(Read& db, const std::vector<ApprovalId>& approvals);
void add_turns(Tx& tx, const std::vector<TurnRow>& rows);
void save_turns(Tx& tx, const std::vector<TurnRow>& rows);

[[nodiscard]] std::vector<DeedRow> deeds(Read& db, ApprovalId id);
/// Those by which a turn became somebody else's, in their order.
[[nodiscard]] std::vector<DeedRow> handed_on(Read& db, const std::vector<ApprovalId>& approvals);
void add_deeds(Tx& tx, const std::vector<DeedRow>& rows);

[[nodiscard]] std::vector<ChainRow> chains(Read& db);
[[nodiscard]] std::optional<ChainRow> chain(Read& db, ApprovalChainId id);
[[nodiscard]] std::vector<ChainStepRow> steps(Read& db, const std::vector<ApprovalChainId>& chains);
[[nodiscard]] ApprovalChainId add_chain(Tx& tx, const ChainRow& row);
void save_chain(Tx& tx, const ChainRow& row);
void set_steps(Tx& tx, ApprovalChainId chain, const std::vector<ChainStepRow>& rows);
void remove_chain(Tx& tx, ApprovalChainId chain);

/// Of a person, that are not over; the first to begin first.
[[nodiscard]] std::vector<DelegationRow> delegations(Read& db, PersonId person, Date today);
[[nodiscard]] std::optional<DelegationRow> delegation(Read& db, ApprovalDelegationId id);
/// For whom somebody stands in on a day.
[[nodiscard]] std::vector<PersonId> represented(Read& db, PersonId deputy, Date on);
/// Who stands in for these people on a day.
[[nodiscard]] std::vector<DelegationRow> deputies(Read& db, const std::vector<PersonId>& people,
                                                  Date on);
[[nodiscard]] ApprovalDelegationId add_delegation(Tx& tx, const DelegationRow& row);
void remove_delegation(Tx& tx, ApprovalDelegationId id);

}  // namespace twinrail::approvals::store
