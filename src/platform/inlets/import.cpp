#include "platform/inlets/import.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "platform/http/router.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/inlets/import_run.hpp"
#include "platform/inlets/inlet_file.hpp"
#include "platform/inlets/store_import.hpp"
#include "platform/tenant/tenant.hpp"

namespace twinrail {
namespace {

namespace store = inlets::store;

/// A longer upload is refused before it is read: about a million readings.
constexpr std::size_t upload_max = std::size_t{64} << 20U;

Names names_of(const std::string& key) {
  return {i18n::text(Locale::zh, key), i18n::text(Locale::en, key)};
}

Import view_of(const store::ImportRow& row, Locale locale) {
  Import view{row.id,      row.inlet,      row.dry_run,    row.state,     row.total,
              row.checked, row.stored,     row.known,      row.corrected, row.refused,
              {},          row.started_at, row.finished_at};
  for (const CsvProblem& p : inlets::problems_from(row.problems))
    view.problems.push_back({p.row, p.column, p.key, i18n::text(locale, p.key, p.args)});
  return view;
}

/// Whether the viewer may know of an import: it is the viewer's own, or the permission is held on
/// the whole company.
bool may_see(const Context& ctx, const Inlet* inlet, const store::ImportRow& row) {
  if (inlet == nullptr || !ctx.viewer().holds(inlet->permission)) return false;
  return row.account == ctx.viewer().account || ctx.scope(inlet->permission).everything() == 1;
}

void require_readable(const Upload& body) {
  const std::string& type = body.content_type;
  if (!type.empty() && !type.starts_with("text/csv"))
    throw Error(Fault::unsupported, "inlet.not_csv", Arguments{{"type", type}});
  const auto problem = encoding_problem(body.bytes);
  if (!problem) return;
  const bool readable_elsewhere =
      problem->key == "csv.encoding" || problem->key == "csv.is_workbook";
  throw Error(readable_elsewhere ? Fault::unsupported : Fault::invalid, problem->key,
              problem->args);
}

/// Companies whose files are worked on at the same time.
constexpr int companies_at_a_time = 4;

}  // namespace

/// An import that waits for its turn, or is worked on.
struct ImportService::Job {
  Lanes* lanes = nullptr;
  std::shared_ptr<const void> hold;  ///< the company stays open
  Context ctx;
  const Inlet* inlet = nullptr;
  store::ImportRow row;
};

ImportService::ImportService(const Inlets& inlets, ImportHooks hooks, ImportSizes sizes)
    : inlets_(inlets), hooks_(std::move(hooks)), sizes_(sizes), workers_(companies_at_a_time) {
  for (int i = 0; i < companies_at_a_time; ++i)
    tasks_.push_back(std::make_unique<Task>(workers_, [this] { return turn(); }));
}

ImportService::~ImportService() { stop(); }

void ImportService::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  for (const auto& task : tasks_) task->end();
}

bool ImportService::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

const Inlet& ImportService::inlet_for(const Context& ctx, std::string_view code) const {
  require_any(ctx);
  const Inlet* inlet = inlets_.find(code);
  if (inlet == nullptr)
    throw Error(Fault::not_found, "inlet.unknown", Arguments{{"inlet", std::string(code)}});
  ctx.require(inlet->permission);
  return *inlet;
}

// Whoever may use no inlet at all learns nothing of them.
void ImportService::require_any(const Context& ctx) const {
  const auto held = [&](const Inlet& i) { return ctx.viewer().holds(i.permission); };
  if (std::ranges::any_of(inlets_.all(), held)) return;
  if (inlets_.all().empty()) throw Error(Fault::forbidden, "access.forbidden");
  ctx.require(inlets_.all().front().permission);
}

