#include <algorithm>

#include "modules/kpi/inlets.hpp"
#include "modules/people/people.hpp"
#include "platform/audit/audit.hpp"
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
    return std::ranges::any_of(
        found->second, [&](const auto& span) { return span.first <= day && day <= span.second; });
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
      if (row.first.amount == row.second.amount && row.first.readings == row.second.readings)
        continue;
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

namespace {

rules::SourcePolicy policy_of(const SourceRow* source) {
  rules::SourcePolicy policy;
  if (!source) return policy;
  policy.standing_reason = source->standing_reason;
  if (source->round_decimals) policy.round_decimals = static_cast<int>(*source->round_decimals);
  return policy;
}

/// Where a refused reading is wrong.
std::string column_of(std::string_view code) {
  if (code == "reason_required") return "reason";
  return code.ends_with("dims") || code.ends_with("dim") ? "dims" : "amount";
}

/// Decides the readings of one measure and source one by one, and collects what is to be written.
class Intake {
 public:
  Intake(Tx& tx, const Catalogue& c, MeasureId measure, const SourceRow* source,
         std::span<const Reading> readings)
      : c_(c), policy_(policy_of(source)) {
    std::vector<std::string> keys;
    for (const Reading& r : readings) {
      span_.take(r.org_unit, r.on);
      keys.push_back(r.source_key);
    }
    if (source)
      for (const ReadingRow& row : store::latest(tx, measure, source->id, keys)) {
        newest_[row.source_key] = {row.amount, dims_of(c, row), row.org_unit, row.day,
                                   static_cast<int>(row.revision)};
        span_.take(row.org_unit, row.day);
      }
    span_.finish();
    existence_.emplace(tx, span_.units);
    ledger.emplace(tx, measure, span_.units, span_.from, span_.to);
  }

  IntakeLine take(const Reading& r) {
    IntakeLine line;
    if (!existence_->on(r.org_unit, r.on)) {
      line.column = "org_unit";
      line.key = "kpi.unit_not_there";
      line.args = {{"day", r.on.to_string()}};
      return line;
    }
    const auto known = newest_.find(r.source_key);
    const KnownReading* before = known == newest_.end() ? nullptr : &known->second;
    std::optional<std::string> reason;
    if (r.reason) reason = *r.reason;
    const rules::IncomingReading incoming{r.amount, reason, dims_of(r), r.org_unit, r.on};
    const IntakeVerdict verdict = rules::intake(incoming, before, policy_, c_.dictionaries);
    line.outcome = verdict.outcome;
    if (verdict.outcome == IntakeOutcome::refused) {
      line.column = column_of(verdict.code);
      line.key = "kpi." + std::string(verdict.code);
      if (before) line.args = {{"known", before->amount.to_string()}, {"key", r.source_key}};
    } else if (verdict.stored()) {
      keep(r, incoming, verdict, before);
    }
    return line;
  }

  std::vector<store::Revision> revisions;
  std::optional<DayLedger> ledger;

 private:
  void keep(const Reading& r, const rules::IncomingReading& incoming, const IntakeVerdict& verdict,
            const KnownReading* before) {
    if (before) ledger->add({before->org_unit, before->day}, -before->amount, -1);
    ledger->add({r.org_unit, r.on}, verdict.amount, 1);
    store::Revision& revision = revisions.emplace_back();
    revision.source_key = r.source_key;
    revision.number = verdict.revision;
    revision.org_unit = r.org_unit;
    revision.on = r.on;
    revision.amount = verdict.amount;
    revision.reason = incoming.reason;
    if (!revision.reason && before) revision.reason = policy_.standing_reason;
    std::size_t at = 0;
    for (const auto& [dim, value] : incoming.dims)
      revision.dims[at++] = c_.dim_ids.at({dim, value});
    newest_[r.source_key] = {verdict.amount, incoming.dims, r.org_unit, r.on, verdict.revision};
  }

  const Catalogue& c_;
  rules::SourcePolicy policy_;
  Span span_;
  std::map<std::string, KnownReading> newest_;
  std::optional<Existence> existence_;
};

}  // namespace

std::vector<IntakeLine> take_in(const Context& ctx, Tx& tx, const Catalogue& c, MeasureId measure,
                                const std::string& source_code, std::span<const Reading> readings,
                                DayChanges& changes) {
  const auto known = c.sources.find(source_code);
  const SourceRow* source = known == c.sources.end() ? nullptr : &known->second;
  Intake intake(tx, c, measure, source, readings);
  std::vector<IntakeLine> lines;
  for (const Reading& r : readings) lines.push_back(intake.take(r));
  if (intake.revisions.empty()) return lines;
  const std::int64_t into = source ? source->id : store::add_source(tx, source_code);
  store::add(tx, measure, into, intake.revisions, ctx.now, ctx.viewer().account);
  store::save_days(tx, intake.ledger->changed());
  intake.ledger->tell(changes);
  // The rows carry actor, source and moment themselves; the trail keeps their number.
  audit::note(tx, "kpi_reading", std::to_string(measure.value),
              "{\"count\":" + std::to_string(intake.revisions.size()) + "}");
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
      problems.push_back(
          {"/readings/" + std::to_string(i) + "/" + lines[i].column, lines[i].key, lines[i].args});
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
