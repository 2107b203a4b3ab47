#include <algorithm>
#include <set>

#include "modules/okr/service_close.hpp"
#include "modules/okr/service_notice.hpp"
#include "modules/people/people.hpp"

namespace twinrail::okr {
namespace {

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// Reviews and scores are written until the cycle is closed, also of what has been closed before.
void require_reviewable(Read& db, const ObjectiveRow& o) {
  if (store::cycle(db, o.cycle)->state == CycleState::closed)
    throw Error(Fault::conflict, "okr.cycle_closed");
  if (!rules::has_begun(o.state)) throw Error(Fault::conflict, "okr.state_not_possible");
}

/// As whom the viewer scores: nobody is the manager of his own objective.
std::optional<ScoreRole> role_of(const Context& ctx, Read& db, const ObjectiveRow& o) {
  const PersonId me = ctx.viewer().person;
  if (me && (o.owner == me || o.person == me)) return ScoreRole::owner;
  if (may_write(ctx, o)) return ScoreRole::manager;
  const auto others = me ? store::collaborators(db, o.id) : std::vector<PersonId>{};
  const bool joins = std::ranges::find(others, me) != others.end();
  return joins ? std::optional(ScoreRole::collaborator) : std::nullopt;
}

/// What each role gave: the newest score of each person; of managers the newest of all.
std::vector<ScoreView> score_views(const std::vector<ScoreRow>& rows,
                                   const std::map<PersonId, std::string>& names) {
  std::vector<ScoreView> views;
  for (const ScoreRole role : {ScoreRole::owner, ScoreRole::collaborator, ScoreRole::manager}) {
    std::map<std::optional<PersonId>, const ScoreRow*> newest;
    for (const ScoreRow& s : rows)
      if (s.role == role) newest[role == ScoreRole::manager ? std::nullopt : s.person] = &s;
    if (newest.empty()) continue;
    std::vector<Decimal> scores;
    for (const auto& [person, row] : newest) scores.push_back(row->score);
    ScoreView view{.role = role, .people = std::ssize(scores), .score = rules::mean_score(scores)};
    if (const ScoreRow& only = *newest.begin()->second; newest.size() == 1) {
      view.score = only.score;
      view.reason = only.reason;
      if (const auto n = only.person ? names.find(*only.person) : names.end(); n != names.end())
        view.by_name = n->second;
    }
    views.push_back(std::move(view));
  }
  return views;
}

/// A manager's score other than what the key results come to says why.
void require_score(const NewScore& r, ScoreRole role, const Standing& s) {
  if (r.score.is_negative() || r.score > Decimal::whole(1))
    throw refuse_field("/score", "okr.score_out_of_range");
  if (role != ScoreRole::manager || (r.reason && !is_blank(*r.reason))) return;
  const auto one_decimal = [](Fraction f) { return f.rounded(Rounding::half_up, 1); };
  if (!s.suggested || one_decimal(Fraction::of(r.score.micros(), Decimal::micros_per_unit)) !=
                          one_decimal(Fraction::of(s.suggested->raw.to_decimal().micros(),
                                                   Decimal::micros_per_unit)))
    throw refuse_field("/reason", "okr.score_reason_required");
}

std::vector<StepRow> rows_of(const std::vector<NextStep>& steps, ObjectiveId objective) {
  std::vector<StepRow> rows;
  for (const NextStep& s : steps) {
    if (is_blank(s.note)) throw refuse_field("/steps", "okr.step_empty");
    rows.push_back({.objective = objective,
                    .position = std::ssize(rows) + 1,
                    .note = s.note,
                    .owner = s.owner,
                    .due = s.due});
  }
  return rows;
}

/// A review that is handed in is whole.
void require_whole(const ReviewRow& r, const std::vector<StepRow>& steps) {
  if (is_blank(r.cause)) throw refuse_field("/cause", "okr.cause_required");
  if (is_blank(r.learned)) throw refuse_field("/learned", "okr.learned_required");
  if (!r.decision) throw refuse_field("/decision", "okr.decision_required");
  for (const StepRow& s : steps)
    if (!s.owner || !s.due) throw refuse_field("/steps", "okr.step_open");
}

}  // namespace

ReviewView Service::review_view(const Context& ctx, Read& db, ObjectiveId id) {
  const CloseData data = load_close(db, people_, kpi_, {id}, ctx.today());
  const ObjectiveRow& o = data.list.objectives.front();
  const ObjectiveView shown = objective_view(ctx, data.list, o);
  ReviewView view{.row = close_row(ctx, data, shown, standing_of(data, shown)),
                  .cycle = cycle_view(data.list.cycles.at(o.cycle)),
                  .key_results = shown.key_results,
                  .may_score_as = role_of(ctx, db, o),
                  .may_write = may_write(ctx, o)};
  const auto steps = store::steps(db, {id});
  const auto scores = data.scores.find(id);
  std::set<PersonId> named;
  for (const StepRow& s : steps)
    if (s.owner) named.insert(*s.owner);
  if (scores != data.scores.end())
    for (const ScoreRow& s : scores->second)
      if (s.person) named.insert(*s.person);
  const auto names = people_.person_names(db, {named.begin(), named.end()});
  if (scores != data.scores.end()) view.scores = score_views(scores->second, names);
  for (const StepRow& s : steps) {
    const auto n = s.owner ? names.find(*s.owner) : names.end();
    view.steps.push_back(
        {s.note, s.owner, n == names.end() ? std::nullopt : std::optional(n->second), s.due});
  }
  if (const auto r = data.reviews.find(id); r != data.reviews.end()) {
    view.cause = r->second.cause;
    view.learned = r->second.learned;
    view.decision = r->second.decision;
    view.carry = r->second.carry;
    view.submitted_at = r->second.submitted_at;
    view.version = r->second.version;
  }
  if (const auto c = data.closings.find(id); c != data.closings.end()) {
    view.outcome = c->second.outcome;
    view.reason = c->second.reason;
  }
  for (const OriginRow& origin : store::origins_of(db, id)) {
    if (origin.objective == id) view.source = origin.source;
    if (origin.source == id && origin.carried) view.carried_to = origin.objective;
  }
  if (const auto next = store::next_cycle(db, data.list.cycles.at(o.cycle).kind, view.cycle.end))
    view.next_cycle = cycle_view(*next);
  return view;
}

ReviewView Service::review(const Context& ctx, Read& db, const ObjectiveOf& request) {
  (void)objective_or_refuse(ctx, db, request.objective);
  return review_view(ctx, db, request.objective);
}

ReviewView Service::score(const Context& ctx, Tx& tx, const NewScore& request) {
  const ObjectiveRow o = objective_or_refuse(ctx, tx, request.objective);
  const auto role = role_of(ctx, tx, o);
  if (!role) require_write(ctx, o);
  require_reviewable(tx, o);
  const CloseData data = load_close(tx, people_, kpi_, {o.id}, ctx.today());
  if (const auto given = data.scores.find(o.id); given != data.scores.end())
    quota::scores.require_room(std::ssize(given->second));
  require_score(request, *role, standing_of(data, objective_view(ctx, data.list, o)));
  ScoreRow row{.objective = o.id,
               .role = *role,
               .score = request.score,
               .reason = request.reason.value_or(Text<500>()),
               .recorded_at = ctx.now};
  if (ctx.viewer().person) row.person = ctx.viewer().person;
  (void)store::add_score(tx, row);
  if (*role == ScoreRole::manager) settle_score(tx, o.id, ctx.now);
  // Its key results are frozen already; the grade follows the manager until the cycle is closed.
  if (o.state == ObjectiveState::closed) write_closing(ctx, tx, o.id);
  return review_view(ctx, tx, o.id);
}

ReviewView Service::change_review(const Context& ctx, Tx& tx, const ChangeReview& request) {
  const ObjectiveRow o = objective_or_refuse(ctx, tx, request.objective);
  require_write(ctx, o);
  const auto known = store::reviews(tx, {o.id});
  ReviewRow row = known.empty() ? ReviewRow{.objective = o.id} : known.front();
  ctx.expect_version(row.version);
  require_reviewable(tx, o);
  if (request.cause) row.cause = *request.cause;
  if (request.learned) row.learned = *request.learned;
  if (request.decision) row.decision = request.decision;
  if (request.carry) row.carry = *request.carry;
  auto steps = store::steps(tx, {o.id});
  if (request.steps) {
    std::vector<PersonId> owners;
    for (const NextStep& s : *request.steps)
      if (s.owner) owners.push_back(*s.owner);
    const people::NamedPeople named = people_.named(tx, owners, ctx.today());
    for (const PersonId owner : owners) named.require(ctx, permission::read, owner, "/steps");
    steps = rows_of(*request.steps, o.id);
    store::replace_steps(tx, o.id, steps);
  }
  const bool submits = request.submit.value_or(false);
  if (submits || row.submitted_at) require_whole(row, steps);
  if (submits && !row.submitted_at) {
    row.submitted_at = ctx.now;
    if (ctx.viewer().person) row.submitted_by = ctx.viewer().person;
    tell_review(tx, o, ctx.now, ctx.today());
  }
  ++row.version;
  store::save_review(tx, row);
  const ReviewView view = review_view(ctx, tx, o.id);
  if (!submits || !row.carry || row.decision == Decision::abandon || view.carried_to) return view;
  if (!view.next_cycle) throw refuse_field("/carry", "okr.no_next_cycle");
  (void)copy(ctx, tx, {.objective = o.id, .cycle = view.next_cycle->id, .carry = true});
  return review_view(ctx, tx, o.id);
}

MeetingView Service::meeting(const Context& ctx, Read& db, const MeetingOf& request) {
  const Scope scope = ctx.scope(permission::read);
  const auto cycle = store::cycle(db, request.cycle);
  if (!cycle) throw Error(Fault::not_found, "okr.unknown_cycle");
  const bool known = people_.unit_view(db, request.unit, ctx.today()).has_value();
  if (!known || !ctx.may(permission::read, request.unit))
    throw Error(Fault::not_found, "okr.unknown_unit");
  MeetingView view{.cycle = cycle_view(*cycle), .unit = request.unit};
  view.may_write = ctx.may(permission::write, request.unit) && cycle->state != CycleState::closed;
  if (const auto row = store::meeting(db, cycle->id, request.unit)) {
    view.held_on = row->held_on;
    view.attendees = row->attendees;
    view.notes = row->notes;
    view.version = row->version;
  }
  const auto ids = store::ending_ids(db, scope, cycle->id, std::vector{request.unit});
  const CloseData data = load_close(db, people_, kpi_, ids, ctx.today());
  std::map<ObjectiveId, std::vector<StepRow>> steps;
  std::vector<PersonId> owners;
  for (StepRow& s : store::steps(db, ids)) {
    if (s.owner) owners.push_back(*s.owner);
    steps[s.objective].push_back(std::move(s));
  }
  const auto names = people_.person_names(db, owners);
  for (const ObjectiveRow& o : data.list.objectives) {
    const ObjectiveView shown = objective_view(ctx, data.list, o);
    MeetingItem item{.row = close_row(ctx, data, shown, standing_of(data, shown))};
    if (const auto r = data.reviews.find(o.id); r != data.reviews.end()) {
      item.learned = r->second.learned;
      item.decision = r->second.decision;
    }
    for (const StepRow& s : steps[o.id]) {
      const auto n = s.owner ? names.find(*s.owner) : names.end();
      item.steps.push_back(
          {s.note, s.owner, n == names.end() ? std::nullopt : std::optional(n->second), s.due});
    }
    view.items.push_back(std::move(item));
  }
  return view;
}

MeetingView Service::change_meeting(const Context& ctx, Tx& tx, const ChangeMeeting& request) {
  const MeetingView before = meeting(ctx, tx, {request.cycle, request.unit});
  ctx.require(permission::write, request.unit);
  if (before.cycle.state == CycleState::closed) throw Error(Fault::conflict, "okr.cycle_closed");
  ctx.expect_version(before.version);
  if (request.held_on && *request.held_on > ctx.today())
    throw refuse_field("/held_on", "okr.day_ahead");
  store::save_meeting(
      tx, {.cycle = request.cycle,
           .org_unit = request.unit,
           .held_on = request.held_on ? request.held_on : before.held_on,
           .attendees = request.attendees ? std::string(*request.attendees) : before.attendees,
           .notes = request.notes ? std::string(*request.notes) : before.notes,
           .version = before.version + 1});
  return meeting(ctx, tx, {request.cycle, request.unit});
}

}  // namespace twinrail::okr
