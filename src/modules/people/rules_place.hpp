#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "base/date.hpp"
#include "modules/people/people.hpp"

/// Where units stand and whose they are. Pure.
namespace twinrail::people::rules {

/// What a unit stands below, and the employer that it names, during a span of days, both included.
struct UnitPlace {
  Date from;
  Date to;
  std::optional<OrgUnitId> parent;
  std::optional<LegalEntityId> employer;
  friend bool operator==(const UnitPlace&, const UnitPlace&) = default;
};

/// The places of one unit from a day on, each span as long as it can be: what else is said of the
/// unit makes no difference. `versions` are in order of days and have valid_from, valid_to, parent
/// and legal_entity.
template <class Version>
[[nodiscard]] std::vector<UnitPlace> places_from(const std::vector<Version>& versions, Date from) {
  std::vector<UnitPlace> places;
  for (const Version& v : versions) {
    if (v.valid_to < from) continue;
    const UnitPlace place{std::max(v.valid_from, from), v.valid_to, v.parent, v.legal_entity};
    UnitPlace* last = places.empty() ? nullptr : &places.back();
    if (last && last->to + 1 == place.from && last->parent == place.parent &&
        last->employer == place.employer)
      last->to = place.to;
    else
      places.push_back(place);
  }
  return places;
}

}  // namespace twinrail::people::rules
