#include "platform/db/sqlite.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>
#include <vector>

#include <sqlite3.h>
#include <sys/stat.h>

#include "platform/clock.hpp"
#include "platform/db/spell.hpp"
#include "platform/db/sqlite_file.hpp"
#include "platform/db/work.hpp"

namespace twinrail {
namespace {

DbError::Kind kind_of(int extended, int system) {
  switch (extended) {
    case SQLITE_READONLY_DBMOVED:
      return DbError::Kind::missing;
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
      return DbError::Kind::unique;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return DbError::Kind::foreign_key;
    case SQLITE_CONSTRAINT_NOTNULL:
      return DbError::Kind::not_null;
    case SQLITE_CONSTRAINT_CHECK:
      return DbError::Kind::check;
    default:
      break;
  }
  switch (extended & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return DbError::Kind::busy;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return DbError::Kind::broken;
    case SQLITE_FULL:
      return DbError::Kind::full;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return DbError::Kind::no_right;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return kind_of_system(system);
    default:
      return DbError::Kind::other;
  }
}

[[noreturn]] void fail(sqlite3* db) {
  throw DbError(kind_of(sqlite3_extended_errcode(db), sqlite3_system_errno(db)),
                sqlite3_errmsg(db));
}

struct CloseDb {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
struct Finalize {
  void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

/// One row. A cell is asked several things one after another, so its value is looked up once.
class SqliteRow : public RowCursor {
 public:
  explicit SqliteRow(sqlite3_stmt* s) : s_(s) {}
  int columns() const override { return sqlite3_column_count(s_); }
  std::string_view name(int c) const override { return sqlite3_column_name(s_, c); }
  bool is_null(int c) const override { return sqlite3_value_type(value(c)) == SQLITE_NULL; }
  std::int64_t integer(int c) const override { return sqlite3_value_int64(value(c)); }
  std::string_view text(int c) const override {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value(c)));
    return {bytes ? bytes : "", static_cast<std::size_t>(sqlite3_value_bytes(value(c)))};
  }

 private:
  sqlite3_value* value(int c) const {
    if (c != column_) value_ = sqlite3_column_value(s_, column_ = c);
    return value_;
  }

  sqlite3_stmt* s_;
  mutable int column_ = -1;
  mutable sqlite3_value* value_ = nullptr;
};

/// Counts what a statement made the engine do since it was counted last.
void add_work_of(sqlite3_stmt* s) {
  const auto take = [s](int of) { return sqlite3_stmt_status(s, of, 1); };
  add_work({.steps = take(SQLITE_STMTSTATUS_VM_STEP),
            .scanned = take(SQLITE_STMTSTATUS_FULLSCAN_STEP),
            .sorts = take(SQLITE_STMTSTATUS_SORT)});
}

/// A statement that is not reset holds its snapshot, and the log would grow without end.
class ResetGuard {
 public:
  explicit ResetGuard(sqlite3_stmt* s) : s_(s) {}
  ~ResetGuard() {
    add_work_of(s_);
    sqlite3_reset(s_);
    sqlite3_clear_bindings(s_);
  }
  ResetGuard(const ResetGuard&) = delete;
  ResetGuard& operator=(const ResetGuard&) = delete;

 private:
  sqlite3_stmt* s_;
};

/// BEGIN, COMMIT and the like, prepared like everything else.
enum class Word : std::uint8_t {
  begin_read,
  begin_write,
  savepoint,
  release,
  undo,
  commit,
  rollback
};
constexpr std::array<const char*, 7> words{"BEGIN",       "BEGIN IMMEDIATE", "SAVEPOINT job",
                                           "RELEASE job", "ROLLBACK TO job", "COMMIT",
                                           "ROLLBACK"};

/// How long a change waits for another process that holds the file, such as a command.
constexpr int busy_milliseconds = 10'000;

constexpr const char* size_question =
    "SELECT (page_count - freelist_count) * page_size "
    "FROM pragma_page_count, pragma_freelist_count, pragma_page_size";
constexpr const char* replaced = "the file was removed or replaced";

/// Pages that a backup copies at a time.
constexpr int backup_pages = 1024;

/// Nobody asks SQLite how much memory it holds; counting it takes a lock in every allocation. To be
/// called before anything else of SQLite.
void count_no_memory() {
  static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)configured;
}

/// Opens a file that is there, and never makes one: a missing file is not an empty company.
std::unique_ptr<sqlite3, CloseDb> opened(const std::string& file, int access) {
  count_no_memory();
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &raw,
                                   SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | access, nullptr);
  std::unique_ptr<sqlite3, CloseDb> db(raw);
  if (code != SQLITE_OK) fail(raw);
  sqlite3_busy_timeout(raw, busy_milliseconds);
  return db;
}

