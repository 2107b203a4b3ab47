#include "platform/tenant/backups.hpp"

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t day_seconds = 24 * 3600;

/// A company that is saved every day, with a clock of its own.
struct Saved {
  explicit Saved(bool on_postgres)
      : place{.data = test_folder(), .postgres = on_postgres ? test_postgres() : ""} {
    TestTenant::forget_tenants(place.postgres, {"acme"});
    tenants.emplace(place);
    tenants->create("acme", {"双轨", "Acme"});
    backups.emplace(*tenants, BackupPlan{.folder = place.data + "/backups", .keep = 2},
                    audit::Watched{}, nullptr, [this] { return now; });
  }
  ~Saved() {
    tenants->stop();
    TestTenant::forget_tenants(place.postgres, {"acme"});
  }
  Saved(const Saved&) = delete;
  Saved& operator=(const Saved&) = delete;
  void run_jobs() {
    JobRunner runner("test", {[this] { return now; }, [] { return false; }});
    (void)runner.run_due(tenants->open("acme")->lanes(), backups->jobs("acme"), Date::from_days(1),
                         [this](const std::string& job, const std::string& why) {
                           failed.push_back(job + " " + why);
                         });
    now = now.plus_seconds(day_seconds + 1);
  }
  TenantPlace place;
  Instant now = Instant::from_micros(1'800'000'000'000'000);
  std::optional<Tenants> tenants;
  std::optional<Backups> backups;
  std::vector<std::string> failed;
};

TEST_CASE("a company is saved in turn, the newest backups stay and each is proven") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    Saved saved(on_postgres);
    saved.run_jobs();
    const std::vector<std::string> first = saved.backups->files("acme");
    std::ofstream(first.front() + ".part") << "left by a process that was killed";
    saved.run_jobs();
    saved.run_jobs();
    CHECK(saved.failed.empty());
    CHECK(saved.backups->counts().made == 3);
    CHECK(saved.backups->counts().proven == 3);
    const std::vector<std::string> files = saved.backups->files("acme");
    REQUIRE(files.size() == 2);
    CHECK(files.front() > first.front());
    const std::string folder = saved.place.data + "/backups/acme";
    CHECK(std::distance(fs::directory_iterator(folder), {}) == 2);
  }
}

TEST_CASE("a backup that cannot be made or proven is named with the file and why") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    Saved saved(on_postgres);
    const std::string folder = saved.place.data + "/backups";
    std::ofstream(folder) << "a file in the place of the folder";
    saved.run_jobs();
    REQUIRE(saved.failed.size() == 1);
    CHECK(saved.failed.front().starts_with("platform.backup " + folder + "/acme/acme-2027"));
    CHECK(saved.backups->failing().contains("acme"));
    fs::remove(folder);
    saved.run_jobs();
    CHECK(saved.backups->failing().empty());
    // A later backup that somebody put there, and that is none.
    const std::string later = folder + "/acme/acme-2999.sqlite";
    std::ofstream(later) << "no backup";
    saved.failed.clear();
    saved.run_jobs();
    REQUIRE(saved.failed.size() == 1);
    CHECK(saved.failed.front() == "platform.backup_proof " + later + ": This file is not a backup");
    CHECK_FALSE(fs::exists(folder + "/acme/proof"));
  }
}

}  // namespace
}  // namespace twinrail