std::unique_ptr<ImportService::Job> ImportService::made(const Context& ctx, Lanes& lanes,
                                                        const StartImport& request) {
  const Inlet& inlet = inlet_for(ctx, request.inlet);
  require_readable(request.body);

  InletFile file(inlet, request.body.bytes, sizes_.csv);
  store::ImportRow row;
  row.inlet = inlet.code;
  row.account = ctx.viewer().account;
  row.dry_run = request.dry_run.value_or(false);
  row.started_at = ctx.now;
  for (auto rows = file.next(sizes_.part); !rows.empty(); rows = file.next(sizes_.part))
    row.total += static_cast<std::int64_t>(rows.size());
  row.total += file.has_head() ? file.refused_rows() : 0;
  row.problems = inlets::problems_json({});

  const Actor actor{ctx.viewer().account, ctx.viewer().login, ctx.request_id};
  lanes.write(actor, "import." + inlet.code, [&](Tx& tx) {
    row.id = store::add(tx, row, request.body.bytes);
    if (file.has_head() && row.total > 0) return;
    // Nothing of this file can be read as rows: the import ends as it begins.
    std::vector<CsvProblem> problems = file.problems();
    if (problems.empty()) problems.push_back({0, "", "csv.no_rows", {}});
    store::ImportRow end = row;
    end.state = ImportState::refused;
    end.refused = std::max<std::int64_t>(file.refused_rows(), 1);
    end.problems = inlets::problems_json(problems);
    end.finished_at = ctx.now;
    (void)store::advance(tx, end, row.state, row.next_row);
  });
  return std::make_unique<Job>(Job{&lanes, lanes.hold(), ctx, &inlet, std::move(row)});
}

Import ImportService::start(const Context& ctx, Lanes& lanes, const StartImport& request) {
  std::unique_ptr<Job> job = made(ctx, lanes, request);
  std::optional<store::ImportRow> row;
  lanes.read([&](Read& db) { row = store::find(db, job->row.id); });
  if (!row->finished_at) push(std::move(job));
  return view_of(*row, ctx.locale);
}

Import ImportService::run(const Context& ctx, Lanes& lanes, const StartImport& request) {
  const std::unique_ptr<Job> job = made(ctx, lanes, request);
  execute(*job);
  std::optional<store::ImportRow> row;
  lanes.read([&](Read& db) { row = store::find(db, job->row.id); });
  return view_of(*row, ctx.locale);
}

void ImportService::push(std::unique_ptr<Job> job) {
  const std::lock_guard lock(mutex_);
  const Lanes* company = job->lanes;
  auto& line = lines_[company];
  line.push_back(std::move(job));
  if (line.size() == 1) line_up(company);
}

/// `mutex_` is held.
void ImportService::line_up(const Lanes* company) {
  waiting_.push_back(company);
  for (const auto& task : tasks_)
    if (task->wake_resting()) return;
  tasks_.front()->wake();
}

/// The first of the company that has waited longest. It stays in its line, empty-handed, so that
/// nobody else takes the next of that company.
std::unique_ptr<ImportService::Job> ImportService::next_job() {
  const std::lock_guard lock(mutex_);
  if (stopping_ || waiting_.empty()) return nullptr;
  const Lanes* company = waiting_.front();
  waiting_.pop_front();
  return std::move(lines_[company].front());
}

void ImportService::done_with(const Lanes* company) {
  const std::lock_guard lock(mutex_);
  auto& line = lines_[company];
  line.pop_front();
  if (line.empty())
    lines_.erase(company);
  else
    line_up(company);
}

Task::Clock::time_point ImportService::turn() {
  const std::unique_ptr<Job> job = next_job();
  if (!job) return Task::never;
  try {
    execute(*job);
  } catch (const std::exception& e) {
    // Not even the end could be written; whoever opens the company next takes the import up.
    hooks_.log("import " + std::to_string(job->row.id.value) + ": " + e.what());
  } catch (...) {
    hooks_.log("import " + std::to_string(job->row.id.value) + ": broken");
  }
  done_with(job->lanes);
  return Task::now;
}

// The row is read again: what a copy of it in the queue says may be old.
void ImportService::execute(const Job& job) {
  std::optional<store::ImportRow> row;
  std::optional<std::string> content;
  const auto look = [&](Read& db) {
    row = store::find(db, job.row.id);
    content = store::content(db, job.row.id);
  };
  job.lanes->read(look);
  if (!row || row->finished_at || !content) return;
  inlets::ImportRun run(
      *job.inlet, job.ctx, *job.lanes, sizes_, [this] { return stopping(); }, hooks_.now);
  try {
    return run.run(*row, *content);
  } catch (const Error& e) {
    hooks_.log("import " + std::to_string(job.row.id.value) + ": " + e.key());
    job.lanes->read(look);
    const bool ours = e.fault() == Fault::internal;
    run.fail(*row, ours ? "inlet.broken" : e.key(), ours ? Arguments{} : e.args());
  } catch (const std::exception& e) {
    hooks_.log("import " + std::to_string(job.row.id.value) + ": " + e.what());
    job.lanes->read(look);
    run.fail(*row, "inlet.broken", {});
  }
}

