#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/date.hpp"

namespace twinrail {

/// How often one caller may ask.
struct RatePolicy {
  std::int64_t per_second = 0;  ///< 0 = no limit
  std::int64_t burst = 0;       ///< requests that may come at once after a pause

  [[nodiscard]] bool limits() const { return per_second > 0; }
};

/// A bucket of tokens for each caller: every request takes one, and they come back at a steady
/// rate.
class RateLimit {
 public:
  struct Verdict {
    bool allowed = true;
    std::int64_t left = 0;           ///< requests that may follow at once
    std::int64_t retry_seconds = 0;  ///< until the next one is allowed
  };

  explicit RateLimit(RatePolicy policy) : policy_(policy) {}

  /// Takes a token of that caller, if there is one.
  Verdict take(const std::string& caller, Instant now);
  /// What `take` would say, without taking.
  [[nodiscard]] Verdict look(const std::string& caller, Instant now);
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

}  // namespace twinrail
