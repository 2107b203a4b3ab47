#include <algorithm>
#include <array>
#include <set>

#include "modules/kpi/inlets.hpp"
#include "modules/kpi/service_ledger.hpp"
#include "modules/kpi/service_source.hpp"
#include "modules/kpi/store_source.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

namespace twinrail::kpi {
namespace {

using rules::IntakeOutcome;
using rules::IntakeVerdict;
using rules::KnownReading;

/// Whether a unit exists on a day: it is then its own ancestor (depth 0).
bool exists(const DayChanges& changes, OrgUnitId unit, Date day) {
  const auto up = changes.up.find(unit);
  return up != changes.up.end() &&
         std::ranges::any_of(up->second, [&](const store::AncestorRow& row) {
           return row.depth == 0 && row.valid_from <= day && day <= row.valid_to;
         });
}

rules::Dims dims_of(const Reading& reading) {
  rules::Dims dims;
  if (reading.dims)
    for (const Dim& d : *reading.dims) dims[d.dim] = d.value;
  return dims;
}

rules::Dims dims_of(const Catalogue& c, const store::LatestReading& row) {
  rules::Dims dims;
  for (const auto& id : {row.dim1, row.dim2, row.dim3, row.dim4})
    for (const auto& [name, known] : c.dim_ids)
      if (id && known == *id) dims[name.first] = name.second;
  return dims;
}

rules::SourcePolicy policy_of(const SourceRow* source) {
  rules::SourcePolicy policy;
  if (!source) return policy;
  policy.standing_reason = source->standing_reason;
  if (source->round_decimals) policy.round_decimals = static_cast<int>(*source->round_decimals);
  return policy;
}

/// Every period that holds such a day, and its neighbours, are in the calendar.
const Date first_reported = Date::of(2, 1, 1);
const Date last_reported = Date::of(9997, 12, 31);

/// Plans are reported ahead, up to two years; what is later is a slip of the year.
constexpr std::int64_t days_ahead_max = 731;

/// Where a refused reading is wrong.
std::string column_of(std::string_view code) {
  if (code == "reason_required") return "reason";
  return code.ends_with("dims") || code.ends_with("dim") ? "dims" : "amount";
}

/// Decides the readings of a batch one by one, and collects what is to be written.
class Intake {
 public:
  Intake(Tx& tx, const Catalogue& c, const SourceRow* source, const Batch& batch,
         DayChanges& changes)
      : ledger(batch.measure), batch_(batch), c_(c), policy_(policy_of(source)), changes_(changes) {
    std::vector<std::string> keys;
    for (const Asked<Reading>& asked : batch.readings) {
      span_.take(asked.request.org_unit, asked.request.on);
      keys.push_back(asked.request.source_key);
    }
    if (source)
      for (const store::LatestReading& row : store::latest(tx, batch.measure, source->id, keys)) {
        if (row.superseded_at) {
          withdrawn_[row.source_key] = static_cast<int>(row.revision);
          continue;
        }
        newest_[row.source_key] = {row.amount, dims_of(c, row), row.org_unit, row.day,
                                   static_cast<int>(row.revision)};
        span_.take(row.org_unit, row.day);
      }
    span_.finish();
    load_paths_and_sums(tx, c, batch.measure, span_, ledger, changes);
  }

