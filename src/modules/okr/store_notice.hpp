#pragma once

#include "modules/okr/model_row.hpp"
#include "platform/db/db.hpp"

/// SQL of what people are told of goals.
namespace twinrail::okr::store {

/// A key result that waits for people's updates: under way, not done, driven by no KPI.
struct AwaitedRow {
  KeyResultId id;
  ObjectiveId objective;
  OrgUnitId org_unit;
  std::optional<PersonId> reader;  ///< who is to write the update
  bool own = false;                ///< the reader is the key result's owner, not the objective's
  std::string title_zh;
  std::string title_en;
  std::string goal_zh;
  std::string goal_en;
  std::optional<Date> checked_on;
  Date since;  ///< of the last update or, without one, of the start
};
DESCRIBE(AwaitedRow, id, objective, org_unit, reader, own, title_zh, title_en, goal_zh, goal_en,
         checked_on, since);

/// Those without an update after a day, by id.
std::vector<AwaitedRow> awaited_since(Read& db, Date day);

/// An objective of a cycle that is closing, and how far its review is.
struct EndingRow {
  ObjectiveId id;
  CycleId cycle;
  OrgUnitId org_unit;
  std::optional<PersonId> owner;
  std::string title_zh;
  std::string title_en;
  std::string cycle_zh;
  std::string cycle_en;
  Date end_on;  ///< of the cycle
  bool reviewed = false;
};
DESCRIBE(EndingRow, id, cycle, org_unit, owner, title_zh, title_en, cycle_zh, cycle_en, end_on,
         reviewed);

/// All of them, by id.
std::vector<EndingRow> ending(Read& db);

}  // namespace twinrail::okr::store
