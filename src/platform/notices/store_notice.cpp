#include "platform/notices/store_notice.hpp"

namespace twinrail::notices::store {

std::vector<NoticeRow> named(Read& db, std::string_view kind,
                             const std::vector<std::string>& keys) {
  return db.all<NoticeRow>("SELECT {columns} FROM notice WHERE kind = ? AND key IN ?"_sql, kind,
                           keys);
}

void add(Tx& tx, const std::vector<NoticeRow>& rows) { insert_new(tx, rows); }

void add(Tx& tx, const std::vector<CopyRow>& rows) { insert_new(tx, rows); }

std::vector<std::string> told_alone(Read& db, std::string_view kind, std::string_view not_yet,
                                    Instant from, Instant to) {
  return db.all<std::string>(R"(
    SELECT n.key FROM notice n
     WHERE n.kind = ? AND n.told_at >= ? AND n.told_at < ?
       AND NOT EXISTS (SELECT 1 FROM notice m WHERE m.kind = ? AND m.key = n.key)
     ORDER BY n.told_at, n.key)"_sql,
                             kind, from, to, not_yet);
}

std::vector<ShownRow> copies(Read& db, const CopyFilter& f) {
  const NoticeCopyId before = f.before.value_or(NoticeCopyId{INT64_MAX});
  if (f.unread_only)
    return db.all<ShownRow>(R"(
      SELECT c.id, c.person, n.kind, n.org_unit, n.owner, n.link, n.words, c.reason, c.told_at,
             c.read_at
        FROM notice_copy c JOIN notice n ON n.id = c.notice
       WHERE c.person = ? AND c.id < ? AND c.read_at IS NULL
       ORDER BY c.id DESC LIMIT ?)"_sql,
                            f.person, before, f.limit);
  return db.all<ShownRow>(R"(
    SELECT c.id, c.person, n.kind, n.org_unit, n.owner, n.link, n.words, c.reason, c.told_at,
           c.read_at
      FROM notice_copy c JOIN notice n ON n.id = c.notice
     WHERE c.person = ? AND c.id < ?
     ORDER BY c.id DESC LIMIT ?)"_sql,
                          f.person, before, f.limit);
}

bool mark_read(Tx& tx, PersonId person, NoticeCopyId id, Instant at) {
  return tx.run(R"(
    UPDATE notice_copy SET read_at = ?
     WHERE id = ? AND person = ? AND read_at IS NULL)"_sql,
                at, id, person) == 1;
}

std::int64_t mark_all_read(Tx& tx, PersonId person, NoticeCopyId up_to, Instant at) {
  return tx.run(
      "UPDATE notice_copy SET read_at = ? WHERE person = ? AND id <= ? AND read_at IS NULL"_sql, at,
      person, up_to);
}

bool is_mine(Read& db, PersonId person, NoticeCopyId id) {
  const auto row = by_key<CopyRow>(db, id);
  return row && row->person == person;
}

std::vector<PersonId> unread_by(Read& db, const std::vector<std::string>& kinds,
                                const std::vector<std::string>& keys) {
  return db.all<PersonId>(R"(
    SELECT DISTINCT c.person FROM notice n JOIN notice_copy c ON c.notice = n.id
     WHERE n.kind IN ? AND n.key IN ? AND c.read_at IS NULL ORDER BY c.person)"_sql,
                          kinds, keys);
}

std::vector<std::string> unread_keys(Read& db, std::string_view kind) {
  return db.all<std::string>(R"(
    SELECT DISTINCT n.key FROM notice_copy c JOIN notice n ON n.id = c.notice
     WHERE c.read_at IS NULL AND n.kind = ? ORDER BY n.key)"_sql,
                             kind);
}

void mark_settled(Tx& tx, const std::vector<std::string>& kinds,
                  const std::vector<std::string>& keys, Instant at) {
  tx.run(R"(
    UPDATE notice_copy SET read_at = ?
     WHERE read_at IS NULL
       AND notice IN (SELECT n.id FROM notice n WHERE n.kind IN ? AND n.key IN ?))"_sql,
         at, kinds, keys);
}

std::vector<ChoiceRow> choices(Read& db, const std::vector<PersonId>& people) {
  return db.all<ChoiceRow>(
      "SELECT {columns} FROM notice_choice WHERE person IN ? ORDER BY person, kind"_sql, people);
}

void save_choices(Tx& tx, const std::vector<ChoiceRow>& rows) { upsert(tx, rows); }

std::vector<PersonRow> settings_of(Read& db, const std::vector<PersonId>& people) {
  return by_keys<PersonRow>(db, people);
}

void save_person(Tx& tx, const PersonRow& row) { upsert(tx, row); }

void close_mail(Tx& tx, Instant told_before) {
  tx.run(R"(
    UPDATE notice_copy SET mail = 'none'
     WHERE mail = 'open' AND (read_at IS NOT NULL OR told_at < ?))"_sql,
         told_before);
}

std::vector<PersonId> people_with_open(Read& db, PersonId after, std::int64_t most) {
  return db.all<PersonId>(R"(
    SELECT DISTINCT person FROM notice_copy
     WHERE mail = 'open' AND person > ? ORDER BY person LIMIT ?)"_sql,
                          after, most);
}

std::vector<OpenCopy> open_copies(Read& db, const std::vector<PersonId>& people) {
  return db.all<OpenCopy>(R"(
    SELECT c.id, c.person, n.kind, c.told_at
      FROM notice_copy c JOIN notice n ON n.id = c.notice
     WHERE c.mail = 'open' AND c.person IN ? ORDER BY c.person, c.id)"_sql,
                          people);
}

void set_mail(Tx& tx, const std::vector<NoticeCopyId>& copies, MailState state) {
  tx.run("UPDATE notice_copy SET mail = ? WHERE id IN ?"_sql, state, copies);
}

std::vector<ShownRow> copies_named(Read& db, PersonId person,
                                   const std::vector<NoticeCopyId>& copies) {
  return db.all<ShownRow>(R"(
    SELECT c.id, c.person, n.kind, n.org_unit, n.owner, n.link, n.words, c.reason, c.told_at,
           c.read_at
      FROM notice_copy c JOIN notice n ON n.id = c.notice
     WHERE c.person = ? AND c.id IN ? ORDER BY c.id)"_sql,
                          person, copies);
}

void prune(Tx& tx, Instant before) {
  tx.run(R"(
    DELETE FROM notice_copy
     WHERE notice IN (SELECT n.id FROM notice n WHERE n.told_at < ?))"_sql,
         before);
  tx.run("DELETE FROM notice WHERE told_at < ?"_sql, before);
}

}  // namespace twinrail::notices::store
