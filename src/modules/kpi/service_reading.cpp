#include <algorithm>

#include "modules/kpi/inlets.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

namespace twinrail::kpi {
namespace {

using rules::IntakeOutcome;
using rules::IntakeVerdict;
using rules::KnownReading;

/// The days a unit exists, from the tree's own rows (a unit is its own ancestor at depth 0).
class Existence {
 public:
  Existence(Read& db, const std::vector<OrgUnitId>& units) {
    for (const store::PathRow& row : store::paths_up(db, units))
      if (row.depth == 0) spans_[row.unit].push_back({row.valid_from, row.valid_to});
  }
  [[nodiscard]] bool on(OrgUnitId unit, Date day) const {
    const auto found = spans_.find(unit);
    if (found == spans_.end()) return false;
    return std::ranges::any_of(found->second, [&](const auto& span) {
      return span.first <= day && day <= span.second;
    });
  }

 private:
  std::map<OrgUnitId, std::vector<std::pair<Date, Date>>> spans_;
};

rules::Dims dims_of(const Reading& reading) {
  rules::Dims dims;
  if (reading.dims)
    for (const Dim& d : *reading.dims) dims[d.dim] = d.value;
  return dims;
}

rules::Dims dims_of(const Catalogue& c, const ReadingRow& row) {
  rules::Dims dims;
  for (const auto& id : {row.dim1, row.dim2, row.dim3, row.dim4})
    for (const auto& [name, known] : c.dim_ids)
      if (id && known == *id) dims[name.first] = name.second;
  return dims;
}

/// Collects how the sums of days move while revisions are written.
class DayLedger {
 public:
  DayLedger(Read& db, MeasureId measure, std::vector<OrgUnitId> units, Date from, Date to)
      : measure_(measure) {
    for (DayRow& row : store::days(db, {measure}, units, from, to))
      rows_[{row.org_unit, row.day}] = {row, row};
  }
  void add(Place place, Decimal amount, std::int64_t readings) {
    auto& [before, after] = rows_.try_emplace(place, empty(place)).first->second;
    after.amount += amount;
    after.readings += readings;
  }
  [[nodiscard]] std::vector<DayRow> changed() const {
    std::vector<DayRow> list;
    for (const auto& [place, row] : rows_)
      if (row.first.amount != row.second.amount || row.first.readings != row.second.readings)
        list.push_back(row.second);
    return list;
  }
  void tell(DayChanges& changes) const {
    for (const auto& [place, row] : rows_) {
      if (row.first.amount == row.second.amount && row.first.readings == row.second.readings) continue;
      changes[place][measure_] = {figure(row.first), figure(row.second)};
    }
  }

 private:
  std::pair<DayRow, DayRow> empty(Place place) const {
    const DayRow row{measure_, place.unit, place.day, {}, 0};
    return {row, row};
  }
  static std::optional<Decimal> figure(const DayRow& row) {
    return row.readings > 0 ? std::optional(row.amount) : std::nullopt;
  }

