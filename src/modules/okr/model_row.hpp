#pragma once

#include <string>

#include "base/links.hpp"
#include "base/ranged.hpp"
#include "base/table.hpp"
#include "modules/kpi/kpi.hpp"
#include "modules/okr/okr.hpp"
#include "modules/okr/rules.hpp"

/// Enumerations of the rules, as JSON and SQL name them.
namespace twinrail::okr::rules {
DESCRIBE_ENUM(Ambition, committed, aspirational);
DESCRIBE_ENUM(Relation, contributes, supports);
DESCRIBE_ENUM(ObjectiveState, draft, review, active, closed, withdrawn, abandoned);
DESCRIBE_ENUM(CycleKind, year, half, quarter, month, custom, backlog);
DESCRIBE_ENUM(ScoreRole, owner, collaborator, manager);
DESCRIBE_ENUM(Lack, grade, cause, review);
DESCRIBE_ENUM(ProgressState, measured, pending);
DESCRIBE_ENUM(ReviewNeed, nobody, members, everybody);
DESCRIBE_ENUM(Zone, fail, commit, target, stretch);
DESCRIBE_ENUM(Trend, insufficient_data, trending_off, trending_on);
}  // namespace twinrail::okr::rules

namespace twinrail::links {
DESCRIBE_ENUM(ValueSpan, period, cycle_to_date, rolling, running);
DESCRIBE_ENUM(ValueAgg, last, avg, sum);
}  // namespace twinrail::links

