#pragma once

#include <optional>
#include <vector>

#include "base/date.hpp"
#include "base/ids.hpp"
#include "modules/people/model.hpp"

/// What is derived of units and posts. Pure.
namespace twinrail::people::rules {

/// What stands right above a unit (its parent) or a person (the line manager) during a span of
/// days, both included.
template <class Id>
struct Placement {
  Id below;
  std::optional<Id> above;
  Date from;
  Date to;
};

/// One under another, however many levels below (itself: depth 0), during a span of days.
template <class Id>
struct Path {
  Id above;
  Id below;
  Date from;
  Date to;
  int depth = 0;
  friend auto operator<=>(const Path&, const Path&) = default;
};

/// Deeper organisations are a mistake; it also bounds the walk up.
inline constexpr int depth_max = 20;

/// All paths up from `units`, sorted, each span as long as it can be. `placements` hold the units
/// and all that is ever above them. Throws Error "people.cycle" with `unit` when a unit would stand
/// under itself, "people.too_deep" beyond depth_max, "people.parent_not_there" when a parent does
/// not exist on a day on which its child does.
[[nodiscard]] std::vector<Path<OrgUnitId>> unit_paths(
    const std::vector<Placement<OrgUnitId>>& placements, const std::vector<OrgUnitId>& units);

/// The managers above `people`, sorted, without depth 0. A chain ends beyond depth_max, and where
/// it would come to somebody again: nobody is their own superior.
[[nodiscard]] std::vector<Path<PersonId>> manager_paths(
    const std::vector<Placement<PersonId>>& placements, const std::vector<PersonId>& people);

/// The parts of the spans that no earlier one of the same person covers, in order of people: of
/// several posts at a time the first counts.
[[nodiscard]] std::vector<Placement<PersonId>> first_of_each_day(
    const std::vector<Placement<PersonId>>& posts);

/// The posts of a person, at least one and in order of days, when `wanted` is right from its first
/// day on:
/// - a post that begins that day becomes what it says;
/// - one that has begun earlier ends the day before, and the new one lasts as long as it would
/// have;
/// - of an only post that says the same, another first day is the right one;
/// - before all of them it lasts until the first, which is lengthened when it says the same.
/// Posts of later days stay.
[[nodiscard]] std::vector<PostRow> with_post(std::vector<PostRow> posts, PostRow wanted);

}  // namespace twinrail::people::rules
