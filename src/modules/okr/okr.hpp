#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/access.hpp"
#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/describe.hpp"
#include "base/ids.hpp"

namespace twinrail {
class Context;
class Read;
class Tx;
struct Event;
struct FeedSpan;
}  // namespace twinrail

namespace twinrail::people {
class Service;
}
namespace twinrail::kpi {
class Service;
}
namespace twinrail::approvals {
class Service;
struct Kind;
using ApprovalId = Id<struct ApprovalTag>;
}  // namespace twinrail::approvals

namespace twinrail::okr {

namespace permission {
inline constexpr Permission read{"okr.read"};          ///< see goals
inline constexpr Permission check_in{"okr.check_in"};  ///< report progress of a key result
inline constexpr Permission write{"okr.write"};        ///< make and change goals
inline constexpr Permission define{"okr.define"};      ///< define cycles
inline constexpr Permission comment{"okr.comment"};    ///< say something about goals that one sees
}  // namespace permission

using CycleId = Id<struct CycleTag>;
using ObjectiveId = Id<struct ObjectiveTag>;
using KeyResultId = Id<struct KeyResultTag>;
using MilestoneId = Id<struct MilestoneTag>;
using CheckInId = Id<struct CheckInTag>;
using ContributionId = Id<struct ContributionTag>;
using ProposalId = Id<struct ProposalTag>;
using LinkId = Id<struct OkrLinkTag>;
using ScoreId = Id<struct OkrScoreTag>;
using TermId = Id<struct OkrTermTag>;
using StepId = Id<struct OkrStepTag>;
using MeetingId = Id<struct OkrMeetingTag>;
using CommentId = Id<struct OkrCommentTag>;
using DecisionId = Id<struct OkrDecisionTag>;

/// How something stands against the day of its cycle; closed > outdated > pending > computed.
enum class Pace {
  on_track,
  at_risk,
  off_track,
  too_early,
  pending,
  outdated,
  closed,
  not_assessed
};
DESCRIBE_ENUM(Pace, on_track, at_risk, off_track, too_early, pending, outdated, closed,
              not_assessed);

struct KeyResultChange {
  KeyResultId id;
  Ratio progress;
  std::optional<Decimal> current;
};
DESCRIBE(KeyResultChange, id, progress, current);

/// One objective that moved, with those of its key results that did.
struct ObjectiveChange {
  ObjectiveId objective;
  OrgUnitId org_unit;
  std::optional<Ratio> progress;
  Ratio coverage;
  std::vector<KeyResultChange> key_results;
};
DESCRIBE(ObjectiveChange, objective, org_unit, progress, coverage, key_results);

/// Announced once a change, with everything that moved up the tree.
struct ProgressChanged {
  static constexpr std::string_view topic = "okr.progress_changed";
  std::vector<ObjectiveChange> changes;
};
DESCRIBE(ProgressChanged, changes);

/// A proposed edge was made or answered. Pages learn that something changed, and ask for what they
/// may see.
struct ProposalsChanged {
  static constexpr std::string_view topic = "okr.proposals_changed";
  ProposalId proposal;
};
DESCRIBE(ProposalsChanged, proposal);

struct CommentedObjective {
  ObjectiveId objective;
  OrgUnitId org_unit;
};
DESCRIBE(CommentedObjective, objective, org_unit);

/// Something was said about an objective, or put in other words, solved or taken back.
struct CommentsChanged {
  static constexpr std::string_view topic = "okr.comments_changed";
  std::vector<CommentedObjective> changes;
};
DESCRIBE(CommentsChanged, changes);

/// A person's sight as it is now; null without an open account. The program gives it, since goals
/// know of no accounts.
using SightOf = std::function<std::shared_ptr<const Context>(Read&, PersonId, Instant now)>;

struct NewDecision;
struct ChangeDecision;
struct DecisionOf;
struct DecisionView;
struct CommentsQuery;
struct CommentView;
struct NewComment;
struct ChangeComment;
struct CommentOf;
struct CommentReadersQuery;
struct CommentReaders;
struct CommentRow;
struct MentionRow;
struct CycleView;
struct CycleList;
struct NewCycle;
struct ChangeCycle;
struct ObjectiveView;
struct ObjectivesQuery;
struct MapQuery;
struct MapNodeView;
struct ObjectiveOf;
struct ObjectiveDetailView;
struct NewObjective;
struct ChangeObjective;
struct ActivateObjective;
struct SubmitObjective;
struct ObjectiveRow;
struct KeyResultView;
struct KeyResultOf;
struct KeyResultDetailView;
struct NewKeyResult;
struct ChangeKeyResult;
struct NewCheckIn;
struct CorrectCheckIn;
struct CheckInView;
struct PreviewOf;
struct PreviewView;
struct NewContribution;
struct ContributionView;
struct ContributionOf;
struct ContributionRow;
struct ProposalRow;
struct ProposalView;
struct ProposalsQuery;
struct ProposalOf;
struct DeclineProposal;
struct NewLink;
struct LinkView;
struct LinkOf;
struct Done;
struct StandingDay;
struct CheckInRow;
struct KeyResultRow;
struct Headline;
struct ObjectiveRow;
struct CycleRow;
struct CloseQuery;
struct CloseView;
struct ReviewView;
struct NewScore;
struct CloseObjective;
struct AbandonObjective;
struct ChangeReview;
struct CopyObjective;
struct MeetingOf;
struct MeetingView;
struct ChangeMeeting;
struct Move;

/// The OKR rail: cycles, objectives, key results, check-ins, and the links from the KPI rail.
class Service {
 public:
  Service(people::Service& people, kpi::Service& kpi, approvals::Service& approvals)
      : people_(people), kpi_(kpi), approvals_(approvals) {}