/// Nothing that the file itself says is run: no trigger, no view, no function in its schema.
void distrust(sqlite3* db) {
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
}

class SqliteConnection : public Connection {
 public:
  SqliteConnection(const std::string& file, Use use, Durability durability, Trust trust)
      : db_(opened(file, SQLITE_OPEN_READWRITE)) {
    if (trust == Trust::foreign) distrust(db_.get());
    script(
        "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; "
        // A batch of a thousand readings writes more pages than the thousand after which SQLite
        // would fold its log into the file in each commit.
        "PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -4096; "
        "PRAGMA journal_size_limit = 67108864");
    script(durability == Durability::none ? "PRAGMA synchronous = OFF"
                                          : "PRAGMA synchronous = FULL");
    if (use == Use::reader) script("PRAGMA query_only = ON");
    add_functions();
  }

  std::int64_t run(const Statement& statement, std::span<const Param> params,
                   const EachRow& each) override {
    sqlite3_stmt* s = prepared(statement);
    const ResetGuard guard(s);
    for (std::size_t i = 0; i < params.size(); ++i) bind(s, static_cast<int>(i) + 1, params[i]);
    for (;;) {
      const int code = sqlite3_step(s);
      if (code == SQLITE_DONE) return sqlite3_changes64(db_.get());
      if (code != SQLITE_ROW) spoil();
      if (each) each(SqliteRow(s));
    }
  }

  void run_all(std::span<const Question> questions) override {
    for (const Question& q : questions) (void)run(*q.statement, q.params, q.each);
  }

  void run_each(const Statement& statement, std::size_t rows, const FillRow& fill) override {
    sqlite3_stmt* s = prepared(statement);
    const ResetGuard guard(s);
    std::vector<Param> params;
    for (std::size_t i = 0; i < rows; ++i) {
      params.clear();
      fill(i, params);
      for (std::size_t p = 0; p < params.size(); ++p) bind(s, static_cast<int>(p) + 1, params[p]);
      int code = sqlite3_step(s);
      while (code == SQLITE_ROW) code = sqlite3_step(s);
      if (code != SQLITE_DONE) spoil();
      sqlite3_reset(s);
    }
  }

  void script(const std::string& sql) override {
    if (sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) spoil();
  }

  void prepare(const Statement& statement) override { (void)prepared(statement); }

  void begin_read() override { say(Word::begin_read); }
  void begin_write() override {
    to_seal_ = false;
    require_place();
    say(Word::begin_write);
    first_ = true;
  }
  void begin_job(const Actor& actor, std::string_view use_case) override {
    // Before the first one there is nothing to go back to but the beginning. In a savepoint SQLite
    // keeps a copy of each page that is written, and walks along all of them at the end of each
    // statement: a long change took a fifth of its time for that.
    in_savepoint_ = !first_;
    first_ = false;
    if (in_savepoint_) say(Word::savepoint);
    spoiled_ = false;
    account_ = actor.account.value;
    actor_ = actor.name;
    request_ = actor.request_id;
    use_case_ = use_case;
  }
  void check_job() override {
    if (spoiled_) throw DbError(DbError::Kind::other, "a statement of the job had failed");
  }
  void keep_job() override {
    check_job();
    if (in_savepoint_) say(Word::release);
  }
  void undo_job() override {
    if (!in_savepoint_) {
      rollback();
      begin_write();
      return;
    }
    say(Word::undo);
    say(Word::release);
  }
  void commit() override { say(Word::commit); }
  void rollback() override {
    if (sqlite3_get_autocommit(db_.get()) == 0) say(Word::rollback);
  }
  bool alive() override { return true; }
  bool is_postgres() const override { return false; }
  std::int64_t stored_bytes() override {
    std::int64_t bytes = 0;
    const auto take = [](void* to, int, char** values, char**) {
      return *static_cast<std::int64_t*>(to) = std::strtoll(values[0], nullptr, 10), 0;
    };
    if (sqlite3_exec(db_.get(), size_question, take, &bytes, nullptr) != SQLITE_OK) spoil();
    return bytes;
  }
  sqlite3* handle() { return db_.get(); }

