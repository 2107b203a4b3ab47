#include "platform/audit/hash.hpp"

#include <array>

namespace twinrail::audit {

std::string hex_of(std::span<const unsigned char> bytes) {
  std::string hex(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  hex.pop_back();
  return hex;
}

Hash::Hash(const Key& key) {
  const auto secret = key.bytes();
  crypto_generichash_init(&state_, secret.empty() ? nullptr : secret.data(), secret.size(),
                          crypto_generichash_BYTES);
}

Hash& Hash::add(std::string_view part) {
  add_bytes(std::to_string(part.size()) + ":");
  return add_bytes(part);
}

Hash& Hash::add(const std::optional<std::string>& part) {
  return part ? add_bytes("+").add(std::string_view(*part)) : add_bytes("-");
}

Hash& Hash::add(const std::optional<std::int64_t>& number) {
  return number ? add_bytes("+").add(*number) : add_bytes("-");
}

std::string Hash::hex() {
  std::array<unsigned char, crypto_generichash_BYTES> digest;
  crypto_generichash_final(&state_, digest.data(), digest.size());
  return hex_of(digest);
}

Hash& Hash::add_bytes(std::string_view text) {
  crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(text.data()),
                            text.size());
  return *this;
}

}  // namespace twinrail::audit