  CycleList cycles(const Context& ctx, Read& db, const NoRequest&);
  CycleView add_cycle(const Context& ctx, Tx& tx, const NewCycle& request);
  CycleView change_cycle(const Context& ctx, Tx& tx, const ChangeCycle& request);

  Page<ObjectiveView> objectives(const Context& ctx, Read& db, const ObjectivesQuery& request);
  /// The objectives of a cycle with the edges up from each, for the alignment map.
  Page<MapNodeView> map(const Context& ctx, Read& db, const MapQuery& request);
  ObjectiveDetailView objective(const Context& ctx, Read& db, const ObjectiveOf& request);
  ObjectiveDetailView add_objective(const Context& ctx, Tx& tx, const NewObjective& request);
  ObjectiveDetailView change_objective(const Context& ctx, Tx& tx, const ChangeObjective& request);
  ObjectiveDetailView activate(const Context& ctx, Tx& tx, const ActivateObjective& request);
  /// Asks for consent; until it is decided the objective stays as it is.
  ObjectiveDetailView submit_review(const Context& ctx, Tx& tx, const SubmitObjective& request);

  KeyResultDetailView key_result(const Context& ctx, Read& db, const KeyResultOf& request);
  KeyResultView add_key_result(const Context& ctx, Tx& tx, const NewKeyResult& request);
  KeyResultView change_key_result(const Context& ctx, Tx& tx, const ChangeKeyResult& request);

  CheckInView check_in(const Context& ctx, Tx& tx, const NewCheckIn& request);
  CheckInView correct_check_in(const Context& ctx, Tx& tx, const CorrectCheckIn& request);
  /// What a value would do, before it is saved.
  PreviewView preview(const Context& ctx, Read& db, const PreviewOf& request);

  /// Between two objectives that the caller may write; where it is only one of them, this proposes.
  ContributionView add_contribution(const Context& ctx, Tx& tx, const NewContribution& request);
  Done remove_contribution(const Context& ctx, Tx& tx, const ContributionOf& request);
  /// Those that wait, oldest first.
  Page<ProposalView> proposals(const Context& ctx, Read& db, const ProposalsQuery& request);
  /// The edge counts from now on. By who may write the end that the proposal waits for.
  ContributionView accept_proposal(const Context& ctx, Tx& tx, const ProposalOf& request);
  ProposalView decline_proposal(const Context& ctx, Tx& tx, const DeclineProposal& request);
  /// By who may write the end that asked.
  ProposalView withdraw_proposal(const Context& ctx, Tx& tx, const ProposalOf& request);
  LinkView add_link(const Context& ctx, Tx& tx, const NewLink& request);
  Done remove_link(const Context& ctx, Tx& tx, const LinkOf& request);

