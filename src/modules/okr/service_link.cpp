#include <algorithm>

#include "modules/kpi/kpi.hpp"
#include "modules/okr/service_progress.hpp"
#include "modules/okr/service_view.hpp"

namespace twinrail::okr {
namespace {

/// How far back a baseline is looked for: two years, so that a yearly KPI has one.
constexpr std::int64_t baseline_days_back = 731;

/// A link to be added, and what it belongs to.
struct NewLinkRow {
  LinkRow row;
  ObjectiveRow objective;
  std::optional<KeyResultRow> key_result;  ///< that it drives
};

LinkRow link_row(const NewLink& r, ObjectiveId objective) {
  LinkRow row{.kind = r.kind,
              .assignment = r.assignment,
              .objective = objective,
              .agg = r.agg.value_or(ValueAgg::last)};
  if (r.k) row.k = r.k->value;
  return row;
}

NewLinkRow driver_of(const Context& ctx, Read& db, const NewLink& request) {
  if (!request.key_result) throw refuse_field("/key_result", "okr.key_result_required");
  auto kr = store::key_result(db, *request.key_result);
  if (!kr) throw Error(Fault::not_found, "okr.unknown_key_result");
  NewLinkRow added{link_row(request, kr->objective),
                   objective_behind(ctx, db, kr->objective, "okr.unknown_key_result"), kr};
  added.row.key_result = kr->id;
  return added;
}

NewLinkRow guard_of(const Context& ctx, Read& db, const NewLink& request) {
  if (!request.objective) throw refuse_field("/objective", "okr.objective_required");
  ObjectiveRow o = objective_or_refuse(ctx, db, *request.objective);
  NewLinkRow added{link_row(request, o.id), std::move(o), {}};
  const Decimal cap = request.cap.value_or(links::Guardrail{}.cap);
  if (cap.is_negative() || cap > Decimal::whole(1))
    throw refuse_field("/cap", "okr.cap_out_of_range");
  added.row.cap = cap;
  return added;
}

/// By default what the KPI says now, where that does not grow with the period that runs.
void take_span(LinkRow& row, const NewLink& request, const kpi::AssignmentView& kpi) {
  const bool may_run = kpi.may_run;
  row.value_rule = request.value_rule.value_or(may_run ? ValueSpan::running : ValueSpan::period);
  if (row.value_rule == ValueSpan::running && !may_run)
    throw refuse_field("/value_rule", "okr.cannot_run");
  if (row.value_rule == ValueSpan::rolling && !request.k)
    throw refuse_field("/k", "okr.k_required");
}

void require_drivable(const NewLinkRow& added) {
  if (!added.key_result) return;
  const KeyResultKind kind = added.key_result->kind;
  if (kind != KeyResultKind::move && kind != KeyResultKind::keep)
    throw refuse_field("/key_result", "okr.cannot_be_driven");
}

/// What the cycle adds up begins at 0.
bool adds_up(const LinkRow& link) {
  return link.value_rule == ValueSpan::cycle_to_date && link.agg == ValueAgg::sum;
}

void require_new(const LinkRow& row, const std::vector<LinkRow>& known) {
  for (const LinkRow& k : known) {
    if (row.key_result && k.key_result == row.key_result)
      throw Error(Fault::conflict, "okr.already_driven");
    if (k.kind == LinkKind::guards && row.kind == LinkKind::guards &&
        k.assignment == row.assignment)
      throw Error(Fault::conflict, "okr.already_guarded");
  }
}

/// The KPI drives until today. Value and start stay with the key result, which goes on by hand.
void end_driver(const Context& ctx, Tx& tx, const LinkRow& link) {
  KeyResultRow kr = *store::key_result(tx, *link.key_result);
  if (kr.kind == KeyResultKind::move && !kr.start_value) {
    kr.start_value = link.baseline;
    store::update_key_result(tx, kr);
  }
  const auto standing = tx.all(store::ask_key_result_standings_by_id({kr.id}));
  if (!standing.empty() && standing.front().current_value)
    (void)store::add_check_in(tx, {.key_result = kr.id,
                                   .day = ctx.today(),
                                   .value = standing.front().current_value,
                                   .source = Source::kpi,
                                   .recorded_at = ctx.now,
                                   .progress = standing.front().progress});
  store::end_link(tx, link.id, ctx.today());
}

}  // namespace

LinkView Service::add_link(const Context& ctx, Tx& tx, const NewLink& request) {
  NewLinkRow added =
      request.kind == LinkKind::drives ? driver_of(ctx, tx, request) : guard_of(ctx, tx, request);
  LinkRow& row = added.row;
  const ObjectiveRow& o = added.objective;
  require_write(ctx, o);
  require_open(tx, o);
  require_free(tx, o);
  const auto views = kpi_.views(tx, {row.assignment});
  if (views.empty() || !may_read(ctx, views.front()))
    throw Error(Fault::not_found, "kpi.unknown_assignment",
                Arguments{{"id", std::to_string(row.assignment.value)}});
  require_drivable(added);
  if (row.key_result) take_span(row, request, views.front());
  require_new(row, store::links(tx, {o.id}));
  row.id = store::add_link(tx, row);
  if (row.key_result && o.state == ObjectiveState::active) freeze_baselines(tx, o.id, ctx.today());
  update_progress(tx, kpi_, {o.id});
  return link_view(*store::link(tx, row.id));
}

Done Service::remove_link(const Context& ctx, Tx& tx, const LinkOf& request) {
  const auto row = store::link(tx, request.link);
  if (!row || row->ended_on) throw Error(Fault::not_found, "okr.unknown_link");
  const ObjectiveRow o = objective_behind(ctx, tx, row->objective, "okr.unknown_link");
  require_write(ctx, o);
  ctx.expect_version(row->version);
  require_open(tx, o);
  require_free(tx, o);
  if (row->baseline_on)
    end_driver(ctx, tx, *row);
  else
    store::remove_link(tx, row->id);
  update_progress(tx, kpi_, {o.id});
  return {};
}

void Service::freeze_baselines(Tx& tx, ObjectiveId id, Date on) {
  const auto links = store::links(tx, {id});
  // What was over before the goal became active, whatever the link's rule.
  const auto known = [&](kpi::AssignmentId assignment) {
    auto points = kpi_.points_between(tx, assignment, on - baseline_days_back, on);
    std::erase_if(points, [&](const kpi::PointView& p) { return p.end >= on || !p.over; });
    return points;
  };
  std::vector<LinkRow> frozen;
  for (const KeyResultRow& kr : store::key_results(tx, {id})) {
    const auto link = std::ranges::find(links, std::optional(kr.id), &LinkRow::key_result);
    if (link == links.end()) {
      if (kr.kind == KeyResultKind::move && !kr.start_value)
        throw Error(Fault::conflict, "okr.start_required");
      continue;
    }
    if (link->baseline_on) continue;
    LinkRow row = *link;
    row.baseline_on = on;
    // A start that its owner stated is the baseline.
    row.baseline = kr.start_value;
    if (!row.baseline && adds_up(row)) row.baseline = Decimal{};
    if (!row.baseline) {
      LinkRow newest = row;
      newest.value_rule = ValueSpan::period;
      row.baseline = rules::driven_value(newest, known(row.assignment));
    }
    if (kr.kind == KeyResultKind::move) {
      if (!row.baseline) throw Error(Fault::conflict, "okr.no_baseline");
      if (row.baseline == kr.target_value) throw Error(Fault::invalid, "use_keep");
    }
    frozen.push_back(row);
  }
  store::save_baselines(tx, frozen);
}

}  // namespace twinrail::okr
