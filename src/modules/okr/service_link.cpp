#include <algorithm>

#include "modules/kpi/kpi.hpp"
#include "modules/okr/service_progress.hpp"
#include "modules/okr/service_view.hpp"

namespace twinrail::okr {
namespace {

/// How far back a baseline is looked for where the cycle has no value yet: two years, so that a
/// yearly KPI has one.
constexpr std::int64_t baseline_days_back = 731;

rules::ContributionEdge edge_of(const ContributionRow& r,
                                const std::map<ObjectiveId, std::string>& names) {
  const auto name = [&](ObjectiveId id) {
    const auto found = names.find(id);
    return found == names.end() ? std::to_string(id.value) : found->second;
  };
  return {name(r.child), name(r.parent), r.share, r.relation};
}

std::string edge_name(const ObjectiveRow& o) { return o.code.value_or(std::to_string(o.id.value)); }

/// What contributes moves the figure of the objective above, and what only supports stands on its
/// page: both ends are written, so both have to be the caller's.
Error refuse_parent() {
  return {Fault::forbidden, "access.forbidden",
          std::vector<Problem>{{"/parent", "okr.parent_not_yours", {}}}};
}

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
              .value_rule = r.value_rule.value_or(ValueSpan::period),
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

void require_drivable(const NewLinkRow& added) {
  if (!added.key_result) return;
  const KeyResultKind kind = added.key_result->kind;
  if (kind != KeyResultKind::move && kind != KeyResultKind::keep)
    throw refuse_field("/key_result", "okr.cannot_be_driven");
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

}  // namespace

ContributionView Service::add_contribution(const Context& ctx, Tx& tx,
                                           const NewContribution& request) {
  const ObjectiveRow child = objective_or_refuse(ctx, tx, request.child);
  const ObjectiveRow parent = objective_or_refuse(ctx, tx, request.parent);
  require_write(ctx, child);
  require_free(tx, child);
  if (!may_write(ctx, parent)) throw refuse_parent();
  require_open(tx, parent);
  require_open(tx, child);
  ContributionRow row{.child = child.id,
                      .parent = parent.id,
                      .relation = request.relation,
                      .share = request.share.value_or(Decimal::whole(1))};
  const auto rows = store::contributions_above(tx, child.id, parent.id);
  const auto same = [&](const ContributionRow& r) {
    return r.child == row.child && r.parent == row.parent;
  };
  if (std::ranges::any_of(rows, same)) throw Error(Fault::conflict, "okr.contribution_known");
  const std::map<ObjectiveId, std::string> names{{child.id, edge_name(child)},
                                                 {parent.id, edge_name(parent)}};
  std::vector<rules::ContributionEdge> edges;
  for (const ContributionRow& r : rows) edges.push_back(edge_of(r, names));
  (void)rules::accept_contribution(edges, edge_of(row, names));
  row.id = store::add_contribution(tx, row);
  update_progress(tx, kpi_, {parent.id});
  return contribution_view(row);
}

Done Service::remove_contribution(const Context& ctx, Tx& tx, const ContributionOf& request) {
  const auto row = store::contribution(tx, request.contribution);
  if (!row) throw Error(Fault::not_found, "okr.unknown_contribution");
  const char* unknown = "okr.unknown_contribution";
  const ObjectiveRow child = objective_behind(ctx, tx, row->child, unknown);
  const ObjectiveRow parent = objective_behind(ctx, tx, row->parent, unknown);
  require_write(ctx, child);
  require_free(tx, child);
  if (!may_write(ctx, parent)) throw refuse_parent();
  require_open(tx, parent);
  store::remove_contribution(tx, row->id);
  update_progress(tx, kpi_, {row->parent});
  return {};
}

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
  require_new(row, store::links(tx, {o.id}));
  row.id = store::add_link(tx, row);
  if (row.key_result && o.state == ObjectiveState::active)
    freeze_baselines(tx, o.id, ctx.today(), ctx.today());
  update_progress(tx, kpi_, {o.id});
  return link_view(*store::link(tx, row.id));
}

Done Service::remove_link(const Context& ctx, Tx& tx, const LinkOf& request) {
  const auto row = store::link(tx, request.link);
  if (!row) throw Error(Fault::not_found, "okr.unknown_link");
  const ObjectiveRow o = objective_behind(ctx, tx, row->objective, "okr.unknown_link");
  require_write(ctx, o);
  require_open(tx, o);
  require_free(tx, o);
  store::remove_link(tx, row->id);
  update_progress(tx, kpi_, {o.id});
  return {};
}

void Service::freeze_baselines(Tx& tx, ObjectiveId id, Date on, Date today) {
  const ObjectiveRow o = *store::objective(tx, id);
  const CycleRow cycle = *store::cycle(tx, o.cycle);
  const auto links = store::links(tx, {id});
  // The running period counts as far as it is known today; of a day in the past only what was over
  // by then, since what came later in a period cannot be told apart.
  const auto known = [&](kpi::AssignmentId assignment, Date from) {
    auto points = kpi_.points_between(tx, assignment, from, on);
    if (on < today) std::erase_if(points, [&](const kpi::PointView& p) { return p.end > on; });
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
    // A start that its owner stated is the baseline; otherwise the KPI's value by the link's rule.
    row.baseline = kr.start_value;
    if (!row.baseline)
      row.baseline = rules::driven_value(row, known(row.assignment, cycle.start_on));
    if (!row.baseline) {
      LinkRow newest = row;
      newest.value_rule = ValueSpan::period;
      row.baseline = rules::driven_value(newest, known(row.assignment, on - baseline_days_back));
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
