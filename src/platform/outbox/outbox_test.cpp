#include "platform/outbox/outbox.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <semaphore>
#include <stdexcept>
#include <thread>

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"
#include "platform/events/events.hpp"
#include "platform/outbox/store_outbox.hpp"

namespace twinrail {
namespace {

using outbox::store::LetterRow;
using Keys = std::vector<std::string>;

const Date monday = Date::of(2026, 3, 9);

/// A program that sends letters of the kind "test", with a clock that the test moves. What a sender
/// does beside noting the letter is the test's.
struct Office {
  std::atomic<std::int64_t> micros = Instant::midnight(monday).micros();
  std::function<void(const Letter&)> before, after;
  std::mutex mutex;
  Keys sent;
  Keys failed_turns;
  Outbox outbox;
  JobRunner runner;

  explicit Office(const std::string& node = "here", OutboxTimes times = {})
      : outbox([this] { return now(); }, times),
        runner(node, {.now = [this] { return now(); }, .stopping = [] { return false; }}) {
    outbox.add("test", [this](Lanes&, const Letter& letter) {
      if (before) before(letter);
      {
        const std::lock_guard lock(mutex);
        sent.push_back(letter.key);
      }
      if (after) after(letter);
    });
  }
  [[nodiscard]] Instant now() const { return Instant::from_micros(micros); }
  void later(std::int64_t seconds) { micros += seconds * 1'000'000; }
  JobRunner::Next run(Lanes& lanes) { return run(lanes, outbox.job()); }
  JobRunner::Next run(Lanes& lanes, const Job& job) {
    return runner.run_due(lanes, {job}, monday, [this](const std::string&, const std::string& why) {
      failed_turns.push_back(why);
    });
  }
  bool post_to(TestTenant& t, const std::string& key, const char* kind = "test") {
    bool is_new = false;
    t.write([&](Tx& tx) { is_new = post(tx, {kind, key, "a@example.org", R"({"n":1})"}, now()); });
    return is_new;
  }
};

LetterRow row_of(TestTenant& t, const std::string& key) {
  LetterRow found;
  t.read([&](Read& db) {
    for (const LetterState state : {LetterState::waiting, LetterState::sent, LetterState::failed})
      for (const LetterRow& row : outbox::store::list(db, state, 1000))
        if (row.key == key) found = row;
  });
  return found;
}

TEST_CASE("a letter is sent once, however often it is written") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Office office;
    (void)office.run(t.lanes());
    CHECK(office.post_to(t, "a"));
    CHECK_FALSE(office.post_to(t, "a"));
    CHECK(office.post_to(t, "b"));
    office.before = [&](const Letter& letter) {
      CHECK(letter.kind == "test");
      CHECK(letter.address == "a@example.org");
      CHECK(letter.payload == R"({"n":1})");
    };
    (void)office.run(t.lanes());
    CHECK(office.sent == Keys{"a", "b"});
    CHECK(row_of(t, "a").state == LetterState::sent);
    CHECK(row_of(t, "a").sent_at == office.now());
    CHECK_FALSE(office.post_to(t, "a"));
    office.later(2 * 3600);
    (void)office.run(t.lanes());
    CHECK(office.sent.size() == 2);
    CHECK(office.failed_turns.empty());
  });
}

TEST_CASE("what is undone posts nothing, and what is posted is announced") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Office office;
    CHECK_THROWS(t.write([&](Tx& tx) {
      CHECK(post(tx, {"test", "undone", "a@b", "{}"}, office.now()));
      throw std::runtime_error("undone");
    }));
    (void)office.run(t.lanes());
    CHECK(office.sent.empty());
    CHECK(office.post_to(t, "kept"));
    t.read([&](Read& db) {
      const auto events = events_after(db, 0, 10);
      REQUIRE(events.size() == 1);
      CHECK(events[0].topic == "platform.letter_posted");
      CHECK(events[0].payload.find("kept") == std::string::npos);
    });
  });
}

