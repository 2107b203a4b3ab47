#include "modules/kpi/service_assignment.hpp"

#include <algorithm>

#include "modules/kpi/service_existence.hpp"
#include "modules/kpi/service_proposal.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

namespace twinrail::kpi {
namespace {

Error unknown(const char* key, std::int64_t id) {
  return {Fault::not_found, key, Arguments{{"id", std::to_string(id)}}};
}

TargetRow target_row(AssignmentId id, Date from, const TargetValues& values, Instant now) {
  return {values, 0, id, from, Date::last(), now};
}

/// A target that cannot be judged by is refused when it is written, not when a figure arrives.
void require_judgeable(const rules::Definition& d, const TargetValues& target) {
  (void)rules::judge_colour({.actual = std::nullopt,
                             .aim = rules::aim_of(d, &target),
                             .thresholds = rules::thresholds_of(&target)});
}

AssignmentRow row_of(const NewAssignment& r, Instant now) {
  AssignmentRow row{.kpi = r.kpi,
                    .org_unit = r.org_unit,
                    .owner = r.owner,
                    .weight = r.weight.value_or(Decimal::whole(1)),
                    .veto = r.veto.value_or(false),
                    .valid_from = r.valid_from,
                    .valid_to = Date::last(),
                    .recorded_at = now};
  if (!r.breach) return row;
  row.breach_op = r.breach->op;
  row.breach_value = r.breach->value;
  row.breach_value_to = r.breach->value_to;
  if (r.breach->recover_op) row.recover_op = *r.breach->recover_op;
  row.recover_value = r.breach->recover_value;
  row.recover_value_to = r.breach->recover_value_to;
  if (r.breach->n) row.n = *r.breach->n;
  if (r.breach->m) row.m = *r.breach->m;
  if (r.breach->grace_days) row.grace_days = *r.breach->grace_days;
  return row;
}

/// A range has two ends in their order, a comparison has one. `field` names the second end.
void require_ends(const std::optional<std::string>& op, const std::optional<Decimal>& value,
                  const std::optional<Decimal>& to, const char* field) {
  const auto refuse = [&](const char* key) {
    return Error(Fault::invalid, "request.invalid", std::vector<Problem>{{field, key, {}}});
  };
  const bool range = op == "outside" || op == "inside";
  if (range && !to) throw refuse("kpi.range_needs_end");
  if (range && *to <= value.value_or(*to)) throw refuse("kpi.range_reversed");
  if (!range && to) throw refuse("kpi.end_without_range");
}

void require_sound_breach(const AssignmentRow& row) {
  if (!row.breach_op) return;
  for (const auto* op : {&row.breach_op, &row.recover_op})
    if (*op && !rules::compare_from(**op))
      throw Error(Fault::invalid, "kpi.unknown_comparison", Arguments{{"op", **op}});
  require_ends(row.breach_op, row.breach_value, row.breach_value_to, "/breach/value_to");
  require_ends(row.recover_op, row.recover_value, row.recover_value_to, "/breach/recover_value_to");
  rules::require_sound(*rules::breach_rule_of(row));
}

/// The assignment as it will be stored. Throws Error for one that could not be judged.
AssignmentRow sound_row(const Context& ctx, const Catalogue& c, const Existence& existence,
                        const people::NamedPeople& named, const NewAssignment& r) {
  ctx.require(permission::define, r.org_unit);
  if (r.owner) named.require(ctx, permission::define, *r.owner, "/owner");
  const auto found = c.definitions.find(r.kpi);
  if (found == c.definitions.end()) throw unknown("kpi.unknown_kpi", r.kpi.value);
  if (!existence.on(r.org_unit, r.valid_from))
    throw Error(Fault::invalid, "kpi.unit_not_there",
                std::vector<Problem>{
                    {"/org_unit", "kpi.unit_not_there", {{"day", r.valid_from.to_string()}}}});
  if (c.assigned.contains({r.kpi, r.org_unit}))
    throw Error(Fault::conflict, "kpi.assigned_already");
  AssignmentRow row = row_of(r, ctx.now);
  require_sound_breach(row);
  require_judgeable(found->second, r.target);
  return row;
}

}  // namespace

std::vector<AssignmentVerdict> Service::Assignments::add(Service& s, const Context& ctx, Tx& tx,
                                                         std::span<const NewAssignment> requests) {
  const auto before = s.figured_catalogue(tx, ctx.today());
  std::vector<OrgUnitId> units;
  std::vector<KpiId> kpis;
  std::vector<PersonId> owners;
  for (const NewAssignment& r : requests) {
    units.push_back(r.org_unit);
    kpis.push_back(r.kpi);
    if (r.owner) owners.push_back(*r.owner);
  }
  const Existence existence(tx, units);
  const people::NamedPeople named = s.people_.named(tx, owners, ctx.today());
  std::vector<AssignmentVerdict> verdicts(requests.size());
  std::vector<AssignmentRow> rows;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    try {
      rows.push_back(sound_row(ctx, *before, existence, named, requests[i]));
    } catch (const Error& e) {
      if (e.fault() == Fault::internal || e.fault() == Fault::unavailable) throw;
      verdicts[i].refused = e;
    }
  }
  if (rows.empty()) return verdicts;
  store::add_assignments(tx, rows);
  std::map<std::pair<KpiId, OrgUnitId>, AssignmentId> made;
  for (const AssignmentRow& row : store::assignments_of(tx, kpis, units))
    made[{row.kpi, row.org_unit}] = row.id;
  std::vector<TargetRow> targets;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (verdicts[i].refused) continue;
    verdicts[i].id = made.at({requests[i].kpi, requests[i].org_unit});
    targets.push_back(
        target_row(verdicts[i].id, requests[i].valid_from, requests[i].target, ctx.now));
  }
  store::add_targets(tx, targets);
  const auto after = s.fresh_catalogue(tx);
  Judged judged;
  for (const TargetRow& target : targets)
    judged.append(rebuild(tx, *after, target.assignment, ctx.today()));
  save(tx, judged);
  return verdicts;
}

