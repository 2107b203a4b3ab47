#include "modules/okr/service_progress.hpp"
#include "modules/okr/service_view.hpp"
#include "platform/approvals/approvals.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/settings/settings.hpp"

namespace twinrail::okr {
namespace {

constexpr const char* review_kind = "okr.objective_review";

Names words(const char* key) { return {i18n::text(Locale::zh, key), i18n::text(Locale::en, key)}; }

Names both(const std::string& text) { return {text, text}; }

std::string value_text(const std::optional<Decimal>& value, const std::string& unit) {
  if (!value) return "";
  return unit.empty() ? value->to_string() : value->to_string() + " " + unit;
}

/// What somebody agrees to: the objective begins, with these key results.
std::vector<approvals::ApprovalFact> changes_of(const std::vector<KeyResultRow>& key_results) {
  std::vector<approvals::ApprovalFact> facts{
      {words("okr.review_state"), words("okr.review_draft"), words("okr.review_active")}};
  for (const KeyResultRow& kr : key_results)
    facts.push_back({{kr.title_zh, kr.title_en},
                     both(value_text(kr.start_value, kr.unit)),
                     both(value_text(kr.target_value, kr.unit))});
  return facts;
}

bool leads(const Context& ctx, const ObjectiveRow& o) {
  return ctx.may(permission::write, o.org_unit);
}

}  // namespace

bool Service::needs_review(const Context& ctx, Read& db, const ObjectiveRow& o) {
  const auto rules = settings_of<ObjectiveRules>(db);
  return rules::needs_review(rules.review_of_unit_objectives, o.person.has_value(), leads(ctx, o));
}

std::optional<approvals::ApprovalId> Service::review_of(Read& db, const ObjectiveRow& o) {
  if (o.state != ObjectiveState::review) return std::nullopt;
  return approvals_.holding(db, review_kind, o.id.value);
}

void Service::require_free(Read& db, const ObjectiveRow& o) {
  if (review_of(db, o)) throw Error(Fault::conflict, "okr.in_review");
}

void Service::require_startable(const Context& ctx, Read& db, const ObjectiveRow& o) {
  require_free(db, o);
  if (needs_review(ctx, db, o)) throw Error(Fault::conflict, "okr.review_needed");
}

ObjectiveDetailView Service::submit_review(const Context& ctx, Tx& tx,
                                           const SubmitObjective& request) {
  ObjectiveRow o = objective_or_refuse(ctx, tx, request.objective);
  require_write(ctx, o);
  ctx.expect_version(o.version);
  if (o.state != ObjectiveState::draft && o.state != ObjectiveState::review)
    throw Error(Fault::conflict, "okr.state_not_possible");
  require_plannable(tx, o);
  const std::vector<KeyResultRow> key_results = store::key_results(tx, {o.id});
  if (key_results.empty()) throw Error(Fault::conflict, "okr.no_key_results");
  (void)approvals_.submit(ctx, tx,
                          {.kind = review_kind,
                           .subject = o.id.value,
                           .org_unit = o.org_unit,
                           .about = o.owner.value_or(PersonId{}),
                           .title = {o.title_zh, o.title_en},
                           .reason = request.reason.value_or(Text<1000>()),
                           .changes = changes_of(key_results)});
  o.state = ObjectiveState::review;
  store::update_objective(tx, o);
  return detail_view(ctx, tx, o.id);
}

void Service::start_reviewed(Tx& tx, ObjectiveId id, Date today) {
  const auto o = store::objective(tx, id);
  if (!o || o->state != ObjectiveState::review)
    throw Error(Fault::conflict, "okr.state_not_possible");
  require_plannable(tx, *o);
  make_active(tx, id, today);
  update_progress(tx, kpi_, {id});
}

void Service::end_review(Tx& tx, ObjectiveId id) {
  auto o = store::objective(tx, id);
  if (!o || o->state != ObjectiveState::review) return;
  o->state = ObjectiveState::draft;
  store::update_objective(tx, *o);
}

approvals::Kind Service::review_request() {
  return {.code = review_kind,
          .words = "okr.objective_review",
          .apply = [this](Tx& tx, const approvals::Case& c,
                          Date today) { start_reviewed(tx, ObjectiveId{c.subject}, today); },
          .cancel = [this](Tx& tx,
                           const approvals::Case& c) { end_review(tx, ObjectiveId{c.subject}); },
          .effect =
              [](const Context& ctx, Read& db, const approvals::Case& c) {
                approvals::Effect effect{.as_of = ctx.today()};
                const auto o = store::objective(db, ObjectiveId{c.subject});
                if (!o) return effect;
                const std::int64_t active = store::active_in(db, o->org_unit, o->cycle);
                effect.facts.push_back({words("okr.review_active_in_unit"),
                                        both(std::to_string(active)),
                                        both(std::to_string(active + 1))});
                return effect;
              }};
}

}  // namespace twinrail::okr
