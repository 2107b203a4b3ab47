#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "modules/kpi/inlets.hpp"
#include "modules/kpi/service_ledger.hpp"
#include "modules/kpi/service_measure.hpp"
#include "modules/kpi/service_source.hpp"
#include "modules/kpi/store_source.hpp"
#include "modules/kpi/store_uses.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

/// How imports of the KPI rail are taken back.
namespace twinrail::kpi {
namespace {

using twinrail::inlets::Stretch;
using twinrail::inlets::WrittenRow;
using Rows = std::span<const WrittenRow>;

std::vector<std::string> called_by_code(Read& db, Rows rows) {
  std::map<std::string, std::string> codes;
  if (!rows.empty()) {
    for (const MeasureRow& m : store::measures(db))
      codes["kpi_measure/" + std::to_string(m.id.value)] = m.code;
    for (const KpiRow& k : store::kpis(db)) codes["kpi_kpi/" + std::to_string(k.id.value)] = k.code;
  }
  std::vector<std::string> called;
  for (const WrittenRow& row : rows) {
    const bool itself = row.place == "kpi_measure" || row.place == "kpi_kpi";
    const std::int64_t id = row.number(itself ? "id" : "kpi").value_or(0);
    called.push_back(
        codes[(row.place == "kpi_measure" ? "kpi_measure/" : "kpi_kpi/") + std::to_string(id)]);
  }
  return called;
}

std::vector<std::string> called_sources(Read& db, Rows rows) {
  std::map<std::int64_t, std::string> codes;
  if (!rows.empty())
    for (SourceRow& s : store::sources(db)) codes[s.id] = std::move(s.code);
  std::vector<std::string> called;
  for (const WrittenRow& row : rows)
    called.push_back(codes[row.number(row.place == "kpi_source" ? "id" : "source").value_or(0)]);
  return called;
}

void settle_sources(const Context& ctx, Tx& tx, Rows) {
  ctx.require_everywhere(permission::manage_source);
  store::renew_stamp(tx, new_stamp());
}

/// Whoever reads the catalogue reads it anew.
void settle_catalogue(const Context& ctx, Tx& tx, Rows) {
  ctx.require(permission::define);
  store::renew_stamp(tx, new_stamp());
}

std::int64_t assignment_of(const WrittenRow& row) {
  return row.number(row.place == "kpi_assignment" ? "id" : "assignment").value_or(0);
}

/// The same reading under the number of its measure, source and key.
using Key = std::tuple<MeasureId, std::int64_t, std::string>;
Key key_of(const ReadingRow& r) { return {r.measure, r.source, r.source_key}; }

/// How one reading goes back: as it stands, and as it stood before the import, if it stood at all.
struct Back {
  ReadingRow now;
  std::optional<ReadingRow> before;
};

/// A revision that withdraws a reading never stood.
bool stood(const store::RevisedReading& r) {
  return !r.superseded_at || *r.superseded_at >= r.recorded_at;
}

std::map<MeasureId, std::vector<Back>> backs(Read& db, Stretch readings) {
  std::map<Key, store::RevisedReading> first;
  for (store::RevisedReading& r : store::readings_in(db, readings)) {
    Key key = key_of(r);
    first.try_emplace(std::move(key), std::move(r));
  }
  std::map<Key, ReadingRow> before;
  for (const store::RevisedReading& b : store::before_of(db, readings)) {
    const store::RevisedReading& next = first.at(key_of(b));
    if (next.revision == b.revision + 1 && stood(b)) before.emplace(key_of(b), b);
  }
  std::map<MeasureId, std::vector<Back>> found;
  for (const store::RevisedReading& n : store::standing_of(db, readings)) {
    Back& back = found[n.measure].emplace_back(Back{n, {}});
    if (const auto b = before.find(key_of(n)); b != before.end()) back.before = b->second;
  }
  return found;
}

/// Whoever takes a reading back has to be a writer of its source, as of every other revision.
void require_sources(const Context& ctx, Read& db, const Catalogue& c,
                     const std::map<MeasureId, std::vector<Back>>& readings) {
  std::set<std::int64_t> used;
  for (const auto& [measure, list] : readings)
    for (const Back& b : list) used.insert(b.now.source);
  for (const SourceRow& row : store::sources(db))
    if (used.contains(row.id) && !may_correct(ctx, c, row.code))
      throw Error(Fault::conflict, "kpi.source_not_yours", Arguments{{"source", row.code}});
}

}  // namespace

struct Service::Undo {
  static std::vector<std::string> called_assignments(Service& s, Read& db, Rows rows) {
    if (rows.empty()) return {};
    const auto c = s.catalogue(db);
    std::vector<OrgUnitId> units;
    for (const auto& [id, a] : c->assignments) units.push_back(a.row.org_unit);
    const auto codes = s.people_.unit_codes(db, units);
    std::vector<std::string> called;
    for (const WrittenRow& row : rows) {
      const auto a = c->assignments.find(AssignmentId{assignment_of(row)});
      std::string& text = called.emplace_back();
      if (a == c->assignments.end()) continue;
      text = c->definitions.at(a->second.row.kpi).kpi.code;
      const auto unit = codes.find(a->second.row.org_unit);
      if (unit != codes.end()) text += " " + unit->second;
    }
    return called;
  }

