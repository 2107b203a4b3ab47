#include "platform/http/live.hpp"

#include <algorithm>

namespace twinrail {
namespace {

/// Missed events that are sent one by one; further back the client reads anew.
constexpr std::int64_t resume_max = 500;

LiveStream::Message message(std::string_view topic, const std::string& data, std::int64_t id) {
  std::string out;
  if (id > 0) out += "id: " + std::to_string(id) + "\n";
  ((out += "event: ") += topic) += "\ndata: ";
  return {id, (out += data) += "\n\n"};
}

bool same_rights(const Viewer& a, const Viewer& b) {
  const auto same_place = [](const ReachedUnit& x, const ReachedUnit& y) {
    return x.unit == y.unit && x.relations == y.relations;
  };
  return a.account == b.account && a.person == b.person && a.held == b.held && a.seen == b.seen &&
         std::ranges::equal(a.reach, b.reach, same_place);
}

}  // namespace

void LiveStream::reset() {
  waiting_.clear();
  waiting_.push_back(message("reset", "{}", 0));
}

void LiveStream::add(std::deque<Message>& line, Message message) {
  if (line.size() >= waiting_max) {
    line.clear();
    reset();
  }
  line.push_back(std::move(message));
}

void LiveStream::push(Message message) {
  const std::lock_guard lock(mutex_);
  if (holding_ && message.id > 0) return add(held_, std::move(message));
  add(waiting_, std::move(message));
  if (wake_) wake_();
}

std::string LiveStream::take() {
  const std::lock_guard lock(mutex_);
  std::string all;
  for (const Message& one : waiting_) all += one.text;
  waiting_.clear();
  return all;
}

void LiveStream::hold() {
  const std::lock_guard lock(mutex_);
  holding_ = true;
}

void LiveStream::release(std::vector<Message> missed) {
  const std::lock_guard lock(mutex_);
  holding_ = false;
  std::int64_t last = 0;
  for (Message& one : missed) {
    last = std::max(last, one.id);
    waiting_.push_back(std::move(one));
  }
  for (Message& one : held_)
    if (one.id > last) waiting_.push_back(std::move(one));
  held_.clear();
  if (wake_) wake_();
}

void LiveStream::renew(std::shared_ptr<const Viewer> viewer) {
  const std::lock_guard lock(mutex_);
  if (!same_rights(*viewer_, *viewer)) reset();
  viewer_ = std::move(viewer);
}

void LiveStream::close() {
  const std::lock_guard lock(mutex_);
  wake_ = nullptr;
}

std::shared_ptr<const Viewer> LiveStream::viewer() {
  const std::lock_guard lock(mutex_);
  return viewer_;
}

LivePlace LiveHub::take_place(const Identity& identity) {
  if (account_streams_ == 0) return nullptr;
  const std::string account =
      identity.tenant->code() + "/" + std::to_string(identity.viewer->account.value);
  const std::lock_guard lock(mutex_);
  for (auto it = places_.begin(); it != places_.end();) {
    std::erase_if(it->second, [](const auto& place) { return place.expired(); });
    it = it->second.empty() ? places_.erase(it) : std::next(it);
  }
  std::vector<std::weak_ptr<void>>& taken = places_[account];
  Quota{"live.too_many_streams", account_streams_}.require_room(std::ssize(taken));
  LivePlace place = std::make_shared<char>();
  taken.push_back(place);
  return place;
}

std::shared_ptr<LiveStream> LiveHub::open(Identity identity,
                                          std::optional<std::int64_t> last_event_id,
                                          std::function<void()> wake) {
  auto stream = std::make_shared<LiveStream>(std::move(identity), std::move(wake));
  if (last_event_id) stream->hold();
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(open_, [](const auto& entry) { return entry.second.expired(); });
    open_.emplace(stream->tenant().code(), stream);
  }
  stream->push({0, "retry: 2000\n\n"});
  if (last_event_id) resume(stream, *last_event_id);
  return stream;
}

std::vector<LiveStream::Message> LiveHub::missed(Read& db, const Viewer& viewer,
                                                 std::int64_t after) const {
  std::vector<LiveStream::Message> messages;
  const std::vector<Event> events = events_after(db, after, resume_max + 1);
  const bool gap = after + 1 < oldest_event(db);
  if (gap || static_cast<std::int64_t>(events.size()) > resume_max) {
    messages.push_back(message("reset", "{}", newest_event(db)));
    return messages;
  }
  for (const Event& event : events)
    if (const auto data = filter_(viewer, event))
      messages.push_back(message(event.topic, *data, event.id));
  return messages;
}

void LiveHub::resume(const std::shared_ptr<LiveStream>& stream, std::int64_t after) {
  auto found = std::make_shared<std::vector<LiveStream::Message>>();
  const auto read_anew = [stream] { stream->release({message("reset", "{}", 0)}); };
  try {
    stream->tenant().lanes().async_read(
        [this, stream, found, after](Read& db) { *found = missed(db, *stream->viewer(), after); },
        [stream, found, read_anew](std::exception_ptr failed) {
          if (failed)
            read_anew();
          else
            stream->release(std::move(*found));
        });
  } catch (const Error&) {  // too busy to say what was missed
    read_anew();
  }
}

void LiveHub::publish(const std::string& tenant, const Event& event) {
  std::vector<std::shared_ptr<LiveStream>> streams;
  {
    const std::lock_guard lock(mutex_);
    const auto [begin, end] = open_.equal_range(tenant);
    for (auto it = begin; it != end; ++it)
      if (auto stream = it->second.lock()) streams.push_back(std::move(stream));
  }
  for (const auto& stream : streams)
    if (const auto data = filter_(*stream->viewer(), event))
      stream->push(message(event.topic, *data, event.id));
}

std::size_t LiveHub::streams() {
  const std::lock_guard lock(mutex_);
  std::erase_if(open_, [](const auto& entry) { return entry.second.expired(); });
  return open_.size();
}

}  // namespace twinrail
