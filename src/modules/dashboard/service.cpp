#include <algorithm>
#include <set>

#include "modules/dashboard/model.hpp"
#include "modules/okr/okr.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

namespace twinrail::dashboard {
namespace {

constexpr std::int64_t days_a_week = 7;
/// Weeks that a board shows at most: two years. A cycle that is longer shows those around today.
constexpr std::int64_t weeks_max = 106;

BoardCycle cycle_view(const okr::CycleView& c, Date today) {
  const std::int64_t days = c.end - c.start + 1;
  const std::int64_t day = std::clamp<std::int64_t>(today - c.start + 1, 1, days);
  return {c.id,
          c.names,
          c.start,
          c.end,
          c.state,
          (day + days_a_week - 1) / days_a_week,
          (days + days_a_week - 1) / days_a_week,
          day,
          days};
}

KpiRail counted(const std::vector<kpi::KpiView>& rows) {
  KpiRail rail;
  rail.total = static_cast<std::int64_t>(rows.size());
  for (const kpi::KpiView& row : rows) {
    rail.ok += row.light == kpi::Light::ok;
    rail.watch += row.light == kpi::Light::watch;
    rail.breach += row.light == kpi::Light::breach;
    rail.rec += row.light == kpi::Light::rec;
    rail.none += row.light == kpi::Light::none;
    rail.plain += row.light == kpi::Light::plain;
  }
  return rail;
}

/// Worst first: nobody has acknowledged, then the longest.
bool worse(const Warning& a, const Warning& b) {
  return std::tuple(a.acknowledged, -a.days, a.assignment) <
         std::tuple(b.acknowledged, -b.days, b.assignment);
}

std::vector<Warning> warnings_of(const std::vector<kpi::KpiView>& rows,
                                 const std::vector<okr::LinkView>& links,
                                 const std::vector<okr::ObjectiveView>& objectives) {
  std::vector<Warning> list;
  for (const kpi::KpiView& row : rows) {
    if (!row.breach || row.breach->state != kpi::BreachStatus::firing) continue;
    Warning w{*row.breach, row.assignment, row.names,        row.unit_names, row.actual,
              row.unit,    row.decimals,   row.breach->days, false,          {}};
    w.acknowledged =
        row.breach->acknowledged && row.breach->acknowledged->state == kpi::AckState::acknowledged;
    for (const okr::LinkView& link : links) {
      if (link.kind != okr::LinkKind::guards || link.assignment != row.assignment || !link.cap)
        continue;
      const auto guarded = std::ranges::find(objectives, link.objective, &okr::ObjectiveView::id);
      if (guarded != objectives.end()) w.guards.push_back({guarded->id, guarded->title, *link.cap});
    }
    list.push_back(std::move(w));
  }
  std::ranges::sort(list, worse);
  return list;
}

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

void require_unit(const Context& ctx, OrgUnitId unit) {
  if (!ctx.may(permission::read, unit)) throw Error(Fault::not_found, "people.unknown_unit");
}

}  // namespace

Board Service::board(const Context& ctx, Read& db, const BoardOf& request) {
  const Date today = ctx.today();
  std::optional<OrgUnitId> wanted = request.unit;
  if (!wanted && ctx.viewer().person) wanted = people_.home_unit(db, ctx.viewer().person, today);
  if (!wanted) wanted = people_.root(db, today);
  const auto unit = wanted ? people_.unit_view(db, *wanted, today) : std::nullopt;
  if (!unit) throw Error(Fault::not_found, "people.unknown_unit");
  require_unit(ctx, unit->id);

  Board board;
  board.unit = {unit->id, unit->code, unit->names, unit->kind, unit->people, unit->parent};
  board.as_of = today;
  board.updated_at = ctx.now;
  std::vector<OrgUnitId> shown = people_.children(db, unit->id, today);
  shown.insert(shown.begin(), unit->id);
  board.kpis = kpi_.rows_of_units(ctx, db, shown);
  board.kpi = counted(board.kpis);
  for (const kpi::KpiView& row : board.kpis)
    if (row.period)
      board.latest_closed =
          std::max(board.latest_closed.value_or(row.period->end), row.period->end);
  fill_okr_rail(ctx, db, request.cycle, shown, board);
  return board;
}

void Service::fill_okr_rail(const Context& ctx, Read& db, std::optional<okr::CycleId> wanted,
                            const std::vector<OrgUnitId>& shown, Board& board) {
  // Nobody holds a permission of a module that is off: then this rail is not there.
  if (!ctx.viewer().holds(okr::permission::read)) return;
  const Date today = ctx.today();
  std::vector<kpi::AssignmentId> assignments;
  for (const kpi::KpiView& row : board.kpis) assignments.push_back(row.assignment);
  for (const okr::CycleView& c : okr_.all_cycles(db))
    board.cycles.push_back({c.id, c.names, c.start, c.end});
  const std::vector<okr::CycleView> cycles = okr_.all_cycles(db);
  std::optional<okr::CycleView> cycle = okr_.cycle_on(db, today);
  if (wanted) {
    const auto found = std::ranges::find(cycles, *wanted, &okr::CycleView::id);
    if (found == cycles.end()) throw Error(Fault::not_found, "okr.unknown_cycle");
    cycle = *found;
  }
  if (!cycle) return;
  board.cycle = cycle_view(*cycle, today);
  board.objectives = okr_.objectives_of_units(ctx, db, shown, cycle->id);
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
  const okr::Headline h = okr_.headline(own, *cycle, today);
  board.okr = {h.progress, h.expected,          h.gap,        h.pace, h.coverage, h.counted,
               h.recovery, h.recovery_progress, std::nullopt, 0,      0};
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
  board.warnings = warnings_of(board.kpis, links, board.objectives);
  const Date from = cycle->start + first_week(*board.cycle) * days_a_week;
  board.weeks = weeks_of(*board.cycle, today, okr_.history(db, counted, today), weights,
                         kpi_.lights_between(db, assignments, from, today));
  board.okr.forecast = okr_.projected(ended(board.weeks, today), *cycle, today);
  for (BoardWeek& week : board.weeks)
    if (week.now && h.coverage > Ratio::zero()) week.progress = h.progress;  // now, not yet an end
}

}  // namespace twinrail::dashboard
