#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/lanes.hpp"
#include "platform/json/json.hpp"

namespace twinrail {

/// Something that happened: written in the transaction of the change, told to others after it.
struct Event {
  std::int64_t id = 0;
  std::string topic;
  std::string payload;  ///< JSON of the announced struct
  Instant at;
};
DESCRIBE(Event, id, topic, payload, at);

void announce_json(Tx& tx, std::string_view topic, const std::string& payload);

/// Announces a described struct with a `topic`, in the past tense. A bulk change announces one
/// event with a list, not a thousand events.
template <class E>
void announce(Tx& tx, const E& event) {
  announce_json(tx, E::topic, to_json(event));
}

/// Who follows which topics. The handler gets what has come since, oldest first, and runs in the
/// transaction that moves the subscriber's cursor, so its effect in the database happens once. The
/// combined effect of several events is worked out once.
struct Subscriber {
  std::string name;  ///< "okr.follow_kpi"
  std::vector<std::string> topics;
  std::function<void(Tx&, const std::vector<Event>&)> handle;
};

/// Events after an id, oldest first, as a stream resumes.
[[nodiscard]] std::vector<Event> events_after(Read& db, std::int64_t id, std::int64_t limit);
/// The newest and the oldest event that is kept; 0 when there is none.
[[nodiscard]] std::int64_t newest_event(Read& db);
[[nodiscard]] std::int64_t oldest_event(Read& db);

struct SubscriberHealth {
  std::string name;
  std::int64_t cursor = 0;
  std::int64_t behind = 0;
  std::int64_t failures = 0;  ///< in a row
  std::string last_error;
};

/// Hands a tenant's events to its subscribers, each with its own cursor. One that fails, whatever
/// it throws, is retried with growing pauses and holds up nobody else.
class Dispatcher {
 public:
  /// `deliver` sees every event once, in order, after it is committed: the live streams. `workers`
  /// are not those of the lanes, whose answers it waits for; without any it has one of its own.
  Dispatcher(Lanes& lanes, std::vector<Subscriber> subscribers,
             std::function<void(const Event&)> deliver, std::shared_ptr<Workers> workers = {});
  ~Dispatcher();
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  void wake();
  /// Waits until every subscriber that works has caught up with what is announced now. Where the
  /// database can be read or written by nobody none works, and it waits for nothing.
  void settle();
  void stop();
  [[nodiscard]] std::vector<SubscriberHealth> health();
  /// Every subscriber that works has caught up.
  [[nodiscard]] bool idle();
  /// When the first of those that fail is tried again; nothing when all work.
  [[nodiscard]] std::optional<Workers::Clock::time_point> retry();

 private:
  struct State;
  Workers::Clock::time_point turn();
  /// `more` may be done at once; `away`: the database could not be asked.
  enum class Round : std::uint8_t { more, over, away };
  Round take_round();
  [[nodiscard]] Workers::Clock::time_point rest_ends() const;
  bool advance(State& state, std::int64_t newest);
  void note(State& state, const std::string& error);
  void pass_over(const std::vector<Event>& events);
  std::int64_t deliver_new(bool& more);
  void start();
  void keep_failure(const State& state);

  Lanes& lanes_;
  std::vector<State> states_;
  std::function<void(const Event&)> deliver_;
  std::int64_t delivered_ = -1;
  std::mutex mutex_;
  std::condition_variable settled_;
  std::int64_t asked_ = 1;
  std::int64_t answering_ = 0;  ///< what had been asked when the rounds under way began
  std::int64_t done_ = 0;
  bool started_ = false;
  bool stopping_ = false;
  const std::shared_ptr<Workers> workers_;
  Task task_;
};

}  // namespace twinrail
