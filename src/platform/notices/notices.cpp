#include "platform/notices/notices.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "platform/events/events.hpp"
#include "platform/jobs/store_job.hpp"
#include "platform/json/json.hpp"
#include "platform/notices/store_notice.hpp"

namespace twinrail::notices {
namespace {

/// Those with readers whose edge was not told of yet, each key once.
std::map<std::string, const Notice*> untold(Tx& tx, std::string_view kind,
                                            const std::vector<Notice>& told) {
  std::map<std::string, const Notice*> left;
  for (const Notice& n : told)
    if (!n.readers.empty()) left.emplace(n.key, &n);
  std::vector<std::string> keys;
  for (const auto& [key, notice] : left) keys.push_back(key);
  for (const store::NoticeRow& row : store::named(tx, kind, keys)) left.erase(row.key);
  return left;
}

std::vector<store::CopyRow> copies_of(const std::vector<store::NoticeRow>& rows,
                                      const std::map<std::string, const Notice*>& told) {
  std::vector<store::CopyRow> copies;
  for (const store::NoticeRow& row : rows) {
    std::set<PersonId> seen;
    for (const NoticeReader& reader : told.at(row.key)->readers)
      if (reader.person && seen.insert(reader.person).second)
        copies.push_back({.notice = row.id,
                          .person = reader.person,
                          .reason = reader.reason,
                          .told_at = row.told_at});
  }
  return copies;
}

}  // namespace

void tell(Tx& tx, std::string_view kind, const std::vector<Notice>& told, Instant now) {
  const auto left = untold(tx, kind, told);
  if (left.empty()) return;
  std::vector<store::NoticeRow> rows;
  std::vector<std::string> keys;
  for (const auto& [key, n] : left) {
    rows.push_back({.kind = std::string(kind),
                    .key = key,
                    .org_unit = n->org_unit,
                    .owner = n->owner,
                    .link = n->link,
                    .words = to_json(n->words),
                    .told_at = now});
    keys.push_back(key);
  }
  store::add(tx, rows);
  const auto copies = copies_of(store::named(tx, kind, keys), left);
  store::add(tx, copies);
  std::set<PersonId> people;
  for (const store::CopyRow& copy : copies) people.insert(copy.person);
  jobs::store::hasten(tx, mail_job, now);
  announce(tx, NoticesChanged{{people.begin(), people.end()}});
}

void settle(Tx& tx, const std::vector<std::string>& kinds, const std::vector<std::string>& keys,
            Instant now) {
  if (keys.empty()) return;
  const std::vector<PersonId> people = store::unread_by(tx, kinds, keys);
  if (people.empty()) return;
  store::mark_settled(tx, kinds, keys, now);
  announce(tx, NoticesChanged{people});
}

std::vector<std::string> told(Read& db, std::string_view kind,
                              const std::vector<std::string>& keys) {
  std::vector<std::string> found;
  for (store::NoticeRow& row : store::named(db, kind, keys)) found.push_back(std::move(row.key));
  return found;
}

std::vector<std::string> told_alone(Read& db, std::string_view kind, std::string_view not_yet,
                                    Instant from, Instant to) {
  return store::told_alone(db, kind, not_yet, from, to);
}

std::vector<std::string> unread_keys(Read& db, std::string_view kind) {
  return store::unread_keys(db, kind);
}

void prune(Tx& tx, Instant before) { store::prune(tx, before); }

}  // namespace twinrail::notices
