#include "platform/jobs/jobs.hpp"

#include <atomic>
#include <map>
#include <stdexcept>
#include <thread>
#include <utility>

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"

namespace twinrail {
namespace {

using jobs::store::JobRow;

const Date monday = Date::of(2026, 3, 9);

/// A clock that the test moves, and what went wrong.
struct Desk {
  std::atomic<std::int64_t> micros = Instant::midnight(monday).micros();
  std::atomic<bool> stopping = false;
  std::vector<std::string> failed;
  JobRunner runner;

  explicit Desk(const std::string& node, JobTimes times = {})
      : runner(node,
               {.now = [this] { return Instant::from_micros(micros); },
                .stopping = [this] { return stopping.load(); }},
               times) {}
  void later(std::int64_t seconds) { micros += seconds * 1'000'000; }
  JobRunner::Next run(Lanes& lanes, const std::vector<Job>& jobs, Date today = monday) {
    return runner.run_due(lanes, jobs, today,
                          [this](const std::string& job, const std::string& why) {
                            failed.push_back(job + ": " + why);
                          });
  }
};

JobRow row_of(TestTenant& t, const std::string& name) {
  JobRow found;
  t.read([&](Read& db) {
    for (const JobRow& row : jobs::store::list(db))
      if (row.name == name) found = row;
  });
  return found;
}

/// Leaves a trace in the database, so that what is undone is not there.
void trace(Tx& tx, const std::string& words) {
  tx.run("INSERT INTO event (topic, payload, at, actor) VALUES (?, '{}', 0, 'test')"_sql, words);
}

std::int64_t traces(TestTenant& t, const std::string& words) {
  std::int64_t n = 0;
  t.read([&](Read& db) {
    n = *db.one<std::int64_t>("SELECT COUNT(*) AS n FROM event WHERE topic = ?"_sql, words);
  });
  return n;
}

Job short_job(const std::string& name, std::chrono::seconds every = std::chrono::minutes(5)) {
  return {.name = name, .every = every, .run = [name](Tx& tx, Instant, Date) { trace(tx, name); }};
}

TEST_CASE("a job runs when it is first seen, after its pause and on a new day") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Desk desk("here");
    const std::vector<Job> jobs{short_job("test.a")};
    const auto runs = [&] { return row_of(t, "test.a").runs; };
    const JobRunner::Next next = desk.run(t.lanes(), jobs);
    CHECK(runs() == 1);
    CHECK(next.look == Instant::from_micros(desk.micros).plus_seconds(60));
    CHECK_FALSE(next.retry);
    desk.later(299);
    CHECK(desk.run(t.lanes(), jobs).look == Instant::midnight(monday).plus_seconds(300));
    CHECK(runs() == 1);
    desk.later(1);
    (void)desk.run(t.lanes(), jobs);
    CHECK(runs() == 2);
    (void)desk.run(t.lanes(), jobs, monday + 1);
    (void)desk.run(t.lanes(), jobs, monday + 1);
    CHECK(runs() == 3);
    CHECK(traces(t, "test.a") == 3);
    const JobRow row = row_of(t, "test.a");
    CHECK(row.last_run == Instant::from_micros(desk.micros));
    CHECK(row.holder.empty());
    CHECK(row.attempts == 0);
  });
}

TEST_CASE("whatever a job throws, it is kept and stops that job only, with growing pauses") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Desk desk("here");
    std::atomic<bool> broken{true};
    const auto failing = [&](const std::string& name, const std::function<void()>& fail) {
      return Job{.name = name,
                 .every = std::chrono::hours(1),
                 .run = [&broken, name, fail](Tx& tx, Instant, Date) {
                   trace(tx, name);
                   if (broken) fail();
                 }};
    };
    const std::vector<Job> jobs{
        failing("test.outside", [] { (void)std::map<int, int>().at(7); }),
        failing("test.odd", [] { throw 7; }),
        failing("test.ours", [] { throw Error(Fault::internal, "test.broken"); }),
        short_job("test.good")};
    JobRunner::Next next = desk.run(t.lanes(), jobs);
    CHECK(desk.failed.size() == 3);
    CHECK(row_of(t, "test.outside").last_error == "map::at");
    CHECK(row_of(t, "test.odd").last_error == "unknown exception");
    CHECK(row_of(t, "test.ours").last_error == "test.broken");
    CHECK(row_of(t, "test.good").runs == 1);
    CHECK(traces(t, "test.outside") == 0);
    std::vector<std::int64_t> pauses;
    for (int i = 0; i < 12; ++i) {
      REQUIRE(next.retry);
      const std::int64_t pause = next.retry->seconds() - desk.micros / 1'000'000;
      pauses.push_back(pause);
      desk.later(pause);
      next = desk.run(t.lanes(), jobs);
    }
    CHECK(pauses ==
          std::vector<std::int64_t>{10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600});
    CHECK(row_of(t, "test.outside").attempts == 13);
    broken = false;
    desk.later(3600);
    next = desk.run(t.lanes(), jobs);
    CHECK_FALSE(next.retry);
    CHECK(row_of(t, "test.outside").runs == 1);
    CHECK(row_of(t, "test.outside").last_error.empty());
    CHECK(traces(t, "test.outside") == 1);
  });
}

