#include <cstdlib>
#include <set>

#include "platform/approvals/store.hpp"
#include "platform/events/events.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/notices/notices.hpp"

/// Who is told that a request waits for them, and that theirs has ended.
namespace twinrail::approvals {
namespace {

constexpr const char* waits = "approval.asked";
constexpr const char* ended = "approval.decided";

const char* reason_of(ApprovalWho who) {
  switch (who) {
    case ApprovalWho::manager:
      return "approvals.because_manager";
    case ApprovalWho::managers_manager:
      return "approvals.because_managers_manager";
    case ApprovalWho::unit_head:
      return "approvals.because_unit_head";
    case ApprovalWho::role:
      return "approvals.because_role";
    case ApprovalWho::person:
      return "approvals.because_person";
    case ApprovalWho::stand_in:
      return "approvals.because_stand_in";
  }
  throw Error(Fault::internal, "approvals.no_step");
}

/// All that notices of some requests say; each query runs once for all of them.
struct Moved {
  std::vector<ApprovalRow> rows;
  std::map<ApprovalId, std::vector<TurnRow>> turns;
  std::map<ApprovalId, std::vector<DeedRow>> handed;  ///< on to somebody else
  std::multimap<PersonId, PersonId> deputies;
  std::map<PersonId, std::string> names;
  std::map<OrgUnitId, Names> units;

