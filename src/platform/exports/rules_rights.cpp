#include "platform/exports/rules_rights.hpp"

#include <algorithm>

#include "base/access.hpp"

namespace twinrail::exports::rules {
namespace {

std::int64_t relations_of(const Grasp& grasp, const std::string& name) {
  const auto found = std::ranges::find(grasp.held, name, &HeldRight::name);
  return found == grasp.held.end() ? 0 : found->relations;
}

std::int64_t seen_at(const Grasp& grasp, std::size_t field_class) {
  return field_class < grasp.seen.size() ? grasp.seen[field_class] : 0;
}

std::int64_t reached(const Grasp& grasp, std::int64_t unit) {
  const auto found = std::ranges::lower_bound(grasp.reach, unit, {}, &Reached::unit);
  return found != grasp.reach.end() && found->unit == unit ? found->relations : 0;
}

/// Whoever holds something of the whole company holds it in every other way.
bool everywhere(std::int64_t relations) { return (relations & relation::company) != 0; }

bool within(std::int64_t some, std::int64_t all) { return everywhere(all) || (some & ~all) == 0; }

std::int64_t both(std::int64_t one, std::int64_t other) {
  if (everywhere(one) && everywhere(other)) return one | other;
  if (everywhere(one)) return other;
  return everywhere(other) ? one : one & other;
}

}  // namespace

Grasp left_of(const Grasp& then, const Grasp& now) {
  if (then.person != now.person) return {};
  Grasp left{.person = now.person, .held = {}, .seen = {}, .reach = now.reach};
  for (const HeldRight& right : then.held)
    if (const std::int64_t held = both(right.relations, relations_of(now, right.name)); held != 0)
      left.held.push_back({right.name, held});
  for (std::size_t i = 0; i < then.seen.size(); ++i)
    left.seen.push_back(both(then.seen[i], seen_at(now, i)));
  return left;
}

bool still_held(const Grasp& then, const Grasp& now) {
  if (then.person != now.person) return false;
  for (const HeldRight& right : then.held)
    if (!within(right.relations, relations_of(now, right.name))) return false;
  for (std::size_t i = 0; i < then.seen.size(); ++i)
    if (!within(then.seen[i], seen_at(now, i))) return false;
  return std::ranges::all_of(
      then.reach, [&](const Reached& r) { return within(r.relations, reached(now, r.unit)); });
}

}  // namespace twinrail::exports::rules
