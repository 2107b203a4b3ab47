#include "platform/http/rate_limit.hpp"

#include <algorithm>

namespace twinrail {
namespace {

constexpr std::int64_t token = 1'000'000;  // in micro-tokens
/// A pause that fills any bucket of ours; longer ones would overflow the product below.
constexpr std::int64_t pause_max_micros = 3'600'000'000;

std::int64_t micros(RateLimit::Time at) {
  return std::chrono::duration_cast<std::chrono::microseconds>(at.time_since_epoch()).count();
}

}  // namespace

RateLimit::Bucket& RateLimit::filled(const std::string& caller, std::int64_t now) {
  if (buckets_.size() >= callers_max && !buckets_.contains(caller)) forget_full(now);
  const std::int64_t full = policy_.burst * token;
  const auto [place, is_new] = buckets_.try_emplace(caller, Bucket{full, now});
  Bucket& bucket = place->second;
  if (!is_new) {
    const std::int64_t pause = std::clamp<std::int64_t>(now - bucket.at, 0, pause_max_micros);
    bucket.micro_tokens = std::min(full, bucket.micro_tokens + pause * policy_.per_second);
    bucket.at = now;
  }
  return bucket;
}

/// A full bucket says nothing that a new one would not say.
void RateLimit::forget_full(std::int64_t now) {
  const std::int64_t refill_micros = policy_.burst * token / policy_.per_second;
  std::erase_if(buckets_,
                [&](const auto& entry) { return now - entry.second.at >= refill_micros; });
  if (buckets_.size() >= callers_max) buckets_.clear();
}

RateLimit::Verdict RateLimit::verdict(const Bucket& bucket) const {
  if (bucket.micro_tokens >= token) return {true, bucket.micro_tokens / token, 0};
  const std::int64_t missing = token - bucket.micro_tokens;
  const std::int64_t per_second = policy_.per_second * token;
  return {false, 0, (missing + per_second - 1) / per_second};
}

RateLimit::Verdict RateLimit::take(const std::string& caller, Time now) {
  if (!policy_.limits()) return {};
  const std::lock_guard lock(mutex_);
  Bucket& bucket = filled(caller, micros(now));
  Verdict said = verdict(bucket);
  if (!said.allowed) return said;
  bucket.micro_tokens -= token;
  --said.left;
  return said;
}

std::int64_t FailureLimit::wait(const std::string& caller, Time now) {
  const std::lock_guard lock(mutex_);
  const auto found = failures_.find(caller);
  if (found == failures_.end() || found->second.until <= now) return 0;
  return std::chrono::ceil<std::chrono::seconds>(found->second.until - now).count();
}

void FailureLimit::failed(const std::string& caller, Time now) {
  const std::lock_guard lock(mutex_);
  if (failures_.size() >= callers_max && !failures_.contains(caller)) make_room(now);
  Failures& f = failures_[caller];
  if (f.count > 0 && now - f.last >= policy_.forgotten) f.count = 0;
  ++f.count;
  f.last = now;
  f.until = now + pause(f.count);
}

void FailureLimit::succeeded(const std::string& caller) {
  const std::lock_guard lock(mutex_);
  failures_.erase(caller);
}

/// Who waits now stays remembered as long as there is room for anybody else: a flood of made-up
/// callers does not free the one who guesses.
void FailureLimit::make_room(Time now) {
  std::erase_if(failures_, [&](const auto& entry) {
    return entry.second.until <= now && now - entry.second.last >= policy_.longest;
  });
  if (failures_.size() < callers_max) return;
  std::erase_if(failures_, [&](const auto& entry) { return entry.second.until <= now; });
  if (failures_.size() >= callers_max) failures_.clear();
}

std::chrono::seconds FailureLimit::pause(int failures) const {
  const int over = failures - policy_.free;
  if (over <= 0) return std::chrono::seconds(0);
  constexpr int doublings_max = 20;
  return std::min(policy_.longest, std::chrono::seconds(1LL << std::min(over - 1, doublings_max)));
}

}  // namespace twinrail
