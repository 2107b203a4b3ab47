#include "modules/kpi/service_view.hpp"

#include <algorithm>
#include <set>

#include "modules/kpi/rules_lines.hpp"
#include "modules/kpi/rules_term.hpp"
#include "modules/kpi/service_reported.hpp"
#include "modules/kpi/store_entry.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

namespace twinrail::kpi {
namespace {

/// Periods that a list's small line shows.
constexpr std::size_t spark_periods = 12;

std::optional<std::string> text(const std::optional<std::string>& value) { return value; }

AcknowledgementView acknowledgement(const Catalogue& c,
                                    const rules::AssignmentWithTargets& assignment,
                                    const BreachRow& row, const PointRow* latest, Date today) {
  AcknowledgementView view{.by = *row.accepted_by,
                           .at = *row.accepted_at,
                           .accepted_value = *row.accepted_value,
                           .last_day = *row.accepted_until,
                           .reason = row.accepted_reason.value_or("")};
  const rules::Definition& d = c.definitions.at(assignment.row.kpi);
  const TargetRow* target = rules::target_on(assignment, latest ? latest->end_on : today);
  std::optional<Fraction> value;
  if (latest && latest->value) value = Fraction(*latest->value);
  const auto ends = rules::acknowledgement_ends({*row.accepted_value, *row.accepted_until},
                                                rules::aim_of(d, target), today, value);
  if (ends == rules::AckReason::expired) view.state = AckState::expired;
  if (ends == rules::AckReason::worse_than_accepted) view.state = AckState::worse_than_accepted;
  return view;
}

BreachStatus status_of(const BreachRow& row) {
  return enum_named<BreachStatus>(row.state).value_or(BreachStatus::firing);
}

/// What the value gained since the period right before it, where both have one.
std::optional<Decimal> change_of(const std::vector<PointRow>& points, const PointRow& latest) {
  const auto before = std::ranges::find_if(
      points, [&](const PointRow& p) { return p.judged && p.end_on + 1 == latest.start_on; });
  if (before == points.end() || !before->value || !latest.value) return std::nullopt;
  return within_range([&] { return *latest.value - *before->value; });
}

/// How old the last figure is of those that have none now; `to`: of periods that ended by then.
void add_last_figures(Read& db, std::vector<KpiView>& rows, std::optional<Date> to = {}) {
  std::vector<AssignmentId> without;
  for (const KpiView& row : rows)
    if (row.period && !row.actual) without.push_back(row.assignment);
  if (without.empty()) return;
  std::map<AssignmentId, Date> ends;
  for (const store::PeriodEnd& end :
       to ? store::last_values_by(db, without, *to) : store::last_values(db, without))
    ends[end.assignment] = end.end_on;
  for (KpiView& row : rows)
    if (const auto end = ends.find(row.assignment); end != ends.end())
      row.last_figure_on = end->second;
}

EarlierView earlier_view(const PointRow& p, const std::optional<Decimal>& now,
                         Frequency frequency) {
  EarlierView view{
      {p.start_on, p.end_on, label_of({p.start_on, p.end_on + 1}, frequency)}, p.value, {}};
  if (p.value && now) view.change = within_range([&] { return *now - *p.value; });
  return view;
}

/// The period right before the newest one, where the points tell of it.
std::optional<EarlierView> period_before(const std::vector<PointRow>& points, const KpiView& row) {
  const auto before = std::ranges::find_if(
      points, [&](const PointRow& p) { return p.judged && p.end_on + 1 == row.period->start; });
  if (before == points.end()) return std::nullopt;
  return earlier_view(*before, row.actual, row.frequency);
}

/// The same period a year earlier, of all rows in one question.
void add_year_ago(const Catalogue& c, Read& db, std::vector<KpiView>& rows) {
  std::map<AssignmentId, Date> wanted;
  std::vector<AssignmentId> ids;
  std::set<Date> starts;
  for (const KpiView& row : rows) {
    if (!row.period || row.period->start.year() <= 1) continue;
    const Period now{row.period->start, row.period->end + 1};
    const Grid grid = c.definition_of(row.assignment).grid;
    const Date start = c.calendar_of(row.org_unit).year_before(now, grid).start;
    wanted[row.assignment] = start;
    ids.push_back(row.assignment);
    starts.insert(start);
  }
  if (ids.empty()) return;
  std::map<AssignmentId, PointRow> found;
  for (PointRow& p : store::points_at(db, ids, {starts.begin(), starts.end()}))
    if (p.judged && wanted[p.assignment] == p.start_on) found[p.assignment] = std::move(p);
  for (KpiView& row : rows)
    if (const auto p = found.find(row.assignment); p != found.end())
      row.year_ago = earlier_view(p->second, row.actual, row.frequency);
}

/// The lines that colour it. Where no breach rule draws the red one, the target's own is shown.
void tell_lines(KpiView& row, const std::optional<rules::Thresholds>& lines) {
  if (!lines) return;
  row.watch = lines->green.at;
  row.watch_to = lines->green.to;
  tell_red_line(row, row.direction, lines->amber);
}

std::vector<SparkPoint> spark_of(const std::vector<PointRow>& points) {
  std::vector<SparkPoint> spark;
  const std::size_t first = points.size() > spark_periods ? points.size() - spark_periods : 0;
  for (std::size_t i = first; i < points.size(); ++i)
    spark.push_back({points[i].start_on, points[i].value, rules::light_of(points[i])});
  return spark;
}

void name_all(people::Service& people, Read& db, std::vector<KpiView>& rows,
              const std::map<AssignmentId, BreachRow>& breaches, Date on) {
  std::vector<OrgUnitId> units;
  std::vector<PersonId> owners;
  for (const KpiView& row : rows) {
    units.push_back(row.org_unit);
    if (row.owner) owners.push_back(*row.owner);
  }
  for (const auto& [id, breach] : breaches)
    if (breach.accepted_person) owners.push_back(*breach.accepted_person);
  auto unit_names = people.unit_names(db, units, on);
  auto names = people.person_names(db, owners);
  for (KpiView& row : rows) {
    row.unit_names = unit_names[row.org_unit];
    if (row.owner) row.owner_name = names[*row.owner];
    if (!row.breach || !row.breach->acknowledged) continue;
    if (const auto by = breaches.at(row.assignment).accepted_person)
      row.breach->acknowledged->by_name = names[*by];
  }
}

}  // namespace

std::string unit_shown(const Catalogue& c, const AssignmentRow& a, Date day) {
  const rules::Definition& d = c.definitions.at(a.kpi);
  return d.ever_money() ? rules::shown_unit(d.kpi.unit, c.money_book(), a.org_unit, day)
                        : d.kpi.unit;
}

std::optional<OutlierView> outlier_of(std::span<const PointRow> points, const PointRow& of) {
  if (!of.value || !of.judged) return std::nullopt;
  std::vector<std::optional<Decimal>> history;
  for (const PointRow& p : points)
    if (p.judged && p.start_on < of.start_on && p.value) history.push_back(p.value);
  if (history.size() > spark_periods)
    history.erase(history.begin(), history.end() - static_cast<std::ptrdiff_t>(spark_periods));
  const auto found = within_range([&] { return rules::find_anomaly(history, *of.value); });
  if (!found || found->verdict != rules::AnomalyKind::anomaly) return std::nullopt;
  return OutlierView{found->median->rounded(), found->mad->rounded(), std::ssize(history)};
}

std::optional<LineDifference> lines_differ(const Catalogue& c,
                                           const rules::AssignmentWithTargets& assignment,
                                           Date on) {
  return rules::lines_differ(c.definitions.at(assignment.row.kpi).kpi.direction,
                             rules::held_on(assignment, on), rules::target_on(assignment, on));
}

std::string label_of(const Period& period, Frequency frequency) {
  static constexpr Grid grids[] = {Grid::day, Grid::week, Grid::month, Grid::quarter, Grid::year};
  return twinrail::label_of(period, grids[static_cast<std::size_t>(frequency)]);
}

std::optional<BreachView> breach_view(const Catalogue& c,
                                      const rules::AssignmentWithTargets& assignment,
                                      const PointRow* latest, const BreachRow* breach, Date today) {
  const AssignmentRow a = rules::held_on(assignment, latest ? latest->end_on : today);
  const bool pending = latest && latest->phase == rules::BreachPhase::pending;
  if (!breach && !pending) return std::nullopt;
  BreachView view{.assignment = a.id,
                  .state = pending ? BreachStatus::pending : status_of(*breach),
                  .count = latest ? latest->streak : 0,
                  .n = a.n,
                  .m = a.m,
                  .limit = a.breach_value,
                  .limit_to = a.breach_value_to,
                  .limit_op = text(a.breach_op),
                  .recover = a.recover_value,
                  .recover_to = a.recover_value_to,
                  .recover_op = text(a.recover_op)};
  if (latest) view.value = latest->value;
  if (!breach) return view;
  view.id = breach->id;
  view.fired_on = breach->fired_on;
  view.days = today - breach->fired_on;
  if (breach->accepted_by)
    view.acknowledged = acknowledgement(c, assignment, *breach, latest, today);
  return view;
}

KpiView row_view(const Catalogue& c, const rules::AssignmentWithTargets& assignment,
                 const std::vector<PointRow>& points, const BreachRow* breach, Date today) {
  const AssignmentRow& a = assignment.row;
  const rules::Definition& d = c.definitions.at(a.kpi);
  const PointRow* latest = nullptr;
  const PointRow* open = nullptr;
  for (const PointRow& p : points) (p.judged ? latest : open) = &p;
  const AssignmentRow held = rules::held_on(assignment, latest ? latest->end_on : today);
  KpiView row{.assignment = a.id,
              .kpi = a.kpi,
              .code = d.kpi.code,
              .names = {d.kpi.name_zh, d.kpi.name_en},
              .category = {d.kpi.category_zh, d.kpi.category_en},
              .org_unit = a.org_unit,
              .owner = a.owner,
              .unit = unit_shown(c, a, today),
              .decimals = d.kpi.decimals,
              .direction = d.kpi.direction,
              .frequency = d.kpi.frequency,
              .limit = held.breach_value,
              .limit_to = held.breach_value_to,
              .limit_op = text(held.breach_op)};
  if (a.valid_to != Date::last()) row.last_day = a.valid_to;
  const TargetRow* target = rules::target_on(assignment, latest ? latest->end_on : today);
  if (target) {
    row.target = target->target;
    row.lower = target->lower;
    row.upper = target->upper;
  }
  tell_lines(row, rules::lines_of(d.kpi.direction, held, target));
  row.lines_differ = lines_differ(c, assignment, today);
  row.breach = breach_view(c, assignment, latest, breach, today);
  row.spark = spark_of(points);
  if (open) row.open = OpenView{open->start_on, open->end_on, open->value};
  if (!latest) return row;
  const Period period{latest->start_on, latest->end_on + 1};
  row.period = PeriodView{latest->start_on, latest->end_on, label_of(period, d.kpi.frequency)};
  row.actual = latest->value;
  row.change = change_of(points, *latest);
  row.before = period_before(points, row);
  row.outlier = outlier_of(points, *latest);
  row.achievement = latest->achievement;
  row.colour = latest->colour;
  row.light = rules::light_of(*latest);
  Date since = latest->start_on;
  for (auto it = points.rbegin(); it != points.rend(); ++it) {
    if (!it->judged) continue;
    if (rules::light_of(*it) != row.light) break;
    since = it->start_on;
  }
  row.since = since;
  row.days = today - since + 1;
  return row;
}

std::vector<KpiView> row_views(const Catalogue& c, Read& db, const std::vector<AssignmentId>& ids,
                               people::Service& people, Date today, std::optional<Instant> now) {
  std::vector<KpiView> rows;
  if (ids.empty()) return rows;
  std::map<AssignmentId, std::vector<PointRow>> points;
  for (PointRow& p : store::newest_points(db, ids, today))
    points[p.assignment].push_back(std::move(p));
  std::map<AssignmentId, BreachRow> breaches;
  for (BreachRow& b : store::open_breaches(db, ids))
    breaches.insert_or_assign(b.assignment, std::move(b));
  for (const AssignmentId id : ids) {
    const auto breach = breaches.find(id);
    rows.push_back(row_view(c, c.assignments.at(id), points[id],
                            breach == breaches.end() ? nullptr : &breach->second, today));
  }
  add_last_figures(db, rows);
  add_ages(c, rows, today);
  add_reported(c, db, people, rows, {{today, 0}, now});
  add_year_ago(c, db, rows);
  name_all(people, db, rows, breaches, today);
  return rows;
}

std::vector<KpiView> row_views_between(const Catalogue& c, Read& db,
                                       const std::vector<AssignmentId>& ids,
                                       people::Service& people, Date from, Date to) {
  std::map<AssignmentId, std::vector<PointRow>> points;
  for (PointRow& p : store::points(db, ids, from, to))
    if (p.judged && p.end_on <= to) points[p.assignment].push_back(std::move(p));
  std::map<AssignmentId, BreachRow> breaches;
  for (BreachRow& b : store::breaches_from(db, ids, to)) {
    if (b.fired_on > to || (b.ended_on && *b.ended_on <= to)) continue;
    // Whoever accepted it later had not done so then.
    if (b.accepted_at && local_date(*b.accepted_at, c.company_calendar.zone) > to)
      b.accepted_by.reset();
    breaches.insert_or_assign(b.assignment, std::move(b));
  }
  std::vector<KpiView> rows;
  for (const AssignmentId id : ids) {
    const auto breach = breaches.find(id);
    rows.push_back(row_view(c, c.assignments.at(id), points[id],
                            breach == breaches.end() ? nullptr : &breach->second, to));
  }
  add_last_figures(db, rows, to);
  add_ages(c, rows, to);
  add_reported(c, db, people, rows, {{to, minute_max}, {}});
  add_year_ago(c, db, rows);
  name_all(people, db, rows, breaches, to);
  return rows;
}

}  // namespace twinrail::kpi
