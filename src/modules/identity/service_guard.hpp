#pragma once

#include <mutex>
#include <string>
#include <unordered_set>

#include "platform/http/rate_limit.hpp"

namespace twinrail::identity {

/// Who tries a password: only these three together say whose failures they are.
struct Attempt {
  std::string tenant;
  std::string login;
  std::string client;  ///< address
};

/// Slows down who guesses passwords, and nobody else: failures alone count, for a login of a
/// company from an address. Many addresses that guess at one login are slowed down together, but
/// not an address from which that login has signed in before.
class SignInGuard {
 public:
  SignInGuard();

  /// Throws Error "identity.too_many_attempts". `known`: this login has signed in from there.
  void admit(const Attempt& attempt, bool known);
  void failed(const Attempt& attempt);
  void succeeded(const Attempt& attempt);
  /// Whether one more failure of this address is worth a row of the trail: a flood of them must not
  /// fill the disk.
  [[nodiscard]] bool worth_a_row(const Attempt& attempt);

 private:
  [[nodiscard]] bool is_known(const std::string& from);

  FailureLimit from_address_;
  FailureLimit of_login_;
  RateLimit rows_;
  std::mutex mutex_;
  std::unordered_set<std::string> known_;
};

}  // namespace twinrail::identity
