#include "modules/kpi/service_assignment.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "modules/kpi/rules_figures.hpp"
#include "modules/kpi/rules_lines.hpp"
#include "modules/kpi/rules_term.hpp"
#include "modules/kpi/service_existence.hpp"
#include "modules/kpi/service_life.hpp"
#include "modules/kpi/service_proposal.hpp"
#include "modules/kpi/store_target.hpp"
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

Arguments limit_of(const AssignmentRow& held) {
  return {{"limit", held.breach_value.value_or(Decimal{}).to_string()},
          {"op", held.breach_op.value_or("")}};
}

std::string difference_key(LineDifference difference) {
  return "kpi." + std::string(enum_name(difference));
}

/// A target that cannot be judged by is refused when it is written, not when a figure arrives.
void require_judgeable(const rules::Definition& d, const AssignmentRow& held,
                       const TargetValues& target, const std::string& at) {
  (void)rules::judge_colour({.actual = std::nullopt,
                             .aim = rules::aim_of(d, &target),
                             .thresholds = rules::thresholds_of(&target)});
  const auto differ = rules::lines_differ(d.kpi.direction, held, &target);
  if (!differ) return;
  const bool is_of_green = *differ == LineDifference::watch_beyond_red || !target.amber;
  const std::string field = at + (is_of_green ? "/green" : "/amber");
  throw Error(Fault::invalid, "request.invalid",
              std::vector<Problem>{{field, difference_key(*differ), limit_of(held)}});
}

/// Of a KPI in % a bare number beyond 2 either way may be meant as per cent or as a ratio.
void require_ratios(const rules::Definition& d, const TargetValues& target, const std::string& at) {
  if (d.kpi.unit != "%") return;
  std::vector<Problem> problems;
  const auto check = [&](const char* field, const std::optional<Decimal>& value) {
    if (value && !rules::ratio_told(value->to_string()))
      problems.push_back(
          {at + "/" + field, "kpi.target_percent_or_ratio", {{"amount", value->to_string()}}});
  };
  check("target", target.target);
  check("lower", target.lower);
  check("upper", target.upper);
  check("green", target.green);
  check("amber", target.amber);
  check("green_to", target.green_to);
  check("amber_to", target.amber_to);
  if (!problems.empty()) throw Error(Fault::invalid, "request.invalid", std::move(problems));
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
  if (r.grace_days) row.grace_days = *r.grace_days;
  if (r.breach) take_breach(row, *r.breach);
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
  if (is_over(found->second.kpi.retired_from, r.valid_from))
    throw Error(Fault::conflict, "kpi.kpi_retired",
                Arguments{{"day", found->second.kpi.retired_from->to_string()}});
  if (const auto there = c.assigned.find({r.kpi, r.org_unit}); there != c.assigned.end())
    throw Error(Fault::conflict, c.assignments.at(there->second).row.valid_to == Date::last()
                                     ? "kpi.assigned_already"
                                     : "kpi.assigned_ended");
  AssignmentRow row = row_of(r, ctx.now);
  require_sound_breach(row);
  require_ratios(found->second, r.target, "/target");
  require_judgeable(found->second, row, r.target, "/target");
  return row;
}

}  // namespace

void require_sound_breach(const AssignmentRow& row) {
  if (!row.breach_op) return;
  for (const auto* op : {&row.breach_op, &row.recover_op})
    if (*op && !rules::compare_from(**op))
      throw Error(Fault::invalid, "kpi.unknown_comparison", Arguments{{"op", **op}});
  require_ends(row.breach_op, row.breach_value, row.breach_value_to, "/breach/value_to");
  require_ends(row.recover_op, row.recover_value, row.recover_value_to, "/breach/recover_value_to");
  rules::require_sound(*rules::breach_rule_of(row));
}

