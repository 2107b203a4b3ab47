#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <sodium.h>

#include "platform/audit/key.hpp"

namespace twinrail::audit {

[[nodiscard]] std::string hex_of(std::span<const unsigned char> bytes);

/// BLAKE2b over parts that each say how long they are, so that no two lists of parts look alike.
/// With a key only who has it can make the same.
class Hash {
 public:
  explicit Hash(const Key& key = {});
  Hash& add(std::string_view part);
  Hash& add(const char* part) { return add(std::string_view(part)); }
  Hash& add(const std::string& part) { return add(std::string_view(part)); }
  Hash& add(std::int64_t number) { return add(std::to_string(number)); }
  Hash& add(const std::optional<std::string>& part);
  Hash& add(const std::optional<std::int64_t>& number);
  /// 64 hexadecimal digits; the end of it.
  std::string hex();

 private:
  Hash& add_bytes(std::string_view text);
  crypto_generichash_state state_;
};

}  // namespace twinrail::audit
