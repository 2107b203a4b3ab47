#include <algorithm>

#include "platform/approvals/steps.hpp"
#include "platform/context.hpp"
#include "platform/i18n/i18n.hpp"

namespace twinrail::approvals {
namespace {

Error refuse_field(const std::string& pointer, const char* key) {
  return {Fault::invalid, "request.invalid", std::vector<Problem>{{pointer, key, {}}}};
}

Names names_of(const std::string& words) {
  return {i18n::text(Locale::zh, words), i18n::text(Locale::en, words)};
}

/// A step names what its kind needs, and nothing that is not there.
void require_step(Staff& staff, Read& db, const ApprovalChainStep& step, const std::string& at,
                  Date today) {
  if (step.who == ApprovalWho::role && (!step.role || !staff.has_role(db, *step.role)))
    throw refuse_field(at + "/role", "approvals.unknown_role");
  if (step.who == ApprovalWho::person &&
      (!step.person || staff.here(db, {*step.person}, today).empty()))
    throw refuse_field(at + "/person", "approvals.unknown_person");
  if (step.who == ApprovalWho::stand_in) throw refuse_field(at + "/who", "approvals.no_step");
}

void require_steps(Staff& staff, Read& db, const std::vector<ApprovalChainStep>& steps,
                   Date today) {
  if (steps.empty()) throw refuse_field("/steps", "approvals.no_steps");
  for (std::size_t i = 0; i < steps.size(); ++i)
    require_step(staff, db, steps[i], "/steps/" + std::to_string(i), today);
}

void require_unit(Staff& staff, Read& db, std::optional<OrgUnitId> unit, Date today) {
  if (unit && staff.unit_names(db, {*unit}, today).empty())
    throw refuse_field("/org_unit", "approvals.unknown_unit");
}

std::vector<ChainStepRow> rows_of(ApprovalChainId chain,
                                  const std::vector<ApprovalChainStep>& steps) {
  std::vector<ChainStepRow> rows;
  for (const ApprovalChainStep& s : steps) {
    ChainStepRow row{
        .chain = chain, .position = std::ssize(rows) + 1, .who = s.who, .mode = s.mode};
    if (s.who == ApprovalWho::role) row.role = *s.role;
    if (s.who == ApprovalWho::person) row.person = s.person;
    if (s.escalate_days) row.escalate_days = s.escalate_days->value;
    rows.push_back(row);
  }
  return rows;
}

/// Chains with the names of what they name.
std::vector<ApprovalChainView> views_of(const Service& service, Staff& staff, Read& db,
                                        const std::vector<ChainRow>& rows, Date today) {
  std::vector<ApprovalChainId> ids;
  std::vector<OrgUnitId> units;
  for (const ChainRow& row : rows) {
    ids.push_back(row.id);
    if (row.org_unit) units.push_back(*row.org_unit);
  }
  const std::vector<ChainStepRow> steps = store::steps(db, ids);
  std::vector<PersonId> people;
  for (const ChainStepRow& s : steps)
    if (s.person) people.push_back(*s.person);
  const auto unit_names = staff.unit_names(db, units, today);
  const auto person_names = staff.names(db, people);
  std::vector<ApprovalChainView> views;
  for (const ChainRow& row : rows) {
    ApprovalChainView view{.id = row.id,
                           .kind = row.kind,
                           .org_unit = row.org_unit,
                           .at_least = row.at_least,
                           .version = row.version};
    if (const Kind* kind = service.kind(row.kind)) view.kind_names = names_of(kind->words);
    if (row.org_unit)
      if (const auto u = unit_names.find(*row.org_unit); u != unit_names.end())
        view.unit_names = u->second;
    for (const ChainStepRow& s : steps) {
      if (s.chain != row.id) continue;
      view.steps.push_back({s.who, s.role, s.person, {}, s.mode, s.escalate_days});
      if (s.person)
        if (const auto p = person_names.find(*s.person); p != person_names.end())
          view.steps.back().person_name = p->second;
    }
    views.push_back(std::move(view));
  }
  return views;
}

ChainRow chain_or_refuse(Read& db, ApprovalChainId id) {
  auto row = store::chain(db, id);
  if (!row) throw Error(Fault::not_found, "approvals.unknown_chain");
  return *row;
}

}  // namespace

ApprovalChainList Service::chains(const Context& ctx, Read& db, const NoRequest&) {
  ctx.require_everywhere(permission::configure);
  ApprovalChainList list{views_of(*this, *staff_, db, store::chains(db), ctx.today()), {}, {}};
  for (const Kind& k : kinds_) list.kinds.push_back({k.code, names_of(k.words)});
  for (const auto& [code, names] : staff_->roles(db)) list.roles.push_back({code, names});
  return list;
}

ApprovalChainView Service::add_chain(const Context& ctx, Tx& tx, const NewApprovalChain& request) {
  ctx.require_everywhere(permission::configure);
  if (!kind(request.kind)) throw refuse_field("/kind", "approvals.no_such_kind");
  require_unit(*staff_, tx, request.org_unit, ctx.today());
  require_steps(*staff_, tx, request.steps, ctx.today());
  quota::chains.require_room(std::ssize(store::chains(tx)));
  ChainRow row{.kind = request.kind, .org_unit = request.org_unit, .at_least = request.at_least};
  row.id = store::add_chain(tx, row);
  store::set_steps(tx, row.id, rows_of(row.id, request.steps));
  return views_of(*this, *staff_, tx, {row}, ctx.today()).front();
}

ApprovalChainView Service::change_chain(const Context& ctx, Tx& tx,
                                        const ChangeApprovalChain& request) {
  ctx.require_everywhere(permission::configure);
  ChainRow row = chain_or_refuse(tx, request.chain);
  ctx.expect_version(row.version);
  require_unit(*staff_, tx, request.org_unit, ctx.today());
  require_steps(*staff_, tx, request.steps, ctx.today());
  row.org_unit = request.org_unit;
  row.at_least = request.at_least;
  store::save_chain(tx, row);
  ++row.version;
  store::set_steps(tx, row.id, rows_of(row.id, request.steps));
  return views_of(*this, *staff_, tx, {row}, ctx.today()).front();
}

Removed Service::remove_chain(const Context& ctx, Tx& tx, const ApprovalChainOf& request) {
  ctx.require_everywhere(permission::configure);
  const ChainRow row = chain_or_refuse(tx, request.chain);
  ctx.expect_version(row.version);
  store::remove_chain(tx, row.id);
  return {};
}

ApprovalTrial Service::try_chain(const Context& ctx, Read& db, const TryApprovalChain& request) {
  ctx.require_everywhere(permission::configure);
  if (!kind(request.kind)) throw refuse_field("/kind", "approvals.no_such_kind");
  require_unit(*staff_, db, request.org_unit, ctx.today());
  if (staff_->here(db, {request.requester}, ctx.today()).empty())
    throw refuse_field("/requester", "approvals.unknown_person");
  if (request.steps) require_steps(*staff_, db, *request.steps, ctx.today());
  ApprovalRow row{.kind = request.kind,
                  .org_unit = request.org_unit,
                  .requester = request.requester,
                  .about = request.requester};
  ApprovalTrial trial;
  if (!request.steps)
    trial.chain = row.chain = chain_for(
        *staff_, db,
        {.kind = request.kind, .org_unit = request.org_unit, .title = {}, .amount = request.amount},
        ctx.today());
  const std::vector<TurnRow> turns =
      request.steps ? planned_by(*staff_, db, rows_of({}, *request.steps), row, ctx.today())
                    : planned(*staff_, db, row, ctx.today());
  std::vector<PersonId> people;
  for (const TurnRow& t : turns) people.push_back(t.person);
  const auto names = staff_->names(db, people);
  std::int64_t position = 0;
  for (const TurnRow& t : turns) {
    if (t.position != position) trial.steps.push_back({t.who, t.mode, t.escalate_days, {}});
    position = t.position;
    const auto name = names.find(t.person);
    trial.steps.back().people.push_back({t.person, name == names.end() ? "" : name->second});
  }
  return trial;
}

ApprovalDelegationList Service::delegations(const Context& ctx, Read& db, const NoRequest&) {
  ctx.require(permission::use);
  const auto rows = store::delegations(db, ctx.viewer().person, ctx.today());
  std::vector<PersonId> people;
  for (const DelegationRow& row : rows) people.push_back(row.deputy);
  const auto names = staff_->names(db, people);
  ApprovalDelegationList list;
  for (const DelegationRow& row : rows) {
    const auto name = names.find(row.deputy);
    list.items.push_back({row.id, row.deputy, name == names.end() ? "" : name->second, row.from_day,
                          row.to_day, row.version});
  }
  return list;
}

ApprovalDelegationView Service::add_delegation(const Context& ctx, Tx& tx,
                                               const NewApprovalDelegation& request) {
  ctx.require(permission::use);
  const PersonId me = ctx.viewer().person;
  if (!me) throw Error(Fault::conflict, "approvals.no_person");
  if (request.deputy == me) throw refuse_field("/deputy", "approvals.own_deputy");
  if (request.to < request.from || request.to < ctx.today())
    throw refuse_field("/to", "approvals.days_reversed");
  if (staff_->here(tx, {request.deputy}, ctx.today()).empty())
    throw refuse_field("/deputy", "approvals.unknown_person");
  quota::delegations.require_room(std::ssize(store::delegations(tx, me, ctx.today())));
  DelegationRow row{
      .person = me, .deputy = request.deputy, .from_day = request.from, .to_day = request.to};
  row.id = store::add_delegation(tx, row);
  return {row.id,       row.deputy, staff_->names(tx, {row.deputy})[row.deputy],
          row.from_day, row.to_day, row.version};
}

Removed Service::remove_delegation(const Context& ctx, Tx& tx,
                                   const ApprovalDelegationOf& request) {
  ctx.require(permission::use);
  const auto row = store::delegation(tx, request.delegation);
  if (!row || row->person != ctx.viewer().person)
    throw Error(Fault::not_found, "approvals.unknown_delegation");
  ctx.expect_version(row->version);
  store::remove_delegation(tx, row->id);
  return {};
}

}  // namespace twinrail::approvals
