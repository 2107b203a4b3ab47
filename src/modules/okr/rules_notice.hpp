#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/date.hpp"
#include "base/ids.hpp"

/// When people are told that an update is due, and whom.
namespace twinrail::okr::rules {

/// The days until one on which an update was due, the first one first: `cadence` days (at least 1)
/// after the last update or, where there was none, after the start, and again after each further
/// `cadence` days. Nothing while none has come.
[[nodiscard]] std::vector<Date> due_days(Date since, std::int64_t cadence, Date until);
/// The last of them.
[[nodiscard]] std::optional<Date> due_day(Date since, std::int64_t cadence, Date until);

/// Who leads a unit, other than the person: of those who lead it and the units above, nearest
/// first, the first one who is somebody else.
[[nodiscard]] std::optional<PersonId> leader_of(const std::vector<PersonId>& heads,
                                                std::optional<PersonId> person);

}  // namespace twinrail::okr::rules
