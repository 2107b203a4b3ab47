#include <algorithm>
#include <mutex>
#include <random>

#include "modules/kpi/service_judge.hpp"
#include "modules/kpi/service_life.hpp"
#include "modules/kpi/service_measure.hpp"
#include "modules/kpi/service_view.hpp"
#include "modules/kpi/store_life.hpp"
#include "modules/kpi/store_source.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

namespace twinrail::kpi {

/// The newest catalogue of each tenant that this process has seen, by its stamp.
struct Service::Cache {
  std::mutex mutex;
  std::map<std::int64_t, std::shared_ptr<const Catalogue>> by_stamp;
};

namespace {

/// Catalogues kept at a time: one a tenant that is busy.
constexpr std::size_t catalogues_max = 64;

void load_sources(Read& db, Catalogue& c) {
  for (const SourceRow& row : store::sources(db)) {
    c.sources[row.code] = row;
    c.writers[row.id] = {row.whole_company, row.closed_from, {}, {}};
  }
  for (const SourceAccountRow& row : store::source_accounts(db))
    c.writers[row.source.value].accounts.insert(row.account);
  for (const SourceRoleRow& row : store::source_roles(db))
    c.writers[row.source.value].roles.insert(row.role);
}

void load_measures(Read& db, Catalogue& c, std::map<std::string, MeasureRow>& by_code) {
  for (MeasureRow& row : store::measures(db)) {
    c.measure_by_code[row.code] = row.id;
    by_code[row.code] = row;
    c.measures[row.id] = std::move(row);
  }
  load_sources(db, c);
  for (const store::DimValueRow& row : store::dim_values(db)) {
    c.dictionaries[row.dim].insert(row.value);
    c.dim_ids[{row.dim, row.value}] = row.id;
  }
}

void load_assignments(Read& db, Catalogue& c) {
  std::vector<AssignmentId> ids;
  for (AssignmentRow& row : store::assignments(db)) {
    ids.push_back(row.id);
    c.assigned[{row.kpi, row.org_unit}] = row.id;
    c.assignments[row.id].row = std::move(row);
  }
  for (TargetRow& row : store::targets(db, ids))
    c.assignments[row.assignment].targets.push_back(std::move(row));
  for (AssignmentTermRow& row : store::assignment_terms(db))
    c.assignments[row.assignment].terms.push_back(std::move(row));
}

using Worked = std::shared_ptr<const people::Workdays>;

void take_calendar(Catalogue& c, const people::Calendars& calendars, const Worked& worked,
                   OrgUnitId unit) {
  const std::vector<Date> changes = calendars.changes(unit);
  const bool usual = changes.empty() && !worked->chosen(unit);
  if (usual || c.own_calendars.contains(unit)) return;
  std::vector<rules::DatedCalendar::Since> later;
  for (const Date day : changes) later.push_back({day, calendars.of(unit, day)});
  rules::DatedCalendar own(c.company_calendar, std::move(later));
  own.work_by([worked, unit](Date day) { return worked->works(unit, day); });
  c.own_calendars.emplace(unit, std::move(own));
}

/// How the units of all assignments count their time, and on which days they work.
void load_calendars(Read& db, people::Service& people, const people::Calendars& calendars,
                    Catalogue& c) {
  std::set<OrgUnitId> units;
  for (const auto& [id, assignment] : c.assignments) units.insert(assignment.row.org_unit);
  const auto worked = std::make_shared<const people::Workdays>(
      people.workdays_of(db, {units.begin(), units.end()}, Date::first(), Date::last()));
  c.usual.work_by([worked](Date day) { return worked->works({}, day); });
  for (const OrgUnitId unit : units) take_calendar(c, calendars, worked, unit);
}

std::shared_ptr<const Catalogue> load(Read& db, people::Service& people, std::int64_t stamp) {
  auto c = std::make_shared<Catalogue>();
  c->stamp = stamp;
  c->figured_by = store::figured_by(db);
  const people::Calendars calendars = people.calendars(db);
  c->company_calendar = calendars.company();
  c->usual = rules::DatedCalendar(c->company_calendar);
  std::map<std::string, MeasureRow> by_code;
  load_measures(db, *c, by_code);
  for (KpiTermRow& term : store::kpi_terms(db)) c->terms[term.kpi].push_back(std::move(term));
  for (const store::KpiWordsRow& words : store::kpi_words(db)) c->words[words.kpi] = words;
  for (const KpiRow& row : store::kpis(db)) {
    rules::Definition d = rules::define(row, c->terms[row.id], by_code, c->company_calendar.zone);
    for (const MeasureId m : d.all_measures()) c->fed[m].push_back(row.id);
    c->definitions.emplace(row.id, std::move(d));
  }
  if (std::ranges::any_of(c->definitions, [](const auto& d) { return d.second.ever_money(); }))
    c->money.emplace(people.currencies(db), people.dated_rates(db));
  load_assignments(db, *c);
  load_calendars(db, people, calendars, *c);
  return c;
}

/// The first period after the newest judged one that is missing by now.
std::optional<Date> first_missing(const Catalogue& c, AssignmentId id,
                                  const std::map<AssignmentId, Date>& ends, Date today) {
  const rules::JudgedBy by = judged_by(c, id, today);
  const auto end = ends.find(id);
  const Grid grid = by.definition.grid;
  Period period =
      end == ends.end() ? rules::first_expected(by) : by.calendar.period_of(end->second + 1, grid);
  for (; period.last_day() < today; period = by.calendar.next(period, grid))
    if (rules::is_missing(by, period, true)) return period.start;
  return std::nullopt;
}

/// A period shorter than what is known has nothing to show; and there is no opening of a part, nor
/// a part of last year.
void require_meant(const rules::Definition& d) {
  const auto refuse = [](const char* field, const char* key) {
    return Error(Fault::invalid, "request.invalid", std::vector<Problem>{{field, key, {}}});
  };
  if (d.monthly_rows && (d.grid == Grid::day || d.grid == Grid::week))
    throw refuse("/frequency", "kpi.finer_than_measure");
  if (d.by_parts && d.looks_back()) throw refuse("/time_agg", "kpi.looks_back_by_parts");
}

}  // namespace

std::map<std::string, MeasureRow> usable_measures(Read& db, Date day) {
  std::map<std::string, MeasureRow> by_code;
  for (MeasureRow& m : store::measures(db))
    if (!is_over(m.retired_from, day)) by_code[m.code] = std::move(m);
  return by_code;
}

// A definition that the rules refuse is wrong in its formula; they say where in it.
rules::Definition defined_or_refuse(const KpiRow& row,
                                    const std::map<std::string, MeasureRow>& by_code,
                                    const std::string& zone) {
  try {
    rules::Definition definition = rules::define(row, by_code, zone);
    rules::require_sound(definition.rule, {});
    require_meant(definition);
    return definition;
  } catch (const Error& e) {
    if (!e.problems().empty()) throw;
    throw Error(e.fault(), "request.invalid",
                std::vector<Problem>{{"/formula", e.key(), e.args()}});
  }
}

std::int64_t new_stamp() {
  // Random, so that a stamp that was rolled back never returns for another content.
  static thread_local std::mt19937_64 source{std::random_device{}()};
  return static_cast<std::int64_t>(source() >> 1);
}

Service::Service(people::Service& people, approvals::Service* approvals)
    : people_(people), approvals_(approvals), cache_(std::make_unique<Cache>()) {}
Service::~Service() = default;

std::shared_ptr<const Catalogue> Service::catalogue(Read& db) {
  const std::int64_t stamp = store::stamp(db);
  {
    const std::lock_guard lock(cache_->mutex);
    if (const auto found = cache_->by_stamp.find(stamp); found != cache_->by_stamp.end())
      return found->second;
  }
  auto loaded = load(db, people_, stamp);
  // The first stamp is the same in every tenant, so only a renewed one names a content.
  if (stamp == 1) return loaded;
  const std::lock_guard lock(cache_->mutex);
  if (cache_->by_stamp.size() >= catalogues_max) cache_->by_stamp.clear();
  cache_->by_stamp[stamp] = loaded;
  return loaded;
}

std::shared_ptr<const Catalogue> Service::fresh_catalogue(Tx& tx) {
  const std::int64_t stamp = new_stamp();
  store::renew_stamp(tx, stamp);
  return load(tx, people_, stamp);
}

Date Service::today(Read& db, Instant now) { return local_date(now, people_.calendar(db).zone); }

Kpi Service::add_kpi(const Context& ctx, Tx& tx, const NewKpi& request) {
  ctx.require(permission::define);
  if (store::kpi(tx, request.code))
    throw Error(Fault::conflict, "kpi.code_taken", Arguments{{"code", request.code}});
  KpiRow row{.code = request.code,
             .name_zh = request.names.zh,
             .name_en = request.names.en,
             .formula = request.formula,
             .unit = request.unit,
             .decimals = request.decimals,
             .direction = request.direction,
             .frequency = request.frequency,
             .time_agg = request.time_agg,
             .org_agg = request.org_agg,
             .lead_lag = request.lead_lag,
             .category_zh = request.category.zh,
             .category_en = request.category.en,
             .rate = request.rate.value_or(RateKind::closing)};
  const rules::Definition d =
      defined_or_refuse(row, usable_measures(tx, ctx.today()), people_.calendar(tx).zone);
  row.id = store::add_kpi(tx, row);
  std::vector<store::KpiMeasureRow> used;
  for (const MeasureId m : d.measures)
    if (m) used.push_back({row.id, m});
  store::add_kpi_measures(tx, used);
  if (request.words) store::save_words(tx, {*request.words, row.id});
  store::renew_stamp(tx, new_stamp());
  return kpi_view(*catalogue(tx), row.id, 0);
}

FormulaVerdict Service::check_formula(const Context& ctx, Read& db,
                                      const FormulaQuestion& request) {
  ctx.require(permission::define);
  KpiRow row{.formula = request.formula};
  if (request.time_agg) row.time_agg = *request.time_agg;
  if (request.org_agg) row.org_agg = *request.org_agg;
  const std::map<std::string, MeasureRow> by_code = usable_measures(db, ctx.today());
  const std::string zone = people_.calendar(db).zone;
  FormulaVerdict verdict;
  try {
    const rules::Definition d = rules::define(row, by_code, zone);
    rules::require_sound(d.rule, {});
    for (const std::string& name : d.rule.formula.measures())
      if (const auto m = by_code.find(name); m != by_code.end())
        verdict.measures.push_back({m->second.id,
                                    name,
                                    {m->second.name_zh, m->second.name_en},
                                    m->second.unit,
                                    m->second.kind,
                                    m->second.money});
  } catch (const Error& e) {
    verdict.key = e.key();
    for (const auto& [name, value] : e.args()) {
      if (name == "column") verdict.column = std::strtoll(value.c_str(), nullptr, 10);
      if (name == "measure") verdict.measure = value;
    }
  }
  return verdict;
}

KpiList Service::kpis(const Context& ctx, Read& db, const KpisQuery& request) {
  ctx.require(permission::read);
  const auto c = catalogue(db);
  KpiList list;
  auto assignments = readable_assignments(ctx, *c);
  for (const auto& [id, definition] : c->definitions)
    if (request.retired.value_or(false) || !is_over(definition.kpi.retired_from, ctx.today()))
      list.items.push_back(kpi_view(*c, id, assignments[id]));
  return list;
}

std::shared_ptr<const Catalogue> Service::figured_catalogue(Tx& tx, Date today) {
  auto c = catalogue(tx);
  if (c->figured_by >= figured_by_now) return c;
  (void)recompute(tx, std::max(today, store::swept_on(tx)), true);
  store::set_figured_by(tx, figured_by_now);
  return fresh_catalogue(tx);
}

std::int64_t Service::sweep(Tx& tx, Date today) {
  auto c = figured_catalogue(tx, today);
  if (store::swept_on(tx) != today && bring_in_terms(tx, *c, today)) c = fresh_catalogue(tx);
  Wanted wanted;
  for (const PointRow& p : store::points_to_judge(tx, today))
    wanted[p.assignment].insert(p.start_on);
  if (store::swept_on(tx) != today) {
    std::map<AssignmentId, Date> ends;
    for (const store::PeriodEnd& row : store::last_judged_ends(tx))
      ends[row.assignment] = row.end_on;
    for (const auto& [id, assignment] : c->assignments)
      if (const auto start = first_missing(*c, id, ends, today)) wanted[id].insert(*start);
    store::set_swept_on(tx, today);
  }
  Judged judged = rejudge(tx, *c, wanted, today);
  save(tx, judged);
  return static_cast<std::int64_t>(judged.points.size() + judged.moved.size() +
                                   judged.dropped.size());
}

}  // namespace twinrail::kpi
