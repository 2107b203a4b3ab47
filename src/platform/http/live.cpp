#include "platform/http/live.hpp"

namespace twinrail {
namespace {

/// Missed events that are sent one by one; further back the client reads anew.
constexpr std::int64_t resume_max = 500;

std::string message(std::string_view topic, const std::string& data, std::int64_t id) {
  std::string out;
  if (id > 0) out += "id: " + std::to_string(id) + "\n";
  ((out += "event: ") += topic) += "\ndata: ";
  return (out += data) += "\n\n";
}

}  // namespace

void LiveStream::push(std::string message) {
  std::function<void()> wake;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= waiting_max) {
      waiting_.clear();
      waiting_.push_back("event: reset\ndata: {}\n\n");
    }
    waiting_.push_back(std::move(message));
    wake = wake_;
  }
  if (wake) wake();
}

std::string LiveStream::take() {
  const std::lock_guard lock(mutex_);
  std::string all;
  for (const std::string& one : waiting_) all += one;
  waiting_.clear();
  return all;
}

std::shared_ptr<LiveStream> LiveHub::open(Identity identity,
                                          std::optional<std::int64_t> last_event_id,
                                          std::function<void()> wake) {
  auto stream = std::make_shared<LiveStream>(std::move(identity), std::move(wake));
  {
    const std::lock_guard lock(mutex_);
    open_.emplace(stream->identity().tenant->code(), stream);
  }
  stream->push("retry: 2000\n\n");
  if (last_event_id) resume(stream, *last_event_id);
  return stream;
}

void LiveHub::resume(const std::shared_ptr<LiveStream>& stream, std::int64_t after) {
  stream->identity().tenant->lanes().async_read(
      [this, stream, after](Read& db) {
        const std::vector<Event> missed = events_after(db, after, resume_max + 1);
        const bool gap = after + 1 < oldest_event(db);
        if (gap || static_cast<std::int64_t>(missed.size()) > resume_max) {
          stream->push(message("reset", "{}", newest_event(db)));
          return;
        }
        for (const Event& event : missed)
          if (const auto data = filter_(*stream->identity().viewer, event))
            stream->push(message(event.topic, *data, event.id));
      },
      [](std::exception_ptr) {});
}

void LiveHub::publish(const std::string& tenant, const Event& event) {
  std::vector<std::shared_ptr<LiveStream>> streams;
  {
    const std::lock_guard lock(mutex_);
    auto [it, end] = open_.equal_range(tenant);
    while (it != end) {
      if (auto stream = it->second.lock()) {
        streams.push_back(std::move(stream));
        ++it;
      } else {
        it = open_.erase(it);
      }
    }
  }
  for (const auto& stream : streams)
    if (const auto data = filter_(*stream->identity().viewer, event))
      stream->push(message(event.topic, *data, event.id));
}

std::size_t LiveHub::streams() {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

}  // namespace twinrail
