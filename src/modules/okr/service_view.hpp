#pragma once

#include "modules/okr/store.hpp"
#include "platform/context.hpp"

/// How stored rows become what is shown.
namespace twinrail::okr {

/// Days between two check-ins of a person, and how late one may be. A figure of a KPI may be as
/// late as its assignment allows, if that is more.
inline constexpr std::int64_t cadence_days = 7;
inline constexpr std::int64_t grace_days = 3;

/// Expected, gap and status on a day of the cycle.
struct Paced {
  std::optional<Ratio> expected;
  std::optional<Ratio> gap;
  Pace pace = Pace::pending;
  bool disagrees = false;
};

struct PacedFigure {
  std::optional<Decimal> progress;
  rules::PaceKind kind = rules::PaceKind::move;
  std::optional<Ratio> expected;  ///< of what has parts: their mean
  std::optional<Reported> reported;
  bool outdated = false;
  bool closed = false;
};

/// The day from which on an objective counts: that of its start, in its cycle.
[[nodiscard]] Date start_of(std::optional<Date> active_on, const CycleRow& cycle);
[[nodiscard]] Paced paced(const PacedFigure& figure, Date start, Date end, Date today);
[[nodiscard]] rules::PaceKind pace_kind(KeyResultKind kind);
[[nodiscard]] CycleView cycle_view(const CycleRow& row);
[[nodiscard]] LinkView link_view(const LinkRow& row);
[[nodiscard]] ContributionView contribution_view(const ContributionRow& row);

/// Everything that a list of objectives shows; each query runs once for the whole list.
struct ListData {
  std::vector<ObjectiveRow> objectives;
  std::map<CycleId, CycleRow> cycles;
  std::map<ObjectiveId, std::vector<KeyResultRow>> key_results;
  std::map<KeyResultId, std::vector<MilestoneRow>> milestones;
  std::map<KeyResultId, KeyResultStandingRow> key_result_standings;
  std::map<ObjectiveId, ObjectiveStandingRow> objective_standings;
  std::map<KeyResultId, std::vector<KeyResultTermRow>> terms;
  std::map<ObjectiveId, std::vector<ChildRow>> children;
  std::map<ObjectiveId, Date> closed_on;
  std::map<ObjectiveId, std::vector<LinkRow>> links;
  std::map<kpi::AssignmentId, kpi::AssignmentView> kpis;
  std::map<ObjectiveId, std::vector<ParentView>> parents;
  std::map<ObjectiveId, ObjectiveRow> parent_objectives;
  std::map<OrgUnitId, Names> unit_names;
  std::map<PersonId, std::string> people;
};

[[nodiscard]] ListData load_list(Read& db, people::Service& people, kpi::Service& kpi,
                                 const std::vector<ObjectiveId>& ids, Date today);
/// Parents that the viewer may not see are left out.
[[nodiscard]] ObjectiveView objective_view(const Context& ctx, const ListData& data,
                                           const ObjectiveRow& o);

[[nodiscard]] bool may_read(const Context& ctx, const ObjectiveRow& o);
[[nodiscard]] bool may_read(const Context& ctx, const ObjectiveView& o);
/// Whether a KPI may be named: goals are open to the company, KPIs follow the units.
[[nodiscard]] bool may_read(const Context& ctx, const kpi::AssignmentView& k);
/// What names a KPI, for who may read it in its unit.
template <class T>
[[nodiscard]] Visible<T> shown(const Context& ctx, const kpi::AssignmentView& k, T value) {
  return ctx.show(kpi::permission::read, k.org_unit, k.owner.value_or(PersonId{}),
                  std::move(value));
}
/// Throws Error "okr.cycle_closed" or "okr.closed".
void require_open(ObjectiveState objective, CycleState cycle);
void require_open(Read& db, const ObjectiveRow& o);
/// Also throws Error "okr.cycle_closing": once a cycle's days are over, what was planned for it
/// stays.
void require_plannable(Read& db, const ObjectiveRow& o);

/// Refuses as for an unknown id where the viewer may not see the objective.
ObjectiveRow objective_or_refuse(const Context& ctx, Read& db, ObjectiveId id);
/// The objective that something belongs to. Where the viewer may not see it, the thing itself is
/// refused as `unknown`.
ObjectiveRow objective_behind(const Context& ctx, Read& db, ObjectiveId id, const char* unknown);
[[nodiscard]] bool may_write(const Context& ctx, const ObjectiveRow& o);
void require_write(const Context& ctx, const ObjectiveRow& o);
[[nodiscard]] Error refuse_field(const char* pointer, const char* key);

}  // namespace twinrail::okr
