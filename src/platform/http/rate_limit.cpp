#include "platform/http/rate_limit.hpp"

#include <algorithm>

namespace twinrail {
namespace {

constexpr std::int64_t token = 1'000'000;  // in micro-tokens
/// A pause that fills any bucket of ours; longer ones would overflow the product below.
constexpr std::int64_t pause_max_micros = 3'600'000'000;

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

RateLimit::Verdict RateLimit::take(const std::string& caller, Instant now) {
  if (!policy_.limits()) return {};
  const std::lock_guard lock(mutex_);
  Bucket& bucket = filled(caller, now.micros());
  Verdict said = verdict(bucket);
  if (!said.allowed) return said;
  bucket.micro_tokens -= token;
  --said.left;
  return said;
}

RateLimit::Verdict RateLimit::look(const std::string& caller, Instant now) {
  if (!policy_.limits()) return {};
  const std::lock_guard lock(mutex_);
  return verdict(filled(caller, now.micros()));
}

}  // namespace twinrail
