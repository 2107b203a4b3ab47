#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/access.hpp"
#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/describe.hpp"
#include "base/ids.hpp"

/// Changes that somebody else has to agree to. A module registers the kinds of request that it has;
/// who agrees, in which order, is the company's rule. Nothing here knows a module.
namespace twinrail {
class Context;
class Read;
class Tx;
class Router;
struct Job;
struct Event;
}  // namespace twinrail

namespace twinrail::approvals {

namespace permission {
inline constexpr Permission use{"platform.approvals"};  ///< ask, and decide what one is asked
/// Keep the company's chains.
inline constexpr Permission configure{"platform.approvals_configure"};
/// Decide where a chain ends at nobody, and see every request, so that none hangs unseen.
inline constexpr Permission fallback{"platform.approvals_fallback"};
}  // namespace permission

using ApprovalId = Id<struct ApprovalTag>;
using ApprovalChainId = Id<struct ApprovalChainTag>;
using ApprovalDelegationId = Id<struct ApprovalDelegationTag>;

/// A request waits for these people from now on: where notices begin.
struct ApprovalWaiting {
  static constexpr std::string_view topic = "approval.waiting";
  ApprovalId approval;
  std::vector<PersonId> people;
};
DESCRIBE(ApprovalWaiting, approval, people);

/// A request has ended, in whichever way.
struct ApprovalEnded {
  static constexpr std::string_view topic = "approval.ended";
  ApprovalId approval;
  PersonId requester;
};
DESCRIBE(ApprovalEnded, approval, requester);

/// Something was done with a request: for whom it waits, or how it ended, may be other than before.
struct ApprovalMoved {
  static constexpr std::string_view topic = "approval.moved";
  ApprovalId approval;
};
DESCRIBE(ApprovalMoved, approval);

/// One thing that is asked for, or that follows of it: old and new, ready to be read.
struct ApprovalFact {
  Names what;
  Names before;
  Names after;
};
DESCRIBE(ApprovalFact, what, before, after);

/// What a module asks for.
struct Submission {
  std::string kind;
  std::int64_t subject = 0;  ///< number of the thing in the module
  OrgUnitId org_unit;
  PersonId about{};  ///< whose managers agree; none: the requester's own
  Names title;
  std::string reason{};
  std::vector<ApprovalFact> changes{};
  std::optional<Decimal> amount{};  ///< what a chain's amount is held against
  std::string payload = "{}";       ///< JSON; what the module needs to carry it out
};

/// A request as a module sees its own again.
struct Case {
  ApprovalId id;
  std::int64_t subject = 0;
  PersonId requester;
  std::string payload;
};

/// What the server works out of a request that is open: as of a day.
struct Effect {
  std::optional<Date> as_of;
  std::vector<ApprovalFact> facts;
};

/// A kind of request, in the manifest of its module.
struct Kind {
  std::string code;   ///< "okr.objective_review"
  std::string words;  ///< key of its name
  /// Carries it out, in the transaction of the last step. What it throws undoes that step.
  std::function<void(Tx&, const Case&, Date today)> apply;
  /// It was refused, withdrawn or has expired: whatever was held is free again.
  std::function<void(Tx&, const Case&)> cancel;
  std::function<Effect(const Context&, Read&, const Case&)> effect{};  ///< may be empty
};

/// What is asked of people and accounts, of whom the platform knows nothing.
class Staff {
 public:
  virtual ~Staff() = default;
  /// Line managers on a day, the nearest first.
  virtual std::vector<PersonId> managers(Read& db, PersonId person, Date on) = 0;
  /// Heads of the unit and of those above it, the nearest first.
  virtual std::vector<PersonId> heads(Read& db, OrgUnitId unit, Date on) = 0;
  /// The unit and those above it, the nearest first.
  virtual std::vector<OrgUnitId> above(Read& db, OrgUnitId unit, Date on) = 0;
  virtual bool has_role(Read& db, const std::string& role) = 0;
  /// Codes and names of all roles.
  virtual std::vector<std::pair<std::string, Names>> roles(Read&) { return {}; }
  virtual std::vector<PersonId> in_role(Read& db, const std::string& role) = 0;
  /// Who holds the permission of the whole company.
  virtual std::vector<PersonId> holders(Read& db, Permission permission) = 0;
  /// Those of the list who have a post on the day and an account that may sign in.
  virtual std::set<PersonId> here(Read& db, const std::vector<PersonId>& people, Date on) = 0;
  virtual std::map<PersonId, std::string> names(Read& db, const std::vector<PersonId>& people) = 0;
  virtual std::map<OrgUnitId, Names> unit_names(Read& db, const std::vector<OrgUnitId>& units,
                                                Date on) = 0;
};

struct ApprovalsQuery;
struct ApprovalOf;
struct ApprovalView;
struct ApprovalDetail;
struct ChangeApproval;
struct ApprovalChainOf;
struct ApprovalChainView;
struct ApprovalChainList;
struct NewApprovalChain;
struct ChangeApprovalChain;
struct ApprovalDelegationOf;
struct ApprovalDelegationView;
struct ApprovalDelegationList;
struct NewApprovalDelegation;
struct TryApprovalChain;
struct ApprovalTrial;
struct Removed;
struct ApprovalRow;

class Service {
 public:
  explicit Service(std::unique_ptr<Staff> staff);
  ~Service();
  /// Told once at start, from the manifests. Throws Error (internal) for a code that is there
  /// already.
  void know(const std::vector<Kind>& kinds);
  [[nodiscard]] const Kind* kind(std::string_view code) const;  ///< null: there is none

