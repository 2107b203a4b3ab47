#include "platform/events/events.hpp"

#include <algorithm>
#include <chrono>

#include "platform/clock.hpp"
#include "platform/events/store_event.hpp"
#include "platform/log/log.hpp"

namespace twinrail {
namespace {

using Clock = std::chrono::steady_clock;

/// Events handed on in one transaction: enough for all that a group of changes announced, and so
/// few that a change never waits long behind them.
constexpr std::int64_t round_max = 256;
/// Events that the live streams are told at a time.
constexpr std::int64_t deliver_max = 256;
/// A cursor that finds nothing to do is moved on after this many events, so that they can be
/// pruned.
constexpr std::int64_t idle_max = 1000;
/// The first pause after a failure; it doubles up to the longest.
constexpr auto pause_first = std::chrono::milliseconds(100);
constexpr auto pause_longest = std::chrono::seconds(60);
/// After a turn a subscriber pauses for so many times as long as the turn took: under a steady
/// stream of changes it takes a quarter of the writer's time at most, and handles together what
/// came meanwhile.
constexpr int rest_times = 3;
/// Without a wake the outbox is looked at this often: another node may have written.
constexpr auto look_every = std::chrono::seconds(1);

}  // namespace

void announce_json(Tx& tx, std::string_view topic, const std::string& payload) {
  events::store::add(tx, topic, payload, now_utc());
  tx.mark_announced();
}

std::vector<Event> events_after(Read& db, std::int64_t id, std::int64_t limit) {
  return events::store::after(db, id, limit);
}
std::int64_t newest_event(Read& db) { return events::store::newest(db); }
std::int64_t oldest_event(Read& db) { return events::store::oldest(db); }

struct Dispatcher::State {
  Subscriber subscriber;
  std::int64_t seen = -1;  ///< it has handled whatever it follows up to here
  std::int64_t kept = 0;   ///< how far its row in the database says it is
  int failures = 0;
  Clock::time_point not_before{};
  std::string last_error;
  Clock::time_point rests_until{};
};

Dispatcher::Dispatcher(Lanes& lanes, std::vector<Subscriber> subscribers,
                       std::function<void(const Event&)> deliver, std::shared_ptr<Workers> workers)
    : lanes_(lanes),
      deliver_(std::move(deliver)),
      workers_(workers ? std::move(workers) : std::make_shared<Workers>(1)),
      task_(*workers_, [this] { return turn(); }) {
  for (Subscriber& s : subscribers) states_.push_back({std::move(s), -1, 0, 0, {}, {}, {}});
  lanes_.on_announced([this] { wake(); });
  task_.wake();
}

Dispatcher::~Dispatcher() { stop(); }

void Dispatcher::stop() {
  lanes_.on_announced({});
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  settled_.notify_all();
  task_.end();
}

void Dispatcher::wake() {
  {
    const std::lock_guard lock(mutex_);
    ++asked_;
  }
  task_.wake();
}

void Dispatcher::settle() {
  std::unique_lock lock(mutex_);
  const std::int64_t mine = ++asked_;
  task_.wake();
  settled_.wait(lock, [&] { return stopping_ || done_ >= mine; });
}

bool Dispatcher::idle() {
  const std::lock_guard lock(mutex_);
  return done_ >= asked_ && answering_ == 0;
}

std::optional<Workers::Clock::time_point> Dispatcher::retry() {
  const std::lock_guard lock(mutex_);
  std::optional<Clock::time_point> first;
  for (const State& state : states_)
    if (state.failures > 0) first = std::min(first.value_or(state.not_before), state.not_before);
  return first;
}

/// One round; it comes back at once while there is more to do, so that the rounds of other tenants
/// come between.
Task::Clock::time_point Dispatcher::turn() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return Task::never;
    if (answering_ == 0) answering_ = asked_;
  }
  const Round round = take_round();
  if (round == Round::more) return Task::now;
  const auto rest = round == Round::away ? Task::never : rest_ends();
  if (rest != Task::never) return rest;
  const std::lock_guard lock(mutex_);
  done_ = std::max(done_, answering_);
  answering_ = 0;
  settled_.notify_all();
  return done_ < asked_ && round != Round::away ? Task::now : Clock::now() + look_every;
}

/// When the first subscriber goes on of those that pause although events wait for them.
Task::Clock::time_point Dispatcher::rest_ends() const {
  auto until = Task::never;
  for (const State& state : states_)
    if (state.failures == 0 && state.seen < delivered_) until = std::min(until, state.rests_until);
  return until;
}

/// One turn for everybody. Where the database cannot be read or written nobody works, so whoever
/// waits is let go, and the next look tries again.
Dispatcher::Round Dispatcher::take_round() {
  bool more = false;
  std::int64_t newest = 0;
  try {
    newest = deliver_new(more);
    if (!started_) start();
  } catch (...) {
    return Round::away;
  }
  for (State& state : states_) {
    const auto began = Clock::now();
    if (state.seen >= newest || began < state.not_before || began < state.rests_until) continue;
    try {
      const bool some = advance(state, newest);
      if (some) state.rests_until = Clock::now() + rest_times * (Clock::now() - began);
      more = some || more;
      note(state, {});
    } catch (const std::exception& e) {
      note(state, e.what());
      keep_failure(state);
    } catch (...) {
      note(state, "unknown exception");
      keep_failure(state);
    }
  }
  return more ? Round::more : Round::over;
}

