#pragma once

#include <string>

#include "base/quota.hpp"
#include "modules/okr/model_row.hpp"

/// What a unit's weekly meetings decide: rows, requests and replies.
namespace twinrail::okr {

namespace quota {
/// Of a unit, those that are not done.
inline constexpr Quota decisions{"okr.too_many_decisions", 200};
}  // namespace quota

struct DecisionRow {
  DecisionId id;
  OrgUnitId org_unit;
  Date decided_on;
  std::string note;
  std::optional<PersonId> owner;
  std::optional<Date> due;
  std::optional<Date> done_on;
  std::int64_t version = 1;
};
DESCRIBE(DecisionRow, id, org_unit, decided_on, note, owner, due, done_on, version);
TABLE(DecisionRow, "okr_decision", id);

struct NewDecision {
  OrgUnitId org_unit;
  Text<300> note;
  std::optional<PersonId> owner;
  std::optional<Date> due;  ///< today or later
};
DESCRIBE(NewDecision, org_unit, note, owner, due);

/// By who may write the unit's goals; `done` by its owner, too.
struct ChangeDecision {
  DecisionId decision;
  std::optional<Text<300>> note;
  std::optional<PersonId> owner;
  std::optional<Date> due;
  std::optional<bool> done;
};
DESCRIBE(ChangeDecision, decision, note, owner, due, done);

struct DecisionOf {
  DecisionId decision;
};
DESCRIBE(DecisionOf, decision);

struct DecisionView {
  DecisionId id;
  OrgUnitId org_unit;
  Date decided_on;
  std::string note;
  std::optional<PersonId> owner;
  std::optional<std::string> owner_name;
  std::optional<Date> due;
  std::optional<Date> done_on;
  bool may_finish = false;  ///< say that it is done, or is not
  bool may_change = false;  ///< anything else of it
  std::int64_t version = 1;
};
DESCRIBE(DecisionView, id, org_unit, decided_on, note, owner, owner_name, due, done_on, may_finish,
         may_change, version);

}  // namespace twinrail::okr
