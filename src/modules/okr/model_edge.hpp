#pragma once

#include "modules/okr/model_row.hpp"

/// Requests and replies about edges: what one objective is to another, and a KPI to a goal.
namespace twinrail::okr {

// --- contributions
// --------------------------------------------------------------------------------

struct NewContribution {
  ObjectiveId child;
  ObjectiveId parent;
  std::optional<Decimal> share;
  Relation relation = Relation::contributes;
  std::optional<Text<500>> note;  ///< for the other side, where it has to agree
};
DESCRIBE(NewContribution, child, parent, share, relation, note);

/// An edge that counts, or one that waits for the other side and counts nowhere.
struct ContributionView {
  std::optional<ContributionId> id;  ///< absent: it waits
  ObjectiveId child;
  ObjectiveId parent;
  Decimal share;
  Relation relation = Relation::contributes;
  std::optional<ProposalId> proposal;  ///< what waits; absent: the edge counts
  std::int64_t version = 1;            ///< of whichever of the two it is
};
DESCRIBE(ContributionView, id, child, parent, share, relation, proposal, version);

struct ContributionOf {
  ContributionId contribution;
};
DESCRIBE(ContributionOf, contribution);

// --- proposals
// ------------------------------------------------------------------------------------

/// One of the two objectives of a proposed edge.
struct ProposalEndView {
  ObjectiveId objective;
  Names title;
  Names unit_names;
  std::optional<std::string> owner_name;
};
DESCRIBE(ProposalEndView, objective, title, unit_names, owner_name);

/// An edge that one side has asked for. It is shown to who may write either end and read both.
struct ProposalView {
  ProposalId id;
  ProposalEndView child;
  ProposalEndView parent;
  Relation relation = Relation::contributes;
  Decimal share;
  ProposalState state = ProposalState::proposed;
  End waits_for = End::parent;  ///< whose side has to agree
  std::optional<std::string> by_name;
  Instant at;
  std::string note;
  std::optional<std::string> answered_by_name;
  std::optional<Instant> answered_at;
  std::optional<std::string> reason;  ///< why it was declined
  bool may_answer = false;            ///< the viewer: accept or decline it
  bool may_withdraw = false;          ///< the viewer: take it back
  std::int64_t version = 1;
};
DESCRIBE(ProposalView, id, child, parent, relation, share, state, waits_for, by_name, at, note,
         answered_by_name, answered_at, reason, may_answer, may_withdraw, version);

/// Which proposals a list shows: those that the caller may answer, or those that the caller's side
/// has asked for.
enum class ProposalSide { answer, asked };
DESCRIBE_ENUM(ProposalSide, answer, asked);

struct ProposalsQuery {
  std::optional<ProposalSide> side;  ///< by default those that wait for the caller
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(ProposalsQuery, side, cursor, limit);

struct ProposalOf {
  ProposalId proposal;
};
DESCRIBE(ProposalOf, proposal);

struct DeclineProposal {
  ProposalId proposal;
  std::optional<Text<500>> reason;
};
DESCRIBE(DeclineProposal, proposal, reason);

// --- links
// ----------------------------------------------------------------------------------------

struct NewLink {
  LinkKind kind = LinkKind::drives;
  kpi::AssignmentId assignment;
  std::optional<KeyResultId> key_result;
  std::optional<ObjectiveId> objective;
  std::optional<ValueSpan> value_rule;
  std::optional<Int<1, 60>> k;
  std::optional<ValueAgg> agg;
  std::optional<Decimal> cap;
};
DESCRIBE(NewLink, kind, assignment, key_result, objective, value_rule, k, agg, cap);

struct LinkView {
  LinkId id;
  LinkKind kind = LinkKind::drives;
  kpi::AssignmentId assignment;
  ObjectiveId objective;
  std::optional<KeyResultId> key_result;
  ValueSpan value_rule = ValueSpan::period;
  std::optional<std::int64_t> k;
  ValueAgg agg = ValueAgg::last;
  std::optional<Decimal> cap;
  std::optional<Decimal> baseline;
  std::optional<Date> baseline_on;
  std::int64_t version = 1;
};
DESCRIBE(LinkView, id, kind, assignment, objective, key_result, value_rule, k, agg, cap, baseline,
         baseline_on, version);

struct LinkOf {
  LinkId link;
};
DESCRIBE(LinkOf, link);

}  // namespace twinrail::okr
