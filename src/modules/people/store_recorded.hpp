#pragma once

#include "modules/people/store.hpp"
#include "platform/db/table.hpp"

/// The module's rows as their tables keep them: since when each is known. What reads them asks for
/// what is known now and has no use for it.
namespace twinrail::people::store {

struct RecordedVersion : UnitVersion {
  Instant recorded_at;
  std::int64_t id = 0;
};
DESCRIBE_ON(RecordedVersion, UnitVersion, recorded_at, id);
TABLE(RecordedVersion, "people_unit_version", id);

struct RecordedCalendar : UnitCalendarRow {
  Instant recorded_at;
  std::int64_t id = 0;
};
DESCRIBE_ON(RecordedCalendar, UnitCalendarRow, recorded_at, id);
TABLE(RecordedCalendar, "people_unit_calendar", id);

struct RecordedPost : PostRow {
  Instant recorded_at;
  PostId id{};
};
DESCRIBE_ON(RecordedPost, PostRow, recorded_at, id);
TABLE(RecordedPost, "people_post", id);

struct RecordedPath : PathRow {
  Instant recorded_at;
};
DESCRIBE_ON(RecordedPath, PathRow, recorded_at);
TABLE(RecordedPath, "org_path", ancestor, unit, valid_from);

struct RecordedManagerPath : ManagerPathRow {
  Instant recorded_at;
};
DESCRIBE_ON(RecordedManagerPath, ManagerPathRow, recorded_at);
TABLE(RecordedManagerPath, "people_manager_path", manager, person, valid_from);

struct RecordedReach : ReachRow {
  Instant recorded_at;
};
DESCRIBE_ON(RecordedReach, ReachRow, recorded_at);
TABLE(RecordedReach, "reach", viewer, org_unit, relation);

/// Rows that are known from now on.
template <class Recorded, class Row>
[[nodiscard]] std::vector<Recorded> recorded(const std::vector<Row>& rows, Instant at) {
  std::vector<Recorded> list;
  list.reserve(rows.size());
  for (const Row& row : rows) list.push_back({row, at});
  return list;
}

}  // namespace twinrail::people::store
