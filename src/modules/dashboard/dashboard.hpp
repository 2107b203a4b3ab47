#pragma once

#include <vector>

#include "base/access.hpp"
#include "base/describe.hpp"

namespace twinrail {
class Context;
class Read;
}  // namespace twinrail

namespace twinrail::people {
class Service;
}
namespace twinrail::kpi {
class Service;
struct KpiView;
}  // namespace twinrail::kpi
namespace twinrail::okr {
class Service;
struct CycleView;
using CycleId = Id<struct CycleTag>;
}  // namespace twinrail::okr
namespace twinrail::approvals {
class Service;
}

namespace twinrail::dashboard {

namespace permission {
inline constexpr Permission read{"dashboard.read"};  ///< see the board
}  // namespace permission

struct Board;
struct BoardOf;
struct BoardUnit;
struct ChangesQuery;
struct ChangeView;
struct DayUnit;
struct MyDay;
struct Todo;
struct Warning;
struct WeekQuery;
struct WeekSheet;

/// Both rails together: the board of a unit, what changed on it, its weekly sheet, and a person's
/// day. Nothing here is kept; all of it is read through the other modules, within their rights.
class Service {
 public:
  Service(people::Service& people, kpi::Service& kpi, okr::Service& okr,
          approvals::Service& approvals)
      : people_(people), kpi_(kpi), okr_(okr), approvals_(approvals) {}

  /// The dual-track board: both rails of a unit and the links between them, each read once.
  Board board(const Context& ctx, Read& db, const BoardOf& request);
  /// What moved in a unit and below since a day, newest first.
  Page<ChangeView> changes(const Context& ctx, Read& db, const ChangesQuery& request);
  /// What a unit's weekly meeting looks at.
  WeekSheet week(const Context& ctx, Read& db, const WeekQuery& request);
  /// What waits for the caller, and the caller's share in both rails.
  MyDay my_day(const Context& ctx, Read& db, const NoRequest&);

 private:
  BoardUnit unit_for(const Context& ctx, Read& db, std::optional<OrgUnitId> wanted);
  std::vector<kpi::KpiView> board_rows(const Context& ctx, Read& db,
                                       const std::vector<OrgUnitId>& shown,
                                       const std::optional<okr::CycleView>& cycle);
  void fill_okr_rail(const Context& ctx, Read& db, const okr::CycleView& cycle,
                     const std::vector<OrgUnitId>& shown, Board& board);
  /// All breaches of the unit and below, as far as the viewer's rights go.
  void add_warnings(const Context& ctx, Read& db, Board& board);
  void add_week_objectives(const Context& ctx, Read& db, const std::vector<OrgUnitId>& units,
                           WeekSheet& sheet);
  void add_week_metrics(const Context& ctx, Read& db, const std::vector<OrgUnitId>& units,
                        WeekSheet& sheet);
  void add_week_decisions(const Context& ctx, Read& db, WeekSheet& sheet);
  void add_breach_todos(const Context& ctx, Read& db, std::vector<Todo>& todos);
  void add_approval_todos(const Context& ctx, Read& db, std::vector<Todo>& todos);
  void add_entry_todos(const Context& ctx, Read& db, std::vector<Todo>& todos);
  void add_goal_todos(const Context& ctx, Read& db, MyDay& day);
  std::optional<DayUnit> day_unit(const Context& ctx, Read& db);

  people::Service& people_;
  kpi::Service& kpi_;
  okr::Service& okr_;
  approvals::Service& approvals_;
};

}  // namespace twinrail::dashboard
