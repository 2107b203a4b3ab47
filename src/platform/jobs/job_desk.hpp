#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/jobs/jobs.hpp"
#include "platform/tenant/tenant.hpp"

namespace twinrail {

/// What the desk asks of the rest of the program.
struct JobDeskHooks {
  /// The jobs of the modules that are on.
  std::function<std::vector<Job>(const std::string& tenant)> jobs;
  std::function<Instant()> now;
  std::function<Date(const std::string& tenant, Instant)> today;
  /// `job` is empty when the company could not be opened at all.
  std::function<void(const std::string& tenant, const std::string& job, const std::string& why)>
      failed;
};

/// Looks after the companies in the background, with a few threads for all of them: runs the jobs
/// of those that are open, opens those of which the directory says that something is due, keeps
/// the due times there of those that are open, and closes those that nobody uses.
class JobDesk {
 public:
  struct Options {
    int threads = 4;
    std::chrono::seconds idle{300};  ///< a company is closed when it was not used for so long
    JobTimes times;
  };
  JobDesk(Tenants& tenants, JobDeskHooks hooks, Options options);
  ~JobDesk();
  JobDesk(const JobDesk&) = delete;
  JobDesk& operator=(const JobDesk&) = delete;

  void start();
  void stop();

  /// Whether an open company's jobs have been looked at and none is under way.
  [[nodiscard]] bool at_rest(const std::string& tenant);
  /// There is something to do in an open company.
  void wake(const std::string& tenant);
  /// When the first job is due of those that cannot wait until the next day.
  [[nodiscard]] std::optional<Instant> retry(const std::string& tenant);
  /// It is closed: what was known of it is forgotten.
  void closed(const std::string& tenant);
  /// What is due up to here is done in every company that is open, or was tried; the present when
  /// none is open. A test that moves the clock waits for it.
  [[nodiscard]] Instant done_until();
  /// Turns that failed since the start.
  [[nodiscard]] std::int64_t failures() const { return failures_; }

 private:
  struct Looked {
    bool busy = false;
    bool once = false;   ///< looked at since it was opened
    bool woken = false;  ///< while it was busy
    Instant look;
    Instant began;  ///< of the last turn that ended
    std::optional<Instant> retry;
  };
  Task::Clock::time_point take_round();
  Task::Clock::time_point work();
  void line_up_due();
  void line_up(const std::string& tenant);
  void renew_due();
  JobRunner::Next run_jobs_of(const std::string& tenant);
  [[nodiscard]] std::optional<std::string> next_in_line();
  void finish(const std::string& tenant, Instant began, const std::optional<JobRunner::Next>& next);

  Tenants& tenants_;
  JobDeskHooks hooks_;
  const Options options_;
  JobRunner runner_;
  std::mutex mutex_;
  std::map<std::string, Looked> looked_;
  std::deque<std::string> line_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::int64_t> failures_ = 0;
  Instant renewed_;
  Workers round_worker_{1};
  Workers working_;
  Task round_;
  std::vector<std::unique_ptr<Task>> work_;
};

}  // namespace twinrail
