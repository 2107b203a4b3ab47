#pragma once

#include "bare.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace bare {

/// An SQLite file, opened as the product opens it.
class Sqlite {
 public:
  explicit Sqlite(const std::string& file);
  ~Sqlite();
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;
  void run(const std::string& sql);
  /// Lives as long as the connection.
  sqlite3_stmt* prepare(const std::string& sql);
  [[noreturn]] void fail() const;

 private:
  sqlite3* db_ = nullptr;
  std::vector<sqlite3_stmt*> statements_;
};

/// Every row of a statement.
std::vector<Row> all(Sqlite& db, const std::string& sql);

void drop_sqlite_triggers(const std::string& file);
std::unique_ptr<Writer> sqlite_writer(const std::string& file);
std::unique_ptr<Reader> sqlite_reader(const std::string& file,
                                      const std::vector<std::string>& queries);

void drop_postgres_triggers(const std::string& connection, const std::string& schema);
std::unique_ptr<Writer> postgres_writer(const std::string& connection, const std::string& schema);
std::unique_ptr<Reader> postgres_reader(const std::string& connection, const std::string& schema,
                                        const std::vector<std::string>& queries);

}  // namespace bare
