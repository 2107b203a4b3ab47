#include "modules/kpi/service_target.hpp"

#include <algorithm>
#include <cstdlib>

#include "modules/kpi/model_target.hpp"
#include "modules/kpi/rules_lines.hpp"
#include "modules/kpi/rules_target.hpp"
#include "modules/kpi/rules_term.hpp"
#include "modules/kpi/service_view.hpp"
#include "modules/kpi/store_target.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

/// The sheet of targets of one KPI as it is shown.
namespace twinrail::kpi {
namespace {

constexpr std::int64_t page_default = 200;
/// Years before and after the running one that a sheet of a yearly KPI shows.
constexpr int years_beside = 2;

Date day_before(const Period& period, const CalendarRule& calendar) {
  return previous(period, Grid::year, calendar).start;
}

/// The days that are shown where the caller names none.
store::DaySpan usual_span(const rules::Definition& d, Date today, const CalendarRule& calendar) {
  const Grid around = d.grid == Grid::day ? Grid::month : Grid::year;
  Period first = period_of(today, around, calendar);
  Period last = first;
  if (d.grid != Grid::year) return {first.start, last.last_day()};
  for (int i = 0; i < years_beside; ++i) {
    first = period_of(day_before(first, calendar), Grid::year, calendar);
    last = next(last, Grid::year, calendar);
  }
  return {first.start, last.last_day()};
}

/// Throws Error "kpi.grid_span" for more columns than a sheet has, or days that end before they
/// begin.
std::vector<Period> columns_of(const Catalogue& c, const rules::Definition& d,
                               const TargetGridQuery& request, Date today) {
  const store::DaySpan usual = usual_span(d, today, c.company_calendar);
  const Date from =
      request.from.value_or(request.to ? std::min(usual.from, *request.to) : usual.from);
  const Date to = request.to.value_or(std::max(usual.to, from));
  const auto refuse = [] {
    return Error(Fault::unprocessable, "kpi.grid_span",
                 Arguments{{"columns", std::to_string(target_columns_max)}});
  };
  if (to < from) throw refuse();
  std::vector<Period> columns;
  for (Period p = period_of(from, d.grid, c.company_calendar); p.start <= to;
       p = next(p, d.grid, c.company_calendar)) {
    if (columns.size() == target_columns_max) throw refuse();
    columns.push_back(p);
  }
  return columns;
}

/// How far a line lies on the bad side of the target.
std::optional<Decimal> distance(Direction direction, const std::optional<Decimal>& target,
                                const std::optional<Decimal>& line) {
  if (!target || !line) return std::nullopt;
  return direction == Direction::lower ? *line - *target : *target - *line;
}

TargetGridRow row_of(const Context& ctx, const Catalogue& c, AssignmentId id,
                     const std::vector<Period>& columns) {
  const rules::AssignmentWithTargets& assignment = c.assignments.at(id);
  const AssignmentRow& a = assignment.row;
  TargetGridRow row{.assignment = id, .unit = a.org_unit, .unit_names = {}};
  row.open = ctx.may(permission::define, a.org_unit);
  const TargetRow* now = rules::in_force(assignment.targets, ctx.today());
  if (now) {
    const Direction direction = c.definition_of(id).kpi.direction;
    const AssignmentRow held = rules::held_on(assignment, ctx.today());
    if (const auto lines = rules::lines_of(direction, held, now)) {
      row.watch = distance(direction, now->target, lines->green.at);
      if (lines->amber) row.red = distance(direction, now->target, lines->amber->at);
    }
  }
  for (const Period& p : columns) {
    TargetCellView& cell = row.cells.emplace_back();
    cell.open = a.valid_from <= p.last_day() && p.start <= a.valid_to;
    if (const TargetRow* t = rules::in_force(assignment.targets, p.last_day()))
      cell.target = t->target;
  }
  return row;
}

/// Marks the cells that were changed after their period had ended.
void mark(Read& db, TargetGrid& grid, const std::vector<AssignmentId>& ids) {
  if (ids.empty() || grid.columns.empty()) return;
  std::set<std::pair<AssignmentId, Date>> changed;
  for (const TargetChangeRow& row :
       store::target_changes(db, ids, grid.columns.front().start, grid.columns.back().end))
    if (row.mode == TargetMode::correction) changed.insert({row.assignment, row.end_on});
  for (TargetGridRow& row : grid.items)
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      row.cells[i].corrected = changed.contains({row.assignment, grid.columns[i].end});
}

}  // namespace

const rules::Definition& sheet_kpi(const Catalogue& c, KpiId kpi) {
  const auto found = c.definitions.find(kpi);
  if (found == c.definitions.end())
    throw Error(Fault::not_found, "kpi.unknown_kpi", Arguments{{"id", std::to_string(kpi.value)}});
  if (found->second.kpi.direction == Direction::range)
    throw Error(Fault::unprocessable, "kpi.grid_of_range");
  return found->second;
}

std::optional<rules::TargetRange> range_of(const Catalogue& c, const rules::Definition& d) {
  std::vector<Decimal> standing;
  for (const auto& [id, assignment] : c.assignments)
    if (assignment.row.kpi == d.kpi.id)
      for (const TargetRow& row : assignment.targets)
        if (row.target) standing.push_back(*row.target);
  return rules::target_range(d.kpi.unit, standing);
}

TargetGrid Service::target_grid(const Context& ctx, Read& db, const TargetGridQuery& request) {
  ctx.require(permission::read);
  const auto c = catalogue(db);
  const rules::Definition& d = sheet_kpi(*c, request.kpi);
  const std::vector<Period> columns = columns_of(*c, d, request, ctx.today());
  TargetGrid grid{.kpi = d.kpi.id,
                  .code = d.kpi.code,
                  .names = {d.kpi.name_zh, d.kpi.name_en},
                  .unit = d.kpi.unit,
                  .decimals = d.kpi.decimals,
                  .direction = d.kpi.direction,
                  .frequency = d.kpi.frequency,
                  .today = ctx.today()};
  for (const Period& p : columns)
    grid.columns.push_back({p.start, p.last_day(), label_of(p, d.kpi.frequency),
                            p.last_day() < ctx.today(), p.contains(ctx.today())});
  if (const auto range = range_of(*c, d)) {
    grid.least = range->least;
    grid.most = range->most;
  }
  std::vector<OrgUnitId> below;
  if (request.unit) below = people_.subtree(db, *request.unit, ctx.today());
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  const std::int64_t after =
      request.cursor ? std::strtoll(request.cursor->c_str(), nullptr, 10) : 0;
  std::vector<AssignmentId> ids;
  std::vector<OrgUnitId> units;
  for (auto at = c->assignments.upper_bound(AssignmentId{after}); at != c->assignments.end();
       ++at) {
    const AssignmentRow& a = at->second.row;
    if (a.kpi != request.kpi ||
        !ctx.may(permission::read, a.org_unit, a.owner.value_or(PersonId{})))
      continue;
    if (request.unit && std::ranges::find(below, a.org_unit) == below.end()) continue;
    if (static_cast<std::int64_t>(ids.size()) == limit) {
      grid.next = std::to_string(ids.back().value);
      break;
    }
    ids.push_back(a.id);
    units.push_back(a.org_unit);
    grid.items.push_back(row_of(ctx, *c, a.id, columns));
  }
  auto names = people_.unit_names(db, units, ctx.today());
  for (TargetGridRow& row : grid.items) row.unit_names = names[row.unit];
  mark(db, grid, ids);
  return grid;
}

}  // namespace twinrail::kpi
