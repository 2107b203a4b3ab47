#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace twinrail {

/// How often one caller may ask.
struct RatePolicy {
  std::int64_t per_second = 0;  ///< 0 = no limit
  std::int64_t burst = 0;       ///< requests that may come at once after a pause

  [[nodiscard]] bool limits() const { return per_second > 0; }
};

/// A bucket of tokens for each caller: every request takes one, and they come back at a steady
/// rate. Time is the steady clock's: setting the machine's clock neither locks out nor lets in.
class RateLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;
  struct Verdict {
    bool allowed = true;
    std::int64_t left = 0;           ///< requests that may follow at once
    std::int64_t retry_seconds = 0;  ///< until the next one is allowed
  };

  explicit RateLimit(RatePolicy policy) : policy_(policy) {}

  /// Takes a token of that caller, if there is one.
  Verdict take(const std::string& caller, Time now);
  [[nodiscard]] const RatePolicy& policy() const { return policy_; }

 private:
  struct Bucket {
    std::int64_t micro_tokens = 0;
    std::int64_t at = 0;  ///< microseconds
  };
  /// More callers than this are not remembered: memory stays bounded when addresses are made up.
  static constexpr std::size_t callers_max = 20'000;

  Bucket& filled(const std::string& caller, std::int64_t now);
  [[nodiscard]] Verdict verdict(const Bucket& bucket) const;
  void forget_full(std::int64_t now);

  RatePolicy policy_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

/// How failures slow a caller down.
struct FailurePolicy {
  int free = 5;                         ///< failures that cost nothing
  std::chrono::seconds longest{300};    ///< the wait doubles from one second up to this
  std::chrono::seconds forgotten{900};  ///< after so long without a failure all is forgotten
};

/// Counts what went wrong, never what went well: after some failures a caller waits, each time
/// twice as long as before.
class FailureLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit FailureLimit(FailurePolicy policy = {}) : policy_(policy) {}

  /// Whole seconds until this caller may try again; 0: now.
  [[nodiscard]] std::int64_t wait(const std::string& caller, Time now);
  void failed(const std::string& caller, Time now);
  void succeeded(const std::string& caller);

 private:
  struct Failures {
    int count = 0;
    Time last;
    Time until;
  };
  /// More callers than this are not remembered: memory stays bounded when they are made up.
  static constexpr std::size_t callers_max = 20'000;

  void make_room(Time now);
  [[nodiscard]] std::chrono::seconds pause(int failures) const;

  FailurePolicy policy_;
  std::mutex mutex_;
  std::unordered_map<std::string, Failures> failures_;
};

}  // namespace twinrail
