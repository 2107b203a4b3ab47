#include <algorithm>
#include <cstdlib>

#include "platform/approvals/store.hpp"
#include "platform/context.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/json/json.hpp"

namespace twinrail::approvals {
namespace {

constexpr std::int64_t page_default = 50;

Names kind_names(const Kind* kind, const std::string& code) {
  if (!kind) return {code, code};
  return {i18n::text(Locale::zh, kind->words), i18n::text(Locale::en, kind->words)};
}

/// Names of people, of whom one question asks for all.
class People {
 public:
  void add(PersonId person) { asked_.insert(person); }
  void add(std::optional<PersonId> person) {
    if (person) asked_.insert(*person);
  }
  void load(Staff& staff, Read& db) { names_ = staff.names(db, {asked_.begin(), asked_.end()}); }
  [[nodiscard]] std::string of(PersonId person) const {
    const auto found = names_.find(person);
    return found == names_.end() ? std::string() : found->second;
  }
  [[nodiscard]] std::optional<std::string> of(std::optional<PersonId> person) const {
    return person ? std::optional(of(*person)) : std::nullopt;
  }

 private:
  std::set<PersonId> asked_;
  std::map<PersonId, std::string> names_;
};

bool is_current(const ApprovalRow& row, const TurnRow& turn) {
  return turn.position == row.position && turn.state == TurnState::waiting;
}

/// Rows and what is shown beside them.
struct Shown {
  std::vector<ApprovalRow> rows;
  std::map<ApprovalId, std::vector<TurnRow>> turns;
  People people;
  std::map<OrgUnitId, Names> units;
};

Shown shown_of(Staff& staff, Read& db, std::vector<ApprovalRow> rows, Date today) {
  Shown shown{.rows = std::move(rows)};
  std::vector<ApprovalId> ids;
  std::set<OrgUnitId> units;
  for (const ApprovalRow& row : shown.rows) {
    ids.push_back(row.id);
    units.insert(row.org_unit);
    shown.people.add(row.requester);
    shown.people.add(row.about);
  }
  for (TurnRow& t : store::turns(db, ids)) {
    shown.people.add(t.person);
    shown.people.add(t.decided_by);
    shown.turns[t.approval].push_back(std::move(t));
  }
  shown.people.load(staff, db);
  shown.units = staff.unit_names(db, {units.begin(), units.end()}, today);
  return shown;
}

ApprovalView view_of(const Shown& shown, const ApprovalRow& row, const Kind* kind) {
  ApprovalView view{.id = row.id,
                    .kind = row.kind,
                    .kind_names = kind_names(kind, row.kind),
                    .subject = row.subject,
                    .title = {row.title_zh, row.title_en},
                    .requester = row.requester,
                    .requester_name = shown.people.of(row.requester),
                    .state = row.state,
                    .submitted_at = row.submitted_at,
                    .ended_at = row.ended_at,
                    .version = row.version};
  if (const auto unit = shown.units.find(row.org_unit); unit != shown.units.end())
    view.unit_names = unit->second;
  if (row.about != row.requester) view.about_name = shown.people.of(row.about);
  const auto facts = from_json<StoredFacts>(row.changes).facts;
  if (!facts.empty()) view.change = facts.front();
  if (const auto turns = shown.turns.find(row.id); turns != shown.turns.end())
    for (const TurnRow& t : turns->second) {
      if (row.state != ApprovalState::open || !is_current(row, t)) continue;
      view.waits_for.push_back(shown.people.of(t.person));
      if (!view.since || t.since < view.since) view.since = t.since;
    }
  return view;
}

std::vector<ApprovalStepView> steps_of(const Shown& shown, const ApprovalRow& row, PersonId me) {
  std::vector<ApprovalStepView> steps;
  const auto turns = shown.turns.find(row.id);
  if (turns == shown.turns.end()) return steps;
  for (const TurnRow& t : turns->second) {
    if (steps.empty() || steps.back().position != t.position)
      steps.push_back({.position = t.position, .who = t.who, .mode = t.mode});
    ApprovalTurnView view{.person = t.person,
                          .name = shown.people.of(t.person),
                          .state = t.state,
                          .since = t.since,
                          .decided_at = t.decided_at,
                          .me = t.person == me};
    if (t.decided_by && t.decided_by != t.person)
      view.decided_by_name = shown.people.of(*t.decided_by);
    steps.back().people.push_back(std::move(view));
  }
  return steps;
}

/// The turn that is mine now; the one of whom I stand in for where I have none of my own.
const TurnRow* mine_of(const ApprovalRow& row, const std::vector<TurnRow>& turns, PersonId me,
                       const std::vector<PersonId>& represented) {
  const TurnRow* found = nullptr;
  if (row.state != ApprovalState::open || me == row.requester || me == row.about) return found;
  for (const TurnRow& t : turns) {
    if (!is_current(row, t)) continue;
    if (t.person == me) return &t;
    if (std::ranges::find(represented, t.person) != represented.end()) found = &t;
  }
  return found;
}

bool concerns(const ApprovalRow& row, const std::vector<TurnRow>& turns, PersonId me,
              const std::vector<PersonId>& represented) {
  if (!me) return false;
  if (me == row.requester || me == row.about) return true;
  if (mine_of(row, turns, me, represented)) return true;
  return std::ranges::any_of(
      turns, [&](const TurnRow& t) { return t.person == me || t.decided_by == me; });
}

std::int64_t place_of(const std::optional<Text<200>>& cursor) {
  return cursor ? std::strtoll(cursor->c_str(), nullptr, 10) : 0;
}

std::vector<ApprovalRow> rows_in(Read& db, ApprovalBox box, PersonId me, Date today,
                                 store::Place place) {
  if (!me) return {};  // an account that is no person asks for nothing and is asked for nothing
  if (box == ApprovalBox::sent) return store::sent_by(db, me, place);
  if (box == ApprovalBox::done) return store::decided_by(db, me, place);
  std::vector<PersonId> people = store::represented(db, me, today);
  people.push_back(me);
  return store::waiting_for(db, people, me, place);
}

}  // namespace

Page<ApprovalView> Service::list(const Context& ctx, Read& db, const ApprovalsQuery& request) {
  ctx.require(permission::use);
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  std::vector<ApprovalRow> rows =
      rows_in(db, request.box.value_or(ApprovalBox::mine), ctx.viewer().person, ctx.today(),
              {place_of(request.cursor), limit + 1});
  Page<ApprovalView> page;
  if (std::ssize(rows) > limit) {
    rows.pop_back();
    page.next = std::to_string(rows.back().id.value);
  }
  const Shown shown = shown_of(*staff_, db, std::move(rows), ctx.today());
  for (const ApprovalRow& row : shown.rows)
    page.items.push_back(view_of(shown, row, kind(row.kind)));
  return page;
}

ApprovalDetail Service::one(const Context& ctx, Read& db, const ApprovalOf& request) {
  ctx.require(permission::use);
  return detail(ctx, db, found_for(ctx, db, request.approval));
}

ApprovalRow Service::found_for(const Context& ctx, Read& db, ApprovalId id) {
  const PersonId me = ctx.viewer().person;
  const auto row = store::find(db, id);
  if (row && (ctx.may_everywhere(permission::fallback) ||
              concerns(*row, store::turns(db, {id}), me, store::represented(db, me, ctx.today()))))
    return *row;
  throw Error(Fault::not_found, "approvals.unknown");
}

ApprovalDetail Service::detail(const Context& ctx, Read& db, const ApprovalRow& row) {
  const PersonId me = ctx.viewer().person;
  Shown shown = shown_of(*staff_, db, {row}, ctx.today());
  const std::vector<DeedRow> deeds = store::deeds(db, row.id);
  const std::vector<DelegationRow> mine = store::delegations(db, me, ctx.today());
  People others;
  for (const DeedRow& d : deeds) others.add(d.person), others.add(d.other);
  for (const DelegationRow& d : mine) others.add(d.deputy);
  others.load(*staff_, db);
  ApprovalDetail view{.row = view_of(shown, row, kind(row.kind)),
                      .reason = row.reason,
                      .changes = from_json<StoredFacts>(row.changes).facts,
                      .steps = steps_of(shown, row, me),
                      .due_at = row.due_at,
                      .by_rule = row.chain.has_value(),
                      .version = row.version};
  const Kind* of = kind(row.kind);
  if (row.state == ApprovalState::open && of && of->effect) {
    Effect effect = of->effect(ctx, db, {row.id, row.subject, row.requester, row.payload});
    view.effects = std::move(effect.facts);
    view.effects_on = effect.as_of;
  }
  for (const DeedRow& d : deeds)
    view.history.push_back({d.at, others.of(d.person), d.deed, d.word, others.of(d.other)});
  for (const DelegationRow& d : mine)
    if (!view.deputy && d.from_day <= ctx.today()) {
      view.deputy = d.deputy;
      view.deputy_name = others.of(d.deputy);
    }
  const TurnRow* turn =
      mine_of(row, shown.turns[row.id], me, store::represented(db, me, ctx.today()));
  view.may_decide = turn != nullptr;
  if (turn) view.my_part = turn->who;
  if (turn && turn->person != me) view.instead_of = shown.people.of(turn->person);
  view.may_withdraw = row.state == ApprovalState::open && me && me == row.requester;
  return view;
}

}  // namespace twinrail::approvals
