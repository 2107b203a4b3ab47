#include "modules/okr/rules_notice.hpp"

#include <algorithm>

namespace twinrail::okr::rules {

std::vector<Date> due_days(Date since, std::int64_t cadence, Date until) {
  std::vector<Date> days;
  for (Date day = since + cadence; day <= until; day = day + cadence) days.push_back(day);
  return days;
}

std::optional<Date> due_day(Date since, std::int64_t cadence, Date until) {
  const std::int64_t passed = until - since;
  if (passed < cadence) return std::nullopt;
  return since + (passed / cadence) * cadence;
}

std::optional<PersonId> leader_of(const std::vector<PersonId>& heads,
                                  std::optional<PersonId> person) {
  const auto found =
      std::ranges::find_if(heads, [&](PersonId head) { return head && head != person; });
  return found == heads.end() ? std::nullopt : std::optional(*found);
}

}  // namespace twinrail::okr::rules
