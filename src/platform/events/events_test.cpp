#include "platform/events/events.hpp"

#include <atomic>
#include <future>
#include <stdexcept>

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"
#include "platform/events/store_event.hpp"

namespace twinrail {
namespace {

struct Measured {
  static constexpr std::string_view topic = "test.measured";
  std::int64_t value = 0;
};
DESCRIBE(Measured, value);

struct Judged {
  static constexpr std::string_view topic = "test.judged";
  std::int64_t value = 0;
};
DESCRIBE(Judged, value);

void measure(TestTenant& t, std::int64_t from, std::int64_t to) {
  t.write([&](Tx& tx) {
    for (std::int64_t i = from; i <= to; ++i) announce(tx, Measured{i});
  });
}

/// A subscriber that keeps what it was handed in the order of the events.
struct Listener {
  std::mutex mutex;
  std::vector<std::string> heard;
  Subscriber as(std::string name, std::vector<std::string> topics) {
    return {std::move(name), std::move(topics), [this](Tx&, const std::vector<Event>& events) {
              const std::lock_guard lock(mutex);
              for (const Event& e : events) heard.push_back(e.payload);
            }};
  }
  std::size_t count() {
    const std::lock_guard lock(mutex);
    return heard.size();
  }
};

TEST_CASE("subscribers get their topics in order, and what they announce reaches others") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Listener measured, judged;
    std::atomic<int> live{0};
    Subscriber judge{"test.judge", {"test.measured"}, [](Tx& tx, const std::vector<Event>& events) {
                       for (const Event& e : events) announce(tx, from_json<Judged>(e.payload));
                     }};
    Dispatcher dispatcher(
        t.lanes(),
        {judge, measured.as("test.m", {"test.measured"}), judged.as("test.j", {"test.judged"})},
        [&](const Event&) { ++live; });
    dispatcher.settle();  // everybody starts from now
    measure(t, 1, 500);
    dispatcher.settle();
    REQUIRE(measured.count() == 500);
    REQUIRE(judged.count() == 500);
    for (int i = 0; i < 500; ++i)
      CHECK(measured.heard[static_cast<std::size_t>(i)] == to_json(Measured{i + 1}));
    CHECK(measured.heard == judged.heard);
    CHECK(live == 1000);
    for (const SubscriberHealth& h : dispatcher.health()) CHECK(h.failures == 0);
  });
}

TEST_CASE("a change that is undone has no event") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Listener listener;
    Dispatcher dispatcher(t.lanes(), {listener.as("test.m", {"test.measured"})}, {});
    dispatcher.settle();
    CHECK_THROWS(t.write([](Tx& tx) {
      announce(tx, Measured{1});
      throw Error(Fault::invalid, "test.no");
    }));
    dispatcher.settle();
    CHECK(listener.count() == 0);
  });
}

TEST_CASE("a subscriber that fails holds up nobody else, undoes its part and catches up") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Listener listener;
    std::atomic<bool> broken{true};
    std::atomic<int> tried{0};
    Subscriber fragile{
        "test.fragile", {"test.measured"}, [&](Tx& tx, const std::vector<Event>& events) {
          ++tried;
          for (const Event& e : events) announce(tx, Judged{from_json<Measured>(e.payload).value});
          if (broken) throw Error(Fault::internal, "test.broken");
        }};
    Dispatcher dispatcher(t.lanes(),
                          {fragile, listener.as("test.m", {"test.measured", "test.judged"})}, {});
    dispatcher.settle();
    measure(t, 1, 3);
    dispatcher.settle();
    CHECK(listener.count() == 3);
    const SubscriberHealth sick = dispatcher.health().front();
    CHECK(sick.failures >= 1);
    CHECK(sick.behind == 3);
    CHECK(sick.last_error == "test.broken");
    t.read([](Read& db) { CHECK(events::store::cursor(db, "test.fragile")->failures >= 1); });
    broken = false;
    for (int i = 0; i < 100 && listener.count() < 6; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    CHECK(listener.count() == 6);
    CHECK(dispatcher.health().front().failures == 0);
  });
}

