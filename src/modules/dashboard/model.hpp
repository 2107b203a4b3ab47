#pragma once

#include "modules/dashboard/dashboard.hpp"
#include "modules/kpi/model.hpp"
#include "modules/okr/model.hpp"
#include "modules/people/people.hpp"

/// What the board shows, in one reply.
namespace twinrail::dashboard {

struct BoardOf {
  std::optional<OrgUnitId> unit;      ///< the viewer's own unit unless named
  std::optional<okr::CycleId> cycle;  ///< the running one unless named
};
DESCRIBE(BoardOf, unit, cycle);

struct BoardUnit {
  OrgUnitId id;
  std::string code;
  Names names;
  people::UnitKind kind = people::UnitKind::team;
  std::int64_t people = 0;
  std::optional<OrgUnitId> parent;
};
DESCRIBE(BoardUnit, id, code, names, kind, people, parent);

struct BoardCycle {
  okr::CycleId id;
  Names names;
  Date start;
  Date end;
  okr::CycleState state = okr::CycleState::planning;
  std::int64_t week = 0;  ///< from 1, clamped to the cycle
  std::int64_t weeks = 0;
  std::int64_t day = 0;
  std::int64_t days = 0;
};
DESCRIBE(BoardCycle, id, names, start, end, state, week, weeks, day, days);

/// The headline of the OKR rail: active objectives of the unit itself, recovery objectives apart.
struct OkrRail {
  std::optional<Ratio> progress;
  std::optional<Ratio> expected;
  std::optional<Ratio> gap;
  okr::Pace pace = okr::Pace::pending;
  Ratio coverage;
  std::int64_t counted = 0;
  std::int64_t recovery = 0;
  std::optional<Ratio> recovery_progress;
  std::optional<Ratio> forecast;
  std::int64_t key_results = 0;
  std::int64_t covered = 0;
};
DESCRIBE(OkrRail, progress, expected, gap, pace, coverage, counted, recovery, recovery_progress,
         forecast, key_results, covered);

/// The KPI rail counted by light.
struct KpiRail {
  std::int64_t total = 0;
  std::int64_t ok = 0;
  std::int64_t watch = 0;
  std::int64_t breach = 0;
  std::int64_t rec = 0;
  std::int64_t none = 0;
  std::int64_t plain = 0;
};
DESCRIBE(KpiRail, total, ok, watch, breach, rec, none, plain);

struct BoardWeek {
  std::int64_t index = 1;
  Date start;
  Date end;
  std::optional<Ratio> progress;  ///< of the headline at the week's end
  std::optional<Ratio> expected;
  std::int64_t ok = 0;
  std::int64_t watch = 0;
  std::int64_t breach = 0;
  std::int64_t rec = 0;
  std::int64_t none = 0;
  bool now = false;
};
DESCRIBE(BoardWeek, index, start, end, progress, expected, ok, watch, breach, rec, none, now);

struct Guarded {
  okr::ObjectiveId objective;
  Names title;
  Decimal cap;
};
DESCRIBE(Guarded, objective, title, cap);

/// A breach that waits for somebody, with what it costs.
struct Warning {
  kpi::BreachView breach;
  kpi::AssignmentId assignment;
  Names names;
  Names unit_names;
  std::optional<Decimal> actual;
  std::string unit;
  std::int64_t decimals = 0;
  std::int64_t days = 0;
  bool acknowledged = false;
  std::vector<Guarded> guards;
};
DESCRIBE(Warning, breach, assignment, names, unit_names, actual, unit, decimals, days, acknowledged,
         guards);

struct BoardLink {
  std::int64_t id = 0;
  okr::LinkKind kind = okr::LinkKind::drives;
  kpi::AssignmentId assignment;
  okr::ObjectiveId objective;
  std::optional<okr::KeyResultId> key_result;
  kpi::Light light = kpi::Light::plain;
};
DESCRIBE(BoardLink, id, kind, assignment, objective, key_result, light);

struct CycleChoice {
  okr::CycleId id;
  Names names;
  Date start;
  Date end;
};
DESCRIBE(CycleChoice, id, names, start, end);

struct Board {
  BoardUnit unit;
  std::optional<BoardCycle> cycle;
  std::vector<CycleChoice> cycles;
  Date as_of;
  Instant updated_at;
  std::optional<Date> latest_closed;  ///< last day that a shown KPI is judged for
  OkrRail okr;
  KpiRail kpi;
  std::vector<BoardWeek> weeks;
  std::vector<Warning> warnings;  ///< of the unit and all below, worst first, 200 at most
  std::int64_t breaches = 0;      ///< all of them
  std::int64_t unacknowledged = 0;
  std::vector<okr::ObjectiveView> objectives;
  std::vector<kpi::KpiView> kpis;
  std::vector<BoardLink> links;
};
DESCRIBE(Board, unit, cycle, cycles, as_of, updated_at, latest_closed, okr, kpi, weeks, warnings,
         breaches, unacknowledged, objectives, kpis, links);

}  // namespace twinrail::dashboard
