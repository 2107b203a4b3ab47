#include "platform/http/client_address.hpp"

#include <doctest/doctest.h>

namespace twinrail {
namespace {

std::string behind(const std::string& peer, const std::vector<std::string>& forwarded,
                   const std::vector<std::string>& trusted = {"10.0.0.1", "10.0.0.2"}) {
  Request request{.client = peer};
  for (const std::string& list : forwarded) request.headers.emplace_back("X-Forwarded-For", list);
  return client_address(request, trusted);
}

}  // namespace

TEST_CASE("only a trusted proxy says for whom it asks, and only its last word counts") {
  CHECK(behind("192.0.2.7", {"198.51.100.1"}) == "192.0.2.7");
  CHECK(behind("10.0.0.1", {}) == "10.0.0.1");
  CHECK(behind("10.0.0.1", {"198.51.100.1"}) == "198.51.100.1");
  CHECK(behind("10.0.0.1", {"1.1.1.1, 198.51.100.1"}) == "198.51.100.1");
  CHECK(behind("10.0.0.1", {"1.1.1.1", "198.51.100.1 , 10.0.0.2"}) == "198.51.100.1");
  CHECK(behind("::ffff:10.0.0.1", {"2001:db8::5"}) == "2001:db8::5");
  CHECK(behind("10.0.0.1", {"198.51.100.1"}, {}) == "10.0.0.1");
}

}  // namespace twinrail
