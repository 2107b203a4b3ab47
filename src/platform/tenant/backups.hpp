#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "platform/jobs/jobs.hpp"
#include "platform/tenant/tenant.hpp"

namespace twinrail {

/// Whether the companies are saved by themselves, and how.
struct BackupPlan {
  std::string folder;  ///< one below it for each company; empty: nothing is saved
  std::chrono::hours every{24};
  std::size_t keep = 7;  ///< newest backups of a company that stay
};

/// Saves each company in turn, never two at a time, and proves the newest backup by making a
/// company from it in a place that is removed again. Both are jobs of the company.
class Backups {
 public:
  /// What is watched in a company, and the keeper of the key that its trail is sealed with, are for
  /// the proof.
  Backups(Tenants& tenants, BackupPlan plan, audit::Watched watched, const audit::Keeper* keeper,
          std::function<Instant()> now);

  /// "platform.backup" and "platform.backup_proof"; none where nothing is saved. A job that fails
  /// says the file, and why.
  [[nodiscard]] std::vector<Job> jobs(const std::string& code);
  [[nodiscard]] bool on() const { return !plan_.folder.empty(); }
  /// A company's backups in the folder, the oldest first.
  [[nodiscard]] std::vector<std::string> files(const std::string& code) const;
  /// Companies whose last backup or proof in this process went wrong, with the file and why.
  [[nodiscard]] std::map<std::string, std::string> failing();
  struct Counts {
    std::int64_t made = 0;
    std::int64_t proven = 0;
    std::int64_t failed = 0;  ///< of either
  };
  [[nodiscard]] Counts counts();

 private:
  void save(const std::string& code);
  void prove(const std::string& code);
  void take_turn(const std::string& code, const std::string& job, const std::string& file,
                 std::int64_t Counts::* done, const std::function<void()>& work);
  [[nodiscard]] std::string folder_of(const std::string& code) const;
  void remove_old(const std::string& code) const;

  Tenants& tenants_;
  const BackupPlan plan_;
  const audit::Watched watched_;
  const audit::Keeper* const keeper_;
  const std::function<Instant()> now_;
  std::mutex turn_;  ///< held while a company is saved or proven
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::string> failing_;  ///< by company and job
  Counts counts_;
};

}  // namespace twinrail
