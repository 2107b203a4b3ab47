#include "app/mailing.hpp"

#include <fstream>
#include <utility>

#include "app/options.hpp"
#include "modules/identity/identity.hpp"
#include "modules/people/people.hpp"
#include "platform/clock.hpp"
#include "platform/db/db.hpp"
#include "platform/db/lanes.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/tenant/store_tenant.hpp"

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

namespace {

/// Blanks and whatever else means something in an address, as percent codes.
std::string in_address(std::string_view text) {
  constexpr std::string_view plain = "-._~";
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
        plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += hex[byte >> 4U];
      out += hex[byte & 15U];
    }
  }
  return out;
}

/// What stands behind the sharp sign is sent to no server: the code shows in no log of a proxy.
std::string link_of(const MailPlace& place, const std::string& company,
                    const identity::InvitationLetter& letter) {
  return place.link + "/activate#company=" + in_address(company) +
         "&login=" + in_address(letter.login) + "&code=" + in_address(letter.code);
}

mail::Mail invitation_mail(const identity::InvitationLetter& letter, const Names& company,
                           const std::string& link) {
  const Locale locale = letter.english ? Locale::en : Locale::zh;
  const std::string& first = letter.english ? company.en : company.zh;
  const std::string& name = !first.empty() ? first : letter.english ? company.zh : company.en;
  const auto say = [&](const char* key, const Arguments& args) {
    return i18n::text(locale, key, args);
  };
  mail::Mail mail{.id = {},
                  .from = {},
                  .to = {},
                  .subject = say("identity.invitation.subject", {{"company", name}}),
                  .text = {},
                  .html = {},
                  .language = letter.english ? "en" : "zh",
                  .at = {}};
  const std::string until = local_date(letter.until, "UTC").to_string();
  const std::string before[] = {
      say("identity.invitation.hello", {{"name", letter.name}}),
      say("identity.invitation.text", {{"company", name}, {"login", letter.login}})};
  const std::string after[] = {
      say("identity.invitation.until", {{"until", until}, {"code", letter.code}}),
      say("identity.invitation.not_you", {})};
  mail.html = "<!doctype html>\n<html lang=\"" + mail.language + "\"><body>\n";
  const auto add = [&](const std::string& line) {
    mail.text += line + "\n\n";
    mail.html += "<p>" + mail::escaped(line) + "</p>\n";
  };
  for (const std::string& line : before) add(line);
  mail.text += link + "\n\n";
  mail.html += "<p><a href=\"" + mail::escaped(link) + "\">" + mail::escaped(link) + "</a></p>\n";
  for (const std::string& line : after) add(line);
  mail.html += "</body></html>\n";
  return mail;
}

}  // namespace

Sender invitation_sender(identity::Service& identity, MailPlace place, NoticeMail::Send send) {
  return [&identity, place = std::move(place), send = std::move(send)](Lanes& lanes,
                                                                       const Letter& letter) {
    std::optional<identity::InvitationLetter> said;
    std::string code;
    Names company;
    const Instant now = now_utc();
    lanes.write({.name = "job:invitation"}, "invite", [&](Tx& tx) {
      said = identity.write_invitation(tx, letter.payload, now);
      code = tenant::store::named(tx).value_or("");
      company = identity.company_names(tx, code);
    });
    if (!said) return;
    mail::Mail mail = invitation_mail(*said, company, link_of(place, code, *said));
    mail.id = letter.key;
    for (char& c : mail.id)
      if (c == '/') c = '-';
    mail.id += "." + code;
    mail.from = place.from;
    mail.to = letter.address;
    mail.at = now;
    send(mail);
  };
}

NoticeMail::Send smtp_sender(mail::SmtpServer server, mail::Health& health) {
  return [server = std::move(server), &health](const mail::Mail& mail) {
    try {
      mail::send(server, mail);
    } catch (const Error& e) {
      // That one mail is refused says that the server takes others.
      if (e.key() == "smtp.bad_address") throw;
      if (e.key() != "smtp.refused") {
        health.failed(sentence(e));
        throw WayClosed(e);
      }
      health.went_well();
      throw;
    }
    health.went_well();
  };
}

}  // namespace twinrail