  IntakeLine take(const Asked<Reading>& asked) {
    const Reading& r = asked.request;
    if (r.on < first_reported || last_reported < r.on) return refused("on", "outside_calendar");
    if (r.source_key.find_first_not_of(' ') == std::string::npos)
      return refused("source_key", "kpi.key_empty");
    if (r.on > asked.ctx.today() + days_ahead_max) return refused("on", "kpi.day_far_ahead");
    const auto& retired = c_.measures.at(batch_.measure).retired_from;
    if (retired && *retired <= r.on)
      return refused("on", "kpi.measure_retired", {{"day", retired->to_string()}});
    if (!exists(changes_, r.org_unit, r.on))
      return refused("org_unit", "kpi.unit_not_there", {{"day", r.on.to_string()}});
    const auto known = newest_.find(r.source_key);
    const KnownReading* before = known == newest_.end() ? nullptr : &known->second;
    // A correction takes the figure away from where it stood: that row is written as well. Who may
    // not do so learns neither where it stands nor, by trying figures, which it is.
    if (before && !batch_.by_place && !asked.ctx.may(permission::write_reading, before->org_unit))
      return refused("source_key", "kpi.key_not_free");
    std::optional<std::string> amount = r.amount;
    if (c_.measures.at(batch_.measure).unit == "%") amount = rules::ratio_told(r.amount);
    if (!amount) return refused("amount", "kpi.percent_or_ratio", {{"amount", r.amount}});
    std::optional<std::string> reason;
    if (r.reason) reason = *r.reason;
    const rules::IncomingReading incoming{*amount, reason, dims_of(r), r.org_unit, r.on};
    const IntakeVerdict verdict = rules::intake(incoming, before, policy_, c_.dictionaries);
    if (verdict.outcome == IntakeOutcome::refused) return refused(asked, verdict.code, before);
    if (verdict.stored())
      if (const auto refusal = implausible(verdict.amount)) return *refusal;
    if (verdict.stored() && !ledger.take({r.org_unit, r.on}, verdict.amount, before))
      return refused("amount", "kpi.day_overflow");
    if (verdict.stored()) keep(asked, incoming, verdict, before);
    IntakeLine line;
    line.outcome = verdict.outcome;
    return line;
  }

  std::vector<ReadingRow> revisions;
  DayLedger ledger;

 private:
  /// A refusal that names the bound of the measure, where the figure is past one.
  [[nodiscard]] std::optional<IntakeLine> implausible(Decimal amount) const {
    const MeasureRow& measure = c_.measures.at(batch_.measure);
    const std::string_view past = rules::past_bound(amount, measure.least, measure.most);
    if (past.empty()) return std::nullopt;
    const Decimal bound = past == "below_least" ? *measure.least : *measure.most;
    return refused("amount", "kpi." + std::string(past),
                   {{"amount", amount.to_string()}, {"bound", bound.to_string()}});
  }

  static IntakeLine refused(std::string column, std::string key, Arguments args = {}) {
    return {IntakeOutcome::refused, std::move(column), std::move(key), std::move(args)};
  }

  /// A refusal tells the figure that is known only to who may read it.
  static IntakeLine refused(const Asked<Reading>& asked, std::string_view code,
                            const KnownReading* before) {
    const std::string key = "kpi." + std::string(code);
    if (!before) return refused(column_of(code), key);
    if (asked.ctx.may(permission::read, before->org_unit))
      return refused(column_of(code), key,
                     {{"known", before->amount.to_string()}, {"key", asked.request.source_key}});
    return refused(column_of(code), code == "reason_required" ? "reason_required" : key);
  }

  void keep(const Asked<Reading>& asked, const rules::IncomingReading& incoming,
            const IntakeVerdict& verdict, const KnownReading* before) {
    const Reading& r = asked.request;
    ReadingRow& revision = revisions.emplace_back();
    revision.measure = batch_.measure;
    revision.source_key = r.source_key;
    const auto gone = before ? withdrawn_.end() : withdrawn_.find(r.source_key);
    revision.revision = verdict.revision + (gone == withdrawn_.end() ? 0 : gone->second);
    revision.org_unit = r.org_unit;
    revision.day = r.on;
    revision.amount = verdict.amount;
    revision.recorded_at = batch_.at;
    revision.recorded_by = asked.ctx.viewer().account;
    revision.reason = incoming.reason;
    if (!revision.reason && before) revision.reason = policy_.standing_reason;
    const std::array ids{&revision.dim1, &revision.dim2, &revision.dim3, &revision.dim4};
    std::size_t at = 0;
    for (const auto& [dim, value] : incoming.dims) *ids[at++] = c_.dim_ids.at({dim, value});
    newest_[r.source_key] = {verdict.amount, incoming.dims, r.org_unit, r.on,
                             static_cast<int>(revision.revision)};
  }

