#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "platform/db/connection.hpp"

namespace twinrail {

/// The connections of one process to a PostgreSQL server, however many companies use them: never
/// more than `most` are open. One that is given back waits for the next of its name; when another
/// name needs its place, the one that has waited longest is closed. Whoever asks is served in the
/// order of asking.
class ConnectionPool : public std::enable_shared_from_this<ConnectionPool> {
 public:
  /// The place of an open connection, left when it is destroyed.
  using Room = std::shared_ptr<void>;
  /// A connection of that name, or a place to open one in.
  struct Taken {
    std::unique_ptr<Connection> spare;
    Room room;
  };

  explicit ConnectionPool(int most,
                          std::chrono::milliseconds wait_longest = std::chrono::seconds(10));

  /// Throws Error "db.no_connection" (unavailable) after waiting so long, or at once when a
  /// thousand wait already.
  [[nodiscard]] Taken take(const std::string& name);
  /// As `take`, but only a place: for a spare connection that turned out to be lost.
  [[nodiscard]] Room room();
  void give_back(const std::string& name, std::unique_ptr<Connection> connection);
  /// Closes those of that name which wait.
  void forget(const std::string& name);

  /// Connections that are open, and the most that ever were.
  [[nodiscard]] int open();
  [[nodiscard]] int peak();
  [[nodiscard]] std::size_t waiting();

 private:
  struct Spare {
    std::string name;
    std::unique_ptr<Connection> connection;
  };
  void wait_for_turn(std::unique_lock<std::mutex>& lock);
  [[nodiscard]] bool may_take() const;
  [[nodiscard]] Room make_room(std::unique_lock<std::mutex>& lock);
  void left();

  const int most_;
  const std::chrono::milliseconds wait_longest_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Spare> spare_;  ///< given back, the longest ago first
  std::deque<std::uint64_t> line_;
  std::uint64_t next_ticket_ = 0;
  int open_ = 0;
  int promised_ = 0;  ///< places of connections that are being closed for somebody
  int peak_ = 0;
};

}  // namespace twinrail
