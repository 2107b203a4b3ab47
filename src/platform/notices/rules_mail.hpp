#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/date.hpp"

namespace twinrail::notices::rules {

/// Minutes of the day, 0 to 1439; from one evening into the next morning when `from` is later. Two
/// of the same are no quiet hours.
struct QuietHours {
  std::int64_t from = 0;
  std::int64_t to = 0;
};

/// When the day's letter goes, as a minute of the day.
inline constexpr std::int64_t daily_minute = 8 * 60;

/// The first moment from `at` on that is outside of the quiet hours of a zone. Minutes are counted
/// from the day's beginning: on the two days a year that change the clock they end an hour beside.
[[nodiscard]] Instant after_quiet(Instant at, const std::optional<QuietHours>& quiet,
                                  std::string_view zone);
/// When somebody who wants one letter a day is sent what was told at a moment: the next morning at
/// eight, outside of the quiet hours.
[[nodiscard]] Instant due_daily(Instant told_at, const std::optional<QuietHours>& quiet,
                                std::string_view zone);

}  // namespace twinrail::notices::rules
