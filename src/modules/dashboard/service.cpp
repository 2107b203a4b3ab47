#include <algorithm>
#include <set>

#include "modules/dashboard/service_parts.hpp"
#include "modules/okr/okr.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

namespace twinrail::dashboard {
namespace {

/// Weeks that a board shows at most: two years. A cycle that is longer shows those around today.
constexpr std::int64_t weeks_max = 106;
/// Breaches that a board lists; more are counted.
constexpr std::size_t warnings_max = 200;

void count_light(BoardWeek& week, kpi::Light light) {
  week.ok += light == kpi::Light::ok;
  week.watch += light == kpi::Light::watch;
  week.breach += light == kpi::Light::breach;
  week.rec += light == kpi::Light::rec;
  week.none += light == kpi::Light::none;
}

/// The headline as it stood at the end of a day: the own objectives by their weights. Absent before
/// anything was measured.
std::optional<Ratio> headline_on(Date day, const std::vector<okr::StandingDay>& history,
                                 const std::map<okr::ObjectiveId, Decimal>& weights) {
  std::map<okr::ObjectiveId, Ratio> progress;
  bool measured = false;
  for (const okr::StandingDay& s : history) {
    if (s.day > day) continue;
    progress[s.objective] = s.progress.value_or(Ratio::zero());
    measured = measured || s.coverage > Ratio::zero();
  }
  if (!measured) return std::nullopt;
  Fraction sum;
  Fraction total;
  for (const auto& [id, weight] : weights) {
    total += Fraction(weight);
    if (const auto found = progress.find(id); found != progress.end())
      sum += Fraction(weight) * Fraction(found->second);
  }
  return total.is_zero() ? std::nullopt : std::optional((sum / total).to_ratio());
}

/// The first week that is shown, from 0.
std::int64_t first_week(const BoardCycle& cycle) {
  const std::int64_t last = std::max<std::int64_t>(cycle.weeks - weeks_max, 0);
  return std::clamp<std::int64_t>(cycle.week - weeks_max / 2, 0, last);
}

/// One column a week of the cycle: the headline at its end, and how many KPIs stood in which light.
std::vector<BoardWeek> weeks_of(const BoardCycle& cycle, Date today,
                                const std::vector<okr::StandingDay>& history,
                                const std::map<okr::ObjectiveId, Decimal>& weights,
                                const std::vector<kpi::LightDay>& lights) {
  std::vector<BoardWeek> weeks;
  const std::int64_t first = first_week(cycle);
  for (std::int64_t i = first; i < std::min(cycle.weeks, first + weeks_max); ++i) {
    BoardWeek week{.index = i + 1, .start = cycle.start + i * days_a_week};
    week.end = std::min(week.start + (days_a_week - 1), cycle.end);
    week.now = week.start <= today && today <= week.end;
    week.expected = Fraction::of(week.end - cycle.start + 1, cycle.days).to_ratio();
    if (week.start <= today) {
      const Date until = std::min(week.end, today);
      week.progress = headline_on(until, history, weights);
      std::map<kpi::AssignmentId, kpi::Light> latest;
      for (const kpi::LightDay& light : lights)
        if (light.end <= until) latest[light.assignment] = light.light;
      for (const auto& [assignment, light] : latest) count_light(week, light);
    }
    weeks.push_back(week);
  }
  return weeks;
}

/// The weeks that are over, for the line through them.
std::vector<std::pair<Date, Ratio>> ended(const std::vector<BoardWeek>& weeks, Date today) {
  std::vector<std::pair<Date, Ratio>> points;
  for (const BoardWeek& week : weeks)
    if (week.progress && week.end <= today) points.emplace_back(week.end, *week.progress);
  return points;
}

/// The cycle that is named, else the running one. Throws Error "okr.unknown_cycle".
std::optional<okr::CycleView> cycle_of(const std::vector<okr::CycleView>& cycles,
                                       std::optional<okr::CycleId> wanted,
                                       const std::optional<okr::CycleView>& running) {
  if (!wanted) return running;
  const auto found = std::ranges::find(cycles, *wanted, &okr::CycleView::id);
  if (found == cycles.end()) throw Error(Fault::not_found, "okr.unknown_cycle");
  return *found;
}

}  // namespace

BoardUnit Service::unit_for(const Context& ctx, Read& db, std::optional<OrgUnitId> wanted) {
  const Date today = ctx.today();
  if (!wanted && ctx.viewer().person) wanted = people_.home_unit(db, ctx.viewer().person, today);
  if (!wanted) wanted = people_.root(db, today);
  const auto unit = wanted ? people_.unit_view(db, *wanted, today) : std::nullopt;
  if (!unit || !ctx.may(permission::read, unit->id))
    throw Error(Fault::not_found, "people.unknown_unit");
  return {unit->id, unit->code, unit->names, unit->kind, unit->people, unit->parent};
}

std::vector<kpi::KpiView> Service::board_rows(const Context& ctx, Read& db,
                                              const std::vector<OrgUnitId>& shown,
                                              const std::optional<okr::CycleView>& cycle) {
  const bool runs = !cycle || (cycle->start <= ctx.today() && ctx.today() <= cycle->end);
  if (runs) return kpi_.rows_of_units(ctx, db, shown);
  return kpi_.rows_between(ctx, db, shown, cycle->start, cycle->end);
}

Board Service::board(const Context& ctx, Read& db, const BoardOf& request) {
  const Date today = ctx.today();
  Board board;
  board.unit = unit_for(ctx, db, request.unit);
  board.as_of = today;
  board.updated_at = ctx.now;
  const OrgUnitId unit = board.unit.id;
  std::vector<OrgUnitId> shown = people_.children(db, unit, today);
  shown.insert(shown.begin(), unit);
  std::optional<okr::CycleView> cycle;
  // Nobody holds a permission of a module that is off: then this rail is not there.
  if (ctx.viewer().holds(okr::permission::read)) {
    const std::vector<okr::CycleView> cycles = okr_.all_cycles(db);
    for (const okr::CycleView& c : cycles) board.cycles.push_back({c.id, c.names, c.start, c.end});
    cycle = cycle_of(cycles, request.cycle, okr_.cycle_on(db, today));
  }
  board.kpis = board_rows(ctx, db, shown, cycle);
  board.kpi = counted(board.kpis);
  for (const kpi::KpiView& row : board.kpis)
    if (row.period)
      board.latest_closed =
          std::max(board.latest_closed.value_or(row.period->end), row.period->end);
  if (cycle) fill_okr_rail(ctx, db, *cycle, shown, board);
  // What is past or still to come waits for nobody.
  if (!cycle || (cycle->start <= today && today <= cycle->end)) add_warnings(ctx, db, board);
  return board;
}

void Service::add_warnings(const Context& ctx, Read& db, Board& board) {
  if (!ctx.viewer().holds(kpi::permission::read)) return;
  std::vector<okr::ObjectiveId> ids;
  for (const okr::ObjectiveView& row : board.objectives) ids.push_back(row.id);
  const auto firing = kpi_.rows_firing(ctx, db, people_.subtree(db, board.unit.id, ctx.today()));
  board.warnings = warnings_of(firing, okr_.links_of(db, ids), board.objectives);
  board.breaches = std::ssize(board.warnings);
  board.unacknowledged = std::ranges::count(board.warnings, false, &Warning::acknowledged);
  if (board.warnings.size() > warnings_max) board.warnings.resize(warnings_max);
}

void Service::fill_okr_rail(const Context& ctx, Read& db, const okr::CycleView& cycle,
                            const std::vector<OrgUnitId>& shown, Board& board) {
  const Date today = ctx.today();
  std::vector<kpi::AssignmentId> assignments;
  for (const kpi::KpiView& row : board.kpis) assignments.push_back(row.assignment);
  board.cycle = cycle_view(cycle, today);
  board.objectives = okr_.objectives_of_units(ctx, db, shown, cycle.id);
  std::vector<okr::ObjectiveView> own;
  std::vector<okr::ObjectiveId> ids;
  std::vector<okr::ObjectiveId> counted;
  std::map<okr::ObjectiveId, Decimal> weights;
  for (const okr::ObjectiveView& row : board.objectives) {
    ids.push_back(row.id);
    if (row.org_unit != shown.front()) continue;
    own.push_back(row);
    if (!okr::rules::has_begun(row.state) || row.recovers) continue;
    counted.push_back(row.id);
    weights[row.id] = row.weight;
  }
  const okr::Headline h = okr_.headline(own, cycle, today);
  board.okr = rail_of(h);
  for (const okr::ObjectiveView& row : board.objectives)
    for (const okr::KeyResultView& kr : row.key_results) {
      ++board.okr.key_results;
      board.okr.covered += kr.state == okr::ProgressState::measured;
    }
  const std::vector<okr::LinkView> links = okr_.links_of(db, ids);
  const auto light_of = [&](kpi::AssignmentId id) {
    const auto row = std::ranges::find(board.kpis, id, &kpi::KpiView::assignment);
    return row == board.kpis.end() ? kpi::Light::plain : row->light;
  };
  for (const okr::LinkView& link : links)
    if (std::ranges::find(assignments, link.assignment) != assignments.end())
      board.links.push_back({link.id.value, link.kind, link.assignment, link.objective,
                             link.key_result, light_of(link.assignment)});
  const Date from = cycle.start + first_week(*board.cycle) * days_a_week;
  board.weeks = weeks_of(*board.cycle, today, okr_.history(db, counted, today), weights,
                         kpi_.lights_between(db, assignments, from, today));
  board.okr.forecast = okr_.projected(ended(board.weeks, today), cycle, today);
  for (BoardWeek& week : board.weeks)
    if (week.now && h.coverage > Ratio::zero()) week.progress = h.progress;  // now, not yet an end
}

}  // namespace twinrail::dashboard