void ImportService::resume(Lanes& lanes) {
  std::vector<store::ImportRow> rows;
  lanes.read([&](Read& db) { rows = store::unfinished(db); });
  for (store::ImportRow& row : rows) {
    const Inlet* inlet = inlets_.find(row.inlet);
    std::optional<Context> ctx =
        inlet && hooks_.context ? hooks_.context(lanes, row.account) : std::nullopt;
    if (ctx && ctx->viewer().holds(inlet->permission)) {
      push(
          std::make_unique<Job>(Job{&lanes, lanes.hold(), std::move(*ctx), inlet, std::move(row)}));
      continue;
    }
    // Nobody is left in whose name it could go on.
    std::vector<CsvProblem> problems = inlets::problems_from(row.problems);
    problems.insert(problems.begin(), {0, "", "inlet.nobody", {}});
    store::ImportRow end = row;
    end.state = ImportState::failed;
    end.problems = inlets::problems_json(problems);
    end.finished_at = hooks_.now();
    lanes.write({.account = row.account, .name = "job:import"}, "import." + row.inlet,
                [&](Tx& tx) { (void)store::advance(tx, end, row.state, row.next_row); });
  }
}

Import ImportService::import(const Context& ctx, Read& db, const ImportOf& request) {
  require_any(ctx);
  const auto row = store::find(db, request.import);
  if (!row || !may_see(ctx, inlets_.find(row->inlet), *row))
    throw Error(Fault::not_found, "inlet.no_such_import",
                Arguments{{"id", std::to_string(request.import.value)}});
  return view_of(*row, ctx.locale);
}

ImportList ImportService::imports(const Context& ctx, Read& db, const ImportsOf& request) {
  require_any(ctx);
  ImportList list;
  for (const store::ImportRow& row : store::list(db, request.inlet))
    if (may_see(ctx, inlets_.find(row.inlet), row)) list.items.push_back(view_of(row, ctx.locale));
  return list;
}

InletList ImportService::inlets(const Context& ctx, Read&, const NoRequest&) {
  require_any(ctx);
  InletList list;
  for (const Inlet& inlet : inlets_.all()) {
    if (!ctx.viewer().holds(inlet.permission)) continue;
    InletView& view = list.items.emplace_back(InletView{inlet.code, names_of(inlet.code), {}});
    for (const InletColumn& column : inlet.columns)
      view.columns.push_back({column.name, column.required, names_of(column_label(inlet, column))});
  }
  return list;
}

CsvFile ImportService::table(const Context& ctx, Read&, const TemplateOf& request) {
  const Inlet& inlet = inlet_for(ctx, request.inlet);
  if (request.lang && *request.lang != "zh" && *request.lang != "en")
    throw Error(Fault::invalid, "inlet.unknown_language", Arguments{{"lang", *request.lang}});
  const Locale locale = !request.lang           ? ctx.locale
                        : *request.lang == "zh" ? Locale::zh
                                                : Locale::en;
  CsvWriter writer;
  for (const InletColumn& column : inlet.columns)
    writer.cell(i18n::text(locale, column_label(inlet, column)));
  writer.end_row();
  return {inlet.code + ".csv", writer.take()};
}

Import import_file(ImportService& service, Tenant& tenant, const Context& ctx,
                   std::string_view inlet, std::string bytes, bool dry_run) {
  StartImport request{
      .inlet = std::string(inlet), .dry_run = dry_run, .body = {"", std::move(bytes)}};
  return service.run(ctx, tenant.lanes(), request);
}

void import_routes(Router& router, ImportService& service) {
  router.post("/inlets/{inlet}/imports", "Import a table", service, &ImportService::start)
      .body_max(upload_max)
      .status(202);
  router.get("/imports", "Imports", service, &ImportService::imports);
  router.get("/imports/{import}", "How far an import is", service, &ImportService::import);
  router.get("/inlets", "What can be imported", service, &ImportService::inlets);
  router.get("/inlets/{inlet}/template", "A table to fill in", service, &ImportService::table);
}

}  // namespace twinrail
