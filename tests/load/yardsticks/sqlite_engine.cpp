#include <algorithm>
#include <map>

#include <sqlite3.h>

#include "engines.hpp"

namespace bare {

Sqlite::Sqlite(const std::string& file) {
  static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)configured;
  if (sqlite3_open_v2(file.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr) !=
      SQLITE_OK)
    die(file);
  sqlite3_busy_timeout(db_, 10'000);
  run("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; "
      "PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -4096; "
      "PRAGMA journal_size_limit = 67108864; PRAGMA synchronous = FULL");
}

Sqlite::~Sqlite() {
  for (sqlite3_stmt* s : statements_) sqlite3_finalize(s);
  sqlite3_close(db_);
}

void Sqlite::run(const std::string& sql) {
  if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}

sqlite3_stmt* Sqlite::prepare(const std::string& sql) {
  sqlite3_stmt* s = nullptr;
  if (sqlite3_prepare_v3(db_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &s, nullptr) != SQLITE_OK)
    fail();
  statements_.push_back(s);
  return s;
}

void Sqlite::fail() const { die(sqlite3_errmsg(db_)); }

namespace {

Cell cell_of(sqlite3_stmt* s, int c) {
  switch (sqlite3_column_type(s, c)) {
    case SQLITE_INTEGER:
      return sqlite3_column_int64(s, c);
    case SQLITE_NULL:
      return {};
    default:
      return std::string(reinterpret_cast<const char*>(sqlite3_column_text(s, c)),
                         static_cast<std::size_t>(sqlite3_column_bytes(s, c)));
  }
}

}  // namespace

std::vector<Row> all(Sqlite& db, const std::string& sql) {
  std::vector<Row> rows;
  sqlite3_stmt* s = db.prepare(sql);
  while (sqlite3_step(s) == SQLITE_ROW) {
    Row& row = rows.emplace_back();
    for (int c = 0; c < sqlite3_column_count(s); ++c) row.push_back(cell_of(s, c));
  }
  sqlite3_reset(s);
  return rows;
}

namespace {

std::string insert_text(const Shape& shape) {
  std::string names, marks, sets, key;
  for (const std::string& c : shape.columns) {
    (names += names.empty() ? "" : ", ") += c;
    marks += marks.empty() ? "?" : ", ?";
  }
  for (const std::string& k : shape.key) (key += key.empty() ? "" : ", ") += k;
  for (const std::string& c : shape.columns)
    if (std::find(shape.key.begin(), shape.key.end(), c) == shape.key.end())
      (sets += sets.empty() ? "" : ", ") += c + " = excluded." + c;
  std::string sql = "INSERT INTO " + shape.table + " (" + names + ") VALUES (" + marks + ")";
  if (!key.empty()) sql += " ON CONFLICT (" + key + ") DO UPDATE SET " + sets;
  return sql;
}

class SqliteWriter : public Writer {
 public:
  explicit SqliteWriter(const std::string& file) : db_(file) {
    begin_ = db_.prepare("BEGIN IMMEDIATE");
    commit_ = db_.prepare("COMMIT");
  }
  void begin() override { step(begin_); }
  void commit() override { step(commit_); }
  void write(const Rows& rows) override {
    sqlite3_stmt*& s = inserts_[rows.shape];
    if (!s) s = db_.prepare(insert_text(*rows.shape));
    for (const Row& row : rows.rows) {
      for (std::size_t i = 0; i < row.size(); ++i) bind(s, static_cast<int>(i) + 1, row[i]);
      step(s);
    }
  }

 private:
  void step(sqlite3_stmt* s) {
    if (sqlite3_step(s) != SQLITE_DONE) db_.fail();
    sqlite3_reset(s);
  }
  static void bind(sqlite3_stmt* s, int at, const Cell& cell) {
    if (const auto* number = std::get_if<std::int64_t>(&cell))
      sqlite3_bind_int64(s, at, *number);
    else if (const auto* text = std::get_if<std::string>(&cell))
      sqlite3_bind_text(s, at, text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
    else
      sqlite3_bind_null(s, at);
  }

  Sqlite db_;
  sqlite3_stmt* begin_ = nullptr;
  sqlite3_stmt* commit_ = nullptr;
  std::map<const Shape*, sqlite3_stmt*> inserts_;
};

class SqliteReader : public Reader {
 public:
  SqliteReader(const std::string& file, const std::vector<std::string>& queries) : db_(file) {
    for (const char* word : {"BEGIN", "COMMIT"}) words_.push_back(db_.prepare(word));
    for (const std::string& q : queries) queries_.push_back(db_.prepare(q));
  }
  std::int64_t read(std::int64_t unit) override {
    std::int64_t rows = 0;
    sqlite3_step(words_[0]);
    sqlite3_reset(words_[0]);
    for (sqlite3_stmt* s : queries_) {
      sqlite3_bind_int64(s, 1, unit);
      while (sqlite3_step(s) == SQLITE_ROW) {
        for (int c = 0; c < sqlite3_column_count(s); ++c) look(s, c);
        ++rows;
      }
      sqlite3_reset(s);
    }
    sqlite3_step(words_[1]);
    sqlite3_reset(words_[1]);
    return rows;
  }

 private:
  void look(sqlite3_stmt* s, int c) {
    if (sqlite3_column_type(s, c) == SQLITE_INTEGER)
      seen_ += sqlite3_column_int64(s, c);
    else if (sqlite3_column_text(s, c))
      seen_ += sqlite3_column_bytes(s, c);
  }

  Sqlite db_;
  std::vector<sqlite3_stmt*> words_;
  std::vector<sqlite3_stmt*> queries_;
  std::int64_t seen_ = 0;
};

}  // namespace

void drop_sqlite_triggers(const std::string& file) {
  Sqlite db(file);
  std::string script;
  sqlite3_stmt* s = db.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'");
  while (sqlite3_step(s) == SQLITE_ROW)
    script += "DROP TRIGGER " +
              std::string(reinterpret_cast<const char*>(sqlite3_column_text(s, 0))) + ";";
  sqlite3_reset(s);
  db.run(script);
}

std::unique_ptr<Writer> sqlite_writer(const std::string& file) {
  return std::make_unique<SqliteWriter>(file);
}
std::unique_ptr<Reader> sqlite_reader(const std::string& file,
                                      const std::vector<std::string>& queries) {
  return std::make_unique<SqliteReader>(file, queries);
}

}  // namespace bare
