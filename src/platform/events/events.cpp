#include "platform/events/events.hpp"

#include <chrono>

#include "platform/events/store_event.hpp"

namespace twinrail {
namespace {

using Clock = std::chrono::steady_clock;

/// Events handed on in one transaction: short, so that a change never waits long behind them.
constexpr std::int64_t round_max = 64;
/// The first pause after a failure; it doubles up to the longest.
constexpr auto pause_first = std::chrono::milliseconds(100);
constexpr auto pause_longest = std::chrono::seconds(60);
/// Without a wake the outbox is looked at this often: another node may have written.
constexpr auto look_every = std::chrono::seconds(1);

Instant now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant::from_micros(std::chrono::duration_cast<std::chrono::microseconds>(since).count());
}

}  // namespace

void announce_json(Tx& tx, std::string_view topic, const std::string& payload) {
  events::store::add(tx, topic, payload, now());
  tx.mark_announced();
}

std::vector<Event> events_after(Read& db, std::int64_t id, std::int64_t limit) {
  return events::store::after(db, id, limit);
}
std::int64_t newest_event(Read& db) { return events::store::newest(db); }
std::int64_t oldest_event(Read& db) { return events::store::oldest(db); }

struct Dispatcher::State {
  Subscriber subscriber;
  bool known = false;  ///< its cursor row is there
  int failures = 0;
  Clock::time_point not_before{};
  std::string last_error;
};

Dispatcher::Dispatcher(Lanes& lanes, std::vector<Subscriber> subscribers,
                       std::function<void(const Event&)> deliver)
    : lanes_(lanes), deliver_(std::move(deliver)) {
  for (Subscriber& s : subscribers) states_.push_back({std::move(s), false, 0, {}, {}});
  thread_ = std::thread([this] { run(); });
  lanes_.on_announced([this] { wake(); });
}

Dispatcher::~Dispatcher() { stop(); }

void Dispatcher::stop() {
  lanes_.on_announced({});
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ready_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Dispatcher::wake() {
  {
    const std::lock_guard lock(mutex_);
    ++asked_;
  }
  ready_.notify_all();
}

void Dispatcher::settle() {
  std::unique_lock lock(mutex_);
  const std::int64_t mine = ++asked_;
  ready_.notify_all();
  settled_.wait(lock, [&] { return stopping_ || done_ >= mine; });
}

void Dispatcher::run() {
  for (;;) {
    std::int64_t asked = 0;
    {
      std::unique_lock lock(mutex_);
      ready_.wait_for(lock, look_every, [&] { return stopping_ || asked_ > done_; });
      if (stopping_) return;
      asked = asked_;
    }
    bool more = true;
    while (more) {
      {
        const std::lock_guard lock(mutex_);
        if (stopping_) return;
      }
      more = round();
    }
    {
      const std::lock_guard lock(mutex_);
      done_ = std::max(done_, asked);
    }
    settled_.notify_all();
  }
}

/// One turn for everybody. True when there may be more to do at once.
bool Dispatcher::round() {
  bool more = false;
  try {
    deliver_new();
  } catch (...) {  // the database is away; the next look tries again
    return false;
  }
  for (State& state : states_) {
    if (Clock::now() < state.not_before) continue;
    try {
      more = advance(state) || more;
      state.failures = 0;
    } catch (const std::exception& e) {
      state.last_error = e.what();
      const auto pause = pause_first * (1 << std::min(state.failures, 9));
      state.not_before = Clock::now() + std::min<Clock::duration>(pause, pause_longest);
      ++state.failures;
    }
  }
  return more;
}

bool Dispatcher::advance(State& state) {
  const Subscriber& s = state.subscriber;
  bool moved = false;
  lanes_.write({.name = "event:" + s.name}, s.name, [&](Tx& tx) {
    const auto cursor = events::store::cursor(tx, s.name);
    if (!cursor) {  // a subscriber that is new starts from now
      events::store::move_cursor(tx, s.name, events::store::newest(tx));
      return;
    }
    const std::vector<Event> found = events::store::after(tx, cursor->position, s.topics, round_max);
    for (const Event& event : found) s.handle(tx, event);
    if (found.empty()) return;
    events::store::move_cursor(tx, s.name, found.back().id);
    moved = true;
  });
  return moved;
}

void Dispatcher::deliver_new() {
  std::vector<Event> found;
  lanes_.read([&](Read& db) {
    if (delivered_ < 0) delivered_ = newest_event(db);
    found = events::store::after(db, delivered_, round_max * 4);
  });
  for (const Event& event : found) {
    if (deliver_) deliver_(event);
    delivered_ = event.id;
  }
}

std::vector<SubscriberHealth> Dispatcher::health() {
  std::vector<SubscriberHealth> list;
  lanes_.read([&](Read& db) {
    const std::int64_t newest = newest_event(db);
    for (const State& state : states_) {
      const auto cursor = events::store::cursor(db, state.subscriber.name);
      const std::int64_t at = cursor ? cursor->position : newest;
      list.push_back({state.subscriber.name, at, newest - at, state.failures, state.last_error});
    }
  });
  return list;
}

}  // namespace twinrail
