#include <algorithm>
#include <set>

#include "modules/kpi/inlets.hpp"
#include "modules/kpi/service_entry.hpp"
#include "modules/kpi/service_source.hpp"
#include "modules/people/people.hpp"

/// Figures that are typed on the entry sheet: all of a request or none.
namespace twinrail::kpi {
namespace {

/// Moved values that a reply tells.
constexpr std::size_t moved_max = 20;

using Key = std::tuple<MeasureId, OrgUnitId, Date>;
Key key_of(const EntryCell& cell) { return {cell.measure, cell.unit, cell.day}; }

std::string key_in_source(const EntryCell& cell) {
  return std::to_string(cell.unit.value) + "/" + cell.day.to_string();
}

/// What is wrong with the cells of a request, by their places in it.
class Problems {
 public:
  void add(std::size_t cell, const std::string& field, std::string key, Arguments args = {}) {
    found_.push_back(
        {"/cells/" + std::to_string(cell) + "/" + field, std::move(key), std::move(args)});
  }
  void raise() {
    if (!found_.empty()) throw Error(Fault::unprocessable, "kpi.entry_refused", std::move(found_));
  }

 private:
  std::vector<Problem> found_;
};

/// The duties of a request's cells, and what stands in them.
class Cells {
 public:
  Cells(const Context& ctx, Read& db, people::Service& people, const Catalogue& c,
        const EnterFigures& request)
      : ctx_(ctx),
        cells_(request.cells),
        c_(c),
        duties_(load_duties(db, request)),
        book_(db, people, duties_, first(request), last(request), ctx.now) {
    for (const DutyRow& duty : duties_) by_[{duty.measure, duty.org_unit}].push_back(&duty);
  }

  /// The readings that each cell stands for, or what is wrong with it.
  std::optional<std::pair<std::string, Reading>> reading(std::size_t i, Problems& problems) {
    const EntryCell& cell = cells_[i];
    if (!seen_.insert(key_of(cell)).second)
      return problems.add(i, "day", "kpi.entry_twice"), std::nullopt;
    const DutyRow* duty = duty_of(cell);
    if (!duty)
      return problems.add(i, "unit", "kpi.entry_no_duty", {{"day", cell.day.to_string()}}),
             std::nullopt;
    const Period period = period_of(cell.day, rules::grid_of(duty->grain), c_.company_calendar);
    if (!book_.may_be_typed(*duty, period))
      return problems.add(i, "day", "kpi.entry_later", {{"day", cell.day.to_string()}}),
             std::nullopt;
    const EntryBook::Cell stands = book_.at(*duty, period);
    if (stands.state == EntryState::several)
      return problems.add(i, "amount", "kpi.entry_several"), std::nullopt;
    if (cell.revision != stands.revision() && !says(cell, stands))
      return problems.add(i, "revision", "kpi.entry_changed",
                          {{"known", stands.amount ? stands.amount->to_string() : "—"}}),
             std::nullopt;
    Reading reading{cell.unit, cell.day, cell.amount, key_in_source(cell), cell.reason, {}};
    if (stands.sole && !may_correct(ctx_, c_, stands.sole->source))
      return problems.add(i, "amount", "kpi.entry_of_source"), std::nullopt;
    if (!stands.sole) return std::pair{std::string(source_of_entry), std::move(reading)};
    reading.source_key = stands.sole->source_key;
    return std::pair{stands.sole->source, std::move(reading)};
  }

 private:
  static std::vector<DutyRow> load_duties(Read& db, const EnterFigures& request) {
    std::set<MeasureId> measures;
    std::set<OrgUnitId> units;
    for (const EntryCell& cell : request.cells) {
      measures.insert(cell.measure);
      units.insert(cell.unit);
    }
    return store::duties_at(db, {measures.begin(), measures.end()}, {units.begin(), units.end()});
  }
  static Date first(const EnterFigures& r) {
    return std::ranges::min_element(r.cells, {}, &EntryCell::day)->day;
  }
  static Date last(const EnterFigures& r) {
    return std::ranges::max_element(r.cells, {}, &EntryCell::day)->day;
  }

  /// The duty that asks for the cell and is the caller's; what is another's is as if it were not.
  const DutyRow* duty_of(const EntryCell& cell) const {
    const auto found = by_.find({cell.measure, cell.unit});
    if (found == by_.end()) return nullptr;
    for (const DutyRow* duty : found->second) {
      if (cell.day < duty->valid_from || duty->valid_to < cell.day || !may_enter(ctx_, *duty))
        continue;
      const Period period = period_of(cell.day, rules::grid_of(duty->grain), c_.company_calendar);
      if (period.last_day() == cell.day && book_.asks(*duty, period)) return duty;
    }
    return nullptr;
  }

