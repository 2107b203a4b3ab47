#include <algorithm>

#include "modules/okr/service_notice.hpp"
#include "modules/okr/service_progress.hpp"
#include "modules/okr/service_view.hpp"

namespace twinrail::okr {
namespace {

bool says_something(const NewCheckIn& r) {
  return r.value || r.done || r.milestone || r.confidence || r.reported ||
         (r.text && !r.text->empty()) || (r.blocker && !r.blocker->empty());
}

bool given(const std::optional<Text<500>>& reason) {
  return reason && reason->find_first_not_of(" \t\r\n") != std::string::npos;
}

void require_confidence(const std::optional<Decimal>& confidence) {
  if (confidence && (confidence->is_negative() || *confidence > Decimal::whole(1)))
    throw refuse_field("/confidence", "okr.confidence_out_of_range");
}

/// What the key result's kind can take: a figure, a step, or done.
void require_fitting(const NewCheckIn& r, const KeyResultRow& kr,
                     const std::vector<MilestoneRow>& steps) {
  const bool figures = kr.kind == KeyResultKind::move || kr.kind == KeyResultKind::keep ||
                       kr.kind == KeyResultKind::baseline;
  if (r.value && !figures) throw refuse_field("/value", "okr.takes_no_value");
  if (r.milestone) {
    const auto mine = [&](const MilestoneRow& m) {
      return m.id == *r.milestone && m.key_result == kr.id;
    };
    if (!std::ranges::any_of(steps, mine))
      throw refuse_field("/milestone", "okr.unknown_milestone");
  } else if (r.done && kr.kind != KeyResultKind::binary) {
    throw refuse_field("/done", "okr.takes_no_done");
  }
}

/// A key result with all that a check-in on it needs, read in one trip.
struct CheckInTarget {
  KeyResultRow key_result;
  ObjectiveRow objective;
  std::vector<MilestoneRow> milestones;
  std::optional<LinkRow> driver;
  ProgressPath path;  ///< from the key result up
};

/// `day`: that the check-in is about.
CheckInTarget load_target(const Context& ctx, Read& db, KeyResultId id, Date day,
                          const char* unknown = "okr.unknown_key_result") {
  auto [key_results, objectives, milestones, drivers, standings, days, path, path_days, terms] =
      db.all_of(store::ask_key_results_by_id({id}), store::ask_objective_of(id),
                store::ask_milestones_of(id), store::ask_driver_of(id),
                store::ask_key_result_standings_by_id({id}),
                store::ask_key_result_days_by_id({id}, day), store::ask_path({id}),
                store::ask_path_days({id}, day), store::ask_terms_by_id({id}));
  if (objectives.empty() || !may_read(ctx, objectives.front()))
    throw Error(Fault::not_found, unknown);
  CheckInTarget target{
      key_results.front(), std::move(objectives.front()), std::move(milestones), {}, {}};
  target.path = {std::move(key_results), std::move(standings), std::move(days),
                 std::move(path),        std::move(path_days), std::move(terms)};
  if (!drivers.empty()) target.driver = std::move(drivers.front());
  return target;
}

/// The objective's own row of its path, with the cycle.
const ObjectivePathRow& own_row(const CheckInTarget& target) {
  return *std::ranges::find_if(target.path.objectives,
                               [](const ObjectivePathRow& row) { return !row.child; });
}

/// Once a cycle's days are over, what is told still is about one of them.
void require_day(const CheckInTarget& target, Date day) {
  const ObjectivePathRow& own = own_row(target);
  if (own.cycle_state == CycleState::closing && (day < own.start_on || own.end_on < day))
    throw refuse_field("/on", "okr.day_outside_cycle");
}

void require_not_driven(const NewCheckIn& r, const CheckInTarget& target) {
  if (!target.driver || !r.value) return;
  // A share of periods inside a band has no single figure that a person could put in its place.
  if (!given(r.override_reason) || target.key_result.kind != KeyResultKind::move ||
      !target.driver->baseline_on)
    throw Error(Fault::conflict, "driven_key_result");
}

void require_check_in(const Context& ctx, const CheckInTarget& target) {
  require_open(target.objective.state, own_row(target).cycle_state);
  for (const auto& mine : {target.key_result.owner, target.objective.person})
    if (mine && ctx.may(permission::check_in, target.objective.org_unit, *mine)) return;
  ctx.require(permission::check_in, target.objective.org_unit,
              target.objective.owner.value_or(PersonId{}));
}

/// The last update before this one, or the start: from here on the next one was awaited.
Date awaited_from(const CheckInTarget& target) {
  const auto& standings = target.path.key_result_standings;
  if (!standings.empty() && standings.front().checked_on) return *standings.front().checked_on;
  return target.objective.active_on.value_or(own_row(target).start_on);
}

CheckInRow row_of(const NewCheckIn& r, const Context& ctx, bool driven) {
  CheckInRow row{.key_result = r.key_result,
                 .day = r.on.value_or(ctx.today()),
                 .value = r.value,
                 .done = r.done,
                 .milestone = r.milestone,
                 .confidence = r.confidence,
                 .reported = r.reported,
                 .note = r.text.value_or(Text<2000>()),
                 .recorded_at = ctx.now};
  if (r.milestone && !r.done) row.done = true;
  if (r.blocker && !r.blocker->empty()) row.blocker = *r.blocker;
  if (driven && r.value) row.override_reason = *r.override_reason;
  if (ctx.viewer().person) row.by_person = ctx.viewer().person;
  return row;
}

/// Shares of periods and of steps look at all check-ins; a figure and a "done" are the last word.
bool last_word_counts(const CheckInTarget& target) {
  return !target.driver && target.key_result.kind != KeyResultKind::keep &&
         target.key_result.kind != KeyResultKind::milestone;
}

ProposedCheckIn proposed_check_in(CheckInTarget& target, const CheckInRow& row) {
  return {row, target.objective.id, std::move(target.path), {}, last_word_counts(target)};
}

}  // namespace

CheckInView Service::check_in(const Context& ctx, Tx& tx, const NewCheckIn& request) {
  CheckInTarget target = load_target(ctx, tx, request.key_result, request.on.value_or(ctx.today()));
  require_check_in(ctx, target);
  if (!says_something(request)) throw refuse_field("", "okr.nothing_said");
  if (request.on && *request.on > ctx.today()) throw refuse_field("/on", "okr.day_ahead");
  require_day(target, request.on.value_or(ctx.today()));
  require_confidence(request.confidence);
  require_fitting(request, target.key_result, target.milestones);
  require_not_driven(request, target);
  if (request.value && !target.driver && target.key_result.kind == KeyResultKind::move &&
      !target.key_result.start_value)
    throw Error(Fault::conflict, "okr.start_required");
  CheckInRow row = row_of(request, ctx, target.driver.has_value());
  settle_due(tx, row.key_result, awaited_from(target), ctx.today(), ctx.now);
  const auto plan = plan_progress(tx, kpi_, proposed_check_in(target, row));
  row.progress = plan.after.key_results.at(row.key_result).progress;
  save_progress(tx, plan);  // waits for no answer; the insert that follows does
  row.id = store::add_check_in(tx, row);
  return check_in_view(tx, row, target.key_result);
}

CheckInView Service::correct_check_in(const Context& ctx, Tx& tx, const CorrectCheckIn& request) {
  const auto old = store::check_in(tx, request.check_in);
  if (!old) throw Error(Fault::not_found, "okr.unknown_check_in");
  CheckInTarget target = load_target(ctx, tx, old->key_result, old->day, "okr.unknown_check_in");
  require_check_in(ctx, target);
  require_confidence(request.confidence);
  if (!given(request.reason)) throw refuse_field("/reason", "okr.reason_required");
  if (!request.value && !request.confidence && !request.text)
    throw refuse_field("", "okr.nothing_said");
  if (request.value && !old->value) throw refuse_field("/value", "okr.takes_no_value");
  CheckInRow row = *old;
  if (request.value) row.value = request.value;
  if (request.confidence) row.confidence = request.confidence;
  if (request.text) row.note = *request.text;
  row.reason = request.reason;
  row.first = old->first.value_or(old->id);
  row.revision = old->revision + 1;
  row.recorded_at = ctx.now;
  row.by_person = ctx.viewer().person ? std::optional(ctx.viewer().person) : std::nullopt;
  ProposedCheckIn proposed = proposed_check_in(target, row);
  proposed.replaces = old->id;
  const auto plan = plan_progress(tx, kpi_, std::move(proposed));
  row.progress = plan.after.key_results.at(row.key_result).progress;
  store::supersede_check_in(tx, old->id, ctx.now);
  save_progress(tx, plan);
  row.id = store::add_check_in(tx, row);
  return check_in_view(tx, row, target.key_result);
}

PreviewView Service::preview(const Context& ctx, Read& db, const PreviewOf& request) {
  CheckInTarget target = load_target(ctx, db, request.key_result, ctx.today());
  NewCheckIn value{.key_result = request.key_result, .value = request.value};
  require_fitting(value, target.key_result, {});
  const bool driven = target.driver.has_value();
  // Where a KPI gives the value, a typed one needs a reason; any reason has the same effect.
  if (driven) value.override_reason = "preview";
  const auto plan = plan_progress(db, kpi_, proposed_check_in(target, row_of(value, ctx, driven)));
  const KeyResultStandingRow& s = plan.after.key_results.at(target.key_result.id);
  const auto cycle = store::cycle(db, target.objective.cycle);
  PacedFigure figure{.kind = pace_kind(target.key_result.kind)};
  if (s.state == ProgressState::measured) figure.progress = s.progress.to_decimal();
  const Date start = start_of(target.objective.active_on, *cycle);
  const Date due = std::min(target.key_result.due.value_or(cycle->end_on), cycle->end_on);
  const Paced p = paced(figure, start, std::max(start, due), ctx.today());
  return {s.progress, plan.after.objectives.at(target.objective.id).progress, p.gap, p.pace};
}

}  // namespace twinrail::okr