/// Keeps what became of a turn; after a failure the next one waits.
void Dispatcher::note(State& state, const std::string& error) {
  const std::lock_guard lock(mutex_);
  if (error.empty()) {
    state.failures = 0;
    state.last_error.clear();
    return;
  }
  const auto pause = pause_first * (1 << std::min(state.failures, 9));
  state.not_before = Clock::now() + std::min<Clock::duration>(pause, pause_longest);
  state.last_error = error;
  ++state.failures;
}

/// The cursor of a subscriber that is gone must not keep events from being pruned.
void Dispatcher::start() {
  std::vector<std::string> names;
  for (const State& state : states_) names.push_back(state.subscriber.name);
  lanes_.write({.name = "events"}, "start_following",
               [&](Tx& tx) { events::store::forget_others(tx, names); });
  started_ = true;
}

void Dispatcher::keep_failure(const State& state) {
  try {
    lanes_.write({.name = "events"}, "note_failure", [&](Tx& tx) {
      events::store::note_failure(tx, state.subscriber.name, state.last_error);
    });
  } catch (...) {  // the database is away: that is the failure, and it is in our own list
  }
}

/// Hands a subscriber its next events. A transaction of the writer is taken only when there are
/// some.
bool Dispatcher::advance(State& state, std::int64_t newest) {
  const Subscriber& s = state.subscriber;
  bool wanted = state.seen < 0 || newest - state.kept > idle_max;
  if (!wanted)
    lanes_.read(
        [&](Read& db) { wanted = !events::store::after(db, state.seen, s.topics, 1).empty(); });
  if (!wanted) {
    state.seen = newest;
    return false;
  }
  bool some = false, full = false;
  std::int64_t seen = newest;
  lanes_.write({.name = "event:" + s.name}, s.name, [&](Tx& tx) {
    const auto cursor = events::store::cursor(tx, s.name);
    if (!cursor) {  // a subscriber that is new starts from now
      seen = newest;
      events::store::move_cursor(tx, s.name, seen);
      return;
    }
    const std::vector<Event> found =
        events::store::after(tx, cursor->position, s.topics, round_max);
    if (!found.empty()) s.handle(tx, found);
    some = !found.empty();
    full = static_cast<std::int64_t>(found.size()) == round_max;
    // What others wrote meanwhile lies above `newest` and is looked at in the next turn.
    seen = full ? found.back().id : std::max(newest, found.empty() ? 0 : found.back().id);
    if (seen > cursor->position) events::store::move_cursor(tx, s.name, seen);
  });
  state.seen = state.kept = seen;
  return some;
}

/// Moves on who has seen all before these events and follows none of them: nobody has to look for
/// it.
void Dispatcher::pass_over(const std::vector<Event>& events) {
  if (events.empty()) return;
  for (State& state : states_) {
    const auto& topics = state.subscriber.topics;
    const bool follows =
        std::ranges::find_first_of(events, topics, {}, &Event::topic) != events.end();
    if (!follows && state.seen >= delivered_ && events.back().id - state.kept <= idle_max)
      state.seen = events.back().id;
  }
}

/// Tells the live streams what is new. Returns the newest event.
std::int64_t Dispatcher::deliver_new(bool& more) {
  std::vector<Event> found;
  lanes_.read([&](Read& db) {
    if (delivered_ < 0) delivered_ = newest_event(db);
    found = events::store::after(db, delivered_, deliver_max);
  });
  pass_over(found);
  for (const Event& event : found) {
    delivered_ = event.id;
    try {
      if (deliver_) deliver_(event);
    } catch (...) {  // what cannot be shown is not shown; a page that is loaded anew has it
      log::write(log::Level::error, "live", {{"topic", event.topic}, {"why", "not delivered"}});
    }
  }
  more = static_cast<std::int64_t>(found.size()) == deliver_max;
  return delivered_;
}

std::vector<SubscriberHealth> Dispatcher::health() {
  std::vector<SubscriberHealth> list;
  std::vector<std::int64_t> cursors;
  std::int64_t newest = 0;
  lanes_.read([&](Read& db) {
    newest = newest_event(db);
    for (const State& state : states_) {
      const auto cursor = events::store::cursor(db, state.subscriber.name);
      cursors.push_back(cursor ? cursor->position : newest);
    }
  });
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const State& state = states_[i];
    const std::int64_t behind = state.failures > 0 ? newest - cursors[i] : 0;
    list.push_back({state.subscriber.name, cursors[i], behind, state.failures, state.last_error});
  }
  return list;
}

}  // namespace twinrail
