#include "platform/approvals/steps.hpp"

#include <algorithm>

#include "platform/events/events.hpp"

namespace twinrail::approvals {
namespace {

[[noreturn]] void nobody() { throw Error(Fault::conflict, "approvals.nobody"); }

rules::Eligible eligible_of(Staff& staff, Read& db, const ApprovalRow& row,
                            const std::vector<PersonId>& people, Date on) {
  return {staff.here(db, people, on), {row.requester, row.about}};
}

/// Whoever stands in where nobody else is left.
std::vector<PersonId> stand_ins(Staff& staff, Read& db, const ApprovalRow& row, Date on) {
  const std::vector<PersonId> holders = staff.holders(db, permission::fallback);
  return rules::all_who_may(holders, eligible_of(staff, db, row, holders, on));
}

/// Those whom a step could ask, the nearest first.
std::vector<PersonId> ladder_of(Staff& staff, Read& db, const ChainStepRow& step,
                                const ApprovalRow& row, Date on) {
  std::vector<PersonId> ladder;
  switch (step.who) {
    case ApprovalWho::manager:
    case ApprovalWho::managers_manager:
      ladder = staff.managers(db, row.about, on);
      if (step.who == ApprovalWho::managers_manager && !ladder.empty())
        ladder.erase(ladder.begin());
      break;
    case ApprovalWho::unit_head:
      ladder = staff.heads(db, row.org_unit, on);
      break;
    case ApprovalWho::person:
      ladder = staff.managers(db, *step.person, on);
      ladder.insert(ladder.begin(), *step.person);
      break;
    case ApprovalWho::role:
      ladder = staff.in_role(db, *step.role);
      break;
    case ApprovalWho::stand_in:
      break;
  }
  return ladder;
}

rules::Step resolved(Staff& staff, Read& db, const ChainStepRow& step, const ApprovalRow& row,
                     Date on) {
  const std::vector<PersonId> ladder = ladder_of(staff, db, step, row, on);
  const rules::Eligible eligible = eligible_of(staff, db, row, ladder, on);
  rules::Step made{.who = step.who, .mode = step.mode, .escalate_days = step.escalate_days};
  made.people = step.who == ApprovalWho::role ? rules::all_who_may(ladder, eligible)
                                              : rules::first_up(ladder, eligible);
  if (!made.people.empty()) return made;
  made.who = ApprovalWho::stand_in;
  made.mode = ApprovalMode::any;
  made.people = stand_ins(staff, db, row, on);
  if (made.people.empty()) nobody();
  return made;
}

std::vector<ChainStepRow> steps_of(Read& db, std::optional<ApprovalChainId> chain) {
  if (chain) return store::steps(db, {*chain});
  return {ChainStepRow{.who = ApprovalWho::manager}};
}

}  // namespace

std::optional<ApprovalChainId> chain_for(Staff& staff, Read& db, const Submission& request,
                                         Date today) {
  const std::vector<ChainRow> chains = store::chains(db);
  if (chains.empty()) return std::nullopt;
  std::vector<rules::Condition> conditions;
  for (const ChainRow& c : chains) conditions.push_back({c.kind, c.org_unit, c.at_least});
  const auto above = staff.above(db, request.org_unit, today);
  const auto found = rules::chosen(conditions, request.kind, above, request.amount);
  return found ? std::optional(chains[*found].id) : std::nullopt;
}

std::vector<TurnRow> planned(Staff& staff, Read& db, const ApprovalRow& row, Date today) {
  return planned_by(staff, db, steps_of(db, row.chain), row, today);
}

std::vector<TurnRow> planned_by(Staff& staff, Read& db, const std::vector<ChainStepRow>& chain,
                                const ApprovalRow& row, Date today) {
  std::vector<rules::Step> steps;
  for (const ChainStepRow& step : chain) steps.push_back(resolved(staff, db, step, row, today));
  std::vector<TurnRow> turns;
  std::int64_t position = 0;
  for (const rules::Step& step : rules::without_repeats(std::move(steps))) {
    ++position;
    for (const PersonId person : step.people)
      turns.push_back({.approval = row.id,
                       .position = position,
                       .who = step.who,
                       .mode = step.mode,
                       .escalate_days = step.escalate_days,
                       .person = person});
  }
  return turns;
}

Going::Going(Staff& staff, Tx& tx, ApprovalRow row, std::vector<TurnRow> turns, Instant now,
             Date today)
    : staff_(staff),
      tx_(tx),
      row_(std::move(row)),
      turns_(std::move(turns)),
      now_(now),
      today_(today) {}

rules::Eligible Going::eligible(const std::vector<PersonId>& people) {
  return eligible_of(staff_, tx_, row_, people, today_);
}

TurnRow* Going::turn_of(PersonId person, const std::vector<PersonId>& represented) {
  if (row_.state != ApprovalState::open || person == row_.requester || person == row_.about)
    return nullptr;
  TurnRow* found = nullptr;
  for (TurnRow& t : turns_) {
    if (t.position != row_.position || t.state != TurnState::waiting) continue;
    if (t.person == person) return &t;
    if (std::ranges::find(represented, t.person) != represented.end()) found = &t;
  }
  return found;
}

void Going::note(ApprovalDeed deed, std::optional<PersonId> by, std::string word,
                 std::optional<PersonId> other) {
  deeds_.push_back({.approval = row_.id,
                    .at = now_,
                    .person = by,
                    .deed = deed,
                    .word = std::move(word),
                    .other = other});
}

void Going::decide(TurnRow& turn, TurnState as, PersonId by) {
  turn.state = as;
  turn.decided_by = by;
  turn.decided_at = now_;
}

bool Going::go_on() {
  std::vector<TurnState> states;
  ApprovalMode mode = ApprovalMode::any;
  std::int64_t last = 0;
  for (const TurnRow& t : turns_) {
    last = std::max(last, t.position);
    if (t.position != row_.position) continue;
    states.push_back(t.state);
    mode = t.mode;
  }
  if (!rules::step_done(mode, states)) return false;
  if (row_.position >= last) return true;
  for (TurnRow& t : turns_)
    if (t.position == row_.position && t.state == TurnState::waiting) t.state = TurnState::over;
  enter(row_.position + 1);
  return false;
}

void Going::end(ApprovalState as) {
  row_.state = as;
  row_.ended_at = now_;
  row_.due_at.reset();
  for (TurnRow& t : turns_)
    if (t.state == TurnState::waiting || t.state == TurnState::later) t.state = TurnState::over;
  announce(tx_, ApprovalEnded{row_.id, row_.requester});
}

std::vector<PersonId> Going::next_up(PersonId person) {
  std::vector<PersonId> ladder = staff_.managers(tx_, person, today_);
  if (ladder.empty())  // whoever has left has no manager any more; there was one on the way
    ladder = staff_.heads(tx_, row_.org_unit, today_);
  std::erase_if(ladder, [&](PersonId p) { return asks(p); });
  return rules::first_up(ladder, eligible(ladder));
}

bool Going::asks(PersonId person) const {
  const auto here = [&](const TurnRow& t) {
    return t.position == row_.position && t.person == person && t.state != TurnState::later;
  };
  return std::ranges::any_of(turns_, here) || std::ranges::any_of(added_, here);
}

void Going::add_turn(const TurnRow& like, PersonId person, ApprovalWho who) {
  TurnRow made = like;
  made.id = {};
  made.who = who;
  made.person = person;
  made.state = TurnState::waiting;
  made.since = now_;
  made.decided_by.reset();
  made.decided_at.reset();
  added_.push_back(made);
  called_.push_back(person);
}

void Going::pass_on(TurnRow& turn, PersonId by, PersonId to) {
  if (!eligible({to}).may(to) || asks(to)) throw Error(Fault::conflict, "approvals.not_eligible");
  decide(turn, TurnState::passed_on, by);
  add_turn(turn, to, turn.who);
}

bool Going::replace_left() {
  const std::size_t before = deeds_.size();
  std::vector<PersonId> waiting;
  for (const TurnRow& t : turns_)
    if (t.position == row_.position && t.state == TurnState::waiting) waiting.push_back(t.person);
  const std::set<PersonId> here = staff_.here(tx_, waiting, today_);
  for (TurnRow& t : turns_) {
    if (t.position != row_.position || t.state != TurnState::waiting) continue;
    if (here.contains(t.person)) continue;
    std::vector<PersonId> next = next_up(t.person);
    const bool up = !next.empty();
    if (!up) next = stand_ins(staff_, tx_, row_, today_);
    // While nobody at all could take over it stays where it is, until somebody can.
    if (next.empty()) continue;
    t.state = TurnState::left;
    for (const PersonId person : next)
      if (!asks(person)) add_turn(t, person, up ? t.who : ApprovalWho::stand_in);
    note(ApprovalDeed::left, t.person, {}, next.front());
  }
  return deeds_.size() > before;
}

void Going::escalate() {
  row_.due_at.reset();
  for (TurnRow& t : turns_) {
    if (t.position != row_.position || t.state != TurnState::waiting) continue;
    for (const PersonId up : next_up(t.person)) {
      add_turn(t, up, t.who);
      note(ApprovalDeed::escalated, t.person, {}, up);
      row_.due_at = rules::due(now_, t.escalate_days);
      // Where all have to agree, one more would make it longer: the next one up answers instead.
      if (t.mode == ApprovalMode::all) t.state = TurnState::passed_on;
    }
  }
}

void Going::enter(std::int64_t position) {
  row_.position = position;
  for (TurnRow& t : turns_) {
    if (t.position != position) continue;
    t.state = TurnState::waiting;
    t.since = now_;
    row_.due_at = rules::due(now_, t.escalate_days);
    called_.push_back(t.person);
  }
  (void)replace_left();
}

void Going::announce_waiting() {
  if (row_.state != ApprovalState::open || called_.empty()) return;
  announce(tx_, ApprovalWaiting{row_.id, called_});
}

void Going::save() {
  store::save(tx_, row_);
  ++row_.version;
  std::vector<TurnRow> known;
  for (const TurnRow& t : turns_)
    if (t.id.value != 0) known.push_back(t);
  store::save_turns(tx_, known);
  store::add_turns(tx_, added_);
  store::add_deeds(tx_, deeds_);
  announce_waiting();
  announce(tx_, ApprovalMoved{row_.id});
}

}  // namespace twinrail::approvals
