#pragma once

#include <string>
#include <vector>

#include "base/date.hpp"
#include "modules/people/model.hpp"

/// How posts change from a day on. Pure.
namespace twinrail::people::rules {

/// The posts of a person, in order of days, when from `wanted.valid_from` on the post is as
/// `wanted` says. What follows at once keeps its own first day; of each field (unit, manager,
/// name) it takes the new value as long as it had the same as the post that changes: a move that
/// is planned for next month keeps its unit and gets the manager of today. Throws Error
/// "people.not_in_service_on" for a day without a post.
[[nodiscard]] std::vector<PostRow> moved(const std::vector<PostRow>& posts, const PostRow& wanted);

/// The posts of one employment when it ends with `last_day`: what comes later is gone, and the
/// post before is cut, or lengthened where it had ended earlier. Throws Error
/// "people.before_first_day" when nothing is left.
[[nodiscard]] std::vector<PostRow> ended(const std::vector<PostRow>& posts, Date last_day);

/// The posts when from a day on `successor` is in the place of the manager `before`; the
/// successor's own posts are under `above`.
[[nodiscard]] std::vector<PostRow> handed_over(const std::vector<PostRow>& posts, PersonId before,
                                               PersonId successor,
                                               const std::optional<PersonId>& above, Date from);

/// What was recorded of something, at some time, for a span of days. Equal `content`, equal fact.
struct Recorded {
  std::string content;
  Date from;
  Date to;
  Date recorded_on;
  Instant recorded_at;
  bool superseded = false;
};

/// Since when it is known that from its first day on it is so, and whether that corrects the past:
/// something else was known of that day, and the change came later than it counts.
struct KnownSince {
  Date on;
  bool corrected = false;
};

/// Of the row at `index`.
[[nodiscard]] KnownSince known_since(const std::vector<Recorded>& rows, std::size_t index);

/// How somebody stands on a day whose employment has these first and last days.
[[nodiscard]] PeopleState state_on(Date start, Date last_day, Date on);

}  // namespace twinrail::people::rules
