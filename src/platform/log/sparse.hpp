#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace twinrail::log {

/// Lets one line of a kind through in a second, so that an outage does not fill the disk with the
/// same words.
class Sparse {
 public:
  using Clock = std::chrono::steady_clock;

  /// How many lines of the kind were left out since the last that went through; nothing when this
  /// one is left out too. Kinds beyond a bound count as one.
  [[nodiscard]] std::optional<std::int64_t> admit(const std::string& kind,
                                                  Clock::time_point now = Clock::now()) {
    const std::lock_guard lock(mutex_);
    if (kinds_.size() >= kinds_max && !kinds_.contains(kind)) forget_quiet(now);
    const bool fits = kinds_.size() < kinds_max || kinds_.contains(kind);
    const auto [found, is_new] = kinds_.try_emplace(fits ? kind : std::string());
    Kind& one = found->second;
    if (!is_new && now < one.next) {
      ++one.left_out;
      return std::nullopt;
    }
    one.next = now + std::chrono::seconds(1);
    return std::exchange(one.left_out, 0);
  }

 private:
  static constexpr std::size_t kinds_max = 64;
  struct Kind {
    Clock::time_point next;
    std::int64_t left_out = 0;
  };
  void forget_quiet(Clock::time_point now) {
    std::erase_if(kinds_, [&](const auto& one) { return one.second.next <= now; });
  }

  std::mutex mutex_;
  std::map<std::string, Kind> kinds_;
};

}  // namespace twinrail::log