  // --- what people say about an objective ---
  /// The newest first.
  Page<CommentView> comments(const Context& ctx, Read& db, const CommentsQuery& request);
  CommentView add_comment(const Context& ctx, Tx& tx, const NewComment& request);
  CommentView change_comment(const Context& ctx, Tx& tx, const ChangeComment& request);
  Done remove_comment(const Context& ctx, Tx& tx, const CommentOf& request);
  /// Whom a comment may mention: only who may see the objective.
  CommentReaders comment_readers(const Context& ctx, Read& db, const CommentReadersQuery& request);
  /// Told once at start; without it nobody can be mentioned.
  void know_sights(SightOf sight_of);

  // --- the end of objectives and cycles ---
  /// What a cycle lacks before it can be closed, for the units that the viewer may see.
  CloseView close_of(const Context& ctx, Read& db, const CloseQuery& request);
  ReviewView review(const Context& ctx, Read& db, const ObjectiveOf& request);
  /// Adds the score of whoever asks: the owner's, a collaborator's, or the manager's, which counts.
  ReviewView score(const Context& ctx, Tx& tx, const NewScore& request);
  ReviewView change_review(const Context& ctx, Tx& tx, const ChangeReview& request);
  ReviewView close_objective(const Context& ctx, Tx& tx, const CloseObjective& request);
  /// Gives an objective up on its way; it leaves what is above it.
  ReviewView abandon(const Context& ctx, Tx& tx, const AbandonObjective& request);
  /// Throws a draft away.
  Done withdraw(const Context& ctx, Tx& tx, const ObjectiveOf& request);
  ObjectiveDetailView copy(const Context& ctx, Tx& tx, const CopyObjective& request);
  MeetingView meeting(const Context& ctx, Read& db, const MeetingOf& request);
  MeetingView change_meeting(const Context& ctx, Tx& tx, const ChangeMeeting& request);
  // --- what weekly meetings decide ---
  DecisionView add_decision(const Context& ctx, Tx& tx, const NewDecision& request);
  DecisionView change_decision(const Context& ctx, Tx& tx, const ChangeDecision& request);
  Done remove_decision(const Context& ctx, Tx& tx, const DecisionOf& request);
  /// For other modules: those of a unit that are not done, or were done since a day; none where
  /// the viewer sees no goals of the unit.
  std::vector<DecisionView> decisions(const Context& ctx, Read& db, OrgUnitId unit,
                                      Date done_since);

  /// Job: cycles begin and end by their days.
  void advance_cycles(Tx& tx, Date today);
  /// Job: tells whose updates are due, and what a cycle that closes waits for.
  void remind(Tx& tx, Instant now, Date today);

  /// The kind of request that a review is.
  [[nodiscard]] approvals::Kind review_request();
  /// Subscriber of kpi.values_changed: driven key results take the KPI's value.
  void follow_kpi(Tx& tx, const std::vector<Event>& events);
  /// Works out every standing, of now and of each day, again from check-ins, KPI points and the
  /// tree. Returns how many rows differed and, with `repair`, writes what it computed.
  std::int64_t recompute(Tx& tx, bool repair);

  // --- for other modules; objectives are those that the viewer may see ---
  /// Objectives of units in a cycle, every state.
  std::vector<ObjectiveView> objectives_of_units(const Context& ctx, Read& db,
                                                 const std::vector<OrgUnitId>& units,
                                                 CycleId cycle);
  /// Objectives of cycles that a person owns, or a key result of.
  std::vector<ObjectiveView> objectives_of_person(const Context& ctx, Read& db, PersonId person,
                                                  const std::vector<CycleId>& cycles);
  /// Objectives of units in a cycle that were under way: active or closed.
  std::vector<ObjectiveView> objectives_under_way(const Context& ctx, Read& db,
                                                  const std::vector<OrgUnitId>& units,
                                                  CycleId cycle);
  /// What moved in units, at most `limit` of each list, in no order.
  std::vector<Move> moves(const Context& ctx, Read& db, const std::vector<OrgUnitId>& units,
                          const FeedSpan& span);
  /// Those that have days.
  std::vector<CycleView> all_cycles(Read& db);
  /// The cycle that a day lies in; the shortest when several do.
  std::optional<CycleView> cycle_on(Read& db, Date day);
  /// How objectives stood at the end of each day on which a fact of theirs is dated, up to a day.
  std::vector<StandingDay> history(Read& db, const std::vector<ObjectiveId>& objectives, Date to);
  /// KPIs that drive or guard objectives.
  std::vector<LinkView> links_of(Read& db, const std::vector<ObjectiveId>& objectives);
  /// The headline of the active ones among these objectives, recovery apart.
  [[nodiscard]] Headline headline(const std::vector<ObjectiveView>& rows, const CycleView& cycle,
                                  Date today) const;
  /// The progress that a line through the ends of weeks reaches on the last day of the cycle.
  /// Absent where they are too few to show a trend, or the cycle is over.
  [[nodiscard]] std::optional<Ratio> projected(const std::vector<std::pair<Date, Ratio>>& weeks,
                                               const CycleView& cycle, Date today) const;

