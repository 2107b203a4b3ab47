#include "platform/inlets/import.hpp"

#include <algorithm>
#include <random>
#include <utility>

#include <unistd.h>

#include "platform/i18n/i18n.hpp"
#include "platform/inlets/import_run.hpp"
#include "platform/inlets/import_view.hpp"
#include "platform/inlets/inlet_file.hpp"
#include "platform/inlets/store_import.hpp"
#include "platform/inlets/store_undo.hpp"
#include "platform/inlets/undo_run.hpp"
#include "platform/json/json.hpp"
#include "platform/tenant/tenant.hpp"

namespace twinrail {
namespace {

namespace store = inlets::store;

Names names_of(const std::string& key) {
  return {i18n::text(Locale::zh, key), i18n::text(Locale::en, key)};
}

/// Whether the viewer may know of an import: it is the viewer's own, or the permission is held on
/// the whole company.
bool may_see(const Context& ctx, const Inlet* inlet, const store::ImportRow& row) {
  if (inlet == nullptr || !ctx.viewer().holds(inlet->permission)) return false;
  return row.account == ctx.viewer().account || ctx.scope(inlet->permission).everything() == 1;
}

/// The same upload sent again is answered as it was, and begins no second import.
void keep(Tx& tx, const Context& ctx, const Inlet& inlet, ImportId id) {
  if (!ctx.extras->keep) return;
  const Import view = inlets::view_of(*store::find(tx, id), &inlet, ctx.locale);
  ctx.extras->keep(tx, type_of<Import>(), &view);
}

/// Parts that are worked on at the same time, of as many companies.
constexpr int parts_at_a_time = 4;
/// Files that lie in memory, begun and not at their end: a file has 64 MB at most.
constexpr std::int64_t begun_most = 16;
/// While a company's writer has too much to do, its import waits: this long at first, then longer.
constexpr auto first_pause = std::chrono::milliseconds(20);
constexpr auto longest_pause = std::chrono::milliseconds(2000);
/// A command looks this often whether another process has brought its import to its end.
constexpr auto look_every = std::chrono::milliseconds(100);

const Actor worker{.name = "job:import"};

/// The process, and a number for where process ids repeat: containers.
std::string this_holder() {
  return std::to_string(::getpid()) + "-" + std::to_string(std::random_device{}());
}

}  // namespace

/// An import that waits for its turn, or is worked on.
struct ImportService::Job {
  Lanes* lanes = nullptr;
  std::shared_ptr<const void> open;  ///< the company stays so
  ImportId id;
  std::optional<Context> ctx{};  ///< whoever began it; nothing yet when it is taken up
  std::unique_ptr<inlets::ImportWork> run{};
  Instant held_until{};
  std::optional<CsvProblem> broken{};  ///< why it cannot go on
  /// These are guarded by the service's mutex.
  bool begun = false;
  Clock::time_point not_before{};
  std::chrono::milliseconds pause = first_pause;
};

ImportService::ImportService(const Inlets& inlets, ImportHooks hooks, ImportSizes sizes)
    : inlets_(inlets),
      hooks_(std::move(hooks)),
      sizes_(sizes),
      holder_(this_holder()),
      workers_(parts_at_a_time) {
  for (int i = 0; i < parts_at_a_time; ++i)
    tasks_.push_back(std::make_unique<Task>(workers_, [this] { return turn(); }));
}

ImportService::~ImportService() { stop(); }

void ImportService::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  end_.notify_all();
  for (const auto& task : tasks_) task->end();
  let_go();
}

/// The next process need not wait until the lease is over.
void ImportService::let_go() {
  for (auto& [company, line] : lines_) {
    Job& job = *line.front();
    if (job.held_until == Instant()) continue;
    try {
      job.lanes->write(worker, "import", [&](Tx& tx) { store::let_go(tx, job.id, holder_); });
    } catch (const std::exception& e) {
      hooks_.log("import " + std::to_string(job.id.value) + ": " + e.what());
    }
  }
  lines_.clear();
}

