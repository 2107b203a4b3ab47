#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace twinrail {

/// A few threads and a short line before them, for one kind of work that may wait. Kinds that may
/// hold each other up have a pool each. The first thread is there from the start, a further one is
/// made when a job comes and none is free.
class ThreadPool {
 public:
  /// At most `waiting_max` jobs stand in line. Throws Error "server.no_thread" when the system
  /// gives no thread at all; with fewer than asked for it goes on.
  ThreadPool(int threads, std::size_t waiting_max);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  /// False when too many wait already.
  [[nodiscard]] bool run(std::function<void()> job);
  /// Finishes what waits.
  void stop();

 private:
  void work();
  /// Called with the lock held.
  void add_thread();

  const std::size_t waiting_max_;
  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;
  std::size_t free_ = 0;  ///< threads that wait for a job
  std::vector<std::thread> threads_;
};

}  // namespace twinrail
