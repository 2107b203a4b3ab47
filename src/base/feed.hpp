#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "base/calendar.hpp"

/// What happened, newest first, out of several lists: how each of them goes on after a page.
namespace twinrail {

/// The last one that was shown. Of one moment, those of a lower rank and, within it, of a higher id
/// come first.
struct FeedPlace {
  Instant at;
  std::int64_t rank = 0;  ///< of the list that it came from
  std::int64_t id = 0;
  friend bool operator==(const FeedPlace&, const FeedPlace&) = default;

  /// Of the same moment those with a lower id than this are still to come from a list.
  [[nodiscard]] std::int64_t id_below(std::int64_t of_rank) const {
    if (of_rank == rank) return id;
    return of_rank > rank ? std::numeric_limits<std::int64_t>::max() : 0;
  }
  /// Whether something else is still to come.
  [[nodiscard]] bool before(const FeedPlace& other) const {
    return other.at < at || (other.at == at && other.id < id_below(other.rank));
  }
  [[nodiscard]] std::string to_text() const;
  /// Throws Error (invalid) "request.bad_cursor".
  [[nodiscard]] static FeedPlace from_text(std::string_view text);
};

/// A page of what happened from a day on.
struct FeedSpan {
  Date from;             ///< first day
  std::string zone;      ///< of the company, for the days of moments
  FeedPlace place;       ///< everything before it
  std::int64_t limit{};  ///< at most so many of each list

  /// The first moment.
  [[nodiscard]] Instant since() const { return start_of_day(from, zone); }
  /// What holds of a day as a whole is known when the day is over.
  [[nodiscard]] Instant end_of(Date day) const { return start_of_day(day + 1, zone); }
};

}  // namespace twinrail
