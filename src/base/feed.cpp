#include "base/feed.hpp"

#include <array>
#include <charconv>

namespace twinrail {

std::string FeedPlace::to_text() const {
  return std::to_string(at.micros()) + "." + std::to_string(rank) + "." + std::to_string(id);
}

FeedPlace FeedPlace::from_text(std::string_view text) {
  std::array<std::int64_t, 3> parts{};
  const char* at = text.data();
  const char* const end = at + text.size();
  bool whole = true;
  for (std::size_t i = 0; i < parts.size() && whole; ++i) {
    if (i > 0) whole = at != end && *at++ == '.';
    const auto [next, error] = std::from_chars(at, end, parts[i]);
    whole = whole && error == std::errc();
    at = next;
  }
  const auto micros = parts[0];
  // A moment whose day the calendar knows; anything else was made up.
  constexpr std::int64_t furthest = std::int64_t{253'000'000'000} * 1'000'000;
  if (!whole || at != end || micros < 0 || micros > furthest)
    throw Error(Fault::invalid, "request.bad_cursor");
  return {Instant::from_micros(micros), parts[1], parts[2]};
}

}  // namespace twinrail
