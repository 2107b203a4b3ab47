#pragma once

#include <array>
#include <span>
#include <string>

namespace twinrail::audit {

/// The secret with which an installation seals the trails of its companies. It lies outside of the
/// data folder, so that who can only write the data cannot compute a chain anew.
class Key {
 public:
  static constexpr std::size_t size = 32;
  /// None: seals as 0.2.0 did, which everybody can do.
  Key() = default;
  explicit Key(std::span<const unsigned char, size> bytes);
  [[nodiscard]] bool none() const { return fingerprint_.empty(); }
  /// 16 hexadecimal digits that tell keys apart and say nothing of them; empty: none.
  [[nodiscard]] const std::string& fingerprint() const { return fingerprint_; }
  /// Empty: none.
  [[nodiscard]] std::span<const unsigned char> bytes() const;

 private:
  std::array<unsigned char, size> bytes_{};
  std::string fingerprint_;
};

/// Where the key lies when the configuration names no place: `twinrail/audit.key` in
/// $XDG_CONFIG_HOME, in /etc for root, and in ~/.config for others.
[[nodiscard]] std::string default_key_file();

/// The key in that file, which is made on first use, for its owner alone. Throws Error
/// "trail.key_in_data" when it would lie in the data folder, "trail.key_open" when others can read
/// it, "trail.key_malformed", and "trail.key_unwritable" when it can be neither read nor made.
[[nodiscard]] Key key_in(const std::string& file, const std::string& data);

}  // namespace twinrail::audit
