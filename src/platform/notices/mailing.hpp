#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "platform/mail/smtp.hpp"
#include "platform/notices/notice_list.hpp"
#include "platform/outbox/outbox.hpp"

/// Notices by mail: the job posts what is due as letters, the outbox sends them.
namespace twinrail {

/// What mailing asks of people and accounts.
class MailReaders {
 public:
  virtual ~MailReaders() = default;
  /// Of those who have one, and an open account.
  virtual std::map<PersonId, std::string> addresses(Read& db,
                                                    const std::vector<PersonId>& people) = 0;
  /// The person's sight as it is now; nothing without an open account.
  virtual std::optional<Context> context(Read& db, PersonId person, Instant now) = 0;
  /// The company's IANA zone.
  virtual std::string zone(Read& db) = 0;
};

/// A letter's payload: which copies it tells of. What it says is put together when it is sent, by
/// what its reader may see then; so no text of a thing lies in the outbox.
struct MailOrder {
  PersonId person;
  std::vector<NoticeCopyId> copies;
  bool daily = false;
  Instant posted_at;
};
DESCRIBE(MailOrder, person, copies, daily, posted_at);

/// Where mail comes from, and where its links lead.
struct MailPlace {
  std::string from;  ///< an address
  std::string link;  ///< "https://people.example.com", without a slash at the end
};

class NoticeMail {
 public:
  using Send = std::function<void(const mail::Mail&)>;
  static constexpr const char* letter_kind = "mail";

  /// All of them outlive it.
  NoticeMail(NoticeService& notices, const NoticeKinds& kinds, MailReaders& readers,
             MailPlace place, Send send)
      : notices_(notices),
        kinds_(kinds),
        readers_(readers),
        place_(std::move(place)),
        send_(std::move(send)) {}

  /// "platform.notice_mail".
  [[nodiscard]] Job job() const;
  /// Posts what is due, a few hundred people at a time.
  void turn(JobParts& parts) const;
  /// The outbox' sender of "mail".
  void send(Lanes& lanes, const Letter& letter) const;
  /// What a letter says now; nothing when its reader may see nothing of it any more.
  [[nodiscard]] std::optional<mail::Mail> mail_of(Read& db, const Letter& letter) const;

 private:
  [[nodiscard]] std::vector<PersonId> post_due(Tx& tx, PersonId after, Instant now) const;
  [[nodiscard]] MailChoice usual(const std::string& kind) const;

  NoticeService& notices_;
  const NoticeKinds& kinds_;
  MailReaders& readers_;
  MailPlace place_;
  Send send_;
};

}  // namespace twinrail
