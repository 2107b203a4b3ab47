#include "modules/okr/rules_comment.hpp"
#include "modules/okr/service_view.hpp"
#include "modules/okr/store_decision.hpp"
#include "modules/people/people.hpp"

/// What a unit's weekly meetings decide, until it is done.
namespace twinrail::okr {
namespace {

bool may_change(const Context& ctx, const DecisionRow& row) {
  return ctx.may(permission::write, row.org_unit);
}

/// The route asks for the right to speak of goals, too.
bool may_finish(const Context& ctx, const DecisionRow& row) {
  const bool own = row.owner && ctx.viewer().person == *row.owner;
  return ctx.viewer().holds(permission::comment) && (own || may_change(ctx, row));
}

std::string note_or_refuse(const std::string& text) {
  std::string note = rules::trimmed(text);
  if (note.empty()) throw refuse_field("/note", "okr.decision_empty");
  return note;
}

void require_owner(const Context& ctx, Read& db, people::Service& people, PersonId owner) {
  people.named(db, {owner}, ctx.today()).require(ctx, permission::read, owner, "/owner");
}

void require_ahead(const Context& ctx, Date due) {
  if (due < ctx.today()) throw refuse_field("/due", "okr.decision_due_before");
}

std::vector<DecisionView> views_of(const Context& ctx, Read& db, people::Service& people,
                                   const std::vector<DecisionRow>& rows) {
  std::vector<PersonId> owners;
  for (const DecisionRow& row : rows)
    if (row.owner) owners.push_back(*row.owner);
  const auto names = people.person_names(db, owners);
  std::vector<DecisionView> views;
  for (const DecisionRow& row : rows) {
    DecisionView view{.id = row.id,
                      .org_unit = row.org_unit,
                      .decided_on = row.decided_on,
                      .note = row.note,
                      .owner = row.owner,
                      .due = row.due,
                      .done_on = row.done_on,
                      .may_finish = may_finish(ctx, row),
                      .may_change = may_change(ctx, row),
                      .version = row.version};
    if (const auto found = row.owner ? names.find(*row.owner) : names.end(); found != names.end())
      view.owner_name = found->second;
    views.push_back(std::move(view));
  }
  return views;
}

/// One that the viewer may see.
DecisionRow decision_or_refuse(const Context& ctx, Read& db, DecisionId id) {
  auto row = store::decision(db, id);
  const bool own = row && row->owner && ctx.viewer().person == *row->owner;
  if (!row || (!own && !ctx.may(permission::read, row->org_unit)))
    throw Error(Fault::not_found, "okr.unknown_decision");
  return *std::move(row);
}

}  // namespace

std::vector<DecisionView> Service::decisions(const Context& ctx, Read& db, OrgUnitId unit,
                                             Date done_since) {
  if (!ctx.may(permission::read, unit)) return {};
  return views_of(ctx, db, people_, store::decisions(db, unit, done_since));
}

DecisionView Service::add_decision(const Context& ctx, Tx& tx, const NewDecision& request) {
  if (!people_.unit_view(tx, request.org_unit, ctx.today()) ||
      !ctx.may(permission::read, request.org_unit))
    throw refuse_field("/org_unit", "okr.unknown_unit");
  ctx.require(permission::write, request.org_unit);
  quota::decisions.require_room(store::open_decisions(tx, request.org_unit));
  DecisionRow row{.org_unit = request.org_unit,
                  .decided_on = ctx.today(),
                  .note = note_or_refuse(request.note),
                  .owner = request.owner,
                  .due = request.due};
  if (row.owner) require_owner(ctx, tx, people_, *row.owner);
  if (row.due) require_ahead(ctx, *row.due);
  row.id = store::add_decision(tx, row);
  return views_of(ctx, tx, people_, {row}).front();
}

DecisionView Service::change_decision(const Context& ctx, Tx& tx, const ChangeDecision& request) {
  DecisionRow row = decision_or_refuse(ctx, tx, request.decision);
  const bool rewords = request.note || request.owner || request.due;
  if (!may_finish(ctx, row) || (rewords && !may_change(ctx, row)))
    throw Error(Fault::forbidden, "okr.decision_not_yours");
  ctx.expect_version(row.version);
  if (request.note) row.note = note_or_refuse(*request.note);
  if (request.owner && request.owner != row.owner) {
    require_owner(ctx, tx, people_, *request.owner);
    row.owner = request.owner;
  }
  if (request.due && request.due != row.due) {
    require_ahead(ctx, *request.due);
    row.due = request.due;
  }
  if (request.done && *request.done != row.done_on.has_value()) {
    if (!*request.done) quota::decisions.require_room(store::open_decisions(tx, row.org_unit));
    row.done_on = *request.done ? std::optional(ctx.today()) : std::nullopt;
  }
  store::save_decision(tx, row);
  ++row.version;
  return views_of(ctx, tx, people_, {row}).front();
}

Done Service::remove_decision(const Context& ctx, Tx& tx, const DecisionOf& request) {
  const DecisionRow row = decision_or_refuse(ctx, tx, request.decision);
  if (!may_change(ctx, row)) throw Error(Fault::forbidden, "okr.decision_not_yours");
  ctx.expect_version(row.version);
  store::remove_decision(tx, row.id);
  return {};
}

}  // namespace twinrail::okr
