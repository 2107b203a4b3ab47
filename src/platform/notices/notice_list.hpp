#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "platform/context.hpp"
#include "platform/http/router.hpp"
#include "platform/notices/store_notice.hpp"

/// What stands behind the bell, and how a person wants to be told.
namespace twinrail {

/// A notice as its reader may see it now.
struct NoticeView {
  NoticeCopyId id;
  std::string kind;
  NoticeGroup group = NoticeGroup::news;
  Visible<std::string> title;
  Visible<std::string> text;
  Visible<std::string> why;   ///< why the reader was told
  Visible<std::string> link;  ///< path of the client
  Instant told_at;
  std::optional<Instant> read_at;
};
DESCRIBE(NoticeView, id, kind, group, title, text, why, link, told_at, read_at);

struct NoticesQuery {
  std::optional<bool> unread;  ///< only what is not read
  std::optional<Text<20>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(NoticesQuery, unread, cursor, limit);

/// Up to a hundred are counted.
struct NoticeCount {
  std::int64_t unread = 0;
  bool more = false;  ///< there are more than were counted
};
DESCRIBE(NoticeCount, unread, more);

struct NoticeOf {
  NoticeCopyId notice;
};
DESCRIBE(NoticeOf, notice);

/// The newest that the reader has seen: what came later stays unread.
struct ReadUpTo {
  NoticeCopyId newest;
};
DESCRIBE(ReadUpTo, newest);

struct NoticeChoice {
  Text<60> kind;
  MailChoice mail = MailChoice::none;
};
DESCRIBE(NoticeChoice, kind, mail);

/// How one person wants to be told. `mails`: whether this installation sends mail at all.
struct NoticeSettings {
  bool mails = false;
  std::vector<NoticeChoice> kinds;
  std::optional<Int<0, 1439>> quiet_from;  ///< minute of the day in the company's zone
  std::optional<Int<0, 1439>> quiet_to;
  std::int64_t version = 0;
};
DESCRIBE(NoticeSettings, mails, kinds, quiet_from, quiet_to, version);

struct ChooseNotices {
  List<NoticeChoice, 100> kinds;
  std::optional<Int<0, 1439>> quiet_from;
  std::optional<Int<0, 1439>> quiet_to;
};
DESCRIBE(ChooseNotices, kinds, quiet_from, quiet_to);

/// The kinds of all modules, by code.
class NoticeKinds {
 public:
  struct Row {
    NoticeKind kind;
    std::string module;
  };
  void add(const std::string& module, const std::vector<NoticeKind>& kinds);
  [[nodiscard]] const Row* find(std::string_view code) const;
  /// In the order of the manifests.
  [[nodiscard]] const std::vector<Row>& all() const { return rows_; }

 private:
  std::vector<Row> rows_;
};

/// The text of a notice for a reader; every part is empty when the reader may not see its subject.
[[nodiscard]] NoticeView notice_view(const Context& ctx, const NoticeKind& kind,
                                     const notices::store::ShownRow& row);

class NoticeService {
 public:
  /// `off` says which modules are off in a company.
  NoticeService(const NoticeKinds& kinds, std::function<std::set<std::string>(Read&)> off,
                bool mails)
      : kinds_(kinds), off_(std::move(off)), mails_(mails) {}

  /// The newest first. What the reader may not see any more is left out, so a page may be short.
  Page<NoticeView> list(const Context& ctx, Read& db, const NoticesQuery& request);
  NoticeCount count(const Context& ctx, Read& db, const NoRequest&);
  NoticeCount mark_read(const Context& ctx, Tx& tx, const NoticeOf& request);
  NoticeCount mark_all_read(const Context& ctx, Tx& tx, const ReadUpTo& request);
  NoticeSettings settings(const Context& ctx, Read& db, const NoRequest&);
  NoticeSettings choose(const Context& ctx, Tx& tx, const ChooseNotices& request);

  /// Of these copies, those of the reader that may be shown now, the oldest first.
  [[nodiscard]] std::vector<NoticeView> named(const Context& ctx, Read& db,
                                              const std::vector<NoticeCopyId>& copies);

 private:
  [[nodiscard]] std::vector<NoticeView> seen(const Context& ctx, Read& db,
                                             const std::vector<notices::store::ShownRow>& rows);

  const NoticeKinds& kinds_;
  std::function<std::set<std::string>(Read&)> off_;
  bool mails_;
};

void notice_routes(Router& router, NoticeService& service);

}  // namespace twinrail
