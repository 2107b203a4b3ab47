#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "platform/events/events.hpp"
#include "platform/http/front.hpp"

namespace twinrail {

/// One open stream of a browser: messages wait here until the connection has sent them.
class LiveStream {
 public:
  LiveStream(Identity identity, std::function<void()> wake)
      : identity_(std::move(identity)), wake_(std::move(wake)) {}

  /// Puts a message in line. Past `waiting_max` the line is dropped and the client told to read anew:
  /// a slow reader costs bounded memory.
  void push(std::string message);
  /// Everything that waits, to be written at once; empty when nothing does.
  [[nodiscard]] std::string take();
  [[nodiscard]] const Identity& identity() const { return identity_; }
  void close() { wake_ = nullptr; }

 private:
  static constexpr std::size_t waiting_max = 256;
  Identity identity_;
  std::mutex mutex_;
  std::function<void()> wake_;
  std::deque<std::string> waiting_;
};

/// Hands committed events to the streams whose viewers may see them.
class LiveHub {
 public:
  /// Cuts an event's payload to what a viewer may see; nothing when that is nothing.
  using Filter = std::function<std::optional<std::string>(const Viewer&, const Event&)>;
  explicit LiveHub(Filter filter) : filter_(std::move(filter)) {}

  /// Opens a stream. With `last_event_id` it resumes after that event, or is told `reset` when that is
  /// too long ago.
  std::shared_ptr<LiveStream> open(Identity identity, std::optional<std::int64_t> last_event_id,
                                   std::function<void()> wake);
  void publish(const std::string& tenant, const Event& event);
  [[nodiscard]] std::size_t streams();

 private:
  void resume(const std::shared_ptr<LiveStream>& stream, std::int64_t after);

  Filter filter_;
  std::mutex mutex_;
  std::multimap<std::string, std::weak_ptr<LiveStream>> open_;
};

}  // namespace twinrail
