#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "platform/db/db.hpp"
#include "platform/db/engine.hpp"
#include "platform/db/workers.hpp"

namespace twinrail {

/// The two ways into a tenant's database. Changes run one after the other and are committed in
/// groups: each job in its own savepoint, so that one failing job never fails its neighbours, and
/// nobody is answered before the commit. Questions run beside them, a few at a time. Both run on
/// workers that other tenants may share, and hold a connection only while there is work.
class Lanes {
 public:
  using Done = std::function<void(std::exception_ptr)>;

  /// At most `readers` questions at a time.
  Lanes(std::unique_ptr<Engine> engine, int readers, std::shared_ptr<Workers> workers);
  /// With workers of its own.
  Lanes(std::unique_ptr<Engine> engine, int readers);
  ~Lanes();
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;

  /// How a change can be made together with others that wait at the same moment: those of one kind
  /// and account are given to `run` as one, in the order they came. When that fails, each is made
  /// alone, so nobody is refused for what a neighbour asked.
  struct Joint {
    const void* kind = nullptr;  ///< nothing: always alone
    void* item = nullptr;        ///< what `run` is given of this change; lives as long as its job
    void (*run)(Tx&, std::span<void* const> items) = nullptr;
  };

  /// `done` is called on a worker's thread: of a change after its commit, of a question as soon as
  /// it is answered. Throws Error "lanes.busy" (unavailable) when too many wait already.
  void async_read(std::function<void(Read&)> job, Done done);
  void async_write(Actor actor, std::string use_case, std::function<void(Tx&)> job, Done done);
  void async_write(Actor actor, std::string use_case, std::function<void(Tx&)> job, Done done,
                   Joint joint);

  /// The same, waiting for the end. Not to be called from a worker's thread.
  void read(const std::function<void(Read&)>& job);
  void write(Actor actor, std::string use_case, const std::function<void(Tx&)>& job);
  /// A change whose effects are undone although it went well: for a dry run.
  void rehearse(Actor actor, std::string use_case, const std::function<void(Tx&)>& job);

  /// How many bytes the tenant's data may take; 0 = no bound. Said before there is work.
  void bound_storage(std::int64_t most) { storage_.set(most); }
  [[nodiscard]] bool storage_full() const { return storage_.full(); }

  /// Called after a commit in which something was announced. Once this returns, what was given
  /// before is not called any more.
  void on_announced(std::function<void()> wake);
  /// Seals the audit trail: called before the commit of a group that wrote into it, or, where the
  /// engine cannot say (PostgreSQL), within a second of a change.
  void on_commit(std::function<void(Tx&)> seal);
  /// Finishes what waits, and seals. Later jobs are refused.
  void stop();

  /// Work that goes on after a request is answered keeps this, so that its tenant stays open.
  [[nodiscard]] std::shared_ptr<const void> hold() const { return held_; }
  /// Nobody holds them and nothing waits.
  [[nodiscard]] bool idle();

  [[nodiscard]] bool is_postgres() const { return engine_->is_postgres(); }
  [[nodiscard]] Engine& engine() { return *engine_; }
  /// Changes that held the writer longer than `slow_write`.
  [[nodiscard]] std::int64_t slow_writes() const { return slow_writes_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct ReadJob {
    std::function<void(Read&)> job;
    Done done;
    Clock::time_point asked_at{};
  };
  struct WriteJob {
    Actor actor;
    std::string use_case;
    std::function<void(Tx&)> job;
    Done done;
    bool rehearsal = false;
    Joint joint{};
  };
  struct Group;

  void push(WriteJob job);
  Task::Clock::time_point read_turn();
  /// The job, and those that waited beside it when its transaction began.
  void read_group(std::unique_ptr<Connection>& connection, ReadJob& job);
  /// False when none waits that was asked by that moment.
  bool next_read(ReadJob& job, Clock::time_point asked_until);
  Task::Clock::time_point write_turn();
  [[nodiscard]] std::unique_ptr<Connection> begun();
  [[nodiscard]] Task::Clock::time_point next_write_turn();
  [[nodiscard]] bool seal_due(Connection& connection) const;
  [[nodiscard]] std::vector<WriteJob> next_writes();
  void refuse_writes(std::exception_ptr why);
  void write_group(Connection& connection);
  void fill_group(Connection& connection, Group& group);
  /// `only`: nothing else is made in its transaction.
  void run_one(Connection& connection, WriteJob& job, Group& group, bool only);
  [[nodiscard]] bool nobody_waits();
  void run_joined(Connection& connection, std::vector<WriteJob>& jobs, Group& group);
  void seal(Connection& connection);
  void seal_last();

  std::unique_ptr<Engine> engine_;
  std::mutex mutex_;
  std::condition_variable drained_;
  std::deque<ReadJob> reads_;
  std::deque<WriteJob> writes_;
  bool stopping_ = false;
  bool unsealed_ = true;  ///< PostgreSQL: something was changed since the last sealing
  Clock::time_point sealed_at_{};
  Clock::duration commit_took_{};
  std::atomic<std::int64_t> slow_writes_{0};
  StorageBound storage_;
  std::mutex wake_mutex_;
  std::function<void()> wake_;
  std::function<void(Tx&)> seal_;
  const std::shared_ptr<const void> held_ = std::make_shared<char>();
  const std::shared_ptr<Workers> workers_;
  std::unique_ptr<Task> writer_;
  std::vector<std::unique_ptr<Task>> readers_;
};

}  // namespace twinrail
