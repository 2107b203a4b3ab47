#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include <doctest/doctest.h>

#include "app/application.hpp"
#include "modules/identity/identity.hpp"
#include "platform/db/testing.hpp"
#include "platform/jobs/store_job.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

/// Leaves the process with the machine's clock, however the test ends.
struct ClockGuard {
  ~ClockGuard() { set_clock({}); }
};

void write(const fs::path& file, const std::string& text) {
  std::ofstream(file.string() + ".new") << text << "\n";
  fs::rename(file.string() + ".new", file);
}

std::vector<std::string> wrong_with(const Config& config) {
  try {
    set_clock_of(config);
    return {};
  } catch (const Error& e) {
    std::vector<std::string> keys;
    for (const Problem& p : e.problems()) keys.emplace_back(p.key);
    return keys;
  }
}

TEST_CASE("a production goes by the machine's clock, a test or demo by one that is set") {
  const ClockGuard guard;
  Config config;
  CHECK(wrong_with(config).empty());
  config.clock_shift = "-30d";
  CHECK(wrong_with(config) == std::vector<std::string>{"config.clock_of_production"});
  CHECK_FALSE(clock_is_set());
  CHECK_THROWS_AS(Application{config}, Error);
  for (const char* kind : {"test", "demo"}) {
    config.kind = kind;
    CHECK(wrong_with(config).empty());
    CHECK(clock_is_set());
  }
  config.clock_fixed = "2026-10-01T08:00:00Z";
  CHECK(wrong_with(config) == std::vector<std::string>{"config.two_clocks"});
  config.clock_shift = "";
  CHECK(wrong_with(config).empty());
  config.clock_fixed = "-30d";
  CHECK(wrong_with(config) == std::vector<std::string>{"config.bad_clock"});
  config.clock_fixed = "";
  config.clock_shift = "2026-10-01T08:00:00Z";
  CHECK(wrong_with(config) == std::vector<std::string>{"config.bad_clock"});
  CHECK_THROWS_AS((void)read_config("", {{"TWINRAIL_INSTALLATION_KIND", "playground"}}), Error);
  CHECK(read_config("", {{"TWINRAIL_INSTALLATION_KIND", "test"}}).kind == "test");
}

std::int64_t metric(Application& app, const std::string& name) {
  const std::string text = app.metrics();
  const auto at = text.find("\ntwinrail_" + name + " ");
  REQUIRE(at != std::string::npos);
  return std::stoll(text.substr(text.find(' ', at + 1)));
}

/// The days of the sweep's last turn, and the newest entry of the trail.
std::string sweep_day(Application& app) {
  std::string day;
  app.tenants().open("main")->lanes().read([&](Read& db) {
    for (const auto& row : jobs::store::list(db))
      if (row.name == "kpi.sweep" && row.runs > 0) day = row.day.to_string();
  });
  return day;
}

std::string newest_in_trail(Application& app, const std::string& login) {
  std::string day;
  const auto tenant = app.tenants().open("main");
  tenant->lanes().write({.name = "test"}, "add", [&](Tx& tx) {
    (void)app.identity().add_account(tx, {.login = login, .password = "a-long-password-7"},
                                     now_utc());
  });
  tenant->lanes().read([&](Read& db) {
    day = db.one<Instant>("SELECT MAX(at) AS at FROM audit_row"_sql).value().to_string();
  });
  return day;
}

TEST_CASE("one server lives day after day: jobs run, and the trail is dated, by the set clock") {
  const ClockGuard guard;
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    Config config;
    config.data = test_folder();
    config.postgres = on_postgres ? test_postgres() : "";
    config.postgres_connections = 6;
    config.kind = "test";
    config.clock_file = config.data + "/clock";
    fs::create_directories(config.data);
    TestTenant::forget_tenants(config.postgres, {"main"});
    write(config.clock_file, "2026-10-01T08:00:00Z");
    {
      Application app(config);
      (void)app.tenants().create("main", {"公司", "Company"});
      app.serve_tenants();
      for (const std::string day : {"2026-10-01", "2026-10-02", "2026-12-31"}) {
        CAPTURE(day);
        write(config.clock_file, day + "T08:00:00Z");
        (void)app.tenants().open("main");
        const std::int64_t now = now_utc().seconds();
        for (int i = 0; i < 600 && metric(app, "jobs_done_until_seconds") < now; ++i)
          std::this_thread::sleep_for(std::chrono::milliseconds(50));
        CHECK(metric(app, "clock_seconds") == now);
        CHECK(sweep_day(app) == day);
        CHECK(newest_in_trail(app, "on-" + day) == day + "T08:00:00Z");
      }
      app.stop();
    }
    TestTenant::forget_tenants(config.postgres, {"main"});
  }
}

}  // namespace
}  // namespace twinrail
