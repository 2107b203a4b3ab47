#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace twinrail {

/// Connections of each address, so that one cannot take all. This machine's own are not counted:
/// a proxy on it speaks for everybody.
class AddressCount {
 public:
  explicit AddressCount(std::int64_t most) : most_(most) {}

  /// False when that address has as many as one may have.
  [[nodiscard]] bool enter(const std::string& address) {
    if (is_own(address)) return true;
    const std::lock_guard lock(mutex_);
    std::int64_t& count = counts_[address];
    if (count >= most_) return false;
    ++count;
    return true;
  }
  void leave(const std::string& address) {
    if (is_own(address)) return;
    const std::lock_guard lock(mutex_);
    const auto found = counts_.find(address);
    if (found != counts_.end() && --found->second <= 0) counts_.erase(found);
  }

 private:
  static bool is_own(std::string_view address) {
    return address.empty() || address == "::1" || address.starts_with("127.");
  }

  const std::int64_t most_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::int64_t> counts_;
};

}  // namespace twinrail
