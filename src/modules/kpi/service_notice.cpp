#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "modules/kpi/model_notice.hpp"
#include "modules/kpi/rules_notice.hpp"
#include "modules/kpi/rules_point.hpp"
#include "modules/kpi/service_judge.hpp"
#include "modules/kpi/service_view.hpp"
#include "modules/people/people.hpp"
#include "platform/events/events.hpp"
#include "platform/notices/notices.hpp"
#include "platform/settings/settings.hpp"

/// What people are told of indicators: a breach, that nobody has acknowledged it, that it is over,
/// and that figures do not come any more.
namespace twinrail::kpi {
namespace {

constexpr const char* fired = "kpi.breach_fired";
constexpr const char* escalated = "kpi.breach_escalated";
constexpr const char* over = "kpi.breach_cleared";
constexpr const char* late = "kpi.figures_late";

/// A breach that stands for longer is told of no further: somebody would have to read of it who
/// has long known.
constexpr std::int64_t escalate_within_seconds = 60 * 86'400;

std::string key_of(BreachId id) { return std::to_string(id.value); }

NoticeWord figure_word(const char* name, const std::string& text) { return {name, text, text}; }

Notice notice_of(const KpiView& row, std::string key) {
  Notice notice{.key = std::move(key),
                .org_unit = row.org_unit,
                .owner = row.owner,
                .link = "/kpi/" + std::to_string(row.assignment.value)};
  notice.words = {{"metric", row.names.zh, row.names.en},
                  {"unit", row.unit_names.zh, row.unit_names.en}};
  return notice;
}

void add_figures(Notice& notice, const KpiView& row) {
  const auto red = rules::condition_of(row.limit_op, row.limit, row.limit_to);
  const rules::Crossed told = rules::crossed(row.actual, red, row.unit, row.decimals);
  notice.words.push_back(figure_word("value", told.value));
  notice.words.push_back(figure_word("limit", told.line));
  notice.words.push_back(figure_word("side", std::string(told.side)));
}

/// The owner and whoever leads the unit.
void add_first_readers(Notice& notice, const std::vector<PersonId>& up) {
  if (notice.owner) notice.readers.push_back({*notice.owner, "kpi.because_owner"});
  if (!up.empty()) notice.readers.push_back({up.front(), "kpi.because_head"});
}

/// Breaches with their rows as they stand now, and who leads above them.
struct Told {
  std::vector<BreachRow> breaches;
  std::map<AssignmentId, KpiView> rows;
  std::map<OrgUnitId, std::vector<PersonId>> heads;

