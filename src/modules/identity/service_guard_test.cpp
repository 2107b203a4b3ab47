#include "modules/identity/service_guard.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace twinrail::identity {
namespace {

Attempt by(const std::string& client, const std::string& login = "wang",
           const std::string& tenant = "acme") {
  return {tenant, login, client};
}

void fail(SignInGuard& guard, const Attempt& attempt, int times) {
  for (int i = 0; i < times; ++i) guard.failed(attempt);
}

bool admits(SignInGuard& guard, const Attempt& attempt, bool known = false) {
  try {
    guard.admit(attempt, known);
  } catch (const Error& e) {
    CHECK(e.key() == "identity.too_many_attempts");
    return false;
  }
  return true;
}

}  // namespace

TEST_CASE("failures count for a login of a company from an address, and end with a success") {
  SignInGuard guard;
  fail(guard, by("192.0.2.1"), 5);
  CHECK(admits(guard, by("192.0.2.1")));
  fail(guard, by("192.0.2.1"), 3);
  CHECK_FALSE(admits(guard, by("192.0.2.1")));
  CHECK(admits(guard, by("192.0.2.2")));
  CHECK(admits(guard, by("192.0.2.1", "li")));
  CHECK(admits(guard, by("192.0.2.1", "wang", "rival")));
  guard.succeeded(by("192.0.2.1"));
  CHECK(admits(guard, by("192.0.2.1")));
}

TEST_CASE("many addresses that guess at one login wait together, but not where it is at home") {
  SignInGuard guard;
  guard.succeeded(by("192.0.2.200"));
  for (int i = 0; i < 110; ++i) guard.failed(by("198.51.100." + std::to_string(i)));
  CHECK_FALSE(admits(guard, by("192.0.2.1")));
  CHECK(admits(guard, by("192.0.2.1"), true));  // it has a session that began there
  CHECK(admits(guard, by("192.0.2.200")));
  CHECK(admits(guard, by("192.0.2.1", "li")));
}

TEST_CASE("a flood of failures of one address does not fill the trail") {
  SignInGuard guard;
  int rows = 0;
  for (int i = 0; i < 1000; ++i) rows += guard.worth_a_row(by("192.0.2.1"));
  CHECK(rows < 100);
  CHECK(guard.worth_a_row(by("192.0.2.2")));
}

}  // namespace twinrail::identity
