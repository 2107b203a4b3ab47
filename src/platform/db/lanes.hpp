#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/db/db.hpp"

namespace twinrail {

/// How the connections of one tenant are opened and its transactions begun; one for each engine.
class Engine {
 public:
  virtual ~Engine() = default;
  [[nodiscard]] virtual std::unique_ptr<Connection> open_reader() = 0;
  [[nodiscard]] virtual std::unique_ptr<Connection> open_writer() = 0;
  virtual void begin_read(Connection& connection) = 0;
  /// Begins a change. Only one can be under way in a tenant, on any node: SQLite's file lock, or an
  /// advisory lock of the transaction on PostgreSQL.
  virtual void begin_write(Connection& connection) = 0;
  [[nodiscard]] virtual bool is_postgres() const = 0;
};

/// The two ways into a tenant's database. Changes run one after the other on the writer's thread and
/// are committed in groups: each job in its own savepoint, so that one failing job never fails its
/// neighbours, and nobody is answered before the commit. Questions run on a few readers.
class Lanes {
 public:
  using Done = std::function<void(std::exception_ptr)>;

  Lanes(std::unique_ptr<Engine> engine, int readers);
  ~Lanes();
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;

  /// `done` is called on the lane's thread, after the transaction has ended. Throws Error "lanes.busy"
  /// (unavailable) when too many wait already.
  void async_read(std::function<void(Read&)> job, Done done);
  void async_write(Actor actor, std::string use_case, std::function<void(Tx&)> job, Done done);

  /// The same, waiting for the end. Not to be called from a lane's own thread.
  void read(const std::function<void(Read&)>& job);
  void write(Actor actor, std::string use_case, const std::function<void(Tx&)>& job);
  /// A change whose effects are undone although it went well: for a dry run.
  void rehearse(Actor actor, std::string use_case, const std::function<void(Tx&)>& job);

  /// Called after a commit in which something was announced.
  void on_announced(std::function<void()> wake);
  /// Finishes what waits and joins the threads. Later jobs are refused.
  void stop();

  [[nodiscard]] bool is_postgres() const { return engine_->is_postgres(); }
  [[nodiscard]] Engine& engine() { return *engine_; }
  /// Changes that held the writer longer than `slow_write`.
  [[nodiscard]] std::int64_t slow_writes() const { return slow_writes_; }

 private:
  struct ReadJob {
    std::function<void(Read&)> job;
    Done done;
  };
  struct WriteJob {
    Actor actor;
    std::string use_case;
    std::function<void(Tx&)> job;
    Done done;
    bool rehearsal = false;
  };
  struct Group;

  void push(WriteJob job);
  void run_reader();
  void run_writer();
  void write_group(Connection& connection);
  bool next_write(WriteJob& job, bool wait);
  void run_one(Connection& connection, WriteJob& job, Group& group);

  std::unique_ptr<Engine> engine_;
  std::mutex mutex_;
  std::condition_variable read_ready_;
  std::condition_variable write_ready_;
  std::deque<ReadJob> reads_;
  std::deque<WriteJob> writes_;
  bool stopping_ = false;
  std::atomic<std::int64_t> slow_writes_{0};
  std::function<void()> wake_;
  std::vector<std::thread> threads_;
};

}  // namespace twinrail
