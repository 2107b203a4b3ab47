#include "modules/kpi/service_proposal.hpp"

#include <cstdlib>

#include "modules/kpi/model_notice.hpp"
#include "modules/kpi/model_proposal.hpp"
#include "modules/kpi/rules_notice.hpp"
#include "modules/kpi/service_assignment.hpp"
#include "modules/people/people.hpp"
#include "platform/approvals/model.hpp"
#include "platform/clock.hpp"
#include "platform/context.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/settings/settings.hpp"

/// Changes of targets that somebody has to agree to: asked for, held, carried out.
namespace twinrail::kpi {
namespace {

constexpr const char* change_kind = "kpi.target_change";
constexpr std::int64_t page_default = 20;

Names words(const char* key) { return {i18n::text(Locale::zh, key), i18n::text(Locale::en, key)}; }

Names both(const std::string& text) { return {text, text}; }

/// The one that the viewer may see. Throws as for one that is not there.
const rules::AssignmentWithTargets& seen_or_refuse(const Context& ctx, const Catalogue& c,
                                                   AssignmentId id) {
  const rules::AssignmentWithTargets& found = assignment_or_refuse(c, id);
  require_read(ctx, found.row);
  return found;
}

/// Each value that is another than before, old and new.
std::vector<approvals::ApprovalFact> changes_of(const KpiRow& kpi, const TargetRow* before,
                                                const TargetValues& after) {
  using Field = std::optional<Decimal> TargetValues::*;
  constexpr std::pair<Field, const char*> fields[] = {
      {&TargetValues::target, "kpi.proposed_target"},
      {&TargetValues::lower, "kpi.proposed_lower"},
      {&TargetValues::upper, "kpi.proposed_upper"},
      {&TargetValues::tolerance, "kpi.proposed_tolerance"},
      {&TargetValues::green, "kpi.proposed_green"},
      {&TargetValues::amber, "kpi.proposed_amber"},
      {&TargetValues::green_to, "kpi.proposed_green_to"},
      {&TargetValues::amber_to, "kpi.proposed_amber_to"}};
  const auto text = [&](const std::optional<Decimal>& value) {
    return both(value ? rules::figure_text(*value, kpi.unit, kpi.decimals, {}) : "—");
  };
  std::vector<approvals::ApprovalFact> facts;
  for (const auto& [field, key] : fields) {
    const std::optional<Decimal> was = before ? before->*field : std::nullopt;
    if (was != after.*field) facts.push_back({words(key), text(was), text(after.*field)});
  }
  return facts;
}

TargetProposalState state_of(approvals::ApprovalState state) {
  switch (state) {
    case approvals::ApprovalState::open:
      return TargetProposalState::open;
    case approvals::ApprovalState::approved:
      return TargetProposalState::approved;
    case approvals::ApprovalState::refused:
      return TargetProposalState::refused;
    case approvals::ApprovalState::withdrawn:
      return TargetProposalState::withdrawn;
    case approvals::ApprovalState::expired:
      return TargetProposalState::expired;
  }
  throw Error(Fault::internal, "approvals.unknown_kind");
}

TargetRow row_of(AssignmentId id, const ProposedTarget& p, Instant now) {
  return {static_cast<const TargetValues&>(p), 0, id, p.from, Date::last(), now};
}

/// What the running period, and those that have ended, would come to.
approvals::Effect effect_of(Read& db, const Catalogue& c, AssignmentId id, const ProposedTarget& p,
                            Instant now, Date today) {
  approvals::Effect effect{.as_of = today};
  const rules::AssignmentWithTargets& known = c.assignments.at(id);
  Wanted wanted;
  std::map<Date, PointRow> before;
  for (PointRow& point : store::points(db, {id}, p.from, Date::last())) {
    wanted[id].insert(point.start_on);
    before.emplace(point.start_on, std::move(point));
  }
  const Judged judged =
      rejudge(db, c, wanted, today,
              {{id, {known.row, rules::replaced(known.targets, row_of(id, p, now))}}});
  std::map<Date, PointRow> after = before;
  for (const auto* list : {&judged.points, &judged.moved})
    for (const PointRow& point : *list)
      if (const auto found = after.find(point.start_on); found != after.end())
        found->second = point;
  std::int64_t recoloured = 0;
  for (const auto& [start, was] : before) recoloured += was.colour != after.at(start).colour;
  const auto text = [](const std::optional<Decimal>& share) {
    return both(share ? rules::figure_text(*share, "%", 1, {}) : "—");
  };
  const auto point = before.find(Service::Assignments::running(c, id, today));
  if (point != before.end())
    effect.facts.push_back({words("kpi.proposed_achievement"), text(point->second.achievement),
                            text(after.at(point->first).achievement)});
  if (recoloured > 0)
    effect.facts.push_back(
        {words("kpi.proposed_recoloured"), both("0"), both(std::to_string(recoloured))});
  return effect;
}

}  // namespace

const char* TargetGuard::refusal(const Catalogue& c, AssignmentId id, Date from) const {
  if (held.contains(id)) return "kpi.target_waits";
  const Date running_end = Service::Assignments::running_period(c, id, today).last_day();
  return rules::needs_review(review, from, running_end) ? "kpi.target_needs_review" : nullptr;
}

TargetGuard Service::target_guard(Read& db, const std::vector<AssignmentId>& ids, Date today) {
  TargetGuard guard{.review = settings_of<BreachRules>(db).review_of_running_targets,
                    .today = today};
  if (approvals_ == nullptr) return guard;
  std::vector<std::int64_t> subjects;
  for (const AssignmentId id : ids) subjects.push_back(id.value);
  for (const std::int64_t held : approvals_->held(db, change_kind, subjects))
    guard.held.insert(AssignmentId{held});
  return guard;
}

TargetRule Service::target_rule(const Context& ctx, Read& db, const AssignmentOf& request) {
  const auto c = catalogue(db);
  const OrgUnitId unit = seen_or_refuse(ctx, *c, request.assignment).row.org_unit;
  const Period now = Assignments::running_period(*c, request.assignment, ctx.today());
  TargetRule rule{.running_start = now.start, .running_end = now.last_day()};
  const auto review = settings_of<BreachRules>(db).review_of_running_targets;
  rule.review = review == rules::TargetReview::everybody;
  rule.may_set = ctx.may(permission::define, unit);
  rule.may_propose = ctx.may(permission::propose, unit);
  rule.waits = approvals_->holding(db, change_kind, request.assignment.value);
  return rule;
}

TargetRule Service::propose_target(const Context& ctx, Tx& tx, const ProposeTarget& request) {
  const auto c = catalogue(tx);
  const rules::AssignmentWithTargets& known = seen_or_refuse(ctx, *c, request.assignment);
  ctx.require(permission::propose, known.row.org_unit);
  if (request.reason.find_first_not_of(" \t\r\n") == std::string::npos)
    throw Error(Fault::invalid, "request.invalid",
                std::vector<Problem>{{"/reason", "kpi.target_reason_needed", {}}});
  const rules::Definition& d = c->definition_of(request.assignment);
  Assignments::require_aim(d, known, request, request.from);
  const KpiRow& kpi = d.kpi;
  const auto changes =
      changes_of(kpi, rules::target_on(known, std::max(request.from, ctx.today())), request);
  if (changes.empty()) throw Error(Fault::conflict, "kpi.target_same");
  ProposedTarget kept;
  static_cast<TargetValues&>(kept) = request;
  kept.from = request.from;
  (void)approvals_->submit(ctx, tx,
                           {.kind = change_kind,
                            .subject = request.assignment.value,
                            .org_unit = known.row.org_unit,
                            .title = {kpi.name_zh, kpi.name_en},
                            .reason = request.reason,
                            .changes = changes,
                            .amount = request.target,
                            .payload = to_json(kept)});
  return target_rule(ctx, tx, {request.assignment});
}

Page<TargetProposalView> Service::target_proposals(const Context& ctx, Read& db,
                                                   const TargetProposalsQuery& request) {
  const auto c = catalogue(db);
  (void)seen_or_refuse(ctx, *c, request.assignment);
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  const std::int64_t before =
      request.cursor ? std::strtoll(request.cursor->c_str(), nullptr, 10) : 0;
  auto rows = approvals_->about(db, change_kind, request.assignment.value, before, limit + 1);
  Page<TargetProposalView> page;
  if (std::ssize(rows) > limit) {
    rows.pop_back();
    page.next = std::to_string(rows.back().id.value);
  }
  std::vector<PersonId> people;
  for (const approvals::ApprovalRow& row : rows) people.push_back(row.requester);
  const auto names = people_.person_names(db, people);
  for (const approvals::ApprovalRow& row : rows) {
    TargetProposalView& view = page.items.emplace_back();
    view.approval = row.id;
    view.state = state_of(row.state);
    for (const approvals::ApprovalFact& fact : from_json<approvals::StoredFacts>(row.changes).facts)
      view.changes.push_back({fact.what, fact.before, fact.after});
    view.from = from_json<ProposedTarget>(row.payload).from;
    view.reason = row.reason;
    if (const auto name = names.find(row.requester); name != names.end())
      view.by_name = name->second;
    view.at = row.submitted_at;
    view.ended_at = row.ended_at;
  }
  return page;
}

approvals::Kind Service::target_change() {
  return {.code = change_kind,
          .words = "kpi.target_change",
          .apply =
              [this](Tx& tx, const approvals::Case& c, Date today) {
                const auto proposed = from_json<ProposedTarget>(c.payload);
                NewTarget target;
                static_cast<TargetValues&>(target) = proposed;
                target.assignment = AssignmentId{c.subject};
                target.from = proposed.from;
                Assignments::aim_as_agreed(*this, tx, std::move(target), today, now_utc());
              },
          .cancel = [](Tx&, const approvals::Case&) {},  // nothing was changed
          .effect =
              [this](const Context& ctx, Read& db, const approvals::Case& c) {
                const auto known = catalogue(db);
                const AssignmentId id{c.subject};
                if (!known->assignments.contains(id))
                  return approvals::Effect{.as_of = ctx.today()};
                return effect_of(db, *known, id, from_json<ProposedTarget>(c.payload), ctx.now,
                                 ctx.today());
              }};
}

}  // namespace twinrail::kpi
