#include <algorithm>

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
void require_fitting(const NewCheckIn& r, const KeyResultStored& kr,
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

/// A key result with all that a check-in on it asks for, looked up at once.
struct Place {
  KeyResultStored key_result;
  ObjectiveStored objective;
  std::vector<MilestoneRow> milestones;
  std::optional<LinkRow> driver;
  Path path;  ///< from the key result up
};

/// `since` is the day that a check-in is about.
Place place_of(const Context& ctx, Read& db, KeyResultId id, Date since,
               const char* unknown = "okr.unknown_key_result") {
  auto [key_results, objectives, steps, drivers, stood, own_days, rows, days] = db.all_of(
      store::ask_these({id}), store::ask_objective_of(id), store::ask_milestones_of(id),
      store::ask_driver_of(id), store::ask_standings_of({id}), store::ask_days_of({id}, since),
      store::ask_path({id}), store::ask_path_days({id}, since));
  if (objectives.empty() || !may_read(ctx, objectives.front()))
    throw Error(Fault::not_found, unknown);
  Place at{key_results.front(), std::move(objectives.front()), std::move(steps), {}, {}};
  at.path = {std::move(key_results), std::move(stood), std::move(own_days), std::move(rows),
             std::move(days)};
  if (!drivers.empty()) at.driver = std::move(drivers.front());
  return at;
}

void require_not_driven(const NewCheckIn& r, const Place& at) {
  if (!at.driver || !r.value) return;
  // A share of periods inside a band has no single figure that a person could put in its place.
  if (!given(r.override_reason) || at.key_result.kind != KeyResultKind::move ||
      !at.driver->baseline_on)
    throw Error(Fault::conflict, "driven_key_result");
}

void require_check_in(const Context& ctx, const Place& at) {
  if (at.objective.state == ObjectiveState::closed) throw Error(Fault::conflict, "okr.closed");
  for (const auto& mine : {at.key_result.owner, at.objective.person})
    if (mine && ctx.may(permission::check_in, at.objective.org_unit, *mine)) return;
  ctx.require(permission::check_in, at.objective.org_unit, at.objective.owner.value_or(PersonId{}));
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

/// Shares of periods and of steps look at all that was said; a figure and a "done" are the last
/// word.
bool newest_counts(const Place& at) {
  return !at.driver && at.key_result.kind != KeyResultKind::keep &&
         at.key_result.kind != KeyResultKind::milestone;
}

Touch touch_of(Place& at, const Hypothesis& said) {
  return {.objectives = {at.objective.id},
          .followed = {},
          .said = &said,
          .since = said.row.day,
          .path = &at.path};
}

}  // namespace

CheckIn Service::check_in(const Context& ctx, Tx& tx, const NewCheckIn& request) {
  Place at = place_of(ctx, tx, request.key_result, request.on.value_or(ctx.today()));
  require_check_in(ctx, at);
  if (!says_something(request)) throw refuse_field("", "okr.nothing_said");
  if (request.on && *request.on > ctx.today()) throw refuse_field("/on", "okr.day_ahead");
  require_confidence(request.confidence);
  require_fitting(request, at.key_result, at.milestones);
  require_not_driven(request, at);
  if (request.value && !at.driver && at.key_result.kind == KeyResultKind::move &&
      !at.key_result.start_value)
    throw Error(Fault::conflict, "okr.start_required");
  Hypothesis said{row_of(request, ctx, at.driver.has_value()), {}, newest_counts(at)};
  const Plan planned = plan(tx, touch_of(at, said));
  said.row.progress = planned.key_results_now.at(at.key_result.id).progress;
  settle(tx, planned);  // before the one answer that is waited for
  said.row.id = store::add_check_in(tx, said.row);
  return check_in_view(tx, said.row, at.key_result);
}

CheckIn Service::correct_check_in(const Context& ctx, Tx& tx, const CorrectCheckIn& request) {
  const auto old = store::check_in(tx, request.check_in);
  if (!old) throw Error(Fault::not_found, "okr.unknown_check_in");
  Place at = place_of(ctx, tx, old->key_result, old->day, "okr.unknown_check_in");
  require_check_in(ctx, at);
  require_confidence(request.confidence);
  if (!given(request.reason)) throw refuse_field("/reason", "okr.reason_required");
  if (!request.value && !request.confidence && !request.text)
    throw refuse_field("", "okr.nothing_said");
  if (request.value && !old->value) throw refuse_field("/value", "okr.takes_no_value");
  Hypothesis said{*old, old->id};
  CheckInRow& row = said.row;
  if (request.value) row.value = request.value;
  if (request.confidence) row.confidence = request.confidence;
  if (request.text) row.note = *request.text;
  row.reason = request.reason;
  row.first = old->first.value_or(old->id);
  row.revision = old->revision + 1;
  row.recorded_at = ctx.now;
  row.by_person = ctx.viewer().person ? std::optional(ctx.viewer().person) : std::nullopt;
  const Plan planned = plan(tx, touch_of(at, said));
  row.progress = planned.key_results_now.at(at.key_result.id).progress;
  store::supersede_check_in(tx, old->id, ctx.now);
  settle(tx, planned);
  row.id = store::add_check_in(tx, row);
  return check_in_view(tx, row, at.key_result);
}

Preview Service::preview(const Context& ctx, Read& db, const PreviewOf& request) {
  Place at = place_of(ctx, db, request.key_result, ctx.today());
  NewCheckIn value{.key_result = request.key_result, .value = request.value};
  require_fitting(value, at.key_result, {});
  const bool driven = at.driver.has_value();
  // Beside a KPI a typed value only counts with a reason; whatever the reason, the effect is this.
  if (driven) value.override_reason = "preview";
  const Hypothesis said{row_of(value, ctx, driven), {}, newest_counts(at)};
  const Plan planned = plan(db, touch_of(at, said));
  const KeyResultStanding& s = planned.key_results_now.at(at.key_result.id);
  const auto cycle = store::cycle(db, at.objective.cycle);
  PacedFigure figure{.kind = pace_kind(at.key_result.kind)};
  if (s.state == ProgressState::measured) figure.progress = s.progress.to_decimal();
  const Paced p = paced(figure, cycle->start_on, cycle->end_on, ctx.today());
  return {s.progress, planned.objectives_now.at(at.objective.id).progress, p.gap, p.pace};
}

}  // namespace twinrail::okr
