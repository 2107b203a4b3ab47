#pragma once

#include <string>

#include "modules/okr/model.hpp"

/// The end of an objective and of a cycle: rows, requests and replies.
namespace twinrail::okr {

using rules::Lack;
using rules::ScoreRole;

namespace quota {
inline constexpr Quota scores{"okr.too_many_scores", 200};  ///< of an objective, all ever given
inline constexpr std::size_t steps = 20;                    ///< next steps of a review
}  // namespace quota

/// `achieved` is at or above the line of its ambition; a capped grade never is.
enum class Outcome { achieved, missed, abandoned, withdrawn };
DESCRIBE_ENUM(Outcome, achieved, missed, abandoned, withdrawn);
/// What becomes of the objective in the next cycle.
enum class Decision { keep, modify, abandon };
DESCRIBE_ENUM(Decision, keep, modify, abandon);

// --- rows -------------------------------------------------------------------------------------

struct ScoreRow {
  ScoreId id;
  ObjectiveId objective;
  ScoreRole role = ScoreRole::owner;
  std::optional<PersonId> person;  ///< absent: given by a program
  Decimal score;                   ///< 0..1
  std::string reason;
  Instant recorded_at;
};
DESCRIBE(ScoreRow, id, objective, role, person, score, reason, recorded_at);
TABLE(ScoreRow, "okr_score", id);

struct ClosingRow {
  ObjectiveId objective;
  Date closed_on;
  Outcome outcome = Outcome::missed;
  std::string reason;        ///< why it was given up
  std::optional<Ratio> raw;  ///< before the cap; absent without a grade
  std::optional<Ratio> final_grade;
  std::optional<Decimal> grade;            ///< with one decimal
  std::optional<kpi::AssignmentId> guard;  ///< lowest guardrail in breach at the close
  std::optional<Decimal> cap;              ///< of that guardrail
  std::optional<Decimal> guard_value;      ///< as it stood then
  std::optional<Decimal> guard_limit;
  std::optional<PersonId> by_person;
};
DESCRIBE(ClosingRow, objective, closed_on, outcome, reason, raw, final_grade, grade, guard, cap,
         guard_value, guard_limit, by_person);
TABLE(ClosingRow, "okr_closing", objective);

struct ReviewRow {
  ObjectiveId objective;
  std::string cause;
  std::string learned;
  std::optional<Decision> decision;
  bool carry = false;
  std::optional<Instant> submitted_at;
  std::optional<PersonId> submitted_by;
  std::int64_t version = 0;  ///< 0: nothing has been written yet
};
DESCRIBE(ReviewRow, objective, cause, learned, decision, carry, submitted_at, submitted_by,
         version);
TABLE(ReviewRow, "okr_review", objective);

struct StepRow {
  StepId id;
  ObjectiveId objective;
  std::int64_t position = 0;
  std::string note;
  std::optional<PersonId> owner;
  std::optional<Date> due;
};
DESCRIBE(StepRow, id, objective, position, note, owner, due);
TABLE(StepRow, "okr_review_step", id);

struct OriginRow {
  ObjectiveId objective;
  ObjectiveId source;
  bool carried = false;
};
DESCRIBE(OriginRow, objective, source, carried);
TABLE(OriginRow, "okr_origin", objective);

struct MeetingRow {
  MeetingId id;
  CycleId cycle;
  OrgUnitId org_unit;
  std::optional<Date> held_on;
  std::string attendees;
  std::string notes;
  std::int64_t version = 0;  ///< 0: nothing has been written yet
};
DESCRIBE(MeetingRow, id, cycle, org_unit, held_on, attendees, notes, version);
TABLE(MeetingRow, "okr_meeting", id);

// --- requests ---------------------------------------------------------------------------------

struct CloseQuery {
  CycleId cycle;
  std::optional<OrgUnitId> org_unit;  ///< with all below it; absent: the whole company
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(CloseQuery, cycle, org_unit, cursor, limit);

struct NewScore {
  ObjectiveId objective;
  Decimal score;                    ///< 0..1
  std::optional<Text<500>> reason;  ///< of a manager's score other than the key results come to
};
DESCRIBE(NewScore, objective, score, reason);

struct CloseObjective {
  ObjectiveId objective;
  std::optional<Text<4000>> cause;  ///< of a promise that was not kept
};
DESCRIBE(CloseObjective, objective, cause);

struct AbandonObjective {
  ObjectiveId objective;
  Text<500> reason;
};
DESCRIBE(AbandonObjective, objective, reason);

struct NextStep {
  Text<300> note;
  std::optional<PersonId> owner;  ///< needed once the review is handed in
  std::optional<Date> due;        ///< likewise
};
DESCRIBE(NextStep, note, owner, due);

struct ChangeReview {
  ObjectiveId objective;
  std::optional<Text<4000>> cause;
  std::optional<Text<4000>> learned;
  std::optional<Decision> decision;
  std::optional<List<NextStep, quota::steps>> steps;  ///< all of them, in their order
  std::optional<bool> carry;   ///< a draft in the next cycle, from where this one ended
  std::optional<bool> submit;  ///< hands it in: nothing may be missing then
};
DESCRIBE(ChangeReview, objective, cause, learned, decision, steps, carry, submit);

struct CopyObjective {
  ObjectiveId objective;
  CycleId cycle;
  std::optional<OrgUnitId> org_unit;  ///< the same unless given
  std::optional<bool> carry;          ///< key results begin where the old ones ended
};
DESCRIBE(CopyObjective, objective, cycle, org_unit, carry);

struct MeetingOf {
  CycleId cycle;
  OrgUnitId unit;
};
DESCRIBE(MeetingOf, cycle, unit);

struct ChangeMeeting {
  CycleId cycle;
  OrgUnitId unit;
  std::optional<Date> held_on;
  std::optional<Text<1000>> attendees;
  std::optional<Text<8000>> notes;
};
DESCRIBE(ChangeMeeting, cycle, unit, held_on, attendees, notes);

// --- replies ----------------------------------------------------------------------------------

/// An objective on its way to the close of its cycle.
struct CloseRowView {
  ObjectiveId id;
  Names title;
  Ambition type = Ambition::committed;
  ObjectiveState state = ObjectiveState::active;
  OrgUnitId org_unit;
  Names unit_names;
  std::optional<PersonId> owner;
  std::optional<std::string> owner_name;
  std::optional<Ratio> progress;
  std::optional<Ratio> suggested;  ///< what the key results come to
  std::optional<Ratio> raw;        ///< by the manager's score; absent while nobody has given one
  std::optional<Decimal> grade;    ///< after the cap, one decimal; absent likewise
  bool success = false;
  bool capped = false;             ///< the cap made the grade lower
  std::optional<GuardView> guard;  ///< lowest one in breach, as it stands or stood at the close
  std::string cause;
  std::vector<Lack> lacks;  ///< none: it is ready
};
DESCRIBE(CloseRowView, id, title, type, state, org_unit, unit_names, owner, owner_name, progress,
         suggested, raw, grade, success, capped, guard, cause, lacks);

/// How many of one ambition there are, have a grade, and are a success.
struct AmbitionCount {
  std::int64_t all = 0;
  std::int64_t graded = 0;
  std::int64_t achieved = 0;
};
DESCRIBE(AmbitionCount, all, graded, achieved);

struct CloseCounts {
  std::int64_t all = 0;
  std::int64_t ready = 0;
  std::int64_t told = 0;  ///< with a check-in in the cycle's last days
  std::int64_t graded = 0;
  std::int64_t reviewed = 0;
  std::int64_t capped = 0;
  std::int64_t drafts = 0;  ///< never begun; they do not count
  AmbitionCount aspirational;
  AmbitionCount committed;
};
DESCRIBE(CloseCounts, all, ready, told, graded, reviewed, capped, drafts, aspirational, committed);

struct CloseView {
  CycleView cycle;
  Date told_until;  ///< last day for check-ins of the cycle's days
  Date close_on;    ///< when it is planned to be closed
  CloseCounts counts;
  bool may_close = false;           ///< the viewer, once all of the company's are ready
  std::int64_t company_lacks = 0;   ///< objectives of the whole company that are not ready
  std::vector<CloseRowView> items;  ///< those that are not ready first
  std::optional<std::string> next;
};
DESCRIBE(CloseView, cycle, told_until, close_on, counts, may_close, company_lacks, items, next);

struct ScoreView {
  ScoreRole role = ScoreRole::owner;
  std::int64_t people = 0;
  std::optional<Decimal> score;  ///< the newest; of several people the mean
  std::string reason;
  std::optional<std::string> by_name;  ///< of one person
};
DESCRIBE(ScoreView, role, people, score, reason, by_name);

struct StepView {
  std::string note;
  std::optional<PersonId> owner;
  std::optional<std::string> owner_name;
  std::optional<Date> due;
};
DESCRIBE(StepView, note, owner, owner_name, due);

/// 复盘 of one objective, in the order in which it is read.
struct ReviewView {
  CloseRowView row;
  CycleView cycle;
  std::vector<ScoreView> scores;  ///< owner, collaborators, manager; those that were given
  std::vector<KeyResultView> key_results;
  std::string cause;
  std::string learned;
  std::optional<Decision> decision;
  std::vector<StepView> steps;
  bool carry = false;
  std::optional<CycleView> next_cycle;  ///< where it would go on
  std::optional<ObjectiveId> carried_to;
  std::optional<ObjectiveId> source;  ///< what it was carried over or copied from
  std::optional<Instant> submitted_at;
  std::optional<Outcome> outcome;
  std::string reason;                     ///< why it was given up
  std::optional<ScoreRole> may_score_as;  ///< the viewer; absent: not at all
  bool may_write = false;
  std::int64_t version = 0;
};
DESCRIBE(ReviewView, row, cycle, scores, key_results, cause, learned, decision, steps, carry,
         next_cycle, carried_to, source, submitted_at, outcome, reason, may_score_as, may_write,
         version);

/// What one objective of a unit brings to the meeting.
struct MeetingItem {
  CloseRowView row;
  std::string learned;
  std::optional<Decision> decision;
  std::vector<StepView> steps;
};
DESCRIBE(MeetingItem, row, learned, decision, steps);

struct MeetingView {
  CycleView cycle;
  OrgUnitId unit;
  std::optional<Date> held_on;
  std::string attendees;
  std::string notes;
  std::vector<MeetingItem> items;  ///< the unit's own objectives
  bool may_write = false;
  std::int64_t version = 0;
};
DESCRIBE(MeetingView, cycle, unit, held_on, attendees, notes, items, may_write, version);

}  // namespace twinrail::okr