  [[nodiscard]] std::string name(PersonId person) const {
    const auto found = names.find(person);
    return found == names.end() ? "" : found->second;
  }
};

Moved load_moved(Staff& staff, Read& db, const std::vector<ApprovalId>& ids, Date today) {
  Moved moved{.rows = store::find(db, ids)};
  std::vector<PersonId> waiting, named;
  std::vector<OrgUnitId> units;
  for (TurnRow& t : store::turns(db, ids)) {
    if (t.state == TurnState::waiting) waiting.push_back(t.person);
    named.push_back(t.person);
    if (t.decided_by) named.push_back(*t.decided_by);
    moved.turns[t.approval].push_back(std::move(t));
  }
  for (DeedRow& d : store::handed_on(db, ids)) moved.handed[d.approval].push_back(std::move(d));
  for (const DelegationRow& d : store::deputies(db, waiting, today))
    moved.deputies.emplace(d.person, d.deputy);
  for (const ApprovalRow& row : moved.rows) {
    named.insert(named.end(), {row.requester, row.about});
    units.push_back(row.org_unit);
  }
  moved.names = staff.names(db, named);
  moved.units = staff.unit_names(db, units, today);
  return moved;
}

NoticeWord same_word(const char* name, const std::string& text) { return {name, text, text}; }

Notice notice_of(const Moved& moved, const ApprovalRow& row, const Kind& kind, std::string key,
                 PersonId reader) {
  const auto unit = moved.units.find(row.org_unit);
  const Names unit_names = unit == moved.units.end() ? Names{} : unit->second;
  Notice notice{.key = std::move(key),
                .org_unit = row.org_unit,
                .owner = reader,
                .link = "/inbox/" + std::to_string(row.id.value)};
  notice.words = {{"kind", i18n::text(Locale::zh, kind.words), i18n::text(Locale::en, kind.words)},
                  {"title", row.title_zh, row.title_en},
                  {"unit", unit_names.zh, unit_names.en},
                  same_word("requester", moved.name(row.requester)),
                  same_word("about", moved.name(row.about))};
  return notice;
}

/// Why it waits for the person of a turn: by the rule, or because somebody handed it on.
NoticeReader reader_of(const Moved& moved, const TurnRow& turn, Notice& notice) {
  const auto handed = moved.handed.find(turn.approval);
  const DeedRow* last = nullptr;
  if (handed != moved.handed.end())
    for (const DeedRow& d : handed->second)
      if (d.other == turn.person) last = &d;
  if (last == nullptr) return {turn.person, reason_of(turn.who)};
  notice.words.push_back(same_word("from", last->person ? moved.name(*last->person) : ""));
  if (last->deed == ApprovalDeed::passed_on) return {turn.person, "approvals.because_passed_on"};
  if (last->deed == ApprovalDeed::escalated) return {turn.person, "approvals.because_escalated"};
  return {turn.person, "approvals.because_left"};
}

/// To the person whose turn it is, and to whoever stands in for them today.
void add_asked(std::vector<Notice>& list, const Moved& moved, const ApprovalRow& row,
               const Kind& kind, const TurnRow& turn) {
  const std::string key = std::to_string(turn.id.value);
  Notice notice = notice_of(moved, row, kind, key, turn.person);
  notice.readers = {reader_of(moved, turn, notice)};
  list.push_back(std::move(notice));
  const auto [first, last] = moved.deputies.equal_range(turn.person);
  for (auto at = first; at != last; ++at) {
    if (at->second == row.requester || at->second == row.about) continue;
    Notice other =
        notice_of(moved, row, kind, key + "/" + std::to_string(at->second.value), at->second);
    other.words.push_back(same_word("instead_of", moved.name(turn.person)));
    other.readers = {{at->second, "approvals.because_deputy"}};
    list.push_back(std::move(other));
  }
}

const char* state_word(ApprovalState state) {
  if (state == ApprovalState::approved) return "approved";
  return state == ApprovalState::refused ? "refused" : "expired";
}

const char* outcome_key(ApprovalState state) {
  if (state == ApprovalState::approved) return "approvals.outcome_approved";
  return state == ApprovalState::refused ? "approvals.outcome_refused"
                                         : "approvals.outcome_expired";
}

/// Who decided last, of those whose word ended it.
std::string decider_of(const Moved& moved, const std::vector<TurnRow>& turns) {
  const TurnRow* last = nullptr;
  for (const TurnRow& t : turns)
    if (t.decided_by && (t.state == TurnState::approved || t.state == TurnState::refused))
      if (last == nullptr || *last->decided_at <= *t.decided_at) last = &t;
  return last == nullptr ? "" : moved.name(*last->decided_by);
}

/// Whoever withdrew a request knows it.
void add_ended(std::vector<Notice>& list, const Moved& moved, const ApprovalRow& row,
               const Kind& kind, const std::vector<TurnRow>& turns) {
  if (row.state == ApprovalState::open || row.state == ApprovalState::withdrawn) return;
  Notice notice = notice_of(moved, row, kind, std::to_string(row.id.value), row.requester);
  notice.words.push_back(same_word("state", state_word(row.state)));
  notice.words.push_back({"outcome", i18n::text(Locale::zh, outcome_key(row.state)),
                          i18n::text(Locale::en, outcome_key(row.state))});
  notice.words.push_back(same_word("by", decider_of(moved, turns)));
  notice.readers = {{row.requester, "approvals.because_requester"}};
  list.push_back(std::move(notice));
}

/// These turns wait for nobody any more: neither for the person nor for who stands in.
void settle_turns(Tx& tx, const std::set<TurnId>& done, Instant now) {
  if (done.empty()) return;
  std::vector<std::string> keys = notices::unread_keys(tx, waits);
  std::erase_if(keys, [&](const std::string& key) {
    return !done.contains(TurnId{std::strtoll(key.c_str(), nullptr, 10)});
  });
  notices::settle(tx, {waits}, keys, now);
}

}  // namespace

void Service::tell(Tx& tx, const std::vector<Event>& events, Date today) {
  std::set<ApprovalId> ids;
  for (const Event& e : events) ids.insert(from_json<ApprovalMoved>(e.payload).approval);
  const Moved moved = load_moved(*staff_, tx, {ids.begin(), ids.end()}, today);
  std::vector<Notice> asked, decided;
  std::set<TurnId> done;
  for (const ApprovalRow& row : moved.rows) {
    const Kind& of = kind_or_fail(row.kind);
    const auto turns = moved.turns.find(row.id);
    if (turns == moved.turns.end()) continue;
    for (const TurnRow& turn : turns->second) {
      if (turn.state == TurnState::waiting) {
        add_asked(asked, moved, row, of, turn);
      } else if (turn.state != TurnState::later) {
        done.insert(turn.id);
      }
    }
    add_ended(decided, moved, row, of, turns->second);
  }
  const Instant now = events.back().at;
  notices::tell(tx, waits, asked, now);
  settle_turns(tx, done, now);
  notices::tell(tx, ended, decided, now);
}

}  // namespace twinrail::approvals
