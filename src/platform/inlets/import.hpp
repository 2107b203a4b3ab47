#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"
#include "base/file_reply.hpp"
#include "base/quota.hpp"
#include "platform/context.hpp"
#include "platform/db/workers.hpp"
#include "platform/inlets/csv.hpp"
#include "platform/inlets/inlets.hpp"
#include "platform/inlets/table_writer.hpp"
#include "platform/inlets/upload.hpp"

namespace twinrail {

namespace inlets::store {
struct ImportRow;
}

class Lanes;
class Read;
class Router;
class Tenant;

using ImportId = Id<struct ImportTag>;

enum class ImportState {
  checking,  ///< nothing is written yet
  writing,   ///< a long file, part by part
  done,      ///< written; of a dry run: could be written
  refused,   ///< rows have problems; nothing is written
  failed,    ///< something broke, or the data changed while a long file was written
  undoing,   ///< what it wrote is being taken back
  undone,    ///< all of it was
};
DESCRIBE_ENUM(ImportState, checking, writing, done, refused, failed, undoing, undone);

struct StartImport {
  Text<60> inlet;
  std::optional<bool> dry_run{};
  std::optional<Text<200>> file{};  ///< its name
  std::optional<Text<60>> sheet{};  ///< of a workbook; the first that is not hidden
  /// JSON: {"items":[{"head":"进厂日","column":"start"}]}; an empty column: it is not taken in.
  std::optional<Text<8000>> heads{};
  std::optional<bool> remember{};   ///< the heads, for the files to come
  std::optional<bool> leave_out{};  ///< rows with problems; the others are written
  Upload body;
};
DESCRIBE(StartImport, inlet, dry_run, file, sheet, heads, remember, leave_out, body);

struct ImportProblem {
  std::int64_t row = 0;  ///< as a spreadsheet numbers it; 0: the whole file
  std::string column;
  std::string key;
  std::string detail;
  std::string label;     ///< the column as people call it
  std::string text;      ///< what stands in the cell; empty where it is not one cell
  std::string expected;  ///< what would be right: the words that are known, a form; may be empty
};
DESCRIBE(ImportProblem, row, column, key, detail, label, text, expected);

/// How far an import is, and what became of its rows.
struct Import {
  ImportId id;
  std::string inlet;
  std::string file;  ///< its name
  bool dry_run = false;
  bool leave_out = false;
  ImportState state = ImportState::checking;
  std::int64_t rows = 0;
  std::int64_t checked = 0;
  std::int64_t stored = 0;
  std::int64_t known = 0;
  std::int64_t corrected = 0;
  std::int64_t refused = 0;
  std::vector<ImportProblem> problems;  ///< the first 200
  std::optional<inlets::FileFacts> facts;
  Instant started_at;
  std::optional<Instant> finished_at;
  std::int64_t version = 1;
  bool can_undo = false;          ///< there is something that can be taken back
  UndoHow undo = UndoHow::never;  ///< how its inlet does that
  std::int64_t undone = 0;        ///< rows of the file that were taken back
  bool hindered = false;          ///< rows changed or used since stood in the way
};
DESCRIBE(Import, id, inlet, file, dry_run, leave_out, state, rows, checked, stored, known,
         corrected, refused, problems, facts, started_at, finished_at, version, can_undo, undo,
         undone, hindered);

/// What stands in the way of taking an import back.
enum class HindranceKind {
  changed,  ///< somebody has changed it since
  used,     ///< something that is there since names it
};
DESCRIBE_ENUM(HindranceKind, changed, used);

struct Hindrance {
  HindranceKind kind = HindranceKind::changed;
  std::string thing;  ///< as people call it
  std::string place;  ///< the kind of thing that was changed, or that names it, in words
  std::optional<Instant> at;
  std::string by;  ///< who did that, by the name to sign in with; may be empty
};
DESCRIBE(Hindrance, kind, thing, place, at, by);

struct HindrancesOf {
  ImportId import;
  std::optional<Text<60>> cursor{};
  std::optional<Int<1, 200>> limit{};
};
DESCRIBE(HindrancesOf, import, cursor, limit);

struct ImportOf {
  ImportId import;
};
DESCRIBE(ImportOf, import);

struct ImportsOf {
  std::optional<Text<60>> inlet;
};
DESCRIBE(ImportsOf, inlet);

struct ImportList {
  std::vector<Import> items;
};
DESCRIBE(ImportList, items);

struct InletColumnView {
  std::string name;
  bool required = false;
  Names names;
};
DESCRIBE(InletColumnView, name, required, names);

struct InletView {
  std::string code;
  Names names;
  std::vector<InletColumnView> columns;
  UndoHow undo = UndoHow::never;  ///< how an import can be taken back later
};
DESCRIBE(InletView, code, names, columns, undo);

struct InletList {
  std::vector<InletView> items;
};
DESCRIBE(InletList, items);

struct TemplateOf {
  Text<60> inlet;
  std::optional<Text<2>> lang{};
  std::optional<FileFormat> format{};
};
DESCRIBE(TemplateOf, inlet, lang, format);

struct ProblemsOf {
  ImportId import;
  std::optional<FileFormat> format{};
};
DESCRIBE(ProblemsOf, import, format);

/// What the imports ask of the rest of the program.
struct ImportHooks {
  std::function<Instant()> now;
  /// The caller of an import that goes on after a restart; nothing when the account is gone. What a
  /// command began belongs to no account.
  std::function<std::optional<Context>(Lanes&, AccountId)> context;
  std::function<void(const std::string& line)> log;
};

/// Sizes and times that tests make smaller.
struct ImportSizes {
  std::int64_t whole = 10'000;  ///< up to so many rows are one transaction
  /// Of an inlet whose rows name each other: its rows are all in memory while it is looked at.
  std::int64_t cross_most = 100'000;
  std::size_t part = 1'000;  ///< of a longer file
  /// Files of one company that are kept and not finished; what is past them is refused.
  Quota waiting{"inlet.too_many_wait", 100};
  /// A process that says nothing of its import for so long has ended, and another may take it up.
  /// That spares work only: two that work on one import write each row once.
  std::chrono::milliseconds lease = std::chrono::seconds(10);
  CsvLimits csv;
};

/// Takes files in through the inlets. Each company has a line of its own, in which files are worked
/// on one after the other; the lines take turns on a few threads, part by part, so that a company's
/// long file holds up nobody else. Whatever breaks is kept on its import. Up to 10,000 rows are one
/// transaction, all or nothing; a longer file is checked whole first, in parts that are rolled
/// back, and then written in parts, each together with the import's progress. Where its rows name
/// each other it is checked on a snapshot beside the writer, and written in an order in which no
/// part names a row of a later one; what has been changed since the check is not written over. It
/// must be stopped before the tenants are.
class ImportService {
 public:
  ImportService(const Inlets& inlets, ImportHooks hooks, ImportSizes sizes = {});
  ~ImportService();
  ImportService(const ImportService&) = delete;
  ImportService& operator=(const ImportService&) = delete;

