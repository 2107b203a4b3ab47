#include "modules/okr/service_progress.hpp"
#include "modules/okr/service_view.hpp"
#include "modules/people/people.hpp"

namespace twinrail::okr {
namespace {

void require_names(const Names& names, const char* pointer) {
  if (names.zh.empty() && names.en.empty()) throw refuse_field(pointer, "okr.title_required");
}

void require_weight(const std::optional<Decimal>& weight) {
  if (weight && *weight <= Decimal()) throw refuse_field("/weight", "okr.weight_not_positive");
}

CycleRow cycle_or_refuse(Read& db, CycleId id) {
  auto found = store::cycle(db, id);
  if (!found) throw Error(Fault::not_found, "okr.unknown_cycle");
  return *found;
}

/// draft and review go both ways; an active objective can only be closed.
bool may_become(ObjectiveState from, ObjectiveState to) {
  using enum ObjectiveState;
  if (from == to) return true;
  if (to == withdrawn || to == abandoned || has_ended(from)) return false;
  if (to == closed) return from == active;
  if (to == active) return from == draft || from == review;
  return from == draft || from == review;
}

/// A draft goes to another cycle, out of the backlog or back into it.
void move_to_cycle(Tx& tx, ObjectiveRow& o, CycleId to) {
  const CycleRow cycle = cycle_or_refuse(tx, to);
  if (o.state != ObjectiveState::draft) throw Error(Fault::conflict, "okr.state_not_possible");
  require_open(o.state, cycle.state);
  if (cycle.state == CycleState::closing) throw Error(Fault::conflict, "okr.cycle_closing");
  o.cycle = to;
  quota::objectives.require_room(store::objectives_beside(tx, o));
}

/// A person whom a request names, and the field that does.
struct NamedField {
  std::optional<PersonId> person;
  const char* pointer;
};

/// Throws unless the caller may name each of them: an owner may write what is his. Who is named in
/// the objective already gains nothing.
void require_named(const Context& ctx, Read& db, people::Service& people, const ObjectiveRow& known,
                   std::initializer_list<NamedField> fields) {
  std::vector<PersonId> asked;
  for (const NamedField& f : fields)
    if (f.person) asked.push_back(*f.person);
  const people::NamedPeople named = people.named(db, asked, ctx.today());
  for (const auto& [person, pointer] : fields)
    if (person && person != known.owner && person != known.person)
      named.require(ctx, permission::write, *person, pointer);
}

/// The caller, where the objective will be the caller's own.
PersonId own_in(const Context& ctx, const NewObjective& r) {
  const PersonId me = ctx.viewer().person;
  return me && (r.owner == me || r.person == me) ? me : PersonId{};
}

/// A key result that can never be measured is refused when it is added, not at a check-in.
void require_sound(const NewKeyResult& r) {
  require_names(r.title, "/title");
  require_weight(r.weight);
  if (r.kind == KeyResultKind::move) {
    if (!r.target) throw refuse_field("/target", "okr.target_required");
    if (r.start && *r.start == *r.target) throw refuse_field("/target", "use_keep");
    if (r.start && r.stretch)
      (void)rules::anchored_score({*r.start, r.commit, r.target, *r.stretch}, *r.start);
  }
  if (r.kind == KeyResultKind::keep) (void)rules::keep_score({r.lower, r.upper}, {});
  if (r.kind != KeyResultKind::milestone) return;
  if (!r.milestones || r.milestones->empty()) throw refuse_field("/milestones", "no_milestones");
  for (const NewMilestone& m : *r.milestones) {
    require_names(m.title, "/milestones");
    require_weight(m.weight);
  }
}

/// Whether a request changes what a key result is measured against.
bool aims(const ChangeKeyResult& r) { return r.start || r.target || r.commit || r.stretch; }

/// A baseline that was taken from a KPI is the KPI's; what is left is the owner's to change.
void take_aims(Read& db, KeyResultRow& kr, const ChangeKeyResult& r) {
  if (kr.kind != KeyResultKind::move) throw refuse_field("/target", "okr.no_target");
  if (r.start) kr.start_value = r.start;
  if (r.target) kr.target_value = r.target;
  if (r.commit) kr.commit_value = r.commit;
  if (r.stretch) kr.stretch_value = r.stretch;
  std::optional<Decimal> start = kr.start_value;
  for (const LinkRow& link : store::links(db, {kr.objective}))
    if (link.key_result == kr.id && link.baseline) {
      if (r.start && r.start != link.baseline) throw refuse_field("/start", "okr.start_frozen");
      start = link.baseline;
    }
  if (start == kr.target_value) throw refuse_field("/target", "use_keep");
  if (start && kr.stretch_value)
    (void)rules::anchored_score({*start, kr.commit_value, kr.target_value, *kr.stretch_value},
                                *start);
}

/// What held until today stays with the days on which it did; changing it takes a reason.
void keep_terms(const Context& ctx, Tx& tx, const KeyResultRow& before, const KeyResultRow& after,
                const std::optional<Text<500>>& reason) {
  const auto terms = [](const KeyResultRow& r) {
    return std::tuple{r.start_value, r.target_value, r.commit_value, r.stretch_value, r.weight};
  };
  if (terms(before) == terms(after)) return;
  if (!reason || reason->find_first_not_of(" \t\r\n") == std::string::npos)
    throw refuse_field("/reason", "okr.reason_required");
  KeyResultTermRow row{.key_result = before.id,
                       .until = ctx.today(),
                       .start_value = before.start_value,
                       .target_value = before.target_value,
                       .commit_value = before.commit_value,
                       .stretch_value = before.stretch_value,
                       .weight = before.weight,
                       .reason = *reason,
                       .recorded_at = ctx.now};
  if (ctx.viewer().person) row.by_person = ctx.viewer().person;
  store::add_term(tx, row);
}

constexpr Decimal one = Decimal::from_micros(Decimal::micros_per_unit);

KeyResultRow stored(const NewKeyResult& r, std::int64_t position) {
  return {.objective = r.objective,
          .position = position,
          .title_zh = r.title.zh,
          .title_en = r.title.en,
          .kind = r.kind,
          .unit = r.unit.value_or(Text<32>()),
          .decimals = r.decimals ? r.decimals->value : 0,
          .start_value = r.start,
          .target_value = r.target,
          .lower = r.lower,
          .upper = r.upper,
          .commit_value = r.commit,
          .stretch_value = r.stretch,
          .weight = r.weight.value_or(one),
          .due = r.due,
          .owner = r.owner};
}

}  // namespace

ObjectiveDetailView Service::add_objective(const Context& ctx, Tx& tx,
                                           const NewObjective& request) {
  const CycleRow cycle = cycle_or_refuse(tx, request.cycle);
  require_open(ObjectiveState::draft, cycle.state);
  if (cycle.state == CycleState::closing) throw Error(Fault::conflict, "okr.cycle_closing");
  if (!people_.unit_view(tx, request.org_unit, ctx.today()))
    throw refuse_field("/org_unit", "okr.unknown_unit");
  ctx.require_create(permission::write, request.org_unit, own_in(ctx, request));
  require_named(ctx, tx, people_, {}, {{request.owner, "/owner"}, {request.person, "/person"}});
  ObjectiveRow row{.cycle = request.cycle,
                   .org_unit = request.org_unit,
                   .person = request.person,
                   .owner = request.owner,
                   .title_zh = request.title.zh,
                   .title_en = request.title.en,
                   .why = request.why.value_or(Text<4000>()),
                   .type = request.type,
                   .weight = request.weight.value_or(one),
                   .recovers = request.recovers.value_or(false)};
  if (request.code) row.code = *request.code;
  if (row.code && store::has_code(tx, *row.code)) throw refuse_field("/code", "okr.code_taken");
  require_names(request.title, "/title");
  require_weight(request.weight);
  quota::objectives.require_room(store::objectives_beside(tx, row));
  row.id = store::add_objective(tx, row);
  update_progress(tx, kpi_, {row.id});
  return detail_view(ctx, tx, row.id);
}

ObjectiveDetailView Service::change_objective(const Context& ctx, Tx& tx,
                                              const ChangeObjective& request) {
  ObjectiveRow o = objective_or_refuse(ctx, tx, request.objective);
  require_write(ctx, o);
  ctx.expect_version(o.version);
  require_open(tx, o);
  require_free(tx, o);
  if (request.weight || request.state == ObjectiveState::active) require_plannable(tx, o);
  require_weight(request.weight);
  if (request.title) {
    require_names(*request.title, "/title");
    o.title_zh = request.title->zh;
    o.title_en = request.title->en;
  }
  if (request.why) o.why = *request.why;
  require_named(ctx, tx, people_, o, {{request.owner, "/owner"}});
  if (request.owner && request.owner != o.owner) {
    o.owner = request.owner;
    quota::objectives.require_room(store::objectives_beside(tx, o));
  }
  if (request.cycle && request.cycle != o.cycle) move_to_cycle(tx, o, *request.cycle);
  if (request.weight) o.weight = *request.weight;
  if (request.type) o.type = *request.type;
  if (request.reported) o.reported = request.reported;
  const ObjectiveState before = o.state;
  const ObjectiveState after = request.state.value_or(before);
  if (!may_become(before, after)) throw Error(Fault::conflict, "okr.state_not_possible");
  if (after == ObjectiveState::review && before != after)
    throw Error(Fault::conflict, "okr.review_is_asked_for");
  const bool activated = after == ObjectiveState::active && before != after;
  if (activated) require_startable(ctx, tx, o);
  if (!activated) o.state = after;
  store::update_objective(tx, o);
  if (activated) make_active(tx, o.id, ctx.today());
  if (after == ObjectiveState::closed) write_closing(ctx, tx, o.id);
  update_progress(tx, kpi_, {o.id});
  return detail_view(ctx, tx, o.id);
}

ObjectiveDetailView Service::activate(const Context& ctx, Tx& tx,
                                      const ActivateObjective& request) {
  const ObjectiveRow o = objective_or_refuse(ctx, tx, request.objective);
  require_write(ctx, o);
  ctx.expect_version(o.version);
  if (o.state != ObjectiveState::draft && o.state != ObjectiveState::review)
    throw Error(Fault::conflict, "okr.state_not_possible");
  require_plannable(tx, o);
  require_startable(ctx, tx, o);
  const Date on = request.on.value_or(ctx.today());
  if (on > ctx.today()) throw refuse_field("/on", "okr.day_ahead");
  if (on < std::min(store::cycle(tx, o.cycle)->start_on, ctx.today()))
    throw refuse_field("/on", "okr.before_cycle");
  make_active(tx, o.id, on);
  update_progress(tx, kpi_, {o.id});
  return detail_view(ctx, tx, o.id);
}

void Service::make_active(Tx& tx, ObjectiveId id, Date on) {
  if (store::key_results(tx, {id}).empty()) throw Error(Fault::conflict, "okr.no_key_results");
  ObjectiveRow o = *store::objective(tx, id);
  if (store::cycle(tx, o.cycle)->kind == CycleKind::backlog)
    throw Error(Fault::conflict, "okr.in_backlog");
  freeze_baselines(tx, id, on);
  o.state = ObjectiveState::active;
  o.active_on = on;
  store::update_objective(tx, o);
}

KeyResultView Service::add_key_result(const Context& ctx, Tx& tx, const NewKeyResult& request) {
  const ObjectiveRow o = objective_or_refuse(ctx, tx, request.objective);
  require_write(ctx, o);
  require_plannable(tx, o);
  require_free(tx, o);
  require_sound(request);
  require_named(ctx, tx, people_, o, {{request.owner, "/owner"}});
  const auto siblings = store::key_results(tx, {o.id});
  quota::key_results.require_room(std::ssize(siblings));
  const std::int64_t position = siblings.empty() ? 1 : siblings.back().position + 1;
  const KeyResultId id = store::add_key_result(tx, stored(request, position));
  std::vector<MilestoneRow> steps;
  if (request.kind == KeyResultKind::milestone)
    for (const NewMilestone& m : *request.milestones)
      steps.push_back({.key_result = id,
                       .position = static_cast<std::int64_t>(steps.size()) + 1,
                       .title_zh = m.title.zh,
                       .title_en = m.title.en,
                       .weight = m.weight.value_or(one)});
  store::add_milestones(tx, steps);
  update_progress(tx, kpi_, {o.id});
  return key_result_view(ctx, tx, o.id, id);
}

KeyResultView Service::change_key_result(const Context& ctx, Tx& tx,
                                         const ChangeKeyResult& request) {
  auto kr = store::key_result(tx, request.key_result);
  if (!kr) throw Error(Fault::not_found, "okr.unknown_key_result");
  const ObjectiveRow o = objective_behind(ctx, tx, kr->objective, "okr.unknown_key_result");
  require_write(ctx, o);
  ctx.expect_version(kr->version);
  require_open(tx, o);
  require_free(tx, o);
  const KeyResultRow before = *kr;
  if (aims(request) || request.weight) require_plannable(tx, o);
  require_weight(request.weight);
  if (request.title) {
    require_names(*request.title, "/title");
    kr->title_zh = request.title->zh;
    kr->title_en = request.title->en;
  }
  if (aims(request)) take_aims(tx, *kr, request);
  if (request.weight) kr->weight = *request.weight;
  if (request.due) kr->due = request.due;
  if (request.owner != kr->owner) require_named(ctx, tx, people_, o, {{request.owner, "/owner"}});
  if (request.owner) kr->owner = request.owner;
  if (o.state == ObjectiveState::active) keep_terms(ctx, tx, before, *kr, request.reason);
  store::update_key_result(tx, *kr);
  update_progress(tx, kpi_, {o.id});
  return key_result_view(ctx, tx, o.id, kr->id);
}

}  // namespace twinrail::okr
