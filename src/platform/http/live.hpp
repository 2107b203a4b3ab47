#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/quota.hpp"
#include "platform/events/events.hpp"
#include "platform/http/front.hpp"

namespace twinrail {

/// One open stream of a browser: messages wait here until the connection has sent them.
class LiveStream {
 public:
  struct Message {
    std::int64_t id = 0;  ///< of its event; 0 = not an event
    std::string text;
  };

  LiveStream(Identity identity, std::function<void()> wake)
      : tenant_(std::move(identity.tenant)),
        viewer_(std::move(identity.viewer)),
        wake_(std::move(wake)) {}

  /// Puts a message in line. Past `waiting_max` the line is dropped and the client told to read
  /// anew: a slow reader costs bounded memory.
  void push(Message message);
  /// Everything that waits, to be written at once; empty when nothing does.
  [[nodiscard]] std::string take();
  /// What is pushed from now on waits until `release`: first comes what was missed.
  void hold();
  /// Puts what was missed in line, then what was held and is newer.
  void release(std::vector<Message> missed);
  /// The same person, asked for again. When the rights have changed, what waits was cut to the old
  /// ones: it is dropped, and the client told to read anew.
  void renew(std::shared_ptr<const Viewer> viewer);
  void close();

  [[nodiscard]] Tenant& tenant() const { return *tenant_; }
  [[nodiscard]] std::shared_ptr<const Viewer> viewer();

 private:
  static constexpr std::size_t waiting_max = 256;
  void reset();
  void add(std::deque<Message>& line, Message message);

  const std::shared_ptr<Tenant> tenant_;
  std::mutex mutex_;
  std::shared_ptr<const Viewer> viewer_;
  std::function<void()> wake_;
  std::deque<Message> waiting_;
  std::deque<Message> held_;
  bool holding_ = false;
};

/// A stream's place among those of its account, free again when it is let go.
using LivePlace = std::shared_ptr<void>;

/// Hands committed events to the streams whose viewers may see them.
class LiveHub {
 public:
  /// Cuts an event's payload to what a viewer may see; nothing when that is nothing.
  using Filter = std::function<std::optional<std::string>(const Viewer&, const Event&)>;
  /// Of one account at most `account_streams` are open at a time; 0 = no limit.
  explicit LiveHub(Filter filter, std::int64_t account_streams = 0)
      : filter_(std::move(filter)), account_streams_(account_streams) {}

  /// Taken before a stream is opened. Throws Error (conflict) "live.too_many_streams" when the
  /// account has as many as it may.
  [[nodiscard]] LivePlace take_place(const Identity& identity);

  /// Opens a stream. With `last_event_id` it resumes after that event, or is told `reset` when that
  /// is too long ago. `wake` is called from any thread when something waits.
  std::shared_ptr<LiveStream> open(Identity identity, std::optional<std::int64_t> last_event_id,
                                   std::function<void()> wake);
  void publish(const std::string& tenant, const Event& event);
  /// Streams that are open now.
  [[nodiscard]] std::size_t streams();

 private:
  void resume(const std::shared_ptr<LiveStream>& stream, std::int64_t after);
  std::vector<LiveStream::Message> missed(Read& db, const Viewer& viewer, std::int64_t after) const;

  using Places = std::map<std::string, std::vector<std::weak_ptr<void>>>;

  Filter filter_;
  const std::int64_t account_streams_;
  std::mutex mutex_;
  Places places_;  ///< of each account; those that were let go are dropped when one is taken
  std::multimap<std::string, std::weak_ptr<LiveStream>> open_;
};

}  // namespace twinrail