  /// What is aimed at is as it was: points of assignments that are gone go too, the others are
  /// judged by the targets that hold again.
  static void settle_assignments(Service& s, const Context& ctx, Tx& tx, Rows rows) {
    std::set<std::int64_t> gone;
    std::set<std::int64_t> touched;
    for (const WrittenRow& row : rows) {
      touched.insert(assignment_of(row));
      if (row.place != "kpi_assignment" || row.op != "insert") continue;
      ctx.require(permission::define, OrgUnitId{row.number("org_unit").value_or(0)});
      gone.insert(assignment_of(row));
    }
    if (!gone.empty()) store::forget_points(tx, {gone.begin(), gone.end()});
    const auto c = s.fresh_catalogue(tx);
    Judged judged;
    std::vector<AssignmentId> again;
    for (const std::int64_t id : touched) {
      const auto a = c->assignments.find(AssignmentId{id});
      if (a == c->assignments.end()) continue;
      ctx.require(permission::define, a->second.row.org_unit);
      judged.append(corrected(tx, *c, a->first, ctx.today()));
      again.push_back(a->first);
    }
    if (!again.empty()) store::drop_tallies(tx, again);
    save(tx, judged);
  }

  static void withdraw(Service& s, const Context& ctx, Tx& tx, Stretch readings,
                       const std::string& reason) {
    const auto c = s.figured_catalogue(tx, ctx.today());
    DayChanges changes;
    const auto back = backs(tx, readings);
    require_sources(ctx, tx, *c, back);
    for (const auto& [measure, list] : back) take_back(ctx, tx, *c, measure, list, reason, changes);
    if (changes.empty()) return;
    Judged judged = rejudge(tx, *c, changes, ctx.today());
    save(tx, judged);
  }

  static void take_back(const Context& ctx, Tx& tx, const Catalogue& c, MeasureId measure,
                        const std::vector<Back>& list, const std::string& reason,
                        DayChanges& changes) {
    Span span;
    for (const Back& b : list) {
      ctx.require(permission::write_reading, b.now.org_unit);
      span.take(b.now.org_unit, b.now.day);
      if (!b.before) continue;
      ctx.require(permission::write_reading, b.before->org_unit);
      span.take(b.before->org_unit, b.before->day);
    }
    span.finish();
    DayLedger ledger(measure);
    load_paths_and_sums(tx, c, measure, span, ledger, changes);
    std::vector<ReadingRow> withdrawn;
    std::vector<ReadingRow> restored;
    for (const Back& b : list) {
      ReadingRow row = b.before ? *b.before : b.now;
      row.revision = b.now.revision + 1;
      row.recorded_at = ctx.now;
      row.recorded_by = ctx.viewer().account;
      row.reason = reason;
      if (!moved(ledger, b)) throw Error(Fault::conflict, "kpi.day_overflow");
      (b.before ? restored : withdrawn).push_back(std::move(row));
    }
    write(tx, ctx, measure, withdrawn, restored);
    store::save_days(tx, ledger.changed());
    ledger.add_to(changes);
  }

  static bool moved(DayLedger& ledger, const Back& b) {
    if (!b.before) return ledger.withdraw({b.now.org_unit, b.now.day}, b.now.amount);
    const rules::KnownReading now{
        b.now.amount, {}, b.now.org_unit, b.now.day, static_cast<int>(b.now.revision)};
    return ledger.take({b.before->org_unit, b.before->day}, b.before->amount, &now);
  }

  /// In the order in which the trail tells them.
  static void write(Tx& tx, const Context& ctx, MeasureId measure,
                    const std::vector<ReadingRow>& withdrawn,
                    const std::vector<ReadingRow>& restored) {
    if (!withdrawn.empty()) store::withdraw(tx, withdrawn);
    if (!restored.empty()) store::add(tx, restored);
    note_readings(tx, ctx.request_id, measure, withdrawn);
    note_readings(tx, ctx.request_id, measure, restored);
  }
};

InletUndo undo_of(Service& s, std::string_view inlet) {
  if (inlet == "kpi.reading")
    return {
        .how = UndoHow::withdraws,
        .mark = &store::newest_reading,
        .later = &store::later_readings,
        .withdraw = [&s](const Context& ctx, Tx& tx, Stretch readings, const std::string& reason) {
          Service::Undo::withdraw(s, ctx, tx, readings, reason);
        }};
  if (inlet == "kpi.assignment")
    return {.how = UndoHow::removes,
            .tables = {"kpi_assignment", "kpi_assignment_term", "kpi_target", "kpi_target_change",
                       "kpi_breach"},
            .settle = [&s](const Context& ctx, Tx& tx,
                           Rows rows) { Service::Undo::settle_assignments(s, ctx, tx, rows); },
            .called = [&s](Read& db,
                           Rows rows) { return Service::Undo::called_assignments(s, db, rows); }};
  if (inlet == "kpi.kpi")
    return {.how = UndoHow::removes,
            .tables = {"kpi_kpi", "kpi_kpi_measure", "kpi_kpi_term", "kpi_kpi_words"},
            .settle = &settle_catalogue,
            .called = &called_by_code};
  if (inlet == "kpi.source")
    return {.how = UndoHow::removes,
            .tables = {"kpi_source", "kpi_source_account", "kpi_source_role"},
            .settle = &settle_sources,
            .called = &called_sources};
  return {.how = UndoHow::removes,
          .tables = {"kpi_measure"},
          .settle = &settle_catalogue,
          .called = &called_by_code};
}

std::vector<twinrail::inlets::Uses> uses() {
  return {
      {"people_unit", &store::uses_of_units},    {"people_person", &store::uses_of_people},
      {"kpi_measure", &store::uses_of_measures}, {"kpi_kpi", &store::uses_of_kpis},
      {"kpi_source", &store::uses_of_sources},   {"kpi_assignment", &store::uses_of_assignments}};
}

}  // namespace twinrail::kpi
