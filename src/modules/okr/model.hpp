#pragma once

#include <string>

#include "base/quota.hpp"
#include "modules/okr/model_decision.hpp"
#include "modules/okr/model_edge.hpp"
#include "modules/okr/model_move.hpp"

/// Requests and replies as they travel.
namespace twinrail::okr {

namespace quota {
/// Of one owner, or of a unit without an owner, in a cycle.
inline constexpr Quota objectives{"okr.too_many_objectives", 500};
inline constexpr Quota key_results{"okr.too_many_key_results", 50};  ///< of an objective
/// Edges that one objective is asked for and that nobody has answered yet.
inline constexpr Quota proposals{"okr.too_many_proposals", 30};
}  // namespace quota

/// What a company sets of its objectives.
struct ObjectiveRules {
  static constexpr std::string_view module = "okr";
  /// Whose objectives of a unit somebody else agrees to before they start.
  ReviewNeed review_of_unit_objectives = ReviewNeed::members;
};
DESCRIBE(ObjectiveRules, review_of_unit_objectives);

// --- cycles -----------------------------------------------------------------------------------

struct CycleView {
  CycleId id;
  Names names;
  Date start;
  Date end;
  CycleState state = CycleState::planning;
  CycleKind kind = CycleKind::custom;
  std::optional<CycleId> parent;
  std::int64_t version = 1;
};
DESCRIBE(CycleView, id, names, start, end, state, kind, parent, version);

struct CycleList {
  std::vector<CycleView> items;
};
DESCRIBE(CycleList, items);

struct NewCycle {
  Names names;
  std::optional<Date> start;  ///< with `end`; only a backlog has none
  std::optional<Date> end;
  std::optional<CycleState> state;
  std::optional<CycleKind> kind;  ///< by its days unless given
  std::optional<CycleId> parent;
};
DESCRIBE(NewCycle, names, start, end, state, kind, parent);

struct ChangeCycle {
  CycleId cycle;
  std::optional<CycleState> state;
  std::optional<Names> names;
  std::optional<Date> start;
  std::optional<Date> end;
  std::optional<CycleId> parent;
};
DESCRIBE(ChangeCycle, cycle, state, names, start, end, parent);

// --- objectives and key results ------------------------------------------------------------------

struct AnchorsView {
  std::optional<Decimal> commit;
  std::optional<Decimal> target;
  std::optional<Decimal> stretch;
};
DESCRIBE(AnchorsView, commit, target, stretch);

struct MilestoneView {
  MilestoneId id;
  Names title;
  Decimal weight;
  std::optional<Date> done_on;
};
DESCRIBE(MilestoneView, id, title, weight, done_on);

enum class ValueMode { manual, kpi };
DESCRIBE_ENUM(ValueMode, manual, kpi);

/// What names the KPI is null for a viewer who may not read it in its unit.
struct DrivenByView {
  LinkId link;
  Visible<kpi::AssignmentId> assignment;
  Visible<kpi::KpiId> kpi;
  Visible<Names> kpi_names;
  Visible<Names> kpi_unit_names;
  std::optional<Decimal> baseline;
  ValueSpan value_rule = ValueSpan::period;
  std::optional<Date> updated_at;  ///< last day of the newest period that is over
  std::int64_t version = 1;        ///< of the link
};
DESCRIBE(DrivenByView, link, assignment, kpi, kpi_names, kpi_unit_names, baseline, value_rule,
         updated_at, version);

/// What a key result aimed at until a day, and why that was changed then.
struct TermView {
  Date until;
  std::optional<Decimal> start;
  std::optional<Decimal> target;
  std::optional<AnchorsView> anchors;
  Decimal weight;
  std::string reason;
  std::optional<std::string> by_name;
};
DESCRIBE(TermView, until, start, target, anchors, weight, reason, by_name);

struct KeyResultView {
  KeyResultId id;
  Names title;
  KeyResultKind kind = KeyResultKind::move;
  std::string unit;
  std::int64_t decimals = 0;
  std::optional<Decimal> start;
  std::optional<Decimal> target;
  std::optional<Decimal> lower;
  std::optional<Decimal> upper;
  std::optional<Decimal> current;
  std::optional<AnchorsView> anchors;
  std::vector<MilestoneView> milestones;
  std::optional<Date> done_on;
  Decimal weight;
  std::optional<Date> due;
  Ratio progress;
  std::optional<Ratio> raw;
  Ratio coverage;
  ProgressState state = ProgressState::pending;
  std::vector<std::string> flags;
  std::optional<Ratio> expected;
  std::optional<Ratio> gap;
  Pace pace = Pace::pending;
  std::optional<Ratio> score;
  std::optional<Zone> zone;
  std::optional<Decimal> confidence;
  std::optional<Date> last_check_in;
  std::optional<PersonId> owner;
  std::optional<std::string> owner_name;
  ValueMode value_mode = ValueMode::manual;
  std::optional<DrivenByView> driven_by;
  bool frozen = false;
  std::vector<TermView> changes;  ///< in their order; what is in force now stands above
  std::int64_t version = 1;
};
DESCRIBE(KeyResultView, id, title, kind, unit, decimals, start, target, lower, upper, current,
         anchors, milestones, done_on, weight, due, progress, raw, coverage, state, flags, expected,
         gap, pace, score, zone, confidence, last_check_in, owner, owner_name, value_mode,
         driven_by, frozen, changes, version);

struct ParentView {
  ContributionId contribution;
  ObjectiveId objective;
  Names title;
  Decimal share;
  Relation relation = Relation::contributes;
  bool may_write = false;    ///< the viewer: it too, so that the contribution can be taken away
  std::int64_t version = 1;  ///< of the contribution
};
DESCRIBE(ParentView, contribution, objective, title, share, relation, may_write, version);

/// A KPI that caps the grade while it is in breach.
struct GuardedByView {
  LinkId link;
  Visible<kpi::AssignmentId> assignment;
  Decimal cap;
  std::int64_t version = 1;  ///< of the link
};
DESCRIBE(GuardedByView, link, assignment, cap, version);

struct ObjectiveView {
  ObjectiveId id;
  std::optional<std::string> code;
  Names title;
  Ambition type = Ambition::committed;
  ObjectiveState state = ObjectiveState::draft;
  OrgUnitId org_unit;
  Names unit_names;
  std::optional<PersonId> person;
  std::optional<PersonId> owner;
  std::optional<std::string> owner_name;
  CycleId cycle;
  Decimal weight;
  std::optional<Ratio> progress;
  Ratio coverage;
  std::optional<Ratio> expected;
  std::optional<Ratio> gap;
  Pace pace = Pace::pending;
  std::optional<Reported> reported;
  std::optional<Date> active_on;  ///< the day it started; absent: with its cycle
  bool disagrees = false;
  std::optional<Decimal> confidence;  ///< lowest of its key results
  std::optional<Date> last_check_in;
  std::int64_t days_late = 0;
  std::optional<Decimal> cap;  ///< of the guardrails that are in breach now
  Visible<Names> capped_by;
  bool recovers = false;
  std::vector<KeyResultView> key_results;
  std::vector<ParentView> parents;
  std::vector<GuardedByView> guarded_by;
  std::int64_t version = 1;
};
DESCRIBE(ObjectiveView, id, code, title, type, state, org_unit, unit_names, person, owner,
         owner_name, cycle, weight, progress, coverage, expected, gap, pace, reported, active_on,
         disagrees, confidence, last_check_in, days_late, cap, capped_by, recovers, key_results,
         parents, guarded_by, version);

struct ObjectivesQuery {
  std::optional<CycleId> cycle;
  std::optional<OrgUnitId> org_unit;
  std::optional<bool> below;
  std::optional<PersonId> owner;
  std::optional<kpi::AssignmentId> metric;  ///< that drives or guards them
  std::optional<Text<200>> q;
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(ObjectivesQuery, cycle, org_unit, below, owner, metric, q, cursor, limit);

struct ObjectiveOf {
  ObjectiveId objective;
};
DESCRIBE(ObjectiveOf, objective);

struct ActivateObjective {
  ObjectiveId objective;
  std::optional<Date> on;  ///< the day on which work began, where that was earlier
};
DESCRIBE(ActivateObjective, objective, on);

struct SubmitObjective {
  ObjectiveId objective;
  std::optional<Text<1000>> reason;  ///< for who agrees
};
DESCRIBE(SubmitObjective, objective, reason);

/// What a check-in said before it was corrected.
struct CheckInBeforeView {
  std::int64_t revision = 1;
  std::optional<Decimal> value;
  std::optional<Decimal> confidence;
  std::string text;
  std::optional<std::string> by_name;
  Instant at;
  std::optional<std::string> reason;  ///< where it was a correction itself
};
DESCRIBE(CheckInBeforeView, revision, value, confidence, text, by_name, at, reason);

struct CheckInView {
  CheckInId id;
  KeyResultId key_result;
  Names key_result_title;
  Date on;
  std::optional<Decimal> value;
  std::optional<bool> done;
  std::optional<MilestoneId> milestone;
  std::optional<Decimal> confidence;
  std::optional<Reported> reported;
  std::string text;
  std::optional<std::string> blocker;
  std::optional<PersonId> by;
  std::optional<std::string> by_name;
  Instant at;
  std::int64_t revision = 1;
  std::optional<std::string> override_reason;
  std::optional<std::string> reason;  ///< of a correction
  Source source = Source::manual;
  Ratio progress;
  std::vector<CheckInBeforeView> before;  ///< newest first
};
DESCRIBE(CheckInView, id, key_result, key_result_title, on, value, done, milestone, confidence,
         reported, text, blocker, by, by_name, at, revision, override_reason, reason, source,
         progress, before);

struct ChildView {
  ContributionId contribution;
  Decimal share;
  Relation relation = Relation::contributes;
  ObjectiveView objective;
  std::int64_t version = 1;  ///< of the contribution
};
DESCRIBE(ChildView, contribution, share, relation, objective, version);

/// A guardrail. A viewer who may not read the KPI sees only that there is one, and its cap.
struct GuardView {
  LinkId link;
  Visible<kpi::AssignmentId> assignment;
  Visible<Names> kpi_names;
  Visible<Names> unit_names;
  kpi::Light light = kpi::Light::plain;
  std::optional<Decimal> actual;
  std::optional<Decimal> limit;
  std::optional<Decimal> limit_to;  ///< the second end of a range
  std::optional<std::string> limit_op;
  Decimal cap;
  std::string unit;
  std::int64_t decimals = 0;
  std::int64_t version = 1;  ///< of the link
};
DESCRIBE(GuardView, link, assignment, kpi_names, unit_names, light, actual, limit, limit_to,
         limit_op, cap, unit, decimals, version);

struct ForecastView {
  std::optional<Ratio> value;  ///< progress expected on the last day of the cycle
  rules::Trend status = rules::Trend::insufficient_data;
};
DESCRIBE(ForecastView, value, status);

struct HistoryPointView {
  Date on;
  std::optional<Ratio> progress;
  Ratio coverage;
};
DESCRIBE(HistoryPointView, on, progress, coverage);

struct ObjectiveDetailView {
  ObjectiveView row;
  std::string why;
  std::vector<ChildView> children;
  std::vector<GuardView> guards;
  std::vector<CheckInView> check_ins;  ///< newest first
  std::optional<ForecastView> forecast;
  std::vector<HistoryPointView> history;        ///< ends of days; the last one is now
  bool may_write = false;                       ///< the viewer: it, its key results and its links
  std::vector<ProposalView> proposals;          ///< edges that wait, and those declined of late
  bool needs_review = false;                    ///< before the viewer may start it
  std::optional<approvals::ApprovalId> review;  ///< the open request that holds it
  std::int64_t version = 1;
};
DESCRIBE(ObjectiveDetailView, row, why, children, guards, check_ins, forecast, history, may_write,
         proposals, needs_review, review, version);

struct NewObjective {
  CycleId cycle;
  OrgUnitId org_unit;
  std::optional<PersonId> person;
  std::optional<PersonId> owner;
  std::optional<CodeText<64>> code;
  Names title;
  std::optional<Text<4000>> why;
  Ambition type = Ambition::committed;
  std::optional<Weight> weight;
  std::optional<bool> recovers;
};
DESCRIBE(NewObjective, cycle, org_unit, person, owner, code, title, why, type, weight, recovers);

struct ChangeObjective {
  ObjectiveId objective;
  std::optional<Names> title;
  std::optional<Text<4000>> why;
  std::optional<PersonId> owner;
  std::optional<Weight> weight;
  std::optional<Ambition> type;
  std::optional<ObjectiveState> state;
  std::optional<Reported> reported;
  std::optional<CycleId> cycle;  ///< of a draft: the one that it moves to
};
DESCRIBE(ChangeObjective, objective, title, why, owner, weight, type, state, reported, cycle);

struct NewMilestone {
  Names title;
  std::optional<Weight> weight;
};
DESCRIBE(NewMilestone, title, weight);

struct NewKeyResult {
  ObjectiveId objective;
  Names title;
  KeyResultKind kind = KeyResultKind::move;
  std::optional<Text<32>> unit;
  std::optional<Int<0, 6>> decimals;
  std::optional<Decimal> start;
  std::optional<Decimal> target;
  std::optional<Decimal> lower;
  std::optional<Decimal> upper;
  std::optional<Decimal> commit;
  std::optional<Decimal> stretch;
  std::optional<List<NewMilestone, 30>> milestones;
  std::optional<Weight> weight;
  std::optional<Date> due;
  std::optional<PersonId> owner;
};
DESCRIBE(NewKeyResult, objective, title, kind, unit, decimals, start, target, lower, upper, commit,
         stretch, milestones, weight, due, owner);

/// Once the objective is active, a change of what is aimed at or of the weight takes a reason; it
/// holds from the day on which it is made.
struct ChangeKeyResult {
  KeyResultId key_result;
  std::optional<Names> title;
  std::optional<Decimal> start;
  std::optional<Decimal> target;
  std::optional<Decimal> commit;
  std::optional<Decimal> stretch;
  std::optional<Weight> weight;
  std::optional<Date> due;
  std::optional<PersonId> owner;
  std::optional<Text<500>> reason;
};
DESCRIBE(ChangeKeyResult, key_result, title, start, target, commit, stretch, weight, due, owner,
         reason);

struct KeyResultOf {
  KeyResultId key_result;
};
DESCRIBE(KeyResultOf, key_result);

struct KeyResultDetailView {
  KeyResultView row;
  ObjectiveView objective;
  std::vector<CheckInView> check_ins;
  std::int64_t version = 1;
};
DESCRIBE(KeyResultDetailView, row, objective, check_ins, version);

// --- check-ins ----------------------------------------------------------------------------------

struct NewCheckIn {
  KeyResultId key_result;
  std::optional<Decimal> value;
  std::optional<bool> done;
  std::optional<MilestoneId> milestone;
  std::optional<Decimal> confidence;  ///< 0..1
  std::optional<Reported> reported;
  std::optional<Text<2000>> text;
  std::optional<Text<1000>> blocker;
  std::optional<Date> on;
  std::optional<Text<500>> override_reason;  ///< of a typed value where a KPI gives it
};
DESCRIBE(NewCheckIn, key_result, value, done, milestone, confidence, reported, text, blocker, on,
         override_reason);

struct CorrectCheckIn {
  CheckInId check_in;
  std::optional<Decimal> value;
  std::optional<Decimal> confidence;
  std::optional<Text<2000>> text;
  Text<500> reason;
};
DESCRIBE(CorrectCheckIn, check_in, value, confidence, text, reason);

struct PreviewOf {
  KeyResultId key_result;
  Decimal value;
};
DESCRIBE(PreviewOf, key_result, value);

struct PreviewView {
  Ratio progress;
  std::optional<Ratio> objective_progress;
  std::optional<Ratio> gap;
  Pace pace = Pace::pending;
};
DESCRIBE(PreviewView, progress, objective_progress, gap, pace);

/// The reply where there is nothing to show.
struct Done {
  BOOST_DESCRIBE_CLASS(Done, (), (), (), ())
};

// --- for other modules -----------------------------------------------------------------------

/// The headline of a unit's OKR rail.
struct Headline {
  std::optional<Ratio> progress;
  Ratio expected;
  std::optional<Ratio> gap;
  Pace pace = Pace::pending;
  Ratio coverage;
  std::int64_t counted = 0;
  std::int64_t recovery = 0;
  std::optional<Ratio> recovery_progress;
  std::int64_t key_results = 0;
  std::int64_t covered = 0;  ///< key results with a figure
};

}  // namespace twinrail::okr