  /// Whether the cell only says again what stands there.
  static bool says(const EntryCell& cell, const EntryBook::Cell& stands) {
    const Decimal::Parsed parsed = Decimal::parse(cell.amount);
    return parsed && stands.amount && parsed.value == *stands.amount;
  }

  const Context& ctx_;
  const std::vector<EntryCell>& cells_;
  const Catalogue& c_;
  std::vector<DutyRow> duties_;
  EntryBook book_;
  std::map<std::pair<MeasureId, OrgUnitId>, std::vector<const DutyRow*>> by_;
  std::set<Key> seen_;
};

/// Readings of one measure and source, and the cells that they come from.
struct Group {
  std::vector<Reading> readings;
  std::vector<std::size_t> cells;
};
using Groups = std::map<std::pair<MeasureId, std::string>, Group>;

void tell(const TakenIn& taken, const Group& group, EntryReport& report, Problems& problems) {
  for (std::size_t i = 0; i < taken.lines.size(); ++i) {
    const IntakeLine& line = taken.lines[i];
    if (!line.key.empty()) problems.add(group.cells[i], line.column, line.key, line.args);
    report.stored += line.outcome == rules::IntakeOutcome::added;
    report.corrected += line.outcome == rules::IntakeOutcome::correction;
    report.already_known += line.outcome == rules::IntakeOutcome::already_known;
  }
}

/// Values that are other than stored, of KPIs that the caller sees; asked before they are saved.
std::vector<EntryMoved> moved_by(const Context& ctx, const Catalogue& c, Read& db,
                                 const Judged& judged) {
  std::vector<const PointRow*> points;
  for (const auto* list : {&judged.points, &judged.moved})
    for (const PointRow& p : *list)
      if (points.size() < moved_max &&
          ctx.may(permission::read, c.assignments.at(p.assignment).row.org_unit))
        points.push_back(&p);
  std::vector<AssignmentId> ids;
  Date from = Date::last();
  Date to = Date::first();
  for (const PointRow* p : points) {
    ids.push_back(p->assignment);
    from = std::min(from, p->start_on);
    to = std::max(to, p->end_on);
  }
  std::map<std::pair<AssignmentId, Date>, std::optional<Decimal>> stood;
  if (!ids.empty())
    for (const PointRow& p : store::points(db, ids, from, to))
      stood[{p.assignment, p.start_on}] = p.value;
  std::vector<EntryMoved> moved;
  for (const PointRow* p : points) {
    const KpiRow& kpi = c.definition_of(p->assignment).kpi;
    const std::optional<Decimal> before = stood[{p->assignment, p->start_on}];
    if (before != p->value)
      moved.push_back({p->assignment,
                       {kpi.name_zh, kpi.name_en},
                       kpi.unit,
                       kpi.decimals,
                       p->end_on,
                       before,
                       p->value});
  }
  return moved;
}

}  // namespace

EntryReport Service::enter(const Context& ctx, Tx& tx, const EnterFigures& request) {
  ctx.require(permission::enter);
  EntryReport report{.at = ctx.now};
  if (request.cells.empty()) return report;
  auto c = catalogue(tx);
  // It stays as it was when the caller was let through, whatever is loaded anew below.
  const auto at_first = c;
  Cells cells(ctx, tx, people_, *at_first, request);
  Problems problems;
  Groups groups;
  for (std::size_t i = 0; i < request.cells.size(); ++i)
    if (auto found = cells.reading(i, problems)) {
      Group& group = groups[{request.cells[i].measure, found->first}];
      group.readings.push_back(std::move(found->second));
      group.cells.push_back(i);
    }
  DayChanges changes;
  for (const auto& [key, group] : groups) {
    const bool new_source = !c->sources.contains(key.second);
    Batch batch{key.first, key.second, {}, ctx.now, true};
    for (const Reading& r : group.readings) batch.readings.push_back({ctx, r});
    const TakenIn taken = take_in(tx, *c, batch, changes);
    tell(taken, group, report, problems);
    note_readings(tx, ctx.request_id, key.first, taken.stored);
    if (new_source && !taken.stored.empty()) c = fresh_catalogue(tx);
  }
  problems.raise();
  if (changes.empty()) return report;
  Judged judged = rejudge(tx, *c, changes, ctx.today());
  report.moved = moved_by(ctx, *c, tx, judged);
  save(tx, judged);
  return report;
}

}  // namespace twinrail::kpi
