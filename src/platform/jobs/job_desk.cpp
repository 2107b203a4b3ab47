#include "platform/jobs/job_desk.hpp"

#include <algorithm>
#include <random>

#include <unistd.h>

#include "platform/clock.hpp"

namespace twinrail {
namespace {

constexpr auto round_every = std::chrono::seconds(1);
/// Companies that are taken from the directory in one look.
constexpr std::int64_t due_most = 16;
/// What is open is due after this, in case its process is killed; renewed well before.
constexpr std::int64_t open_seconds = 120;
constexpr std::int64_t renew_seconds = 30;
/// A company that cannot be opened is tried again after this.
constexpr std::int64_t closed_seconds = 600;

/// The process, and a number for where process ids repeat: containers.
std::string this_node() {
  return std::to_string(::getpid()) + "-" + std::to_string(std::random_device{}());
}

}  // namespace

JobDesk::JobDesk(Tenants& tenants, JobDeskHooks hooks, Options options)
    : tenants_(tenants),
      hooks_(std::move(hooks)),
      options_(options),
      runner_(this_node(), {.now = hooks_.now, .stopping = [this] { return stopping_.load(); }},
              options.times),
      working_(options.threads),
      round_(round_worker_, [this] { return take_round(); }) {
  for (int i = 0; i < options_.threads; ++i)
    work_.push_back(std::make_unique<Task>(working_, [this] { return work(); }));
}

JobDesk::~JobDesk() { stop(); }

void JobDesk::start() { round_.wake(); }

void JobDesk::stop() {
  stopping_ = true;
  round_.end();
  for (const auto& task : work_) task->end();
}

bool JobDesk::at_rest(const std::string& tenant) {
  const std::lock_guard lock(mutex_);
  const auto found = looked_.find(tenant);
  return found != looked_.end() && found->second.once && !found->second.busy;
}

std::optional<Instant> JobDesk::retry(const std::string& tenant) {
  const std::lock_guard lock(mutex_);
  const auto found = looked_.find(tenant);
  return found == looked_.end() ? std::nullopt : found->second.retry;
}

Instant JobDesk::done_until() {
  Instant done = hooks_.now();
  const std::vector<std::string> open = tenants_.open_codes();
  const std::lock_guard lock(mutex_);
  for (const std::string& code : open) {
    const auto found = looked_.find(code);
    done = std::min(done, found == looked_.end() ? Instant{} : found->second.began);
  }
  return done;
}

void JobDesk::wake(const std::string& tenant) {
  const std::lock_guard lock(mutex_);
  looked_[tenant].woken = true;
  line_up(tenant);
}

void JobDesk::closed(const std::string& tenant) {
  const std::lock_guard lock(mutex_);
  const auto found = looked_.find(tenant);
  if (found != looked_.end() && !found->second.busy) looked_.erase(found);
}

Task::Clock::time_point JobDesk::take_round() {
  const auto again = Task::Clock::now() + round_every;
  try {
    tenants_.close_removed();
    line_up_due();
    renew_due();
  } catch (const std::exception& e) {  // the directory is away
    hooks_.failed("", "", e.what());
  }
  tenants_.close_idle(options_.idle);
  return again;
}

void JobDesk::line_up_due() {
  const Instant now = hooks_.now();
  for (const std::string& code : tenants_.open_codes()) {
    const std::lock_guard lock(mutex_);
    // A clock that is set may stand, or have leapt over the time of the next look.
    const Looked& known = looked_[code];
    if (known.look <= now || (clock_is_set() && known.began < now)) line_up(code);
  }
  {
    const std::lock_guard lock(mutex_);
    if (line_.size() >= static_cast<std::size_t>(due_most)) return;
  }
  const std::vector<std::string> due = tenants_.due(now, due_most);
  const std::lock_guard lock(mutex_);
  for (const std::string& code : due)
    if (!looked_.contains(code)) line_up(code);
}

/// `mutex_` is held.
void JobDesk::line_up(const std::string& tenant) {
  Looked& looked = looked_[tenant];
  if (looked.busy) return;
  looked.busy = true;
  looked.woken = false;
  line_.push_back(tenant);
  for (const auto& task : work_)
    if (task->wake_resting()) return;
  work_.front()->wake();
}

/// Another process need not look at what is open here, and does when this one is killed.
void JobDesk::renew_due() {
  const Instant now = hooks_.now();
  if (now < renewed_.plus_seconds(renew_seconds)) return;
  renewed_ = now;
  std::map<std::string, Instant> due;
  for (const std::string& code : tenants_.open_codes()) due[code] = now.plus_seconds(open_seconds);
  tenants_.set_due(due);
}

std::optional<std::string> JobDesk::next_in_line() {
  const std::lock_guard lock(mutex_);
  if (line_.empty()) return std::nullopt;
  std::string code = std::move(line_.front());
  line_.pop_front();
  return code;
}

Task::Clock::time_point JobDesk::work() {
  const auto code = next_in_line();
  if (!code || stopping_) return Task::never;
  std::optional<JobRunner::Next> next;
  const Instant began = hooks_.now();
  try {
    next = run_jobs_of(*code);
  } catch (const std::exception& e) {
    ++failures_;
    hooks_.failed(*code, "", e.what());
  } catch (...) {
    ++failures_;
    hooks_.failed(*code, "", "unknown exception");
  }
  finish(*code, began, next);
  return Task::now;
}

JobRunner::Next JobDesk::run_jobs_of(const std::string& code) {
  const auto tenant = tenants_.open(code, Visit::job);
  const Date today = hooks_.today(code, hooks_.now());
  const auto failed = [&](const std::string& job, const std::string& why) {
    ++failures_;
    hooks_.failed(code, job, why);
  };
  return runner_.run_due(tenant->lanes(), hooks_.jobs(code), today, failed);
}

/// A company that could not be asked is left alone for a while.
void JobDesk::finish(const std::string& tenant, Instant began,
                     const std::optional<JobRunner::Next>& next) {
  const Instant later = hooks_.now().plus_seconds(closed_seconds);
  const bool is_open = tenants_.opened(tenant, Visit::job) != nullptr;
  if (!next && !is_open) {
    try {
      tenants_.set_due({{tenant, later}});
    } catch (const Error&) {  // the directory is away as well
    }
  }
  const std::lock_guard lock(mutex_);
  if (!is_open) {
    looked_.erase(tenant);
    return;
  }
  Looked& looked = looked_[tenant];
  looked.busy = false;
  looked.once = true;
  looked.began = began;
  looked.look = next ? next->look : later;
  looked.retry = next ? next->retry : later;
  if (looked.woken) looked.look = *(looked.retry = hooks_.now());
}

}  // namespace twinrail