  MeasureId measure_;
  std::map<Place, std::pair<DayRow, DayRow>> rows_;
};

struct Span {
  std::vector<OrgUnitId> units;
  Date from = Date::last();
  Date to = Date::first();
  void take(OrgUnitId unit, Date day) {
    units.push_back(unit);
    from = std::min(from, day);
    to = std::max(to, day);
  }
  void finish() {
    std::ranges::sort(units);
    units.erase(std::unique(units.begin(), units.end()), units.end());
  }
};

}  // namespace

std::vector<IntakeLine> take_in(const Context& ctx, Tx& tx, const Catalogue& c, MeasureId measure,
                                const std::string& source_code, std::span<const Reading> readings,
                                DayChanges& changes) {
  const auto known_source = c.sources.find(source_code);
  const std::int64_t source = known_source == c.sources.end() ? 0 : known_source->second.id;
  rules::SourcePolicy policy;
  if (source != 0) {
    policy.standing_reason = known_source->second.standing_reason;
    if (known_source->second.round_decimals)
      policy.round_decimals = static_cast<int>(*known_source->second.round_decimals);
  }
  Span span;
  std::vector<std::string> keys;
  for (const Reading& r : readings) {
    span.take(r.org_unit, r.on);
    keys.push_back(r.source_key);
  }
  std::map<std::string, KnownReading> newest;
  if (source != 0)
    for (const ReadingRow& row : store::latest(tx, measure, source, keys)) {
      newest[row.source_key] = {row.amount, dims_of(c, row), row.org_unit, row.day,
                                static_cast<int>(row.revision)};
      span.take(row.org_unit, row.day);
    }
  span.finish();
  const Existence existence(tx, span.units);
  DayLedger ledger(tx, measure, span.units, span.from, span.to);
  std::vector<IntakeLine> lines;
  std::vector<store::Revision> revisions;
  for (const Reading& r : readings) {
    IntakeLine& line = lines.emplace_back();
    if (!existence.on(r.org_unit, r.on)) {
      line.column = "org_unit";
      line.key = "kpi.unit_not_there";
      line.args = {{"day", r.on.to_string()}};
      continue;
    }
    const auto known = newest.find(r.source_key);
    const KnownReading* before = known == newest.end() ? nullptr : &known->second;
    std::optional<std::string> reason;
    if (r.reason) reason = *r.reason;
    const rules::IncomingReading incoming{r.amount, reason, dims_of(r), r.org_unit, r.on};
    const IntakeVerdict verdict = rules::intake(incoming, before, policy, c.dictionaries);
    line.outcome = verdict.outcome;
    if (verdict.outcome == IntakeOutcome::refused) {
      line.column = verdict.code == "reason_required" ? "reason"
                    : verdict.code.ends_with("dims") || verdict.code.ends_with("dim") ? "dims"
                                                                                      : "amount";
      line.key = "kpi." + std::string(verdict.code);
      if (before) line.args = {{"known", before->amount.to_string()}, {"key", r.source_key}};
      continue;
    }
    if (!verdict.stored()) continue;
    if (before) ledger.add({before->org_unit, before->day}, -before->amount, -1);
    ledger.add({r.org_unit, r.on}, verdict.amount, 1);
    store::Revision& revision = revisions.emplace_back();
    revision.source_key = r.source_key;
    revision.number = verdict.revision;
    revision.org_unit = r.org_unit;
    revision.on = r.on;
    revision.amount = verdict.amount;
    revision.reason = reason ? reason : before ? policy.standing_reason : std::nullopt;
    std::size_t at = 0;
    for (const auto& [dim, value] : incoming.dims)
      revision.dims[at++] = c.dim_ids.at({dim, value});
    newest[r.source_key] = {verdict.amount, incoming.dims, r.org_unit, r.on, verdict.revision};
  }
  if (revisions.empty()) return lines;
  const std::int64_t into = source != 0 ? source : store::add_source(tx, source_code);
  store::add(tx, measure, into, revisions, ctx.now, ctx.viewer().account);
  store::save_days(tx, ledger.changed());
  ledger.tell(changes);
  return lines;
}

ReadingsReport Service::record_readings(const Context& ctx, Tx& tx, const ReportReadings& request) {
  const auto c = catalogue(tx);
  if (!c->measures.contains(request.measure))
    throw Error(Fault::not_found, "kpi.unknown_measure_id",
                Arguments{{"id", std::to_string(request.measure.value)}});
  for (const Reading& r : request.readings) ctx.require(Permission::kpi_write_reading, r.org_unit);
  const std::string source = request.source ? std::string(*request.source) : "api";
  DayChanges changes;
  const std::vector<IntakeLine> lines =
      take_in(ctx, tx, *c, request.measure, source, request.readings, changes);
  std::vector<Problem> problems;
  ReadingsReport report;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].key.empty())
      problems.push_back({"/readings/" + std::to_string(i) + "/" + lines[i].column, lines[i].key,
                          lines[i].args});
    report.stored += lines[i].outcome == IntakeOutcome::added;
    report.corrected += lines[i].outcome == IntakeOutcome::correction;
    report.already_known += lines[i].outcome == IntakeOutcome::already_known;
  }
  if (!problems.empty())
    throw Error(Fault::unprocessable, "kpi.readings_refused", std::move(problems));
  if (changes.empty()) return report;
  const bool new_source = !c->sources.contains(source);
  const auto now = new_source ? fresh_catalogue(tx) : c;
  Judged judged = rejudge(tx, *now, changes, ctx.today());
  save(tx, judged);
  report.points_changed = static_cast<std::int64_t>(judged.points.size());
  return report;
}

}  // namespace twinrail::kpi