Assignment Service::add_assignment(const Context& ctx, Tx& tx, const NewAssignment& request) {
  const auto verdicts = Assignments::add(*this, ctx, tx, {&request, 1});
  if (verdicts.front().refused) throw *verdicts.front().refused;
  return assignment(ctx, tx, {verdicts.front().id});
}

void Service::Assignments::require_aim(const rules::Definition& d, const TargetValues& target) {
  require_judgeable(d, target);
}

void Service::Assignments::aim(Service& s, Tx& tx, std::span<const NewTarget> requests, Date today,
                               Instant now) {
  if (requests.empty()) return;
  const auto before = s.figured_catalogue(tx, today);
  std::vector<TargetRow> rows;
  std::map<AssignmentId, Date> since;
  std::vector<AssignmentId> ids;
  for (const NewTarget& r : requests) {
    require_judgeable(before->definition_of(r.assignment), r);
    TargetRow row = target_row(r.assignment, r.from, r, now);
    for (const TargetRow& t : before->assignments.at(r.assignment).targets)
      if (t.valid_from > r.from && t.valid_to >= t.valid_from)
        row.valid_to = std::min(row.valid_to, t.valid_from - 1);
    rows.push_back(row);
    ids.push_back(r.assignment);
    const auto known = since.emplace(r.assignment, r.from).first;
    known->second = std::min(known->second, r.from);
  }
  std::ranges::sort(rows, {},
                    [](const TargetRow& t) { return std::pair(t.assignment, t.valid_from); });
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (rows[i].assignment == rows[i - 1].assignment)
      rows[i - 1].valid_to = std::min(rows[i - 1].valid_to, rows[i].valid_from - 1);
  store::close_targets(tx, rows);
  store::add_targets(tx, rows);
  const auto after = s.fresh_catalogue(tx);
  Wanted wanted;
  for (const PointRow& p : store::points(tx, ids, Date::first(), Date::last()))
    if (p.end_on >= since.at(p.assignment)) wanted[p.assignment].insert(p.start_on);
  Judged judged = rejudge(tx, *after, wanted, today);
  save(tx, judged);
}

Assignment Service::add_target(const Context& ctx, Tx& tx, const NewTarget& request) {
  const auto before = catalogue(tx);
  const auto found = before->assignments.find(request.assignment);
  if (found == before->assignments.end())
    throw unknown("kpi.unknown_assignment", request.assignment.value);
  ctx.require(permission::define, found->second.row.org_unit);
  const TargetGuard guard = target_guard(tx, {request.assignment}, ctx.today());
  if (const char* refusal = guard.refusal(*before, request.assignment, request.from))
    throw Error(Fault::conflict, refusal);
  Assignments::aim(*this, tx, {&request, 1}, ctx.today(), ctx.now);
  return assignment(ctx, tx, {request.assignment});
}

}  // namespace twinrail::kpi
