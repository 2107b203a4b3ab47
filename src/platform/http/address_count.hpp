#pragma once

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace twinrail {

/// Connections of each address, so that one cannot take all. This machine's own and those of
/// the proxies that are trusted are not counted: they speak for everybody.
class AddressCount {
 public:
  explicit AddressCount(std::int64_t most, std::vector<std::string> proxies = {})
      : most_(most), proxies_(std::move(proxies)) {}

  /// False when that address has as many as one may have.
  [[nodiscard]] bool enter(const std::string& address) {
    if (is_free(address)) return true;
    const std::lock_guard lock(mutex_);
    std::int64_t& count = counts_[address];
    if (count >= most_) return false;
    ++count;
    return true;
  }
  void leave(const std::string& address) {
    if (is_free(address)) return;
    const std::lock_guard lock(mutex_);
    const auto found = counts_.find(address);
    if (found != counts_.end() && --found->second <= 0) counts_.erase(found);
  }

 private:
  /// A socket that serves both families writes an IPv4 peer as ::ffff:192.0.2.1.
  [[nodiscard]] bool is_free(std::string_view address) const {
    constexpr std::string_view mapped = "::ffff:";
    if (address.starts_with(mapped)) address.remove_prefix(mapped.size());
    return address.empty() || address == "::1" || address.starts_with("127.") ||
           std::ranges::find(proxies_, address) != proxies_.end();
  }

  const std::int64_t most_;
  const std::vector<std::string> proxies_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::int64_t> counts_;
};

}  // namespace twinrail
