#include "platform/jobs/job_desk.hpp"

#include <set>
#include <stdexcept>

#include <doctest/doctest.h>

#include "platform/clock.hpp"
#include "platform/db/testing.hpp"

namespace twinrail {
namespace {

std::string code_of(int i) { return "c" + std::to_string(i); }

/// An installation with a few companies whose jobs the test gives.
struct Place {
  Place(bool on_postgres, int companies, int open_most) {
    place.data = test_folder();
    place.postgres = on_postgres ? test_postgres() : "";
    place.connections = 4;
    place.open_most = open_most;
    for (int i = 0; i < companies; ++i) codes.push_back(code_of(i));
    TestTenant::forget_tenants(place.postgres, codes);
    Tenants tenants(place);
    for (const std::string& code : codes) (void)tenants.create(code, {code, code});
  }
  ~Place() { TestTenant::forget_tenants(place.postgres, codes); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  TenantPlace place;
  std::vector<std::string> codes;
};

template <class Condition>
bool in_time(Condition condition) {
  for (int i = 0; i < 600 && !condition(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  return condition();
}

TEST_CASE("idle companies are opened when something is due there, and closed again") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Place place(on_postgres, 9, 3);
    Tenants tenants(place.place);
    std::mutex mutex;
    std::multiset<std::string> ran, failed;
    std::map<std::string, int> opened;
    std::size_t most_open = 0;
    const auto jobs = [&](const std::string& code) {
      return std::vector<Job>{{.name = "test.once",
                               .every = std::chrono::hours(1),
                               .run = [&, code](Tx&, Instant, Date) {
                                 if (code == "c4") throw std::out_of_range("test.broken");
                                 const std::lock_guard lock(mutex);
                                 ran.insert(code);
                               }}};
    };
    JobDesk desk(tenants,
                 {.jobs = jobs,
                  .now = &now_utc,
                  .today = [](const std::string&, Instant at) { return at.utc_date(); },
                  .failed =
                      [&](const std::string& code, const std::string& job, const std::string& why) {
                        const std::lock_guard lock(mutex);
                        failed.insert(code + " " + job + " " + why);
                      }},
                 {.threads = 2, .idle = std::chrono::seconds(0), .times = {}});
    tenants.attend({.start =
                        [&](Tenant& t) {
                          const std::lock_guard lock(mutex);
                          ++opened[t.code()];
                          most_open = std::max(most_open, tenants.open_codes().size() + 1);
                        },
                    .may_end = [&](Tenant& t) { return desk.at_rest(t.code()); },
                    .end =
                        [&](Tenant& t) {
                          const auto retry = desk.retry(t.code());
                          tenants.set_due(
                              {{t.code(), retry.value_or(now_utc().plus_seconds(999))}});
                          desk.closed(t.code());
                        }});
    tenants.set_due({{"c7", now_utc().plus_seconds(999)}});
    desk.start();
    const bool done = in_time([&] {
      const std::lock_guard lock(mutex);
      return ran.size() == 7 && failed.size() == 1;
    });
    CHECK(done);
    CHECK(in_time([&] { return tenants.open_codes().empty(); }));
    desk.stop();
    CHECK(ran == std::multiset<std::string>{"c0", "c1", "c2", "c3", "c5", "c6", "c8"});
    CHECK(failed == std::multiset<std::string>{"c4 test.once test.broken"});
    CHECK(desk.failures() == 1);
    CHECK_FALSE(opened.contains("c7"));  // nothing is due there: it is not opened to look
    CHECK(most_open <= 3);
    CHECK(tenants.due(now_utc().plus_seconds(20), 99) == std::vector<std::string>{"c4"});
    CHECK(tenants.connections() <= 4);
  }
}

TEST_CASE("a company that cannot be opened is left alone for a while, and the others go on") {
  const Place place(false, 3, 3);
  {
    Tenants tenants(place.place);
    tenants.open("c1")->lanes().write({.name = "test"}, "test", [](Tx& tx) {
      tx.run("UPDATE program_version SET version = '99.0.0'"_sql);
    });
  }
  Tenants tenants(place.place);
  std::mutex mutex;
  std::set<std::string> asked, failed;
  JobDesk desk(tenants,
               {.jobs =
                    [&](const std::string& code) {
                      const std::lock_guard lock(mutex);
                      asked.insert(code);
                      return std::vector<Job>();
                    },
                .now = &now_utc,
                .today = [](const std::string&, Instant at) { return at.utc_date(); },
                .failed =
                    [&](const std::string& code, const std::string&, const std::string& why) {
                      const std::lock_guard lock(mutex);
                      failed.insert(code + " " + why);
                    }},
               {.threads = 1, .idle = std::chrono::seconds(100), .times = {}});
  desk.start();
  CHECK(in_time([&] {
    const std::lock_guard lock(mutex);
    return asked.size() == 2 && failed.size() == 1;
  }));
  desk.stop();
  CHECK(failed == std::set<std::string>{"c1 tenant.other_version"});
  CHECK(tenants.open_codes() == std::vector<std::string>{"c0", "c2"});
  CHECK_FALSE(tenants.due(now_utc(), 99) == std::vector<std::string>{"c1"});
}

}  // namespace
}  // namespace twinrail