 private:
  [[nodiscard]] bool may_see(Read& db, PersonId person, const ObjectiveRow& o, Instant now) const;
  /// Throws at the place of the first one who may not see the objective, or whom the text does not
  /// name.
  std::vector<MentionRow> mentions_for(const Context& ctx, Read& db, const ObjectiveRow& o,
                                       const std::string& text, const std::vector<PersonId>& people,
                                       const std::vector<MentionRow>& before);
  void tell_comment(const Context& ctx, Tx& tx, const ObjectiveRow& o, const CommentRow& row,
                    const std::vector<MentionRow>& mentions, bool is_new);
  CommentView comment_view(const Context& ctx, Read& db, const ObjectiveRow& o, CommentId id);
  /// Tells, once, who leads objectives of a cycle that begins to close, and whose reviews it waits
  /// for.
  void tell_closing(Tx& tx, Instant now, Date today);
  /// The review is handed in: who leads is told that a score is due.
  void tell_review(Tx& tx, const ObjectiveRow& o, Instant now, Date today);
  /// Computes anew what the rules of an earlier release have stored, once.
  void refigure(Tx& tx);
  /// Freezes what an objective came to, with its grade as far as it is known.
  void write_closing(const Context& ctx, Tx& tx, ObjectiveId id);
  /// Throws "okr.cycle_not_ready", else closes all that the cycle has under way.
  void close_cycle(const Context& ctx, Tx& tx, const CycleRow& cycle);
  void copy_links(const Context& ctx, Tx& tx, ObjectiveId from, ObjectiveId to,
                  const std::map<KeyResultId, KeyResultId>& new_of);
  ReviewView review_view(const Context& ctx, Read& db, ObjectiveId id);
  void freeze_baselines(Tx& tx, ObjectiveId id, Date on);
  void make_active(Tx& tx, ObjectiveId id, Date on);
  /// Whether the caller has to ask before this objective starts.
  [[nodiscard]] bool needs_review(const Context& ctx, Read& db, const ObjectiveRow& o);
  [[nodiscard]] std::optional<approvals::ApprovalId> review_of(Read& db, const ObjectiveRow& o);
  /// Throws Error (conflict) "okr.in_review" while somebody is asked to agree to it as it is.
  void require_free(Read& db, const ObjectiveRow& o);
  void require_startable(const Context& ctx, Read& db, const ObjectiveRow& o);
  void start_reviewed(Tx& tx, ObjectiveId id, Date today);
  void end_review(Tx& tx, ObjectiveId id);
  std::vector<ObjectiveView> objective_views(const Context& ctx, Read& db,
                                             const std::vector<ObjectiveId>& ids);
  ObjectiveDetailView detail_view(const Context& ctx, Read& db, ObjectiveId id);
  KeyResultView key_result_view(const Context& ctx, Read& db, ObjectiveId objective,
                                KeyResultId id);
  std::vector<ProposalView> proposal_views(const Context& ctx, Read& db,
                                           const std::vector<ProposalRow>& rows);
  ContributionView propose(const Context& ctx, Tx& tx, ProposalRow row);
  ContributionView connect(Tx& tx, ContributionRow row);
  CheckInView check_in_view(Read& db, const CheckInRow& row, const KeyResultRow& key_result);

  people::Service& people_;
  kpi::Service& kpi_;
  approvals::Service& approvals_;
  SightOf sight_of_;
};

}  // namespace twinrail::okr
