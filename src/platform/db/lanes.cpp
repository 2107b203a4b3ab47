#include "platform/db/lanes.hpp"

#include <chrono>

namespace twinrail {
namespace {

using Clock = std::chrono::steady_clock;

/// More waiting than this is answered "busy": memory stays bounded, and the client comes back.
constexpr std::size_t queue_max = 4096;
/// A group is closed after this many jobs or this long, whichever comes first.
constexpr std::size_t group_max = 512;
constexpr auto group_time = std::chrono::milliseconds(5);
/// A change that holds the writer longer keeps everybody waiting; it is counted.
constexpr auto slow_write = std::chrono::milliseconds(20);

Error busy() { return {Fault::unavailable, "lanes.busy"}; }

/// The effects of a rehearsal are undone by leaving its savepoint with this.
struct Rehearsed {};

}  // namespace

/// Jobs that are committed together, and what to tell their callers after the commit.
struct Lanes::Group {
  std::vector<std::pair<Done, std::exception_ptr>> answers;
  bool announced = false;
  bool broken = false;  ///< the connection or the transaction is lost
};

Lanes::Lanes(std::unique_ptr<Engine> engine, int readers) : engine_(std::move(engine)) {
  threads_.emplace_back([this] { run_writer(); });
  for (int i = 0; i < readers; ++i) threads_.emplace_back([this] { run_reader(); });
}

Lanes::~Lanes() { stop(); }

void Lanes::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  read_ready_.notify_all();
  write_ready_.notify_all();
  for (std::thread& t : threads_)
    if (t.joinable()) t.join();
}

void Lanes::on_announced(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
}

void Lanes::async_read(std::function<void(Read&)> job, Done done) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || reads_.size() >= queue_max) throw busy();
    reads_.push_back({std::move(job), std::move(done)});
  }
  read_ready_.notify_one();
}

void Lanes::push(WriteJob job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || writes_.size() >= queue_max) throw busy();
    writes_.push_back(std::move(job));
  }
  write_ready_.notify_one();
}

void Lanes::async_write(Actor actor, std::string use_case, std::function<void(Tx&)> job, Done done) {
  push({std::move(actor), std::move(use_case), std::move(job), std::move(done), false});
}

namespace {

/// Waits for a `Done` and throws what it brought.
struct Waiter {
  std::promise<void> promise;
  Lanes::Done done() {
    return [this](std::exception_ptr failed) {
      failed ? promise.set_exception(failed) : promise.set_value();
    };
  }
  void wait() { promise.get_future().get(); }
};

}  // namespace

void Lanes::read(const std::function<void(Read&)>& job) {
  Waiter waiter;
  async_read(job, waiter.done());
  waiter.wait();
}

void Lanes::write(Actor actor, std::string use_case, const std::function<void(Tx&)>& job) {
  Waiter waiter;
  async_write(std::move(actor), std::move(use_case), job, waiter.done());
  waiter.wait();
}

void Lanes::rehearse(Actor actor, std::string use_case, const std::function<void(Tx&)>& job) {
  Waiter waiter;
  push({std::move(actor), std::move(use_case), job, waiter.done(), true});
  waiter.wait();
}

void Lanes::run_reader() {
  std::unique_ptr<Connection> connection;
  for (;;) {
    ReadJob job;
    {
      std::unique_lock lock(mutex_);
      read_ready_.wait(lock, [&] { return stopping_ || !reads_.empty(); });
      if (reads_.empty()) return;
      job = std::move(reads_.front());
      reads_.pop_front();
    }
    std::exception_ptr failed;
    try {
      if (!connection) connection = engine_->open_reader();
      engine_->begin_read(*connection);
      Read read(*connection);
      job.job(read);
      connection->script("COMMIT");
    } catch (...) {
      failed = std::current_exception();
      try {
        if (connection) connection->script("ROLLBACK");
      } catch (...) {
        connection.reset();  // lost; the next job opens another
      }
    }
    job.done(failed);
  }
}

bool Lanes::next_write(WriteJob& job, bool wait) {
  std::unique_lock lock(mutex_);
  if (wait) write_ready_.wait(lock, [&] { return stopping_ || !writes_.empty(); });
  if (writes_.empty()) return false;
  job = std::move(writes_.front());
  writes_.pop_front();
  return true;
}

void Lanes::run_writer() {
  std::unique_ptr<Connection> connection;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      write_ready_.wait(lock, [&] { return stopping_ || !writes_.empty(); });
      if (writes_.empty()) return;
    }
    try {
      if (!connection) connection = engine_->open_writer();
      write_group(*connection);
    } catch (...) {
      connection.reset();
      WriteJob job;
      if (next_write(job, false)) job.done(std::current_exception());
    }
  }
}

void Lanes::run_one(Connection& connection, WriteJob& job, Group& group) {
  std::exception_ptr failed;
  const auto began = Clock::now();
  try {
    connection.script("SAVEPOINT job");
    Tx tx(connection, job.actor, job.use_case);
    job.job(tx);
    if (job.rehearsal) throw Rehearsed{};
    connection.script("RELEASE SAVEPOINT job");
    group.announced = group.announced || tx.announced();
  } catch (...) {
    failed = std::current_exception();
    try {
      connection.script("ROLLBACK TO SAVEPOINT job");
      connection.script("RELEASE SAVEPOINT job");
    } catch (...) {
      group.broken = true;
    }
  }
  if (Clock::now() - began > slow_write) ++slow_writes_;
  if (job.rehearsal && failed) {
    try {
      std::rethrow_exception(failed);
    } catch (const Rehearsed&) {
      failed = nullptr;
    } catch (...) {  // the rehearsal itself went wrong: the caller is told
    }
  }
  group.answers.emplace_back(std::move(job.done), failed);
}

void Lanes::write_group(Connection& connection) {
  Group group;
  engine_->begin_write(connection);
  const auto began = Clock::now();
  WriteJob job;
  while (!group.broken && group.answers.size() < group_max && Clock::now() - began < group_time &&
         next_write(job, false))
    run_one(connection, job, group);
  std::exception_ptr failed;
  try {
    connection.script("COMMIT");
  } catch (...) {
    failed = std::current_exception();
  }
  if (!failed && group.announced) {
    std::function<void()> wake;
    {
      const std::lock_guard lock(mutex_);
      wake = wake_;
    }
    if (wake) wake();
  }
  for (auto& [done, own] : group.answers) done(own ? own : failed);
  if (failed) std::rethrow_exception(failed);
}

}  // namespace twinrail
