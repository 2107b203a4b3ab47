#pragma once

#include "modules/kpi/model.hpp"

namespace twinrail::approvals {
using ApprovalId = Id<struct ApprovalTag>;
}

/// A change of a target that somebody has to agree to: until then the old one counts.
namespace twinrail::kpi {

struct ProposeTarget : TargetValues {
  AssignmentId assignment;
  Date from;
  Text<1000> reason;
};
DESCRIBE_ON(ProposeTarget, TargetValues, assignment, from, reason);

/// What is kept with the request, to carry it out.
struct ProposedTarget : TargetValues {
  Date from;
};
DESCRIBE_ON(ProposedTarget, TargetValues, from);

/// How a target of one KPI of one unit may be changed by the caller.
struct TargetRule {
  Date running_start;   ///< of the running period
  Date running_end;     ///< its last day
  bool review = false;  ///< somebody has to agree to what touches it
  bool may_set = false;
  bool may_propose = false;
  std::optional<approvals::ApprovalId> waits;  ///< the request that is open
};
DESCRIBE(TargetRule, running_start, running_end, review, may_set, may_propose, waits);

struct TargetProposalsQuery {
  AssignmentId assignment;
  std::optional<Text<20>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(TargetProposalsQuery, assignment, cursor, limit);

/// How a request about a target stands, as its approval does.
enum class TargetProposalState { open, approved, refused, withdrawn, expired };
DESCRIBE_ENUM(TargetProposalState, open, approved, refused, withdrawn, expired);

/// One value that is asked for, ready to be read.
struct TargetProposalChange {
  Names what;
  Names before;
  Names after;
};
DESCRIBE(TargetProposalChange, what, before, after);

struct TargetProposalView {
  approvals::ApprovalId approval;
  TargetProposalState state = TargetProposalState::open;
  std::vector<TargetProposalChange> changes;
  Date from;
  std::string reason;
  std::optional<std::string> by_name;
  Instant at;
  std::optional<Instant> ended_at;
};
DESCRIBE(TargetProposalView, approval, state, changes, from, reason, by_name, at, ended_at);

}  // namespace twinrail::kpi