void ImportService::require_inlet(const Context& ctx, std::string_view code) const {
  (void)inlet_for(ctx, code);
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

/// What was said of heads before, and what this request says of them.
HeadChoices ImportService::choices_of(Lanes& lanes, const Inlet& inlet,
                                      const inlets::HeadsSaid& said) {
  HeadChoices choices;
  lanes.read([&](Read& db) {
    for (store::HeadRow& h : store::heads(db, inlet.code))
      choices[h.head] = {std::move(h.field), true};
  });
  for (const inlets::HeadSaid& s : said.items) choices[s.head] = {s.column, false};
  return choices;
}

std::unique_ptr<ImportService::Job> ImportService::made(const Context& ctx, Lanes& lanes,
                                                        const StartImport& request) {
  const Inlet& inlet = inlet_for(ctx, request.inlet);
  const inlets::UploadText upload = inlets::text_of(request.body, request.sheet);
  const inlets::HeadsSaid said = inlets::heads_said(inlet, request.heads.value_or(""));
  const HeadChoices choices = choices_of(lanes, inlet, said);
  InletFile file(inlet, upload.text, sizes_.csv, choices);
  if (file.has_head()) inlets::refuse_merged(upload, file);
  store::ImportRow row;
  row.inlet = inlet.code;
  row.account = ctx.viewer().account;
  row.dry_run = request.dry_run.value_or(false);
  row.leave_out = request.leave_out.value_or(false);
  row.file = request.file.value_or("");
  row.heads = inlets::choices_json(choices);
  row.started_at = ctx.now;
  std::vector<InletRow> rows = file.next(sizes_.part);
  row.facts = to_json(inlets::facts_of(upload, file, rows));
  for (; !rows.empty(); rows = file.next(sizes_.part))
    row.total += static_cast<std::int64_t>(rows.size());
  row.total += file.has_head() ? file.refused_rows() : 0;
  row.problems = inlets::problems_json({});
  // Its rows may name each other in any order, so they are looked at together.
  if (inlet.cross && row.total > sizes_.cross_most)
    throw Error(Fault::too_large, "inlet.too_many_in_one",
                Arguments{{"rows", std::to_string(row.total)},
                          {"most", std::to_string(sizes_.cross_most)}});

  const Actor actor{ctx.viewer().account, ctx.viewer().login, ctx.request_id};
  lanes.write(actor, "import." + inlet.code, [&](Tx& tx) {
    sizes_.waiting.require_room(store::waiting(tx));
    tx.require_storage(static_cast<std::int64_t>(upload.text.size()));
    row.id = store::add(tx, row, upload.text);
    if (request.remember.value_or(false))
      for (const inlets::HeadSaid& s : said.items)
        store::remember(tx, {inlet.code, s.head, s.column});
    if (!file.has_head() || row.total == 0) end_at_once(tx, file, row);
    keep(tx, ctx, inlet, row.id);
  });
  auto job = std::make_unique<Job>(Job{.lanes = &lanes, .open = lanes.hold(), .id = row.id});
  job->ctx.emplace(ctx);
  return job;
}

/// Nothing of this file can be read as rows: the import ends as it begins.
void ImportService::end_at_once(Tx& tx, const InletFile& file, const store::ImportRow& row) {
  std::vector<CsvProblem> problems = file.problems();
  if (problems.empty()) problems.push_back({0, "", "csv.no_rows", {}});
  store::ImportRow end = row;
  end.state = ImportState::refused;
  end.refused = std::max<std::int64_t>(file.refused_rows(), 1);
  end.problems = inlets::problems_json(problems);
  end.finished_at = row.started_at;
  (void)store::advance(tx, end, row.state, row.next_row);
}

Import ImportService::start(const Context& ctx, Lanes& lanes, const StartImport& request) {
  std::unique_ptr<Job> job = made(ctx, lanes, request);
  std::optional<store::ImportRow> row;
  lanes.read([&](Read& db) { row = store::find(db, job->id); });
  if (!row->finished_at) push(std::move(job));
  return inlets::view_of(*row, inlets_.find(row->inlet), ctx.locale);
}

void ImportService::go_on(const Context& ctx, Lanes& lanes, ImportId id) {
  auto job = std::make_unique<Job>(Job{.lanes = &lanes, .open = lanes.hold(), .id = id});
  job->ctx.emplace(ctx);
  push(std::move(job));
}

Import ImportService::run(const Context& ctx, Lanes& lanes, const StartImport& request) {
  resume(lanes);
  std::unique_ptr<Job> job = made(ctx, lanes, request);
  const ImportId id = job->id;
  push(std::move(job));
  const store::ImportRow row = wait_for(lanes, id);
  return inlets::view_of(row, inlets_.find(row.inlet), ctx.locale);
}

/// Another process may bring it to its end; when this one stops, it is as far as it is.
store::ImportRow ImportService::wait_for(Lanes& lanes, ImportId id) {
  for (;;) {
    std::int64_t seen = 0;
    bool may_end = false;
    {
      const std::lock_guard lock(mutex_);
      seen = ended_;
      may_end = in_line(&lanes, id);
    }
    std::optional<store::ImportRow> row;
    lanes.read([&](Read& db) { row = store::find(db, id); });
    std::unique_lock lock(mutex_);
    if (row->finished_at || stopping_ || !may_end) return *row;
    end_.wait_for(lock, look_every, [&] { return stopping_ || ended_ != seen; });
  }
}

/// One that stands in its line already is not put there a second time.
void ImportService::push(std::unique_ptr<Job> job) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return;
  const Lanes* company = job->lanes;
  auto& line = lines_[company];
  if (in_line(company, job->id)) return;
  line.push_back(std::move(job));
  if (line.size() > 1) return;
  waiting_.push_back(company);
  for (const auto& task : tasks_)
    if (task->wake_resting()) return;
  tasks_.front()->wake();
}

