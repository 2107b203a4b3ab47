#include "modules/kpi/service_view.hpp"

#include <algorithm>
#include <set>

#include "modules/kpi/rules_term.hpp"
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

/// How old the last figure is of those that have none now.
void add_last_figures(Read& db, std::vector<KpiView>& rows) {
  std::vector<AssignmentId> without;
  for (const KpiView& row : rows)
    if (row.period && !row.actual) without.push_back(row.assignment);
  if (without.empty()) return;
  std::map<AssignmentId, Date> ends;
  for (const store::PeriodEnd& end : store::last_values(db, without))
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

std::map<KpiId, std::int64_t> readable_assignments(const Context& ctx, const Catalogue& c) {
  std::map<KpiId, std::int64_t> count;
  for (const auto& [id, assignment] : c.assignments) {
    const AssignmentRow& a = assignment.row;
    if (a.valid_to < ctx.today()) continue;
    count[a.kpi] += ctx.may(permission::read, a.org_unit, a.owner.value_or(PersonId{}));
  }
  return count;
}

std::string unit_shown(const Catalogue& c, const AssignmentRow& a, Date day) {
  const rules::Definition& d = c.definitions.at(a.kpi);
  return d.ever_money() ? rules::shown_unit(d.kpi.unit, c.money_book(), a.org_unit, day)
                        : d.kpi.unit;
}

Kpi kpi_view(const Catalogue& c, KpiId id, std::int64_t assignments) {
  const rules::Definition& d = c.definitions.at(id);
  const KpiRow& k = d.kpi;
  Kpi view{k.id,        k.code,      {k.name_zh, k.name_en},
           k.formula,   k.unit,      k.decimals,
           k.direction, k.frequency, k.time_agg,
           k.org_agg,   k.lead_lag,  {k.category_zh, k.category_en},
           {},          assignments, k.version,
           {},          {}};
  view.retired_from = k.retired_from;
  view.rate = k.rate;
  view.money = d.ever_money();
  if (const auto words = c.words.find(id); words != c.words.end()) view.words = words->second;
  for (const MeasureId m : d.measures) {
    if (!m) continue;
    const MeasureRow& row = c.measures.at(m);
    view.measures.push_back(
        {m, row.code, {row.name_zh, row.name_en}, row.unit, row.kind, row.money});
  }
  return view;
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
                  .limit_op = text(a.breach_op),
                  .recover = a.recover_value,
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
              .limit_op = text(held.breach_op)};
  if (a.valid_to != Date::last()) row.last_day = a.valid_to;
  const TargetRow* target = rules::target_on(assignment, latest ? latest->end_on : today);
  if (target) {
    row.target = target->target;
    row.lower = target->lower;
    row.upper = target->upper;
  }
  row.breach = breach_view(c, assignment, latest, breach, today);
  row.spark = spark_of(points);
  if (open) row.open = OpenView{open->start_on, open->end_on, open->value};
  if (!latest) return row;
  const Period period{latest->start_on, latest->end_on + 1};
  row.period = PeriodView{latest->start_on, latest->end_on, label_of(period, d.kpi.frequency)};
  row.actual = latest->value;
  row.change = change_of(points, *latest);
  row.before = period_before(points, row);
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
                               people::Service& people, Date today) {
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
  add_year_ago(c, db, rows);
  name_all(people, db, rows, breaches, to);
  return rows;
}

}  // namespace twinrail::kpi
