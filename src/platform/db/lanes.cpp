#include "platform/db/lanes.hpp"

#include <algorithm>
#include <chrono>

namespace twinrail {
namespace {

/// More waiting than this is answered "busy": memory stays bounded, and the client comes back.
constexpr std::size_t queue_max = 4096;
/// A group is closed after this many jobs or this long, whichever comes first.
constexpr std::size_t group_max = 512;
/// Changes that are made as one: enough for everybody who waits on a busy day, and still one short
/// job.
constexpr std::size_t joint_max = 128;
constexpr auto group_time = std::chrono::milliseconds(5);
/// Where a commit takes longer than that, a group may take as long as the commit before it: half of
/// the time is then spent on work, and nobody waits longer than this for neighbours.
constexpr auto group_time_max = std::chrono::milliseconds(40);
/// Questions that wait together are asked in one transaction, on one snapshot, for this long.
constexpr auto read_group_time = std::chrono::milliseconds(5);
/// A change that holds the writer longer keeps everybody waiting; it is counted.
constexpr auto slow_write = std::chrono::milliseconds(20);

/// On PostgreSQL the audit trail is sealed this long after a change at the latest.
constexpr auto seal_pause = std::chrono::seconds(1);

Error busy() { return {Fault::unavailable, "lanes.busy"}; }

/// The database said no to what was asked, and is well.
bool is_refusal(const std::exception_ptr& failed) {
  try {
    std::rethrow_exception(failed);
  } catch (const DbError& e) {
    using enum DbError::Kind;
    return e.kind() == unique || e.kind() == foreign_key || e.kind() == check ||
           e.kind() == not_null;
  } catch (...) {
    return false;
  }
}

/// Thrown at the end of a rehearsal: leaving its savepoint undoes what it did.
struct Rehearsed {};

}  // namespace

/// Jobs that are committed together, and what to tell their callers after the commit.
struct Lanes::Group {
  std::vector<std::pair<Done, std::exception_ptr>> answers;
  bool announced = false;
  bool broken = false;  ///< the connection or the transaction is lost
};

Lanes::Lanes(std::unique_ptr<Engine> engine, int readers)
    : Lanes(std::move(engine), readers, std::make_shared<Workers>(readers + 1)) {}

Lanes::Lanes(std::unique_ptr<Engine> engine, int readers, std::shared_ptr<Workers> workers)
    : engine_(std::move(engine)), workers_(std::move(workers)) {
  writer_ = std::make_unique<Task>(*workers_, [this] { return write_turn(); });
  for (int i = 0; i < readers; ++i)
    readers_.push_back(std::make_unique<Task>(*workers_, [this] { return read_turn(); }));
}

Lanes::~Lanes() { stop(); }

void Lanes::stop() {
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    drained_.wait(lock, [&] { return reads_.empty() && writes_.empty(); });
  }
  writer_->end();
  for (const auto& reader : readers_) reader->end();
  seal_last();
}

bool Lanes::idle() {
  const std::lock_guard lock(mutex_);
  return held_.use_count() == 1 && reads_.empty() && writes_.empty();
}

/// What was changed within the last second, on PostgreSQL. Where the database is away, whoever
/// opens it next seals.
void Lanes::seal_last() {
  if (!engine_->is_postgres() || !unsealed_ || !seal_) return;
  try {
    if (const std::unique_ptr<Connection> connection = begun()) {
      seal(*connection);
      connection->commit();
    }
  } catch (...) {
  }
  unsealed_ = false;
}

void Lanes::on_announced(std::function<void()> wake) {
  const std::lock_guard lock(wake_mutex_);
  wake_ = std::move(wake);
}

void Lanes::on_commit(std::function<void(Tx&)> seal) {
  {
    const std::lock_guard lock(mutex_);
    seal_ = std::move(seal);
  }
  if (engine_->is_postgres()) writer_->wake();  // seals what an earlier process left
}

void Lanes::async_read(std::function<void(Read&)> job, Done done) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || reads_.size() >= queue_max) throw busy();
    reads_.push_back({std::move(job), std::move(done), Clock::now()});
  }
  for (const auto& reader : readers_)
    if (reader->wake_resting()) return;
  readers_.front()->wake();  // all are busy, and one may have looked just before
}

