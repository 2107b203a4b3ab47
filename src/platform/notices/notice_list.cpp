#include "platform/notices/notice_list.hpp"

#include <algorithm>
#include <charconv>

#include "platform/events/events.hpp"
#include "platform/i18n/i18n.hpp"

namespace twinrail {
namespace {

namespace store = notices::store;

constexpr std::int64_t page_default = 30;
constexpr std::int64_t counted_most = 100;

Arguments words_in(Locale locale, const std::string& words) {
  Arguments args;
  for (const NoticeWord& word : from_json<std::vector<NoticeWord>>(words)) {
    const std::string& said = locale == Locale::en ? word.en : word.zh;
    const std::string& other = locale == Locale::en ? word.zh : word.en;
    args.emplace_back(word.name, said.empty() ? other : said);
  }
  return args;
}

std::optional<NoticeCopyId> place_of(const std::optional<Text<20>>& cursor) {
  if (!cursor) return std::nullopt;
  std::int64_t id = 0;
  std::from_chars(cursor->data(), cursor->data() + cursor->size(), id);
  return NoticeCopyId{id};
}

Error refused(const char* pointer, const char* key) {
  return {Fault::invalid, "request.invalid", std::vector<Problem>{{pointer, key, {}}}};
}

/// A person's own; an account without one is told nothing.
PersonId reader(const Context& ctx) { return ctx.viewer().person; }

}  // namespace

void NoticeKinds::add(const std::string& module, const std::vector<NoticeKind>& kinds) {
  for (const NoticeKind& kind : kinds) rows_.push_back({kind, module});
}

const NoticeKinds::Row* NoticeKinds::find(std::string_view code) const {
  const auto found =
      std::ranges::find_if(rows_, [&](const Row& row) { return row.kind.code == code; });
  return found == rows_.end() ? nullptr : &*found;
}

NoticeView notice_view(const Context& ctx, const NoticeKind& kind, const store::ShownRow& row) {
  const Arguments args = words_in(ctx.locale, row.words);
  const std::string code(kind.code);
  const auto show = [&](std::string text) {
    return ctx.show(kind.permission, row.org_unit, row.owner.value_or(PersonId{}), std::move(text));
  };
  return {.id = row.id,
          .kind = row.kind,
          .group = kind.group,
          .title = show(i18n::text(ctx.locale, "notice." + code, args)),
          .text = show(i18n::text(ctx.locale, "notice_text." + code, args)),
          .why = show(i18n::text(ctx.locale, row.reason, args)),
          .link = show(row.link),
          .told_at = row.told_at,
          .read_at = row.read_at};
}

std::vector<NoticeView> NoticeService::seen(const Context& ctx, Read& db,
                                            const std::vector<store::ShownRow>& rows) {
  const std::set<std::string> off = off_(db);
  std::vector<NoticeView> views;
  for (const store::ShownRow& row : rows) {
    const NoticeKinds::Row* known = kinds_.find(row.kind);
    if (known == nullptr || off.contains(known->module)) continue;
    NoticeView view = notice_view(ctx, known->kind, row);
    if (view.title) views.push_back(std::move(view));
  }
  return views;
}

Page<NoticeView> NoticeService::list(const Context& ctx, Read& db, const NoticesQuery& request) {
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  auto rows = store::copies(db, {.person = reader(ctx),
                                 .unread_only = request.unread.value_or(false),
                                 .before = place_of(request.cursor),
                                 .limit = limit + 1});
  Page<NoticeView> page;
  if (static_cast<std::int64_t>(rows.size()) > limit) {
    rows.pop_back();
    page.next = std::to_string(rows.back().id.value);
  }
  page.items = seen(ctx, db, rows);
  return page;
}

NoticeCount NoticeService::count(const Context& ctx, Read& db, const NoRequest&) {
  const auto rows = store::copies(
      db, {.person = reader(ctx), .unread_only = true, .before = {}, .limit = counted_most + 1});
  NoticeCount count{.unread = static_cast<std::int64_t>(seen(ctx, db, rows).size())};
  count.more = count.unread > counted_most;
  count.unread = std::min(count.unread, counted_most);
  return count;
}

NoticeCount NoticeService::mark_read(const Context& ctx, Tx& tx, const NoticeOf& request) {
  if (!store::is_mine(tx, reader(ctx), request.notice))
    throw Error(Fault::not_found, "notices.unknown");
  if (store::mark_read(tx, reader(ctx), request.notice, ctx.now))
    announce(tx, NoticesChanged{{reader(ctx)}});
  return count(ctx, tx, {});
}

NoticeCount NoticeService::mark_all_read(const Context& ctx, Tx& tx, const ReadUpTo& request) {
  if (store::mark_all_read(tx, reader(ctx), request.newest, ctx.now) > 0)
    announce(tx, NoticesChanged{{reader(ctx)}});
  return count(ctx, tx, {});
}

NoticeSettings NoticeService::settings(const Context& ctx, Read& db, const NoRequest&) {
  const std::set<std::string> off = off_(db);
  std::map<std::string, MailChoice> chosen;
  for (const store::ChoiceRow& row : store::choices(db, {reader(ctx)})) chosen[row.kind] = row.mail;
  NoticeSettings found{.mails = mails_};
  for (const NoticeKinds::Row& row : kinds_.all()) {
    if (off.contains(row.module) || !ctx.viewer().holds(row.kind.permission)) continue;
    const std::string code(row.kind.code);
    const auto own = chosen.find(code);
    found.kinds.push_back({code, own == chosen.end() ? row.kind.usual : own->second});
  }
  for (const store::PersonRow& row : store::settings_of(db, {reader(ctx)})) {
    if (row.quiet_from) found.quiet_from = Int<0, 1439>{*row.quiet_from};
    if (row.quiet_to) found.quiet_to = Int<0, 1439>{*row.quiet_to};
    found.version = row.version;
  }
  return found;
}

NoticeSettings NoticeService::choose(const Context& ctx, Tx& tx, const ChooseNotices& request) {
  if (!reader(ctx)) throw Error(Fault::conflict, "notices.no_person");
  if (request.quiet_from.has_value() != request.quiet_to.has_value())
    throw refused("/quiet_to", "notices.both_hours");
  const NoticeSettings before = settings(ctx, tx, {});
  ctx.expect_version(before.version);
  std::vector<store::ChoiceRow> rows;
  for (const NoticeChoice& choice : request.kinds) {
    if (kinds_.find(choice.kind) == nullptr) throw refused("/kinds", "notices.unknown_kind");
    rows.push_back({reader(ctx), choice.kind, choice.mail});
  }
  store::save_choices(tx, rows);
  store::PersonRow person{.person = reader(ctx), .version = before.version + 1};
  if (request.quiet_from) person.quiet_from = request.quiet_from->value;
  if (request.quiet_to) person.quiet_to = request.quiet_to->value;
  store::save_person(tx, person);
  return settings(ctx, tx, {});
}

void notice_routes(Router& router, NoticeService& service) {
  router.module("platform");
  router.get("/notices", "What I was told, the newest first", service, &NoticeService::list);
  router.get("/notices/count", "How many notices I have not read", service, &NoticeService::count);
  router
      .put("/notices/{notice}/read-mark", "Mark a notice as read", service,
           &NoticeService::mark_read)
      .unversioned();
  router
      .put("/notices/read-marks", "Mark what I was told up to one notice as read", service,
           &NoticeService::mark_all_read)
      .unversioned();
  router.get("/me/notice-settings", "How I am told", service, &NoticeService::settings);
  router.put("/me/notice-settings", "Choose how I am told", service, &NoticeService::choose);
}

}  // namespace twinrail