TEST_CASE("a letter has bounds, and holds JSON") {
  TestTenant t(false);
  const auto post_it = [&](const std::string& payload) {
    t.write([&](Tx& tx) { post(tx, {"test", "a", "a@b", payload}, Instant()); });
  };
  CHECK_THROWS_WITH(post_it("{"), "outbox.not_json");
  CHECK_THROWS_WITH(post_it("\"" + std::string(65'536, 'a') + "\""), "request.too_long");
  Office office;
  CHECK_THROWS_WITH(office.outbox.add("test", {}), "outbox.two_senders");
}

TEST_CASE("while the way of a kind is closed one letter tries it, and the others wait uncounted") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Office office;
    int tried = 0;
    bool closed = true;
    Keys others;
    office.outbox.add("other", [&](Lanes&, const Letter& letter) { others.push_back(letter.key); });
    office.before = [&](const Letter&) {
      ++tried;
      if (closed) throw WayClosed(Error(Fault::unavailable, "smtp.refused"));
    };
    for (const char* key : {"a", "b", "c"}) office.post_to(t, key);
    office.post_to(t, "d", "other");
    (void)office.run(t.lanes());
    CHECK(tried == 1);
    CHECK(others == Keys{"d"});
    CHECK(row_of(t, "a").attempts == 1);
    CHECK(row_of(t, "b").attempts == 0);
    CHECK(row_of(t, "c").attempts == 0);
    for (int minute = 0; minute < 24 * 60; ++minute) {
      office.later(60);
      (void)office.run(t.lanes());
    }
    CHECK(tried <= 24 * 60 + 1);
    closed = false;
    office.later(6 * 3600);
    for (int turn = 0; turn < 3; ++turn) (void)office.run(t.lanes());
    for (const char* key : {"a", "b", "c"}) CHECK(row_of(t, key).state == LetterState::sent);
  });
}

TEST_CASE("whatever a sender throws, its letter is tried again with growing pauses; others go on") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Office office;
    office.before = [&](const Letter& letter) {
      if (letter.key == "outside") throw std::runtime_error("no route to 三厂");
      if (letter.key == "odd") throw 7;
      if (letter.key == "garbled") throw std::runtime_error("\xff\x01 no");
      if (letter.key == "long") throw std::runtime_error(std::string(499, 'a') + "厂厂");
    };
    for (const char* key : {"outside", "odd", "garbled", "long", "good"}) office.post_to(t, key);
    JobRunner::Next next = office.run(t.lanes());
    CHECK(office.sent == Keys{"good"});
    CHECK(office.failed_turns.empty());
    CHECK(row_of(t, "outside").last_error == "no route to 三厂");
    CHECK(row_of(t, "odd").last_error == "unknown exception");
    CHECK(row_of(t, "garbled").last_error == "?? no");
    CHECK(row_of(t, "long").last_error == std::string(499, 'a'));
    std::vector<std::int64_t> minutes;
    for (int i = 0; i < 14; ++i) {
      REQUIRE(next.retry);
      minutes.push_back((next.retry->seconds() - office.now().seconds()) / 60);
      office.micros = next.retry->micros();
      next = office.run(t.lanes());
    }
    CHECK(minutes ==
          std::vector<std::int64_t>{1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360, 360, 360});
    CHECK_FALSE(next.retry);
    CHECK(row_of(t, "odd").state == LetterState::failed);
    CHECK(row_of(t, "odd").attempts == 15);
    CHECK(office.sent == Keys{"good"});
  });
}

TEST_CASE("a letter that failed is shown and can be sent again") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Office office("here", {.attempts = 1});
    office.before = [&](const Letter&) { throw std::runtime_error("refused"); };
    office.post_to(t, "a");
    (void)office.run(t.lanes());
    std::vector<LetterView> failed;
    t.read([&](Read& db) { failed = letters(db, LetterState::failed); });
    REQUIRE(failed.size() == 1);
    CHECK(failed[0].key == "a");
    CHECK(failed[0].last_error == "refused");
    office.before = {};
    t.write([&](Tx& tx) { send_again(tx, failed[0].id, office.now()); });
    (void)office.run(t.lanes());
    CHECK(office.sent == Keys{"a"});
    const auto once_more = [&](Tx& tx) { send_again(tx, failed[0].id, office.now()); };
    CHECK_THROWS_WITH(t.write(once_more), "outbox.not_failed");
  });
}

