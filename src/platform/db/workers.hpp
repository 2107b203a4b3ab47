#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <set>
#include <thread>
#include <utility>
#include <vector>

namespace twinrail {

class Task;

/// A few threads that all companies share. A thread is made when work waits and none is free, up to
/// `most`; so a company that nobody uses costs none.
class Workers {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Workers(int most);
  /// The tasks must have ended before.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  [[nodiscard]] int threads();

 private:
  friend class Task;
  /// `free`: threads that will take work although they are not resting now.
  void line_up(Task& task, std::size_t free = 0);
  [[nodiscard]] bool added();
  void run();
  void line_up_due();
  void rest(std::unique_lock<std::mutex>& lock);
  void turn(std::unique_lock<std::mutex>& lock, Task& task);

  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable ended_;
  std::deque<Task*> line_;
  std::set<std::pair<Clock::time_point, Task*>> clocks_;
  std::size_t resting_ = 0;
  bool watched_ = false;  ///< one of those that rest looks at the clock
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

/// Recurring work. Its turns never overlap, and each says when the next one is due: `now`
/// stands at the end of the line, behind the tasks of others, `never` waits for a wake.
class Task {
 public:
  using Clock = Workers::Clock;
  using Turn = std::function<Clock::time_point()>;
  static constexpr Clock::time_point now = Clock::time_point::min();
  static constexpr Clock::time_point never = Clock::time_point::max();

  /// A turn that throws is tried again after a second.
  Task(Workers& workers, Turn turn);
  ~Task();
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;

  /// There is something to do. A turn that is under way is followed by another.
  void wake();
  /// Wakes it unless it is at work or in line; false then.
  bool wake_resting();
  /// Waits for the turn under way; there is none after it. Not to be called from a turn.
  void end();

 private:
  friend class Workers;
  enum class State : std::uint8_t { resting, in_line, at_work };
  void leave_clock();

  Workers& workers_;
  const Turn turn_;
  State state_ = State::resting;
  bool again_ = false;
  bool ended_ = false;
  Clock::time_point due_ = never;
};

}  // namespace twinrail
