#include <algorithm>
#include <map>

#include <libpq-fe.h>

#include "engines.hpp"

namespace bare {
namespace {

/// A connection in pipeline mode: everything is sent, then waited for once.
class Pipe {
 public:
  Pipe(const std::string& connection, const std::string& schema) {
    db_ = PQconnectdb(connection.c_str());
    if (PQstatus(db_) != CONNECTION_OK) fail();
    PQclear(PQexec(db_, ("SET search_path = " + schema).c_str()));
    for (const char* setting :
         {"jit = off", "plan_cache_mode = force_generic_plan", "random_page_cost = 1.1",
          "enable_hashjoin = off", "enable_mergejoin = off"})
      PQclear(PQexec(db_, (std::string("SET ") + setting).c_str()));
    PQenterPipelineMode(db_);
  }
  ~Pipe() { PQfinish(db_); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void prepare(const std::string& name, const std::string& sql) {
    if (PQsendPrepare(db_, name.c_str(), sql.c_str(), 0, nullptr) == 0) fail();
  }
  void send(const std::string& name, const std::vector<std::string>& values,
            const std::vector<bool>& null = {}) {
    std::vector<const char*> pointers;
    for (std::size_t i = 0; i < values.size(); ++i)
      pointers.push_back(!null.empty() && null[i] ? nullptr : values[i].c_str());
    if (PQsendQueryPrepared(db_, name.c_str(), static_cast<int>(values.size()), pointers.data(),
                            nullptr, nullptr, 1) == 0)
      fail();
    if (++sent_ % 200 == 0) (void)collect();
  }
  /// Waits for everything that was sent; gives the number of rows.
  std::int64_t collect() {
    std::int64_t rows = 0;
    PQpipelineSync(db_);
    for (;;) {
      PGresult* r = PQgetResult(db_);
      if (!r) continue;
      const ExecStatusType status = PQresultStatus(r);
      rows += PQntuples(r);
      PQclear(r);
      if (status == PGRES_PIPELINE_SYNC) return rows;
      if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail();
    }
  }
  [[noreturn]] void fail() const { die(PQerrorMessage(db_)); }

 private:
  PGconn* db_ = nullptr;
  std::size_t sent_ = 0;
};

std::string joined(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& one : list) (text += text.empty() ? "" : ", ") += one;
  return text;
}

std::string on_conflict(const Shape& shape) {
  if (shape.key.empty()) return {};
  std::vector<std::string> sets;
  for (const std::string& c : shape.columns)
    if (std::find(shape.key.begin(), shape.key.end(), c) == shape.key.end())
      sets.push_back(c + " = excluded." + c);
  return " ON CONFLICT (" + joined(shape.key) + ") DO UPDATE SET " + joined(sets);
}

void append_element(std::string& array, const Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) {
    array += std::to_string(*number);
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    array += '"';
    for (const char c : *text) {
      if (c == '"' || c == '\\') array += '\\';
      array += c;
    }
    array += '"';
  } else {
    array += "NULL";
  }
  array += ',';
}

/// Above this many rows one statement takes them all, each column an array.
constexpr std::size_t bulk_min = 3;

class PostgresWriter : public Writer {
 public:
  PostgresWriter(const std::string& connection, const std::string& schema)
      : pipe_(connection, schema) {
    pipe_.prepare("begin", "BEGIN");
    pipe_.prepare("commit", "COMMIT");
  }
  void begin() override { pipe_.send("begin", {}); }
  void commit() override {
    pipe_.send("commit", {});
    (void)pipe_.collect();
  }
  void write(const Rows& rows) override {
    const std::string name = prepared(*rows.shape);
    if (rows.rows.size() >= bulk_min) return bulk(name + "_bulk", rows);
    for (const Row& row : rows.rows) {
      std::vector<std::string> values;
      std::vector<bool> null;
      for (const Cell& cell : row) {
        null.push_back(std::holds_alternative<std::monostate>(cell));
        const auto* number = std::get_if<std::int64_t>(&cell);
        values.push_back(number        ? std::to_string(*number)
                         : null.back() ? ""
                                       : std::get<std::string>(cell));
      }
      pipe_.send(name, values, null);
    }
  }

 private:
  std::string prepared(const Shape& shape) {
    auto [at, added] = names_.try_emplace(&shape, shape.table);
    if (!added) return at->second;
    std::vector<std::string> marks, arrays;
    for (std::size_t i = 0; i < shape.columns.size(); ++i) {
      marks.push_back("$" + std::to_string(i + 1));
      arrays.push_back(marks.back() + (shape.is_text[i] ? "::text[]" : "::bigint[]"));
    }
    const std::string into = "INSERT INTO " + shape.table + " (" + joined(shape.columns) + ") ";
    pipe_.prepare(at->second, into + "VALUES (" + joined(marks) + ")" + on_conflict(shape));
    pipe_.prepare(at->second + "_bulk",
                  into + "SELECT * FROM unnest(" + joined(arrays) + ")" + on_conflict(shape));
    return at->second;
  }
  void bulk(const std::string& name, const Rows& rows) {
    std::vector<std::string> arrays(rows.shape->columns.size(), "{");
    for (const Row& row : rows.rows)
      for (std::size_t c = 0; c < row.size(); ++c) append_element(arrays[c], row[c]);
    for (std::string& array : arrays) array.back() = '}';
    pipe_.send(name, arrays);
  }

  Pipe pipe_;
  std::map<const Shape*, std::string> names_;
};

class PostgresReader : public Reader {
 public:
  PostgresReader(const std::string& connection, const std::string& schema,
                 const std::vector<std::string>& queries)
      : pipe_(connection, schema), count_(queries.size()) {
    pipe_.prepare("begin", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    pipe_.prepare("commit", "COMMIT");
    for (std::size_t i = 0; i < queries.size(); ++i)
      pipe_.prepare("q" + std::to_string(i), numbered(queries[i]));
    (void)pipe_.collect();
  }
  std::int64_t read(std::int64_t unit) override {
    pipe_.send("begin", {});
    for (std::size_t i = 0; i < count_; ++i)
      pipe_.send("q" + std::to_string(i), {std::to_string(unit)});
    pipe_.send("commit", {});
    return pipe_.collect();
  }

 private:
  static std::string numbered(std::string sql) {
    for (auto at = sql.find("?1"); at != std::string::npos; at = sql.find("?1"))
      sql.replace(at, 2, "$1");
    return sql;
  }
  Pipe pipe_;
  std::size_t count_;
};

}  // namespace

void drop_postgres_triggers(const std::string& connection, const std::string& schema) {
  PGconn* db = PQconnectdb(connection.c_str());
  const std::string script =
      "DO $$ DECLARE f RECORD; BEGIN FOR f IN SELECT proname FROM pg_proc WHERE pronamespace = '" +
      schema + "'::regnamespace AND proname LIKE 'audit%' LOOP EXECUTE 'DROP FUNCTION " + schema +
      ".' || f.proname || '() CASCADE'; END LOOP; END $$";
  PGresult* r = PQexec(db, script.c_str());
  if (PQresultStatus(r) != PGRES_COMMAND_OK) die(PQerrorMessage(db));
  PQclear(r);
  PQfinish(db);
}

std::unique_ptr<Writer> postgres_writer(const std::string& connection, const std::string& schema) {
  return std::make_unique<PostgresWriter>(connection, schema);
}
std::unique_ptr<Reader> postgres_reader(const std::string& connection, const std::string& schema,
                                        const std::vector<std::string>& queries) {
  return std::make_unique<PostgresReader>(connection, schema, queries);
}

}  // namespace bare
