#include "platform/db/connection_pool.hpp"

#include <algorithm>

namespace twinrail {
namespace {

constexpr std::size_t waiting_most = 1000;

Error none() { return {Fault::unavailable, "db.no_connection"}; }

}  // namespace

ConnectionPool::ConnectionPool(int most, std::chrono::milliseconds wait_longest)
    : most_(std::max(most, 1)), wait_longest_(wait_longest) {}

/// `mutex_` is held.
bool ConnectionPool::may_take() const { return !spare_.empty() || open_ + promised_ < most_; }

void ConnectionPool::wait_for_turn(std::unique_lock<std::mutex>& lock) {
  if (line_.empty() && may_take()) return;
  if (line_.size() >= waiting_most) throw none();
  const std::uint64_t mine = next_ticket_++;
  line_.push_back(mine);
  const bool served =
      changed_.wait_for(lock, wait_longest_, [&] { return line_.front() == mine && may_take(); });
  std::erase(line_, mine);
  changed_.notify_all();  // the next in line may be served as well
  if (!served) throw none();
}

/// A connection is closed without the lock: the server is told, and is waited for.
ConnectionPool::Room ConnectionPool::make_room(std::unique_lock<std::mutex>& lock) {
  if (open_ + promised_ >= most_) {
    std::unique_ptr<Connection> oldest = std::move(spare_.front().connection);
    spare_.erase(spare_.begin());
    ++promised_;
    lock.unlock();
    oldest.reset();
    lock.lock();
    --promised_;
  }
  ++open_;
  peak_ = std::max(peak_, open_);
  return {this, [weak = weak_from_this()](void*) {
            if (const auto pool = weak.lock()) pool->left();
          }};
}

ConnectionPool::Taken ConnectionPool::take(const std::string& name) {
  std::unique_lock lock(mutex_);
  wait_for_turn(lock);
  const auto found = std::ranges::find(spare_, name, &Spare::name);
  if (found == spare_.end()) return {nullptr, make_room(lock)};
  Taken taken{std::move(found->connection), {}};
  spare_.erase(found);
  return taken;
}

ConnectionPool::Room ConnectionPool::room() {
  std::unique_lock lock(mutex_);
  wait_for_turn(lock);
  return make_room(lock);
}

void ConnectionPool::left() {
  {
    const std::lock_guard lock(mutex_);
    --open_;
  }
  changed_.notify_all();
}

void ConnectionPool::give_back(const std::string& name, std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    spare_.push_back({name, std::move(connection)});
    if (line_.empty()) return;
  }
  changed_.notify_all();
}

void ConnectionPool::forget(const std::string& name) {
  std::vector<Spare> forgotten;  // closed after the lock is left
  const std::lock_guard lock(mutex_);
  for (Spare& s : spare_)
    if (s.name == name) forgotten.push_back(std::move(s));
  std::erase_if(spare_, [](const Spare& s) { return !s.connection; });
}

int ConnectionPool::open() {
  const std::lock_guard lock(mutex_);
  return open_;
}

int ConnectionPool::peak() {
  const std::lock_guard lock(mutex_);
  return peak_;
}

std::size_t ConnectionPool::waiting() {
  const std::lock_guard lock(mutex_);
  return line_.size();
}

}  // namespace twinrail