/// `mutex_` is held.
bool ImportService::in_line(const Lanes* company, ImportId id) {
  const auto found = lines_.find(company);
  const auto same = [&](const std::unique_ptr<Job>& job) { return job->id == id; };
  return found != lines_.end() && std::ranges::any_of(found->second, same);
}

/// The first of the company that has waited longest and can go on. It stays in its line, so that
/// nobody else takes the next of that company. `rest` is when to look again if there is none.
ImportService::Job* ImportService::next_job(Clock::time_point& rest) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return nullptr;
  const auto now = Clock::now();
  for (auto it = waiting_.begin(); it != waiting_.end(); ++it) {
    Job& job = *lines_[*it].front();
    if (job.not_before > now) {
      rest = std::min(rest, job.not_before);
      continue;
    }
    if (!job.begun && !may_begin()) continue;
    job.begun = true;
    waiting_.erase(it);
    return &job;
  }
  return nullptr;
}

/// `mutex_` is held.
bool ImportService::may_begin() {
  return std::ranges::count_if(
             lines_, [](const auto& line) { return line.second.front()->begun; }) < begun_most;
}

Task::Clock::time_point ImportService::turn() {
  Clock::time_point rest = Task::never;
  Job* job = next_job(rest);
  if (!job) return rest;
  put_down(*job, part_of(*job));
  return Task::now;
}

void ImportService::put_down(Job& job, Came came) {
  std::unique_ptr<Job> over;  // its end is not waited for under the lock
  const std::lock_guard lock(mutex_);
  const Lanes* company = job.lanes;
  auto& line = lines_[company];
  if (came == Came::further) job.pause = first_pause;
  if (came == Came::busy) {
    job.not_before = Clock::now() + job.pause;
    job.pause = std::min<std::chrono::milliseconds>(job.pause * 2, longest_pause);
  }
  if (came == Came::held_elsewhere) {
    job.begun = false;
    job.not_before = Clock::now() + sizes_.lease / 2;
  }
  if (came == Came::to_its_end) {
    over = std::move(line.front());
    line.pop_front();
    ++ended_;
    end_.notify_all();
  }
  if (line.empty())
    lines_.erase(company);
  else
    waiting_.push_back(company);
}