 private:
  /// What is written into a file that was removed or replaced is found by nobody.
  void require_place() {
    int moved = 0;
    sqlite3_file_control(db_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (moved != 0) throw DbError(DbError::Kind::missing, replaced);
  }

  [[noreturn]] void spoil() {
    spoiled_ = true;
    fail(db_.get());
  }

  sqlite3_stmt* make(const std::string& sql) {
    sqlite3_stmt* s = nullptr;
    if (sqlite3_prepare_v3(db_.get(), sql.c_str(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &s, nullptr) != SQLITE_OK)
      spoil();
    return s;
  }

  sqlite3_stmt* prepared(const Statement& statement) {
    if (statement.id >= cache_.size())
      cache_.resize(std::max(statement.id + 1, all_statements().size()));
    Prepared& slot = cache_[statement.id];
    if (!slot) slot.reset(make(spell_sqlite(statement.text)));
    return slot.get();
  }

  void say(Word word) {
    const auto at = static_cast<std::size_t>(word);
    if (!said_[at]) said_[at].reset(make(words[at]));
    const ResetGuard guard(said_[at].get());
    if (sqlite3_step(said_[at].get()) != SQLITE_DONE) fail(db_.get());
  }

  void bind(sqlite3_stmt* s, int at, const Param& p) {
    int code = SQLITE_OK;
    switch (p.kind) {
      case Param::Kind::null:
        code = sqlite3_bind_null(s, at);
        break;
      case Param::Kind::integer:
        code = sqlite3_bind_int64(s, at, p.integer);
        break;
      case Param::Kind::text:
        code = sqlite3_bind_text64(s, at, p.text.data() ? p.text.data() : "", p.text.size(),
                                   SQLITE_STATIC, SQLITE_UTF8);
        break;
      default: {
        const std::string list = json_array(p);
        code = sqlite3_bind_text64(s, at, list.data(), list.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
      }
    }
    if (code != SQLITE_OK) spoil();
  }

  /// What the triggers of the audit trail ask for, and how they tell that there is something to
  /// seal.
  void add_functions() {
    add_function("twinrail_account", [](sqlite3_context* c, int, sqlite3_value**) {
      self(c).mark_to_seal();
      sqlite3_result_int64(c, self(c).account_);
    });
    add_function("twinrail_actor",
                 [](sqlite3_context* c, int, sqlite3_value**) { answer(c, self(c).actor_); });
    add_function("twinrail_use_case",
                 [](sqlite3_context* c, int, sqlite3_value**) { answer(c, self(c).use_case_); });
    add_function("twinrail_request",
                 [](sqlite3_context* c, int, sqlite3_value**) { answer(c, self(c).request_); });
    add_function("twinrail_now", [](sqlite3_context* c, int, sqlite3_value**) {
      sqlite3_result_int64(c, now_utc().micros());
    });
  }

  using Function = void (*)(sqlite3_context*, int, sqlite3_value**);
  void add_function(const char* name, Function function) {
    if (sqlite3_create_function(db_.get(), name, 0, SQLITE_UTF8, this, function, nullptr,
                                nullptr) != SQLITE_OK)
      fail(db_.get());
  }
  static SqliteConnection& self(sqlite3_context* c) {
    return *static_cast<SqliteConnection*>(sqlite3_user_data(c));
  }
  static void answer(sqlite3_context* c, const std::string& text) {
    sqlite3_result_text64(c, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  }

  std::unique_ptr<sqlite3, CloseDb> db_;
  std::vector<Prepared> cache_;
  std::array<Prepared, words.size()> said_;
  bool spoiled_ = false;
  bool first_ = false;         ///< no job of the transaction has begun
  bool in_savepoint_ = false;  ///< the job under way began behind another one
  std::int64_t account_ = 0;
  std::string actor_;
  std::string request_;
  std::string use_case_;
};

class SqliteEngine : public Engine {
 public:
  SqliteEngine(std::string file, Durability durability, Trust trust)
      : file_(std::move(file)), durability_(durability), trust_(trust) {}
  std::unique_ptr<Connection> open_reader() override { return open(Use::reader); }
  std::unique_ptr<Connection> open_writer() override { return open(Use::writer); }
  void give_back(std::unique_ptr<Connection> connection, Use use) override {
    const std::lock_guard lock(mutex_);
    spare_[static_cast<std::size_t>(use)].push_back(std::move(connection));
  }
  bool is_postgres() const override { return false; }

 private:
  std::unique_ptr<Connection> open(Use use) {
    {
      const std::lock_guard lock(mutex_);
      auto& spare = spare_[static_cast<std::size_t>(use)];
      if (!spare.empty()) {
        auto found = std::move(spare.back());
        spare.pop_back();
        return found;
      }
    }
    auto made = std::make_unique<SqliteConnection>(file_, use, durability_, trust_);
    require_same();
    return made;
  }

  /// All connections are to one file: another one that has taken its name meanwhile is refused.
  void require_same() {
    struct stat found{};
    if (::stat(file_.c_str(), &found) != 0) return;  // such as a database in memory
    const std::lock_guard lock(mutex_);
    if (number_ == 0) number_ = found.st_ino;
    if (number_ != found.st_ino) throw DbError(DbError::Kind::missing, replaced);
  }

  std::mutex mutex_;
  std::array<std::vector<std::unique_ptr<Connection>>, 2> spare_;  ///< by use
  std::string file_;
  Durability durability_;
  Trust trust_;
  std::uint64_t number_ = 0;  ///< that the system gave the file; 0 = not opened yet
};

}  // namespace

std::unique_ptr<Engine> sqlite_engine(const std::string& file, Durability durability, Trust trust) {
  return std::make_unique<SqliteEngine>(file, durability, trust);
}

void backup_sqlite(Connection& from, const std::string& to_file) {
  auto& source = dynamic_cast<SqliteConnection&>(from);
  const auto target = opened(to_file, SQLITE_OPEN_READWRITE);
  // One read transaction for the whole copy: without it every commit of a writer begins it anew.
  source.begin_read();
  source.script("SELECT COUNT(*) FROM sqlite_master");
  sqlite3_backup* copy = sqlite3_backup_init(target.get(), "main", source.handle(), "main");
  if (!copy) fail(target.get());
  int code = SQLITE_OK;
  while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) {
    code = sqlite3_backup_step(copy, backup_pages);
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) sqlite3_sleep(10);
  }
  sqlite3_backup_finish(copy);
  source.rollback();
  if (code != SQLITE_DONE) fail(target.get());
}

namespace {

/// Takes what a check says, row by row, but that all is well.
int take_finding(void* findings, int columns, char** values, char**) {
  std::string said;
  for (int i = 0; i < columns; ++i) (said += i == 0 ? "" : " ") += values[i] ? values[i] : "-";
  if (said != "ok") static_cast<std::vector<std::string>*>(findings)->push_back(said);
  return 0;
}

const char* checks_of(Depth depth) {
  if (depth == Depth::schema) return "SELECT 'ok' FROM sqlite_master LIMIT 1";
  if (depth == Depth::quick) return "PRAGMA quick_check(10)";
  return "PRAGMA integrity_check(10); PRAGMA foreign_key_check";
}

}  // namespace

std::vector<std::string> damage_of_sqlite(const std::string& file, Depth depth) {
  const auto db = opened(file, SQLITE_OPEN_READONLY);
  distrust(db.get());
  std::vector<std::string> findings;
  const int code = sqlite3_exec(db.get(), checks_of(depth), &take_finding, &findings, nullptr);
  if (code == SQLITE_OK) return findings;
  if (kind_of(code, 0) != DbError::Kind::broken) fail(db.get());
  findings.emplace_back(sqlite3_errmsg(db.get()));
  return findings;
}

}  // namespace twinrail
