#include "platform/db/workers.hpp"

#include <algorithm>

namespace twinrail {
namespace {

constexpr auto pause_after_failure = std::chrono::seconds(1);

}  // namespace

Workers::Workers(int most) : most_(static_cast<std::size_t>(std::max(most, 1))) {}

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  for (std::thread& t : threads_) t.join();
}

int Workers::threads() {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(threads_.size());
}

/// `mutex_` is held, here and in all that follows.
void Workers::line_up(Task& task, std::size_t free) {
  task.leave_clock();
  task.state_ = Task::State::in_line;
  line_.push_back(&task);
  if (line_.size() > resting_ + free && threads_.size() < most_ && added()) return;
  work_.notify_one();
}

/// False when the system gives no further thread: those that are there take the work. Where there
/// is none at all, the next who wakes a task tries again.
bool Workers::added() {
  try {
    threads_.emplace_back([this] { run(); });
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

void Workers::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    line_up_due();
    if (!line_.empty()) {
      Task& task = *line_.front();
      line_.pop_front();
      turn(lock, task);
    } else if (stopping_) {
      return;
    } else {
      rest(lock);
    }
  }
}

void Workers::line_up_due() {
  while (!clocks_.empty() && clocks_.begin()->first <= Clock::now())
    line_up(*clocks_.begin()->second, 1);
}

/// One thread alone looks at the clock, so that a due task does not wake them all.
void Workers::rest(std::unique_lock<std::mutex>& lock) {
  ++resting_;
  if (watched_ || clocks_.empty()) {
    work_.wait(lock);
  } else {
    watched_ = true;
    const auto until = clocks_.begin()->first;
    work_.wait_until(lock, until);
    watched_ = false;
  }
  --resting_;
}

void Workers::turn(std::unique_lock<std::mutex>& lock, Task& task) {
  task.state_ = Task::State::at_work;
  task.again_ = false;
  if (!watched_ && !clocks_.empty() && resting_ > 0) work_.notify_one();
  lock.unlock();
  auto next = Task::now;
  try {
    next = task.turn_();
  } catch (...) {  // the task has reported what failed
    next = Clock::now() + pause_after_failure;
  }
  lock.lock();
  task.state_ = Task::State::resting;
  if (task.ended_) return ended_.notify_all();
  if (task.again_) next = Task::now;
  if (next == Task::now) {
    // A task that had its turn lines up behind the others; this thread looks again at once.
    task.state_ = Task::State::in_line;
    line_.push_back(&task);
  } else if (next != Task::never) {
    task.due_ = next;
    clocks_.emplace(next, &task);
    // The thread that watches the clock sleeps until a later time: it has to look again.
    if (watched_ && clocks_.begin()->second == &task) work_.notify_all();
  }
}

Task::Task(Workers& workers, Turn turn) : workers_(workers), turn_(std::move(turn)) {}

Task::~Task() { end(); }

void Task::leave_clock() {
  if (due_ == never) return;
  workers_.clocks_.erase({due_, this});
  due_ = never;
}

void Task::wake() {
  const std::lock_guard lock(workers_.mutex_);
  if (ended_) return;
  if (state_ == State::at_work) again_ = true;
  if (state_ == State::resting) workers_.line_up(*this);
  if (state_ == State::in_line && workers_.threads_.empty()) (void)workers_.added();
}

bool Task::wake_resting() {
  const std::lock_guard lock(workers_.mutex_);
  if (ended_ || state_ != State::resting) return false;
  workers_.line_up(*this);
  return true;
}

void Task::end() {
  std::unique_lock lock(workers_.mutex_);
  ended_ = true;
  leave_clock();
  if (state_ == State::in_line) {
    std::erase(workers_.line_, this);
    state_ = State::resting;
  }
  workers_.ended_.wait(lock, [&] { return state_ != State::at_work; });
}

}  // namespace twinrail
