#pragma once

#include "modules/kpi/model.hpp"

/// A KPI that is given to many units at once.
namespace twinrail::kpi {

/// Units that one request may name: a company's shops, or its teams.
inline constexpr std::size_t units_at_once_max = 500;

/// A unit, and who answers for the KPI there: whoever leads it, or leads above it, unless said.
struct UnitOfMany {
  OrgUnitId org_unit;
  std::optional<PersonId> owner;
  std::optional<bool> nobody;
};
DESCRIBE(UnitOfMany, org_unit, owner, nobody);

/// All units or none.
struct NewAssignments {
  KpiId kpi;
  List<UnitOfMany, units_at_once_max> units;
  Date valid_from;
  std::optional<Weight> weight;
  TargetValues target;
  std::optional<BreachSetting> breach;
  std::optional<bool> veto;
  std::optional<Int<0, 366>> grace_days;
  std::optional<bool> preview;  ///< only says who would answer, and which units cannot have it
};
DESCRIBE(NewAssignments, kpi, units, valid_from, weight, target, breach, veto, grace_days, preview);

struct AssignedUnit {
  OrgUnitId org_unit;
  Names unit_names;
  std::optional<AssignmentId> assignment;  ///< none of a preview
  std::optional<PersonId> owner;
  std::optional<std::string> owner_name;
  std::optional<std::string> problem;  ///< of a preview: the key of the words for what is wrong
};
DESCRIBE(AssignedUnit, org_unit, unit_names, assignment, owner, owner_name, problem);

struct AssignedUnits {
  std::vector<AssignedUnit> items;
};
DESCRIBE(AssignedUnits, items);

}  // namespace twinrail::kpi