/// Rows as they are stored.
namespace twinrail::okr {

using links::ValueAgg;
using links::ValueSpan;
using rules::Ambition;
using rules::CycleKind;
using rules::ObjectiveState;
using rules::ProgressState;
using rules::Relation;
using rules::ReviewNeed;
using rules::Zone;

enum class CycleState { planning, active, closing, closed };
DESCRIBE_ENUM(CycleState, planning, active, closing, closed);

/// Nothing of it is changed any more: closed with a grade, given up, or never begun.
[[nodiscard]] constexpr bool has_ended(ObjectiveState state) {
  return state == ObjectiveState::closed || state == ObjectiveState::withdrawn ||
         state == ObjectiveState::abandoned;
}

/// What is closed keeps its figure and takes nothing in: by itself, or with its cycle.
[[nodiscard]] constexpr bool is_closed(ObjectiveState objective, CycleState cycle) {
  return has_ended(objective) || cycle == CycleState::closed;
}
enum class KeyResultKind { move, keep, milestone, binary, baseline };
DESCRIBE_ENUM(KeyResultKind, move, keep, milestone, binary, baseline);
enum class Reported { on_track, at_risk, off_track };
DESCRIBE_ENUM(Reported, on_track, at_risk, off_track);
/// Of a proposed edge. Only `proposed` waits; the others are its end.
enum class ProposalState { proposed, accepted, declined, withdrawn };
DESCRIBE_ENUM(ProposalState, proposed, accepted, declined, withdrawn);
/// One of the two objectives of an edge.
enum class End { child, parent };
DESCRIBE_ENUM(End, child, parent);
enum class LinkKind { drives, guards };
DESCRIBE_ENUM(LinkKind, drives, guards);
enum class Source { manual, kpi };
DESCRIBE_ENUM(Source, manual, kpi);

// --- rows -------------------------------------------------------------------------------------

struct CycleRow {
  CycleId id;
  std::string name_zh;
  std::string name_en;
  Date start_on;
  Date end_on;
  CycleState state = CycleState::planning;
  CycleKind kind = CycleKind::custom;
  std::optional<CycleId> parent;  ///< the longer cycle that it lies in
  std::int64_t version = 1;
};
DESCRIBE(CycleRow, id, name_zh, name_en, start_on, end_on, state, kind, parent, version);
TABLE(CycleRow, "okr_cycle", id);

struct ObjectiveRow {
  ObjectiveId id;
  std::optional<std::string> code;
  CycleId cycle;
  OrgUnitId org_unit;
  std::optional<PersonId> person;
  std::optional<PersonId> owner;
  std::string title_zh;
  std::string title_en;
  std::string why;
  Ambition type = Ambition::committed;
  ObjectiveState state = ObjectiveState::draft;
  Decimal weight = Decimal::from_micros(Decimal::micros_per_unit);
  bool recovers = false;
  std::optional<Reported> reported;
  std::optional<Date> active_on;  ///< the day it started; absent: with its cycle
  std::int64_t version = 1;
};
DESCRIBE(ObjectiveRow, id, code, cycle, org_unit, person, owner, title_zh, title_en, why, type,
         state, weight, recovers, reported, active_on, version);
TABLE(ObjectiveRow, "okr_objective", id);

struct KeyResultRow {
  KeyResultId id;
  ObjectiveId objective;
  std::int64_t position = 0;
  std::string title_zh;
  std::string title_en;
  KeyResultKind kind = KeyResultKind::move;
  std::string unit;
  std::int64_t decimals = 0;
  std::optional<Decimal> start_value;
  std::optional<Decimal> target_value;
  std::optional<Decimal> lower;
  std::optional<Decimal> upper;
  std::optional<Decimal> commit_value;
  std::optional<Decimal> stretch_value;
  Decimal weight = Decimal::from_micros(Decimal::micros_per_unit);
  std::optional<Date> due;
  std::optional<PersonId> owner;
  std::int64_t version = 1;
};
DESCRIBE(KeyResultRow, id, objective, position, title_zh, title_en, kind, unit, decimals,
         start_value, target_value, lower, upper, commit_value, stretch_value, weight, due, owner,
         version);
TABLE(KeyResultRow, "okr_key_result", id);

/// What a key result aimed at before the change of a day. Of several rows that end on one day the
/// first counts: the others never held at the end of one.
struct KeyResultTermRow {
  TermId id;
  KeyResultId key_result;
  Date until;  ///< the day of the change, on which the next terms hold
  std::optional<Decimal> start_value;
  std::optional<Decimal> target_value;
  std::optional<Decimal> commit_value;
  std::optional<Decimal> stretch_value;
  Decimal weight;
  std::string reason;
  std::optional<PersonId> by_person;
  Instant recorded_at;
};
DESCRIBE(KeyResultTermRow, id, key_result, until, start_value, target_value, commit_value,
         stretch_value, weight, reason, by_person, recorded_at);
TABLE(KeyResultTermRow, "okr_key_result_term", id);

struct MilestoneRow {
  MilestoneId id;
  KeyResultId key_result;
  std::int64_t position = 0;
  std::string title_zh;
  std::string title_en;
  Decimal weight = Decimal::from_micros(Decimal::micros_per_unit);
  std::optional<Date> done_on;
};
DESCRIBE(MilestoneRow, id, key_result, position, title_zh, title_en, weight, done_on);
TABLE(MilestoneRow, "okr_milestone", id);

/// Where a key result stands; derived.
struct KeyResultStandingRow {
  KeyResultId key_result;
  std::optional<Decimal> current_value;
  Ratio progress;
  std::optional<Ratio> raw;
  Ratio coverage;
  ProgressState state = ProgressState::pending;
  std::optional<Date> done_on;
  std::optional<Decimal> confidence;
  std::optional<Reported> reported;
  std::optional<Date>
      checked_on;  ///< last check-in; of a driven one the last day of its KPI period
  bool frozen = false;
  bool overridden = false;  ///< a typed value stands in the place of the KPI's
  friend bool operator==(const KeyResultStandingRow&, const KeyResultStandingRow&) = default;
};
DESCRIBE(KeyResultStandingRow, key_result, current_value, progress, raw, coverage, state, done_on,
         confidence, reported, checked_on, frozen, overridden);
TABLE(KeyResultStandingRow, "okr_key_result_standing", key_result);

struct ObjectiveStandingRow {
  ObjectiveId objective;
  std::optional<Ratio> progress;
  Ratio coverage;
  std::string sums;  ///< rules::Sums, as text
  friend bool operator==(const ObjectiveStandingRow&, const ObjectiveStandingRow&) = default;
};
DESCRIBE(ObjectiveStandingRow, objective, progress, coverage, sums);
TABLE(ObjectiveStandingRow, "okr_standing", objective);

struct StandingDay {
  ObjectiveId objective;
  Date day;
  std::optional<Ratio> progress;
  Ratio coverage;
};
DESCRIBE(StandingDay, objective, day, progress, coverage);

/// The same with what it is the quotient of.
struct ObjectiveDayRow {
  ObjectiveId objective;
  Date day;
  std::optional<Ratio> progress;
  Ratio coverage;
  std::string sums;  ///< rules::Sums, as text
  friend bool operator==(const ObjectiveDayRow&, const ObjectiveDayRow&) = default;
};
DESCRIBE(ObjectiveDayRow, objective, day, progress, coverage, sums);
TABLE(ObjectiveDayRow, "okr_standing_day", objective, day);

/// Where a key result stood at the end of a day; derived. Progress is absent while it is pending.
struct KeyResultDayRow {
  KeyResultId key_result;
  Date day;
  std::optional<Ratio> progress;
  Ratio coverage;
  friend bool operator==(const KeyResultDayRow&, const KeyResultDayRow&) = default;
};
DESCRIBE(KeyResultDayRow, key_result, day, progress, coverage);
TABLE(KeyResultDayRow, "okr_key_result_day", key_result, day);

struct CheckInRow {
  CheckInId id;
  KeyResultId key_result;
  Date day;
  std::optional<Decimal> value;
  std::optional<bool> done;
  std::optional<MilestoneId> milestone;
  std::optional<Decimal> confidence;
  std::optional<Reported> reported;
  std::string note;
  std::optional<std::string> blocker;
  Source source = Source::manual;
  std::optional<PersonId> by_person;
  Instant recorded_at;
  std::int64_t revision = 1;
  std::optional<CheckInId> first;  ///< where its chain of corrections began
  std::optional<std::string> override_reason;
  std::optional<std::string> reason;     ///< of a correction
  std::optional<Instant> superseded_at;  ///< when it was corrected; it no longer stands then
  Ratio progress;                        ///< of the key result, after it
};
DESCRIBE(CheckInRow, id, key_result, day, value, done, milestone, confidence, reported, note,
         blocker, source, by_person, recorded_at, revision, first, override_reason, reason,
         superseded_at, progress);
TABLE(CheckInRow, "okr_check_in", id);

struct ContributionRow {
  ContributionId id;
  ObjectiveId child;
  ObjectiveId parent;
  Relation relation = Relation::contributes;
  Decimal share = Decimal::from_micros(Decimal::micros_per_unit);
  std::int64_t version = 1;
};
DESCRIBE(ContributionRow, id, child, parent, relation, share, version);
TABLE(ContributionRow, "okr_contribution", id);

/// An edge that one side asks for while the other has not agreed: it counts nowhere. Answered ones
/// stay, for who asked.
struct ProposalRow {
  ProposalId id;
  ObjectiveId child;
  ObjectiveId parent;
  Relation relation = Relation::contributes;
  Decimal share = Decimal::from_micros(Decimal::micros_per_unit);
  ProposalState state = ProposalState::proposed;
  End waits_for = End::parent;  ///< whose side has to agree
  std::string note;
  std::optional<PersonId> by_person;
  Instant proposed_at;
  std::optional<PersonId> answered_by;
  std::optional<Instant> answered_at;
  std::optional<std::string> reason;
  std::optional<ContributionId> contribution;  ///< what it became
  std::int64_t version = 1;
};
DESCRIBE(ProposalRow, id, child, parent, relation, share, state, waits_for, note, by_person,
         proposed_at, answered_by, answered_at, reason, contribution, version);
TABLE(ProposalRow, "okr_proposal", id);

/// drives: a KPI gives a key result its value; guards: a KPI in breach caps an objective's grade.
struct LinkRow {
  LinkId id;
  LinkKind kind = LinkKind::drives;
  kpi::AssignmentId assignment;
  std::optional<KeyResultId> key_result;
  ObjectiveId objective;
  ValueSpan value_rule = ValueSpan::period;
  std::optional<std::int64_t> k;
  ValueAgg agg = ValueAgg::last;
  std::optional<Decimal> cap;
  std::optional<Decimal> baseline;
  std::optional<Date> baseline_on;
  std::optional<Date> ended_on;  ///< the first day on which it drives no more
  std::int64_t version = 1;
};
DESCRIBE(LinkRow, id, kind, assignment, key_result, objective, value_rule, k, agg, cap, baseline,
         baseline_on, ended_on, version);
TABLE(LinkRow, "okr_link", id);

/// A child as its parent counts it: the edge, and how the child stands.
struct ChildRow {
  ContributionId id;
  ObjectiveId child;
  ObjectiveId parent;
  Relation relation = Relation::contributes;
  Decimal share;
  ObjectiveState state = ObjectiveState::draft;
  Decimal weight;
  std::optional<Ratio> progress;
  std::optional<Ratio> coverage;  ///< absent: it has no standing yet
  CycleId cycle;
  std::optional<Date> active_on;
  std::optional<Date> closed_on;
  std::int64_t version = 1;  ///< of the edge
};
DESCRIBE(ChildRow, id, child, parent, relation, share, state, weight, progress, coverage, cycle,
         active_on, closed_on, version);

/// An objective on the way up from a key result: how it stands, and by which edge it was reached.
struct ObjectivePathRow {
  ObjectiveId objective;
  std::optional<ObjectiveId> child;  ///< absent: the key result is its own
  std::optional<Decimal> share;
  ObjectiveState state = ObjectiveState::draft;
  Decimal weight;
  OrgUnitId org_unit;
  CycleId cycle;
  CycleState cycle_state = CycleState::planning;
  Date start_on;  ///< of the cycle
  Date end_on;
  std::optional<Ratio> progress;
  std::optional<Ratio> coverage;
  std::optional<std::string> sums;  ///< absent: it has no standing yet
};
DESCRIBE(ObjectivePathRow, objective, child, share, state, weight, org_unit, cycle, cycle_state,
         start_on, end_on, progress, coverage, sums);

}  // namespace twinrail::okr