void take_breach(AssignmentRow& row, const BreachSetting& breach) {
  row.breach_op = breach.op;
  row.breach_value = breach.value;
  row.breach_value_to = breach.value_to;
  row.recover_op.reset();
  if (breach.recover_op) row.recover_op = *breach.recover_op;
  row.recover_value = breach.recover_value;
  row.recover_value_to = breach.recover_value_to;
  if (breach.n) row.n = *breach.n;
  if (breach.m) row.m = *breach.m;
  if (breach.grace_days) row.grace_days = *breach.grace_days;
}

namespace {

/// Decides each of a set; `rows` are those that are sound, in their order.
std::vector<AssignmentVerdict> decide(const Context& ctx, Tx& tx, const Catalogue& c,
                                      people::Service& people,
                                      std::span<const NewAssignment> requests,
                                      std::vector<AssignmentRow>& rows) {
  std::vector<OrgUnitId> units;
  std::vector<PersonId> owners;
  for (const NewAssignment& r : requests) {
    units.push_back(r.org_unit);
    if (r.owner) owners.push_back(*r.owner);
  }
  const Existence existence(tx, units);
  const people::NamedPeople named = people.named(tx, owners, ctx.today());
  std::set<std::pair<KpiId, OrgUnitId>> seen;
  std::vector<AssignmentVerdict> verdicts(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    try {
      if (!seen.insert({requests[i].kpi, requests[i].org_unit}).second)
        throw Error(Fault::invalid, "kpi.unit_twice");
      rows.push_back(sound_row(ctx, c, existence, named, requests[i]));
    } catch (const Error& e) {
      if (e.fault() == Fault::internal || e.fault() == Fault::unavailable) throw;
      verdicts[i].refused = e;
    }
  }
  return verdicts;
}

}  // namespace

std::vector<AssignmentVerdict> Service::Assignments::check(
    Service& s, const Context& ctx, Tx& tx, std::span<const NewAssignment> requests) {
  std::vector<AssignmentRow> rows;
  return decide(ctx, tx, *s.catalogue(tx), s.people_, requests, rows);
}

