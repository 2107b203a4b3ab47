#include "platform/notices/mailing.hpp"

#include <utility>

#include "platform/clock.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/json/json.hpp"
#include "platform/notices/rules_mail.hpp"
#include "platform/tenant/store_tenant.hpp"

namespace twinrail {
namespace {

namespace store = notices::store;
namespace rules = notices::rules;

constexpr auto job_every = std::chrono::hours(1);
/// While somebody's mail waits for a morning or for the end of quiet hours, it is looked at so
/// often.
constexpr std::int64_t look_seconds = 15 * 60;
/// Mail of a thing that was told longer ago says nothing new: so much was told while no mail was
/// sent, or while nobody looked after the company.
constexpr std::int64_t news_seconds = 7 * 86'400;
/// People of one transaction.
constexpr std::int64_t people_most = 200;
/// Notices of one letter; more are counted in it, and stand behind the bell.
constexpr std::size_t shown_most = 50;

/// How one person wants to be told.
struct Wish {
  std::map<std::string, MailChoice> kinds;
  std::optional<rules::QuietHours> quiet;
};

std::map<PersonId, Wish> wishes_of(Read& db, const std::vector<PersonId>& people) {
  std::map<PersonId, Wish> wishes;
  for (const store::ChoiceRow& row : store::choices(db, people))
    wishes[row.person].kinds[row.kind] = row.mail;
  for (const store::PersonRow& row : store::settings_of(db, people))
    if (row.quiet_from && row.quiet_to)
      wishes[row.person].quiet = rules::QuietHours{*row.quiet_from, *row.quiet_to};
  return wishes;
}

void post_order(Tx& tx, const MailOrder& order, const std::string& address, Instant now) {
  if (order.copies.empty()) return;
  const std::string key =
      (order.daily ? "digest/" : "notice/") + std::to_string(order.copies.back().value);
  post(tx, {NoticeMail::letter_kind, key, address, to_json(order)}, now);
}

/// "notice/17" of the company "main" is "notice-17.main" wherever and however often it is sent.
std::string id_of(Read& db, const Letter& letter) {
  std::string id = letter.key;
  for (char& c : id)
    if (c == '/') c = '-';
  return id + "." + tenant::store::named(db).value_or("company");
}

/// A notice in the text, and on the page.
void add_notice(mail::Mail& mail, const NoticeView& notice, const std::string& base,
                Locale locale) {
  const std::string link = base + *notice.link;
  const std::string why = i18n::text(locale, "notice_mail.why", {{"why", *notice.why}});
  mail.text += *notice.title + "\n" + *notice.text + "\n" + link + "\n" + why + "\n\n";
  mail.html += "<p><a href=\"" + mail::escaped(link) + "\"><b>" + mail::escaped(*notice.title) +
               "</b></a><br>" + mail::escaped(*notice.text) + "<br><small>" + mail::escaped(why) +
               "</small></p>\n";
}

void add_end(mail::Mail& mail, const std::string& base, std::size_t left_out, Locale locale) {
  const std::string bell = base + "/me?notices";
  const std::string choices = base + "/me";
  if (left_out > 0) {
    const std::string more =
        i18n::text(locale, "notice_mail.more", {{"count", std::to_string(left_out)}});
    mail.text += more + " " + bell + "\n\n";
    mail.html += "<p><a href=\"" + mail::escaped(bell) + "\">" + mail::escaped(more) + "</a></p>\n";
  }
  const std::string choose = i18n::text(locale, "notice_mail.choose");
  mail.text += choose + " " + choices + "\n";
  mail.html += "<p><small><a href=\"" + mail::escaped(choices) + "\">" + mail::escaped(choose) +
               "</a></small></p>\n</body></html>\n";
}

std::string subject_of(const std::vector<NoticeView>& views, bool daily, Locale locale) {
  if (!daily) return *views.front().title;
  return i18n::text(locale, "notice_mail.daily_subject", {{"count", std::to_string(views.size())}});
}

}  // namespace

Job NoticeMail::job() const {
  return {.name = notices::mail_job,
          .every = job_every,
          .work = [this](JobParts& parts) { turn(parts); },
          .next = [](Read& db) -> std::optional<Instant> {
            if (store::people_with_open(db, PersonId{}, 1).empty()) return std::nullopt;
            return now_utc().plus_seconds(look_seconds);
          }};
}

void NoticeMail::turn(JobParts& parts) const {
  const Instant now = parts.now();
  parts.part([&](Tx& tx) { store::close_mail(tx, now.plus_seconds(-news_seconds)); });
  PersonId after;
  for (bool more = true; more;)
    parts.part([&](Tx& tx) {
      const std::vector<PersonId> done = post_due(tx, after, now);
      more = static_cast<std::int64_t>(done.size()) == people_most;
      if (more) after = done.back();
    });
}

MailChoice NoticeMail::usual(const std::string& kind) const {
  const NoticeKinds::Row* known = kinds_.find(kind);
  return known == nullptr ? MailChoice::none : known->kind.usual;
}

std::vector<PersonId> NoticeMail::post_due(Tx& tx, PersonId after, Instant now) const {
  const std::vector<PersonId> people = store::people_with_open(tx, after, people_most);
  if (people.empty()) return people;
  const auto addresses = readers_.addresses(tx, people);
  const auto wishes = wishes_of(tx, people);
  const std::string zone = readers_.zone(tx);
  std::map<PersonId, MailOrder> daily;
  std::vector<NoticeCopyId> posted, unwanted;
  for (const store::OpenCopy& copy : store::open_copies(tx, people)) {
    const auto found = wishes.find(copy.person);
    const Wish wish = found == wishes.end() ? Wish{} : found->second;
    const auto own = wish.kinds.find(copy.kind);
    const MailChoice choice = own == wish.kinds.end() ? usual(copy.kind) : own->second;
    const auto address = addresses.find(copy.person);
    if (choice == MailChoice::none || address == addresses.end() ||
        !mail::is_address(address->second)) {
      unwanted.push_back(copy.id);
      continue;
    }
    const bool each_day = choice == MailChoice::daily;
    const Instant due = each_day ? rules::due_daily(copy.told_at, wish.quiet, zone)
                                 : rules::after_quiet(copy.told_at, wish.quiet, zone);
    if (due > now) continue;
    posted.push_back(copy.id);
    if (each_day)
      daily[copy.person].copies.push_back(copy.id);
    else
      post_order(tx, {copy.person, {copy.id}, false, now}, address->second, now);
  }
  for (auto& [person, order] : daily) {
    order.person = person;
    order.daily = true;
    order.posted_at = now;
    post_order(tx, order, addresses.at(person), now);
  }
  store::set_mail(tx, unwanted, store::MailState::none);
  store::set_mail(tx, posted, store::MailState::posted);
  return people;
}

std::optional<mail::Mail> NoticeMail::mail_of(Read& db, const Letter& letter) const {
  const auto order = from_json<MailOrder>(letter.payload);
  const auto ctx = readers_.context(db, order.person, order.posted_at);
  if (!ctx) return std::nullopt;
  const std::vector<NoticeView> views = notices_.named(*ctx, db, order.copies);
  if (views.empty()) return std::nullopt;
  const bool english = ctx->locale == Locale::en;
  mail::Mail mail{.id = id_of(db, letter),
                  .from = place_.from,
                  .to = letter.address,
                  .subject = subject_of(views, order.daily, ctx->locale),
                  .text = {},
                  .html = {},
                  .language = english ? "en" : "zh",
                  .at = order.posted_at};
  mail.html = "<!doctype html>\n<html lang=\"" + mail.language + "\"><body>\n";
  const std::size_t shown = std::min(views.size(), shown_most);
  for (std::size_t i = 0; i < shown; ++i) add_notice(mail, views[i], place_.link, ctx->locale);
  add_end(mail, place_.link, views.size() - shown, ctx->locale);
  return mail;
}

void NoticeMail::send(Lanes& lanes, const Letter& letter) const {
  std::optional<mail::Mail> mail;
  lanes.read([&](Read& db) { mail = mail_of(db, letter); });
  if (mail) send_(*mail);
}

}  // namespace twinrail
