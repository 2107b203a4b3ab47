#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "modules/identity/identity.hpp"
#include "platform/context.hpp"
#include "platform/http/message.hpp"

namespace twinrail {

/// An operator at the machine: may do everything, and says so in the audit trail.
inline std::shared_ptr<const Viewer> operator_viewer(const std::string& name) {
  auto viewer = std::make_shared<Viewer>();
  viewer->login = name;
  viewer->held.everything();
  viewer->seen.fill(relation::company);
  return viewer;
}

/// The secret that a request shows: a token, or else the cookie of its session.
inline std::string secret_of(const Request& request, bool& cookie) {
  const std::string_view bearer = request.header("authorization");
  if (bearer.starts_with("Bearer ")) return std::string(bearer.substr(7));
  cookie = true;
  return std::string(request.cookie("__Host-twinrail"));
}

/// Who showed which secret within the last second, so that not every request asks the database.
class Proofs {
 public:
  /// A proof is checked again after this long: a session ended by another process works no longer
  /// than that, whatever somebody does to the machine's clock.
  static constexpr auto lasts = std::chrono::seconds(1);

  static std::string key(const std::string& company, const std::string& secret) {
    return company + "\n" + secret;
  }

  /// A use that is news is news once. `dropped` is to be shown at `remember`.
  std::optional<identity::Proof> find(const std::string& key, bool is_use, std::int64_t& dropped) {
    const std::lock_guard lock(mutex_);
    dropped = dropped_;
    const auto found = proofs_.find(key);
    if (found == proofs_.end() || Clock::now() - found->second.at > lasts) return std::nullopt;
    const identity::Proof proof = found->second.proof;
    found->second.proof.use_is_news &= !is_use;
    return proof;
  }

  /// A proof that was looked up before the last drop may say what is no longer so.
  void remember(const std::string& key, const identity::Proof& proof, std::int64_t dropped) {
    const std::lock_guard lock(mutex_);
    if (dropped != dropped_) return;
    if (proofs_.size() >= most) proofs_.clear();
    proofs_[key] = {proof, Clock::now()};
  }

  /// A session or a token of the company has ended, or somebody's rights are others now.
  void forget(const std::string& company) {
    const std::string prefix = key(company, "");
    const std::lock_guard lock(mutex_);
    ++dropped_;
    const auto first = proofs_.lower_bound(prefix);
    auto end = first;
    while (end != proofs_.end() && end->first.starts_with(prefix)) ++end;
    proofs_.erase(first, end);
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t most = 20'000;
  struct Proved {
    identity::Proof proof;
    Clock::time_point at;
  };

  std::mutex mutex_;
  std::map<std::string, Proved> proofs_;  // by company and secret
  std::int64_t dropped_ = 0;              // how often
};

}  // namespace twinrail