TEST_CASE("a process that is killed before it noted what it sent has it sent once more") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Office killed, next;
    killed.post_to(t, "a");
    // The turn ends as it would with its process: the letter left, and nothing was noted.
    Lanes away(t.engine(), 1);
    killed.after = [&](const Letter&) { away.stop(); };
    CHECK_THROWS(killed.run(away));
    CHECK(killed.sent == Keys{"a"});
    CHECK(row_of(t, "a").state == LetterState::waiting);

    next.later(299);  // it may still be on its way
    (void)next.run(t.lanes());
    CHECK(next.sent.empty());
    next.later(1);
    (void)next.run(t.lanes());
    CHECK(next.sent == Keys{"a"});
    CHECK(row_of(t, "a").attempts == 2);
    CHECK(row_of(t, "a").state == LetterState::sent);
  });
}

TEST_CASE("a letter that brings every process down is given up") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Office office("here", {.attempts = 2});
    office.post_to(t, "deadly");
    office.post_to(t, "good");
    t.write([&](Tx& tx) {
      for (int i = 0; i < 2; ++i) outbox::store::take(tx, {1}, office.now());
    });
    (void)office.run(t.lanes());
    CHECK(office.sent == Keys{"good"});
    CHECK(row_of(t, "deadly").state == LetterState::failed);
    CHECK(row_of(t, "deadly").last_error == "no answer");
  });
}

TEST_CASE("two processes do not send the same letter at a time") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Office first("first"), second("second");
    // Two jobs, so that what keeps them apart is the letter's own lease and not the job's.
    const auto job_of = [](Office& office, const char* name) {
      return Job{.name = name, .every = std::chrono::hours(1), .work = [&](JobParts& parts) {
                   office.outbox.turn(parts);
                 }};
    };
    for (int i = 0; i < 40; ++i) first.post_to(t, std::to_string(i));
    std::binary_semaphore first_sends(0), second_is_done(0);
    std::atomic<bool> once{false};
    first.before = [&](const Letter&) {
      if (once.exchange(true)) return;
      first_sends.release();
      second_is_done.acquire();
    };
    Lanes there(t.engine(), 1);
    std::thread other([&] {
      first_sends.acquire();
      (void)second.run(there, job_of(second, "test.second"));
      second_is_done.release();
    });
    (void)first.run(t.lanes(), job_of(first, "test.first"));
    other.join();
    CHECK(first.sent == Keys{"0"});
    CHECK(second.sent.size() == 39);
    CHECK(std::ranges::find(second.sent, "0") == second.sent.end());
  });
}

TEST_CASE("a late word of a sender changes nothing of what another has done since") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Office slow, other;
    slow.post_to(t, "a");
    slow.before = [&](const Letter&) {
      other.later(300);
      Lanes there(t.engine(), 1);
      const Job job{.name = "test.other",
                    .every = std::chrono::hours(1),
                    .work = [&](JobParts& parts) { other.outbox.turn(parts); }};
      (void)other.run(there, job);
      throw std::runtime_error("timed out");
    };
    (void)slow.run(t.lanes());
    CHECK(other.sent == Keys{"a"});
    CHECK(row_of(t, "a").state == LetterState::sent);
    CHECK(row_of(t, "a").last_error.empty());
  });
}

TEST_CASE("a letter of a kind that nobody sends waits for its sender") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Office office;
    office.post_to(t, "a", "pigeon");
    const JobRunner::Next next = office.run(t.lanes());
    CHECK_FALSE(next.retry);
    CHECK(row_of(t, "a").attempts == 0);
    Outbox idle([&] { return office.now(); });
    office.later(3600);
    (void)office.run(t.lanes(), idle.job());
    CHECK(row_of(t, "a").state == LetterState::waiting);
    office.outbox.add("pigeon",
                      [&](Lanes&, const Letter& letter) { office.sent.push_back(letter.key); });
    office.later(3600);
    (void)office.run(t.lanes());
    CHECK(office.sent == Keys{"a"});
  });
}

TEST_CASE("a turn is bounded, and the next is due at once") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Office office;
    office.post_to(t, "a");
    for (int i = 0; i < 120; ++i) office.post_to(t, "n" + std::to_string(i));
    const JobRunner::Next next = office.run(t.lanes());
    CHECK(office.sent.size() == 100);
    CHECK(next.look <= office.now());
    CHECK(next.retry == next.look);
    (void)office.run(t.lanes());
    CHECK(office.sent.size() == 121);
  });
}

}  // namespace
}  // namespace twinrail
