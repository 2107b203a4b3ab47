#include "platform/db/postgres_pipe.hpp"

#include <csignal>

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"

namespace twinrail {
namespace {

using std::chrono::milliseconds;

/// How a statement without values ends.
std::optional<DbError::Kind> failure_of(PostgresPipe& pipe, const std::string& name) {
  try {
    pipe.send(name, PgValues(std::vector<std::string>{}));
    (void)pipe.collect();
  } catch (const DbError& e) {
    return e.kind();
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("a statement that takes too long is told as unavailable, and the connection goes on") {
  PostgresPipe pipe(test_postgres(), milliseconds(100));
  pipe.prepare("long", "SELECT pg_sleep(30)");
  pipe.prepare("short", "SELECT 1");
  CHECK(failure_of(pipe, "long") == DbError::Kind::unavailable);
  CHECK(pipe.alive());
  CHECK_FALSE(failure_of(pipe, "short"));
}

TEST_CASE("a change of tables may take as long as it takes") {
  PostgresPipe pipe(test_postgres(), milliseconds(100));
  CHECK_NOTHROW(pipe.script("SELECT pg_sleep(0.3)"));
  pipe.prepare("long", "SELECT pg_sleep(30)");
  CHECK(failure_of(pipe, "long") == DbError::Kind::unavailable);
}

TEST_CASE("a server that hangs is given up, and is not waited for a second time") {
  PostgresPipe pipe(test_postgres(), milliseconds(200));
  pipe.prepare("pid", "SELECT pg_backend_pid()");
  pipe.send("pid", PgValues(std::vector<std::string>{}));
  const PgResult answer = pipe.collect();
  REQUIRE(PQgetlength(answer.get(), 0, 0) == 4);
  pid_t backend = 0;
  for (int i = 0; i < 4; ++i)
    backend = (backend << 8) | static_cast<unsigned char>(PQgetvalue(answer.get(), 0, 0)[i]);
  REQUIRE(::kill(backend, SIGSTOP) == 0);
  CHECK(failure_of(pipe, "pid") == DbError::Kind::unavailable);
  const auto again = std::chrono::steady_clock::now();
  CHECK(failure_of(pipe, "pid") == DbError::Kind::unavailable);
  CHECK_FALSE(pipe.alive());
  CHECK(std::chrono::steady_clock::now() - again < milliseconds(150));
  REQUIRE(::kill(backend, SIGCONT) == 0);
}

}  // namespace twinrail
