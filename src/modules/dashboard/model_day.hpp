#pragma once

#include "modules/dashboard/model.hpp"

/// What changed, and a person's day.
namespace twinrail::dashboard {

/// Days that are looked back at most.
inline constexpr std::int64_t since_days_max = 92;

struct ChangesQuery {
  std::optional<Date> since;      ///< a week ago unless named; 92 days ago at most
  std::optional<OrgUnitId> unit;  ///< with all below; the viewer's own unless named
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(ChangesQuery, since, unit, cursor, limit);

/// `opened` and `over` are a breach's; `light` any other change of a metric's status.
enum class ChangeKind {
  opened,
  over,
  light,
  acknowledged,
  correction,
  target,
  check_in,
  progress,
  aim
};
DESCRIBE_ENUM(ChangeKind, opened, over, light, acknowledged, correction, target, check_in, progress,
              aim);

struct ChangeView {
  ChangeKind kind = ChangeKind::light;
  std::int64_t id = 0;  ///< with the kind and the moment it names one change
  Instant at;           ///< of what holds of a whole day: its end
  Date on;
  OrgUnitId org_unit;
  Names unit_names;
  Names title;              ///< metric, measure, objective or key result
  std::optional<Names> of;  ///< of a key result: its objective
  std::optional<kpi::AssignmentId> assignment;
  std::optional<kpi::MeasureId> measure;
  std::optional<okr::ObjectiveId> objective;
  std::optional<okr::KeyResultId> key_result;
  std::string unit;  ///< of before and after
  std::int64_t decimals = 0;
  std::optional<Decimal> before;
  std::optional<Decimal> after;
  std::optional<kpi::Light> light_before;
  std::optional<kpi::Light> light_after;
  std::optional<Decimal> confidence_before;
  std::optional<Decimal> confidence;
  std::optional<Date> until;  ///< of an acknowledgement: last day, inclusive
  std::optional<std::string> by_name;
  std::string text;  ///< reason, note or blocker
};
DESCRIBE(ChangeView, kind, id, at, on, org_unit, unit_names, title, of, assignment, measure,
         objective, key_result, unit, decimals, before, after, light_before, light_after,
         confidence_before, confidence, until, by_name, text);

// --- my day

enum class TodoKind { breach, approval, entry, check_in, review, close };
DESCRIBE_ENUM(TodoKind, breach, approval, entry, check_in, review, close);

/// Something that waits for the viewer.
struct Todo {
  TodoKind kind = TodoKind::breach;
  /// Number of the assignment, approval, key result, objective's cycle or cycle; 0 of the entries.
  std::int64_t subject = 0;
  Names title;
  std::optional<Names> of;  ///< objective of a key result, kind of an approval, cycle of a review
  std::int64_t days = 0;    ///< since it began, or overdue
  std::int64_t count = 0;   ///< entries that are missing, objectives that are not reviewed
  std::optional<std::string> by_name;  ///< who asks
  std::optional<Warning> warning;      ///< of a breach
};
DESCRIBE(Todo, kind, subject, title, of, days, count, by_name, warning);

/// The unit that the viewer stands in, itself alone.
struct DayUnit {
  BoardUnit unit;
  OkrRail okr;
  KpiRail kpi;
  std::vector<okr::ObjectiveView> objectives;
  std::vector<kpi::KpiView> metrics;  ///< those that need a look first
};
DESCRIBE(DayUnit, unit, okr, kpi, objectives, metrics);

struct MyDay {
  Date today;
  Instant updated_at;
  std::optional<BoardCycle> cycle;
  std::vector<Todo> todos;                ///< by consequence
  std::vector<okr::ObjectiveView> goals;  ///< the viewer's own in the running cycles
  std::vector<kpi::KpiView> metrics;      ///< the viewer's own, those that need a look first
  /// Of all objectives and metrics shown: behind, or past a line and not among what waits.
  std::int64_t behind = 0;
  std::optional<DayUnit> unit;
  std::vector<ChangeView> moves;  ///< since yesterday, in the unit and below
};
DESCRIBE(MyDay, today, updated_at, cycle, todos, goals, metrics, behind, unit, moves);

}  // namespace twinrail::dashboard
