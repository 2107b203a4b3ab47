#include <algorithm>

#include <sys/stat.h>

#include "platform/tenant/store_tenant.hpp"
#include "platform/tenant/tenant.hpp"

namespace twinrail {
namespace {

/// Where every place is taken, a company waits so long for one of the others to be left.
constexpr auto wait_longest = std::chrono::seconds(2);
constexpr auto look_every = std::chrono::milliseconds(20);

std::uint64_t number_of(const std::string& file) {
  struct stat found{};
  return ::stat(file.c_str(), &found) == 0 ? found.st_ino : 0;
}

}  // namespace

void Tenants::attend(Attendants attendants) {
  const std::lock_guard lock(mutex_);
  attendants_ = std::move(attendants);
}

std::shared_ptr<Tenant> Tenants::opened(const std::string& code, Visit visit) {
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(code);
  if (found == open_.end()) return nullptr;
  if (visit == Visit::use) found->second.used = Clock::now();
  return found->second.tenant;
}

std::vector<std::string> Tenants::open_codes() {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> codes;
  for (const auto& [code, one] : open_) codes.push_back(code);
  return codes;
}

/// Several companies are opened at the same time, each by one thread.
std::shared_ptr<Tenant> Tenants::open(const std::string& code, Visit visit) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !changing_.contains(code); });
  const auto used = visit == Visit::use ? Clock::now() : Clock::time_point();
  if (const auto found = open_.find(code); found != open_.end()) {
    found->second.used = std::max(found->second.used, used);
    return found->second.tenant;
  }
  changing_.insert(code);
  std::shared_ptr<Tenant> tenant;
  std::exception_ptr failed;
  bool placed = false;
  try {
    make_room(lock);
    placed = true;
    lock.unlock();
    tenant = made(code);
    if (attendants_.start) attendants_.start(*tenant);
  } catch (...) {
    failed = std::current_exception();
    tenant.reset();
  }
  if (!lock.owns_lock()) lock.lock();
  if (failed && placed) --places_taken_;
  if (!failed) {
    open_[code] = {tenant, used, number_of(file_of(code))};
    broken_.erase(code);
  }
  changing_.erase(code);
  changed_.notify_all();
  if (failed) std::rethrow_exception(failed);
  return tenant;
}

std::shared_ptr<Tenant> Tenants::made(const std::string& code) {
  const auto [entry, at] = entry_of(code);
  std::unique_ptr<Engine> engine = engine_of(code, at);
  try {
    prepare(code, at, *engine);
  } catch (const DbError& e) {
    if (e.key() == "tenant.broken") note_broken(code, e.detail());
    throw;
  }
  auto tenant = std::make_shared<Tenant>(code, Names{entry.name_zh, entry.name_en},
                                         std::move(engine), place_.readers, workers_);
  tenant->lanes().bound_storage(place_.storage_most);
  tenant->lanes().on_commit([key = key()](Tx& tx) { audit::seal(tx, key); });
  return tenant;
}

void Tenants::make_room(std::unique_lock<std::mutex>& lock) {
  const auto until = Clock::now() + wait_longest;
  while (places_taken_ >= open_most_) {
    if (close_one(lock, Clock::time_point::max())) continue;
    if (Clock::now() >= until) throw Error(Fault::unavailable, "tenant.too_many_open");
    changed_.wait_for(lock, look_every);
  }
  ++places_taken_;
}

/// Closes the one that nobody has used for longest, of those that nobody holds: only this object
/// gives references out, and under the lock. False when there is none.
bool Tenants::close_one(std::unique_lock<std::mutex>& lock, Clock::time_point not_used_since,
                        const std::function<bool(const std::string&)>& which) {
  auto oldest = open_.end();
  for (auto it = open_.begin(); it != open_.end(); ++it) {
    const Open& one = it->second;
    if (one.used > not_used_since || (oldest != open_.end() && one.used >= oldest->second.used))
      continue;
    if (which && !which(it->first)) continue;
    if (one.tenant.use_count() != 1 || !one.tenant->lanes().idle()) continue;
    if (!attendants_.may_end || attendants_.may_end(*one.tenant)) oldest = it;
  }
  if (oldest == open_.end()) return false;
  const std::string code = oldest->first;
  std::shared_ptr<Tenant> tenant = std::move(oldest->second.tenant);
  open_.erase(oldest);
  changing_.insert(code);
  lock.unlock();
  if (attendants_.end) attendants_.end(*tenant);
  tenant.reset();
  lock.lock();
  changing_.erase(code);
  --places_taken_;
  changed_.notify_all();
  return true;
}

void Tenants::close_idle(std::chrono::seconds idle) {
  std::unique_lock lock(mutex_);
  while (close_one(lock, Clock::now() - idle)) {
  }
}

}  // namespace twinrail
