#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/db/lanes.hpp"
#include "platform/jobs/store_job.hpp"

namespace twinrail {

class JobParts;

/// Recurring work, run once a company, on whichever node: after its pause, and whenever
/// a new day has begun there. A company that nobody uses has it once a day.
struct Job {
  std::string name;  ///< "kpi.sweep"
  std::chrono::seconds every{};
  /// Short work: one transaction, in which the turn ends as well.
  std::function<void(Tx&, Instant now, Date today)> run{};
  /// Long work, in parts; instead of `run`.
  std::function<void(JobParts&)> work{};
  /// When there is something to do before the pause is over; asked where a turn ends. Whoever adds
  /// work between two turns hastens the job (store_job.hpp).
  std::function<std::optional<Instant>(Read&)> next{};
  /// How long a turn may take that has no parts; nobody else begins one meanwhile.
  std::chrono::seconds hold{};
};

/// How long things take; tests make them shorter.
struct JobTimes {
  std::chrono::milliseconds lease = std::chrono::minutes(1);
  /// The pause after a failure; it doubles up to the longest.
  std::chrono::milliseconds pause_first = std::chrono::seconds(10);
  std::chrono::milliseconds pause_longest = std::chrono::hours(1);
  /// A company that is open is looked at so often: another node may have run its jobs.
  std::chrono::milliseconds look_every = std::chrono::minutes(1);
};

/// What a long job works with. Its parts are bounded transactions of its own; each proves anew that
/// the job is ours, and after each it pauses for as long as the part took, so that it takes
/// half of the writer's time at most. A turn that ends between two parts begins again from the
/// start: a job keeps in its own tables how far it is.
class JobParts {
 public:
  /// Ends the turn from within: the program stops, or another node has taken the job over.
  struct Over {};

  JobParts(Lanes& lanes, jobs::store::Lease lease, Instant now, Date today,
           std::function<void(jobs::store::Lease&)> prolong);

  [[nodiscard]] Lanes& lanes() { return lanes_; }
  [[nodiscard]] Instant now() const { return now_; }
  [[nodiscard]] Date today() const { return today_; }
  void part(const std::function<void(Tx&)>& change);

 private:
  Lanes& lanes_;
  jobs::store::Lease lease_;
  Instant now_;
  Date today_;
  std::function<void(jobs::store::Lease&)> prolong_;  ///< throws Over when the program stops
};

struct JobRunnerHooks {
  std::function<Instant()> now;
  std::function<bool()> stopping;
};
using JobFailed = std::function<void(const std::string& job, const std::string& why)>;

/// Runs the jobs of a company that are due. One that throws, whatever it throws, is kept as failed
/// and stops nothing else.
class JobRunner {
 public:
  /// `node` tells this process from others on the same database.
  JobRunner(std::string node, JobRunnerHooks hooks, JobTimes times = {});

  struct Next {
    Instant look;  ///< when something may be due again
    /// When the first is due of those that failed, or that have something to do before their pause.
    std::optional<Instant> retry;
  };
  /// Throws when the database cannot be asked.
  Next run_due(Lanes& lanes, const std::vector<Job>& jobs, Date today, const JobFailed& failed);

 private:
  void run_one(Lanes& lanes, const Job& job, Date today, const JobFailed& failed);
  void work(Lanes& lanes, const Job& job, const jobs::store::Lease& lease, Instant began,
            Date today);
  void note_failure(Lanes& lanes, const jobs::store::Lease& lease, const std::string& why);
  [[nodiscard]] Next next_of(Lanes& lanes, const std::vector<Job>& jobs);
  [[nodiscard]] Instant later(std::chrono::milliseconds pause) const;

  std::string node_;
  JobRunnerHooks hooks_;
  JobTimes times_;
};

}  // namespace twinrail