/// Whatever is thrown, it is kept on the import in the next part.
ImportService::Came ImportService::part_of(Job& job) {
  try {
    if (job.broken) return give_up(job);
    if (const auto came = held_up(job)) return *came;
    if (!job.run && !begin(job)) return job.broken ? Came::further : Came::to_its_end;
    return job.run->step() ? Came::further : Came::to_its_end;
  } catch (const inlets::ImportWork::Busy&) {
    return Came::busy;
  } catch (const inlets::ImportWork::TakenOver&) {
    return put_aside(job);
  } catch (const Error& e) {
    if (e.fault() == Fault::unavailable) return Came::busy;
    const bool ours = e.fault() == Fault::internal;
    return broke(job, e.key(),
                 {0, "", ours ? "inlet.broken" : e.key(), ours ? Arguments{} : e.args()});
  } catch (const std::exception& e) {
    return broke(job, e.what(), {0, "", "inlet.broken", {}});
  } catch (...) {
    return broke(job, "unknown exception", {0, "", "inlet.broken", {}});
  }
}

/// Where not even that could be kept, whoever opens the company next takes the import up.
ImportService::Came ImportService::broke(Job& job, const std::string& why,
                                         const CsvProblem& problem) {
  hooks_.log("import " + std::to_string(job.id.value) + ": " + why);
  if (job.broken) return Came::to_its_end;
  job.broken = problem;
  return Came::further;
}

/// Nothing when the import is ours for a while.
std::optional<ImportService::Came> ImportService::held_up(Job& job) {
  const Instant now = hooks_.now();
  const std::int64_t lease = std::chrono::microseconds(sizes_.lease).count();
  if (job.held_until.micros() - now.micros() > lease / 2) return std::nullopt;
  const Instant until = Instant::from_micros(now.micros() + lease);
  bool ours = false;
  std::optional<store::ImportRow> row;
  job.lanes->write(worker, "import", [&](Tx& tx) {
    ours = store::hold(tx, job.id, holder_, now, until);
    row = store::find(tx, job.id);
  });
  if (!ours) return !row || row->finished_at ? Came::to_its_end : put_aside(job);
  job.held_until = until;
  return std::nullopt;
}

/// Another process works on it: it is looked at again later, in case that one ends.
ImportService::Came ImportService::put_aside(Job& job) {
  job.run.reset();
  job.held_until = {};
  return Came::held_elsewhere;
}

/// False when there is nothing to do, or nobody is left in whose name it could go on.
bool ImportService::begin(Job& job) {
  std::optional<store::ImportRow> row;
  std::optional<std::string> content;
  job.lanes->read([&](Read& db) {
    row = store::find(db, job.id);
    content = store::content(db, job.id);
  });
  if (!row || row->finished_at) return false;
  const Inlet* inlet = inlets_.find(row->inlet);
  if (!take_up(job, inlet, *row)) {
    job.broken = {0, "", "inlet.nobody", {}};
    return false;
  }
  if (row->state == ImportState::undoing)
    job.run = std::make_unique<inlets::UndoRun>(inlets_, *inlet, *job.ctx, *job.lanes, hooks_.now,
                                                std::move(*row));
  else if (content)
    job.run = std::make_unique<inlets::ImportRun>(*inlet, *job.ctx, *job.lanes, sizes_, hooks_.now,
                                                  std::move(*row), std::move(*content));
  return job.run != nullptr;
}

/// Whether somebody is there in whose name the work may go on.
bool ImportService::take_up(Job& job, const Inlet* inlet, const store::ImportRow& row) {
  const AccountId by = row.state == ImportState::undoing ? row.undone_by : row.account;
  if (!job.ctx && inlet && hooks_.context)
    if (const auto ctx = hooks_.context(*job.lanes, by)) job.ctx.emplace(*ctx);
  return inlet && job.ctx && job.ctx->viewer().holds(inlet->permission);
}

