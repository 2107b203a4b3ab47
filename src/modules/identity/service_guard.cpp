#include "modules/identity/service_guard.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace twinrail::identity {
namespace {

using Clock = std::chrono::steady_clock;

/// A person mistypes a password a few times.
constexpr FailurePolicy from_address{.free = 5};
/// Far more than one person's mistakes on all devices; a minute at most, because the person may
/// come from a new address just then.
constexpr FailurePolicy of_login{.free = 100, .longest = std::chrono::seconds(60)};
constexpr RatePolicy rows{.per_second = 1, .burst = 60};
constexpr std::size_t known_max = 20'000;

std::string login_of(const Attempt& a) { return a.tenant + "\n" + a.login; }
std::string from(const Attempt& a) { return login_of(a) + "\n" + a.client; }

}  // namespace

SignInGuard::SignInGuard() : from_address_(from_address), of_login_(of_login), rows_(rows) {}

void SignInGuard::admit(const Attempt& attempt, bool known) {
  const auto now = Clock::now();
  std::int64_t wait = from_address_.wait(from(attempt), now);
  if (!known && !is_known(from(attempt)))
    wait = std::max(wait, of_login_.wait(login_of(attempt), now));
  if (wait > 0)
    throw Error(Fault::too_many, "identity.too_many_attempts",
                Arguments{{"seconds", std::to_string(wait)}});
}

void SignInGuard::failed(const Attempt& attempt) {
  const auto now = Clock::now();
  from_address_.failed(from(attempt), now);
  of_login_.failed(login_of(attempt), now);
}

void SignInGuard::succeeded(const Attempt& attempt) {
  from_address_.succeeded(from(attempt));
  const std::lock_guard lock(mutex_);
  if (known_.size() >= known_max) known_.clear();
  known_.insert(from(attempt));
}

bool SignInGuard::worth_a_row(const Attempt& attempt) {
  return rows_.take(attempt.tenant + "\n" + attempt.client, Clock::now()).allowed;
}

bool SignInGuard::is_known(const std::string& from) {
  const std::lock_guard lock(mutex_);
  return known_.contains(from);
}

}  // namespace twinrail::identity