  // --- for modules; the caller has passed its own gate ---
  /// Asks for a change. Throws Error (conflict) "approvals.waits_already" while another request
  /// holds the thing, "approvals.no_person" for a caller who is no person, "approvals.nobody" where
  /// nobody is left who could agree.
  ApprovalId submit(const Context& ctx, Tx& tx, const Submission& request);
  /// The open request that holds a thing.
  std::optional<ApprovalId> holding(Read& db, std::string_view kind, std::int64_t subject);
  /// Of these things, those that an open request holds.
  std::vector<std::int64_t> held(Read& db, std::string_view kind,
                                 const std::vector<std::int64_t>& subjects);
  /// Requests about one thing before an id (0: the newest), the newest first.
  std::vector<ApprovalRow> about(Read& db, std::string_view kind, std::int64_t subject,
                                 std::int64_t before, std::int64_t limit);

  // --- routes ---
  Page<ApprovalView> list(const Context& ctx, Read& db, const ApprovalsQuery& request);
  ApprovalDetail one(const Context& ctx, Read& db, const ApprovalOf& request);
  ApprovalDetail change(const Context& ctx, Tx& tx, const ChangeApproval& request);
  ApprovalChainList chains(const Context& ctx, Read& db, const NoRequest&);
  ApprovalChainView add_chain(const Context& ctx, Tx& tx, const NewApprovalChain& request);
  ApprovalChainView change_chain(const Context& ctx, Tx& tx, const ChangeApprovalChain& request);
  Removed remove_chain(const Context& ctx, Tx& tx, const ApprovalChainOf& request);
  /// Who would be asked. Throws Error (conflict) "approvals.nobody" where nobody is left.
  ApprovalTrial try_chain(const Context& ctx, Read& db, const TryApprovalChain& request);
  ApprovalDelegationList delegations(const Context& ctx, Read& db, const NoRequest&);
  ApprovalDelegationView add_delegation(const Context& ctx, Tx& tx,
                                        const NewApprovalDelegation& request);
  Removed remove_delegation(const Context& ctx, Tx& tx, const ApprovalDelegationOf& request);

  /// "platform.look_after_approvals": what waits too long goes one up, whoever left is replaced,
  /// and what nobody decided ends.
  [[nodiscard]] Job job();
  void look_after(Tx& tx, Instant now, Date today);
  /// Subscriber of approval.moved: tells for whom a request waits, and who asked how it ended.
  void tell(Tx& tx, const std::vector<Event>& events, Date today);

 private:
  [[nodiscard]] ApprovalRow found_for(const Context& ctx, Read& db, ApprovalId id);
  [[nodiscard]] ApprovalDetail detail(const Context& ctx, Read& db, const ApprovalRow& row);
  [[nodiscard]] const Kind& kind_or_fail(const std::string& code) const;
  void expire(Tx& tx, Instant now);

  std::unique_ptr<Staff> staff_;
  std::vector<Kind> kinds_;
};

/// Routes that no company can switch off.
void routes(Router& router, Service& service);

}  // namespace twinrail::approvals