ImportService::Came ImportService::give_up(const Job& job) {
  job.lanes->write(worker, "import", [&](Tx& tx) {
    const auto row = store::find(tx, job.id);
    if (!row || row->finished_at) return;
    std::vector<CsvProblem> problems = inlets::problems_from(row->problems);
    problems.insert(problems.begin(), *job.broken);
    store::ImportRow end = *row;
    end.problems = inlets::problems_json(in_order(std::move(problems), sizes_.csv.problems));
    if (row->state == ImportState::undoing) {
      end.state = row->written_as;
      end.finished_at = row->written_at;
      return store::end_undo(tx, end);
    }
    end.state = ImportState::failed;
    end.finished_at = hooks_.now();
    (void)store::advance(tx, end, row->state, row->next_row);
  });
  return Came::to_its_end;
}

void ImportService::resume(Lanes& lanes) {
  std::vector<store::ImportRow> rows;
  lanes.read([&](Read& db) { rows = store::unfinished(db); });
  for (const store::ImportRow& row : rows)
    push(std::make_unique<Job>(Job{.lanes = &lanes, .open = lanes.hold(), .id = row.id}));
}

store::ImportRow ImportService::seen(const Context& ctx, Read& db, ImportId id) const {
  require_any(ctx);
  auto row = store::find(db, id);
  if (!row || !may_see(ctx, inlets_.find(row->inlet), *row))
    throw Error(Fault::not_found, "inlet.no_such_import",
                Arguments{{"id", std::to_string(id.value)}});
  return std::move(*row);
}

Import ImportService::import(const Context& ctx, Read& db, const ImportOf& request) {
  const store::ImportRow row = seen(ctx, db, request.import);
  return inlets::view_of(row, inlets_.find(row.inlet), ctx.locale);
}

ImportList ImportService::imports(const Context& ctx, Read& db, const ImportsOf& request) {
  require_any(ctx);
  ImportList list;
  for (const store::ImportRow& row : store::list(db, request.inlet)) {
    const Inlet* inlet = inlets_.find(row.inlet);
    if (may_see(ctx, inlet, row)) list.items.push_back(inlets::view_of(row, inlet, ctx.locale));
  }
  return list;
}

InletList ImportService::inlets(const Context& ctx, Read&, const NoRequest&) {
  require_any(ctx);
  InletList list;
  for (const Inlet& inlet : inlets_.all()) {
    if (!ctx.viewer().holds(inlet.permission)) continue;
    InletView& view =
        list.items.emplace_back(InletView{inlet.code, names_of(inlet.code), {}, inlet.undo.how});
    for (const InletColumn& column : inlet.columns)
      view.columns.push_back({column.name, column.required, names_of(column_label(inlet, column))});
  }
  return list;
}

TableFile ImportService::table(const Context& ctx, Read&, const TemplateOf& request) {
  const Inlet& inlet = inlet_for(ctx, request.inlet);
  if (request.lang && *request.lang != "zh" && *request.lang != "en")
    throw Error(Fault::invalid, "inlet.unknown_language", Arguments{{"lang", *request.lang}});
  const Locale locale = !request.lang           ? ctx.locale
                        : *request.lang == "zh" ? Locale::zh
                                                : Locale::en;
  return inlets::template_of(inlet, locale, request.format.value_or(FileFormat::csv));
}

TableFile ImportService::problems(const Context& ctx, Read& db, const ProblemsOf& request) {
  return inlets::problems_file(import(ctx, db, {request.import}), ctx.locale,
                               request.format.value_or(FileFormat::csv));
}

Import import_file(ImportService& service, Tenant& tenant, const Context& ctx,
                   std::string_view inlet, std::string bytes, bool dry_run) {
  StartImport request{
      .inlet = std::string(inlet), .dry_run = dry_run, .body = {"", std::move(bytes)}};
  return service.run(ctx, tenant.lanes(), request);
}

}  // namespace twinrail