  [[nodiscard]] std::vector<PersonId> up(const KpiView& row) const {
    const auto found = heads.find(row.org_unit);
    return found == heads.end() ? std::vector<PersonId>()
                                : rules::up_from(found->second, row.owner);
  }
};

Told load_told(Read& db, const Catalogue& c, people::Service& people,
               std::vector<BreachRow> breaches, std::vector<AssignmentId> ids, Date today) {
  Told told{.breaches = std::move(breaches)};
  for (const BreachRow& row : told.breaches) ids.push_back(row.assignment);
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  std::erase_if(ids, [&](AssignmentId id) { return !c.assignments.contains(id); });
  std::vector<OrgUnitId> units;
  for (KpiView& row : row_views(c, db, ids, people, today)) {
    units.push_back(row.org_unit);
    told.rows.emplace(row.assignment, std::move(row));
  }
  // Of a period that is half reported the figures of the last judged one are told.
  for (const PointRow& p : store::last_judged_before(db, ids, today + 1)) {
    const auto row = told.rows.find(p.assignment);
    if (row != told.rows.end() && !row->second.actual) row->second.actual = p.value;
  }
  told.heads = people.heads(db, units, today);
  return told;
}

std::vector<BreachId> breaches_in(const std::vector<Event>& events) {
  std::set<BreachId> ids;
  for (const Event& event : events)
    for (const BreachChange& change : from_json<BreachChanged>(event.payload).changes)
      ids.insert(change.breach);
  return {ids.begin(), ids.end()};
}

/// To the owner and whoever leads the unit.
void add_first(std::vector<Notice>& list, const Told& told, const BreachRow& breach) {
  const KpiView& row = told.rows.at(breach.assignment);
  Notice notice = notice_of(row, key_of(breach.id));
  add_figures(notice, row);
  add_first_readers(notice, told.up(row));
  list.push_back(std::move(notice));
}

/// Who leads the one who was told first.
void add_escalated(std::vector<Notice>& list, const Told& told, const BreachRow& breach,
                   std::int64_t days) {
  const KpiView& row = told.rows.at(breach.assignment);
  const std::vector<PersonId> up = told.up(row);
  if (up.size() < 2) return;
  Notice notice = notice_of(row, key_of(breach.id));
  add_figures(notice, row);
  notice.words.push_back(figure_word("days", std::to_string(days)));
  notice.readers.push_back({up[1], "kpi.because_above"});
  list.push_back(std::move(notice));
}

std::vector<AssignmentId> without_figures(const std::vector<Event>& events) {
  std::set<AssignmentId> ids;
  for (const Event& event : events)
    for (const ValueChange& change : from_json<ValuesChanged>(event.payload).changes)
      if (change.colour == Colour::no_data) ids.insert(change.assignment);
  return {ids.begin(), ids.end()};
}

bool has_figures(const std::vector<Event>& events) {
  return std::ranges::any_of(events, [](const Event& event) {
    return std::ranges::any_of(from_json<ValuesChanged>(event.payload).changes,
                               [](const ValueChange& c) { return c.colour != Colour::no_data; });
  });
}

/// Of a KPI that has ended nobody is told anything further.
bool is_used(const Catalogue& c, AssignmentId id, Date today) {
  const auto found = c.assignments.find(id);
  return found != c.assignments.end() && found->second.row.valid_to >= today;
}

/// The days that figures may be late are over: one that is half reported meanwhile is not late.
bool is_late(const KpiView& row, std::int64_t grace_days, Date today) {
  return row.light == Light::none && row.since && *row.since + grace_days < today;
}

}  // namespace

void Service::tell_breaches(Tx& tx, const std::vector<Event>& events) {
  const Instant now = events.back().at;
  const auto c = catalogue(tx);
  auto rows = store::breaches(tx, breaches_in(events));
  std::erase_if(rows,
                [&](const BreachRow& b) { return !is_used(*c, b.assignment, today(tx, now)); });
  const Told told = load_told(tx, *c, people_, std::move(rows), {}, today(tx, now));
  std::vector<std::string> ended;
  for (const BreachRow& b : told.breaches)
    if (b.state == "cleared" || b.state == "corrected") ended.push_back(key_of(b.id));
  const auto known = notices::told(tx, fired, ended);
  std::vector<Notice> firing, cleared;
  std::vector<std::string> done = ended;
  for (const BreachRow& b : told.breaches) {
    if (b.state == "firing" && !b.accepted_by) add_first(firing, told, b);
    if (b.accepted_by) done.push_back(key_of(b.id));
    if (b.state == "cleared" && std::ranges::find(known, key_of(b.id)) != known.end())
      add_first(cleared, told, b);
  }
  notices::tell(tx, fired, firing, now);
  notices::settle(tx, {fired, escalated}, done, now);
  notices::tell(tx, over, cleared, now);
}

void Service::settle_late(Tx& tx, Instant now, Date today) {
  const std::vector<std::string> keys = notices::unread_keys(tx, late);
  if (keys.empty()) return;
  std::vector<AssignmentId> ids;
  for (const std::string& key : keys) ids.emplace_back(std::strtoll(key.c_str(), nullptr, 10));
  const auto c = catalogue(tx);
  const Told told = load_told(tx, *c, people_, {}, ids, today);
  std::vector<std::string> done;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto row = told.rows.find(ids[i]);
    if (row == told.rows.end() || row->second.light != Light::none) done.push_back(keys[i]);
  }
  notices::settle(tx, {late}, done, now);
}

void Service::escalate(Tx& tx, Instant now, Date today) {
  const std::int64_t days = settings_of<BreachRules>(tx).escalate_days;
  std::vector<BreachId> ids;
  for (const std::string& key :
       notices::told_alone(tx, fired, escalated, now.plus_seconds(-escalate_within_seconds),
                           now.plus_seconds(-days * 86'400)))
    ids.emplace_back(std::strtoll(key.c_str(), nullptr, 10));
  const auto c = catalogue(tx);
  auto rows = store::breaches(tx, ids);
  std::erase_if(rows, [&](const BreachRow& b) {
    return b.state != "firing" || b.accepted_by || !is_used(*c, b.assignment, today);
  });
  const Told told = load_told(tx, *c, people_, std::move(rows), {}, today);
  std::vector<Notice> list;
  for (const BreachRow& b : told.breaches) add_escalated(list, told, b, days);
  notices::tell(tx, escalated, list, now);
}

void Service::tell_late(Tx& tx, const std::vector<Event>& events) {
  const Instant now = events.back().at;
  const auto c = catalogue(tx);
  const Told told = load_told(tx, *c, people_, {}, without_figures(events), today(tx, now));
  std::vector<Notice> list;
  for (const auto& [id, row] : told.rows) {
    const std::int64_t grace = c->assignments.at(id).row.grace_days;
    if (!is_used(*c, id, today(tx, now)) || !is_late(row, grace, today(tx, now))) continue;
    Notice notice = notice_of(row, std::to_string(id.value) + "/" + row.since->to_string());
    notice.words.push_back(figure_word("since", row.since->to_string()));
    // Whoever leads many units would be told of each; the owner is asked alone.
    const std::vector<PersonId> up = told.up(row);
    if (notice.owner)
      notice.readers.push_back({*notice.owner, "kpi.because_owner"});
    else if (!up.empty())
      notice.readers.push_back({up.front(), "kpi.because_head"});
    list.push_back(std::move(notice));
  }
  notices::tell(tx, late, list, now);
  if (has_figures(events)) settle_late(tx, now, today(tx, now));
}

}  // namespace twinrail::kpi
