#include "app/serving.hpp"

#include <csignal>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

namespace twinrail {

TEST_CASE("a reader of the output who goes away does not end the process") {
  prepare_process();
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  ::close(ends[0]);
  CHECK(::write(ends[1], "x", 1) == -1);
  CHECK(errno == EPIPE);
  ::close(ends[1]);
}

TEST_CASE("the process may open as many files as the system lets it") {
  prepare_process();
  rlimit files{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &files) == 0);
  CHECK(files.rlim_cur == files.rlim_max);
}

TEST_CASE("what the operator decides is what the server listens by") {
  Config config;
  config.names = "people.example, hr.example";
  config.body_memory = 2;
  config.answer_seconds = 7;
  config.address_connections = 9;
  const ServerOptions options = server_options(config);
  CHECK(options.names == std::vector<std::string>{"people.example", "hr.example"});
  CHECK(options.bodies_max == 2U << 20U);
  CHECK(options.answer_deadline == std::chrono::seconds(7));
  CHECK(options.address_connections_max == 9);
}

}  // namespace twinrail
