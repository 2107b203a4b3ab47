#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/access.hpp"
#include "base/describe.hpp"
#include "platform/db/db.hpp"

/// What people are told: a module announces a notice, and each of its readers finds it behind the
/// bell and, as they chose, in their mail.
namespace twinrail {

/// The heading that a notice stands under in the drawer, in this order.
enum class NoticeGroup {
  update,  ///< something waits for the reader's hand
  alarm,   ///< something is wrong
  news,    ///< to know of
};
DESCRIBE_ENUM(NoticeGroup, update, alarm, news);

/// How a person is told by mail.
enum class MailChoice { now, daily, none };
DESCRIBE_ENUM(MailChoice, now, daily, none);

/// A line of a manifest. The code is the key of the kind's name; "notice.CODE" and
/// "notice_text.CODE" are the keys of its title and its sentence.
struct NoticeKind {
  std::string_view code;  ///< "kpi.breach_fired"
  NoticeGroup group = NoticeGroup::news;
  /// What a reader must hold on the subject's unit, or as its owner, when the notice is shown.
  Permission permission;
  MailChoice usual = MailChoice::daily;  ///< for who has chosen nothing
};

/// An argument of the words; names have both languages, figures the same text twice.
struct NoticeWord {
  Text<40> name;
  Text<500> zh;
  Text<500> en;
};
DESCRIBE(NoticeWord, name, zh, en);

struct NoticeReader {
  PersonId person;
  std::string reason;  ///< key of "why I got this"; takes the notice's words
  friend bool operator==(const NoticeReader&, const NoticeReader&) = default;
};

struct Notice {
  std::string key;     ///< of the edge: of one kind and key people are told once
  OrgUnitId org_unit;  ///< of the subject
  std::optional<PersonId> owner;
  std::string link;  ///< path of the client: "/metrics/12"
  std::vector<NoticeWord> words;
  std::vector<NoticeReader> readers;  ///< of one person the first reason counts
};

/// Somebody was told, or has read. An open page learns only that its own reader is meant.
struct NoticesChanged {
  static constexpr std::string_view topic = "notices.changed";
  std::vector<PersonId> people;
};
DESCRIBE(NoticesChanged, people);

namespace notices {

/// Tells what was not told yet, in the transaction of what happened; notices without readers are
/// left out.
void tell(Tx& tx, std::string_view kind, const std::vector<Notice>& told, Instant now);
/// What the notices of these kinds and keys asked for is done: they count as read.
void settle(Tx& tx, const std::vector<std::string>& kinds, const std::vector<std::string>& keys,
            Instant now);
/// Of these keys, those of which a notice of the kind was told.
[[nodiscard]] std::vector<std::string> told(Read& db, std::string_view kind,
                                            const std::vector<std::string>& keys);
/// Keys of a kind that were told between two moments, and not yet of another kind: what to
/// escalate.
[[nodiscard]] std::vector<std::string> told_alone(Read& db, std::string_view kind,
                                                  std::string_view not_yet, Instant from,
                                                  Instant to);
/// Keys of a kind that somebody has not read.
[[nodiscard]] std::vector<std::string> unread_keys(Read& db, std::string_view kind);
/// Drops what was told before a moment.
void prune(Tx& tx, Instant before);

}  // namespace notices
}  // namespace twinrail
