#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/db/connection_pool.hpp"
#include "platform/db/lanes.hpp"

namespace twinrail {

/// A migrated database of its own for one test, on the engine asked for, gone with the object.
/// SQLite: a file on /dev/shm copied from a template that is made once a process, without waiting
/// for the disk. PostgreSQL: a schema in this process's database on the server that
/// TWINRAIL_TEST_PG names; where that is not set the test fails, because a test that could not run
/// is no test.
class TestTenant {
 public:
  explicit TestTenant(bool on_postgres);
  ~TestTenant();
  TestTenant(const TestTenant&) = delete;
  TestTenant& operator=(const TestTenant&) = delete;

  [[nodiscard]] Lanes& lanes() { return *lanes_; }
  [[nodiscard]] bool on_postgres() const { return on_postgres_; }
  [[nodiscard]] std::string engine_name() const { return on_postgres_ ? "PostgreSQL" : "SQLite"; }
  /// A further way into the same database, as another process has it.
  [[nodiscard]] std::unique_ptr<Engine> engine() const;
  /// The same on PostgreSQL, with connections that others share.
  [[nodiscard]] std::unique_ptr<Engine> pooled_engine(std::shared_ptr<ConnectionPool> pool) const;

  /// Removes what `Tenants` made of these tenants in a PostgreSQL database, and its directory.
  static void forget_tenants(const std::string& connection, const std::vector<std::string>& codes);

  void read(const std::function<void(Read&)>& job) { lanes_->read(job); }
  void write(const std::function<void(Tx&)>& job) { lanes_->write({.name = "test"}, "test", job); }
  /// Runs a change and says how many statements it asked for; one for many rows counts once.
  std::int64_t statements(const std::function<void(Tx&)>& job);

 private:
  bool on_postgres_;
  std::string place_;  ///< file or schema
  std::unique_ptr<Lanes> lanes_;
};

/// Runs a test on SQLite and on PostgreSQL.
void for_each_engine(const std::function<void(TestTenant&)>& test);

/// A new folder that nobody else uses, on /dev/shm where there is one; removed at the process's
/// end.
[[nodiscard]] std::string test_folder();
/// A database that this process made for itself on the server that TWINRAIL_TEST_PG names, gone
/// with the server: test programs run beside each other, and the directory of tenants has one fixed
/// place in each database. Throws when that is not set.
[[nodiscard]] std::string test_postgres();

}  // namespace twinrail
