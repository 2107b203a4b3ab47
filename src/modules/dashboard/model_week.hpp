#pragma once

#include "modules/dashboard/model_day.hpp"

/// The sheet of a unit's weekly meeting.
namespace twinrail::dashboard {

/// What a meeting takes at most.
inline constexpr std::int64_t meeting_minutes = 30;

struct WeekQuery {
  std::optional<OrgUnitId> unit;  ///< with all below; the viewer's own unless named
  std::optional<Date> since;      ///< a week ago unless named; 92 days ago at most
};
DESCRIBE(WeekQuery, unit, since);

/// An objective that moved, or is behind.
struct WeekObjective {
  okr::ObjectiveId id;
  Names title;
  Names unit_names;
  std::optional<std::string> owner_name;
  std::optional<Ratio> before;  ///< at the end of the day before `since`
  std::optional<Ratio> after;
  std::optional<Ratio> change;
  std::optional<Ratio> expected;
  std::optional<Ratio> gap;
  okr::Pace pace = okr::Pace::pending;
};
DESCRIBE(WeekObjective, id, title, unit_names, owner_name, before, after, change, expected, gap,
         pace);

/// How a metric stands against the start of the sheet's days.
enum class WeekTurn { opened, over, changed, still };
DESCRIBE_ENUM(WeekTurn, opened, over, changed, still);

struct WeekMetric {
  kpi::KpiView row;
  WeekTurn turn = WeekTurn::still;
  std::optional<Decimal> before;  ///< of the last period that had ended then
  std::optional<Decimal> change;
};
DESCRIBE(WeekMetric, row, turn, before, change);

/// A key result that nobody has told of in time.
struct WeekSilence {
  okr::KeyResultId key_result;
  Names title;
  Names of;
  std::optional<std::string> owner_name;
  std::int64_t days = 0;  ///< since it was last told of
};
DESCRIBE(WeekSilence, key_result, title, of, owner_name, days);

enum class AgendaKind { breach, back, behind, confidence, silence, decisions };
DESCRIBE_ENUM(AgendaKind, breach, back, behind, confidence, silence, decisions);

/// What the meeting decides on, with its time.
struct AgendaItem {
  AgendaKind kind = AgendaKind::breach;
  std::int64_t subject = 0;  ///< assignment, objective or key result; 0 of what names several
  Names title;
  std::optional<Names> unit_names;  ///< of a breach: the first one's
  std::int64_t from_minute = 0;     ///< since the meeting began
  std::int64_t minutes = 0;
  std::vector<std::string> owners;
  std::int64_t count = 1;
  std::int64_t done = 0;              ///< of `count` decisions
  std::optional<Ratio> points;        ///< step back, or gap
  std::optional<Decimal> confidence;  ///< now
};
DESCRIBE(AgendaItem, kind, subject, title, unit_names, from_minute, minutes, owners, count, done,
         points, confidence);

struct WeekSheet {
  BoardUnit unit;
  std::optional<BoardCycle> cycle;
  Date since;
  Date today;
  Instant updated_at;
  std::int64_t forward = 0;  ///< objectives that went on
  std::int64_t back = 0;     ///< and those that stepped back
  std::int64_t opened = 0;   ///< breaches
  std::int64_t over = 0;
  std::int64_t silent_people = 0;
  std::int64_t objectives_counted = 0;
  std::int64_t objectives_left = 0;  ///< that moved or are behind, and have no room on the page
  std::int64_t metrics_normal = 0;   ///< not listed: all is well, and nothing changed
  std::int64_t metrics_left = 0;
  std::int64_t silent_counted = 0;  ///< key results that nobody told of
  std::int64_t corrected = 0;       ///< figures, of the newest 200 changes
  std::vector<WeekObjective> objectives;
  std::vector<WeekMetric> metrics;
  std::vector<ChangeView> confidence;  ///< check-ins that believe less than the one before
  std::vector<WeekSilence> silent;
  std::vector<ChangeView> corrections;
  std::vector<okr::DecisionView> decisions;  ///< not done, or done since `since`; the due first
  std::int64_t decisions_left = 0;
  bool may_decide = false;  ///< write down what this meeting decides
  std::vector<AgendaItem> agenda;
  std::int64_t agenda_left = 0;  ///< items that the meeting has no time for
};
DESCRIBE(WeekSheet, unit, cycle, since, today, updated_at, forward, back, opened, over,
         silent_people, objectives_counted, objectives_left, metrics_normal, metrics_left,
         silent_counted, corrected, objectives, metrics, confidence, silent, corrections, decisions,
         decisions_left, may_decide, agenda, agenda_left);

}  // namespace twinrail::dashboard
