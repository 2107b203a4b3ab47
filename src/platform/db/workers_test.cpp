#include "platform/db/workers.hpp"

#include <atomic>
#include <future>
#include <memory>
#include <stdexcept>

#include <doctest/doctest.h>

namespace twinrail {
namespace {

TEST_CASE("turns of a task never overlap, and none is lost") {
  Workers workers(8);
  std::atomic<int> inside{0}, asked{0}, done{0};
  std::atomic<bool> overlapped{false};
  Task task(workers, [&] {
    if (++inside > 1) overlapped = true;
    done = asked.load();
    --inside;
    return Task::never;
  });
  for (int i = 0; i < 10'000; ++i) {
    ++asked;
    task.wake();
  }
  while (done < 10'000) std::this_thread::yield();
  CHECK_FALSE(overlapped);
}

TEST_CASE("many tasks share few threads, and one with much to do lets the others in") {
  Workers workers(2);
  std::atomic<bool> enough{false};
  const auto greedy_turn = [&] { return enough ? Task::never : Task::now; };
  Task first(workers, greedy_turn), second(workers, greedy_turn);
  first.wake();
  second.wake();
  std::atomic<int> served{0};
  std::vector<std::unique_ptr<Task>> others;
  for (int i = 0; i < 100; ++i) {
    others.push_back(std::make_unique<Task>(workers, [&] { return ++served, Task::never; }));
    others.back()->wake();
  }
  while (served < 100) std::this_thread::yield();
  CHECK(workers.threads() == 2);
  enough = true;
}

TEST_CASE("a task comes back at its time without a wake, and sooner with one") {
  Workers workers(2);
  std::atomic<int> turns{0};
  Task soon(workers, [&] {
    return ++turns < 3 ? Task::Clock::now() + std::chrono::milliseconds(5) : Task::never;
  });
  soon.wake();
  while (turns < 3) std::this_thread::yield();
  std::atomic<int> late{0};
  Task later(workers, [&] { return ++late, Task::Clock::now() + std::chrono::hours(1); });
  later.wake();
  while (late < 1) std::this_thread::yield();
  later.wake();
  while (late < 2) std::this_thread::yield();
}

TEST_CASE("a time that is nearer than the one somebody waits for is kept") {
  Workers workers(4);
  std::atomic<int> busy{0};
  std::vector<std::unique_ptr<Task>> late;
  for (int i = 0; i < 4; ++i) {  // all threads are there, and one of them waits for an hour
    late.push_back(std::make_unique<Task>(workers, [&] {
      for (++busy; busy < 4;) std::this_thread::yield();
      return Task::Clock::now() + std::chrono::hours(1);
    }));
    late.back()->wake();
  }
  while (busy < 4) std::this_thread::yield();
  for (int i = 0; i < 50; ++i) {
    std::atomic<int> turns{0};
    Task soon(workers, [&] {
      return ++turns < 2 ? Task::Clock::now() + std::chrono::milliseconds(2) : Task::never;
    });
    soon.wake();
    while (turns < 2) std::this_thread::yield();
  }
}

TEST_CASE("a task that has ended has no turn any more, and a turn that throws stops nobody else") {
  Workers workers(2);
  std::promise<void> begun, go;
  std::atomic<int> turns{0};
  Task task(workers, [&] {
    if (++turns == 1) begun.set_value();
    go.get_future().wait();
    return Task::now;
  });
  Task broken(workers, []() -> Task::Clock::time_point { throw std::out_of_range("test"); });
  task.wake();
  broken.wake();
  begun.get_future().wait();
  auto ended = std::async(std::launch::async, [&] { task.end(); });
  CHECK(ended.wait_for(std::chrono::milliseconds(20)) == std::future_status::timeout);
  go.set_value();
  ended.get();
  task.wake();
  CHECK_FALSE(task.wake_resting());
  std::promise<void> answered;
  Task other(workers, [&] { return answered.set_value(), Task::never; });
  other.wake();
  answered.get_future().wait();
  CHECK(turns == 1);
}

}  // namespace
}  // namespace twinrail