void Lanes::push(WriteJob job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || writes_.size() >= queue_max) throw busy();
    writes_.push_back(std::move(job));
  }
  writer_->wake();
}

void Lanes::async_write(Actor actor, std::string use_case, std::function<void(Tx&)> job,
                        Done done) {
  async_write(std::move(actor), std::move(use_case), std::move(job), std::move(done), {});
}

void Lanes::async_write(Actor actor, std::string use_case, std::function<void(Tx&)> job, Done done,
                        Joint joint) {
  push({std::move(actor), std::move(use_case), std::move(job), std::move(done), false, joint});
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

bool Lanes::next_read(ReadJob& job, Clock::time_point asked_until) {
  const std::lock_guard lock(mutex_);
  if (reads_.empty() || reads_.front().asked_at > asked_until) return false;
  job = std::move(reads_.front());
  reads_.pop_front();
  return true;
}

void Lanes::read_group(std::unique_ptr<Connection>& connection, ReadJob& job) {
  // A question asked before the snapshot sees every change that its caller was told of.
  const auto began = Clock::now();
  const auto answer = [&](std::exception_ptr failed) noexcept {
    const Done done = std::move(job.done);
    job = {};
    done(failed);
  };
  try {
    connection = engine_->open_reader();
    connection->begin_read();
    do {
      Read read(*connection);
      job.job(read);
      answer(nullptr);
    } while (Clock::now() - began < read_group_time && next_read(job, began));
    connection->commit();
  } catch (...) {
    if (job.done) answer(std::current_exception());
    try {
      if (connection) connection->rollback();
    } catch (...) {
      connection.reset();  // lost; the next job opens another
    }
  }
}

Task::Clock::time_point Lanes::read_turn() {
  ReadJob job;
  if (!next_read(job, Clock::now())) return Task::never;
  std::unique_ptr<Connection> connection;
  read_group(connection, job);
  if (connection) engine_->give_back(std::move(connection), Use::reader);
  const std::lock_guard lock(mutex_);
  if (!reads_.empty()) return Task::now;
  drained_.notify_all();
  return Task::never;
}

bool Lanes::seal_due(Connection& connection) const {
  if (!connection.is_postgres()) return connection.to_seal();
  return Clock::now() - sealed_at_ >= seal_pause;
}

/// The next change, and those behind it that can be made together with it. Empty when none waits.
std::vector<Lanes::WriteJob> Lanes::next_writes() {
  std::vector<WriteJob> jobs;
  const std::lock_guard lock(mutex_);
  const auto joins = [&](const WriteJob& next) {
    const WriteJob& first = jobs.front();
    return first.joint.kind && next.joint.kind == first.joint.kind &&
           next.actor.account == first.actor.account && next.actor.name == first.actor.name;
  };
  while (!writes_.empty() && jobs.size() < joint_max && (jobs.empty() || joins(writes_.front()))) {
    jobs.push_back(std::move(writes_.front()));
    writes_.pop_front();
  }
  return jobs;
}

/// The database is away: whoever waits is told at once and comes back later.
void Lanes::refuse_writes(std::exception_ptr why) {
  std::deque<WriteJob> waiting;
  {
    const std::lock_guard lock(mutex_);
    waiting.swap(writes_);
  }
  for (WriteJob& job : waiting) job.done(why);
}

/// A connection in a transaction that has just begun; nothing when the database is away, which
/// whoever waits has been told.
std::unique_ptr<Connection> Lanes::begun() {
  try {
    std::unique_ptr<Connection> connection = engine_->open_writer();
    connection->bind_storage(&storage_);
    connection->begin_write();
    return connection;
  } catch (...) {
    refuse_writes(std::current_exception());
    return nullptr;
  }
}

Task::Clock::time_point Lanes::write_turn() {
  if (std::unique_ptr<Connection> connection = begun()) {
    try {
      write_group(*connection);
      engine_->give_back(std::move(connection), Use::writer);
    } catch (...) {  // everybody was told; the next group gets a new connection
    }
  }
  return next_write_turn();
}

/// On PostgreSQL it comes back by itself while there is something to seal.
Task::Clock::time_point Lanes::next_write_turn() {
  const std::lock_guard lock(mutex_);
  if (!writes_.empty()) return Task::now;
  drained_.notify_all();
  const bool to_seal = engine_->is_postgres() && unsealed_ && seal_;
  return to_seal ? Clock::now() + seal_pause : Task::never;
}

void Lanes::run_one(Connection& connection, WriteJob& job, Group& group, bool only) {
  std::exception_ptr failed;
  const auto began = Clock::now();
  try {
    connection.begin_job(job.actor, job.use_case);
    Tx tx(connection, std::move(job.actor), std::move(job.use_case));
    job.job(tx);
    if (job.rehearsal) {
      connection.check_job();
      throw Rehearsed{};
    }
    if (only)
      connection.keep_only_job();
    else
      connection.keep_job();
    group.announced = group.announced || tx.announced();
  } catch (...) {
    failed = std::current_exception();
    try {
      connection.undo_job();
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

/// All in one savepoint; each alone when that fails.
void Lanes::run_joined(Connection& connection, std::vector<WriteJob>& jobs, Group& group) {
  const WriteJob& first = jobs.front();
  std::vector<void*> items;
  for (const WriteJob& job : jobs) items.push_back(job.joint.item);
  bool made = false;
  const auto began = Clock::now();
  try {
    connection.begin_job(first.actor, first.use_case);
    Tx tx(connection, first.actor, first.use_case);
    first.joint.run(tx, items);
    connection.keep_job();
    group.announced = group.announced || tx.announced();
    made = true;
  } catch (...) {  // the one at fault is told when each is made alone
    try {
      connection.undo_job();
    } catch (...) {
      group.broken = true;
    }
  }
  if (Clock::now() - began > slow_write) ++slow_writes_;
  for (WriteJob& job : jobs) {
    if (made || group.broken)
      group.answers.emplace_back(std::move(job.done), nullptr);
    else
      run_one(connection, job, group, false);
  }
}

void Lanes::seal(Connection& connection) {
  std::function<void(Tx&)> hook;
  {
    const std::lock_guard lock(mutex_);
    hook = seal_;
  }
  if (!hook) return;
  const Actor actor{.name = "audit"};
  connection.begin_job(actor, "seal");
  Tx tx(connection, actor, "seal");
  hook(tx);
  connection.keep_job();
  sealed_at_ = Clock::now();
}

bool Lanes::nobody_waits() {
  const std::lock_guard lock(mutex_);
  return writes_.empty();
}

void Lanes::fill_group(Connection& connection, Group& group) {
  const auto began = Clock::now();
  const auto enough = began + std::clamp<Clock::duration>(commit_took_, group_time, group_time_max);
  while (!group.broken && group.answers.size() < group_max && Clock::now() < enough) {
    std::vector<WriteJob> jobs = next_writes();
    if (jobs.empty()) break;
    const bool only = jobs.size() == 1 && group.answers.empty() && nobody_waits();
    if (jobs.size() == 1)
      run_one(connection, jobs.front(), group, only);
    else
      run_joined(connection, jobs, group);
    if (only) break;
  }
  if (group.broken) throw DbError(DbError::Kind::unavailable, "the transaction is lost");
  const bool sealing = seal_due(connection);
  if (sealing) seal(connection);
  const auto committing = Clock::now();
  connection.commit();
  commit_took_ = Clock::now() - committing;
  const std::lock_guard lock(mutex_);
  unsealed_ = !sealing;
}

void Lanes::write_group(Connection& connection) {
  Group group;
  std::exception_ptr failed;
  try {
    fill_group(connection, group);
  } catch (...) {
    failed = std::current_exception();
  }
  // Callers are waiting, so they are answered first; subscribers to events can wait.
  for (auto& [done, own] : group.answers) done(own ? own : failed);
  if (!failed && group.announced) {
    const std::lock_guard lock(wake_mutex_);
    if (wake_) wake_();
  }
  if (!failed) return;
  connection.rollback();
  if (!is_refusal(failed)) std::rethrow_exception(failed);
}

}  // namespace twinrail
