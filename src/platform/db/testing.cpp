#include "platform/db/testing.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include <unistd.h>

#include "platform/db/migrate.hpp"
#include "platform/db/postgres.hpp"
#include "platform/db/postgres_pipe.hpp"
#include "platform/db/sqlite.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

/// The folder of this process's files, removed when it ends.
struct Folder {
  std::string path;
  Folder() {
    const char* parent = fs::exists("/dev/shm") ? "/dev/shm" : "/tmp";
    path = std::string(parent) + "/twinrail-test-" + std::to_string(::getpid());
    fs::create_directories(path);
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

const std::string& folder() {
  static const Folder made;
  return made.path;
}

std::string next_name() {
  static std::atomic<int> count{0};
  return std::to_string(::getpid()) + "_" + std::to_string(++count);
}

/// A migrated file that tests copy.
const std::string& sqlite_template() {
  static const std::string file = [] {
    std::string path = folder() + "/template.sqlite";
    make_sqlite_file(path);
    const auto engine = sqlite_engine(path, Durability::none);
    migrate(*engine);
    return path;
  }();
  return file;
}

/// Passes everything on and counts the statements.
class CountedConnection final : public Connection {
 public:
  explicit CountedConnection(Connection& inner) : inner_(inner) {}
  std::int64_t run(const Statement& statement, std::span<const Param> params,
                   const EachRow& each) override {
    ++count;
    return inner_.run(statement, params, each);
  }
  void run_all(std::span<const Question> questions) override {
    count += static_cast<std::int64_t>(questions.size());
    inner_.run_all(questions);
  }
  void run_each(const Statement& statement, std::size_t rows, const FillRow& fill) override {
    ++count;
    inner_.run_each(statement, rows, fill);
  }
  void script(const std::string& sql) override { inner_.script(sql); }
  void prepare(const Statement& statement) override { inner_.prepare(statement); }
  void begin_read() override { inner_.begin_read(); }
  void begin_write() override { inner_.begin_write(); }
  void begin_job(const Actor& actor, std::string_view use_case) override {
    inner_.begin_job(actor, use_case);
  }
  void check_job() override { inner_.check_job(); }
  void keep_job() override { inner_.keep_job(); }
  void undo_job() override { inner_.undo_job(); }
  void commit() override { inner_.commit(); }
  void rollback() override { inner_.rollback(); }
  [[nodiscard]] bool alive() override { return inner_.alive(); }
  [[nodiscard]] bool is_postgres() const override { return inner_.is_postgres(); }
  [[nodiscard]] std::int64_t stored_bytes() override { return inner_.stored_bytes(); }

  std::int64_t count = 0;

 private:
  Connection& inner_;
};

}  // namespace

std::int64_t TestTenant::statements(const std::function<void(Tx&)>& job) {
  std::int64_t count = 0;
  write([&](Tx& tx) {
    CountedConnection counted(tx.connection());
    Tx inner(counted, tx.actor(), tx.use_case());
    job(inner);
    if (inner.announced()) tx.mark_announced();
    count = counted.count;
  });
  return count;
}

std::string test_folder() {
  std::string path = folder() + "/" + next_name();
  fs::create_directories(path);
  return path;
}

std::string test_postgres() {
  // What is made once is kept in the environment: what this process starts shares it, and what runs
  // at its very end still finds it.
  constexpr const char* made = "TWINRAIL_TEST_DATABASE";
  if (const char* own = std::getenv(made)) return own;
  const char* server = std::getenv("TWINRAIL_TEST_PG");
  if (!server)
    throw std::runtime_error("TWINRAIL_TEST_PG is not set: run tests/support/with_postgres.sh");
  const std::string name = "test_" + std::to_string(::getpid());
  PostgresPipe(server).script("CREATE DATABASE " + name);
  ::setenv(made, (std::string(server) + " dbname=" + name).c_str(), 1);
  return std::getenv(made);
}

TestTenant::TestTenant(bool on_postgres) : on_postgres_(on_postgres) {
  if (on_postgres_) {
    place_ = "test_" + next_name();
    migrate(*engine());
  } else {
    place_ = folder() + "/" + next_name() + ".sqlite";
    fs::copy_file(sqlite_template(), place_);
  }
  lanes_ = std::make_unique<Lanes>(engine(), 2);
}

TestTenant::~TestTenant() {
  lanes_.reset();
  std::error_code ignored;
  if (!on_postgres_) {
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(place_ + end, ignored);
    return;
  }
  try {
    drop_postgres_schema(test_postgres(), place_);
  } catch (...) {  // the server is gone, and with it the schema
  }
}

void TestTenant::forget_tenants(const std::string& connection,
                                const std::vector<std::string>& codes) {
  if (connection.empty()) return;
  drop_postgres_schema(connection, "twinrail_directory");
  for (std::string code : codes) {
    std::ranges::replace(code, '-', '_');
    drop_postgres_schema(connection, "t_" + code);
  }
}

std::unique_ptr<Engine> TestTenant::engine() const {
  if (on_postgres_) return postgres_engine(test_postgres(), place_);
  return sqlite_engine(place_, Durability::none);
}

std::unique_ptr<Engine> TestTenant::pooled_engine(std::shared_ptr<ConnectionPool> pool) const {
  return postgres_engine(test_postgres(), place_, std::move(pool));
}

void for_each_engine(const std::function<void(TestTenant&)>& test) {
  for (const bool on_postgres : {false, true}) {
    TestTenant tenant(on_postgres);
    test(tenant);
  }
}

}  // namespace twinrail
