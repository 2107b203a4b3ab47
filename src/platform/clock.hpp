#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"

namespace twinrail {

/// Now, in UTC. Services, jobs, the trail, events, sessions and backups take their time from here.
/// What only measures how long something takes uses a steady clock.
[[nodiscard]] Instant now_utc();

/// What the machine's own clock shows, whatever `set_clock` was told: for its log and the Date
/// header of HTTP alone.
[[nodiscard]] Instant machine_now();

/// Where an installation that is no production stands in time.
struct ClockSetting {
  std::optional<Instant> fixed;  ///< the clock stands still there
  std::int64_t shift = 0;        ///< seconds it is ahead of the machine; behind when negative
  friend bool operator==(const ClockSetting&, const ClockSetting&) = default;
};

/// "2026-10-01T08:00:00Z", or a shift of at most 100 years: "-30d", "+12h", "-13w", "90s".
/// Throws Error "config.bad_clock" for anything else.
[[nodiscard]] ClockSetting clock_setting(std::string_view text);

/// For the whole process. With a file, its first line is the setting, and is read anew whenever the
/// file has changed; throws Error "config.unreadable" or "config.bad_clock" when it cannot be read
/// now. One that becomes wrong later is told to the log, and the clock stays as it was.
void set_clock(const ClockSetting& setting, const std::string& file = {});

/// Whether `now_utc` is something else than the machine's clock.
[[nodiscard]] bool clock_is_set();

}  // namespace twinrail
