#pragma once

#include <memory>

#include "app/config.hpp"
#include "platform/notices/mailing.hpp"

namespace twinrail {

namespace people {
class Service;
}
namespace identity {
class Service;
}

/// What mailing asks of people and accounts, answered by the modules that keep them. Both outlive
/// it.
[[nodiscard]] std::unique_ptr<MailReaders> make_mail_readers(people::Service& people,
                                                             identity::Service& identity);
/// Whether the operator named a server that takes mail.
[[nodiscard]] bool sends_mail(const Config& config);
/// The server, with the password out of its file. Throws Error (invalid) "config.unreadable".
[[nodiscard]] mail::SmtpServer smtp_server_of(const Config& config);
/// The address that mail comes from, and where its links lead.
[[nodiscard]] MailPlace mail_place_of(const Config& config);
/// The outbox' sender of letters that invite somebody. `identity` outlives it.
[[nodiscard]] Sender invitation_sender(identity::Service& identity, MailPlace place,
                                       NoticeMail::Send send);
/// Hands mail to that server, and keeps in `health` whether it took it. `health` outlives it.
[[nodiscard]] NoticeMail::Send smtp_sender(mail::SmtpServer server, mail::Health& health);

}  // namespace twinrail