TEST_CASE("whatever a subscriber throws, it stops that one only, and its pauses grow") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Listener listener;
    const Subscriber outside{"test.outside", {"test.measured"}, [](Tx&, const std::vector<Event>&) {
                               throw std::out_of_range("test.outside");
                             }};
    const Subscriber odd{
        "test.odd", {"test.measured"}, [](Tx&, const std::vector<Event>&) { throw 7; }};
    std::atomic<int> shown{0};
    Dispatcher dispatcher(t.lanes(), {outside, odd, listener.as("test.m", {"test.measured"})},
                          [&](const Event&) {
                            ++shown;
                            throw std::out_of_range("test.page");
                          });
    dispatcher.settle();
    measure(t, 1, 3);
    dispatcher.settle();
    CHECK(listener.count() == 3);
    CHECK(shown == 3);
    const auto pause = [&] { return *dispatcher.retry() - Workers::Clock::now(); };
    while (dispatcher.health()[0].failures < 4 || dispatcher.health()[1].failures < 4)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    CHECK(dispatcher.health()[0].last_error == "test.outside");
    CHECK(dispatcher.health()[1].last_error == "unknown exception");
    CHECK(dispatcher.health()[2].failures == 0);
    CHECK(pause() > std::chrono::milliseconds(200));  // the first was a tenth of a second
    CHECK(dispatcher.idle());                         // whoever works has caught up
    measure(t, 4, 5);
    dispatcher.settle();
    CHECK(listener.count() == 5);
  });
}

TEST_CASE("after a restart a subscriber goes on where it stood") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Listener before, after;
    {
      Dispatcher dispatcher(t.lanes(), {before.as("test.m", {"test.measured"})}, {});
      dispatcher.settle();
      measure(t, 1, 100);
      dispatcher.settle();
    }
    measure(t, 101, 150);
    Dispatcher dispatcher(t.lanes(), {after.as("test.m", {"test.measured"})}, {});
    dispatcher.settle();
    CHECK(before.count() == 100);
    CHECK(after.count() == 50);
  });
}

TEST_CASE("two nodes on one database hand each event to a subscriber once") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Listener here, there;
    Lanes other(t.engine(), 1);
    Dispatcher first(t.lanes(), {here.as("test.m", {"test.measured"})}, {});
    first.settle();
    Dispatcher second(other, {there.as("test.m", {"test.measured"})}, {});
    second.settle();
    for (int i = 0; i < 50; ++i) measure(t, i, i);
    first.settle();
    second.settle();
    CHECK(here.count() + there.count() == 50);
    second.stop();
  });
}

TEST_CASE("events are pruned when everybody has read them") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Listener busy, idle;
    Dispatcher dispatcher(
        t.lanes(), {busy.as("test.busy", {"test.measured"}), idle.as("test.idle", {"test.none"})},
        {});
    dispatcher.settle();
    measure(t, 1, 1500);
    dispatcher.settle();
    const Instant later = Instant::from_micros(INT64_MAX / 2);
    t.write([&](Tx& tx) { CHECK(events::store::prune(tx, later) >= 1000); });
    t.read([](Read& db) { CHECK(newest_event(db) <= 1500); });
    measure(t, 1501, 1501);
    dispatcher.settle();
    CHECK(busy.count() == 1501);
    CHECK(idle.count() == 0);
  });
}

/// A database that can be read, while nobody can write to it: a disk that is full or read-only.
class Unwritable : public Engine {
 public:
  Unwritable(std::unique_ptr<Engine> inner, const std::atomic<bool>& shut)
      : inner_(std::move(inner)), shut_(shut) {}
  std::unique_ptr<Connection> open_writer() override {
    if (shut_) throw DbError(DbError::Kind::full, "test");
    return inner_->open_writer();
  }
  std::unique_ptr<Connection> open_reader() override { return inner_->open_reader(); }
  void give_back(std::unique_ptr<Connection> connection, Use use) override {
    inner_->give_back(std::move(connection), use);
  }
  [[nodiscard]] bool is_postgres() const override { return inner_->is_postgres(); }

 private:
  std::unique_ptr<Engine> inner_;
  const std::atomic<bool>& shut_;
};

TEST_CASE("where nothing can be written nobody is waited for, and later it goes on") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    measure(t, 1, 3);
    std::atomic<bool> shut{true};
    Lanes lanes(std::make_unique<Unwritable>(t.engine(), shut), 1);
    Listener listener;
    Dispatcher dispatcher(lanes, {listener.as("test.m", {"test.measured"})}, {});
    std::future<void> settled = std::async(std::launch::async, [&] { dispatcher.settle(); });
    const bool ended = settled.wait_for(std::chrono::seconds(20)) == std::future_status::ready;
    CHECK(ended);
    if (!ended) dispatcher.stop();
    settled.get();
    CHECK(listener.count() == 0);
    shut = false;
    for (int i = 0; i < 200 && listener.count() == 0; ++i) {
      dispatcher.settle();
      measure(t, i, i);
    }
    CHECK(listener.count() > 0);
    dispatcher.stop();
  });
}

}  // namespace
}  // namespace twinrail