  /// Throws Error unless the caller may use that inlet: asked before the file is read.
  void require_inlet(const Context& ctx, std::string_view code) const;
  /// Throws Error unless the caller may use some inlet.
  void require_any(const Context& ctx) const;
  /// Keeps the file and answers at once; the work follows. Throws Error for a file that cannot be
  /// read for certain (it says why), for an unknown inlet, or without the inlet's permission.
  Import start(const Context& ctx, Lanes& lanes, const StartImport& request);
  Import import(const Context& ctx, Read& db, const ImportOf& request);
  ImportList imports(const Context& ctx, Read& db, const ImportsOf& request);
  InletList inlets(const Context& ctx, Read& db, const NoRequest& request);
  /// A table with only its heads, in the asked language.
  TableFile table(const Context& ctx, Read& db, const TemplateOf& request);
  /// What is wrong with a file, a line each, in the reader's words.
  TableFile problems(const Context& ctx, Read& db, const ProblemsOf& request);

  /// Takes all of an import back, or none of it, and answers at once; the work follows. Throws
  /// Error for an import that is not at its end, wrote nothing, or is of an inlet that cannot.
  Import undo(const Context& ctx, Lanes& lanes, const ImportOf& request);
  /// What stands in the way of that now; a page may be empty although more follow.
  Page<Hindrance> hindrances(const Context& ctx, Read& db, const HindrancesOf& request);

