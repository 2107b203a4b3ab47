#pragma once

#include "base/quota.hpp"
#include "base/ranged.hpp"
#include "base/table.hpp"
#include "platform/approvals/approvals.hpp"
#include "platform/approvals/rules.hpp"

/// Rows as they are stored, requests and replies as they travel.
namespace twinrail::approvals {

namespace quota {
inline constexpr Quota chains{"approvals.too_many_chains", 200};           ///< of a company
inline constexpr Quota delegations{"approvals.too_many_delegations", 20};  ///< of a person
}  // namespace quota

enum class ApprovalState { open, approved, refused, withdrawn, expired };
DESCRIBE_ENUM(ApprovalState, open, approved, refused, withdrawn, expired);

/// What was done with a request.
enum class ApprovalDeed {
  submitted,
  approved,
  refused,
  withdrawn,
  passed_on,
  escalated,
  left,
  expired
};
DESCRIBE_ENUM(ApprovalDeed, submitted, approved, refused, withdrawn, passed_on, escalated, left,
              expired);

/// As they are stored, in one column.
struct StoredFacts {
  std::vector<ApprovalFact> facts;
};
DESCRIBE(StoredFacts, facts);

// --- rows -------------------------------------------------------------------------------------

struct ApprovalRow {
  ApprovalId id;
  std::string kind;
  std::int64_t subject = 0;
  OrgUnitId org_unit;
  PersonId requester;
  PersonId about;
  std::string title_zh;
  std::string title_en;
  std::string reason;
  std::string changes;  ///< JSON, list of ApprovalFact
  std::string payload;  ///< JSON
  std::optional<ApprovalChainId> chain;
  ApprovalState state = ApprovalState::open;
  std::int64_t position = 1;
  Instant submitted_at;
  std::optional<Instant> due_at;
  std::optional<Instant> ended_at;
  std::int64_t version = 1;
};
DESCRIBE(ApprovalRow, id, kind, subject, org_unit, requester, about, title_zh, title_en, reason,
         changes, payload, chain, state, position, submitted_at, due_at, ended_at, version);
TABLE(ApprovalRow, "approval", id);

using TurnId = Id<struct ApprovalTurnTag>;

struct TurnRow {
  TurnId id;
  ApprovalId approval;
  std::int64_t position = 1;
  ApprovalWho who = ApprovalWho::manager;
  ApprovalMode mode = ApprovalMode::any;
  std::optional<std::int64_t> escalate_days;
  PersonId person;
  TurnState state = TurnState::later;
  std::optional<Instant> since;
  std::optional<PersonId> decided_by;
  std::optional<Instant> decided_at;
};
DESCRIBE(TurnRow, id, approval, position, who, mode, escalate_days, person, state, since,
         decided_by, decided_at);
TABLE(TurnRow, "approval_turn", id);

struct DeedRow {
  Id<struct ApprovalDeedTag> id;
  ApprovalId approval;
  Instant at;
  std::optional<PersonId> person;
  ApprovalDeed deed = ApprovalDeed::submitted;
  std::string word;
  std::optional<PersonId> other;
};
DESCRIBE(DeedRow, id, approval, at, person, deed, word, other);
TABLE(DeedRow, "approval_deed", id);

struct ChainRow {
  ApprovalChainId id;
  std::string kind;
  std::optional<OrgUnitId> org_unit;
  std::optional<Decimal> at_least;
  std::int64_t version = 1;
};
DESCRIBE(ChainRow, id, kind, org_unit, at_least, version);
TABLE(ChainRow, "approval_chain", id);

struct ChainStepRow {
  Id<struct ApprovalChainStepTag> id;
  ApprovalChainId chain;
  std::int64_t position = 1;
  ApprovalWho who = ApprovalWho::manager;
  std::optional<std::string> role;
  std::optional<PersonId> person;
  ApprovalMode mode = ApprovalMode::any;
  std::optional<std::int64_t> escalate_days;
};
DESCRIBE(ChainStepRow, id, chain, position, who, role, person, mode, escalate_days);
TABLE(ChainStepRow, "approval_chain_step", id);

struct DelegationRow {
  ApprovalDelegationId id;
  PersonId person;
  PersonId deputy;
  Date from_day;
  Date to_day;
  std::int64_t version = 1;
};
DESCRIBE(DelegationRow, id, person, deputy, from_day, to_day, version);
TABLE(DelegationRow, "approval_delegation", id);

// --- requests and replies ---------------------------------------------------------------------

/// mine: they wait for me, the oldest first. sent: I asked. done: I decided. Newest first.
enum class ApprovalBox { mine, sent, done };
DESCRIBE_ENUM(ApprovalBox, mine, sent, done);

struct ApprovalsQuery {
  std::optional<ApprovalBox> box;  ///< without one: mine
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(ApprovalsQuery, box, cursor, limit);

struct ApprovalOf {
  ApprovalId approval;
};
DESCRIBE(ApprovalOf, approval);

/// A request in a list.
struct ApprovalView {
  ApprovalId id;
  std::string kind;
  Names kind_names;
  std::int64_t subject = 0;
  Names title;
  Names unit_names;
  PersonId requester;
  std::string requester_name;
  std::optional<std::string> about_name;  ///< where it is about somebody else
  ApprovalState state = ApprovalState::open;
  std::optional<ApprovalFact> change;  ///< the first of what is asked for
  Instant submitted_at;
  std::optional<Instant> since;        ///< when it came to whom it waits for now
  std::vector<std::string> waits_for;  ///< names
  std::optional<Instant> ended_at;
  std::int64_t version = 1;
};
DESCRIBE(ApprovalView, id, kind, kind_names, subject, title, unit_names, requester, requester_name,
         about_name, state, change, submitted_at, since, waits_for, ended_at, version);

struct ApprovalTurnView {
  PersonId person;
  std::string name;
  TurnState state = TurnState::later;
  std::optional<Instant> since;
  std::optional<std::string> decided_by_name;  ///< who stood in
  std::optional<Instant> decided_at;
  bool me = false;
};
DESCRIBE(ApprovalTurnView, person, name, state, since, decided_by_name, decided_at, me);

struct ApprovalStepView {
  std::int64_t position = 1;
  ApprovalWho who = ApprovalWho::manager;
  ApprovalMode mode = ApprovalMode::any;
  std::vector<ApprovalTurnView> people;
};
DESCRIBE(ApprovalStepView, position, who, mode, people);

struct ApprovalDeedView {
  Instant at;
  std::optional<std::string> name;  ///< nobody: the program
  ApprovalDeed deed = ApprovalDeed::submitted;
  std::string word;
  std::optional<std::string> other_name;
};
DESCRIBE(ApprovalDeedView, at, name, deed, word, other_name);

struct ApprovalDetail {
  ApprovalView row;
  std::string reason;
  std::vector<ApprovalFact> changes;
  std::vector<ApprovalFact> effects;  ///< of one that is open, as it stands now
  std::optional<Date> effects_on;
  std::vector<ApprovalStepView> steps;
  std::vector<ApprovalDeedView> history;
  std::optional<Instant> due_at;          ///< when it goes one up
  std::optional<ApprovalWho> my_part;     ///< why it came to me
  std::optional<std::string> instead_of;  ///< for whom I stand in
  bool by_rule = false;                   ///< a chain of the company decides who agrees
  std::optional<PersonId> deputy;         ///< of mine, today
  std::optional<std::string> deputy_name;
  bool may_decide = false;
  bool may_withdraw = false;
  std::int64_t version = 1;
};
DESCRIBE(ApprovalDetail, row, reason, changes, effects, effects_on, steps, history, due_at, my_part,
         instead_of, by_rule, deputy, deputy_name, may_decide, may_withdraw, version);

enum class ApprovalAct { approve, refuse, withdraw, pass_on };
DESCRIBE_ENUM(ApprovalAct, approve, refuse, withdraw, pass_on);

struct ChangeApproval {
  ApprovalId approval;
  ApprovalAct act = ApprovalAct::approve;
  std::optional<Text<1000>> word;  ///< a refusal needs one
  std::optional<PersonId> to;      ///< whom it is passed on to
};
DESCRIBE(ChangeApproval, approval, act, word, to);

struct ApprovalChainStep {
  ApprovalWho who = ApprovalWho::manager;
  std::optional<Text<64>> role;  ///< code
  std::optional<PersonId> person;
  ApprovalMode mode = ApprovalMode::any;
  std::optional<Int<1, 90>> escalate_days;
};
DESCRIBE(ApprovalChainStep, who, role, person, mode, escalate_days);

struct NewApprovalChain {
  Text<64> kind;
  std::optional<OrgUnitId> org_unit;
  std::optional<Decimal> at_least;
  List<ApprovalChainStep, 10> steps;
};
DESCRIBE(NewApprovalChain, kind, org_unit, at_least, steps);

struct ChangeApprovalChain {
  ApprovalChainId chain;
  std::optional<OrgUnitId> org_unit;
  std::optional<Decimal> at_least;
  List<ApprovalChainStep, 10> steps;
};
DESCRIBE(ChangeApprovalChain, chain, org_unit, at_least, steps);

struct ApprovalChainOf {
  ApprovalChainId chain;
};
DESCRIBE(ApprovalChainOf, chain);

struct ApprovalChainStepView {
  ApprovalWho who = ApprovalWho::manager;
  std::optional<std::string> role;
  std::optional<PersonId> person;
  std::optional<std::string> person_name;
  ApprovalMode mode = ApprovalMode::any;
  std::optional<std::int64_t> escalate_days;
};
DESCRIBE(ApprovalChainStepView, who, role, person, person_name, mode, escalate_days);

struct ApprovalChainView {
  ApprovalChainId id;
  std::string kind;
  Names kind_names;
  std::optional<OrgUnitId> org_unit;
  std::optional<Names> unit_names;
  std::optional<Decimal> at_least;
  std::vector<ApprovalChainStepView> steps;
  std::int64_t version = 1;
};
DESCRIBE(ApprovalChainView, id, kind, kind_names, org_unit, unit_names, at_least, steps, version);

struct ApprovalKindView {
  std::string code;
  Names names;
};
DESCRIBE(ApprovalKindView, code, names);

struct ApprovalRoleView {
  std::string code;
  Names names;
};
DESCRIBE(ApprovalRoleView, code, names);

/// A kind without a chain asks the requester's manager.
struct ApprovalChainList {
  std::vector<ApprovalChainView> items;
  std::vector<ApprovalKindView> kinds;
  std::vector<ApprovalRoleView> roles;  ///< that a step may name
};
DESCRIBE(ApprovalChainList, items, kinds, roles);

/// A request that nobody makes: who would be asked. With `steps`, by a chain of these steps;
/// without, by the one that holds.
struct TryApprovalChain {
  Text<64> kind;
  PersonId requester;
  OrgUnitId org_unit;
  std::optional<Decimal> amount;
  std::optional<List<ApprovalChainStep, 10>> steps;
};
DESCRIBE(TryApprovalChain, kind, requester, org_unit, amount, steps);

struct ApprovalTrialPerson {
  PersonId person;
  std::string name;
};
DESCRIBE(ApprovalTrialPerson, person, name);

struct ApprovalTrialStep {
  ApprovalWho who = ApprovalWho::manager;
  ApprovalMode mode = ApprovalMode::any;
  std::optional<std::int64_t> escalate_days;
  std::vector<ApprovalTrialPerson> people;
};
DESCRIBE(ApprovalTrialStep, who, mode, escalate_days, people);

struct ApprovalTrial {
  std::optional<ApprovalChainId> chain;  ///< that holds; nothing: the default, or the given steps
  std::vector<ApprovalTrialStep> steps;
};
DESCRIBE(ApprovalTrial, chain, steps);

struct NewApprovalDelegation {
  PersonId deputy;
  Date from;
  Date to;
};
DESCRIBE(NewApprovalDelegation, deputy, from, to);

struct ApprovalDelegationOf {
  ApprovalDelegationId delegation;
};
DESCRIBE(ApprovalDelegationOf, delegation);

struct ApprovalDelegationView {
  ApprovalDelegationId id;
  PersonId deputy;
  std::string deputy_name;
  Date from;
  Date to;
  std::int64_t version = 1;
};
DESCRIBE(ApprovalDelegationView, id, deputy, deputy_name, from, to, version);

struct ApprovalDelegationList {
  std::vector<ApprovalDelegationView> items;
};
DESCRIBE(ApprovalDelegationList, items);

/// The reply where there is nothing to show.
struct Removed {
  BOOST_DESCRIBE_CLASS(Removed, (), (), (), ())
};

}  // namespace twinrail::approvals
