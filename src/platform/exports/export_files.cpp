#include "platform/exports/export_files.hpp"

#include <charconv>

#include "platform/audit/audit.hpp"
#include "platform/exports/export_rights.hpp"
#include "platform/exports/export_turn.hpp"
#include "platform/exports/store_export.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/jobs/store_job.hpp"
#include "platform/json/json.hpp"
#include "platform/notices/notices.hpp"

namespace twinrail {
namespace {

namespace store = exports::store;
using exports::ExportState;

constexpr std::int64_t page_default = 50;
/// What has expired is removed so often at least.
constexpr auto job_every = std::chrono::hours(1);
constexpr const char* ready_notice = "export.ready";
constexpr const char* failed_notice = "export.failed";

/// An argument of a problem's words, as it is kept.
struct KeptWord {
  std::string name;
  std::string value;
};
DESCRIBE(KeptWord, name, value);

struct KeptWords {
  std::vector<KeptWord> items;
};
DESCRIBE(KeptWords, items);

std::string kept_words(const Arguments& args) {
  KeptWords words;
  for (const auto& [name, value] : args) words.items.push_back({name, value});
  return to_json(words);
}

std::string problem_of(const store::FileRow& row, Locale locale) {
  if (row.problem.empty()) return {};
  Arguments args;
  for (const KeptWord& word : from_json<KeptWords>(row.problem_args).items)
    args.emplace_back(word.name, word.value);
  return i18n::text(locale, row.problem, args);
}

ExportFile view_of(const store::FileRow& row, Locale locale) {
  return {.id = row.id,
          .title = row.title,
          .list = row.list,
          .format = row.format,
          .state = row.state,
          .written = row.written,
          .bytes = row.bytes,
          .problem = problem_of(row, locale),
          .asked_at = row.asked_at,
          .as_of = row.as_of,
          .ended_at = row.ended_at,
          .expires_at = row.expires_at,
          .version = row.version};
}

Locale locale_of(const store::FileRow& row) {
  return row.language == "en" ? Locale::en : Locale::zh;
}

/// Tells the maker by the bell, where the account is a person's.
void tell_end(Tx& tx, const store::FileRow& row, PersonId person) {
  if (!person) return;
  const NoticeWord title{std::string("title"), row.title, row.title};
  const std::string rows = std::to_string(row.written);
  notices::tell(tx, row.state == ExportState::ready ? ready_notice : failed_notice,
                {{.key = "export/" + std::to_string(row.id.value),
                  .org_unit = {},
                  .owner = person,
                  .link = "/exports",
                  .words = {title, {std::string("rows"), rows, rows}},
                  .readers = {{person, "export.because_asked"}}}},
                *row.ended_at);
}

}  // namespace

ExportFile ExportFiles::ask(const Context& ctx, Lanes& lanes, const AskExportFile& request) {
  const Viewer& viewer = ctx.viewer();
  const ExportList list(router_, hooks_, ctx, request.list);
  list.check();
  store::FileRow row;
  row.account = viewer.account;
  row.list = request.list;
  row.format = request.format.value_or(FileFormat::csv);
  row.name = list.file_name(row.format);
  row.title = row.name;
  if (request.title && !request.title->empty()) row.title = *request.title;
  row.language = ctx.locale == Locale::en ? "en" : "zh";
  row.rights = to_json(exports::grasp_of(viewer, *hooks_.rights));
  row.request = ctx.request_id;
  row.asked_at = ctx.now;
  ExportFile view;
  lanes.write({viewer.account, viewer.login, ctx.request_id}, "export", [&](Tx& tx) {
    sizes_.kept.require_room(store::count(tx, viewer.account));
    row.id = store::add(tx, row);
    jobs::store::hasten(tx, job_name, ctx.now);
    view = view_of(row, ctx.locale);
    if (ctx.extras->keep) ctx.extras->keep(tx, type_of<ExportFile>(), &view);
  });
  hooks_.wake(ctx.tenant);
  return view;
}

Page<ExportFile> ExportFiles::files(const Context& ctx, Read& db, const ExportFilesOf& request) {
  std::int64_t before = INT64_MAX;
  if (request.cursor)
    std::from_chars(request.cursor->data(), request.cursor->data() + request.cursor->size(),
                    before);
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  Page<ExportFile> page;
  for (const store::FileRow& row :
       store::of_account(db, ctx.viewer().account, ExportFileId{before}, limit + 1)) {
    if (std::ssize(page.items) == limit) {
      page.next = std::to_string(page.items.back().id.value);
      break;
    }
    page.items.push_back(view_of(row, ctx.locale));
  }
  return page;
}

store::FileRow ExportFiles::own(const Context& ctx, Read& db, ExportFileId id) const {
  auto row = store::find(db, id);
  if (!row || row->account != ctx.viewer().account)
    throw Error(Fault::not_found, "export.no_file", Arguments{{"id", std::to_string(id.value)}});
  return std::move(*row);
}

ExportFile ExportFiles::file(const Context& ctx, Read& db, const ExportFileOf& request) {
  return view_of(own(ctx, db, request.file), ctx.locale);
}

TableFile ExportFiles::content(const Context& ctx, Read& db, const ExportFileOf& request) {
  const store::FileRow row = own(ctx, db, request.file);
  if (row.state != ExportState::ready || *row.expires_at <= ctx.now)
    throw Error(Fault::not_found, "export.not_ready");
  const ExportList list(router_, hooks_, ctx, row.list);  // throws where it is not to be seen
  if (!exports::rules::still_held(from_json<exports::rules::Grasp>(row.rights),
                                  exports::grasp_of(ctx.viewer(), *hooks_.rights)))
    throw Error(Fault::forbidden, "export.rights_lost");
  return {{media_of(row.format), row.name, exports::joined(row.format, store::pieces(db, row.id))}};
}

ExportFile ExportFiles::remove(const Context& ctx, Tx& tx, const ExportFileOf& request) {
  const store::FileRow row = own(ctx, tx, request.file);
  ctx.expect_version(row.version);
  store::remove(tx, row.id);
  return view_of(row, ctx.locale);
}

Job ExportFiles::job(const std::string& tenant) {
  return {.name = job_name,
          .every = job_every,
          .work = [this, tenant](JobParts& parts) { turn(parts, tenant); },
          .next =
              [](Read& db) {
                const auto waiting = store::next_to_make(db);
                return waiting ? std::optional(waiting->asked_at) : store::next_end(db);
              }};
}

std::optional<store::FileRow> ExportFiles::take(JobParts& parts) {
  std::optional<store::FileRow> taken;
  parts.part([&](Tx& tx) {
    store::remove_ended(tx, now_());
    taken = store::next_to_make(tx);
    if (!taken) return;
    const bool too_often = taken->turns >= sizes_.turns;
    if (!too_often) taken->turns = store::begin(tx, *taken);
    taken->state = too_often ? ExportState::failed : ExportState::writing;
  });
  return taken;
}

/// One file a turn: the company's other jobs come in between.
void ExportFiles::turn(JobParts& parts, const std::string& tenant) {
  const std::optional<store::FileRow> taken = take(parts);
  if (!taken) return;
  if (taken->state == ExportState::failed)
    return fail(parts.lanes(), *taken, {Fault::internal, "export.broken"});
  const auto put_down = [&] {
    parts.lanes().write({.name = std::string("job:") + job_name}, job_name,
                        [&](Tx& tx) { store::put_down(tx, *taken); });
  };
  try {
    make(parts, tenant, *taken);
  } catch (const exports::NotOurs&) {  // it was removed
  } catch (const JobParts::Over&) {
    put_down();
    throw;
  } catch (const Error& e) {
    if (e.fault() == Fault::unavailable) {
      put_down();
      throw;
    }
    if (e.fault() != Fault::internal) return fail(parts.lanes(), *taken, e);
    fail(parts.lanes(), *taken, {Fault::internal, "export.broken"});
    throw;  // and it is logged
  }
}

void ExportFiles::make(JobParts& parts, const std::string& tenant, store::FileRow row) {
  row.written = row.bytes = row.pieces = 0;
  row.as_of = now_();
  exports::Snapshot snapshot(parts.lanes());
  const auto account = hooks_.context(snapshot.db(), tenant, row.account);
  if (!account) throw Error(Fault::forbidden, "export.nobody");
  const auto rights = exports::rules::left_of(from_json<exports::rules::Grasp>(row.rights),
                                              exports::grasp_of(account->viewer(), *hooks_.rights));
  Context ctx = exports::narrowed(*account, rights, *hooks_.rights);
  ctx.locale = locale_of(row);
  ExportList list(router_, hooks_, ctx, row.list);
  list.most(sizes_.rows);
  inlets::TableWriter writer(row.format, inlets::TableLength::any);
  list.heads(ctx.locale, writer);
  exports::PieceKeeper keeper(parts, row, sizes_);
  for (bool more = true; more;) {
    more = list.next(ctx, snapshot.db(), writer);
    row.written = list.rows();
    keeper.add(writer.take_part());
    if (keeper.full() || keeper.due()) keeper.keep();
  }
  snapshot.end();
  keeper.add(writer.take());
  keeper.keep();
  row.state = ExportState::ready;
  row.rights = to_json(rights);
  const ExportNote note{row.list, format_word(row.format), row.written};
  end(parts.lanes(), row, ctx.viewer(), [&](Tx& tx) {
    audit::note(
        tx,
        {.op = "exported", .place = "export", .key = list.route().name, .values = to_json(note)});
  });
}

void ExportFiles::fail(Lanes& lanes, store::FileRow row, const Error& why) {
  std::shared_ptr<const Viewer> viewer;
  lanes.read([&](Read& db) {
    if (const auto ctx = hooks_.context(db, {}, row.account)) viewer = ctx->shared_viewer();
  });
  row.state = ExportState::failed;
  row.written = row.bytes = row.pieces = 0;
  row.problem = why.key();
  row.problem_args = kept_words(why.args());
  end(lanes, row, viewer ? *viewer : Viewer{}, [&](Tx& tx) { store::remove_pieces(tx, row.id); });
}

void ExportFiles::end(Lanes& lanes, store::FileRow row, const Viewer& maker,
                      const std::function<void(Tx&)>& also) {
  row.ended_at = now_();
  row.expires_at = row.ended_at->plus_seconds(sizes_.kept_seconds);
  lanes.write({row.account, maker.login, row.request}, "export", [&](Tx& tx) {
    if (!store::end(tx, row)) return;  // it was removed
    also(tx);
    tell_end(tx, row, maker.person);
  });
}

void export_file_routes(Router& router, ExportFiles& service) {
  router.module("platform");  // a company cannot switch it off
  router.post("/export-files", "Ask for a long list as a file", service, &ExportFiles::ask)
      .within(ExportSizes().kept)
      .status(202);
  router.get("/export-files", "My files of long lists", service, &ExportFiles::files);
  router.get("/export-files/{file}", "How far a file is", service, &ExportFiles::file);
  router.get("/export-files/{file}/content", "The file", service, &ExportFiles::content).dear();
  router.del("/export-files/{file}", "Give a file up, or remove it", service, &ExportFiles::remove);
}

}  // namespace twinrail
