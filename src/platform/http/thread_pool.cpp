#include "platform/http/thread_pool.hpp"

#include <system_error>

#include "base/error.hpp"

namespace twinrail {

ThreadPool::ThreadPool(int threads, std::size_t waiting_max)
    : waiting_max_(waiting_max), most_(static_cast<std::size_t>(threads)) {
  const std::lock_guard lock(mutex_);
  add_thread();
  if (threads_.empty()) throw Error(Fault::unavailable, "server.no_thread");
}

ThreadPool::~ThreadPool() { stop(); }

void ThreadPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ready_.notify_all();
  for (std::thread& t : threads_)
    if (t.joinable()) t.join();
}

void ThreadPool::add_thread() {
  try {
    threads_.emplace_back([this] { work(); });
  } catch (const std::system_error&) {  // those that there are go on
  }
}

void ThreadPool::work() {
  for (;;) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      ++free_;
      ready_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
      --free_;
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

bool ThreadPool::run(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || jobs_.size() >= waiting_max_) return false;
    jobs_.push_back(std::move(job));
    if (jobs_.size() > free_ && threads_.size() < most_) add_thread();
  }
  ready_.notify_one();
  return true;
}

}  // namespace twinrail
