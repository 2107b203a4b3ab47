#include "platform/db/postgres.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include "platform/clock.hpp"
#include "platform/db/postgres_pipe.hpp"
#include "platform/db/spell.hpp"
#include "platform/db/work.hpp"

namespace twinrail {
namespace {

/// Numbers of PostgreSQL's own types.
enum TypeOid : Oid {
  oid_bool = 16,
  oid_int8 = 20,
  oid_int2 = 21,
  oid_int4 = 23,
  oid_text = 25,
  oid_numeric = 1700
};

[[noreturn]] void odd_column(const char* name) {
  throw Error(Fault::internal, "db.bad_column", Arguments{{"column", name}});
}

/// A whole number from big-endian bytes.
std::int64_t big_endian(const char* bytes, int length) {
  std::uint64_t value = (bytes[0] & 0x80) != 0 && length > 1 ? ~std::uint64_t{0} : 0;
  for (int i = 0; i < length; ++i) value = (value << 8) | static_cast<unsigned char>(bytes[i]);
  return static_cast<std::int64_t>(value);
}

/// A whole numeric, as SUM over BIGINT answers: groups of four decimal digits, the first weighs
/// most.
std::int64_t whole_numeric(const char* bytes, const char* name) {
  const auto groups = big_endian(bytes, 2), weight = big_endian(bytes + 2, 2);
  const auto sign = big_endian(bytes + 4, 2);
  if (groups > weight + 1 || weight > 4) odd_column(name);
  std::int64_t value = 0;
  for (std::int64_t i = 0; i <= weight; ++i) {
    const std::int64_t group = i < groups ? big_endian(bytes + 8 + 2 * i, 2) : 0;
    if (__builtin_mul_overflow(value, 10'000, &value) ||
        __builtin_add_overflow(value, group, &value))
      odd_column(name);
  }
  return sign == 0x4000 ? -value : value;
}

class PostgresRow : public RowCursor {
 public:
  explicit PostgresRow(PGresult* result) : result_(result) {}
  int columns() const override { return PQnfields(result_); }
  std::string_view name(int c) const override { return PQfname(result_, c); }
  bool is_null(int c) const override { return PQgetisnull(result_, row, c) == 1; }
  std::int64_t integer(int c) const override {
    const char* bytes = PQgetvalue(result_, row, c);
    switch (PQftype(result_, c)) {
      case oid_bool:
      case oid_int2:
      case oid_int4:
      case oid_int8:
        return big_endian(bytes, PQgetlength(result_, row, c));
      case oid_numeric:
        return whole_numeric(bytes, PQfname(result_, c));
      default:
        odd_column(PQfname(result_, c));
    }
  }
  std::string_view text(int c) const override {
    return {PQgetvalue(result_, row, c), static_cast<std::size_t>(PQgetlength(result_, row, c))};
  }

  int row = 0;

 private:
  PGresult* result_;
};

/// The name of a type as a cast spells it; empty for one that bulk inserts do not know.
std::string_view element_type(Oid type) {
  switch (type) {
    case oid_bool:
      return "boolean";
    case oid_int2:
      return "smallint";
    case oid_int4:
      return "integer";
    case oid_int8:
      return "bigint";
    case oid_text:
      return "text";
    default:
      return {};
  }
}

/// Rows that are sent before their answers are taken: both sides' buffers hold them.
constexpr std::size_t ahead_max = 256;
/// Below this many rows, one after the other is as quick as arrays.
constexpr std::size_t bulk_min = 3;

const PgValues& no_values() {
  static const PgValues none{std::vector<std::string>()};
  return none;
}

std::int64_t rows_changed(PGresult* result) {
  return std::strtoll(PQcmdTuples(result), nullptr, 10);
}

class PostgresConnection : public Connection {
 public:
  PostgresConnection(const std::string& connection, const std::string& schema, bool writer,
                     ConnectionPool::Room room)
      : room_(std::move(room)), pipe_(connection), writer_(writer) {
    // A schema's name is made of letters, digits and underscores (Tenants), so it needs no quotes.
    if (writer) pipe_.script("CREATE SCHEMA IF NOT EXISTS " + schema);
    const std::string path = "SELECT set_config('search_path', '" + schema + "', true)";
    const std::string lock =
        ", pg_advisory_xact_lock(hashtextextended('twinrail.' || '" + schema + "', 0))";
    pipe_.prepare("begin", writer ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    pipe_.prepare("enter", writer ? path + lock : path);
    pipe_.prepare("savepoint", "SAVEPOINT job");
    pipe_.prepare(
        "actor",
        "SELECT set_config('twinrail.account', $1, true), set_config('twinrail.actor', $2, "
        "true), set_config('twinrail.use_case', $3, true), "
        "set_config('twinrail.request', $4, true), set_config('twinrail.now', $5, true)");
    pipe_.prepare("release", "RELEASE SAVEPOINT job");
    pipe_.prepare("undo", "ROLLBACK TO SAVEPOINT job");
    pipe_.prepare("commit", "COMMIT");
    pipe_.prepare("rollback", "ROLLBACK");
  }

  std::int64_t run(const Statement& statement, std::span<const Param> params,
                   const EachRow& each) override {
    const PgResult result = guarded([&] {
      const Slot& s = prepared(statement);
      pipe_.send(s.name, PgValues(params));
      return collect();
    });
    add_work({.statements = 1, .rows = PQntuples(result.get())});
    if (!each) return rows_changed(result.get());
    PostgresRow row(result.get());
    for (const int rows = PQntuples(result.get()); row.row < rows; ++row.row) each(row);
    return row.row;
  }

  void run_all(std::span<const Question> questions) override {
    std::vector<PgResult> answers;
    guarded([&] {
      for (const Question& q : questions) (void)prepared(*q.statement);  // once a connection
      for (const Question& q : questions)
        pipe_.send(prepared(*q.statement).name, PgValues(q.params));
      ahead_ = 0;
      answers = pipe_.collect_newest(questions.size());
      return PgResult();
    });
    for (std::size_t i = 0; i < questions.size(); ++i) {
      add_work({.statements = 1, .rows = PQntuples(answers[i].get())});
      PostgresRow row(answers[i].get());
      for (const int rows = PQntuples(answers[i].get()); row.row < rows; ++row.row)
        questions[i].each(row);
    }
  }

  void run_each(const Statement& statement, std::size_t rows, const FillRow& fill) override {
    guarded([&] {
      Slot& s = prepared(statement);
      if (rows >= bulk_min && bulk_ready(s, statement))
        run_bulk(s, rows, fill);
      else
        run_ahead(s, rows, fill);
      return PgResult();
    });
  }

  void script(const std::string& sql) override {
    guarded([&] {
      pipe_.script(sql);
      return PgResult();
    });
  }

  void prepare(const Statement& statement) override { (void)prepared(statement); }

  void begin_read() override {
    pipe_.send("begin", no_values());
    pipe_.send("enter", no_values());
  }
  void begin_write() override { begin_read(); }
  void begin_job(const Actor& actor, std::string_view use_case) override {
    spoiled_ = false;
    const std::array<Param, 5> who{Param::of(actor.account.value),
                                   Param::of(std::string_view(actor.name)), Param::of(use_case),
                                   Param::of(std::string_view(actor.request_id)),
                                   Param::of(now_utc().micros())};
    pipe_.send("savepoint", no_values());
    pipe_.send("actor", PgValues(who));
  }
  void check_job() override {
    if (spoiled_) throw DbError(DbError::Kind::other, "a statement of the job had failed");
    if (ahead_ > 0) collect();
  }
  void keep_job() override {
    check_job();
    pipe_.send("release", no_values());
  }
  void keep_only_job() override {
    if (spoiled_) check_job();
    pipe_.send("release", no_values());
    ahead_ = 0;  // the commit takes the answers
  }
  void undo_job() override {
    settle();
    pipe_.send("undo", no_values());
    pipe_.send("release", no_values());
  }
  void commit() override {
    if (!writer_) return pipe_.send_and_leave("commit");
    pipe_.send("commit", no_values());
    const PgResult result = pipe_.collect();
    // A transaction that had failed answers COMMIT with ROLLBACK and no error.
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT")
      throw DbError(DbError::Kind::other, "the transaction had failed before its commit");
  }
  void rollback() override {
    settle();
    pipe_.send("rollback", no_values());
    (void)pipe_.collect();
  }
  bool alive() override { return pipe_.alive(); }
  bool is_postgres() const override { return true; }
  std::int64_t stored_bytes() override {
    // What is sent already has grown the tables, so their sizes are asked behind it.
    check_job();
    const PgResult result = guarded([&] {
      if (!knows_size_)
        pipe_.prepare("size",
                      "SELECT COALESCE(SUM(pg_total_relation_size(oid)), 0)::bigint FROM pg_class "
                      "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace");
      knows_size_ = true;
      pipe_.send("size", no_values());
      return collect();
    });
    return PostgresRow(result.get()).integer(0);
  }

 private:
  struct Slot {
    std::string name;
    std::string bulk;  ///< name of its spelling for lists; empty when there is none
    bool bulk_tried = false;
  };

  template <class Work>
  PgResult guarded(Work work) {
    try {
      return work();
    } catch (const DbError&) {
      spoiled_ = true;
      throw;
    }
  }

  /// Takes what was sent and not answered yet, whatever it is: it is about to be undone.
  void settle() {
    try {
      (void)collect();
    } catch (const DbError& e) {
      if (e.kind() == DbError::Kind::unavailable) throw;
    }
  }

  Slot& prepared(const Statement& statement) {
    if (statement.id >= slots_.size())
      slots_.resize(std::max(statement.id + 1, all_statements().size()));
    Slot& s = slots_[statement.id];
    if (!s.name.empty()) return s;
    const std::string name = "s" + std::to_string(statement.id);
    pipe_.prepare(name, spell_postgres(statement.text));
    s.name = name;
    return s;
  }

  bool bulk_ready(Slot& s, const Statement& statement) {
    if (s.bulk_tried) return !s.bulk.empty();
    std::vector<std::string_view> types;
    for (const Oid oid : pipe_.parameter_types(s.name)) types.push_back(element_type(oid));
    s.bulk_tried = true;
    if (std::ranges::find(types, std::string_view{}) != types.end()) return false;
    const auto sql = spell_postgres_bulk(statement.text, types);
    if (!sql) return false;
    pipe_.prepare(s.name + "u", *sql);
    s.bulk = s.name + "u";
    return true;
  }

  /// Waits for everything that was sent.
  PgResult collect() {
    ahead_ = 0;
    return guarded([&] { return pipe_.collect(); });
  }

  /// Sends without waiting; the server works while we go on.
  void send_ahead(const std::string& name, const PgValues& values) {
    pipe_.send(name, values);
    if (++ahead_ >= ahead_max) collect();
  }

  /// One statement for all rows, each column an array.
  void run_bulk(const Slot& s, std::size_t rows, const FillRow& fill) {
    std::vector<std::string> arrays;
    std::vector<Param> params;
    for (std::size_t i = 0; i < rows; ++i) {
      params.clear();
      fill(i, params);
      arrays.resize(params.size(), "{");
      for (std::size_t c = 0; c < params.size(); ++c) append_postgres_element(arrays[c], params[c]);
    }
    for (std::string& array : arrays) array.back() = '}';
    send_ahead(s.bulk, PgValues(arrays));
    pipe_.flush();
  }

  /// One statement a row.
  void run_ahead(const Slot& s, std::size_t rows, const FillRow& fill) {
    std::vector<Param> params;
    for (std::size_t i = 0; i < rows; ++i) {
      params.clear();
      fill(i, params);
      send_ahead(s.name, PgValues(params));
    }
    pipe_.flush();
  }

  const ConnectionPool::Room room_;  ///< left after the connection is closed
  PostgresPipe pipe_;
  bool writer_;
  bool spoiled_ = false;
  bool knows_size_ = false;  ///< the statement that asks for it is prepared
  std::size_t ahead_ = 0;    ///< statements of the job whose answers nobody has taken yet
  std::vector<Slot> slots_;
};

/// Connections of an engine that shares none: far more than one company uses at a time.
constexpr int own_most = 64;

class PostgresEngine : public Engine {
 public:
  PostgresEngine(std::string connection, std::string schema, std::shared_ptr<ConnectionPool> pool)
      : connection_(std::move(connection)),
        schema_(std::move(schema)),
        pool_(pool ? std::move(pool) : std::make_shared<ConnectionPool>(own_most)) {}
  ~PostgresEngine() override {
    pool_->forget(name_of(Use::reader));
    pool_->forget(name_of(Use::writer));
  }
  PostgresEngine(const PostgresEngine&) = delete;
  PostgresEngine& operator=(const PostgresEngine&) = delete;

  std::unique_ptr<Connection> open_reader() override { return open(Use::reader); }
  std::unique_ptr<Connection> open_writer() override { return open(Use::writer); }
  void give_back(std::unique_ptr<Connection> connection, Use use) override {
    pool_->give_back(name_of(use), std::move(connection));
  }
  bool is_postgres() const override { return true; }

 private:
  [[nodiscard]] std::string name_of(Use use) const {
    return (use == Use::writer ? "w." : "r.") + schema_;
  }
  std::unique_ptr<Connection> open(Use use) {
    ConnectionPool::Taken taken = pool_->take(name_of(use));
    if (taken.spare && taken.spare->alive()) return std::move(taken.spare);
    taken.spare.reset();
    if (!taken.room) taken.room = pool_->room();
    return std::make_unique<PostgresConnection>(connection_, schema_, use == Use::writer,
                                                std::move(taken.room));
  }

  std::string connection_;
  std::string schema_;
  std::shared_ptr<ConnectionPool> pool_;
};

}  // namespace

std::unique_ptr<Engine> postgres_engine(const std::string& connection, const std::string& schema,
                                        std::shared_ptr<ConnectionPool> pool) {
  return std::make_unique<PostgresEngine>(connection, schema, std::move(pool));
}

void drop_postgres_schema(const std::string& connection, const std::string& schema) {
  PostgresPipe pipe(connection);
  pipe.script("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
}

}  // namespace twinrail
