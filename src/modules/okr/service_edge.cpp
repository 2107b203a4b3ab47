#include <algorithm>
#include <set>

#include "modules/okr/service_progress.hpp"
#include "modules/okr/service_view.hpp"
#include "modules/people/people.hpp"
#include "platform/events/events.hpp"

/// What one objective is to another. An edge changes both of its ends: it is made by who may write
/// both, or asked for by one side and accepted by the other.
namespace twinrail::okr {
namespace {

constexpr std::int64_t page_default = 50;

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

/// The two objectives of an edge.
struct Ends {
  ObjectiveRow child;
  ObjectiveRow parent;

  [[nodiscard]] const ObjectiveRow& at(End end) const { return end == End::child ? child : parent; }
};

constexpr End other(End end) { return end == End::child ? End::parent : End::child; }

/// Throws unless both may change and the edge fits with those that are there: no loop, no share
/// beyond one, no second edge between the same two.
void require_fitting(Read& db, const Ends& ends, const ContributionRow& row) {
  require_open(db, ends.parent);
  require_open(db, ends.child);
  const auto rows = store::contributions_above(db, row.child, row.parent);
  const auto same = [&](const ContributionRow& r) {
    return r.child == row.child && r.parent == row.parent;
  };
  if (std::ranges::any_of(rows, same)) throw Error(Fault::conflict, "okr.contribution_known");
  const std::map<ObjectiveId, std::string> names{{row.child, edge_name(ends.child)},
                                                 {row.parent, edge_name(ends.parent)}};
  std::vector<rules::ContributionEdge> edges;
  for (const ContributionRow& r : rows) edges.push_back(edge_of(r, names));
  (void)rules::accept_contribution(edges, edge_of(row, names));
}

std::optional<PersonId> asking(const Context& ctx) {
  const PersonId me = ctx.viewer().person;
  return me ? std::optional(me) : std::nullopt;
}

/// A proposal with its ends, as its sides see it: who may write neither end, or not read both, is
/// told that there is none.
struct KnownProposal {
  ProposalRow row;
  Ends ends;
};

KnownProposal proposal_or_refuse(const Context& ctx, Read& db, ProposalId id) {
  constexpr const char* unknown = "okr.unknown_proposal";
  const auto row = store::proposal(db, id);
  if (!row) throw Error(Fault::not_found, unknown);
  KnownProposal known{*row,
                      {objective_behind(ctx, db, row->child, unknown),
                       objective_behind(ctx, db, row->parent, unknown)}};
  if (!may_write(ctx, known.ends.child) && !may_write(ctx, known.ends.parent))
    throw Error(Fault::not_found, unknown);
  return known;
}

/// Throws unless the proposal is as the caller knows it and still waits.
void require_waiting(const Context& ctx, const ProposalRow& row) {
  ctx.expect_version(row.version);
  if (row.state != ProposalState::proposed) throw Error(Fault::conflict, "okr.proposal_answered");
}

/// Ends a proposal.
void settle(const Context& ctx, Tx& tx, ProposalRow& row, ProposalState state) {
  row.state = state;
  row.answered_by = asking(ctx);
  row.answered_at = ctx.now;
  store::update_proposal(tx, row);
  ++row.version;
  announce(tx, ProposalsChanged{row.id});
}

ProposalView view_of(const Context& ctx, const ProposalRow& p, const Ends& ends) {
  const bool waits = p.state == ProposalState::proposed;
  return {.id = p.id,
          .child = {p.child, {ends.child.title_zh, ends.child.title_en}, {}, {}},
          .parent = {p.parent, {ends.parent.title_zh, ends.parent.title_en}, {}, {}},
          .relation = p.relation,
          .share = p.share,
          .state = p.state,
          .waits_for = p.waits_for,
          .at = p.proposed_at,
          .note = p.note,
          .answered_at = p.answered_at,
          .reason = p.reason,
          .may_answer = waits && may_write(ctx, ends.at(p.waits_for)),
          .may_withdraw = waits && may_write(ctx, ends.at(other(p.waits_for))),
          .version = p.version};
}

std::optional<std::string> name_in(const std::map<PersonId, std::string>& names,
                                   const std::optional<PersonId>& person) {
  const auto found = person ? names.find(*person) : names.end();
  return found == names.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

ContributionView Service::add_contribution(const Context& ctx, Tx& tx,
                                           const NewContribution& request) {
  const Ends ends{objective_or_refuse(ctx, tx, request.child),
                  objective_or_refuse(ctx, tx, request.parent)};
  const bool below = may_write(ctx, ends.child);
  const bool above = may_write(ctx, ends.parent);
  if (!below && !above) require_write(ctx, ends.child);
  const ContributionRow row{.child = request.child,
                            .parent = request.parent,
                            .relation = request.relation,
                            .share = request.share.value_or(Decimal::whole(1))};
  require_fitting(tx, ends, row);
  auto waiting = store::open_proposal(tx, row.child, row.parent);
  if (!below || !above) {
    if (waiting) throw Error(Fault::conflict, "okr.proposal_known");
    return propose(ctx, tx,
                   {.child = row.child,
                    .parent = row.parent,
                    .relation = row.relation,
                    .share = row.share,
                    .waits_for = below ? End::parent : End::child,
                    .note = request.note.value_or(Text<500>())});
  }
  const ContributionView made = connect(tx, row);
  if (waiting) {  // the two are connected: there is nothing left to agree to
    waiting->contribution = made.id;
    settle(ctx, tx, *waiting, ProposalState::accepted);
  }
  return made;
}

ContributionView Service::propose(const Context& ctx, Tx& tx, ProposalRow row) {
  quota::proposals.require_room(
      store::proposals_waiting_for(tx, row.waits_for == End::parent ? row.parent : row.child));
  row.by_person = asking(ctx);
  row.proposed_at = ctx.now;
  row.id = store::add_proposal(tx, row);
  announce(tx, ProposalsChanged{row.id});
  return {{}, row.child, row.parent, row.share, row.relation, row.id, row.version};
}

ContributionView Service::connect(Tx& tx, ContributionRow row) {
  require_free(tx, *store::objective(tx, row.child));
  row.id = store::add_contribution(tx, row);
  update_progress(tx, kpi_, {row.parent});
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
  ctx.expect_version(row->version);
  require_open(tx, parent);
  store::remove_contribution(tx, row->id);
  update_progress(tx, kpi_, {row->parent});
  return {};
}

Page<ProposalView> Service::proposals(const Context& ctx, Read& db, const ProposalsQuery& request) {
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  store::ProposalFilter filter{
      .waiting = request.side.value_or(ProposalSide::answer) == ProposalSide::answer,
      .limit = limit + 1};
  if (request.cursor) filter.after = {std::strtoll(request.cursor->c_str(), nullptr, 10)};
  auto rows = store::proposals(db, ctx.scope(permission::write), filter);
  Page<ProposalView> page;
  if (std::ssize(rows) > limit) {
    rows.pop_back();
    page.next = std::to_string(rows.back().id.value);
  }
  page.items = proposal_views(ctx, db, rows);
  return page;
}

ContributionView Service::accept_proposal(const Context& ctx, Tx& tx, const ProposalOf& request) {
  auto [row, ends] = proposal_or_refuse(ctx, tx, request.proposal);
  require_write(ctx, ends.at(row.waits_for));
  require_waiting(ctx, row);
  const ContributionRow edge{
      .child = row.child, .parent = row.parent, .relation = row.relation, .share = row.share};
  require_fitting(tx, ends, edge);
  ContributionView made = connect(tx, edge);
  row.contribution = made.id;
  settle(ctx, tx, row, ProposalState::accepted);
  return made;
}

ProposalView Service::decline_proposal(const Context& ctx, Tx& tx, const DeclineProposal& request) {
  auto [row, ends] = proposal_or_refuse(ctx, tx, request.proposal);
  require_write(ctx, ends.at(row.waits_for));
  require_waiting(ctx, row);
  if (request.reason && !request.reason->empty()) row.reason = *request.reason;
  settle(ctx, tx, row, ProposalState::declined);
  return proposal_views(ctx, tx, {row}).front();
}

ProposalView Service::withdraw_proposal(const Context& ctx, Tx& tx, const ProposalOf& request) {
  auto [row, ends] = proposal_or_refuse(ctx, tx, request.proposal);
  require_write(ctx, ends.at(other(row.waits_for)));
  require_waiting(ctx, row);
  settle(ctx, tx, row, ProposalState::withdrawn);
  return proposal_views(ctx, tx, {row}).front();
}

std::vector<ProposalView> Service::proposal_views(const Context& ctx, Read& db,
                                                  const std::vector<ProposalRow>& rows) {
  std::vector<ObjectiveId> ids;
  for (const ProposalRow& p : rows) ids.insert(ids.end(), {p.child, p.parent});
  std::map<ObjectiveId, ObjectiveRow> objectives;
  std::vector<OrgUnitId> units;
  std::vector<PersonId> persons;
  for (ObjectiveRow& o : store::objectives(db, ids)) {
    units.push_back(o.org_unit);
    if (o.owner) persons.push_back(*o.owner);
    objectives[o.id] = std::move(o);
  }
  for (const ProposalRow& p : rows)
    for (const auto& person : {p.by_person, p.answered_by})
      if (person) persons.push_back(*person);
  const auto unit_names = people_.unit_names(db, units, ctx.today());
  const auto names = people_.person_names(db, persons);
  std::vector<ProposalView> views;
  for (const ProposalRow& p : rows) {
    const Ends ends{objectives.at(p.child), objectives.at(p.parent)};
    if (!may_read(ctx, ends.child) || !may_read(ctx, ends.parent)) continue;
    if (!may_write(ctx, ends.child) && !may_write(ctx, ends.parent)) continue;
    ProposalView& view = views.emplace_back(view_of(ctx, p, ends));
    for (auto [end, row] : {std::pair{&view.child, &ends.child}, {&view.parent, &ends.parent}}) {
      if (const auto u = unit_names.find(row->org_unit); u != unit_names.end())
        end->unit_names = u->second;
      end->owner_name = name_in(names, row->owner);
    }
    view.by_name = name_in(names, p.by_person);
    view.answered_by_name = name_in(names, p.answered_by);
  }
  return views;
}

}  // namespace twinrail::okr
