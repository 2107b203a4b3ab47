#include <memory>

#include <doctest/doctest.h>

#include "platform/http/live.hpp"
#include "platform/http/server.hpp"
#include "platform/http/testing.hpp"

namespace twinrail {

TEST_CASE("a port that is in use is told in words") {
  TestTenant test{false};
  testing::TestFront desk(test, FrontOptions{});
  LiveHub hub([](const Viewer&, const Event& e) { return std::optional(e.payload); });
  const auto serve = [&](std::uint16_t port) {
    ServerOptions options;
    options.names = {"x"};
    options.port = port;
    return std::make_unique<Server>(std::move(options), *desk.front, hub,
                                    ServerHooks{[] { return Readiness{}; }, {}});
  };
  const auto first = serve(0);
  std::string refusal;
  try {
    (void)serve(first->port());
  } catch (const Error& e) {
    refusal = e.key();
  }
  first->stop();
  desk.front->stop();
  CHECK(refusal == "server.port_in_use");
}

}  // namespace twinrail