TEST_CASE("of two nodes on one database each job is run by one") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Lanes there(t.engine(), 1);
    Desk first("first"), second("second");
    std::vector<Job> jobs;
    for (int i = 0; i < 20; ++i) jobs.push_back(short_job("test." + std::to_string(i)));
    std::thread other([&] { (void)second.run(there, jobs); });
    (void)first.run(t.lanes(), jobs);
    other.join();
    for (const Job& job : jobs) CHECK(traces(t, job.name) == 1);
    CHECK(first.failed.empty());
    CHECK(second.failed.empty());
  });
}

TEST_CASE("what a killed node held is taken over when its time is up, and not before") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Desk desk("here");
    const Instant now = Instant::from_micros(desk.micros);
    const jobs::store::Lease killed{"test.a", "killed", now.plus_seconds(60)};
    t.write([&](Tx& tx) { CHECK(jobs::store::claim(tx, killed, now, monday)); });
    const std::vector<Job> jobs{short_job("test.a")};
    CHECK(desk.run(t.lanes(), jobs).look == killed.until);
    CHECK(traces(t, "test.a") == 0);
    desk.later(60);
    (void)desk.run(t.lanes(), jobs);
    CHECK(traces(t, "test.a") == 1);
    t.write([&](Tx& tx) { CHECK_FALSE(jobs::store::renew(tx, killed)); });
  });
}

TEST_CASE("a long job lets others in between its parts") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Desk desk("here");
    std::vector<std::int64_t> seen;
    Job job{.name = "test.long", .every = std::chrono::hours(1)};
    job.work = [&](JobParts& parts) {
      for (int i = 0; i < 3; ++i) {
        parts.part([&](Tx& tx) {
          trace(tx, "part");
          seen.push_back(
              *tx.one<std::int64_t>("SELECT COUNT(*) AS n FROM event WHERE topic = 'other'"_sql));
        });
        t.write([](Tx& tx) { trace(tx, "other"); });
      }
    };
    (void)desk.run(t.lanes(), {job});
    CHECK(seen == std::vector<std::int64_t>{0, 1, 2});
    CHECK(row_of(t, "test.long").runs == 1);
  });
}

TEST_CASE("work that comes while a job is under way is done at once, not after the pause") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Desk desk("here");
    bool comes = true;
    const Job job{
        .name = "test.late", .every = std::chrono::hours(1), .work = [&](JobParts& parts) {
          parts.part([](Tx& tx) { trace(tx, "looked"); });
          if (!std::exchange(comes, false)) return;
          parts.lanes().write({.name = "test"}, "come",
                              [&](Tx& tx) { jobs::store::hasten(tx, "test.late", parts.now()); });
          parts.part([](Tx& tx) { trace(tx, "prolonged"); });
        }};
    const JobRunner::Next next = desk.run(t.lanes(), {job});
    CHECK(next.look == Instant::from_micros(desk.micros));
    CHECK(row_of(t, "test.late").holder.empty());
    (void)desk.run(t.lanes(), {job});
    CHECK(traces(t, "looked") == 2);
    CHECK(row_of(t, "test.late").due_at == Instant::from_micros(desk.micros).plus_seconds(3600));
    (void)desk.run(t.lanes(), {job});
    CHECK(traces(t, "looked") == 2);
  });
}

TEST_CASE("a long job ends when the program stops or another node has it, and undoes that part") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Desk desk("here");
    int parts_done = 0;
    std::function<void()> between;
    Job job{.name = "test.long", .every = std::chrono::hours(1)};
    job.work = [&](JobParts& parts) {
      for (int i = 0; i < 3; ++i) {
        parts.part([](Tx& tx) { trace(tx, "part"); });
        ++parts_done;
        between();
      }
    };
    between = [&] { desk.stopping = true; };
    (void)desk.run(t.lanes(), {job});
    CHECK(parts_done == 1);
    CHECK(row_of(t, "test.long").attempts == 0);  // it did not fail
    desk.stopping = false;
    between = [&] {
      t.write(
          [](Tx& tx) { tx.run("UPDATE job SET holder = 'another' WHERE name = 'test.long'"_sql); });
    };
    (void)desk.run(t.lanes(), {job});
    CHECK(parts_done == 2);
    CHECK(traces(t, "part") == 2);
    CHECK(row_of(t, "test.long").holder == "another");
    CHECK(row_of(t, "test.long").runs == 0);
    CHECK(desk.failed.empty());
  });
}

}  // namespace
}  // namespace twinrail
