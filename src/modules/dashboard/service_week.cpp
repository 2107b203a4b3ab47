#include <algorithm>
#include <set>

#include "modules/dashboard/model_week.hpp"
#include "modules/dashboard/rules.hpp"
#include "modules/dashboard/service_parts.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

/// The sheet of a weekly meeting: what moved since a day, and what is to be decided on.
namespace twinrail::dashboard {
namespace {

/// What one printed page has room for.
constexpr std::size_t objectives_max = 5;
constexpr std::size_t metrics_max = 5;
constexpr std::size_t lines_max = 4;
constexpr std::size_t decisions_max = 6;
/// Changes that are looked through for check-ins and corrections.
constexpr std::int64_t changes_max = 200;

std::optional<Ratio> less(const std::optional<Ratio>& a, const std::optional<Ratio>& b) {
  return a && b ? std::optional(*a - *b) : std::nullopt;
}

WeekObjective week_view(const okr::ObjectiveView& o, std::optional<Ratio> before) {
  return {
      o.id,       o.title, o.unit_names, o.owner_name, before, o.progress, less(o.progress, before),
      o.expected, o.gap,   o.pace};
}

/// A sheet shows whole points; less than half of one is no move.
bool has_moved(const WeekObjective& o) {
  constexpr std::int64_t half_a_point = 50;  // ten-thousandths
  return o.change && std::abs(o.change->parts()) >= half_a_point;
}
bool went_back(const WeekObjective& o) { return has_moved(o) && *o.change < Ratio::zero(); }
bool is_late(okr::Pace pace) { return pace == okr::Pace::at_risk || pace == okr::Pace::off_track; }

/// Steps back first, then those that moved, then those that are behind.
int place_of(const WeekObjective& o) { return went_back(o) ? 0 : has_moved(o) ? 1 : 2; }

/// The last period that had ended before a day, in the small line of a row.
const kpi::SparkPoint* last_before(const kpi::KpiView& row, Date since) {
  const kpi::SparkPoint* found = nullptr;
  if (row.period && row.period->end < since)
    for (const kpi::SparkPoint& point : row.spark)
      if (point.start == row.period->start) return &point;
  for (std::size_t i = 0; i + 1 < row.spark.size(); ++i)
    // A period is over the day before the next one begins.
    if (row.spark[i + 1].start <= since) found = &row.spark[i];
  return found;
}

std::optional<WeekMetric> week_view(const kpi::KpiView& row, Date since) {
  const kpi::SparkPoint* before = last_before(row, since);
  const auto turn = rules::turn_of(before ? std::optional(before->light) : std::nullopt, row.light);
  if (!turn) return std::nullopt;
  WeekMetric metric{row, *turn, before ? before->value : std::nullopt, {}};
  if (metric.before && row.actual)
    metric.change = within_range([&] { return *row.actual - *metric.before; });
  return metric;
}

/// Breaches, then what needs a look, then what is well again.
bool first_of(const WeekMetric& a, const WeekMetric& b) {
  const auto place = [](const WeekMetric& m) {
    return std::tuple(m.turn != WeekTurn::opened, m.turn != WeekTurn::over);
  };
  if (place(a) != place(b)) return place(a) < place(b);
  return rules::needs_look_before(a.row, b.row);
}

void add_silent(WeekSheet& sheet, const std::vector<okr::ObjectiveView>& objectives, Date began) {
  std::set<std::string> people;
  for (const okr::ObjectiveView& o : objectives) {
    if (o.state != okr::ObjectiveState::active) continue;
    for (const okr::KeyResultView& kr : o.key_results) {
      if (kr.value_mode != okr::ValueMode::manual || kr.frozen || kr.done_on) continue;
      const Date last = kr.last_check_in.value_or(std::max(o.active_on.value_or(began), began));
      if (rules::overdue_days(last, sheet.today) == 0) continue;
      const auto owner = kr.owner_name ? kr.owner_name : o.owner_name;
      if (owner) people.insert(*owner);
      sheet.silent.push_back({kr.id, kr.title, o.title, owner, sheet.today - last});
    }
  }
  sheet.silent_people = std::ssize(people);
  rules::sort_keeping(sheet.silent,
                      [](const WeekSilence& a, const WeekSilence& b) { return a.days > b.days; });
}

AgendaItem item_of(AgendaKind kind, std::int64_t subject, const Names& title,
                   const std::optional<std::string>& owner) {
  AgendaItem item{.kind = kind, .subject = subject, .title = title};
  if (owner) item.owners.push_back(*owner);
  return item;
}

void add_owner(AgendaItem& item, const std::optional<std::string>& owner) {
  if (owner && std::ranges::find(item.owners, *owner) == item.owners.end())
    item.owners.push_back(*owner);
}

/// What earlier meetings decided, as long as any of it is not done; its owners are of those.
void add_decisions(std::vector<AgendaItem>& items, const WeekSheet& sheet) {
  AgendaItem item{.kind = AgendaKind::decisions, .count = 0};
  for (const okr::DecisionView& d : sheet.decisions) {
    if (d.decided_on == sheet.today) continue;
    ++item.count;
    item.done += d.done_on.has_value();
    if (!d.done_on) add_owner(item, d.owner_name);
  }
  if (item.done < item.count) items.push_back(std::move(item));
}

/// Breaches that nobody has acknowledged; those of one KPI are one thing to talk about.
void add_breaches(std::vector<AgendaItem>& items, const std::vector<WeekMetric>& metrics) {
  std::map<kpi::KpiId, std::size_t> places;
  for (const WeekMetric& m : metrics) {
    const auto& breach = m.row.breach;
    if (!breach || breach->state != kpi::BreachStatus::firing || breach->acknowledged) continue;
    const auto [place, fresh] = places.try_emplace(m.row.kpi, items.size());
    if (fresh) {
      items.push_back(
          item_of(AgendaKind::breach, m.row.assignment.value, m.row.names, m.row.owner_name));
      items.back().unit_names = m.row.unit_names;
      continue;
    }
    AgendaItem& item = items[place->second];
    ++item.count;
    add_owner(item, m.row.owner_name);
  }
}

std::vector<AgendaItem> agenda_of(const WeekSheet& sheet) {
  std::vector<AgendaItem> items;
  add_breaches(items, sheet.metrics);
  for (const WeekObjective& o : sheet.objectives) {
    const bool back = went_back(o);
    if (!back && !is_late(o.pace)) continue;
    items.push_back(
        item_of(back ? AgendaKind::back : AgendaKind::behind, o.id.value, o.title, o.owner_name));
    items.back().points = back ? o.change : o.gap;
  }
  for (const ChangeView& c : sheet.confidence) {
    items.push_back(item_of(AgendaKind::confidence, c.key_result->value, c.title, c.by_name));
    items.back().confidence = c.confidence;
  }
  if (!sheet.silent.empty()) {
    AgendaItem& silence = items.emplace_back(item_of(AgendaKind::silence, 0, {}, {}));
    silence.count = std::ssize(sheet.silent);
    for (const WeekSilence& s : sheet.silent) add_owner(silence, s.owner_name);
  }
  add_decisions(items, sheet);
  return items;
}

void keep_first(auto& list, std::size_t most) {
  if (list.size() > most) list.resize(most);
}

}  // namespace

void Service::add_week_objectives(const Context& ctx, Read& db, const std::vector<OrgUnitId>& units,
                                  WeekSheet& sheet) {
  const auto cycle = okr_.cycle_on(db, sheet.today);
  if (!cycle || !ctx.viewer().holds(okr::permission::read)) return;
  sheet.cycle = cycle_view(*cycle, sheet.today);
  auto objectives = okr_.objectives_under_way(ctx, db, units, cycle->id);
  std::erase_if(objectives, [](const okr::ObjectiveView& o) { return o.person.has_value(); });
  std::vector<okr::ObjectiveId> ids;
  for (const okr::ObjectiveView& o : objectives) ids.push_back(o.id);
  std::map<okr::ObjectiveId, std::optional<Ratio>> before;
  for (const okr::StandingDay& day : okr_.history(db, ids, sheet.since - 1))
    before[day.objective] = day.progress;
  for (const okr::ObjectiveView& o : objectives) {
    WeekObjective view = week_view(o, before[o.id]);
    sheet.forward += has_moved(view) && !went_back(view);
    sheet.back += went_back(view);
    if (has_moved(view) || is_late(view.pace)) sheet.objectives.push_back(std::move(view));
  }
  sheet.objectives_counted = std::ssize(objectives);
  rules::sort_keeping(sheet.objectives, [](const WeekObjective& a, const WeekObjective& b) {
    return place_of(a) < place_of(b);
  });
  add_silent(sheet, objectives, cycle->start);
}

void Service::add_week_metrics(const Context& ctx, Read& db, const std::vector<OrgUnitId>& units,
                               WeekSheet& sheet) {
  if (!ctx.viewer().holds(kpi::permission::read)) return;
  for (const kpi::KpiView& row : kpi_.rows_of_units(ctx, db, units)) {
    if (auto metric = week_view(row, sheet.since)) {
      sheet.opened += metric->turn == WeekTurn::opened;
      sheet.over += metric->turn == WeekTurn::over;
      sheet.metrics.push_back(std::move(*metric));
    } else {
      sheet.metrics_normal += row.light == kpi::Light::ok;
    }
  }
  rules::sort_keeping(sheet.metrics, first_of);
}

void Service::add_week_decisions(const Context& ctx, Read& db, WeekSheet& sheet) {
  if (!ctx.viewer().holds(okr::permission::read)) return;
  sheet.may_decide = ctx.may(okr::permission::write, sheet.unit.id);
  sheet.decisions = okr_.decisions(ctx, db, sheet.unit.id, sheet.since);
  rules::sort_keeping(sheet.decisions, rules::due_before);
}

WeekSheet Service::week(const Context& ctx, Read& db, const WeekQuery& request) {
  WeekSheet sheet{.today = ctx.today(), .updated_at = ctx.now};
  sheet.unit = unit_for(ctx, db, request.unit);
  sheet.since = since_of(request.since, sheet.today);
  const std::vector<OrgUnitId> units = people_.subtree(db, sheet.unit.id, sheet.today);
  add_week_objectives(ctx, db, units, sheet);
  add_week_metrics(ctx, db, units, sheet);
  const ChangesQuery moved{
      .since = sheet.since, .unit = sheet.unit.id, .cursor = {}, .limit = {changes_max}};
  for (ChangeView& c : changes(ctx, db, moved).items) {
    const bool sinks = c.kind == ChangeKind::check_in && c.confidence && c.confidence_before &&
                       *c.confidence < *c.confidence_before;
    if (c.kind == ChangeKind::correction)
      sheet.corrections.push_back(std::move(c));
    else if (sinks)
      sheet.confidence.push_back(std::move(c));
  }
  add_week_decisions(ctx, db, sheet);
  sheet.corrected = std::ssize(sheet.corrections);
  keep_first(sheet.corrections, lines_max);
  keep_first(sheet.confidence, lines_max);
  sheet.agenda = agenda_of(sheet);
  sheet.agenda_left = rules::plan(sheet.agenda);
  sheet.decisions_left = std::ssize(sheet.decisions);
  keep_first(sheet.decisions, decisions_max);
  sheet.decisions_left -= std::ssize(sheet.decisions);
  sheet.silent_counted = std::ssize(sheet.silent);
  keep_first(sheet.silent, lines_max);
  sheet.objectives_left = std::ssize(sheet.objectives);
  keep_first(sheet.objectives, objectives_max);
  sheet.objectives_left -= std::ssize(sheet.objectives);
  sheet.metrics_left = std::ssize(sheet.metrics);
  keep_first(sheet.metrics, metrics_max);
  sheet.metrics_left -= std::ssize(sheet.metrics);
  return sheet;
}

}  // namespace twinrail::dashboard