  const Batch& batch_;
  const Catalogue& c_;
  rules::SourcePolicy policy_;
  DayChanges& changes_;
  Span span_;
  std::map<std::string, KnownReading> newest_;
  std::map<std::string, int> withdrawn_;  ///< keys whose reading counts no more: the last revision
};

}  // namespace

TakenIn take_in(Tx& tx, const Catalogue& c, const Batch& batch, DayChanges& changes) {
  const auto known = c.sources.find(batch.source);
  const SourceRow* source = known == c.sources.end() ? nullptr : &known->second;
  Intake intake(tx, c, source, batch, changes);
  std::vector<IntakeLine> lines;
  for (const Asked<Reading>& r : batch.readings) lines.push_back(intake.take(r));
  if (intake.revisions.empty()) return {std::move(lines), {}};
  tx.require_storage(static_cast<std::int64_t>(intake.revisions.size() * sizeof(ReadingRow)));
  const std::int64_t into =
      source ? source->id : store::add_source(tx, own_source_row(batch.source));
  for (ReadingRow& revision : intake.revisions) revision.source = into;
  store::add(tx, intake.revisions);
  store::save_days(tx, intake.ledger.changed());
  intake.ledger.add_to(changes);
  return {std::move(lines), std::move(intake.revisions)};
}

namespace {

/// What a request is told. Throws Error "kpi.readings_refused" with a problem for each refused
/// line.
ReadingsReport report_of(std::span<const IntakeLine> lines) {
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
  return report;
}

/// Requests for one measure and source, and the place of each one's first reading in the batch.
struct Joined {
  Batch batch;
  std::vector<std::pair<std::size_t, std::size_t>> parts;  ///< request, first reading
};

using JoinedBy = std::map<std::pair<MeasureId, std::string>, Joined>;

JoinedBy joined(const Catalogue& c, std::span<const Asked<ReportReadings>> asked) {
  JoinedBy by;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const ReportReadings& request = asked[i].request;
    if (!c.measures.contains(request.measure))
      throw Error(Fault::not_found, "kpi.unknown_measure_id",
                  Arguments{{"id", std::to_string(request.measure.value)}});
    for (const Reading& r : request.readings)
      asked[i].ctx.require(permission::write_reading, r.org_unit);
    const std::string source = request.source ? std::string(*request.source) : source_of_requests;
    require_source(asked[i].ctx, c, source);
    Joined& into = by[{request.measure, source}];
    into.parts.emplace_back(i, into.batch.readings.size());
    into.batch.measure = request.measure;
    into.batch.source = source;
    into.batch.at = std::max(into.batch.at, asked[i].ctx.now);
    for (const Reading& r : request.readings) into.batch.readings.push_back({asked[i].ctx, r});
  }
  return by;
}

}  // namespace

std::vector<ReadingsReport> Service::record_together(std::span<const Asked<ReportReadings>> asked,
                                                     Tx& tx) {
  auto c = figured_catalogue(tx, asked.front().ctx.today());
  std::vector<ReadingsReport> reports(asked.size());
  DayChanges changes;
  for (const auto& [key, one] : joined(*c, asked)) {
    const bool new_source = !c->sources.contains(key.second);
    const TakenIn taken = take_in(tx, *c, one.batch, changes);
    std::span<const ReadingRow> stored = taken.stored;
    for (const auto& [request, first] : one.parts) {
      const std::size_t count = asked[request].request.readings.size();
      const auto own = std::span(taken.lines).subspan(first, count);
      reports[request] = report_of(own);
      const auto kept = static_cast<std::size_t>(std::ranges::count_if(own, &IntakeLine::stored));
      note_readings(tx, asked[request].ctx.request_id, key.first, stored.first(kept));
      stored = stored.subspan(kept);
    }
    if (new_source && !changes.empty()) c = fresh_catalogue(tx);
  }
  if (changes.empty()) return reports;
  Judged judged = rejudge(tx, *c, changes, asked.front().ctx.today());
  save(tx, judged);
  for (ReadingsReport& report : reports)
    report.points_changed = static_cast<std::int64_t>(judged.points.size() + judged.moved.size());
  return reports;
}

ReadingsReport Service::record_readings(const Context& ctx, Tx& tx, const ReportReadings& request) {
  const std::array one{Asked<ReportReadings>{ctx, request}};
  return record_together(one, tx).front();
}

}  // namespace twinrail::kpi