std::vector<AssignmentVerdict> Service::Assignments::add(Service& s, const Context& ctx, Tx& tx,
                                                         std::span<const NewAssignment> requests) {
  const auto before = s.figured_catalogue(tx, ctx.today());
  std::vector<OrgUnitId> units;
  std::vector<KpiId> kpis;
  for (const NewAssignment& r : requests) {
    units.push_back(r.org_unit);
    kpis.push_back(r.kpi);
  }
  std::vector<AssignmentRow> rows;
  std::vector<AssignmentVerdict> verdicts = decide(ctx, tx, *before, s.people_, requests, rows);
  if (rows.empty()) return verdicts;
  store::add_assignments(tx, rows);
  std::map<std::pair<KpiId, OrgUnitId>, AssignmentId> made;
  for (const AssignmentRow& row : store::assignments_of(tx, kpis, units))
    made[{row.kpi, row.org_unit}] = row.id;
  std::vector<TargetRow> targets;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (verdicts[i].refused) continue;
    verdicts[i].id = made.at({requests[i].kpi, requests[i].org_unit});
    const Direction direction = before->definitions.at(requests[i].kpi).kpi.direction;
    targets.push_back(target_row(
        verdicts[i].id, requests[i].valid_from,
        rules::with_one_red_line(direction, row_of(requests[i], ctx.now), requests[i].target),
        ctx.now));
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

void Service::Assignments::require_aim(const rules::Definition& d,
                                       const rules::AssignmentWithTargets& assignment,
                                       const TargetValues& target, Date from) {
  require_judgeable(d, rules::held_on(assignment, from), target, "");
}

void Service::Assignments::aim(Service& s, Tx& tx, std::span<const NewTarget> requests, Date today,
                               Instant now) {
  if (requests.empty()) return;
  const auto before = s.figured_catalogue(tx, today);
  std::vector<TargetRow> rows;
  std::map<AssignmentId, Date> since;
  std::vector<AssignmentId> ids;
  for (const NewTarget& r : requests) {
    const rules::Definition& d = before->definition_of(r.assignment);
    const AssignmentRow held = rules::held_on(before->assignments.at(r.assignment), r.from);
    require_judgeable(d, held, r, "");
    TargetRow row =
        target_row(r.assignment, r.from, rules::with_one_red_line(d.kpi.direction, held, r), now);
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

void Service::Assignments::leave_one_red_line(const rules::Definition& d,
                                              const rules::AssignmentWithTargets& assignment,
                                              Date from, TargetValues& target) {
  if (!rules::red_line(d.kpi.direction, rules::held_on(assignment, from))) return;
  target.amber.reset();
  target.amber_to.reset();
}

void Service::Assignments::aim_as_agreed(Service& s, Tx& tx, NewTarget proposed, Date today,
                                         Instant now) {
  const auto c = s.catalogue(tx);
  const rules::AssignmentWithTargets& assignment = assignment_or_refuse(*c, proposed.assignment);
  const rules::Definition& d = c->definition_of(proposed.assignment);
  leave_one_red_line(d, assignment, proposed.from, proposed);
  const AssignmentRow held = rules::held_on(assignment, proposed.from);
  if (const auto differ = rules::lines_differ(d.kpi.direction, held, &proposed))
    throw Error(Fault::conflict, difference_key(*differ), limit_of(held));
  aim(s, tx, {&proposed, 1}, today, now);
}

namespace {

/// "0.9", or "0.8 1.2" of a range; nothing where nothing is aimed at.
std::optional<std::string> aim_text(const TargetRow* target) {
  if (!target) return std::nullopt;
  if (target->target) return target->target->to_string();
  if (!target->lower || !target->upper) return std::nullopt;
  return target->lower->to_string() + " " + target->upper->to_string();
}

/// The points of one assignment as they stood before a change, and their colours after it.
struct Standing {
  std::vector<PointRow> before;
  std::map<Date, std::optional<Colour>> after;
};

/// The marks of points whose target was changed after their period had ended.
std::vector<TargetChangeRow> corrections(const Context& ctx, const NewTarget& request,
                                         const rules::AssignmentWithTargets& was,
                                         const rules::AssignmentWithTargets& is,
                                         const Standing& points) {
  std::vector<TargetChangeRow> rows;
  for (const PointRow& p : points.before) {
    if (!p.judged || p.end_on < request.from) continue;
    const TargetRow* old_aim = rules::target_on(was, p.end_on);
    const TargetRow* aim = rules::target_on(is, p.end_on);
    if (!aim) continue;
    if (aim->valid_from != request.from || (old_aim && aim->id == old_aim->id)) continue;
    TargetChangeRow row{.assignment = p.assignment, .start_on = p.start_on, .end_on = p.end_on};
    if (old_aim) row.target_before = old_aim->target;
    row.target_after = aim->target.value_or(aim->upper.value_or(Decimal{}));
    row.colour_before = p.colour;
    const auto now = points.after.find(p.start_on);
    if (now != points.after.end()) row.colour_after = now->second;
    row.reason = *request.reason;
    row.recorded_at = ctx.now;
    row.recorded_by = ctx.viewer().account;
    rows.push_back(std::move(row));
  }
  return rows;
}

bool corrects(const NewTarget& request) {
  return request.mode && *request.mode == TargetMode::correction;
}

/// Days of the longest period: the one that a day lies in begins at most so many days before.
constexpr std::int64_t period_days_max = 366;

/// The day from which points are read so that each one that ends on `from` or later is there.
Date read_from(Date from) {
  return from - Date::first() > period_days_max ? from - period_days_max : Date::first();
}

/// A target of ended periods says how it is meant, and why.
void require_mode(const NewTarget& request) {
  std::vector<Problem> problems;
  if (!request.mode) problems.push_back({"/mode", "kpi.target_mode_needed", {}});
  if (!request.reason || request.reason->find_first_not_of(' ') == std::string::npos)
    problems.push_back({"/reason", "kpi.target_reason_needed", {}});
  if (!problems.empty()) throw Error(Fault::invalid, "request.invalid", std::move(problems));
}

}  // namespace

void Service::Assignments::aim_as_meant(Service& s, const Context& ctx, Tx& tx,
                                        std::span<const NewTarget> requests) {
  const auto before = s.figured_catalogue(tx, ctx.today());
  std::set<AssignmentId> correcting;
  Date first = Date::last();
  for (const NewTarget& r : requests)
    if (corrects(r)) {
      correcting.insert(r.assignment);
      first = std::min(first, r.from);
    }
  if (correcting.empty()) return aim(s, tx, requests, ctx.today(), ctx.now);
  const std::vector<AssignmentId> marked(correcting.begin(), correcting.end());
  const Date since = read_from(first);
  std::map<AssignmentId, Standing> standing;
  for (PointRow& p : store::points(tx, marked, since, ctx.today() - 1))
    standing[p.assignment].before.push_back(std::move(p));
  aim(s, tx, requests, ctx.today(), ctx.now);
  const auto after = s.catalogue(tx);
  for (const PointRow& p : store::points(tx, marked, since, ctx.today() - 1))
    standing[p.assignment].after[p.start_on] = p.colour;
  std::vector<TargetChangeRow> changes;
  for (const NewTarget& r : requests)
    if (corrects(r))
      std::ranges::move(corrections(ctx, r, before->assignments.at(r.assignment),
                                    after->assignments.at(r.assignment), standing[r.assignment]),
                        std::back_inserter(changes));
  store::add_target_changes(tx, changes);
}

Period Service::Assignments::running_period(const Catalogue& c, AssignmentId id, Date today) {
  const OrgUnitId unit = c.assignments.at(id).row.org_unit;
  return c.calendar_of(unit).period_of(today, c.definition_of(id).grid);
}

Date Service::Assignments::running(const Catalogue& c, AssignmentId id, Date today) {
  return running_period(c, id, today).start;
}

bool Service::Assignments::ended(const Catalogue& c, AssignmentId id, Date from, Date today) {
  return std::max(from, c.assignments.at(id).row.valid_from) < running(c, id, today);
}

Assignment Service::add_target(const Context& ctx, Tx& tx, const NewTarget& request) {
  const auto before = figured_catalogue(tx, ctx.today());
  const auto found = before->assignments.find(request.assignment);
  if (found == before->assignments.end())
    throw unknown("kpi.unknown_assignment", request.assignment.value);
  const AssignmentRow& a = found->second.row;
  ctx.require(permission::define, a.org_unit);
  const rules::Definition& d = before->definition_of(a.id);
  require_ratios(d, request, "");
  const bool ended = Assignments::ended(*before, a.id, request.from, ctx.today());
  if (ended) require_mode(request);
  NewTarget wanted = request;
  if (!ended) wanted.mode.reset();
  if (ended && !corrects(request)) wanted.from = Assignments::running(*before, a.id, ctx.today());
  const TargetGuard guard = target_guard(tx, {a.id}, ctx.today());
  if (const char* refusal = guard.refusal(*before, a.id, wanted.from))
    throw Error(Fault::conflict, refusal);
  Assignments::aim_as_meant(*this, ctx, tx, {&wanted, 1});
  const auto after = catalogue(tx);
  const rules::AssignmentWithTargets& is = after->assignments.at(a.id);
  note_changes(ctx, tx, ChangedThing::assignment, a.id.value, wanted.from,
               request.reason.value_or(""),
               {{"target", aim_text(rules::target_on(found->second, wanted.from)),
                 aim_text(rules::target_on(is, wanted.from))}});
  return assignment(ctx, tx, {request.assignment});
}

}  // namespace twinrail::kpi
