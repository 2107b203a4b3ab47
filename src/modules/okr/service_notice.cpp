#include "modules/okr/service_notice.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "modules/okr/rules_notice.hpp"
#include "modules/okr/service_close.hpp"
#include "modules/okr/store_notice.hpp"
#include "modules/people/people.hpp"
#include "platform/notices/notices.hpp"

/// What people are told of goals: that an update is due, that a cycle begins to close, that a
/// review waits to be written, or to be scored.
namespace twinrail::okr {
namespace {

constexpr const char* due = "okr.check_in_due";
constexpr const char* closing = "okr.cycle_closes";
constexpr const char* review_waits = "okr.review_waiting";
constexpr const char* score_waits = "okr.score_waiting";

NoticeWord same_word(const char* name, const std::string& text) { return {name, text, text}; }

std::string due_key(KeyResultId id, Date day) {
  return std::to_string(id.value) + "/" + day.to_string();
}

std::string review_link(CycleId cycle, ObjectiveId objective) {
  return "/okr/cycles/" + std::to_string(cycle.value) +
         "/close?objective=" + std::to_string(objective.value);
}

Notice due_notice(const store::AwaitedRow& row, Date day) {
  Notice notice{.key = due_key(row.id, day),
                .org_unit = row.org_unit,
                .owner = row.reader,
                .link = "/check-in/" + std::to_string(row.id.value)};
  notice.words = {{"key_result", row.title_zh, row.title_en},
                  {"objective", row.goal_zh, row.goal_en},
                  same_word("ever", row.checked_on ? "yes" : "no"),
                  same_word("since", row.since.to_string())};
  const char* reason = row.own ? "okr.because_key_result_owner" : "okr.because_objective_owner";
  if (row.reader) notice.readers.push_back({*row.reader, reason});
  return notice;
}

/// Who leads the units of these objectives.
struct Leaders {
  std::map<OrgUnitId, std::vector<PersonId>> heads;
  std::map<OrgUnitId, Names> units;