  /// As `start`, but answers with what came of it. What was left undone before comes first.
  Import run(const Context& ctx, Lanes& lanes, const StartImport& request);
  /// Takes up what was under way when a process ended, a command's import as well. What another
  /// process works on waits for that one. Called when a tenant is opened.
  void resume(Lanes& lanes);
  /// Ends after the part that is being written; what is left is taken up by the next `resume`.
  void stop();

 private:
  using Clock = Task::Clock;
  struct Job;
  enum class Came : std::uint8_t { further, to_its_end, busy, held_elsewhere };

  const Inlet& inlet_for(const Context& ctx, std::string_view code) const;
  std::unique_ptr<Job> made(const Context& ctx, Lanes& lanes, const StartImport& request);
  static HeadChoices choices_of(Lanes& lanes, const Inlet& inlet, const inlets::HeadsSaid& said);
  static void end_at_once(Tx& tx, const InletFile& file, const inlets::store::ImportRow& row);
  void push(std::unique_ptr<Job> job);
  [[nodiscard]] Job* next_job(Clock::time_point& rest);
  void put_down(Job& job, Came came);
  [[nodiscard]] bool may_begin();
  Clock::time_point turn();
  [[nodiscard]] Came part_of(Job& job);
  [[nodiscard]] std::optional<Came> held_up(Job& job);
  [[nodiscard]] static Came put_aside(Job& job);
  [[nodiscard]] bool begin(Job& job);
  [[nodiscard]] bool take_up(Job& job, const Inlet* inlet, const inlets::store::ImportRow& row);
  void go_on(const Context& ctx, Lanes& lanes, ImportId id);
  [[nodiscard]] inlets::store::ImportRow seen(const Context& ctx, Read& db, ImportId id) const;
  [[nodiscard]] Came give_up(const Job& job);
  void let_go();
  Came broke(Job& job, const std::string& why, const CsvProblem& problem);
  [[nodiscard]] bool in_line(const Lanes* company, ImportId id);
  [[nodiscard]] inlets::store::ImportRow wait_for(Lanes& lanes, ImportId id);

  const Inlets& inlets_;
  ImportHooks hooks_;
  ImportSizes sizes_;
  std::mutex mutex_;
  std::map<const Lanes*, std::deque<std::unique_ptr<Job>>> lines_;  ///< of companies that have work
  std::deque<const Lanes*> waiting_;  ///< companies whose line is not being worked on
  std::int64_t ended_ = 0;            ///< imports that came to their end here
  std::condition_variable end_;
  bool stopping_ = false;
  const std::string holder_;
  Workers workers_;
  std::vector<std::unique_ptr<Task>> tasks_;
};

/// For the command line: takes a file in and waits for what comes of it.
Import import_file(ImportService& service, Tenant& tenant, const Context& ctx,
                   std::string_view inlet, std::string bytes, bool dry_run);

/// POST /inlets/{inlet}/imports, GET /imports, GET /imports/{import}, GET /inlets,
/// GET /inlets/{inlet}/template, GET /imports/{import}/problems, POST /imports/{import}/undo,
/// GET /imports/{import}/hindrances.
void import_routes(Router& router, ImportService& service);

}  // namespace twinrail
