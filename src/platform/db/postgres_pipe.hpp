#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <libpq-fe.h>

#include "platform/db/connection.hpp"

namespace twinrail {

struct ClearResult {
  void operator()(PGresult* r) const { PQclear(r); }
};
using PgResult = std::unique_ptr<PGresult, ClearResult>;

/// The values of one execution in the form libpq takes them: integers and lists as text, texts as
/// they are, so that nothing has to end in a zero byte.
class PgValues {
 public:
  explicit PgValues(std::span<const Param> params);
  /// Values that are texts already, such as whole arrays.
  explicit PgValues(const std::vector<std::string>& texts);
  [[nodiscard]] int count() const { return static_cast<int>(pointers.size()); }

  std::vector<const char*> pointers;
  std::vector<int> lengths;
  std::vector<int> formats;  ///< 0 = text that ends in a zero byte, 1 = bytes as they are

 private:
  std::vector<std::string> held_;
};

/// A libpq connection in pipeline mode: commands are sent without waiting and answered together, so
/// that BEGIN, COMMIT and the like cost no round trips of their own.
class PostgresPipe {
 public:
  /// A statement ends after `longest`, by the server; a server that does not even say so is given
  /// up a little later. Scripts, which change tables, may take as long as they do.
  explicit PostgresPipe(const std::string& connection,
                        std::chrono::milliseconds longest = statement_longest);

  /// Prepares a statement, waiting for the answer.
  void prepare(const std::string& name, const std::string& sql);
  /// The types of a prepared statement's parameters.
  [[nodiscard]] std::vector<Oid> parameter_types(const std::string& name);

  /// Sends the execution of a prepared statement. Its failure shows at the next `collect`.
  void send(const std::string& name, const PgValues& values);
  /// Waits for everything that was sent; the last answer, or the first failure as a DbError.
  PgResult collect();
  /// The same; gives the answers to the newest `count` commands, oldest first.
  std::vector<PgResult> collect_newest(std::size_t count);
  /// Hands what was sent to the network, so that the server begins.
  void flush();
  /// Sends a last command whose answer nobody waits for; it is taken with the next ones.
  void send_and_leave(const std::string& name);
  /// Several statements in the simple protocol.
  void script(const std::string& sql);
  /// Whether the server still keeps the connection open.
  [[nodiscard]] bool alive();

 private:
  /// Longer than any question or change takes that somebody waits for.
  static constexpr auto statement_longest = std::chrono::seconds(60);

  [[noreturn]] void lost();
  void sync();
  [[nodiscard]] PgResult next_result();
  [[noreturn]] void silent();
  void limit_statements(std::chrono::milliseconds longest);
  void wait_for_line(std::chrono::steady_clock::time_point until);
  PgResult take(std::optional<DbError>& failed);

  /// Closes, and waits until the server has closed too: its place is free then.
  struct Finish {
    void operator()(PGconn* c) const;
  };
  enum class Expected : std::uint8_t { answer, sync };
  const std::chrono::milliseconds longest_;
  std::unique_ptr<PGconn, Finish> connection_;
  std::deque<Expected> expected_;
  std::size_t left_ = 0;  ///< how many of the expected belong to a command that was left behind
  bool broken_ = false;
};

}  // namespace twinrail