  [[nodiscard]] std::optional<PersonId> of(const store::EndingRow& row) const {
    const auto found = heads.find(row.org_unit);
    return found == heads.end() ? std::nullopt : rules::leader_of(found->second, row.owner);
  }
};

Leaders leaders_of(Read& db, people::Service& people, const std::vector<OrgUnitId>& units,
                   Date today) {
  return {people.heads(db, units, today), people.unit_names(db, units, today)};
}

Notice ending_notice(const store::EndingRow& row, const Leaders& leaders, std::string key,
                     std::string link) {
  Notice notice{
      .key = std::move(key), .org_unit = row.org_unit, .owner = row.owner, .link = std::move(link)};
  const auto unit = leaders.units.find(row.org_unit);
  const Names names = unit == leaders.units.end() ? Names{} : unit->second;
  notice.words = {{"objective", row.title_zh, row.title_en},
                  {"cycle", row.cycle_zh, row.cycle_en},
                  {"unit", names.zh, names.en},
                  same_word("until", (row.end_on + close_days).to_string())};
  return notice;
}

/// One for each who leads objectives of a cycle, with their number.
std::vector<Notice> closing_notices(const std::vector<store::EndingRow>& rows,
                                    const Leaders& leaders) {
  std::map<std::pair<CycleId, PersonId>, std::pair<const store::EndingRow*, std::int64_t>> led;
  for (const store::EndingRow& row : rows)
    if (const auto leader = leaders.of(row)) {
      auto& [first, count] = led[{row.cycle, *leader}];
      if (first == nullptr) first = &row;
      ++count;
    }
  std::vector<Notice> list;
  for (const auto& [edge, told] : led) {
    const auto& [cycle, leader] = edge;
    const std::string id = std::to_string(cycle.value);
    Notice notice = ending_notice(*told.first, leaders, id + "/" + std::to_string(leader.value),
                                  "/okr/cycles/" + id + "/close");
    notice.owner = leader;
    notice.words.push_back(same_word("count", std::to_string(told.second)));
    notice.readers = {{leader, "okr.because_leads_goals"}};
    list.push_back(std::move(notice));
  }
  return list;
}

std::vector<Notice> review_notices(const std::vector<store::EndingRow>& rows,
                                   const Leaders& leaders) {
  std::vector<Notice> list;
  for (const store::EndingRow& row : rows) {
    if (row.reviewed) continue;
    Notice notice =
        ending_notice(row, leaders, std::to_string(row.id.value), review_link(row.cycle, row.id));
    if (row.owner)
      notice.readers.push_back({*row.owner, "okr.because_objective_owner"});
    else if (const auto leader = leaders.of(row))
      notice.readers.push_back({*leader, "okr.because_head"});
    list.push_back(std::move(notice));
  }
  return list;
}

std::vector<OrgUnitId> units_of(const std::vector<store::EndingRow>& rows) {
  std::set<OrgUnitId> units;
  for (const store::EndingRow& row : rows) units.insert(row.org_unit);
  return {units.begin(), units.end()};
}

/// Keys of updates that nobody waits for any more: written, given up, ended with the cycle.
std::vector<std::string> no_longer_due(const std::vector<std::string>& keys,
                                       const std::vector<store::AwaitedRow>& awaited) {
  std::set<KeyResultId> left;
  for (const store::AwaitedRow& row : awaited) left.insert(row.id);
  std::vector<std::string> done;
  for (const std::string& key : keys)
    if (!left.contains(KeyResultId{std::strtoll(key.c_str(), nullptr, 10)})) done.push_back(key);
  return done;
}

}  // namespace

void Service::remind(Tx& tx, Instant now, Date today) {
  const auto awaited = store::awaited_since(tx, today - cadence_days);
  std::vector<Notice> list;
  for (const store::AwaitedRow& row : awaited)
    if (const auto day = rules::due_day(row.since, cadence_days, today))
      list.push_back(due_notice(row, *day));
  notices::tell(tx, due, list, now);
  notices::settle(tx, {due}, no_longer_due(notices::unread_keys(tx, due), awaited), now);
  tell_closing(tx, now, today);
}

void Service::tell_closing(Tx& tx, Instant now, Date today) {
  const auto rows = store::ending(tx);
  if (rows.empty()) return;
  const Leaders leaders = leaders_of(tx, people_, units_of(rows), today);
  notices::tell(tx, closing, closing_notices(rows, leaders), now);
  notices::tell(tx, review_waits, review_notices(rows, leaders), now);
}

void settle_due(Tx& tx, KeyResultId id, Date since, Date today, Instant now) {
  std::vector<std::string> keys;
  for (const Date day : rules::due_days(since, cadence_days, today))
    keys.push_back(due_key(id, day));
  notices::settle(tx, {due}, keys, now);
}

void Service::tell_review(Tx& tx, const ObjectiveRow& o, Instant now, Date today) {
  const auto cycle = store::cycle(tx, o.cycle);
  const store::EndingRow row{.id = o.id,
                             .cycle = o.cycle,
                             .org_unit = o.org_unit,
                             .owner = o.person ? o.person : o.owner,
                             .title_zh = o.title_zh,
                             .title_en = o.title_en,
                             .cycle_zh = cycle->name_zh,
                             .cycle_en = cycle->name_en,
                             .end_on = cycle->end_on,
                             .reviewed = true};
  const Leaders leaders = leaders_of(tx, people_, {o.org_unit}, today);
  const std::string key = std::to_string(o.id.value);
  Notice notice = ending_notice(row, leaders, key, review_link(row.cycle, row.id));
  if (const auto leader = leaders.of(row)) notice.readers.push_back({*leader, "okr.because_head"});
  notices::settle(tx, {review_waits}, {key}, now);
  notices::tell(tx, score_waits, {notice}, now);
}

void settle_score(Tx& tx, ObjectiveId id, Instant now) {
  notices::settle(tx, {score_waits}, {std::to_string(id.value)}, now);
}

}  // namespace twinrail::okr
