#pragma once

#include "modules/okr/model.hpp"

/// Requests and replies of the alignment map.
namespace twinrail::okr {

struct MapQuery {
  std::optional<CycleId> cycle;       ///< absent: of all
  std::optional<OrgUnitId> org_unit;  ///< with those below it
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 500>> limit;
};
DESCRIBE(MapQuery, cycle, org_unit, cursor, limit);

/// An edge up from an objective of the map. The other end may stand on another page of the map, or
/// in another cycle or unit, and so nowhere on it.
struct MapEdgeView {
  ObjectiveId parent;
  Decimal share;
  Relation relation = Relation::contributes;
};
DESCRIBE(MapEdgeView, parent, share, relation);

/// An objective as the alignment map draws it.
struct MapNodeView {
  ObjectiveId id;
  Names title;
  Ambition type = Ambition::committed;
  ObjectiveState state = ObjectiveState::draft;
  OrgUnitId org_unit;
  Names unit_names;
  std::optional<PersonId> person;  ///< whose own it is
  std::optional<std::string> owner_name;
  std::optional<Ratio> progress;
  std::optional<Ratio> expected;
  std::optional<Ratio> gap;
  Pace pace = Pace::pending;
  std::optional<Decimal> cap;  ///< of the guardrails that are in breach now
  std::int64_t key_results = 0;
  std::vector<MapEdgeView> parents;
};
DESCRIBE(MapNodeView, id, title, type, state, org_unit, unit_names, person, owner_name, progress,
         expected, gap, pace, cap, key_results, parents);

}  // namespace twinrail::okr
