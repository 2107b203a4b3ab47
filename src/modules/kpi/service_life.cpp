#include "modules/kpi/service_life.hpp"

#include <algorithm>
#include <set>

#include "modules/kpi/rules_term.hpp"
#include "modules/kpi/service_measure.hpp"
#include "modules/kpi/service_view.hpp"
#include "modules/kpi/store_life.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

/// How assignments and KPIs change from a day on, and end.
namespace twinrail::kpi {
namespace {

Error refusal(const char* field, const char* key, Arguments args = {}) {
  return {Fault::invalid, "request.invalid", std::vector<Problem>{{field, key, std::move(args)}}};
}

const rules::AssignmentWithTargets& to_be_changed(const Context& ctx, const Catalogue& c,
                                                  AssignmentId id) {
  const rules::AssignmentWithTargets& known = assignment_or_refuse(c, id);
  require_read(ctx, known.row);
  ctx.require(permission::define, known.row.org_unit);
  ctx.expect_version(known.row.version);
  return known;
}

const rules::Definition& to_be_changed(const Context& ctx, const Catalogue& c, KpiId id) {
  ctx.require(permission::define);
  const auto found = c.definitions.find(id);
  if (found == c.definitions.end())
    throw Error(Fault::not_found, "kpi.unknown_kpi", Arguments{{"id", std::to_string(id.value)}});
  ctx.expect_version(found->second.kpi.version);
  return found->second;
}

AssignmentRow wanted_row(const ChangeAssignment& r, AssignmentRow row) {
  if (r.owner) row.owner = r.owner;
  if (r.nobody.value_or(false)) row.owner.reset();
  if (r.weight) row.weight = *r.weight;
  if (r.veto) row.veto = *r.veto;
  if (r.no_breach.value_or(false)) {
    row.breach_op = row.recover_op = std::nullopt;
    row.breach_value = row.breach_value_to = std::nullopt;
    row.recover_value = row.recover_value_to = std::nullopt;
  } else if (r.breach) {
    take_breach(row, *r.breach);
  }
  if (r.grace_days) row.grace_days = *r.grace_days;
  return row;
}

KpiRow wanted_row(const ChangeKpi& r, KpiRow row) {
  if (r.names) {
    row.name_zh = r.names->zh;
    row.name_en = r.names->en;
  }
  if (r.category) {
    row.category_zh = r.category->zh;
    row.category_en = r.category->en;
  }
  if (r.unit) row.unit = *r.unit;
  if (r.decimals) row.decimals = *r.decimals;
  if (r.lead_lag) row.lead_lag = *r.lead_lag;
  if (r.formula) row.formula = *r.formula;
  if (r.time_agg) row.time_agg = *r.time_agg;
  if (r.org_agg) row.org_agg = *r.org_agg;
  return row;
}

bool worked_out_alike(const KpiRow& a, const KpiRow& b) {
  return a.formula == b.formula && a.time_agg == b.time_agg && a.org_agg == b.org_agg;
}

/// What stands in the row today, with what the change says at once.
KpiRow at_once(const KpiRow& now, const KpiRow& wanted) {
  KpiRow row = wanted;
  row.formula = now.formula;
  row.time_agg = now.time_agg;
  row.org_agg = now.org_agg;
  return row;
}

std::vector<AssignmentId> assignments_of(const Catalogue& c, KpiId kpi) {
  std::vector<AssignmentId> ids;
  for (const auto& [id, assignment] : c.assignments)
    if (assignment.row.kpi == kpi) ids.push_back(id);
  return ids;
}

/// Links a KPI with the measures that it uses from now on as well.
void link_measures(Tx& tx, const rules::Definition& known, const rules::Definition& wanted) {
  const std::vector<MeasureId> linked = known.all_measures();
  std::vector<store::KpiMeasureRow> rows;
  for (const MeasureId m : wanted.all_measures())
    if (std::ranges::find(linked, m) == linked.end()) rows.push_back({known.kpi.id, m});
  store::add_kpi_measures(tx, rows);
}

/// The assignments of a KPI with the last day that its retirement gives them; of a KPI that is used
/// again those that had ended with it.
std::vector<AssignmentRow> ended_with(const Context& ctx, const Catalogue& c, const KpiRow& kpi,
                                      const std::optional<Date>& from) {
  std::vector<AssignmentRow> rows;
  for (const AssignmentId id : assignments_of(c, kpi.id)) {
    AssignmentRow row = c.assignments.at(id).row;
    const bool with_it = !from && kpi.retired_from && row.valid_to == *kpi.retired_from - 1;
    const bool longer = from && row.valid_to >= *from;
    if (!with_it && !longer) continue;
    ctx.require(permission::define, row.org_unit);
    row.valid_to = from ? *from - 1 : Date::last();
    ++row.version;
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

void require_to_come(const Context& ctx, Date from) {
  if (from < ctx.today())
    throw refusal("/from", "kpi.change_in_past", {{"day", ctx.today().to_string()}});
}

void require_change_reason(const std::string& reason) {
  if (reason.find_first_not_of(" \t\n") == std::string::npos)
    throw refusal("/reason", "kpi.change_reason_needed");
}

void note_changes(const Context& ctx, Tx& tx, ChangedThing thing, std::int64_t id, Date from,
                  const std::string& reason, const std::vector<FieldChange>& changes) {
  std::vector<ChangeRow> rows;
  std::optional<PersonId> person;
  if (ctx.viewer().person) person = ctx.viewer().person;
  for (const FieldChange& change : changes)
    rows.push_back({.thing = thing,
                    .thing_id = id,
                    .valid_from = from,
                    .field = change.field,
                    .before = change.before,
                    .after = change.after,
                    .reason = reason,
                    .recorded_at = ctx.now,
                    .recorded_by = ctx.viewer().account,
                    .recorded_person = person});
  store::add_changes(tx, rows);
}

void judge_anew(Tx& tx, const Catalogue& c, const std::vector<AssignmentId>& ids, Date today) {
  if (ids.empty()) return;
  store::drop_tallies(tx, ids);
  for (const AssignmentId id : ids) {
    Judged judged = corrected(tx, c, id, today);
    save(tx, judged);
  }
}

bool bring_in_terms(Tx& tx, const Catalogue& c, Date today) {
  std::vector<AssignmentRow> assignments;
  std::vector<KpiRow> kpis;
  for (const auto& [id, assignment] : c.assignments) {
    if (assignment.terms.empty()) continue;
    AssignmentRow now = rules::held_on(assignment, today);
    if (rules::differences(assignment.row, now).empty()) continue;
    ++now.version;
    assignments.push_back(std::move(now));
  }
  for (const auto& [id, terms] : c.terms) {
    const KpiRow& row = c.definitions.at(id).kpi;
    KpiRow now = rules::held_on(row, terms, today);
    if (now == row) continue;
    ++now.version;
    kpis.push_back(std::move(now));
  }
  store::save_assignments(tx, assignments);
  store::save_kpis(tx, kpis);
  return !assignments.empty() || !kpis.empty();
}

Assignment Service::change_assignment(const Context& ctx, Tx& tx, const ChangeAssignment& request) {
  const auto c = figured_catalogue(tx, ctx.today());
  const rules::AssignmentWithTargets& known = to_be_changed(ctx, *c, request.assignment);
  require_to_come(ctx, request.from);
  require_change_reason(request.reason);
  if (request.from > known.row.valid_to)
    throw refusal("/from", "kpi.change_after_end", {{"day", known.row.valid_to.to_string()}});
  if (request.owner)
    people_.named(tx, {*request.owner}, ctx.today())
        .require(ctx, permission::define, *request.owner, "/owner");
  const Date from = std::max(request.from, known.row.valid_from);
  const AssignmentRow before = rules::held_on(known, from);
  const AssignmentRow wanted = wanted_row(request, before);
  require_sound_breach(wanted);
  const auto changes = rules::differences(before, wanted);
  if (changes.empty()) throw refusal("/from", "kpi.nothing_changed");
  const auto terms = rules::change_term(known.row, known.terms, wanted, from);
  store::save_terms(tx, terms.ended, terms.added);
  AssignmentRow now = from <= ctx.today() ? wanted : known.row;
  ++now.version;
  store::save_assignments(tx, {now});
  note_changes(ctx, tx, ChangedThing::assignment, now.id.value, from, request.reason, changes);
  (void)fresh_catalogue(tx);
  return assignment(ctx, tx, {now.id});
}

Assignment Service::retire_assignment(const Context& ctx, Tx& tx, const RetireAssignment& request) {
  const auto c = figured_catalogue(tx, ctx.today());
  const rules::AssignmentWithTargets& known = to_be_changed(ctx, *c, request.assignment);
  require_change_reason(request.reason);
  if (request.from) require_to_come(ctx, *request.from);
  const KpiRow& kpi = c->definitions.at(known.row.kpi).kpi;
  if (!request.from && kpi.retired_from)
    throw Error(Fault::conflict, "kpi.kpi_retired",
                Arguments{{"day", kpi.retired_from->to_string()}});
  AssignmentRow now = known.row;
  now.valid_to = request.from ? *request.from - 1 : Date::last();
  const auto changes = rules::differences(known.row, now);
  if (changes.empty()) throw refusal("/from", "kpi.nothing_changed");
  ++now.version;
  store::save_assignments(tx, {now});
  note_changes(ctx, tx, ChangedThing::assignment, now.id.value, request.from.value_or(ctx.today()),
               request.reason, changes);
  judge_anew(tx, *fresh_catalogue(tx), {now.id}, ctx.today());
  return assignment(ctx, tx, {now.id});
}

Kpi Service::change_kpi(const Context& ctx, Tx& tx, const ChangeKpi& request) {
  const auto c = figured_catalogue(tx, ctx.today());
  const rules::Definition& known = to_be_changed(ctx, *c, request.kpi);
  require_to_come(ctx, request.from);
  require_change_reason(request.reason);
  const auto stored = c->terms.find(request.kpi);
  const std::vector<KpiTermRow> terms =
      stored == c->terms.end() ? std::vector<KpiTermRow>() : stored->second;
  const KpiRow before = rules::held_on(known.kpi, terms, request.from);
  const KpiRow wanted = wanted_row(request, before);
  if ((wanted.unit == "%") != (before.unit == "%")) throw refusal("/unit", "kpi.percent_stays");
  const auto changes = rules::differences(before, wanted);
  if (changes.empty()) throw refusal("/from", "kpi.nothing_changed");
  const bool otherwise = !worked_out_alike(before, wanted);
  if (otherwise) {
    const auto measures = usable_measures(tx, request.from);
    link_measures(tx, known, defined_or_refuse(wanted, measures, people_.calendar(tx).zone));
    const auto change = rules::change_term(known.kpi, terms, wanted, request.from);
    store::save_terms(tx, change.ended, change.added);
  }
  KpiRow now = request.from <= ctx.today() ? wanted : at_once(known.kpi, wanted);
  ++now.version;
  store::save_kpis(tx, {now});
  note_changes(ctx, tx, ChangedThing::kpi, now.id.value, request.from, request.reason, changes);
  const auto after = fresh_catalogue(tx);
  if (otherwise) judge_anew(tx, *after, assignments_of(*after, now.id), ctx.today());
  return kpi(ctx, tx, {now.id});
}

Kpi Service::set_kpi_words(const Context& ctx, Tx& tx, const SetKpiWords& request) {
  const auto c = catalogue(tx);
  const rules::Definition& known = to_be_changed(ctx, *c, request.kpi);
  const auto stored = c->words.find(request.kpi);
  const KpiWords before = stored == c->words.end() ? KpiWords{} : stored->second;
  const auto changes = rules::differences(before, request);
  if (changes.empty()) return kpi(ctx, tx, {request.kpi});
  store::save_words(tx, {request, request.kpi});
  KpiRow now = known.kpi;
  ++now.version;
  store::save_kpis(tx, {now});
  note_changes(ctx, tx, ChangedThing::kpi, now.id.value, ctx.today(), "", changes);
  (void)fresh_catalogue(tx);
  return kpi(ctx, tx, {request.kpi});
}

Kpi Service::retire_kpi(const Context& ctx, Tx& tx, const RetireKpi& request) {
  const auto c = figured_catalogue(tx, ctx.today());
  const rules::Definition& known = to_be_changed(ctx, *c, request.kpi);
  require_change_reason(request.reason);
  if (request.from) require_to_come(ctx, *request.from);
  KpiRow now = known.kpi;
  now.retired_from = request.from;
  const auto changes = rules::differences(known.kpi, now);
  if (changes.empty()) throw refusal("/from", "kpi.nothing_changed");
  const auto rows = ended_with(ctx, *c, known.kpi, request.from);
  ++now.version;
  store::save_kpis(tx, {now});
  store::save_assignments(tx, rows);
  note_changes(ctx, tx, ChangedThing::kpi, now.id.value, request.from.value_or(ctx.today()),
               request.reason, changes);
  std::vector<AssignmentId> ids;
  for (const AssignmentRow& row : rows) ids.push_back(row.id);
  judge_anew(tx, *fresh_catalogue(tx), ids, ctx.today());
  return kpi(ctx, tx, {request.kpi});
}

Kpi Service::kpi(const Context& ctx, Read& db, const KpiOf& request) {
  ctx.require(permission::read);
  const auto c = catalogue(db);
  if (!c->definitions.contains(request.kpi))
    throw Error(Fault::not_found, "kpi.unknown_kpi",
                Arguments{{"id", std::to_string(request.kpi.value)}});
  return kpi_view(*c, request.kpi, readable_assignments(ctx, *c)[request.kpi]);
}

}  // namespace twinrail::kpi
