#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/db/table.hpp"
#include "platform/notices/notices.hpp"

namespace twinrail {
using NoticeId = Id<struct NoticeTag>;
using NoticeCopyId = Id<struct NoticeCopyTag>;
}  // namespace twinrail

/// SQL of the notices.
namespace twinrail::notices::store {

struct NoticeRow {
  NoticeId id;
  std::string kind;
  std::string key;
  OrgUnitId org_unit;
  std::optional<PersonId> owner;
  std::string link;
  std::string words;
  Instant told_at;
};
DESCRIBE(NoticeRow, id, kind, key, org_unit, owner, link, words, told_at);
TABLE(NoticeRow, "notice", id);

/// What becomes of a copy by mail.
enum class MailState { open, none, posted };
DESCRIBE_ENUM(MailState, open, none, posted);

struct CopyRow {
  NoticeCopyId id;
  NoticeId notice;
  PersonId person;
  std::string reason;
  Instant told_at;
  std::optional<Instant> read_at;
  MailState mail = MailState::open;
};
DESCRIBE(CopyRow, id, notice, person, reason, told_at, read_at, mail);
TABLE(CopyRow, "notice_copy", id);

struct ChoiceRow {
  PersonId person;
  std::string kind;
  MailChoice mail = MailChoice::none;
};
DESCRIBE(ChoiceRow, person, kind, mail);
TABLE(ChoiceRow, "notice_choice", person, kind);

struct PersonRow {
  PersonId person;
  std::optional<std::int64_t> quiet_from;
  std::optional<std::int64_t> quiet_to;
  std::int64_t version = 0;
};
DESCRIBE(PersonRow, person, quiet_from, quiet_to, version);
TABLE(PersonRow, "notice_person", person);

/// A copy together with its notice.
struct ShownRow {
  NoticeCopyId id;
  PersonId person;
  std::string kind;
  OrgUnitId org_unit;
  std::optional<PersonId> owner;
  std::string link;
  std::string words;
  std::string reason;
  Instant told_at;
  std::optional<Instant> read_at;
};
DESCRIBE(ShownRow, id, person, kind, org_unit, owner, link, words, reason, told_at, read_at);

std::vector<NoticeRow> named(Read& db, std::string_view kind, const std::vector<std::string>& keys);
void add(Tx& tx, const std::vector<NoticeRow>& rows);
void add(Tx& tx, const std::vector<CopyRow>& rows);
std::vector<std::string> told_alone(Read& db, std::string_view kind, std::string_view not_yet,
                                    Instant from, Instant to);

struct CopyFilter {
  PersonId person;
  bool unread_only = false;
  std::optional<NoticeCopyId> before;  ///< in a list of the newest first
  std::int64_t limit = 0;
};
std::vector<ShownRow> copies(Read& db, const CopyFilter& filter);
/// False when it is somebody else's, not there, or read already.
bool mark_read(Tx& tx, PersonId person, NoticeCopyId id, Instant at);
std::int64_t mark_all_read(Tx& tx, PersonId person, NoticeCopyId up_to, Instant at);
bool is_mine(Read& db, PersonId person, NoticeCopyId id);
/// People who have not read a notice of these.
std::vector<PersonId> unread_by(Read& db, const std::vector<std::string>& kinds,
                                const std::vector<std::string>& keys);
std::vector<std::string> unread_keys(Read& db, std::string_view kind);
void mark_settled(Tx& tx, const std::vector<std::string>& kinds,
                  const std::vector<std::string>& keys, Instant at);

std::vector<ChoiceRow> choices(Read& db, const std::vector<PersonId>& people);
void save_choices(Tx& tx, const std::vector<ChoiceRow>& rows);
std::vector<PersonRow> settings_of(Read& db, const std::vector<PersonId>& people);
void save_person(Tx& tx, const PersonRow& row);

/// A copy of which it is open whether it is sent by mail.
struct OpenCopy {
  NoticeCopyId id;
  PersonId person;
  std::string kind;
  Instant told_at;
};
DESCRIBE(OpenCopy, id, person, kind, told_at);
/// What was read, or told before a moment, is mailed to nobody any more.
void close_mail(Tx& tx, Instant told_before);
/// People after one, in order, for whom copies are open.
std::vector<PersonId> people_with_open(Read& db, PersonId after, std::int64_t most);
std::vector<OpenCopy> open_copies(Read& db, const std::vector<PersonId>& people);
void set_mail(Tx& tx, const std::vector<NoticeCopyId>& copies, MailState state);
/// Of one person, the oldest first.
std::vector<ShownRow> copies_named(Read& db, PersonId person,
                                   const std::vector<NoticeCopyId>& copies);

void prune(Tx& tx, Instant before);

}  // namespace twinrail::notices::store
