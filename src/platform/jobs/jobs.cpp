#include "platform/jobs/jobs.hpp"

#include <algorithm>
#include <thread>

namespace twinrail {
namespace {

using Clock = std::chrono::steady_clock;
using jobs::store::JobRow;
using jobs::store::Lease;

/// The longest pause after a part.
constexpr auto rest_longest = std::chrono::milliseconds(1000);

std::optional<Instant> earlier(std::optional<Instant> one, std::optional<Instant> other) {
  if (!one || !other) return one ? one : other;
  return std::min(*one, *other);
}

Actor actor_of(const std::string& job) { return {.name = "job:" + job}; }

Instant plus(Instant from, std::chrono::milliseconds pause) {
  return Instant::from_micros(from.micros() + std::chrono::microseconds(pause).count());
}

std::int64_t micros_since(Clock::time_point began) {
  return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began).count();
}

}  // namespace

JobParts::JobParts(Lanes& lanes, Lease lease, Instant now, Date today,
                   std::function<void(Lease&)> prolong)
    : lanes_(lanes),
      lease_(std::move(lease)),
      now_(now),
      today_(today),
      prolong_(std::move(prolong)) {}

void JobParts::part(const std::function<void(Tx&)>& change) {
  prolong_(lease_);
  const auto began = Clock::now();
  lanes_.write(actor_of(lease_.name), lease_.name, [&](Tx& tx) {
    if (!jobs::store::renew(tx, lease_)) throw Over{};
    change(tx);
  });
  std::this_thread::sleep_for(std::min<Clock::duration>(Clock::now() - began, rest_longest));
}

JobRunner::JobRunner(std::string node, JobRunnerHooks hooks, JobTimes times)
    : node_(std::move(node)), hooks_(std::move(hooks)), times_(times) {}

Instant JobRunner::later(std::chrono::milliseconds pause) const {
  return plus(hooks_.now(), pause);
}

JobRunner::Next JobRunner::run_due(Lanes& lanes, const std::vector<Job>& jobs, Date today,
                                   const JobFailed& failed) {
  std::vector<JobRow> rows;
  lanes.read([&](Read& db) { rows = jobs::store::list(db); });
  for (const Job& job : jobs) {
    const Instant now = hooks_.now();
    const auto row = std::ranges::find(rows, job.name, &JobRow::name);
    const bool due = row == rows.end() || row->due_at <= now || row->day != today;
    const bool held = row != rows.end() && row->held_until > now;
    if (due && !held && !hooks_.stopping()) run_one(lanes, job, today, failed);
  }
  return next_of(lanes, jobs);
}

void JobRunner::run_one(Lanes& lanes, const Job& job, Date today, const JobFailed& failed) {
  const Instant now = hooks_.now();
  const Lease lease{job.name, node_,
                    plus(now, std::max<std::chrono::milliseconds>(times_.lease, job.hold))};
  bool ours = false;
  lanes.write(actor_of(job.name), "claim",
              [&](Tx& tx) { ours = jobs::store::claim(tx, lease, now, today); });
  if (!ours) return;
  const auto broken = [&](const std::string& why) {
    failed(job.name, why);
    note_failure(lanes, lease, why);
  };
  try {
    work(lanes, job, lease, now, today);
  } catch (const JobParts::Over&) {
    lanes.write(actor_of(job.name), "release",
                [&](Tx& tx) { (void)jobs::store::release(tx, lease, hooks_.now()); });
  } catch (const std::exception& e) {
    broken(e.what());
  } catch (...) {
    broken("unknown exception");
  }
}

/// The turn of short work ends in the transaction of the work: neither is there without the other.
void JobRunner::work(Lanes& lanes, const Job& job, const Lease& lease, Instant now, Date today) {
  const auto began = Clock::now();
  const auto finish = [&](Tx& tx) {
    const auto next = earlier(later(job.every), job.next ? job.next(tx) : std::nullopt);
    if (!jobs::store::finish(tx, lease, hooks_.now(), micros_since(began), *next))
      throw JobParts::Over{};
  };
  if (job.work) {
    JobParts parts(lanes, lease, now, today, [this](Lease& mine) {
      if (hooks_.stopping()) throw JobParts::Over{};
      mine.until = later(times_.lease);
    });
    job.work(parts);
  }
  lanes.write(actor_of(job.name), job.name, [&](Tx& tx) {
    if (job.run) job.run(tx, now, today);
    finish(tx);
  });
}

void JobRunner::note_failure(Lanes& lanes, const Lease& lease, const std::string& why) {
  lanes.write(actor_of(lease.name), "note_failure", [&](Tx& tx) {
    std::int64_t attempts = 1;
    for (const JobRow& row : jobs::store::list(tx))
      if (row.name == lease.name) attempts = row.attempts;
    const auto doublings = std::clamp<std::int64_t>(attempts - 1, 0, 20);
    const auto pause = std::min(times_.pause_first * (std::int64_t{1} << doublings),
                                std::chrono::milliseconds(times_.pause_longest));
    (void)jobs::store::fail(tx, lease, why, later(pause));
  });
}

JobRunner::Next JobRunner::next_of(Lanes& lanes, const std::vector<Job>& jobs) {
  Next next{later(times_.look_every), {}};
  std::vector<JobRow> rows;
  lanes.read([&](Read& db) {
    rows = jobs::store::list(db);
    for (const Job& job : jobs)
      if (job.next) next.retry = earlier(next.retry, job.next(db));
  });
  if (next.retry) next.look = std::min(next.look, *next.retry);
  for (const JobRow& row : rows) {
    if (std::ranges::find(jobs, row.name, &Job::name) == jobs.end()) continue;  // its module is off
    const Instant due = std::max(row.due_at, row.held_until);
    next.look = std::min(next.look, due);
    if (row.attempts > 0) next.retry = earlier(next.retry, due);
  }
  return next;
}

}  // namespace twinrail
