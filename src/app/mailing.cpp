#include "app/mailing.hpp"

#include <fstream>
#include <utility>

#include "app/options.hpp"
#include "modules/identity/identity.hpp"
#include "modules/people/people.hpp"
#include "platform/db/db.hpp"

namespace twinrail {
namespace {

class CompanyReaders final : public MailReaders {
 public:
  CompanyReaders(people::Service& people, identity::Service& identity)
      : people_(people), identity_(identity) {}

  std::map<PersonId, std::string> addresses(Read& db,
                                            const std::vector<PersonId>& people) override {
    return people_.addresses(db, identity_.with_account(db, people));
  }
  std::optional<Context> context(Read& db, PersonId person, Instant now) override {
    const auto proof = identity_.reader(db, person);
    if (!proof) return std::nullopt;
    Context ctx(now, proof->viewer, proof->english ? Locale::en : Locale::zh);
    ctx.set_today(local_date(now, zone(db)));
    return ctx;
  }
  std::string zone(Read& db) override { return people_.calendar(db).zone; }

 private:
  people::Service& people_;
  identity::Service& identity_;
};

}  // namespace

std::unique_ptr<MailReaders> make_mail_readers(people::Service& people,
                                               identity::Service& identity) {
  return std::make_unique<CompanyReaders>(people, identity);
}

bool sends_mail(const Config& config) { return !config.mail_host.empty(); }

mail::SmtpServer smtp_server_of(const Config& config) {
  mail::SmtpServer server{.host = config.mail_host,
                          .port = config.mail_port,
                          .cover = config.mail_tls == "none"  ? mail::Cover::none
                                   : config.mail_tls == "tls" ? mail::Cover::tls
                                                              : mail::Cover::starttls,
                          .user = config.mail_user,
                          .password = {}};
  if (config.mail_password_file.empty()) return server;
  std::ifstream in(config.mail_password_file);
  if (!std::getline(in, server.password))
    throw Error(Fault::invalid, "config.unreadable",
                Arguments{{"file", config.mail_password_file}});
  return server;
}

MailPlace mail_place_of(const Config& config) {
  std::string link = config.mail_link;
  while (link.ends_with('/')) link.pop_back();
  return {.from = config.mail_from, .link = std::move(link)};
}

NoticeMail::Send smtp_sender(mail::SmtpServer server, mail::Health& health) {
  return [server = std::move(server), &health](const mail::Mail& mail) {
    try {
      mail::send(server, mail);
    } catch (const Error& e) {
      // That one mail is refused says nothing of the server.
      if (e.key() == "smtp.no_answer") health.failed(sentence(e));
      throw;
    }
    health.went_well();
  };
}

}  // namespace twinrail
