#pragma once

#include "base/feed.hpp"
#include "modules/okr/model_row.hpp"
#include "platform/db/db.hpp"

namespace twinrail {
class Scope;
}

/// SQL of what moved since a day, newest first.
namespace twinrail::okr::store {

/// Objectives of units that were under way in one of the cycles and that the viewer may see.
std::vector<ObjectiveId> moving_ids(Read& db, const Scope& scope,
                                    const std::vector<CycleId>& cycles,
                                    const std::vector<OrgUnitId>& units);
/// Objectives of cycles that a person owns, or a key result of.
std::vector<ObjectiveId> ids_of_person(Read& db, const Scope& scope,
                                       const std::vector<CycleId>& cycles, PersonId person);

/// A check-in beside the one before it.
struct ToldRow {
  CheckInId id;
  KeyResultId key_result;
  ObjectiveId objective;
  OrgUnitId org_unit;
  std::string title_zh;
  std::string title_en;
  std::string of_zh;
  std::string of_en;
  std::string unit;
  std::int64_t decimals = 0;
  Date day;
  Instant recorded_at;
  std::optional<Decimal> value_before;
  std::optional<Decimal> value;
  std::optional<Decimal> confidence_before;
  std::optional<Decimal> confidence;
  std::string note;
  std::optional<std::string> blocker;
  std::optional<PersonId> by_person;
};
DESCRIBE(ToldRow, id, key_result, objective, org_unit, title_zh, title_en, of_zh, of_en, unit,
         decimals, day, recorded_at, value_before, value, confidence_before, confidence, note,
         blocker, by_person);
std::vector<ToldRow> told(Read& db, const std::vector<ObjectiveId>& ids, const FeedSpan& span,
                          std::int64_t id_below);

/// Where an objective stood at the end of a day.
struct StoodRow {
  ObjectiveId objective;
  OrgUnitId org_unit;
  std::string title_zh;
  std::string title_en;
  Date day;
  std::optional<Ratio> progress;
};
DESCRIBE(StoodRow, objective, org_unit, title_zh, title_en, day, progress);
/// Days from one on, and the last one before that, by objective and day.
std::vector<StoodRow> stood_from(Read& db, const std::vector<ObjectiveId>& ids, Date day);

/// Another target of a key result that is under way.
struct ReaimedRow {
  TermId id;
  KeyResultId key_result;
  ObjectiveId objective;
  OrgUnitId org_unit;
  std::string title_zh;
  std::string title_en;
  std::string of_zh;
  std::string of_en;
  std::string unit;
  std::int64_t decimals = 0;
  Date until;
  Instant recorded_at;
  std::optional<Decimal> before;
  std::optional<Decimal> after;
  std::string reason;
  std::optional<PersonId> by_person;
};
DESCRIBE(ReaimedRow, id, key_result, objective, org_unit, title_zh, title_en, of_zh, of_en, unit,
         decimals, until, recorded_at, before, after, reason, by_person);
std::vector<ReaimedRow> reaimed(Read& db, const std::vector<ObjectiveId>& ids, const FeedSpan& span,
                                std::int64_t id_below);

}  // namespace twinrail::okr::store
